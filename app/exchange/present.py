"""The lines of a comparison, as page and sheet show them."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.present import Shown
from app.exchange.models import ReconciliationLine


def told(line: ReconciliationLine) -> str:
    """What each side says, in one cell."""
    said = []
    for what, (there, here) in line.differences.items():
        if there and here:
            said.append(f"{what}: {there} in the file, {here} here")
        else:
            said.append(f"{what}: {there or here}")
    return "; ".join(said)


LINES: Sequence[Shown[ReconciliationLine]] = (
    Shown("What", lambda line: line.kind),
    Shown("Their number", lambda line: line.key),
    Shown("Child", lambda line: line.name),
    Shown("What differs", told),
    Shown("Whose", lambda line: line.owner.name if line.owner else ""),
    Shown("Closed on", lambda line: line.closed_on),
    Shown("How", lambda line: line.closed_words),
    Shown("Because", lambda line: line.note),
)

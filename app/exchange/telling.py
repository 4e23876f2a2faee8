"""A load in words, and its rejected rows to give back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.core.present import safe_cell
from app.exchange.models import Load, LoadRow, LoadState

WHY = "Why it was not loaded"
"""The heading of the column of reasons. A file that comes back with it is read as without it."""

COUNTS = (
    ("added", "would be added"),
    ("changed", "would be changed"),
    ("closed", "would be closed"),
    ("same", "say what the record says already"),
    ("rejected", "are rejected"),
    ("odd", "are odd: somebody should look at them"),
)


def rejected_csv(rows: Sequence[LoadRow]) -> bytes:
    """Rejected rows as they came, with the reason beside each: to put right and send again."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row.values))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(safe_cell, headings), WHY])
    for row in rows:
        said = [safe_cell(row.values.get(heading, "")) for heading in headings]
        writer.writerow([*said, safe_cell(row.reason.replace("\n", " "))])
    return out.getvalue().encode("utf-8-sig")


def changes_anything(load: Load) -> bool:
    """Whether carrying a load out would change the record."""
    return any(load.summary.get(name) for name in ("added", "changed", "closed"))


def in_words(load: Load) -> list[str]:
    """What a checked load would do, a sentence to a line."""
    if load.state is LoadState.REFUSED:
        return [*load.summary.get("refused", []), "Nothing was loaded."]
    lines = [
        f"{load.summary[name]:>7,} rows {says}" for name, says in COUNTS if load.summary.get(name)
    ]
    lines += [f"        {note}" for note in load.summary.get("notes", [])]
    if not changes_anything(load):
        lines.append("This changes nothing.")
    return lines

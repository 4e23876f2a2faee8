"""Today: what needs doing, for whoever asks. Each number is the length of the list it opens.

Worst first. A part is shown only to whom its page is open, so that no number leads to a shut door.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what it is about, why, and the way there."""

    about: str
    href: str
    why: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of work: how much of it, the first of it, and where all of it is."""

    says: str
    count: int
    href: str
    lines: tuple[Line, ...] = ()
    urgent: bool = False


def parts_for(user: object) -> list[Part]:
    """What needs doing, worst first."""
    return []

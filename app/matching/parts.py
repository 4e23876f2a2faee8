"""Parts of the council's area, as people speak of them: "the north", "South West"."""

from __future__ import annotations

import re

PART = re.compile(
    r"(?:in )?(?:the )?(?P<along>north|south)?[- ]?(?P<across>east|west)?"
    r"(?: of (?:the |our )?(?:area|county))?",
    re.I,
)


def part_of_area(place: str) -> str | None:
    """The part as it is said in a sentence, such as "the north-west"; None: it is no such part."""
    match = PART.fullmatch(" ".join(place.split()))
    sides = [side.lower() for side in match.groups() if side] if match else []
    return f"the {'-'.join(sides)}" if sides else None

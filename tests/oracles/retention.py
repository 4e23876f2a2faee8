"""Until when a record is kept, said again from the regulations and nothing else of ours.

A record is told as plain days: each approval, placement and application with its first day and the
first day on which it was over (None: it goes on).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Spell = tuple[date, date | None]


@dataclass
class Life:
    """A household's life, as far as it matters for how long its record is kept."""

    approvals: list[Spell] = field(default_factory=list)
    approved_elsewhere: list[Spell] = field(default_factory=list)
    under_temporary: list[Spell] = field(default_factory=list)
    placements: list[Spell] = field(default_factory=list)
    applications: list[Spell] = field(default_factory=list)
    guardians: list[Spell] = field(default_factory=list)


def years_on(day: date, years: int) -> date:
    """The corresponding day so many years on; for 29 February, the 28th where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def may_be_destroyed(life: Life, on: date) -> bool:
    """Whether every minimum that the regulations ask for is over on a day.

    Regulation 32(1): ten years from the end of the last approval of each who was approved here.
    Regulation 32(2): ten years from the end of a placement under a temporary approval. Regulation
    22(2): fifteen years from the last entry of a child placed. Regulation 32(3): three years from
    a refusal or a withdrawal. This council's own: ten years from the end of a case of special
    guardianship.
    """
    asked = [(life.approvals, 10), (life.under_temporary, 10), (life.placements, 15)]
    asked += [(life.applications, 3), (life.guardians, 10)]
    if life.approvals:
        asked += [(life.approved_elsewhere, 10)]
    for spells, years in asked:
        for _, over in spells:
            if over is None or over > on:
                return False
            if on <= years_on(over, years):
                return False
    return True

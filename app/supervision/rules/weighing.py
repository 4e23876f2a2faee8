"""What a caseload weighs: points for what is carried, against those of a full-time caseload.

None of it is law. The council sets every figure; what it has not set counts as `USUAL`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.spans import Years

MILES_COUNTED = 10
"""Travel is weighed by whole tens of miles from where the worker sets out."""


class Weight(StrEnum):
    """What is weighed. `FULL` is no weight but the points of a full-time caseload."""

    HOUSEHOLD = "household"
    FIRST_YEAR = "first_year"
    CONNECTED = "connected"
    ALLEGATION = "allegation"
    CHILD = "child"
    TRAVEL = "travel"
    ASSESSMENT = "assessment"
    FULL = "full"

    def words(self) -> str:
        """The weight as the settings page asks for it."""
        return _SAID[self]


_SAID = {
    Weight.HOUSEHOLD: "A household",
    Weight.FIRST_YEAR: "More, in its first year of approval",
    Weight.CONNECTED: "More, for a connected person",
    Weight.ALLEGATION: "More, while an allegation is looked into",
    Weight.CHILD: "More, for each child placed",
    Weight.TRAVEL: f"More, for each {MILES_COUNTED} miles from where the worker sets out",
    Weight.ASSESSMENT: "An open assessment",
    Weight.FULL: "A full-time caseload",
}

USUAL: Mapping[Weight, int] = {
    Weight.HOUSEHOLD: 10,
    Weight.FIRST_YEAR: 5,
    Weight.CONNECTED: 5,
    Weight.ALLEGATION: 10,
    Weight.CHILD: 3,
    Weight.TRAVEL: 1,
    Weight.ASSESSMENT: 15,
    Weight.FULL: 250,
}
"""Points until the council sets its own."""

SHOWN = tuple(weight for weight in Weight if weight is not Weight.FULL)


@dataclass(frozen=True, slots=True)
class Carries:
    """What of one household is weighed, save how far it is."""

    first_year: bool = False
    connected: bool = False
    allegation: bool = False
    children: int = 0


def in_first_year(approved_on: date, day: date) -> bool:
    """Is a day within the first year of an approval?"""
    return day <= Years(1).after(approved_on, ENGLAND)


def weigh(carries: Carries, miles: float | None, points: Mapping[Weight, int]) -> dict[Weight, int]:
    """The points of a household, by what they are for; what counts nothing is left out.

    `miles` is None where either end is not known: then travel counts nothing.
    """
    times = {
        Weight.HOUSEHOLD: 1,
        Weight.FIRST_YEAR: int(carries.first_year),
        Weight.CONNECTED: int(carries.connected),
        Weight.ALLEGATION: int(carries.allegation),
        Weight.CHILD: carries.children,
        Weight.TRAVEL: int(miles // MILES_COUNTED) if miles is not None else 0,
    }
    return {weight: n * points[weight] for weight, n in times.items() if n * points[weight]}


def per_cent(points: int, full: int, percent: int) -> int:
    """Points as a share of a caseload for somebody who works so much of full time.

    Half up, so that two people with the same work are never a point apart by rounding.
    """
    whole = full * percent
    return (points * 100 * 100 * 2 + whole) // (2 * whole)


def weight_breaches(points: Mapping[Weight, int]) -> list[Breach]:
    """No weight is below nothing, and a full-time caseload is of some points."""
    return [
        record_breach(
            "Enter 1 or more points." if weight is Weight.FULL else "Enter 0 or more points.",
            weight.value,
        )
        for weight, number in points.items()
        if number < (1 if weight is Weight.FULL else 0)
    ]


def arrangement_breaches(percent: int) -> list[Breach]:
    """Somebody who works here works some part of full time, and not more than all of it."""
    if not 1 <= percent <= 100:
        return [record_breach("Enter a number from 1 to 100.", "percent")]
    return []

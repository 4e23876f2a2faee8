"""What a caseload weighs: points for what is carried, against those of a full-time caseload.

None of it is law. The council sets every figure; what it has not set counts as `USUAL`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

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

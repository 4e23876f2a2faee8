"""Permanence as lists and sheets show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.children.queries import Listed
from app.core.present import Shown, short_day
from app.core.words import words
from app.permanence.kinds import Goal
from app.permanence.queries import FILTERS, Permanence, Standing
from sufficiency.types import age_on

SAID: Mapping[str, str] = {
    "": "Everyone looked after",
    "no_plan": "No plan",
    "late": "Plan late",
    "moved": "Moved often",
    "apart": "Apart from brothers and sisters against plan",
    "not_told": "Matched and not told",
    "meeting": "Stability meeting to hold",
}
"""What the list can be narrowed to, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A child of the list."""

    child: Listed
    found: Permanence

    @property
    def age(self) -> int | None:
        """Age in whole years on the day."""
        return None if self.child.born is None else age_on(self.child.born, self.found.as_at)

    @property
    def goal(self) -> Goal | None:
        """The plan, in a word."""
        return self.found.plan.goal if self.found.plan else None

    @property
    def achieve_by(self) -> date | None:
        """The day of the plan, while it is to be achieved."""
        plan = self.found.plan
        return plan.achieve_by if plan is not None and self.found.achieved_on is None else None

    @property
    def plan_says(self) -> str:
        """How the plan stands."""
        if self.found.plan is None:
            due = self.found.plan_due_on
            return f"Due by {short_day(due)}" if due else ""
        if self.found.achieved_on is not None:
            return f"Achieved {short_day(self.found.achieved_on)}"
        return "Late" if self.found.is_late else "In time"

    @property
    def match_says(self) -> str:
        """With whom, and whether everybody knows."""
        match = self.found.match
        if match is None:
            return ""
        return match.household.name + (": not told" if self.found.to_tell else "")

    @property
    def apart(self) -> int:
        """Brothers and sisters who live in another home."""
        return sum(each.together is False for each in self.found.siblings)


COLUMNS: Sequence[Shown[Row]] = (
    Shown("Child", lambda row: row.child.name),
    Shown("Age", lambda row: row.age, numeric=True),
    Shown("Social worker", lambda row: row.child.worker),
    Shown("Looked after since", lambda row: row.found.since),
    Shown("Plan", lambda row: words(row.goal) if row.goal else "No plan"),
    Shown("To be achieved by", lambda row: row.achieve_by),
    Shown("Plan stands", lambda row: row.plan_says),
    Shown("Matched with", lambda row: row.match_says),
    Shown("Placements in twelve months", lambda row: row.found.placements, numeric=True),
    Shown("Brothers and sisters elsewhere", lambda row: row.apart, numeric=True),
    Shown("Apart against plan", lambda row: row.found.is_apart_against_plan),
    Shown("Stability meeting due by", lambda row: row.found.meeting_due_on),
)


def counted(every: Collection[Standing]) -> dict[str, int]:
    """How many children each narrowing leaves."""
    return {"": len(every)} | {
        name: sum(name in each.filters for each in every) for name in FILTERS
    }

"""Decisions as a list shows them, and what one page says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.core.present import Shown
from app.core.words import words
from app.register.deciding import KINDS, DecisionKind, Outcome, StepKind
from app.register.models import Decision
from app.register.rules.deciding_steps import (
    Course,
    Stage,
    Step,
    Turn,
    stage_of,
    step_breaches,
    turn_of,
)

STEP_WORDS = {
    StepKind.MINUTES: "The panel’s recommendation and final minutes came",
    StepKind.CONSENT: "A carer agreed in writing",
    StepKind.DETERMINED: "The decision maker proposed it to the carers",
    StepKind.NOTICE: "Notice was given, with reasons",
    StepKind.REPRESENTATIONS: "The carers made representations to us",
    StepKind.REVIEW_APPLIED: "The carers applied for an independent review",
    StepKind.REVIEW_NOTIFIED: "We were told of the application",
    StepKind.DOCUMENTS_SENT: "Documents were sent for the independent review",
    StepKind.REVIEW_WITHDRAWN: "The independent review is not held",
    StepKind.REVIEW_RECOMMENDED: "The independent review recommended",
    StepKind.TOLD: "The carers were told by word of mouth",
    StepKind.WRITTEN: "The written decision was sent",
    StepKind.COPIED: "Copies went to the placing and area authorities",
}

STAGE_TONES = {
    Stage.AGREED: "green",
    Stage.REFUSED: "grey",
    Stage.WITHDRAWN: "grey",
    Stage.SILENT: "orange",
    Stage.RECOMMENDED: "orange",
    Stage.PROPOSED: "blue",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A decision in the list, as at a day."""

    decision: Decision
    course: Course
    day: date
    mine: bool
    """Whether it waits for whoever asks."""

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return stage_of(self.course, self.day)

    @property
    def says(self) -> str:
        """What is decided."""
        return KINDS[self.decision.kind].says

    @property
    def tone(self) -> str:
        """The colour of its standing."""
        return STAGE_TONES.get(self.stage, "yellow")

    @property
    def is_waiting(self) -> bool:
        """Not decided yet."""
        return self.course.outcome is None

    @property
    def turn(self) -> str:
        """Whose turn it is, in words."""
        turn = turn_of(self.course, self.day)
        return "" if turn is Turn.NOBODY else words(turn)

    @property
    def days_taken(self) -> int:
        """Days from the proposal to the decision, or until now."""
        return ((self.decision.decided_on or self.day) - self.decision.proposed_on).days

    @property
    def days_late(self) -> int | None:
        """Days between the day it was needed from and the decision; none when in time."""
        needed = self.decision.needed_on
        if needed is None or self.course.outcome is Outcome.WITHDRAWN:
            return None
        late = ((self.decision.decided_on or self.day) - needed).days
        return late if late > 0 else None

    @property
    def timing(self) -> str:
        """Whether it came in time for the day it was needed from."""
        if self.days_late is None:
            return ""
        days = f"{self.days_late} {'day' if self.days_late == 1 else 'days'}"
        return f"Needed {days} ago" if self.is_waiting else f"Retrospective by {days}"


def _name(row: Row, who: str) -> str:
    user = getattr(row.decision, who)
    return user.name if user else ""


COLUMNS: tuple[Shown[Row], ...] = (
    Shown("Household", lambda row: row.decision.household.name),
    Shown(
        "What",
        lambda row: row.says,
        lambda row: url_for("register.decision", ref=row.decision.ref),
    ),
    Shown("Standing", lambda row: words(row.stage)),
    Shown("Whose turn", lambda row: row.turn, on_page=False),
    Shown("Needed from", lambda row: row.decision.needed_on, sort="needed"),
    Shown("Proposed", lambda row: row.decision.proposed_on, sort="proposed"),
    Shown("Proposed by", lambda row: _name(row, "proposed_by"), on_page=False),
    Shown("Decided", lambda row: row.decision.decided_on, sort="decided"),
    Shown("Decided by", lambda row: _name(row, "decided_by"), on_page=False),
    Shown("Takes effect", lambda row: row.decision.effective_on, on_page=False),
    Shown("Days taken", lambda row: row.days_taken, sort="days", numeric=True),
    Shown("Days after it was needed", lambda row: row.days_late, numeric=True, on_page=False),
)

SORTS = {
    "needed": lambda row: row.decision.needed_on or date.max,
    "proposed": lambda row: row.decision.proposed_on,
    "decided": lambda row: row.decision.decided_on or date.max,
    "days": lambda row: row.days_taken,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of the list."""

    show: str = "waiting"
    kind: DecisionKind | None = None
    late: bool = False
    sort: str = "-proposed"

    @classmethod
    def read(cls, given: Any, *, decides: bool) -> Asked:
        """From an address; whoever decides begins with what waits for them."""
        kind, show = given.get("kind", ""), given.get("show", "")
        return cls(
            show if show in ("mine", "waiting", "all") else ("mine" if decides else "waiting"),
            DecisionKind(kind) if kind in list(DecisionKind) else None,
            given.get("late") == "yes",
            given.get("sort", "-proposed"),
        )

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that answer it, in the order asked for."""
        found = [
            row
            for row in rows
            if (self.kind is None or row.decision.kind is self.kind)
            and (not self.late or row.days_late)
            and (self.show != "mine" or row.mine)
            and (self.show != "waiting" or row.is_waiting)
        ]
        key = SORTS.get(self.sort.lstrip("-"), SORTS["proposed"])
        return sorted(found, key=key, reverse=self.sort.startswith("-"))


def next_steps(course: Course, today: date) -> Sequence[StepKind]:
    """What may be recorded now, apart from the decider's own step."""
    return [
        step
        for step in StepKind
        if step is not StepKind.DETERMINED and _may_be_next(course, step, today)
    ]


def _may_be_next(course: Course, step: StepKind, today: date) -> bool:
    if step is StepKind.CONSENT:
        return any(
            not step_breaches(course, Step(step, today, carer), today)
            for carer in course.carers - course.consented
        )
    return not step_breaches(course, Step(step, today), today)


def days_of_decisions(rows: Collection[Row]) -> dict[str, int]:
    """Of decisions that were made: how many, the middle number of days, how many came late."""
    made = sorted(
        row.days_taken for row in rows if row.course.outcome in (Outcome.AGREED, Outcome.REFUSED)
    )
    late = sum(bool(row.days_late) and not row.is_waiting for row in rows)
    return {"made": len(made), "middle": made[len(made) // 2] if made else 0, "late": late}

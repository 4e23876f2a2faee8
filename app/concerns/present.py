"""A concern as a line of the list, and as its page says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.concerns.kinds import Outcome, StepKind
from app.concerns.queries import Whole
from app.core.present import Shown


class Which(StrEnum):
    """Which concerns a list shows."""

    OPEN = "open"
    LATE = "late"
    CONCLUDED = "concluded"
    ALL = "all"

    def words(self) -> str:
        """As the page says it."""
        return {"open": "Open", "late": "Late", "concluded": "Concluded", "all": "All"}[self.value]


@dataclass(frozen=True, slots=True)
class Line:
    """A concern in a list, on a day and at a moment."""

    whole: Whole
    day: date
    moment: datetime

    @property
    def is_late(self) -> bool:
        """Whether anything of it is out of time."""
        return self.whole.is_late(self.moment, self.day)

    @property
    def stage(self) -> str:
        """How it stands, in few words."""
        course = self.whole.course
        concluded = course.concluded
        if concluded is not None:
            return f"Concluded: {(concluded.outcome or Outcome.CLOSED).words().lower()}"
        if course.first(StepKind.STRATEGY):
            return "Strategy meeting held"
        if course.first(StepKind.REFERRED):
            return "Referred"
        if course.first(StepKind.NOT_REFERRED):
            return "Not referred"
        return "Taken"

    @property
    def concluded_on(self) -> date | None:
        """The day of the conclusion."""
        concluded = self.whole.course.concluded
        return concluded.on if concluded else None

    def fits(self, which: Which) -> bool:
        """Whether it belongs to this part of the list."""
        match which:
            case Which.OPEN:
                return self.whole.course.is_open
            case Which.LATE:
                return self.is_late
            case Which.CONCLUDED:
                return not self.whole.course.is_open
        return True


COLUMNS: tuple[Shown[Line], ...] = (
    Shown("Household", lambda line: line.whole.concern.household.name),
    Shown("Kind", lambda line: line.whole.concern.kind),
    Shown("Event", lambda line: line.whole.concern.event),
    Shown("Received", lambda line: line.whole.concern.received_at),
    Shown("From", lambda line: line.whole.concern.source),
    Shown("Stands", lambda line: line.stage),
    Shown("Referral due", lambda line: line.whole.course.referral_due_on),
    Shown(
        "Referred or decided",
        lambda line: line.whole.course.referral.on if line.whole.course.referral else None,
    ),
    Shown("Still to be told", lambda line: len(line.whole.to_tell)),
    Shown("Concluded on", lambda line: line.concluded_on),
    Shown("Kept by", lambda line: line.whole.keeper.name if line.whole.keeper else "Nobody"),
    Shown("Late", lambda line: line.is_late),
)

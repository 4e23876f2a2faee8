"""A clock running on something of the record: what Today, plans, drift and digests are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.statute import book
from app.statute.clock import Clock


class State(StrEnum):
    """How a running clock stands on a day."""

    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Running:
    """One clock on one subject, from what started it to its last day.

    `about` is what a line calls it ("The Doyles"): never a child's name, which the page behind
    the line shows and records a look at. The action's words and page are what moves the clock.
    """

    clock: str
    """The clock's key in the book of rules."""

    subject: str
    """What it runs on, as the trail names it: "household:12", "child:3", "approval:7"."""

    about: str
    due_on: date
    """The last day in time."""

    action: str
    """What to press: "Record a visit"."""

    page: str
    """The endpoint of the page that does it."""

    arguments: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    """What started it: the approval, the last review, the notice."""

    household_id: int | None = None
    worker_id: int | None = None
    """Who is to do it; None: whoever supervises the household, or nobody yet."""

    waiting_for: str = ""
    """Somebody else whose turn it is: "the panel", "the referee"."""

    only_for: str = ""
    """A permission without which only its own worker is shown it: the reason of a hold, say."""

    instead: tuple[str, str] | None = None
    """Another page, and whose, for whoever may not open the first."""

    @property
    def key(self) -> str:
        """The same for the same clock on the same subject since the same day: one cycle of it."""
        return f"{self.clock}/{self.subject}/{self.since.isoformat() if self.since else ''}"

    @property
    def rule(self) -> Clock:
        """The clock: its law, its length, what happens if it lapses."""
        return book.clock(self.clock)

    def days_left(self, day: date) -> int:
        """Days from `day` to the last day in time; negative once it is late."""
        return (self.due_on - day).days

    def state(self, day: date, *, near: timedelta = timedelta(days=7)) -> State:
        """Late; due within `near`; or later."""
        if self.due_on < day:
            return State.OVERDUE
        return State.DUE if self.due_on <= day + near else State.LATER

"""A clock is a time the law, a standard or a policy allows: what starts it, how it is counted,
how long it was at each date, where that is written, and what follows when it runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.statute.breach import Breach
from app.statute.calendar import ENGLAND, WorkingCalendar
from app.statute.sources import Cite, Severity, Standing, Verified
from app.statute.spans import (
    AtOnce,
    DateDirected,
    Days,
    Hours,
    Length,
    Months,
    Span,
    UntilEvent,
    Weeks,
    WorkingDays,
    Years,
)

__all__ = [
    "ALWAYS",
    "AtOnce",
    "Clock",
    "Counting",
    "DateDirected",
    "DayN",
    "Days",
    "HasNoLength",
    "Hours",
    "Limit",
    "Months",
    "NotYetLaw",
    "Severity",
    "Span",
    "Standing",
    "UntilEvent",
    "Weeks",
    "WorkingDays",
    "Years",
]

ALWAYS = date.min
"""For what is counted from a fact older than any instrument, such as a birth."""


class Counting(StrEnum):
    """How the length is laid against the day the clock starts."""

    AFTER = "after"  # that day is day 0; in time on day N
    BEGINNING_WITH = "beginning_with"  # that day is day 1
    BEGINNING_WITH_NEXT_DAY = "beginning_with_next_day"  # the day after is day 1
    BEFORE = "before"  # must be done at least this long before the day given
    LOOKBACK = "lookback"  # what happened on the day given still counts for this long
    MINIMUM = "minimum"  # must be kept, or holds, at least this long
    MAXIMUM = "maximum"  # must be over within this time


class HasNoLength(LookupError):
    """The clock has no last day that can be worked out: it counts hours, or waits for somebody."""


class NotYetLaw(LookupError):
    """The clock was started before there was such a rule."""


@dataclass(frozen=True)
class Limit:
    """How long it was from one date on, and where that is written.

    A repeal is a limit whose length is None; the limits before it stay.
    """

    since: date
    length: Length | None
    cite: Cite


@dataclass(frozen=True)
class DayN:
    """How far a clock has run: day `n` of `of`. Past the end, `n` is greater than `of`."""

    n: int
    of: int
    working: bool = False

    @property
    def over(self) -> bool:
        """Whether the last day has passed."""
        return self.n > self.of

    @property
    def left(self) -> int:
        """Days still to come after this one; negative once it has run out."""
        return self.of - self.n

    def __str__(self) -> str:
        return f"{'working day' if self.working else 'day'} {self.n} of {self.of}"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One timescale.

    `key` is permanent: it appears in alerts and in the trail. `runs_from` and `stops` say in
    words what starts and stops it; `records` is what must be written down. `limits` are in date
    order, and the one in force when the clock started governs it to the end.
    """

    key: str
    says: str
    runs_from: str
    stops: str
    counting: Counting
    limits: tuple[Limit, ...]
    on_lapse: str
    severity: Severity
    decides: str
    consults: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    applies_to: str = ""
    recurring: bool = False
    also: tuple[Cite, ...] = ()
    note: str = ""

    @property
    def cite(self) -> Cite:
        """Where the newest limit is written."""
        return self.limits[-1].cite

    @property
    def citation(self) -> str:
        """Every place it rests on, abbreviated."""
        return "; ".join(cite.short for cite in (self.cite, *self.also))

    @property
    def standing(self) -> Standing:
        """Law, national standard, guidance or local policy."""
        return self.cite.standing

    @property
    def verified(self) -> Verified:
        """On what basis the newest limit is given; false where it was not checked."""
        return self.cite.verified

    @property
    def length(self) -> Length | None:
        """The newest length; None where the rule was repealed."""
        return self.limits[-1].length

    def limit_for(self, start: date) -> Limit:
        """The limit that governs a clock started on `start`, to its end.

        A recurring duty also takes in what began before it: the yearly review is owed to a carer
        approved under the earlier regulations. Otherwise raises NotYetLaw where there was no such
        rule on that day.
        """
        governing = [limit for limit in self.limits if limit.since <= start]
        if not governing and self.recurring:
            return self.limits[0]
        if not governing:
            raise NotYetLaw(f"There was no clock {self.key} on {start:%d %B %Y}.")
        return governing[-1]

    def runs_for(self, start: date) -> bool:
        """Whether a clock started on `start` has a last day that can be worked out."""
        try:
            return isinstance(self.limit_for(start).length, Span)
        except NotYetLaw:
            return False

    def last_day(self, start: date, calendar: WorkingCalendar = ENGLAND) -> date:
        """The last day that is in time for a clock that starts on `start`.

        Counted back, for BEFORE: `start` is the day of the event and the answer the last day
        that is early enough. For MINIMUM it is the last day that the thing must be kept or that
        the duty holds. Raises HasNoLength or NotYetLaw.
        """
        span = self._span(start)
        match self.counting:
            case Counting.BEGINNING_WITH:
                return span.beginning_with(start, calendar)
            case Counting.BEFORE:
                return span.before(start, calendar)
            case _:
                return span.after(start, calendar)

    def last_moment(self, start: datetime) -> datetime:
        """The last moment that is in time, for a clock that counts hours."""
        length = self.limit_for(start.date()).length
        if not isinstance(length, Hours):
            raise HasNoLength(f"The clock {self.key} does not count hours.")
        return start + timedelta(hours=length.amount)

    def in_time(self, start: date, done_on: date, calendar: WorkingCalendar = ENGLAND) -> bool:
        """Whether what was done on `done_on` respected a clock that started on `start`.

        For MINIMUM this asks whether the length was over, as for a record's destruction.
        """
        last = self.last_day(start, calendar)
        if self.counting is Counting.MINIMUM:
            return done_on > last
        return done_on <= last

    def day_n(self, start: date, on: date, calendar: WorkingCalendar = ENGLAND) -> DayN:
        """How far the clock has run on `on`, as "day 40 of 112".

        Working days are counted as such. Months and years are shown in days.
        """
        if self.counting is Counting.BEFORE:
            raise HasNoLength(f"The clock {self.key} is counted back and has no day 1.")
        span, last = self._span(start), self.last_day(start, calendar)
        day_zero = start
        if self.counting is Counting.BEGINNING_WITH:
            day_zero -= timedelta(days=1)
        if isinstance(span, WorkingDays):
            return DayN(calendar.count(day_zero, on), span.amount, working=True)
        return DayN((on - day_zero).days, (last - day_zero).days)

    def breach(self, says: str, field: str | None = None, start: date | None = None) -> Breach:
        """A breach of this clock, citing the limit that governed it from `start`."""
        cite = self.limit_for(start).cite if start else self.cite
        return Breach(says, cite, field)

    def _span(self, start: date) -> Span:
        length = self.limit_for(start).length
        if not isinstance(length, Span):
            raise HasNoLength(f"The clock {self.key} has no length in days from {start:%d %B %Y}.")
        return length

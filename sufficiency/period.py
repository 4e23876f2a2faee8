"""A stretch of days: the one definition, used by the engine and by the application.

The first day counts and the end day does not, so a stay from 1 May to 8 May is seven days and
seven nights, and a stay that ends on 8 May leaves the place free on 8 May.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts` up to, and not including, `ends`; `ends` is empty while it is open."""

    starts: date
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends <= self.starts:
            raise ValueError(f"A period must end after it starts: {self.starts} to {self.ends}")

    @property
    def last_day(self) -> date | None:
        """The last day that counts, or None while the period is open."""
        return None if self.ends is None else self.ends - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Is this one of the period's days?"""
        return self.starts <= day and (self.ends is None or day < self.ends)

    def overlaps(self, other: "Period") -> bool:
        """Do the two share at least one day?"""
        return (self.ends is None or other.starts < self.ends) and (
            other.ends is None or self.starts < other.ends
        )

    def intersection(self, other: "Period") -> "Period | None":
        """The days that the two share, or None when they share none."""
        if not self.overlaps(other):
            return None
        ends = [day for day in (self.ends, other.ends) if day is not None]
        return Period(max(self.starts, other.starts), min(ends) if ends else None)


def days_of_change(period: Period, facts: Iterable[Period]) -> list[date]:
    """The first day of `period`, and each later day in it on which one of the facts begins or ends.

    Between two such days nothing changes, so what holds on these days holds on every day.
    """
    days = {period.starts}
    for fact in facts:
        if period.contains(fact.starts):
            days.add(fact.starts)
        if fact.ends is not None and period.contains(fact.ends):
            days.add(fact.ends)
    return sorted(days)

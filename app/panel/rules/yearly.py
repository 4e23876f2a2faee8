"""The panel's year: which days it is, and what of it was done in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

APRIL = 4
DAY = timedelta(days=1)


def year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the year, April to March, that a day is in."""
    first = date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1)
    return first, first.replace(year=first.year + 1) - DAY


class Timely(StrEnum):
    """Whether something that has a last day was done by it."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITS = "still_in_time"


def timely(done_on: date | None, last: date, today: date) -> Timely:
    """Whether it was done by its last day; what is not done is late once that day is over."""
    if (done_on or today) > last:
        return Timely.LATE
    return Timely.IN_TIME if done_on is not None else Timely.WAITS


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of an item that a panel recommended on, and when they were told of it."""

    on: date
    departs: bool
    """Otherwise than the panel recommended."""

    why: str
    told_from: date | None = None
    """The day from which telling is counted; None: the record does not keep how they were told."""

    oral_kept: bool = True
    """Whether it keeps that they were told by word of mouth: of reviews it does not."""

    oral: date | None = None
    written: date | None = None

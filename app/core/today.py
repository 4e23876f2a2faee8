"""The one clock. Nothing else in the product asks what day it is.

Moments are UTC; days are London days. A demonstration or a test may be written with a past
clock (`clock_at`); the first act under such a clock checks that the database carries the mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: ContextVar[datetime | None] = ContextVar("clock set to", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day in London at this moment."""
    return london_day(now())


def london_day(moment: datetime) -> date:
    """The London calendar day on which a UTC moment falls."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last moment (UTC) of a London day: what was recorded by then was known on that day."""
    following = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return following.astimezone(UTC) - timedelta(microseconds=1)


def is_set() -> bool:
    """Whether the clock has been set to another moment."""
    return _set_to.get() is not None


@contextmanager
def clock_at(moment: datetime | date) -> Iterator[None]:
    """Set the clock for a block. Only a database marked for it accepts acts meanwhile."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), LONDON)
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)

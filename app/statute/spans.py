"""Lengths of time as the law gives them: days, working days, weeks, months, years, hours.

Each answers three questions about a day: the last day in time when that day is not counted
(`after`), the last day when it is itself day 1 (`beginning_with`), and the last day that is
still the whole length earlier (`before`).

A month ends on the corresponding date, or on the last day of the month where there is none
(Interpretation Act 1978, Schedule 1: "month" is a calendar month). A year from 29 February ends
on 28 February.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from app.statute.calendar import WorkingCalendar


class Unit(StrEnum):
    """What a length is counted in."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DATE_DIRECTED = "date_directed"
    UNTIL_EVENT = "until_event"
    NONE = "none"


@dataclass(frozen=True)
class Span:
    """A length that can be counted in days."""

    amount: int
    unit: ClassVar[Unit]

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("A length of time is at least one.")

    def after(self, day: date, calendar: WorkingCalendar) -> date:
        """The last day in time when `day` is day 0."""
        raise NotImplementedError

    def beginning_with(self, day: date, calendar: WorkingCalendar) -> date:
        """The last day in time when `day` is day 1."""
        raise NotImplementedError

    def before(self, day: date, calendar: WorkingCalendar) -> date:
        """The last day that lies at least the whole length before `day`."""
        raise NotImplementedError


class _Calendar(Span):
    """Lengths that bank holidays do not touch."""

    days_in_one: ClassVar[int] = 1

    def _length(self) -> timedelta:
        return timedelta(days=self.amount * self.days_in_one)

    def after(self, day: date, calendar: WorkingCalendar) -> date:
        return day + self._length()

    def beginning_with(self, day: date, calendar: WorkingCalendar) -> date:
        return day + self._length() - timedelta(days=1)

    def before(self, day: date, calendar: WorkingCalendar) -> date:
        return day - self._length()


class Days(_Calendar):
    """Calendar days: weekends and bank holidays count."""

    unit = Unit.CALENDAR_DAY


class Weeks(_Calendar):
    """Weeks of seven calendar days."""

    unit = Unit.WEEK
    days_in_one = 7


class WorkingDays(Span):
    """Working days, as the calendar given knows them."""

    unit = Unit.WORKING_DAY

    def after(self, day: date, calendar: WorkingCalendar) -> date:
        return calendar.add(day, self.amount)

    def beginning_with(self, day: date, calendar: WorkingCalendar) -> date:
        return calendar.add(day - timedelta(days=1), self.amount)

    def before(self, day: date, calendar: WorkingCalendar) -> date:
        return calendar.subtract(day, self.amount)


class Months(Span):
    """Calendar months."""

    unit = Unit.MONTH
    months_in_one: ClassVar[int] = 1

    def after(self, day: date, calendar: WorkingCalendar) -> date:
        return _months_on(day, self.amount * self.months_in_one)

    def beginning_with(self, day: date, calendar: WorkingCalendar) -> date:
        corresponding = _months_on(day, self.amount * self.months_in_one)
        if corresponding.day < day.day:  # there is none: the month's last day is the period's
            return corresponding
        return corresponding - timedelta(days=1)

    def before(self, day: date, calendar: WorkingCalendar) -> date:
        return _months_on(day, -self.amount * self.months_in_one)


class Years(Months):
    """Years, to the corresponding date."""

    unit = Unit.YEAR
    months_in_one = 12


@dataclass(frozen=True)
class Hours:
    """Hours by the clock; weekends and bank holidays count."""

    amount: int
    unit: ClassVar[Unit] = Unit.HOUR


@dataclass(frozen=True)
class DateDirected:
    """No length in the rule: somebody else sets the date, such as a court or the inspectorate."""

    amount: ClassVar[int] = 0
    unit: ClassVar[Unit] = Unit.DATE_DIRECTED


@dataclass(frozen=True)
class UntilEvent:
    """No length in the rule: it runs until something happens."""

    amount: ClassVar[int] = 0
    unit: ClassVar[Unit] = Unit.UNTIL_EVENT


@dataclass(frozen=True)
class AtOnce:
    """A duty with no period at all: it is owed from the day the clock starts."""

    amount: ClassVar[int] = 0
    unit: ClassVar[Unit] = Unit.NONE


Length = Span | Hours | DateDirected | UntilEvent | AtOnce


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

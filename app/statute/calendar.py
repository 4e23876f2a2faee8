"""Working days in England and Wales.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday
under the Banking and Financial Dealings Act 1971 (CPPCR 2010 reg 2). Past and future bank
holidays come from the `holidays` library, which follows the Act and the proclamations known to
it; days proclaimed since are data, given to the calendar as `proclaimed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays

FIRST_YEAR = 1972  # the first whole year under the Act of 1971
LAST_YEAR = holidays.country_holidays("GB", subdiv="ENG").end_year

_DAY = timedelta(days=1)
_SATURDAY = 5


class BeyondCalendar(ValueError):
    """The day lies in a year for which bank holidays are not known, so it cannot be counted."""


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Each bank holiday of one year in England, Christmas Day and Good Friday included.

    Raises BeyondCalendar for a year before FIRST_YEAR or after LAST_YEAR.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BeyondCalendar(
            f"Bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}."
        )
    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv="ENG", years=year)))


@dataclass(frozen=True)
class WorkingCalendar:
    """Counts working days, with the bank holidays proclaimed or moved since the library was made.

    `proclaimed` are days off besides the known ones; `withdrawn` are known ones that were moved
    and so are worked after all.
    """

    proclaimed: frozenset[date] = field(default_factory=frozenset)
    withdrawn: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts in a period of working days."""
        if day.weekday() >= _SATURDAY or day in self.proclaimed:
            return False
        return day in self.withdrawn or day not in bank_holidays(day.year)

    def add(self, day: date, working_days: int) -> date:
        """The nth working day after `day`, which is itself not counted."""
        return self._step(day, working_days, _DAY)

    def subtract(self, day: date, working_days: int) -> date:
        """The nth working day before `day`, which is itself not counted."""
        return self._step(day, working_days, -_DAY)

    def count(self, after: date, upto: date) -> int:
        """How many working days lie after `after`, up to and including `upto`; never negative."""
        days = (upto - after).days
        return sum(self.is_working_day(after + _DAY * n) for n in range(1, days + 1))

    def _step(self, day: date, working_days: int, step: timedelta) -> date:
        left = working_days
        while left:
            day += step
            left -= self.is_working_day(day)
        return day


ENGLAND = WorkingCalendar()

"""Working days and last days, worked out the slow and obvious way: one day at a time.

Written from the words of the rules alone. It imports nothing of the application, and it does not
use the library the application takes its bank holidays from.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)

PROCLAIMED = {
    date(1999, 12, 31),  # the millennium
    date(2002, 6, 3),  # the Golden Jubilee
    date(2011, 4, 29),  # a royal wedding
    date(2012, 6, 5),  # the Diamond Jubilee
    date(2022, 6, 3),  # the Platinum Jubilee
    date(2022, 9, 19),  # the funeral of Queen Elizabeth II
    date(2023, 5, 8),  # the coronation of King Charles III
}
MOVED = {  # the usual day: the day kept instead
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
    date(1995, 5, 1): date(1995, 5, 8),
}


def easter(year: int) -> date:
    """Easter Sunday by Gauss's method for the Gregorian calendar."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    p = (13 + 8 * k) // 25
    m = (15 - p + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    sunday = date(year, 3, 22) + DAY * (d + e)
    if (d, e) == (29, 6) or (d == 28 and e == 6 and a > 10):
        sunday -= DAY * 7
    return sunday


def first_monday(year: int, month: int) -> date:
    day = date(year, month, 1)
    while day.weekday() != 0:
        day += DAY
    return day


def last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 0:
        day -= DAY
    return day


@cache
def days_off(year: int) -> frozenset[date]:
    """Every day of the year, weekends apart, that is not a working day."""
    off = {easter(year) - DAY * 2, easter(year) + DAY}
    for monday in (first_monday(year, 5), last_monday(year, 5), last_monday(year, 8)):
        off.add(MOVED.get(monday, monday))
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept = fixed
        while kept.weekday() in (5, 6) or kept in off:  # Saturday or Sunday: the next free day
            kept += DAY
        off.add(kept)
    return frozenset(off | {day for day in PROCLAIMED if day.year == year})


@cache
def is_working_day(day: date) -> bool:
    return day.weekday() not in (5, 6) and day not in days_off(day.year)


def months_later(day: date, months: int) -> date:
    """The corresponding date so many months on; where there is none, the month's last day."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def last_day(start: date, unit: str, amount: int, counting: str) -> date:
    """The last day in time, from the unit, amount and counting that the rule states."""
    months = {"month": 1, "year": 12}.get(unit)
    if months:
        assert counting in {"after", "lookback", "minimum", "maximum"}
        return months_later(start, months * amount)
    counts = is_working_day if unit == "working_day" else lambda day: True
    needed = amount * 7 if unit == "week" else amount
    step = -DAY if counting == "before" else DAY
    day = start
    counted = 1 if counting == "beginning_with" and counts(start) else 0
    while counted < needed:
        day += step
        if counts(day):
            counted += 1
    return day

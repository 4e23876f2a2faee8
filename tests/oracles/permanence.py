"""Placements in twelve months, told day by day and knowing nothing of the product.

A calendar is walked: each day it is asked where the child sleeps, and a new line is drawn whenever
that is another home than the night before, or the night before was nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

DAY = timedelta(days=1)

Placed = tuple[str, date, date | None]
"""A home, the first day there, and the first day no longer there."""


def sleeps(placed: Sequence[Placed], day: date) -> str:
    """Where the child is on a day: of several, the one begun last, and of those the last told."""
    home, begun = "", date.min
    for name, first, gone in placed:
        if first <= day and not (gone is not None and gone <= day) and first >= begun:
            home, begun = name, first
    return home


def first_of_the_year(day: date) -> date:
    """Walk back until the day before has the same day and month as `day`, in the year before.

    Of a 29 February the year begins after the 28th of the February before.
    """
    wanted = (day.month, day.day) if (day.month, day.day) != (2, 29) else (2, 28)
    back = day - DAY
    while back.year == day.year or (back.month, back.day) != wanted:
        back -= DAY
    return back + DAY


def placements(placed: Sequence[Placed], day: date) -> int:
    """How many homes the child lived in during the twelve months that end with `day`."""
    walked = first_of_the_year(day)
    number, last = 0, ""
    while walked <= day:
        home = sleeps(placed, walked)
        number += bool(home) and home != last
        last = home
        walked += DAY
    return number

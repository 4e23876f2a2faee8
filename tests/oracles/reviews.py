"""When a review of approval is due, told day by day and knowing nothing of the product.

A calendar is walked: nobody adds a year to a date here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

DAY = timedelta(days=1)


def last_day_in_time(start: date) -> date:
    """The last day of the year after `start`: walk until the same day and month come round again.

    Of a 29 February in a common year the month ends before the day is reached: its last day.
    """
    day = start + DAY
    while True:
        comes_round = (day.month, day.day) == (start.month, start.day)
        month_ends = day.month == start.month and (day + DAY).month != day.month
        if day.year > start.year and (comes_round or (month_ends and day.day < start.day)):
            return day
        day += DAY


def due(approvals: Collection[date], reviews: Collection[date]) -> date | None:
    """The day by which some carer here must have had another review; None: nobody is approved."""
    found: date | None = None
    for approved in approvals:
        start = approved
        for held in sorted(reviews):
            if held >= approved:
                start = held
        last = last_day_in_time(start)
        if found is None or last < found:
            found = last
    return found


def first_to_panel(approvals: Collection[date], reviews: Collection[date]) -> bool:
    """Has anybody approved here not had a review yet?"""
    return any(all(held < approved for held in reviews) for approved in approvals)

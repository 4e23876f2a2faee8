"""When a message may be sent, and what becomes of an attempt that was cut off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

LEASE = timedelta(minutes=15)
"""An attempt that has not ended by then was cut off: whatever made it is no longer there."""

MOST_ATTEMPTS = 5
"""Attempts that were answered with "not now"; then somebody has to look."""


def was_cut_off(taken_at: datetime | None, moment: datetime) -> bool:
    """Has an attempt begun so long ago that nobody is still at it?"""
    return taken_at is not None and taken_at + LEASE <= moment


def may_repeat(cut_off: int) -> bool:
    """May it be tried again after attempts that may have sent it? Once: so nobody gets a third."""
    return cut_off <= 1


CHASING_WAITS = timedelta(days=5)
"""A check is not said to be chased by a message that did not go within these days."""


def is_over(day: date, today: date) -> bool:
    """Is the day of this digest past? Then it is not sent any more; today has its own."""
    return day < today


def chasing_is_over(day: date, today: date) -> bool:
    """Has a message that chases waited so long that somebody has to look instead?"""
    return day + CHASING_WAITS < today

"""Overlaps and gaps in a child's history are found and said; the clocks that a placement starts."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.children.rules import Oddity, oddities
from app.children.watch import (
    looked_after_since,
)
from sufficiency.period import Period

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)


def days(start, end=None):
    return Period(FIRST + start * DAY, None if end is None else FIRST + end * DAY)


def found(statuses, placements):
    return [
        (odd.oddity, (odd.period.starts - FIRST).days,
         None if odd.period.ends is None else (odd.period.ends - FIRST).days)
        for odd in oddities(statuses, placements)
    ]  # fmt: skip


def test_a_history_without_a_gap_has_nothing_odd():
    assert found([days(0)], [days(0, 10), days(10)]) == []


def test_a_gap_between_placements_is_said_once_with_its_days():
    assert found([days(0, 5), days(5)], [days(0, 3), days(8)]) == [(Oddity.NOWHERE, 3, 8)]


def test_two_main_placements_at_once_are_said_with_their_days():
    assert found([days(0)], [days(0, 9), days(4)]) == [(Oddity.TWO_AT_ONCE, 4, 9)]


def test_a_placement_that_outlasts_the_status_is_said():
    assert found([days(0, 6)], [days(0)]) == [(Oddity.NOT_LOOKED_AFTER, 6, None)]


def test_a_child_never_looked_after_by_us_is_not_odd_for_being_placed():
    assert found([], [days(0)]) == []


def test_every_odd_day_is_found_and_no_other():
    """Day by day, on two thousand invented histories."""
    random = Random(7)

    def some():
        made = []
        for _ in range(random.randint(0, 4)):
            start = random.randint(0, 40)
            made.append(days(start, random.choice((None, start + random.randint(1, 15)))))
        return made

    for _ in range(2000):
        statuses, placements = some(), some()
        told = oddities(statuses, placements)
        for number in range(60):
            day = FIRST + number * DAY
            here = sum(each.contains(day) for each in placements)
            looked_after = any(each.contains(day) for each in statuses)
            right = set()
            if here > 1:
                right.add(Oddity.TWO_AT_ONCE)
            if looked_after and not here:
                right.add(Oddity.NOWHERE)
            if here and statuses and not looked_after:
                right.add(Oddity.NOT_LOOKED_AFTER)
            assert {odd.oddity for odd in told if odd.period.contains(day)} == right


def test_being_looked_after_is_counted_through_changes_of_status():
    assert looked_after_since([days(0, 5), days(5, 20), days(20)], FIRST + 30 * DAY) == FIRST
    assert looked_after_since([days(0, 5), days(7)], FIRST + 30 * DAY) == FIRST + 7 * DAY
    assert looked_after_since([days(0, 5)], FIRST + 30 * DAY) is None

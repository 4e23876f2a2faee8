"""Days with nobody, from spans of approval and of cover: counted against one day at a time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from app.supervision.rules.covering import days_within, joined, uncovered

BEGINS = date(2026, 1, 1)
HORIZON = 30


def day(number):
    """The day so many days after the first."""
    return BEGINS + timedelta(days=number)


def spans(chance):
    """A few spans, some without an end and some without a day."""
    found = []
    for _ in range(chance.randrange(5)):
        starts = chance.randrange(24)
        ends = None if chance.random() < 0.2 else day(starts + chance.randrange(9))
        found.append((day(starts), ends))
    return found


def days_of(spans):
    """Every day of these spans up to the horizon, one by one."""
    return {
        day(n)
        for n in range(HORIZON)
        for starts, ends in spans
        if starts <= day(n) and (ends is None or day(n) < ends)
    }


CASES = [Random(seed) for seed in range(600)]


def test_uncovered_days_are_those_wanted_and_not_had():
    for chance in CASES:
        wanted, had = spans(chance), spans(chance)
        assert days_of(uncovered(wanted, had)) == days_of(wanted) - days_of(had), (wanted, had)


def test_joined_spans_have_the_same_days_and_never_touch():
    for chance in CASES:
        some = spans(chance)
        found = joined(some)
        assert days_of(found) == days_of(some)
        for (_, ends), (starts, _) in pairwise(found):
            assert ends is not None
            assert ends < starts


def test_days_within_are_counted_one_for_each_day():
    for chance in CASES:
        wanted, had, first = spans(chance), spans(chance), chance.randrange(20)
        until = day(first + chance.randrange(10))
        counted = sum(days_within(span, day(first), until) for span in uncovered(wanted, had))
        among = {each for each in days_of(wanted) - days_of(had) if day(first) <= each < until}
        assert counted == len(among), (wanted, had, first, until)

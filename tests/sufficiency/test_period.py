"""Periods: the first day counts and the end day does not."""

from datetime import date, timedelta
from itertools import product

import pytest

from sufficiency.period import Period, days_of_change

MAY = [date(2026, 5, day) for day in range(1, 8)]
PERIODS = [
    Period(one, other) for one, other in product(MAY, [*MAY, None]) if other is None or one < other
]


def test_the_first_day_counts_and_the_end_day_does_not():
    period = Period(date(2026, 5, 1), date(2026, 5, 8))
    assert period.contains(date(2026, 5, 1))
    assert period.contains(date(2026, 5, 7))
    assert not period.contains(date(2026, 5, 8))
    assert not period.contains(date(2026, 4, 30))
    assert period.last_day == date(2026, 5, 7)


def test_an_open_period_has_no_last_day_and_contains_every_later_day():
    period = Period(date(2026, 5, 1))
    assert period.last_day is None
    assert period.contains(date(2099, 1, 1))


@pytest.mark.parametrize("ends", [date(2026, 5, 1), date(2026, 4, 30)])
def test_a_period_ends_after_it_starts(ends):
    with pytest.raises(ValueError, match="end after it starts"):
        Period(date(2026, 5, 1), ends)


def test_periods_that_only_touch_do_not_overlap():
    assert not Period(MAY[0], MAY[1]).overlaps(Period(MAY[1]))


def test_overlap_and_intersection_are_the_days_that_both_contain():
    horizon = [date(2026, 4, 25) + timedelta(days=number) for number in range(30)]
    for one, other in product(PERIODS, PERIODS):
        both = [day for day in horizon if one.contains(day) and other.contains(day)]
        shared = one.intersection(other)
        assert one.overlaps(other) == bool(both)
        assert both == [day for day in horizon if shared is not None and shared.contains(day)]


def test_days_of_change_are_the_first_day_and_each_day_on_which_something_begins_or_ends():
    stay = Period(MAY[0], MAY[6])
    facts = [Period(date(2020, 1, 1), MAY[2]), Period(MAY[4]), Period(MAY[2], date(2030, 1, 1))]
    assert days_of_change(stay, facts) == [MAY[0], MAY[2], MAY[4]]


def test_a_fact_that_ends_as_the_stay_ends_changes_nothing_in_it():
    assert days_of_change(Period(MAY[0], MAY[3]), [Period(MAY[0], MAY[3])]) == [MAY[0]]

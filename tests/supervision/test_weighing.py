"""What a caseload weighs: worked examples."""

from __future__ import annotations

from datetime import date

import pytest

from app.supervision.rules.weighing import (
    USUAL,
    Carries,
    Weight,
    arrangement_breaches,
    in_first_year,
    per_cent,
    weigh,
    weight_breaches,
)


def total(carries, miles=None):
    """The points of a household as is usual."""
    return sum(weigh(carries, miles, USUAL).values())


def test_a_plain_household_weighs_ten():
    assert total(Carries()) == 10


def test_everything_about_a_household_is_added_up():
    everything = Carries(first_year=True, connected=True, allegation=True, children=2)
    assert weigh(everything, 34.9, USUAL) == {
        Weight.HOUSEHOLD: 10,
        Weight.FIRST_YEAR: 5,
        Weight.CONNECTED: 5,
        Weight.ALLEGATION: 10,
        Weight.CHILD: 6,
        Weight.TRAVEL: 3,
    }


@pytest.mark.parametrize(("miles", "points"), [(None, 0), (0.0, 0), (9.9, 0), (10.0, 1), (25, 2)])
def test_travel_counts_by_whole_tens_of_miles(miles, points):
    assert weigh(Carries(), miles, USUAL).get(Weight.TRAVEL, 0) == points


def test_the_first_year_ends_with_its_anniversary():
    assert in_first_year(date(2025, 11, 22), date(2026, 11, 22))
    assert not in_first_year(date(2025, 11, 22), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("points", "percent", "expected"), [(0, 100, 0), (125, 100, 50), (125, 50, 100), (1, 60, 1)]
)
def test_load_is_a_share_of_ones_own_hours(points, percent, expected):
    assert per_cent(points, 250, percent) == expected


def test_a_weight_is_never_below_nothing_and_a_caseload_is_of_something():
    assert weight_breaches({Weight.CHILD: 0, Weight.FULL: 1}) == []
    refused = weight_breaches({Weight.CHILD: -1, Weight.FULL: 0})
    assert [breach.field for breach in refused] == ["child", "full"]


@pytest.mark.parametrize("percent", [0, 101])
def test_nobody_works_none_of_full_time_or_more_than_it(percent):
    assert arrangement_breaches(percent)

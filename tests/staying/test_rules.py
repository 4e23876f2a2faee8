"""How long and how often a child may stay elsewhere: rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.children.codes import Ls
from app.staying import rules
from app.staying.kinds import StayFor
from sufficiency.period import Period

DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 27)


def nights(number, first=FRIDAY):
    """So many nights."""
    return Period(first, first + number * DAY)


WEEKEND = rules.AskedStay(
    StayFor.RESPITE, nights(3), Ls.C2, lives_there=False, has_main=True, overlaps=False
)
BREAK = replace(WEEKEND, why=StayFor.SHORT_BREAK, status=Ls.V3, has_main=False)
AWAY = replace(WEEKEND, why=StayFor.CARERS_AWAY)


@pytest.mark.parametrize("asked", [WEEKEND, BREAK, AWAY, replace(BREAK, period=nights(17))])
def test_a_stay_as_it_should_be_is_not_refused(asked):
    assert rules.stay_breaches(asked) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (replace(WEEKEND, has_main=False), "starts_on"),
        (replace(WEEKEND, overlaps=True), "starts_on"),
        (replace(WEEKEND, lives_there=True), "household"),
        (replace(WEEKEND, status=Ls.V4), "why"),
        (replace(BREAK, status=Ls.C2), "why"),
        (replace(WEEKEND, period=nights(8)), "ends_on"),
        (replace(AWAY, period=nights(22)), "ends_on"),
        (replace(AWAY, holidays=(nights(9), nights(9))), "why"),
        (replace(BREAK, period=nights(18)), "ends_on"),
        (replace(BREAK, breaks=tuple(nights(15) for _ in range(5))), "ends_on"),
    ],
)
def test_each_reason_against_a_stay_stands_beside_its_field(asked, field):
    assert [each.field for each in rules.stay_breaches(asked)] == [field]


def test_seventy_five_days_of_short_breaks_in_a_year_are_the_most():
    so_far = (nights(60), nights(12))
    assert rules.stay_breaches(replace(BREAK, breaks=so_far)) == []
    assert rules.stay_breaches(replace(BREAK, breaks=(*so_far, nights(1)))) != []


def test_of_what_began_more_than_a_year_ago_only_the_days_within_the_year_count():
    long_ago = Period(date(2025, 11, 20), date(2025, 12, 4))
    (within,) = rules.within_a_year([long_ago, nights(3, date(2024, 1, 5))], date(2026, 11, 30))
    assert within == Period(date(2025, 11, 30), date(2025, 12, 4))

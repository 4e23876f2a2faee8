"""Placements in twelve months: what counts, what does not, and an oracle that walks the days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.permanence.counting import (
    Lived,
    in_twelve_months,
    moves_that_call,
    stretches,
    twelve_months_to,
)
from tests.oracles import permanence as oracle

TODAY = date(2026, 11, 22)


def count(lived, day=TODAY):
    return len(in_twelve_months(stretches(lived), day))


def test_the_home_in_which_the_twelve_months_began_counts():
    lived = [Lived("Doyles", date(2020, 1, 1), date(2026, 6, 1)), Lived("Prices", date(2026, 6, 1))]
    assert count(lived) == 2


def test_a_home_left_before_the_twelve_months_does_not():
    first = twelve_months_to(TODAY)
    assert first == date(2025, 11, 23)
    assert count([Lived("Doyles", date(2020, 1, 1), first), Lived("Prices", first)]) == 1
    later = first + timedelta(days=1)
    assert count([Lived("Doyles", date(2020, 1, 1), later), Lived("Prices", later)]) == 2


def test_a_new_placement_in_the_same_home_is_no_move():
    lived = [Lived("Doyles", date(2026, 1, 1), date(2026, 3, 1)), Lived("Doyles", date(2026, 3, 1))]
    assert count(lived) == 1


def test_coming_back_after_another_home_or_after_nowhere_is():
    lived = [
        Lived("Doyles", date(2026, 1, 1), date(2026, 3, 1)),
        Lived("Prices", date(2026, 3, 1), date(2026, 4, 1)),
        Lived("Doyles", date(2026, 4, 1), date(2026, 5, 1)),
        Lived("Doyles", date(2026, 5, 9)),
    ]
    assert count(lived) == 4


def test_a_placement_without_a_night_counts_for_nothing():
    day = date(2026, 3, 1)
    assert count([Lived("Doyles", date(2026, 1, 1)), Lived("Prices", day, day)]) == 1


def test_two_at_once_are_where_the_later_one_is():
    lived = [Lived("Doyles", date(2026, 1, 1)), Lived("Prices", date(2026, 3, 1), date(2026, 4, 1))]
    assert [each.home for each in stretches(lived)] == ["Doyles", "Prices", "Doyles"]


def test_the_year_before_a_leap_day_begins_on_the_first_of_march():
    leap_day = date(2024, 2, 29)
    assert twelve_months_to(leap_day) == oracle.first_of_the_year(leap_day) == date(2023, 3, 1)


def test_a_meeting_is_called_by_each_move_that_reaches_the_number():
    days = [date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1), date(2026, 8, 1)]
    lived = [
        Lived(str(n), day, following)
        for n, (day, following) in enumerate(zip(days, [*days[1:], None], strict=True))
    ]
    homes = stretches(lived)
    assert moves_that_call(homes, TODAY, lambda day: 3) == days[2:]
    assert moves_that_call(homes, TODAY, lambda day: 3 if day < days[3] else 5) == days[2:3]
    assert moves_that_call(homes, days[1], lambda day: 3) == []


def test_a_move_calls_for_a_meeting_for_twelve_months():
    days = [date(2024, 1, 1), date(2024, 3, 1), date(2024, 5, 1)]
    homes = stretches(
        Lived(str(n), day, following)
        for n, (day, following) in enumerate(zip(days, [*days[1:], None], strict=True))
    )
    assert moves_that_call(homes, date(2025, 4, 30), lambda day: 3) == days[2:]
    assert moves_that_call(homes, date(2025, 5, 1), lambda day: 3) == []


HOMES = st.sampled_from("ABCD")
STARTS = st.dates(date(2023, 11, 1), date(2025, 6, 1))
PLACED = st.tuples(HOMES, STARTS, st.none() | st.integers(0, 200)).map(
    lambda told: (
        told[0],
        told[1],
        None if told[2] is None else told[1] + timedelta(days=told[2]),
    )
)


@given(st.lists(PLACED, max_size=8), st.dates(date(2024, 2, 20), date(2025, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_every_history_counts_as_the_oracle_walks_it(placed, day):
    lived = [Lived(home, first, gone, order) for order, (home, first, gone) in enumerate(placed)]
    assert count(lived, day) == oracle.placements(placed, day)


@pytest.mark.parametrize(
    ("planted", "wrong"),
    [
        ("the first home does not count", lambda homes, day: homes[1:]),
        ("the window is a day long too much", lambda homes, day: [
            each for each in homes if each.touches(twelve_months_to(day) - timedelta(days=1), day)
        ]),
        ("each home once", lambda homes, day: list(
            {each.home: each for each in in_twelve_months(homes, day)}.values()
        )),
        ("only those begun in the window", lambda homes, day: [
            each for each in homes if twelve_months_to(day) <= each.starts <= day
        ]),
        ("the calendar year", lambda homes, day: [
            each for each in homes if each.touches(date(day.year, 1, 1), day)
        ]),
    ],
)  # fmt: skip
def test_the_oracle_catches(planted, wrong):
    placed = [
        ("A", date(2024, 1, 1), date(2025, 2, 1)),
        ("B", date(2025, 2, 1), date(2025, 4, 1)),
        ("A", date(2025, 4, 1), date(2025, 9, 9)),
        ("C", date(2025, 9, 12), None),
    ]
    lived = [Lived(*each, order) for order, each in enumerate(placed)]
    days = [date(2024, 2, 20) + timedelta(days=n) for n in range(1000)]
    assert any(len(wrong(stretches(lived), day)) != oracle.placements(placed, day) for day in days)

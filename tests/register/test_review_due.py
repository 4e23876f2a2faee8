"""When a review is due: within a year of approval, then of the last one held, never later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.register.reviewing import ViewOf
from app.register.rules.reviews import (
    Placed,
    Wanted,
    is_first,
    review_due,
    views_wanted,
    without_panel,
)
from tests.oracles import reviews as oracle

DAYS = st.dates(date(2011, 4, 1), date(2032, 12, 31))


def test_item_4_the_first_is_due_within_a_year_of_approval():
    assert review_due([date(2025, 11, 23)], []) == date(2026, 11, 23)


def test_item_4_of_an_approval_on_a_leap_day_by_the_28th_of_february():
    assert review_due([date(2024, 2, 29)], []) == date(2025, 2, 28)
    assert review_due([date(2024, 2, 29)], [date(2025, 2, 28)]) == date(2026, 2, 28)


def test_item_4_held_early_it_brings_the_next_one_forward():
    assert review_due([date(2024, 3, 1)], [date(2024, 12, 1)]) == date(2025, 12, 1)


def test_item_4_held_late_the_next_is_due_a_year_from_it_and_no_later():
    assert review_due([date(2023, 3, 1)], [date(2024, 5, 10)]) == date(2025, 5, 10)


def test_a_due_day_is_never_counted_from_a_due_day():
    """Counted from the day on which it was due, an early review would give fifteen months."""
    early = date(2024, 12, 1)
    assert review_due([date(2024, 3, 1)], [early]) < date(2026, 3, 1)


def test_who_is_approved_later_has_a_year_of_their_own_that_the_household_keeps():
    first, second = date(2019, 3, 12), date(2025, 6, 1)
    assert review_due([first, second], [date(2025, 7, 1)]) == date(2026, 7, 1)
    assert review_due([first, second], [date(2025, 3, 1)]) == date(2026, 3, 1)
    assert review_due([second], [date(2025, 3, 1)]) == date(2026, 6, 1)


def test_nobody_approved_has_no_review_due():
    assert review_due([], [date(2025, 3, 1)]) is None


@given(st.lists(DAYS, max_size=3), st.lists(DAYS, max_size=12))
@settings(max_examples=300)
def test_every_chain_of_reviews_is_due_as_the_oracle_walks_it(approved, held):
    assert review_due(approved, held) == oracle.due(approved, held)
    assert is_first(approved, held) == oracle.first_to_panel(approved, held)


@given(DAYS, st.lists(st.integers(-200, 200), min_size=1, max_size=10))
@settings(max_examples=200)
def test_early_and_late_the_interval_never_grows_beyond_a_year(approved, offsets):
    held, due = [], review_due([approved], [])
    for offset in offsets:
        day = max(due + timedelta(days=offset), (held or [approved])[-1] + timedelta(days=1))
        held.append(day)
        due = review_due([approved], held)
        assert due == oracle.due([approved], held)
        assert due <= day + timedelta(days=366)


def test_item_4_the_first_review_goes_to_panel_and_later_ones_need_not():
    approved = [date(2024, 3, 1)]
    assert is_first(approved, [])
    assert not is_first(approved, [date(2025, 2, 1)])
    assert is_first([*approved, date(2025, 6, 1)], [date(2025, 2, 1)])


def test_a_first_review_that_no_panel_saw_is_named():
    approved, first, later = [date(2022, 3, 1)], date(2023, 2, 1), date(2024, 1, 20)
    assert without_panel(approved, [(first, None), (later, None)]) == [first]
    assert without_panel(approved, [(first, date(2023, 2, 20)), (later, None)]) == []


def test_views_are_sought_of_everybody_whom_the_law_names():
    placed = [
        Placed(3, "E06000019", here_now=True),
        Placed(4, "E06000051", here_now=False),
        Placed(5, "E06000051", here_now=False),
    ]
    assert views_wanted([11, 12], placed) == [
        Wanted(ViewOf.CARER, person_id=11),
        Wanted(ViewOf.CARER, person_id=12),
        Wanted(ViewOf.CHILD, child_id=3),
        Wanted(ViewOf.CHILDS_WORKER, child_id=3),
        Wanted(ViewOf.AUTHORITY, authority="E06000019"),
        Wanted(ViewOf.AUTHORITY, authority="E06000051"),
        Wanted(ViewOf.SUPERVISING_WORKER),
    ]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_oracle_walks_right(start, last):
    assert oracle.last_day_in_time(start) == last

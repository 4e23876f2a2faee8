"""What a carer needs and by when: plain functions on dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.training import rules
from app.training.rules import Asked, Attended, Stands

APPROVED = date(2024, 2, 29)


def test_an_induction_is_due_twelve_weeks_after_approval_and_once_only():
    need = rules.induction(date(2026, 11, 23), None)
    assert need.due_on == date(2027, 2, 15)
    assert need.stands(date(2027, 2, 15)) is Stands.DUE
    assert need.stands(date(2027, 2, 16)) is Stands.OVERDUE
    assert rules.induction(APPROVED, date(2030, 1, 1)).stands(date(2040, 1, 1)) is Stands.DONE


@pytest.mark.parametrize(
    ("family_and_friends", "last_day"),
    [(False, date(2025, 2, 28)), (True, date(2025, 8, 29))],
)
def test_standards_are_evidenced_within_twelve_months_or_eighteen(family_and_friends, last_day):
    need = rules.standards(APPROVED, family_and_friends, None)
    assert need.due_on == last_day
    assert "20.3" in need.clock.citation


def test_whoever_was_approved_before_the_standards_has_no_day_for_them():
    need = rules.standards(date(2010, 5, 1), False, None)
    assert need.stands(date(2026, 1, 1)) is Stands.NOT_ASKED


def test_a_plan_is_made_within_a_year_and_then_each_year():
    assert rules.plan(date(2026, 1, 31), None).due_on == date(2027, 1, 31)
    assert rules.plan(date(2020, 1, 31), date(2026, 5, 1)).due_on == date(2027, 5, 1)
    assert rules.plan(date(2026, 1, 31), date(2020, 5, 1)).due_on == date(2027, 1, 31)


def asked(since=date(2020, 1, 1), until=None, required=True, within=6, lasts=36):
    return Asked(since, until, required, within, lasts)


def test_a_required_course_is_first_due_within_its_months_of_approval():
    need = rules.course(date(2026, 8, 31), [asked()], [], date(2026, 9, 1))
    assert (need.due_on, need.clock.key) == (date(2027, 2, 28), "course_first")


def test_a_course_required_since_later_than_approval_is_counted_from_then():
    need = rules.course(APPROVED, [asked(since=date(2026, 3, 1))], [], date(2026, 4, 1))
    assert need.due_on == date(2026, 9, 1)


def test_a_course_attended_runs_out_after_the_length_of_its_own_day():
    was, now = asked(until=date(2025, 1, 1), lasts=36), asked(since=date(2025, 1, 1), lasts=12)
    before = rules.course(APPROVED, [was, now], [Attended(date(2024, 12, 31))], date(2026, 1, 1))
    after = rules.course(APPROVED, [was, now], [Attended(date(2025, 1, 1))], date(2026, 1, 1))
    assert (before.due_on, after.due_on) == (date(2027, 12, 31), date(2026, 1, 1))
    assert before.clock.key == "course_renewal"


def test_what_a_certificate_says_goes_before_the_list():
    only = Attended(date(2025, 1, 1), date(2025, 6, 30))
    need = rules.course(APPROVED, [asked()], [only], date(2026, 1, 1))
    assert need.stands(date(2025, 6, 30)) is Stands.DONE
    assert need.stands(date(2025, 7, 1)) is Stands.OVERDUE


def test_a_course_that_lasts_for_good_is_never_due_again():
    need = rules.course(
        APPROVED, [asked(lasts=None)], [Attended(date(2024, 5, 1))], date(2044, 1, 1)
    )
    assert (need.due_on, need.clock) == (None, None)


def test_nobody_needs_a_course_that_is_not_required_on_the_day():
    gone = [
        asked(until=date(2025, 1, 1)),
        asked(since=date(2025, 1, 1), required=False, within=None),
    ]
    assert rules.course(APPROVED, gone, [], date(2026, 1, 1)).stands(date(2026, 1, 1)) is (
        Stands.NOT_ASKED
    )
    assert rules.course(APPROVED, gone, [], date(2024, 12, 31)).due_on is not None


def test_a_break_in_what_is_required_begins_the_count_anew():
    through_time = [
        asked(until=date(2024, 6, 1)),
        asked(since=date(2024, 6, 1), until=date(2025, 6, 1), required=False, within=None),
        asked(since=date(2025, 6, 1)),
    ]
    assert rules.course(APPROVED, through_time, [], date(2026, 1, 1)).since == date(2025, 6, 1)


days = some.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(
    approved=days,
    on=some.lists(days, max_size=4),
    as_at=days,
    lasts=some.one_of(some.none(), some.integers(1, 60)),
)
def test_another_course_attended_never_makes_anything_due_sooner(approved, on, as_at, lasts):
    through_time = [asked(since=date(2010, 1, 1), lasts=lasts)]
    attended = [Attended(day) for day in on if day <= as_at]
    for number in range(len(attended)):
        fewer = rules.course(approved, through_time, attended[:number], as_at)
        more = rules.course(approved, through_time, attended[: number + 1], as_at)
        if fewer.done_on is not None:
            assert (more.due_on or date.max) >= (fewer.due_on or date.max)


@pytest.mark.parametrize(
    ("required", "within", "lasts", "fields"),
    [
        (True, None, 12, ["within"]),
        (False, None, None, []),
        (True, 0, 12, ["within"]),
        (True, 6, 121, ["lasts"]),
        (True, 6, None, []),
    ],
)
def test_the_list_asks_for_sensible_months(required, within, lasts, fields):
    assert [each.field for each in rules.list_breaches(required, within, lasts)] == fields

"""The board, cohorts with honest denominators, and approvals to expect with their range."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

from app.core.today import clock_at, today
from app.people import queries as people
from app.recruitment import present, queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.kinds import Asks, Because, EndedBy, Reached, Step
from app.recruitment.queries import figures
from app.recruitment.rules.enquiries import Course
from app.recruitment.rules.forecast import forecast, month_starts
from app.register import actions as register
from tests.builders import SOMEBODY
from tests.recruitment.people import DAY, applied, assessed_elsewhere, in_stage, rang, visited

SPRING = date(2026, 5, 20)


def ended(enquiry, on):
    actions.end_case(enquiry, on=on, by_whom=EndedBy.APPLICANTS, because=Because.MONEY, by=SOMEBODY)


def approved(assessment, on):
    (member,) = people.members_of(assessment.household_id, on)
    register.approve(assessment.household, member.person, starts_on=on, by=SOMEBODY)


def a_spring():
    """Four who rang in March and one in April: approved, ended, applied, still an enquiry."""
    radio = actions.add_source(name="Radio", starts_on=date(2026, 1, 1), by=SOMEBODY)
    first, second, third = (rang(date(2026, 3, day), source=radio) for day in (2, 3, 4))
    rang(date(2026, 3, 31))
    rang(date(2026, 4, 1))
    visited(first)
    approved(applied(first, date(2026, 3, 20)), date(2026, 5, 10))
    ended(second, date(2026, 4, 2))
    in_stage(applied(third, date(2026, 4, 20)))
    assessed_elsewhere(on=date(2026, 4, 5))


def test_a_cohort_is_the_month_of_the_enquiry_and_whoever_is_open_is_not_lost(db):
    with clock_at(SPRING):
        a_spring()
        months = {each.key: each for each in figures.by_month(today())}
        march = months["2026-03"]
        assert (march.number, march.open, march.ended, march.approved) == (4, 2, 1, 1)
        assert dict(march.reached)[Reached.APPLIED] == 2
        assert (march.at_least, march.at_most) == (0.25, 0.75)
        assert months["2026-04"].number == 1
        assert len(months) == 24
        assert figures.without_enquiry(today()) == 1


def test_the_same_cohort_as_it_stood_on_an_earlier_day(db):
    with clock_at(SPRING):
        a_spring()
        march = next(each for each in figures.by_month(date(2026, 4, 1)) if each.key == "2026-03")
        assert (march.number, march.open, march.ended, march.approved) == (4, 4, 0, 0)


def test_every_number_counts_the_rows_that_its_link_lists(db):
    with clock_at(SPRING):
        a_spring()
        rows, day = queries.cases(today()), today()
        for asks, cohorts, more in (
            ("month", figures.by_month(day), {}),
            ("source", figures.by_source(day), {"since": "2024-06"}),
        ):
            for each in cohorts:
                about = {asks: each.key, "enquired": "yes", **more}
                for mark, number in each.reached:
                    asked = present.Wanted(state="all", reached=mark.value, **about)
                    assert len(asked.of(rows, day)) == number, (each.key, mark)
                assert len(present.Wanted(**about).of(rows, day)) == each.open
                assert len(present.Wanted(state="ended", **about).of(rows, day)) == each.ended
        for each in figures.board(day):
            asked = present.Wanted(step=each.step.value)
            assert len(asked.of(rows, day)) == len(each.cases)
            late = present.Wanted(step=each.step.value, late=True)
            assert len(late.of(rows, day)) == each.late
        assert figures.without_enquiry(day) == len(
            present.Wanted(state="all", enquired="no").of(rows, day)
        )


def test_the_board_says_where_people_wait_and_for_how_long(db):
    made = applied(rang(today() - 400 * DAY), today() - 300 * DAY)
    in_stage(made)
    for days in (1, 3, 8):
        rang(today() - days * DAY)
    standing = {each.step: each for each in figures.board(today())}
    assert (standing[Step.ENQUIRY].usual, standing[Step.ENQUIRY].longest) == (3, 8)
    assert (len(standing[Step.STAGE_1].cases), standing[Step.STAGE_1].late) == (1, 1)
    assert standing[Step.PANEL].usual is None


def test_months_begin_on_their_first_day_over_a_year_end():
    assert month_starts(date(2026, 11, 23), 3) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]
    assert figures.month_before(date(2026, 1, 1)) == date(2025, 12, 1)


# ------------------------------------------------------------------------- approvals to expect

BEGAN, LOOKED = date(2021, 1, 1), date(2024, 6, 17)


def pipeline(seed, *, per_month=16):
    """Everybody who ever rings in a made-up county, with what will become of each, and when."""
    chance = random.Random(seed)
    found = []
    for n in range(per_month * 60):
        rings = BEGAN + timedelta(days=int(n * 30.4 / per_month) + chance.randint(0, 3))
        days = {"received_on": rings}
        if chance.random() < 0.6:
            days["ended_on"] = rings + timedelta(days=chance.randint(1, 60))
        else:
            days["visited_on"] = rings + timedelta(days=chance.randint(5, 30))
            if chance.random() < 0.5:
                days["ended_on"] = days["visited_on"] + timedelta(days=chance.randint(5, 90))
            else:
                days["applied_on"] = days["visited_on"] + timedelta(days=chance.randint(10, 70))
                last = days["applied_on"] + timedelta(days=chance.randint(120, 300))
                days["ended_on" if chance.random() < 0.35 else "approved_on"] = last
        found.append(days)
    return found


def as_seen(days, on):
    """A case as it was known on a day; None before they rang."""
    if days["received_on"] > on:
        return None
    return Course(**{name: day for name, day in days.items() if day <= on})


def comes_true(seed, months=6):
    """The forecast of a made-up county, and what then happened in all the months and in each."""
    everybody = pipeline(seed)
    seen = [each for each in (as_seen(days, LOOKED) for days in everybody) if each is not None]
    found = forecast(seen, LOOKED, months)
    edges = month_starts(LOOKED, months)
    then = [
        days["approved_on"]
        for days in everybody
        if days["received_on"] <= LOOKED and LOOKED < days.get("approved_on", LOOKED) < edges[-1]
    ]
    by_month = [sum(first <= day < after for day in then) for first, after in pairwise(edges)]
    return found, len(then), by_month


COUNTIES = range(100, 160)
"""Sixty counties that are made up: each one's forecast is held against what then happened there."""


def test_in_counties_made_up_by_chance_the_range_holds_four_times_in_five_and_the_mean_is_right():
    counties = [comes_true(seed) for seed in COUNTIES]
    whole = [found.total_low <= total <= found.total_high for found, total, _ in counties]
    assert 0.70 <= sum(whole) / len(whole) <= 0.92, "neither too narrow nor too wide"
    single = [
        month.low <= number <= month.high
        for found, _, by_month in counties
        for month, number in zip(found.months, by_month, strict=True)
    ]
    assert 0.78 <= sum(single) / len(single) <= 0.97, "a little wider: nobody is half approved"
    expected = sum(found.expected for found, _, _ in counties)
    happened = sum(total for _, total, _ in counties)
    assert abs(expected - happened) < 0.12 * happened


def test_who_was_first_heard_of_with_their_application_says_nothing_of_enquiries(db):
    made = assessed_elsewhere(on=today() - 40 * DAY)
    told = {"source": None, "asks": Asks.FOSTERING, "by": SOMEBODY}
    caller = actions.Caller("Ann", "Longhere")
    actions.record_origin(made, caller, received_on=today() - 90 * DAY, **told)
    later = queries.case_of(today(), assessment_id=made.id)
    with clock_at(today() - 90 * DAY):
        enquiry = rang()
    applied(enquiry, today() - 40 * DAY)
    before = queries.case_of(today(), enquiry_id=enquiry.id)
    assert (later.told_later, before.told_later) == (True, False)
    assert figures._seen(later).received_on == today() - 40 * DAY
    assert figures._seen(before).received_on == today() - 90 * DAY


def test_nothing_is_said_where_too_few_came_to_their_end():
    few = [each for each in (as_seen(days, LOOKED) for days in pipeline(1)[:20]) if each]
    assert forecast(few, LOOKED) is None
    assert forecast([], LOOKED) is None


def test_a_case_longer_under_way_than_anybody_before_is_left_out_and_counted():
    seen = [each for each in (as_seen(days, LOOKED) for days in pipeline(2)) if each]
    before = forecast(seen, LOOKED)
    ancient = Course(received_on=BEGAN, applied_on=BEGAN)
    after = forecast([*seen, ancient], LOOKED)
    assert (after.left_out, after.under_way) == (before.left_out + 1, before.under_way)


def test_the_same_past_gives_the_same_forecast():
    seen = [each for each in (as_seen(days, LOOKED) for days in pipeline(3)) if each]
    assert forecast(seen, LOOKED) == forecast(list(seen), LOOKED)

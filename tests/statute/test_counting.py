"""How a clock counts: which day is day 1, what ends when, and which limit governs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.statute.book import clock, gate
from app.statute.calendar import ENGLAND, WorkingCalendar
from app.statute.clock import Counting, DayN, HasNoLength, Limit, NotYetLaw
from app.statute.fostering.panel import PANEL_BEFORE_INITIAL_APPROVAL
from app.statute.spans import Days, Months, Weeks, WorkingDays, Years


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_sixteen_weeks_are_112_days_with_the_day_of_approval_as_day_1():
    temporary = clock("reg24_expiry")
    given = day("2026-11-23")
    assert temporary.day_n(given, given) == DayN(1, 112)
    assert temporary.day_n(given, temporary.last_day(given)) == DayN(112, 112)
    assert str(temporary.day_n(given, day("2026-12-31"))) == "day 39 of 112"


def test_sixteen_weeks_are_not_four_calendar_months():
    assert clock("reg24_expiry").last_day(day("2026-11-23")) != day("2027-03-22")


def test_the_day_after_the_last_day_is_over():
    temporary = clock("reg24_expiry")
    on = temporary.day_n(day("2026-11-23"), day("2027-03-15"))
    assert on.over
    assert (on.left, str(on)) == (-1, "day 113 of 112")


def test_extension_of_eight_weeks_ends_on_day_168():
    temporary, extension = clock("reg24_expiry"), clock("reg25_extension")
    given = day("2026-11-23")
    last = extension.last_day(temporary.last_day(given))
    assert last == day("2027-05-09")
    assert (last - given).days + 1 == 168
    assert str(extension.day_n(day("2027-03-14"), last)) == "day 56 of 56"


def test_six_working_days_count_the_day_of_an_emergency_placement():
    emergency = clock("emergency_outside_terms")
    placed = day("2026-12-23")
    assert str(emergency.day_n(placed, placed)) == "working day 1 of 6"
    assert str(emergency.day_n(placed, day("2026-12-28"))) == "working day 2 of 6"
    assert str(emergency.day_n(placed, day("2027-01-04"))) == "working day 6 of 6"
    assert emergency.day_n(placed, day("2027-01-05")).over


def test_emergency_placement_on_a_saturday_begins_with_monday():
    assert clock("emergency_outside_terms").last_day(day("2026-11-21")) == day("2026-11-30")


def test_day_of_the_event_is_day_0_where_the_rule_says_after():
    notice = clock("resignation_effect")
    assert str(notice.day_n(day("2026-11-23"), day("2026-11-23"))) == "day 0 of 28"
    assert str(notice.day_n(day("2026-11-23"), day("2026-12-21"))) == "day 28 of 28"


def test_done_on_the_last_day_is_in_time_and_the_day_after_is_late():
    review = clock("lac_review_first")
    assert review.in_time(day("2026-11-23"), day("2026-12-21"))
    assert not review.in_time(day("2026-11-23"), day("2026-12-22"))


def test_papers_sent_four_working_days_before_are_late():
    papers = clock("nms_panel_papers")
    assert papers.in_time(day("2027-01-06"), day("2026-12-29"))
    assert not papers.in_time(day("2027-01-06"), day("2026-12-30"))
    with pytest.raises(HasNoLength):
        papers.day_n(day("2027-01-06"), day("2026-12-30"))


def test_record_may_be_destroyed_only_after_its_last_day():
    kept = clock("retention_foster_parent")
    assert not kept.in_time(day("2026-11-23"), day("2036-11-23"))
    assert kept.in_time(day("2026-11-23"), day("2036-11-24"))


def test_certificate_information_must_be_gone_within_six_months():
    assert clock("dbs_certificate_retention").in_time(day("2026-08-31"), day("2027-02-28"))
    assert not clock("dbs_certificate_retention").in_time(day("2026-08-31"), day("2027-03-01"))


def test_month_without_the_corresponding_date_ends_on_its_last_day():
    assert Months(1).after(day("2027-01-31"), ENGLAND) == day("2027-02-28")
    assert Months(1).after(day("2028-01-31"), ENGLAND) == day("2028-02-29")
    assert Months(1).before(day("2027-03-31"), ENGLAND) == day("2027-02-28")


def test_month_beginning_with_a_day_ends_the_day_before_its_corresponding_date():
    assert Months(1).beginning_with(day("2027-01-15"), ENGLAND) == day("2027-02-14")
    assert Months(1).beginning_with(day("2027-01-31"), ENGLAND) == day("2027-02-28")
    assert Months(1).beginning_with(day("2027-02-28"), ENGLAND) == day("2027-03-27")


def test_year_from_the_29th_of_february_ends_on_the_28th():
    assert Years(1).after(day("2028-02-29"), ENGLAND) == day("2029-02-28")
    assert Years(4).after(day("2028-02-29"), ENGLAND) == day("2032-02-29")


def test_calendar_lengths_counted_back_are_as_long_as_counted_on():
    assert Weeks(2).before(day("2026-12-18"), ENGLAND) == day("2026-12-04")
    assert Days(28).beginning_with(day("2026-12-18"), ENGLAND) == day("2027-01-14")


def test_a_length_is_at_least_one():
    with pytest.raises(ValueError, match="at least one"):
        WorkingDays(0)


def test_twenty_four_weeks_governed_only_what_was_given_in_the_pandemic():
    temporary = clock("reg24_expiry")
    weeks = {
        given: ((temporary.last_day(day(given)) - day(given)).days + 1) // 7
        for given in ("2020-04-23", "2020-04-24", "2020-09-25", "2020-09-26", "2026-11-23")
    }
    assert list(weeks.values()) == [16, 24, 24, 16, 16]
    assert temporary.limit_for(day("2020-05-01")).cite.short == "SI 2020/445 reg 8"


def test_limit_in_force_at_the_start_governs_to_the_end():
    assert clock("reg24_expiry").last_day(day("2020-09-25")) == day("2021-03-11")


def test_clock_cannot_start_before_there_was_such_a_rule():
    with pytest.raises(NotYetLaw):
        clock("under16_exception").last_day(day("2021-09-08"))
    assert clock("under16_exception").runs_for(day("2021-09-09"))


def test_recurring_duty_takes_in_what_began_before_it():
    assert clock("annual_review_due").last_day(day("1998-05-01")) == day("1999-05-01")


def test_repeal_is_a_limit_with_no_length():
    ended = clock("adm_decision_due")
    repeal = Limit(day("2028-04-01"), None, ended.cite)
    ended = replace(ended, limits=(*ended.limits, repeal))
    assert ended.last_day(day("2026-12-18")) == day("2026-12-31")
    assert not ended.runs_for(day("2028-04-01"))
    with pytest.raises(HasNoLength):
        ended.last_day(day("2028-04-03"))


def test_clock_that_counts_days_has_no_last_moment():
    with pytest.raises(HasNoLength):
        clock("adm_decision_due").last_moment(datetime(2026, 12, 18, 9, 0, tzinfo=UTC))


def test_proclaimed_holiday_moves_the_last_day():
    proclaimed = WorkingCalendar(proclaimed=frozenset({day("2026-12-30")}))
    assert clock("adm_decision_due").last_day(day("2026-12-18"), proclaimed) == day("2027-01-04")


def test_breach_of_a_clock_cites_the_limit_that_governed_it():
    temporary = clock("reg24_expiry")
    old = temporary.breach("It ran out.", start=day("2020-05-01"))
    new = temporary.breach("It ran out.", field="last_day")
    assert old.cite.short == "SI 2020/445 reg 8"
    assert (new.cite.short, new.field) == ("CPPCR 2010 reg 24(1)", "last_day")


def test_panel_for_initial_approval_can_be_switched_off_from_a_date():
    assert PANEL_BEFORE_INITIAL_APPROVAL.in_force(day("2026-11-23"))
    ending = PANEL_BEFORE_INITIAL_APPROVAL.ending(day("2027-04-01"))
    assert ending.in_force(day("2027-03-31"))
    assert not ending.in_force(day("2027-04-01"))


@pytest.mark.parametrize(
    ("key", "first_day"),
    [
        ("under16_other_arrangements_ban", "2021-09-09"),
        ("supported_accommodation_16_17", "2023-10-28"),
        ("at_a_distance_approval", "2014-01-27"),
    ],
)
def test_gate_stands_from_its_first_day(key, first_day):
    first = day(first_day)
    assert gate(key).in_force(first)
    assert not gate(key).in_force(first.replace(day=first.day - 1))


def test_every_counting_is_explained_by_its_own_name():
    assert {each.name.lower() for each in Counting} == {each.value for each in Counting}

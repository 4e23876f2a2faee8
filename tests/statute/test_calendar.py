"""Which days are working days in England and Wales."""

from __future__ import annotations

from datetime import date

import pytest

from app.statute.calendar import (
    ENGLAND,
    FIRST_YEAR,
    LAST_YEAR,
    BeyondCalendar,
    WorkingCalendar,
    bank_holidays,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-25",  # Christmas Day, a Friday
        "2026-12-28",  # Boxing Day's substitute
        "2026-04-03",  # Good Friday
        "2022-06-02",  # the spring holiday, moved for the Platinum Jubilee
        "2022-06-03",
        "2022-09-19",  # the funeral of Queen Elizabeth II
        "2023-05-08",  # the coronation
        "2020-05-08",  # May Day, moved to VE Day
        "2026-11-21",  # a Saturday
        "2026-11-22",  # a Sunday
    ],
)
def test_is_not_worked(text):
    assert not ENGLAND.is_working_day(day(text))


@pytest.mark.parametrize(
    "text",
    [
        "2020-05-04",  # May Day was moved away from this Monday
        "2022-05-30",  # and the spring holiday from this one
        "2026-03-17",  # St Patrick's Day is kept elsewhere
        "2027-08-02",  # the Scottish summer holiday
        "2026-12-24",
        "2026-12-31",
    ],
)
def test_is_worked(text):
    assert ENGLAND.is_working_day(day(text))


def test_proclaimed_and_withdrawn_days_are_data():
    moved = WorkingCalendar(
        proclaimed=frozenset({day("2035-05-07")}), withdrawn=frozenset({day("2035-05-28")})
    )
    assert ENGLAND.is_working_day(day("2035-05-04"))
    assert not moved.is_working_day(day("2035-05-07"))
    assert moved.is_working_day(day("2035-05-28"))


def test_withdrawn_day_at_a_weekend_is_still_not_worked():
    calendar = WorkingCalendar(withdrawn=frozenset({day("2027-12-25")}))
    assert not calendar.is_working_day(day("2027-12-25"))


def test_counting_on_and_back_agree():
    on = ENGLAND.add(day("2026-12-18"), 10)
    assert on == day("2027-01-06")
    assert ENGLAND.subtract(on, 10) == day("2026-12-18")
    assert ENGLAND.count(day("2026-12-18"), on) == 10
    assert ENGLAND.count(on, day("2026-12-18")) == 0


def test_years_without_known_bank_holidays_are_refused():
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(BeyondCalendar, match=str(year)):
            bank_holidays(year)
    with pytest.raises(BeyondCalendar):
        ENGLAND.add(date(LAST_YEAR, 12, 31), 5)

"""Every counted clock, from every day of 2020 to 2040, against a slow and separate counting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from app.statute import spans
from app.statute.book import clock
from app.statute.calendar import ENGLAND, WorkingCalendar, bank_holidays
from app.statute.clock import Counting
from tests.oracles import clocks as oracle

EVERY_DAY = [date(2020, 1, 1) + timedelta(days=n) for n in range(7671)]
COUNTED = {"calendar_day", "working_day", "week", "month", "year"}
DAY = timedelta(days=1)

with (Path(__file__).parent / "rules_expected.csv").open(newline="") as sheet:
    RULES = [row for row in csv.DictReader(sheet) if row["unit"] in COUNTED]

# The only length that changed between 2020 and 2040 (statutory instrument 2020/445).
TWENTY_FOUR_WEEKS = (date(2020, 4, 24), date(2020, 9, 25))


def amount_on(row: dict[str, str], start: date) -> int:
    if row["key"] == "reg24_expiry" and TWENTY_FOUR_WEEKS[0] <= start <= TWENTY_FOUR_WEEKS[1]:
        return 24
    return int(row["amount"])


@cache
def by_hand(start: date, unit: str, amount: int, counting: str) -> date:
    return oracle.last_day(start, unit, amount, counting)


def differences(row: dict[str, str], days: list[date]) -> Iterator[tuple[date, date, date]]:
    subject = clock(row["key"])
    for start in days:
        if not subject.runs_for(start):
            continue
        ours = subject.last_day(start)
        expected = by_hand(start, row["unit"], amount_on(row, start), row["counting"])
        if ours != expected:
            yield start, ours, expected


def test_the_twenty_one_years_are_all_there():
    assert EVERY_DAY[-1] == date(2040, 12, 31)


def test_oracle_and_calendar_agree_on_every_working_day_of_a_century():
    days = (date(1995, 1, 1) + DAY * n for n in range(36525))
    assert [d for d in days if ENGLAND.is_working_day(d) != oracle.is_working_day(d)] == []


def one_for_each_way_of_counting() -> list[dict[str, str]]:
    ways = {(row["unit"], row["amount"], row["counting"]): row for row in reversed(RULES)}
    return list(ways.values())


@pytest.mark.parametrize("row", one_for_each_way_of_counting(), ids=lambda row: row["key"])
def test_each_way_of_counting_agrees_on_every_day(row):
    assert list(differences(row, EVERY_DAY)) == []


def test_every_clock_agrees_on_a_day_in_each_fortnight():
    assert {row["key"]: list(differences(row, EVERY_DAY[::13])) for row in RULES} == {
        row["key"]: [] for row in RULES
    }


def worked_by(*days: date):
    """A fault: these days are taken for working days."""

    def is_working_day(self: WorkingCalendar, day: date) -> bool:
        return day in days or (day.weekday() < 5 and day not in bank_holidays(day.year))

    return WorkingCalendar, "is_working_day", is_working_day


def named(name: str):
    """A fault: the holidays of this name are forgotten."""

    def is_working_day(self: WorkingCalendar, day: date) -> bool:
        holiday = bank_holidays(day.year).get(day, "")
        return day.weekday() < 5 and (not holiday or name in holiday)

    return WorkingCalendar, "is_working_day", is_working_day


def weekends(*worked: int):
    def is_working_day(self: WorkingCalendar, day: date) -> bool:
        off = {5, 6} - set(worked)
        return day.weekday() not in off and day not in bank_holidays(day.year)

    return WorkingCalendar, "is_working_day", is_working_day


def shifted(span: type, name: str, by: int):
    right = getattr(span, name)

    def wrong(self, day, calendar):
        return right(self, day, calendar) + DAY * by

    return span, name, wrong


def counted_as(span: type, name: str, other: str):
    return span, name, getattr(span, other)


FAULTS = {
    "Good Friday is worked": named("Good Friday"),
    "Christmas Day is worked": named("Christmas Day"),
    "Boxing Day is worked": named("Boxing Day"),
    "Easter Monday is worked": named("Easter Monday"),
    "May Day is worked": named("May Day"),
    "the spring bank holiday is worked": named("Spring Bank"),
    "the summer bank holiday is worked": named("Late Summer"),
    "New Year's Day is worked": named("New Year"),
    "substitute days are worked": named("(observed)"),
    "the coronation is worked": named("Coronation"),
    "the state funeral is worked": named("State Funeral"),
    "one day of one year is worked": worked_by(date(2037, 12, 28)),
    "Saturdays are worked": weekends(5),
    "Sundays are worked": weekends(6),
    "working days begin a day late": shifted(spans.WorkingDays, "after", 1),
    "six working days count from the next day": counted_as(
        spans.WorkingDays, "beginning_with", "after"
    ),
    "papers are due a day late": shifted(spans.WorkingDays, "before", 1),
    "sixteen weeks are 113 days": counted_as(spans.Weeks, "beginning_with", "after"),
    "weeks are a day short": counted_as(spans.Weeks, "after", "beginning_with"),
    "twenty-eight days are a day short": counted_as(spans.Days, "after", "beginning_with"),
    "months end the day before": counted_as(spans.Months, "after", "beginning_with"),
    "months are thirty days": (
        spans.Months,
        "after",
        lambda self, day, calendar: day + DAY * 30 * self.amount * self.months_in_one,
    ),
    "years are 365 days": (
        spans.Years,
        "after",
        lambda self, day, calendar: day + DAY * 365 * self.amount,
    ),
    "months without the day run into the next": (
        spans.Months,
        "after",
        lambda self, day, calendar: (
            spans._months_on(day.replace(day=1), self.amount * self.months_in_one)
            + DAY * (day.day - 1)
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_oracle_catches(fault, monkeypatch):
    owner, name, wrong = FAULTS[fault]
    monkeypatch.setattr(owner, name, wrong)
    soon = (differences(row, EVERY_DAY[::13]) for row in one_for_each_way_of_counting())
    late = (differences(row, EVERY_DAY) for row in RULES)
    assert any(map(any, chain(soon, late)))


def test_at_least_twenty_faults_are_planted():
    assert len(FAULTS) >= 20


def test_no_counted_clock_is_left_out_of_the_comparison():
    assert [row["key"] for row in RULES if not clock(row["key"]).runs_for(EVERY_DAY[-1])] == []


def test_every_way_of_counting_in_use_is_compared():
    assert {row["counting"] for row in RULES} == set(Counting)

"""Approvals to expect, in many made-up counties: large and small, through every mark, and with
months in which hardly anybody rings. The short form is in tests/recruitment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from app.recruitment.rules import forecast as rules
from app.recruitment.rules.enquiries import Course
from tests.recruitment.test_figures import BEGAN, LOOKED

COUNTIES, MONTHS = 250, 6

Days = dict[str, date]


def people(seed: int, per_month: int, quiet: frozenset[int]) -> Iterator[Days]:
    """Everybody who ever rings, with the day of each mark they come to."""
    chance = Random(seed)

    def after(day: date, least: int, most: int) -> date:
        return day + timedelta(days=chance.randint(least, most))

    for n in range(per_month * 60):
        days = {"received_on": after(BEGAN + timedelta(days=int(n * 30.4 / per_month)), 0, 3)}
        if days["received_on"].month in quiet and chance.random() < 0.6:
            continue
        last = days["received_on"]
        for mark, lost, (least, most), (gone_least, gone_most) in (
            ("visited_on", 0.6, (5, 30), (1, 60)),
            ("applied_on", 0.5, (10, 70), (5, 90)),
            ("stage_2", 0.2, (40, 120), (10, 100)),
            ("heard_on", 0.15, (60, 160), (10, 120)),
            ("approved_on", 0.1, (3, 14), (3, 14)),
        ):
            if chance.random() < lost:
                days["ended_on"] = after(last, gone_least, gone_most)
                break
            last = days[mark] = after(last, least, most)
        yield days


def as_seen(days: Days) -> Course | None:
    """A case as it was known on the day that the forecast is made; None before they rang."""
    if days["received_on"] > LOOKED:
        return None
    known = {mark: day for mark, day in days.items() if day <= LOOKED}
    stage_2 = known.pop("stage_2", None)
    return Course(**known, stage_2=(stage_2, None) if stage_2 else None)


def held(seeds: range, per_month: int, quiet: frozenset[int]) -> tuple[float, float, float]:
    """How often the range of all the months held, and that of each; expected by what happened."""
    whole, single, expected, happened = [], [], 0.0, 0
    edges = rules.month_starts(LOOKED, MONTHS)
    for seed in seeds:
        everybody = list(people(seed, per_month, quiet))
        seen = [each for each in map(as_seen, everybody) if each is not None]
        found = rules.forecast(seen, LOOKED, MONTHS)
        assert found is not None
        then = [
            days["approved_on"]
            for days in everybody
            if days["received_on"] <= LOOKED and days.get("approved_on", LOOKED) > LOOKED
        ]
        counted = [
            sum(first <= day < next_one for day in then) for first, next_one in pairwise(edges)
        ]
        whole.append(found.total_low <= sum(counted) <= found.total_high)
        single += [
            month.low <= number <= month.high
            for month, number in zip(found.months, counted, strict=True)
        ]
        expected += found.expected
        happened += sum(counted)
    return sum(whole) / len(whole), sum(single) / len(single), expected / happened


@pytest.mark.parametrize(
    ("per_month", "quiet"),
    [(16, frozenset()), (6, frozenset()), (16, frozenset({8, 12}))],
    ids=["a county", "a small council", "quiet in August and December"],
)
def test_the_range_holds_about_four_times_in_five_whatever_the_county(per_month, quiet):
    whole, single, ratio = held(range(1000, 1000 + COUNTIES), per_month, quiet)
    assert 0.75 <= whole <= 0.92
    assert 0.80 <= single <= 0.97
    assert 0.9 <= ratio <= 1.1


def test_a_range_half_as_wide_is_found_out(monkeypatch):
    monkeypatch.setattr(rules, "LOW", 35)
    monkeypatch.setattr(rules, "HIGH", 65)
    whole, _, _ = held(range(60), 6, frozenset())
    assert whole < 0.75

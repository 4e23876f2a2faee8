"""The engine asked: the same answer for the same question, and a plan against the same futures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.forecasts import kinds, working_out
from app.forecasts.queries.comparing import scenario
from tests.forecasts import made
from tests.oracles import forecast as oracle

AT = date(2026, 3, 31)
FEW = {"futures": 80, "years": 3, "tried": 20, "seed": 1}


def test_the_same_inputs_seed_and_version_give_the_same_numbers_and_others_do_not():
    given = made.inputs(at=AT)
    first = working_out.years_ahead(given, **FEW | {"seed": 5})
    turned = replace(given, episodes=given.episodes[::-1], carers=given.carers[::-1])
    again = working_out.years_ahead(turned, **FEW | {"seed": 5})
    assert json.dumps(first) == json.dumps(again)
    assert first["digest"] == given.digest == turned.digest
    other = working_out.years_ahead(given, **FEW | {"seed": 6})
    assert other["series"] != first["series"]
    less = replace(given, episodes=given.episodes[1:])
    assert less.digest != given.digest != replace(given, usable=0.5).digest


def test_what_is_kept_is_whole_and_in_order_for_every_series_and_month():
    given = made.inputs(at=AT)
    answer = working_out.years_ahead(given, **FEW)
    assert set(answer["series"]) == set(kinds.BY_KEY)
    assert len(answer["days"]) == 37
    for fan in answer["series"].values():
        for month in range(37):
            order = [f"low_{n}" for n in ("95", "80", "50")] + ["middle"]
            order += [f"high_{n}" for n in ("50", "80", "95")]
            assert [fan[name][month] for name in order] == sorted(
                fan[name][month] for name in order
            )
    rows = [(e.child, e.born, e.starts, e.ends, e.living) for e in given.episodes]
    here = len({child for child, _ in oracle.whereabouts(rows, AT)})
    assert answer["series"]["all"]["middle"][0] == here
    by_kind = sum(answer["series"][each.key]["middle"][0] for each in kinds.BY_KIND)
    by_age = sum(answer["series"][each.key]["middle"][0] for each in kinds.BY_AGE)
    assert by_kind == by_age == here


def test_a_plan_changes_places_from_its_day_on_and_nothing_before_it():
    answer = working_out.compared(
        made.inputs(at=AT), scenario(made.HOMES, 100, None, AT), seed=1, futures=80
    )
    now, plan = (answer[name][kinds.PLACES.key]["middle"] for name in ("now", "plan"))
    due = [date.fromisoformat(day) >= made.HOMES[0].by for day in answer["days"]]
    assert [one for one, later in zip(now, due, strict=True) if not later] == [
        one for one, later in zip(plan, due, strict=True) if not later
    ]
    first = due.index(True)
    assert plan[first] - now[first] == pytest.approx(16, abs=1)
    short, less = (answer[name][kinds.SHORT.key]["middle"] for name in ("now", "plan"))
    assert all(two <= one for one, two in zip(short, less, strict=True))


def test_a_past_too_short_is_refused_in_words():
    given = made.inputs(at=AT)
    lately = tuple(each for each in given.episodes if each.starts > date(2025, 10, 1))
    with pytest.raises(ValueError, match="at least a year"):
        working_out.years_ahead(replace(given, episodes=lately), **FEW)

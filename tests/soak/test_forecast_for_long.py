"""The forecast for long: many histories of known processes, and councils made otherwise."""

from datetime import date

import numpy as np
import pytest

from bench.councils import a_council
from bench.forecast import ORIGINS, invented
from sufficiency.forecast import backtest, fit, interval, read_past, simulate
from sufficiency.forecast.words import number_of
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.faults import FAULTS, complaints
from tests.sufficiency.forecast.worlds import AT, a_history


def test_intervals_hold_what_comes_as_often_as_they_say_over_many_histories():
    """Of a process that never changes; each share within four standard errors, and five points."""
    held, number = dict.fromkeys((0.5, 0.8, 0.95), 0), 300
    for seed in range(number):
        past = read_past(a_history(5_000 + seed, years=7, families=50))
        drawn = simulate(fit(past.known_at(date(2024, 3, 31))), 480, 2, seed=seed).of()[:, 24]
        came = past.count_on(number_of(AT)).sum()
        for share in held:
            low, high = interval(drawn, share)
            held[share] += low <= came <= high
    for share, count in held.items():
        error = 4 * (share * (1 - share) / number) ** 0.5
        assert abs(count / number - share) < error + 0.05, held


@pytest.mark.parametrize("seed", range(200, 212))
def test_every_child_of_a_council_is_counted_once_on_every_day(seed):
    rows = [(e.child, e.born, e.starts, e.ends, e.living) for e in a_council(seed)]
    past = invented(seed)
    for day in oracle.days_of(date(2014, 4, 1), AT)[::61]:
        seen = oracle.whereabouts(rows, day)
        assert all(len(kinds) == 1 for kinds in seen.values())
        assert past.count_on(number_of(day)).sum() == len(seen)


def test_it_is_no_worse_than_same_as_today_on_councils_that_share_nothing_with_it():
    scores = [backtest(invented(seed), origins=ORIGINS, futures=240) for seed in range(300, 312)]
    ratio = np.mean([each.ratio() for each in scores])
    assert ratio < 1
    for share in (0.5, 0.8, 0.95):
        assert abs(np.mean([each.coverage()[share] for each in scores]) - share) < 0.12


@pytest.mark.parametrize("seed", range(100, 130))
def test_the_oracles_find_nothing_wrong_with_any_seed(seed):
    assert complaints(seed) == []


@pytest.mark.parametrize("seed", range(200, 205))
@pytest.mark.parametrize(("fault", "checks"), FAULTS, ids=lambda one: getattr(one, "__name__", ""))
def test_the_oracles_catch_every_fault_with_any_seed(fault, checks, seed, monkeypatch):
    fault(monkeypatch)
    assert complaints(seed, checks)

"""Levels learnt from counts, and figures that were suppressed made up."""

from random import Random

import numpy as np
import pytest

from bench import councils
from sufficiency.forecast.level import at_season, learn, season
from sufficiency.forecast.published import completed, fit_published
from tests.house.reading import ROOT, imported
from tests.oracles import forecast as oracle


def test_a_steady_level_is_learnt_and_hardly_moves():
    random = np.random.default_rng(1)
    level = learn(random.poisson(12, 96).astype(float), np.ones(96))
    assert level.mean == pytest.approx(12, abs=1.5)
    assert level.spread < 1.4
    path = level.paths(random, 4_000, 60)
    assert path[:, -1].mean() == pytest.approx(level.mean, rel=0.05)
    assert path[:, -1].std() < 3


def test_a_level_that_has_moved_is_where_it_is_now():
    counts = np.concatenate([np.full(60, 20.0), np.full(24, 8.0)])
    level = learn(np.random.default_rng(2).poisson(counts).astype(float), np.ones(84))
    assert 7 < level.mean < 12
    assert level.walk > 0.001


def test_brothers_and_sisters_who_come_together_spread_the_months():
    random = np.random.default_rng(3)
    families = random.poisson(4, 96)
    counts = np.array([random.choice((1, 2, 3, 4), number).sum() for number in families], float)
    assert learn(counts, np.ones(96)).spread == pytest.approx(3.0, rel=0.4)  # 7.5 / 2.5


def test_seasons_are_found_where_they_are_and_not_where_they_are_not():
    months = np.arange(96) % 12
    random = np.random.default_rng(4)
    flat = season(random.poisson(30, 96).astype(float), months)
    assert at_season(flat, months) == pytest.approx(np.ones(96), abs=0.1)
    wave = 30 * (1 + 0.5 * np.cos(2 * np.pi * (months + 0.5) / 12))
    found = at_season(season(random.poisson(wave).astype(float), months), months)
    assert found[:12] == pytest.approx(wave[:12] / 30, abs=0.15)
    assert season(np.ones(12), months[:12]) == (0.0, 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_what_was_suppressed_is_made_up_to_the_total(seed):
    random = Random(seed)
    whole = {name: random.randrange(9) for name in "abcd"}
    hidden = {name: None if random.random() < 0.5 else number for name, number in whole.items()}
    like = {name: random.randrange(5) for name in "abcd"}
    found = completed(hidden, sum(whole.values()), like)
    assert sum(found.values()) == sum(whole.values()) or None not in hidden.values()
    assert min(found.values()) >= 0
    assert all(found[name] == number for name, number in hidden.items() if number is not None)


def test_published_figures_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="more than the total"):
        completed({"a": 5, "b": None}, 4, {})
    with pytest.raises(ValueError, match="Two years"):
        fit_published([])


def test_the_councils_that_score_the_forecast_share_nothing_with_it():
    named = {name.split(".")[0] for _, name in imported(ROOT / "bench/councils.py")}
    assert not named & {"sufficiency", "app", "numpy", "tests"}
    told = councils.a_council(1)
    assert told == councils.a_council(1)
    rows = [(each.child, each.born, each.starts, each.ends, each.living) for each in told]
    for day in (councils.SEEN_FROM, councils.LAST):
        seen = oracle.whereabouts(rows, day)
        assert 150 < len(seen) < 1_500
        assert all(len(kinds) == 1 for kinds in seen.values())
    assert {each.living for each in told} >= {"fostered", "relatives", "residential", "supported"}

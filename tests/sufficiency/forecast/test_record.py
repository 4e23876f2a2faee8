"""How right it has been: scores by their definition, and said plainly when "same as today" wins."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from sufficiency.forecast import Episode, Living, backtest, fit, read_past, simulate
from sufficiency.forecast.futures import interval
from sufficiency.forecast.record import (
    MODEL,
    SAME_AS_TODAY,
    SERIES,
    STRAIGHT_LINE,
    Score,
    Scores,
    crps,
    same_as_today,
    straight_line,
)
from tests.oracles import forecast as oracle
from tests.sufficiency.forecast.worlds import AT, a_history

DAY = timedelta(days=1)


@pytest.mark.parametrize("seed", range(5))
def test_crps_is_what_its_definition_says_pair_by_pair(seed):
    random = Random(seed)
    drawn = [random.randrange(40) for _ in range(random.randrange(1, 30))]
    came = random.randrange(50)
    assert crps(np.array(drawn), came) == pytest.approx(oracle.crps(drawn, came))
    assert crps(np.array([7.0]), 10) == 3


def test_same_as_today_is_todays_number_with_the_changes_that_were():
    so_far = np.array([*range(100, 130), 129])
    told = same_as_today(so_far, 1)
    assert np.median(told) == 129
    assert set(told) == {128.0, 129.0, 130.0}
    wide = same_as_today(so_far, 24)
    assert np.ptp(wide) > np.ptp(same_as_today(so_far, 6))


def test_the_straight_line_goes_on():
    told = straight_line(np.arange(100, 148), 12)
    assert told == pytest.approx(np.full(len(told), 159.0))


def test_where_nothing_changes_same_as_today_is_better_and_the_answer_says_so():
    # Fifty places kept full: whoever leaves is followed on the day by a child just so old.
    told = []
    for place in range(50):
        day, number = date(2014, 1, 1) + place * 7 * DAY, 0
        while day <= AT:
            born, ends = day.replace(year=day.year - 8, day=1), day + 500 * DAY
            name = f"{place}-{number}"
            told.append(Episode(name, born, day, ends if ends <= AT else None, Living.FOSTERED))
            day, number = ends, number + 1
    past = read_past(told, at=AT, seen_from=date(2016, 4, 1))
    scores = backtest(past, futures=200, series=SERIES[:1])
    assert scores.ratio() > 1
    assert "“same as today” has been better" in scores.says
    assert "use it rather than the forecast" in scores.says


def test_a_past_too_short_to_try_it_on_says_so():
    past = read_past(a_history(1, years=3))
    assert backtest(past, futures=100).scores == ()
    assert "too short" in backtest(past, futures=100).says


def test_every_forecast_is_scored_on_what_came_and_on_nothing_known_later():
    past = read_past(a_history(4, years=8))
    (origin,) = [date(2023, 9, 30)]
    scores = backtest(past, origins=[origin], horizons=(12, 24, 36), futures=100, seed=3)
    assert {each.months for each in scores.scores} == {12, 24}  # what is 36 months on has not come
    drawn = simulate(fit(past.known_at(origin)), 100, 2, seed=3)
    for each in scores.of(MODEL, "All children"):
        number = drawn.of()[:, each.months]
        assert each.foretold == np.median(number)
        assert each.crps == pytest.approx(crps(number, each.came))
        for share, within in each.within.items():
            low, high = interval(number, share)
            assert within == (low <= each.came <= high)
    assert len(scores.of(SAME_AS_TODAY)) == len(scores.of(STRAIGHT_LINE)) == 2 * len(SERIES)


def score(by, origin, size):
    return Score("All", by, origin, 12, 100, 100.0, size, dict.fromkeys((0.5, 0.8, 0.95), True))


def test_a_score_that_may_be_chance_says_so():
    days = [date(2018 + number, 3, 31) for number in range(6)]
    mixed = [score(MODEL, day, 3.0 + 4 * (n % 2)) for n, day in enumerate(days)]
    plain = [score(SAME_AS_TODAY, day, 5.5) for day in days]
    told = Scores((*mixed, *plain), 1)
    assert told.ratio() == pytest.approx(5 / 5.5)
    assert "may be chance" in told.says
    sure = Scores((*(score(MODEL, day, 3.0) for day in days), *plain), 1)
    assert sure.ratio_between == pytest.approx((3 / 5.5, 3 / 5.5))
    assert sure.says.endswith("by 45 per cent.")


def test_intervals_hold_what_comes_about_as_often_as_they_say():
    """Histories of a process that never changes: the last year against its forecast."""
    held = dict.fromkeys((0.5, 0.8, 0.95), 0)
    number = 16
    for seed in range(number):
        past = read_past(a_history(100 + seed, years=5, families=30))
        drawn = simulate(fit(past.known_at(date(2025, 3, 31))), 240, 1, seed=seed).of()[:, 12]
        came = past.count_on(int(np.datetime64(AT).astype(int))).sum()
        for share in held:
            low, high = interval(drawn, share)
            held[share] += low <= came <= high
    for share, count in held.items():
        spread = (number * share * (1 - share)) ** 0.5
        assert abs(count - number * share) <= 3 * spread + 1, held

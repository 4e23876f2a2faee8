"""Forecasts of children looked after: how long one takes, and how right they have been.

`forecast.seconds`               one council: the model fitted and 10,000 futures of five years
                                 drawn; the middle of five
`forecast.thousand_seconds`      the same for 1,000 futures
`forecast.crps_over_persistence` CRPS over that of "same as today" with the errors that it has made
                                 so far; under 1 is better. Forty invented councils, from three
                                 days each, five series, 6 to 36 months ahead
`forecast.coverage_95`           how often the 95 per cent interval held what came; `_80`, `_50` too

The councils come from a generator that shares nothing with the model (bench/councils.py). Their
seeds are kept for this measure: no choice in the model was made by looking at them.

python -m bench forecast                  everything
python -m bench forecast FILE FILE …      instead: on every past year of these files of a council
                                          (SSDA903 Header and Episodes); printed, no figure written
"""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import numpy as np

from bench.councils import LAST, SEEN_FROM, a_council
from bench.goals import Goal, say_goals
from sufficiency.forecast import (
    Episode,
    Living,
    Past,
    backtest,
    fit,
    read_files,
    read_past,
    simulate,
)
from sufficiency.forecast.futures import SHARES
from sufficiency.forecast.record import (
    MODEL,
    SAME_AS_TODAY,
    SERIES,
    STRAIGHT_LINE,
    Scores,
)

SEEDS = range(9_001, 9_041)
"""Kept for scoring. Councils 1 to 60 are there to build with."""

ORIGINS = (date(2020, 3, 31), date(2021, 9, 30), date(2023, 3, 31))
COUNCIL = 8_011
"""The one that is timed has some four hundred children, as a county council has."""

FUTURES, FEWER = 10_000, 1_000
TIMES = 5

MOST = "most of it is the futures themselves, each child's moves drawn one by one"

GOALS = {
    "forecast.seconds": Goal(high=2.0, why=MOST),
    "forecast.thousand_seconds": Goal(high=0.3, why=MOST),
    "forecast.crps_over_persistence": Goal(high=0.84),
    "forecast.coverage_50": Goal(low=0.45, high=0.55),
    "forecast.coverage_80": Goal(low=0.75, high=0.85),
    "forecast.coverage_95": Goal(low=0.90, high=1.0),
}


def measure(*files: str) -> dict[str, float]:
    """The figures; or, given files, nothing but what is printed of them."""
    if files:
        past = read_past(read_files(map(Path, files)).episodes)
        scores = backtest(past)
        _say(f"  {scores.says}")
        if scores.scores:
            tell([scores])
        return {}
    figures = _seconds() | _scores()
    say_goals(figures, GOALS)
    return figures


def invented(seed: int) -> Past:
    """The past of one invented council."""
    return read_past(
        (
            Episode(each.child, each.born, each.starts, each.ends, Living(each.living))
            for each in a_council(seed)
        ),
        at=LAST,
        seen_from=SEEN_FROM,
    )


def _seconds() -> dict[str, float]:
    past = invented(COUNCIL)
    children = int(simulate(fit(past), FEWER, 5).of()[0, 0])
    figures = {
        "forecast.seconds": _taken(past, FUTURES),
        "forecast.thousand_seconds": _taken(past, FEWER),
    }
    for futures, seconds in zip((FUTURES, FEWER), figures.values(), strict=True):
        _say(f"  {children} children, {futures:,} futures: {seconds:.2f} s")
    return figures


def _taken(past: Past, futures: int) -> float:
    """Seconds for the model and so many futures: the middle of some."""
    taken = []
    for _ in range(TIMES):
        started = perf_counter()
        simulate(fit(past), futures, 5)
        taken.append(perf_counter() - started)
    return median(taken)


def _scores() -> dict[str, float]:
    found = []
    for number, seed in enumerate(SEEDS, start=1):
        found.append(backtest(invented(seed), origins=ORIGINS, futures=500, seed=seed))
        if number % 10 == 0:
            _say(f"  {number} of {len(SEEDS)} councils tried")
    return tell(found)


def tell(found: list[Scores]) -> dict[str, float]:
    """Prints how right they were, series by series; gives the figures of all together.

    Within a series every council weighs by its own errors; every series weighs alike.
    """
    ratios = []
    for name in (each.name for each in SERIES):
        ratio = _over(found, name, SAME_AS_TODAY)
        line = ratio / _over(found, name, STRAIGHT_LINE)
        ratios.append(ratio)
        _say(f"  {name:<20} CRPS over same as today {ratio:.3f}; straight line {line:.3f}")
    low, high = _likely(found)
    _say(f"  all: {mean(ratios):.3f}, likely between {low:.3f} and {high:.3f}")
    for who in (MODEL, SAME_AS_TODAY, STRAIGHT_LINE):
        told = ", ".join(f"{share:.0%}: {_held(found, who, share):.1%}" for share in SHARES)
        _say(f"  intervals of {who} held what came: {told}")
    return {"forecast.crps_over_persistence": mean(ratios)} | {
        f"forecast.coverage_{share * 100:g}": _held(found, MODEL, share) for share in SHARES
    }


def _over(found: Iterable[Scores], series: str, against: str) -> float:
    """The model's CRPS over another's, all councils' errors together."""
    own = sum(each.crps for scores in found for each in scores.of(MODEL, series))
    return own / sum(each.crps for scores in found for each in scores.of(against, series))


def _likely(found: list[Scores]) -> tuple[float, float]:
    """Between which numbers the ratio would lie, nine times in ten, for other such councils."""
    if len(found) == 1:
        return found[0].ratio_between
    random = np.random.default_rng(1)
    sums = np.array(
        [
            [[sum(each.crps for each in scores.of(who, series.name)) for scores in found]
             for who in (MODEL, SAME_AS_TODAY)]
            for series in SERIES
        ]
    )  # fmt: skip
    drawn = [
        sums[:, :, random.integers(0, len(found), len(found))].sum(axis=2) for _ in range(1_000)
    ]
    ratios = [float((each[:, 0] / each[:, 1]).mean()) for each in drawn]
    low, high = np.quantile(ratios, [0.05, 0.95])
    return float(low), float(high)


def _held(found: Iterable[Scores], who: str, share: float) -> float:
    return mean(each.within[share] for scores in found for each in scores.of(who))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

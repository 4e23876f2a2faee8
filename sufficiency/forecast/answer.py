"""A forecast and its record as plain values, ready for JSON: what was asked, what may come, how
right it has been. Nothing in it names or numbers a child."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from sufficiency.forecast.demand import fit
from sufficiency.forecast.drawing import Told, simulate
from sufficiency.forecast.futures import SHARES, Futures, interval
from sufficiency.forecast.lacking import Shortfall, shortfall
from sufficiency.forecast.past import read_past
from sufficiency.forecast.record import (
    FORECASTERS,
    SAME_AS_TODAY,
    STRAIGHT_LINE,
    Scores,
    backtest,
)
from sufficiency.forecast.scenario import AS_NOW, Scenario
from sufficiency.forecast.sheets import Read
from sufficiency.forecast.supply import Places, fit_supply, simulate_supply
from sufficiency.forecast.words import BANDS, KINDS, LIVING_WORDS

VERSION = "1"
"""Of the model. The same inputs, seed and version give the same numbers."""


def whole(
    read: Read,
    *,
    at: date | None = None,
    seen_from: date | None = None,
    scenarios: Sequence[Scenario] = (AS_NOW,),
    futures: int = 10_000,
    years: int = 5,
    seed: int = 1,
    usable: float = 1.0,
    tried: bool = True,
    tell: Told | None = None,
) -> dict[str, Any]:
    """Everything that can be said from what was read: each scenario, and the record beside it.

    Raises ValueError where the past is too short, or there is none.
    """
    past = read_past(read.episodes, at=at, seen_from=seen_from)
    model = fit(past)
    carers = fit_supply(read.carers, at=past.at) if read.carers else None
    drawn = []
    for scenario in scenarios:
        demand = simulate(model, futures, years, seed=seed, scenario=scenario, tell=tell)
        told = {
            "name": scenario.name,
            "says": f"{scenario.name}: {words(demand)}",
            **of_futures(demand),
        }
        if carers is not None:
            supply = simulate_supply(carers, futures, years, seed=seed, scenario=scenario)
            told["supply"] = of_supply(supply)
            told["shortfall"] = of_shortfall(shortfall(demand, supply, usable=usable))
        drawn.append(told)
    answer: dict[str, Any] = {
        "at": past.at.isoformat(),
        "seen_from": past.seen_from.isoformat(),
        "version": VERSION,
        "notes": [*read.notes, *past.notes],
        "says": [each["says"] for each in drawn],
        "scenarios": drawn,
    }
    if tried:
        scores = backtest(past, seed=seed, tell=tell)
        answer["record"] = of_scores(scores)
        answer["says"].append(scores.says)
    return answer


def of_futures(futures: Futures) -> dict[str, Any]:
    """Children in all, by kind of home and by age band: the middle and the intervals, by day."""
    return {
        "futures": len(futures.children),
        "seed": futures.seed,
        "days": [day.isoformat() for day in futures.days],
        "all": fan(futures.of()),
        "by_kind": {kind.value: fan(futures.of([kind])) for kind in KINDS},
        "by_age": {band: fan(futures.of(bands=[band])) for band in BANDS},
        "words": {kind.value: LIVING_WORDS[kind] for kind in KINDS},
    }


def of_supply(places: Places) -> dict[str, Any]:
    """Households and places, and the places that serve each age band."""
    return {
        "households": fan(places.households),
        "places": fan(places.of()),
        "places_serving": {band: fan(places.of([band])) for band in BANDS},
    }


def of_shortfall(short: Shortfall) -> dict[str, Any]:
    """How likely it is that children go without, and how many."""
    return {
        "chance_of_any": _plain(short.chance()),
        "in_all": fan(short.in_all),
        "by_age": {
            band: {"chance_of_any": _plain((own > 0).mean(axis=0)), **fan(own)}
            for band, own in zip(BANDS, short.by_band, strict=True)
        },
    }


def fan(drawn: Any) -> dict[str, list[float]]:
    """For each day the mean, the middle, and both ends of each interval."""
    found = {"mean": _plain(drawn.mean(axis=0)), "middle": _plain(np.median(drawn, axis=0))}
    for share in SHARES:
        low, high = interval(drawn, share)
        name = f"{share * 100:g}"
        found[f"low_{name}"], found[f"high_{name}"] = _plain(low), _plain(high)
    return found


def of_scores(scores: Scores) -> dict[str, Any]:
    """How right the forecast would have been, beside those that need no model."""
    if not scores.scores:
        return {"says": scores.says, "tried": 0}
    low, high = scores.ratio_between
    return {
        "says": scores.says,
        "tried": len(scores.of(FORECASTERS[0])),
        "from": sorted({each.origin.isoformat() for each in scores.scores}),
        "crps_over_same_as_today": round(scores.ratio(), 4),
        "likely_between": [round(low, 4), round(high, 4) if np.isfinite(high) else None],
        "crps_over_straight_line": round(scores.ratio(STRAIGHT_LINE), 4),
        "coverage": _coverage(scores.coverage()),
        "coverage_of_same_as_today": _coverage(scores.coverage(SAME_AS_TODAY)),
        "by_series": {
            name: round(scores.ratio(series=name), 4)
            for name in dict.fromkeys(each.series for each in scores.scores)
        },
        "each": [
            {
                "series": each.series,
                "by": each.forecaster,
                "from": each.origin.isoformat(),
                "months": each.months,
                "foretold": each.foretold,
                "came": each.came,
                "crps": round(each.crps, 3),
            }
            for each in scores.scores
        ],
    }


def _coverage(told: Mapping[float, float]) -> dict[str, float]:
    return {f"{share * 100:g}": round(part, 4) for share, part in told.items()}


def _plain(column: Any) -> list[float]:
    return [round(float(each), 3) for each in column]


def words(futures: Futures, on: date | None = None) -> str:
    """The forecast for one day, the last unless said, in a sentence."""
    place = futures.days.index(on) if on else len(futures.days) - 1
    drawn = futures.of()
    low, high = interval(drawn[:, place], 0.8)
    return (
        f"On {futures.days[place]:%-d %B %Y} the middle of {len(drawn):,} futures is "
        f"{np.median(drawn[:, place]):.0f} children looked after; four in five futures have "
        f"between {low:.0f} and {high:.0f}. On {futures.days[0]:%-d %B %Y} there were "
        f"{int(drawn[0, 0])}."
    )

"""The engine asked: a forecast, and what a plan would change of it, as values that can be kept.

What is given is plain; nothing here reads the record, the clock or the request. The same inputs,
seed and version give the same answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from app.forecasts import kinds
from sufficiency.forecast import (
    CarerSpell,
    Episode,
    Futures,
    Past,
    Scenario,
    backtest,
    fit,
    fit_supply,
    interval,
    read_past,
    shortfall,
    simulate,
    simulate_supply,
)
from sufficiency.forecast.answer import VERSION, of_scores, words
from sufficiency.forecast.futures import SHARES
from sufficiency.forecast.record import same_as_today
from sufficiency.forecast.scenario import AS_NOW, Arriving, Oftener
from sufficiency.forecast.supply import Places
from sufficiency.forecast.words import BANDS, KINDS, Counts, months_on, number_of

FOR_PLANS = 2_000
"""Futures in which a plan is compared with today: enough to tell its difference to a child."""

YEARS = 5
TRIED = 1_000
"""Futures of each forecast that is tried on the past."""

STEPS, PLAN_STEPS = 3, 3
"""What there is to do of a forecast and of a plan, to tell how far it has come."""

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is in all."""


def quiet(_doing: str, _done: int, _in_all: int) -> None:
    """Tell nobody."""


LEVELS = (np.arange(40) + 0.5) / 40
"""A forecast is kept as this many equally likely numbers, to be scored when its date comes."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the record tells a forecast: who lived where and when, and whose carers could foster.

    `usable`: the part of approved places that is filled today, which is taken to be fillable.
    """

    at: date
    episodes: tuple[Episode, ...]
    carers: tuple[CarerSpell, ...]
    usable: float = 1.0

    @property
    def digest(self) -> str:
        """The same for the same inputs, and for no others."""
        told = hashlib.sha256(f"{self.at} {self.usable:.6f}".encode())
        for each in sorted(map(repr, (*self.episodes, *self.carers))):
            told.update(each.encode())
        return told.hexdigest()


def years_ahead(
    given: Inputs,
    *,
    seed: int,
    futures: int,
    years: int = YEARS,
    tried: int = TRIED,
    tell: Tell = quiet,
) -> dict[str, Any]:
    """The forecast from these inputs, with its record on the past unless `tried` is nought.

    Raises ValueError where the past is too short, or there is none.
    """
    past = read_past(given.episodes, at=given.at)
    tell(f"Drawing {futures:,} futures", 1, STEPS)
    demand = simulate(fit(past), futures, years, seed=seed)
    answer: dict[str, Any] = {
        "at": given.at.isoformat(),
        "seen_from": past.seen_from.isoformat(),
        "version": VERSION,
        "seed": seed,
        "futures": futures,
        "usable": round(given.usable, 4),
        "digest": given.digest,
        "told": {"episodes": len(given.episodes), "carers": len(given.carers)},
        "days": [day.isoformat() for day in demand.days],
        "notes": list(past.notes),
        "says": words(demand),
        "series": {each.key: fan(demand.of(each.living, each.bands)) for each in kinds.OF_CHILDREN},
        "same": _same(past, demand),
    }
    if given.carers:
        supply = simulate_supply(fit_supply(given.carers, at=past.at), futures, years, seed=seed)
        answer["series"] |= _supply(demand, supply, given.usable)
    if tried:
        tell("Trying it on the record’s past", 2, STEPS)
        answer["record"] = of_scores(backtest(past, seed=seed, futures=tried))
    return answer


def fan(drawn: Any, chance: bool = False) -> dict[str, Any]:
    """For each day the middle and both ends of each interval; on scored days what may come."""
    found: dict[str, Any] = {"middle": _plain(np.median(drawn, axis=0))}
    for share, name in zip(SHARES, kinds.SHARES, strict=True):
        low, high = interval(drawn, share)
        found[f"low_{name}"], found[f"high_{name}"] = _plain(low), _plain(high)
    found["may_come"] = {
        str(month): _plain(np.quantile(drawn[:, month], LEVELS))
        for month in kinds.SCORED_MONTHS
        if month < drawn.shape[1]
    }
    if chance:
        found["chance"] = _plain((drawn > 0).mean(axis=0), 4)
    return found


def _plain(column: Any, places: int = 1) -> list[float]:
    return [round(float(each), places) for each in column]


def _same(past: Past, demand: Futures) -> dict[str, dict[str, list[float]]]:
    """What “same as today” says on the scored days, with the errors that it has made itself."""
    before = 0
    while months_on(past.at, -before - 1) >= past.seen_from:
        before += 1
    days = np.array([number_of(months_on(past.at, -back)) for back in range(before, -1, -1)])
    counted = past.counts_on(days)
    return {
        each.key: {
            str(month): _plain(np.quantile(same_as_today(_of(each, counted), month), LEVELS))
            for month in kinds.SCORED_MONTHS
            if month < len(demand.days)
        }
        for each in kinds.OF_CHILDREN
    }


def _of(series: kinds.Series, counted: Counts) -> Counts:
    living = [KINDS.index(each) for each in series.living]
    bands = [BANDS.index(each) for each in series.bands]
    number: Counts = counted[..., living, :][..., bands].sum(axis=(-1, -2))
    return number


def _supply(demand: Futures, supply: Places, usable: float) -> dict[str, Any]:
    found = {
        kinds.HOMES.key: fan(supply.households),
        kinds.PLACES.key: fan(supply.of()),
        kinds.SHORT.key: fan(shortfall(demand, supply, usable=usable).in_all, chance=True),
    }
    return found | {each.key: fan(supply.of(each.bands)) for each in kinds.PLACES_BY_AGE}


# ------------------------------------------------------------------------------ a plan, compared


def compared(
    given: Inputs,
    scenario: Scenario,
    *,
    seed: int,
    futures: int = FOR_PLANS,
    years: int = YEARS,
    tell: Tell = quiet,
) -> dict[str, Any]:
    """The same futures as things are now and with a plan: places, and who goes without, by month.

    Raises ValueError where the past is too short, or nobody of ours is approved.
    """
    past = read_past(given.episodes, at=given.at)
    tell("Drawing the same futures with and without it", 1, PLAN_STEPS)
    model, carers = fit(past), fit_supply(given.carers, at=past.at)
    demand = simulate(model, futures, years, seed=seed)
    of_children = scenario.of(Oftener, Arriving)
    changed = (
        simulate(model, futures, years, seed=seed, scenario=scenario) if of_children else demand
    )
    answer: dict[str, Any] = {
        "at": given.at.isoformat(),
        "version": VERSION,
        "seed": seed,
        "futures": futures,
        "digest": given.digest,
        "days": [day.isoformat() for day in demand.days],
    }
    for name, children, plan in (("now", demand, AS_NOW), ("plan", changed, scenario)):
        supply = simulate_supply(carers, futures, years, seed=seed, scenario=plan)
        answer[name] = {
            kinds.ALL.key: fan(children.of()),
            kinds.PLACES.key: fan(supply.of()),
            kinds.SHORT.key: fan(
                shortfall(children, supply, usable=given.usable).in_all, chance=True
            ),
        }
    return answer

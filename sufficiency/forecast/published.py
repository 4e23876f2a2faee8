"""The model from a council's published yearly figures alone, where nobody has its episodes.

Published are the children looked after on 31 March, those who started and those who ceased in the
year, each by age. Birthdays are spread evenly over each age band, rates of leaving depend on age
alone, and moves between kinds of home are not known, so only numbers by age may be read from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from sufficiency.forecast.demand import FORGETTING_YEARS, WAYS, DemandModel, even_ages
from sufficiency.forecast.level import Level, learn
from sufficiency.forecast.words import (
    ADULT,
    BAND_STARTS,
    BANDS,
    KIND_NUMBER,
    KINDS,
    LEFT,
    SHAPE,
    YEAR,
    Days,
    Floats,
    Living,
    months_on,
    number_of,
)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A year's figures by age band: present on its last day; started, and ceased before eighteen,
    in it."""

    last_day: date
    present: Mapping[str, int]
    started: Mapping[str, int]
    ceased: Mapping[str, int]


def completed(
    told: Mapping[str, int | None], total: int, like: Mapping[str, int]
) -> dict[str, int]:
    """The figures with what was suppressed made up: what is missing of the total, shared as `like`.

    Parts are whole and add up to the total; where nothing of them was there before, evenly.
    """
    missing = [name for name, number in told.items() if number is None]
    left = total - sum(number for number in told.values() if number is not None)
    if left < 0:
        raise ValueError("The parts are more than the total.")
    found = {name: number or 0 for name, number in told.items()}
    weights = [max(like.get(name, 0), 0) for name in missing]
    weights = weights if sum(weights) else [1] * len(missing)
    for place, name in enumerate(missing):
        found[name] = round(left * weights[place] / max(sum(weights[place:]), 1e-9))
        left -= found[name]
    return found


def fit_published(
    years: Sequence[PublishedYear], started_before: Sequence[int] = ()
) -> DemandModel:
    """The model that these years, the last of them last, make likely.

    `started_before`: how many started in each year before the first. Raises ValueError for fewer
    than two years: who ceased is set against who was there before and after.
    """
    if len(years) < 2:
        raise ValueError("Two years of figures are needed: those present before and after.")
    at = years[-1].last_day
    kind = KIND_NUMBER[Living.FOSTERED]
    shape, rate = np.full((*SHAPE, WAYS), 1e-9), np.ones((*SHAPE, WAYS))
    for place, band in enumerate(BANDS):
        ceased = present = 0.0
        for before, year in pairwise(years):
            part = 0.5 ** ((at - year.last_day).days / YEAR / FORGETTING_YEARS)
            ceased += part * year.ceased.get(band, 0)
            present += part * (before.present[band] + year.present[band]) / 2
        shape[kind, place, :, LEFT], rate[kind, place, :, LEFT] = ceased + 0.5, present + 0.5
    share = np.full((len(KINDS), len(BANDS)), 1e-9)
    for year in years:
        part = 0.5 ** ((at - year.last_day).days / YEAR / FORGETTING_YEARS)
        share[kind] += [part * year.started.get(band, 0) for band in BANDS]
    born = np.concatenate([_born(band, years[-1].present[band], at) for band in BANDS])
    started = np.array([*started_before, *(sum(year.started.values()) for year in years)], float)
    return DemandModel(
        at,
        born,
        np.maximum(born, number_of(months_on(at, -36))),
        np.full(len(born), kind),
        learn(started, np.full(len(started), 12.0), months=12),
        (0.0, 0.0),
        share.ravel(),
        tuple(even_ages(number % len(BANDS)) for number in range(share.size)),
        shape.reshape(-1, WAYS),
        rate.reshape(-1, WAYS),
        _leaving(years, shape[kind, :, 0, LEFT] / rate[kind, :, 0, LEFT]),
        Level(1e9, 1e9),
    )


def _leaving(years: Sequence[PublishedYear], rates: Floats) -> Level:
    """How those who ceased have stood to the rates, year by year, and stand now."""
    ceased = [float(sum(year.ceased.get(band, 0) for band in BANDS)) for year in years[1:]]
    due = [
        sum(
            often * (before.present[band] + year.present[band]) / 2
            for band, often in zip(BANDS, rates.tolist(), strict=True)
        )
        for before, year in pairwise(years)
    ]
    return learn(np.array(ceased), np.array(due), months=12)


def _born(band: str, number: int, at: date) -> Days:
    """Birthdays of so many children, spread evenly over the band."""
    place = BANDS.index(band)
    first, beyond = (*BAND_STARTS, ADULT)[place : place + 2]
    ages = first + (np.arange(number) + 0.5) / max(number, 1) * (beyond - first)
    born: Days = number_of(at) - np.ceil(ages * YEAR).astype(np.int64)
    return born

"""The multistate model of children looked after, fitted to the past.

A child in one kind of home, age band and time in care moves to each other kind, or leaves care, at
a rate of its own; children enter at a level that moves slowly, with the seasons. Each rate is a
gamma distribution: what was counted, over how long, drawn towards what kind of home, age and time
in care would each make of it. Nobody stays beyond an eighteenth birthday.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import lgamma, log

import numpy as np

from sufficiency.forecast.level import Level, at_season, learn, season
from sufficiency.forecast.past import Past
from sufficiency.forecast.words import (
    ADULT,
    BAND_STARTS,
    BANDS,
    CELLS,
    KIND_NUMBER,
    KINDS,
    LEFT,
    SHAPE,
    SINCE,
    SINCE_DAYS,
    YEAR,
    Bools,
    Counts,
    Days,
    Floats,
    Living,
    band_on,
    birthdays,
    cell_of,
    month_days,
    months_on,
    number_of,
    since_on,
)

WAYS = len(KINDS) + 1
"""Where a child may go: each kind of home, or out of care."""

LONGEST_YEARS = 8
"""No older past is fitted to."""

FORGETTING_YEARS = 8.0
"""A year of the past counts half as much as one so many years later, for rates and shares."""

TIGHTNESS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""How firmly rates are drawn towards the pattern, in events: the choices."""

UNCOUNTED = 0.25
"""Events added to each margin of the pattern, so that what was not seen is rare, not impossible."""


@dataclass(frozen=True, eq=False)
class DemandModel:
    """Everything that a future is drawn from.

    `born`, `since`, `kind`: the children looked after at the end of the day `at`. `entries`:
    children a month, with `waves` of the seasons. `share` (kinds x bands): the weights of a
    Dirichlet distribution of where and at which age they enter; `ages`: for each of these, the ages
    in days of those who did. `shape` and `rate` (cells, ways): the gamma distribution of each
    yearly rate. `leaving`, `moving`: levels by which the rates of leaving and moving are
    multiplied.
    """

    at: date
    born: Days
    since: Days
    kind: Counts
    entries: Level
    waves: tuple[float, float]
    share: Floats
    ages: tuple[Days, ...]
    shape: Floats
    rate: Floats
    leaving: Level
    moving: Level

    @property
    def rates(self) -> Floats:
        """The rates expected, a year: (cells, ways)."""
        found: Floats = self.shape / self.rate
        return found


def fit(past: Past) -> DemandModel:
    """The model that the past makes likely, as known at the end of its last day.

    Raises ValueError where less than a year of the past was seen.
    """
    end = number_of(past.at)
    months = _months_seen(past)
    if months < 12:
        raise ValueError("A forecast needs at least a year of the past.")
    edges = month_days(months_on(past.at, -months), months)
    shape, rate = _rates(past, int(edges[0]))
    here = past.here_on(end)
    entered = past.entered() & (past.starts > edges[0])
    counts = np.histogram(past.starts[entered], edges + 1)[0].astype(float)
    calendar = (edges[:-1] + 15).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    waves = season(counts, calendar)
    share, ages = _entering(past, entered)
    leaving, moving = _levels(past, edges, shape / rate)
    return DemandModel(
        past.at,
        past.born[here],
        past.since[here],
        past.kind[here],
        learn(counts, at_season(waves, calendar)),
        waves,
        share,
        ages,
        shape,
        rate,
        leaving,
        moving,
    )


def _months_seen(past: Past) -> int:
    months = 0
    while months < 12 * LONGEST_YEARS and months_on(past.at, -months - 1) >= past.seen_from:
        months += 1
    return months


def exposures(past: Past, begin: int, weigh: Callable[[Days, Days], Floats]) -> Floats:
    """Years spent in each cell from the day `begin` on, each stretch as `weigh` counts it."""
    end = number_of(past.at)
    found = np.zeros(SHAPE)
    starts, ends = np.maximum(past.starts, begin), np.minimum(past.ends, end)
    ages = [birthdays(past.born, age) for age in (*BAND_STARTS, ADULT)]
    times = [past.since + days for days in SINCE_DAYS] + [np.full(len(past), 10**7)]
    for band in range(len(BANDS)):
        for time in range(len(SINCE)):
            first = np.maximum(np.maximum(starts, ages[band]), times[time])
            last = np.minimum(np.minimum(ends, ages[band + 1]), times[time + 1])
            some = last > first
            years = weigh(first[some], last[some])
            found[:, band, time] = np.bincount(past.kind[some], years, len(KINDS))
    return found.reshape(CELLS)


def gone(past: Past, begin: int) -> Bools:
    """Which stays ended after the day `begin` by a move or by leaving, not by turning eighteen."""
    ended: Bools = (
        (past.then >= 0)
        & (past.ends > begin)
        & (past.ends <= number_of(past.at))
        & (past.ends < past.eighteenth)
    )
    return ended


def _rates(past: Past, begin: int) -> tuple[Floats, Floats]:
    end, fading = number_of(past.at), np.log(2) / (FORGETTING_YEARS * YEAR)

    def weigh(first: Days, last: Days) -> Floats:
        faded: Floats = (np.exp(-fading * (end - last)) - np.exp(-fading * (end - first))) / fading
        return faded / YEAR

    years = exposures(past, begin, weigh)
    ended = gone(past, begin)
    day = past.ends[ended] - 1
    band, time = band_on(past.born[ended], day), since_on(past.since[ended], day)
    cell = cell_of(past.kind[ended], np.minimum(band, len(BANDS) - 1), time)
    weights = np.exp(-fading * (end - past.ends[ended]))
    flat = np.bincount(cell * WAYS + past.then[ended], weights, CELLS * WAYS)
    events: Floats = flat.astype(float).reshape(CELLS, WAYS)
    shape, rate = np.full((CELLS, WAYS), 1e-6), np.full((CELLS, WAYS), 1.0)
    for way in range(WAYS):
        pattern = _pattern(events[:, way], years, way)
        tight = _tightness(events[:, way], years, pattern)
        shape[:, way] = events[:, way] + tight
        rate[:, way] = years + tight / np.maximum(pattern, 1e-9)
    own = np.arange(CELLS) // (len(BANDS) * len(SINCE))
    shape[np.arange(CELLS), own], rate[np.arange(CELLS), own] = 1e-9, 1.0
    return shape, rate


def _pattern(events: Floats, years: Floats, way: int) -> Floats:
    """Rates as a product of what the kind of home, the age and the time in care each make of it."""
    seen, spent = events.reshape(SHAPE).copy(), years.reshape(SHAPE).copy()
    if way != LEFT:
        spent[way] = 0.0
        seen[way] = 0.0
    overall = (seen.sum() + 0.5 * UNCOUNTED) / max(spent.sum(), 1.0)
    fitted = np.full(SHAPE, overall)
    for _ in range(30):
        for axes in ((1, 2), (0, 2), (0, 1)):
            due = (fitted * spent).sum(axis=axes, keepdims=True)
            fitted = fitted * (seen.sum(axis=axes, keepdims=True) + UNCOUNTED) / (due + UNCOUNTED)
    if way == KIND_NUMBER[Living.SUPPORTED]:
        fitted[:, :-1] = np.minimum(fitted[:, :-1], 1e-4)  # registered for 16 and over only
    pattern: Floats = np.clip(fitted, 1e-7, 60.0).reshape(CELLS)
    return pattern


def _tightness(events: Floats, years: Floats, pattern: Floats) -> float:
    """How firmly to draw towards the pattern: as makes the events counted most likely."""
    some = years > 0
    counted, due = events[some], pattern[some] * years[some]

    def likelihood(tight: float) -> float:
        found = 0.0
        for count, each in zip(counted.tolist(), due.tolist(), strict=True):
            found += lgamma(tight + count) - lgamma(tight)
            found += tight * log(tight / (tight + each)) + count * log(each / (tight + each))
        return found

    return max(TIGHTNESS, key=likelihood)


def _entering(past: Past, entered: Bools) -> tuple[Floats, tuple[Days, ...]]:
    age = past.starts[entered] - past.born[entered]
    band = band_on(past.born[entered], past.starts[entered])
    cell = past.kind[entered] * len(BANDS) + band
    back = (number_of(past.at) - past.starts[entered]) / (FORGETTING_YEARS * YEAR)
    cells = len(KINDS) * len(BANDS)
    share = np.bincount(cell, 0.5**back, cells) + 0.02
    ages = tuple(np.sort(age[cell == each]) for each in range(cells))
    return share, tuple(
        own if len(own) else even_ages(number % len(BANDS)) for number, own in enumerate(ages)
    )


def even_ages(band: int) -> Days:
    """Ages in days spread evenly over an age band."""
    first, last = (*BAND_STARTS, ADULT)[band : band + 2]
    return np.linspace(first * YEAR + 5, last * YEAR - 5, 24).astype(np.int64)


def _levels(past: Past, edges: Days, rates: Floats) -> tuple[Level, Level]:
    """How leaving and moving have stood to the rates, month by month, and stand now."""
    ended = gone(past, int(edges[0]))
    out = past.then == LEFT
    left = np.histogram(past.ends[ended & out], edges + 1)[0].astype(float)
    moved = np.histogram(past.ends[ended & ~out], edges + 1)[0].astype(float)
    due = np.zeros((2, len(edges) - 1))
    for month, (first, last) in enumerate(pairwise(edges)):
        day = int(first + last) // 2
        here = past.here_on(day)
        band = np.minimum(band_on(past.born[here], day), len(BANDS) - 1)
        cell = cell_of(past.kind[here], band, since_on(past.since[here], day))
        ways = rates[cell].sum(axis=0) * (last - first) / YEAR
        due[:, month] = ways[LEFT], ways[:LEFT].sum()
    return learn(left, due[0]), learn(moved, due[1])

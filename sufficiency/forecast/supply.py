"""Carers ahead: households approved and leaving, and the places that they make.

Households are approved at a level that moves slowly, and leave at a rate that depends on how long
they have been approved. A new household's places and ages are those of one approved lately. All of
it runs on the same days as the children do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sufficiency.forecast.level import Level, learn
from sufficiency.forecast.scenario import AS_NOW, CarersJoining, CarersOftener, Scenario, Way
from sufficiency.forecast.words import (
    ADULT,
    BAND_STARTS,
    BANDS,
    NEVER,
    YEAR,
    Bools,
    CarerSpell,
    Counts,
    Days,
    Floats,
    day_of,
    month_days,
    months_on,
    number_of,
)

TENURES = (0.0, 2.0, 5.0, 10.0)
"""Years since approval, from which another rate of leaving holds."""

TIGHT = 4.0
"""How firmly the rates of leaving are drawn towards their mean, in events."""

LATELY_YEARS = 5.0
"""A new household is like one approved within so many years."""

BATCH = 250


@dataclass(frozen=True, eq=False)
class SupplyModel:
    """Everything that carers' futures are drawn from.

    `approved`: the day of each household now approved; `offer`: the number of what it offers, in
    `offers` (places, and the age bands that it serves as a row of yes and no). `like`: offers of
    households approved lately. `joining`: households a month. `shape`, `rate`: the gamma
    distributions of the yearly rates of leaving, by tenure.
    """

    at: date
    approved: Days
    offer: Counts
    offers: tuple[tuple[int, tuple[bool, ...]], ...]
    like: Counts
    joining: Level
    shape: Floats
    rate: Floats


@dataclass(frozen=True, eq=False)
class Places:
    """Approved households and their places in each future.

    `households` (futures, days). `places` (futures, sorts, days) and for each sort the age bands
    that such a place serves: `serves` (sorts, bands). A place serves a band when the ages of its
    terms take in at least half of it.
    """

    days: tuple[date, ...]
    households: npt.NDArray[np.int32]
    places: npt.NDArray[np.int32]
    serves: Bools
    seed: int
    scenario: str

    def of(self, bands: Iterable[str] = BANDS) -> npt.NDArray[np.int32]:
        """Places that serve any of these age bands: (futures, days)."""
        asked = [BANDS.index(each) for each in bands]
        some = self.serves[:, asked].any(axis=1)
        total: npt.NDArray[np.int32] = self.places[:, some].sum(axis=1, dtype=np.int32)
        return total


def bands_served(youngest: int, oldest: int) -> tuple[bool, ...]:
    """The age bands of which terms for these ages (whole years, both included) take in half."""
    edges = (*BAND_STARTS, ADULT)
    served = []
    for first, beyond in pairwise(edges):
        years = min(beyond, oldest + 1) - max(first, youngest)
        served.append(2 * years >= beyond - first)
    return tuple(served)


def fit_supply(
    spells: Iterable[CarerSpell], *, at: date | None = None, seen_from: date | None = None
) -> SupplyModel:
    """The model that these approvals make likely, as known at the end of `at`.

    `at` is the last day that is named, unless said; `seen_from` the first day from which every
    spell is there, unless said the first on which one ended. Raises ValueError where there are none
    or where less than a year was seen.
    """
    told = sorted(set(spells), key=lambda each: (each.household, each.approved))
    if not told:
        raise ValueError("There are no approvals to read.")
    last = at or max(max(each.approved, each.ended or each.approved) for each in told)
    known = [each for each in told if each.approved <= last and each.ended != each.approved]
    ended = [each.ended for each in known if each.ended is not None and each.ended <= last]
    begin = seen_from or min(ended, default=min(each.approved for each in known))
    months = 0
    while months < 12 * 8 and months_on(last, -months - 1) >= begin:
        months += 1
    if months < 12:
        raise ValueError("A forecast of carers needs at least a year of the past.")
    edges = month_days(months_on(last, -months), months)
    starts = np.array([number_of(each.approved) for each in known])
    ends = np.array([_end(each, last) for each in known])
    joined = np.histogram(starts, edges + 1)[0].astype(float)
    shape, rate = _leaving(starts, ends, int(edges[0]), int(edges[-1]))
    sorts = [(each.places, bands_served(each.youngest, each.oldest)) for each in known]
    offers = tuple(sorted(set(sorts)))
    offer = np.array([offers.index(each) for each in sorts])
    lately = starts > edges[-1] - LATELY_YEARS * YEAR
    return SupplyModel(
        last,
        starts[ends == NEVER],
        offer[ends == NEVER],
        offers,
        offer[lately] if lately.any() else offer,
        learn(joined, np.ones(months)),
        shape,
        rate,
    )


def _end(spell: CarerSpell, last: date) -> int:
    return NEVER if spell.ended is None or spell.ended > last else number_of(spell.ended)


def _leaving(starts: Days, ends: Days, begin: int, end: int) -> tuple[Floats, Floats]:
    """What was counted of leaving by tenure, and over how many years, drawn towards the mean."""
    left, years = np.zeros(len(TENURES)), np.zeros(len(TENURES))
    for number, (first, beyond) in enumerate(zip(TENURES, (*TENURES[1:], 99.0), strict=True)):
        since, until = starts + round(first * YEAR), starts + round(beyond * YEAR)
        spent = np.minimum(np.minimum(ends, until), end) - np.maximum(np.maximum(since, begin), 0)
        years[number] = np.maximum(spent, 0).sum() / YEAR
        left[number] = ((ends > begin) & (ends <= end) & (ends > since) & (ends <= until)).sum()
    mean = (left.sum() + 0.5) / max(years.sum(), 1.0)
    return left + TIGHT, years + TIGHT / mean


def simulate_supply(
    model: SupplyModel,
    futures: int = 10_000,
    years: int = 5,
    *,
    seed: int = 1,
    scenario: Scenario = AS_NOW,
) -> Places:
    """So many futures of so many years, for carers."""
    days = month_days(model.at, 12 * years)
    serves = np.array(sorted({offer[1] for offer in model.offers} | _brought(scenario)))
    size = -(-futures // BATCH)
    households = np.empty((size, BATCH, len(days)), np.int32)
    places = np.empty((size, BATCH, len(serves), len(days)), np.int32)
    for number, stream in enumerate(np.random.SeedSequence((seed, 2)).spawn(size)):
        drawn = _Batch(model, scenario, days, serves, np.random.default_rng(stream))
        households[number], places[number] = drawn.counts()
    return Places(
        tuple(day_of(day) for day in days),
        households.reshape(-1, len(days))[:futures],
        places.reshape(-1, len(serves), len(days))[:futures],
        serves,
        seed,
        scenario.name,
    )


def _brought(scenario: Scenario) -> set[tuple[bool, ...]]:
    return {bands_served(each.youngest, each.oldest) for each in scenario.of(CarersJoining)}


class _Batch:
    """One batch of futures. Days count from the day the model stands on."""

    def __init__(
        self,
        model: SupplyModel,
        scenario: Scenario,
        days: Days,
        serves: Bools,
        random: np.random.Generator,
    ) -> None:
        self.model, self.scenario, self.random = model, scenario, random
        self.days = days - days[0]
        self.serves = serves
        self.origin = int(days[0])

    def counts(self) -> tuple[Counts, Counts]:
        """Households (futures, days) and places (futures, sorts, days)."""
        model, span = self.model, len(self.days)
        future, approved, starts, places, sort = self._all()
        gamma = self.random.gamma(model.shape, 1 / (model.rate * YEAR), (BATCH, len(TENURES)))
        # Those whom the scenario brings come last, so that all others fare as they would without.
        others = len(future) - BATCH * self._brought()
        ends = np.concatenate(
            [
                self._ends(future[some], approved[some], starts[some], gamma)
                for some in (slice(others), slice(others, None))
            ]
        )
        first = np.searchsorted(self.days, starts)
        beyond = np.searchsorted(self.days, ends)
        some = first < beyond
        future, first, beyond = future[some], first[some], beyond[some]
        places, sort = places[some], sort[some]
        households = _running(future, first, beyond, np.ones(len(future)), BATCH, span)
        row = future * len(self.serves) + sort
        by_sort = _running(row, first, beyond, places, BATCH * len(self.serves), span)
        return households, by_sort.reshape(BATCH, len(self.serves), span)

    def _brought(self) -> int:
        """Households that the scenario brings, in each future."""
        return sum(
            each.households
            for each in self.scenario.of(CarersJoining)
            if number_of(each.starts) > self.origin
        )

    def _all(self) -> tuple[Days, Floats, Floats, Counts, Counts]:
        """Households of all futures: future, days of approval and of coming in, places, sort."""
        model, random = self.model, self.random
        months = len(self.days) - 1
        due = model.joining.paths(random, BATCH, months) * self._often(Way.ENTERING)
        if model.joining.spread > 1.001:
            over = model.joining.spread - 1
            due = random.gamma(np.maximum(due, 1e-9) / over, over)
        number = random.poisson(due).ravel()
        both = np.repeat(np.arange(number.size), number)
        future, month = both // months, both % months
        starts = self.days[month] + random.random(len(both)) * np.diff(self.days)[month]
        offer = random.choice(model.like, len(both))
        now = len(model.approved)
        places = np.array([each[0] for each in model.offers])
        sorts = {tuple(row): number for number, row in enumerate(self.serves.tolist())}
        sort = np.array([sorts[each[1]] for each in model.offers])
        brought = [
            (number_of(each.starts) - self.origin, each.places, sorts[_served(each)])
            for each in self.scenario.of(CarersJoining)
            for _ in range(each.households)
            if number_of(each.starts) > self.origin
        ]
        told = np.array(brought, np.int64).reshape(-1, 3)
        every = np.arange(BATCH)
        return (
            np.concatenate([np.repeat(every, now), future, np.repeat(every, len(told))]),
            np.concatenate(
                [np.tile(model.approved - self.origin, BATCH), starts, np.tile(told[:, 0], BATCH)]
            ),
            np.concatenate([np.zeros(BATCH * now), starts, np.tile(told[:, 0], BATCH)]),
            np.concatenate(
                [np.tile(places[model.offer], BATCH), places[offer], np.tile(told[:, 1], BATCH)]
            ),
            np.concatenate(
                [np.tile(sort[model.offer], BATCH), sort[offer], np.tile(told[:, 2], BATCH)]
            ),
        )

    def _often(self, way: Way) -> Floats:
        """By how much the scenario multiplies, month by month, as on the month's first day."""
        often = np.ones(len(self.days) - 1)
        for each in self.scenario.of(CarersOftener):
            if each.way is way:
                starts = number_of(each.starts) - self.origin
                ends = NEVER if each.ends is None else number_of(each.ends) - self.origin
                often[(self.days[:-1] >= starts) & (self.days[:-1] < ends)] *= each.times
        return often

    def _ends(self, future: Days, approved: Floats, starts: Floats, gamma: Floats) -> Floats:
        """The day on which each household leaves; beyond the last where it stays."""
        often = self._often(Way.LEAVING)
        changed = np.flatnonzero(np.diff(often)) + 1
        edges = np.append(self.days[:-1][changed], NEVER)
        levels = often[np.append(0, changed)]
        reached, ends = starts.astype(float), np.full(len(starts), float(NEVER))
        tenures = np.array([*TENURES[1:], 999.0]) * YEAR
        going = np.arange(len(starts))
        while len(going):
            spent = reached[going] - approved[going]
            tenure = np.searchsorted(tenures, spent, side="right")
            period = np.searchsorted(edges, reached[going], side="right")
            until = np.minimum(approved[going] + tenures[tenure], edges[period])
            rate = gamma[future[going], tenure] * levels[period]
            with np.errstate(divide="ignore"):
                event = reached[going] + self.random.standard_exponential(len(going)) / rate
            leaves = event < until
            ends[going[leaves]] = event[leaves]
            # A moment past the edge, so that it is not met again.
            reached[going] = np.nextafter(until, np.inf)
            going = going[~leaves & (until <= self.days[-1])]
        return ends


def _served(joining: CarersJoining) -> tuple[bool, ...]:
    return bands_served(joining.youngest, joining.oldest)


def _running(
    row: Days, first: Days, beyond: Days, weight: Floats | Counts, rows: int, span: int
) -> Counts:
    """How much is there on each day, from what comes first on one day and is gone on another."""
    wide = span + 1
    change = np.bincount(row * wide + first, weight, rows * wide)
    change -= np.bincount(row * wide + beyond, weight, rows * wide)
    running = np.cumsum(change.reshape(rows, wide), axis=1)[:, :-1]
    return np.rint(running).astype(np.int32)

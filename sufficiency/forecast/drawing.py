"""Draws the futures: each has its own rates, its own entries and its own children.

Every child's life is walked from event to event: a move, leaving, a birthday that opens an age
band, a length of time in care, whichever comes first. Futures are drawn in batches of one size,
each from a stream of random numbers of its own: the same model, seed and scenario give the same
numbers on any number of processors, and fewer futures are the first of more.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sufficiency.forecast.demand import WAYS, DemandModel
from sufficiency.forecast.futures import Futures
from sufficiency.forecast.level import at_season
from sufficiency.forecast.scenario import AS_NOW, Arriving, Oftener, Scenario, Way
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
    Days,
    Floats,
    band_on,
    birthdays,
    cell_of,
    day_of,
    month_days,
    number_of,
    since_on,
)

BATCH = 80
"""Futures drawn together, at most: enough to be quick, few enough for a processor's own memory."""

TOGETHER = 150_000
"""Children walked together, at most, where one future has fewer."""

PLACES = len(KINDS) * len(BANDS)
"""Kinds of home by age bands, as they are counted."""

_TINY = np.float32(2**-25)
_OF_A_KIND = CELLS // len(KINDS)

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

Whole = npt.NDArray[np.int32]
Single = npt.NDArray[np.float32]

_LATER = np.array([*SINCE_DAYS[1:], 10**7], np.float32)
_OLDEST = len(BANDS) - 1

_EDGES = (0.0, 2.0, 5.0, 10.0, 15.0)
"""Years on, at which the levels of leaving and moving take their next value."""


def simulate(
    model: DemandModel,
    futures: int = 10_000,
    years: int = 5,
    *,
    seed: int = 1,
    scenario: Scenario = AS_NOW,
    tell: Told | None = None,
) -> Futures:
    """So many futures of so many years from the day that the model stands on.

    Raises ValueError for none or more than 100,000 futures, or beyond 1 to 20 years.
    """
    if not (1 <= futures <= 100_000 and 1 <= years <= 20):
        raise ValueError("Ask for 1 to 100,000 futures of 1 to 20 years.")
    plan = _plan(model, years, scenario)
    lives = len(model.born) + 12 * years * model.entries.mean
    size = max(1, min(BATCH, int(TOGETHER / max(lives, 1.0))))
    batches = -(-futures // size)
    counted = np.int16 if lives < np.iinfo(np.int16).max / 4 else np.int32
    children = np.empty((batches, size, len(KINDS), len(BANDS), len(plan.days)), counted)
    streams = np.random.SeedSequence(seed).spawn(batches)

    def draw(number: int) -> None:
        random = np.random.Generator(np.random.SFC64(streams[number]))
        drawn = _Batch(model, plan, random, size).counts()
        children[number] = drawn.reshape(children.shape[1:])

    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        for number, _ in enumerate(threads.map(draw, range(batches)), start=1):
            if tell:
                tell("Drawing futures", min(futures, number * size), futures)
    days = tuple(day_of(day) for day in plan.days)
    drawn = children.reshape(-1, *children.shape[2:])[:futures]
    return Futures(days, drawn, seed, scenario.name)


@dataclass(frozen=True, eq=False)
class _Plan:
    """What every future has in common. Days count from the day the model stands on.

    `days`: the days counted, by their numbers; `turning`: for each day of birth from `first_born`
    on, the day that ends each age band; `after`: for each day, the next of those counted; `edges`:
    where rates change, the last beyond the end; `often` (periods, cells, ways) and `entering`
    (months, places): by how much the scenario multiplies; `arriving`: (day, place) of children
    whom it brings.
    """

    days: Days
    first_born: int
    turning: Single
    after: Whole
    edges: Single
    often: Floats
    entering: Floats
    arriving: tuple[tuple[int, int], ...]

    @property
    def beyond(self) -> float:
        """The first day after all that are counted."""
        return float(self.days[-1] - self.days[0] + 1)


def _plan(model: DemandModel, years: int, scenario: Scenario) -> _Plan:
    days = month_days(model.at, 12 * years)
    origin, last = int(days[0]), int(days[-1] - days[0])
    first_born = min(int(model.born.min(initial=origin)), origin - ADULT * 366 - 1)
    born = np.arange(first_born, origin + last + 2)
    turning = [birthdays(born, age) - origin for age in (*BAND_STARTS[1:], ADULT)]
    after = np.searchsorted(days - origin, np.arange(last + 2))
    changes = scenario.of(Oftener)
    rates = [each for each in changes if each.way is not Way.ENTERING]
    edges = _edges(rates, origin, last)
    return _Plan(
        days,
        first_born,
        np.array(turning, np.float32),
        after.astype(np.int32),
        np.array([*edges[1:], last + 1], np.float32),
        _often(rates, origin, edges),
        _entering([each for each in changes if each.way is Way.ENTERING], days),
        tuple(
            (number_of(each.starts) - origin, _place(each))
            for each in scenario.of(Arriving)
            for _ in range(each.number)
            if 0 < number_of(each.starts) - origin <= last
        ),
    )


def _place(arriving: Arriving) -> int:
    return KIND_NUMBER[arriving.living] * len(BANDS) + BANDS.index(arriving.band)


def _edges(changes: list[Oftener], origin: int, last: int) -> list[int]:
    """Day 0, the days at which levels move, and those on which the scenario changes a rate."""
    days = {round(year * YEAR) for year in _EDGES}
    for each in changes:
        days |= {number_of(day) - origin for day in (each.starts, each.ends) if day is not None}
    return sorted(day for day in days if 0 <= day < last)


def _often(changes: list[Oftener], origin: int, edges: list[int]) -> Floats:
    often = np.ones((len(edges), *SHAPE, WAYS))
    for each in changes:
        bands = [BANDS.index(band) for band in each.bands]
        kinds = [KIND_NUMBER[kind] for kind in each.living]
        to = [KIND_NUMBER[kind] for kind in each.to] if each.way is Way.MOVING else [LEFT]
        for period, edge in enumerate(edges):
            if _holds(each, origin + edge):
                often[period][np.ix_(kinds, bands, range(len(SINCE)), to)] *= each.times
    return often.reshape(len(edges), CELLS, WAYS)


def _entering(changes: list[Oftener], days: Days) -> Floats:
    """For each month, by how much entries into each place are multiplied, day by day on average."""
    often = np.ones((len(days) - 1, len(KINDS), len(BANDS)))
    for each in changes:
        bands = [BANDS.index(band) for band in each.bands]
        kinds = [KIND_NUMBER[kind] for kind in each.living]
        for month, (first, last) in enumerate(pairwise(days)):
            held = sum(_holds(each, day) for day in range(int(first), int(last)))
            part = held / int(last - first)
            often[month][np.ix_(kinds, bands)] *= 1 - part + part * each.times
    return often.reshape(len(days) - 1, PLACES)


def _holds(change: Oftener, day: int) -> bool:
    ends = change.ends
    return number_of(change.starts) <= day and (ends is None or day < number_of(ends))


@dataclass(frozen=True, eq=False)
class _Lives:
    """Children, a row each: their future, cell, place in `turning` by birth, the start of care and
    the moment from which they are walked."""

    future: Whole
    cell: Whole
    born: Whole
    since: Single
    starts: Single


class _Batch:
    """One batch of futures."""

    def __init__(
        self, model: DemandModel, plan: _Plan, random: np.random.Generator, size: int
    ) -> None:
        self.model, self.plan, self.random, self.size = model, plan, random, size
        self.months = len(plan.days) - 1
        self.in_all = self._rates()
        self.came: list[Whole] = []
        self.went: list[Whole] = []

    def counts(self) -> Whole:
        """Children in each place on each day: (futures, places, days)."""
        for lives in (self._present(), self._entries(), self._arriving()):
            self._walk(lives)
        size = self.size * PLACES * (self.months + 2)
        change = np.bincount(np.concatenate(self.came), minlength=size)
        change -= np.bincount(np.concatenate(self.went), minlength=size)
        by_day = change.reshape(self.size, PLACES, self.months + 2)
        counted: Whole = np.cumsum(by_day, axis=2, dtype=np.int32)[:, :, :-1]
        return counted

    def _rates(self) -> Single:
        """Running sums, over where to, of daily rates: (ways, futures x periods x cells)."""
        model, plan, random = self.model, self.plan, self.random
        drawn = random.standard_gamma(
            model.shape.astype(np.float32), (self.size, *model.shape.shape), dtype=np.float32
        )
        drawn /= (model.rate * YEAR).astype(np.float32)
        middles = (np.append(0, plan.edges[:-1]) + plan.edges) / 2
        months = np.minimum((middles / (YEAR / 12)).astype(int), self.months - 1)
        leaving = model.leaving.paths(random, self.size, self.months)[:, months]
        moving = model.moving.paths(random, self.size, self.months)[:, months]
        rates = drawn[:, None] * plan.often[None].astype(np.float32)
        rates[..., :LEFT] *= moving[:, :, None, None].astype(np.float32)
        rates[..., LEFT] *= leaving[:, :, None].astype(np.float32)
        sums = np.empty((WAYS, rates.size // WAYS), np.float32)
        flat, so_far = rates.reshape(-1, WAYS), np.zeros(rates.size // WAYS, np.float32)
        for way in range(WAYS):
            so_far += flat[:, way]
            sums[way] = so_far
        sums[LEFT] += np.float32(1e-12)
        return sums

    def _present(self) -> _Lives:
        """The children looked after on the day the model stands on, in each future."""
        model, origin = self.model, int(self.plan.days[0])
        band = np.minimum(band_on(model.born, origin), _OLDEST)
        cell = cell_of(model.kind, band, since_on(model.since, origin))
        return _Lives(
            np.repeat(np.arange(self.size, dtype=np.int32), len(cell)),
            np.tile(cell.astype(np.int32), self.size),
            np.tile((model.born - self.plan.first_born).astype(np.int32), self.size),
            np.tile((model.since - origin).astype(np.float32), self.size),
            np.zeros(self.size * len(cell), np.float32),
        )

    def _entries(self) -> _Lives:
        """The children who enter: how many a month, when in it, where, and at which age."""
        model, plan, random = self.model, self.plan, self.random
        month_of = plan.days[:-1].astype("datetime64[D]") + 15
        calendar = month_of.astype("datetime64[M]").astype(int) % 12
        most = plan.entering.max(axis=1)
        due = model.entries.paths(random, self.size, self.months)
        due *= at_season(model.waves, calendar) * most
        if model.entries.spread > 1.001:
            over = model.entries.spread - 1
            due = random.gamma(np.maximum(due, 1e-9) / over, over)
        number = random.poisson(due).ravel()
        both = np.repeat(np.arange(number.size, dtype=np.int32), number)
        future = both // self.months
        month = both - future * self.months
        share = np.cumsum(random.standard_gamma(model.share, (self.size, PLACES)), axis=1)
        share = share / share[:, -1:] + np.arange(self.size)[:, None]
        place = np.searchsorted(share.ravel(), random.random(len(both)) + future)
        place = np.minimum(place - future * PLACES, PLACES - 1).astype(np.int32)
        if (plan.entering != most[:, None]).any():
            kept = random.random(len(both)) * most[month] < plan.entering[month, place]
            future, month, place = future[kept], month[kept], place[kept]
        starts = (plan.days - plan.days[0]).astype(np.float32)
        when = random.random(len(month), dtype=np.float32) * np.diff(starts).take(month)
        when += starts.take(month)
        return self._coming(future, place, when)

    def _arriving(self) -> _Lives:
        """The children whom the scenario brings."""
        told = np.array(self.plan.arriving, np.int32).reshape(-1, 2)
        future = np.repeat(np.arange(self.size, dtype=np.int32), len(told))
        when = np.tile(told[:, 0], self.size).astype(np.float32)
        return self._coming(future, np.tile(told[:, 1], self.size), when)

    def _coming(self, future: Whole, place: Whole, when: Single) -> _Lives:
        """Children who come into care on these days, at ages at which children did."""
        plan, ages = self.plan, self.model.ages
        sizes = np.array([len(own) for own in ages])
        first = (np.cumsum(sizes) - sizes).take(place)
        chosen = self.random.random(len(place), dtype=np.float32) * sizes.astype("f4").take(place)
        chosen = np.minimum(chosen.astype(np.int64), sizes.take(place) - 1)
        age = np.concatenate(ages).astype(np.int32).take(first + chosen)
        day = when.astype(np.int32)
        born = day - age + np.int32(plan.days[0] - plan.first_born)
        band, spans = place - place // len(BANDS) * len(BANDS), plan.turning.shape[1]
        # The band is what the calendar says, should a leap year bring a birthday forward.
        flat = plan.turning.ravel()
        band += (band < _OLDEST) & (flat.take(band * spans + born) <= day)
        band -= (band > 0) & (flat.take(np.maximum(band - 1, 0) * spans + born) > day)
        cell = (place // len(BANDS) * len(BANDS) + band) * len(SINCE)
        return _Lives(future, cell, born, when, when)

    def _walk(self, lives: _Lives) -> None:
        """Every life to its end or past the last day, telling of each change of place.

        `row` is the life's future, period and cell as one number, as the rates are laid out;
        `turns`, `later` and `edge` are the next birthday, time in care and change of rates.
        """
        plan, random, total = self.plan, self.random, self.in_all[-1]
        beyond, spans = np.float32(plan.beyond), plan.turning.shape[1]
        turning, reached = plan.turning.ravel(), lives.starts
        who = np.arange(len(reached), dtype=np.int32)
        period = np.searchsorted(plan.edges, reached, side="right").astype(np.int32)
        row = (lives.future * len(plan.edges) + period) * CELLS + lives.cell
        turns = turning[_band(lives.cell) * spans + lives.born]
        later = lives.since + _LATER[lives.cell % len(SINCE)]
        edge = plan.edges[period]
        self.came.append(self._counted(row, reached))
        while len(who):
            # Never exactly nothing: a rate of nothing must not have an event at once.
            event = random.random(len(row), dtype=np.float32)
            event += _TINY
            np.minimum(np.log(event, out=event), -_TINY, out=event)
            event /= total.take(row)
            np.subtract(reached, event, out=event)
            until = np.minimum(np.minimum(turns, later), edge)
            went = np.flatnonzero(event < until)
            reached = np.minimum(event, until)
            # A birthday, a time in care and a change of rates may fall on one day.
            turned, passed, crossed = (
                np.flatnonzero(next_one <= reached) for next_one in (turns, later, edge)
            )
            gone = np.zeros(len(row), np.bool_)
            self._go(row, reached, went, gone)
            gone[crossed[edge.take(crossed) >= beyond]] = True
            self._turn(row, reached, turned, gone)
            row[passed] += 1
            row[crossed] += CELLS
            own = lives.born.take(who.take(turned))
            turns[turned] = turning.take(_band(row.take(turned)) * spans + own, mode="clip")
            time = _part(row.take(passed), 1, len(SINCE))
            later[passed] = lives.since.take(who.take(passed)) + _LATER.take(time)
            period = _part(row.take(crossed), CELLS, len(plan.edges))
            edge[crossed] = plan.edges.take(period)
            stays = np.flatnonzero(~gone)
            row, who, reached = row.take(stays), who.take(stays), reached.take(stays)
            turns, later, edge = turns.take(stays), later.take(stays), edge.take(stays)

    def _go(self, row: Whole, when: Single, went: Days, gone: Bools) -> None:
        """Those who go, to another kind of home or out of care."""
        before = row.take(went)
        counted = self._counted(before, when.take(went))
        self.went.append(counted)
        to = self._where_to(before)
        further = to - _part(before, _OF_A_KIND, len(KINDS))
        row[went] = before + further * _OF_A_KIND
        left = to == LEFT
        gone[went[left]] = True
        further *= len(BANDS) * (self.months + 2)
        self.came.append((counted + further).take(np.flatnonzero(~left)))

    def _turn(self, row: Whole, when: Single, turned: Days, gone: Bools) -> None:
        """Those whose birthday opens the next age band, or who become adults."""
        before = row.take(turned)
        counted = self._counted(before, when.take(turned))
        self.went.append(counted)
        adult = _band(before) == _OLDEST
        gone[turned[adult]] = True
        row[turned] = before + len(SINCE)
        self.came.append(counted.take(np.flatnonzero(~adult)) + (self.months + 2))

    def _where_to(self, row: Whole) -> Whole:
        """Where those go who go: the number of a kind of home, or LEFT."""
        chosen = self.random.random(len(row), dtype=np.float32) * self.in_all[-1].take(row)
        to = np.zeros(len(row), np.int32)
        for way in range(LEFT):
            to += chosen >= self.in_all[way].take(row)
        return to

    def _counted(self, row: Whole, when: Single) -> Whole:
        """Where a child's place is counted from the next counted day on, in futures by places by
        days."""
        after = self.plan.after.take(np.ceil(when).astype(np.int32))
        step = row // CELLS
        future = step // len(self.plan.edges)
        place = row // len(SINCE) - (step - future) * PLACES
        place *= self.months + 2
        place += after
        return place


def _part(row: Whole, size: int, parts: int) -> Whole:
    """Which of so many parts of this size a row lies in, the parts coming round again and again."""
    number = row // size
    return number - number // parts * parts


def _band(cell: Whole) -> Whole:
    """The age band of a cell or row."""
    return _part(cell, len(SINCE), len(BANDS))

"""One search over a whole register, explained, beside the plain way and beside PostGIS.

`explained_ms`          median: every reason for every home, their tally, the twenty best with the
                        parts of their scores; the register is in memory
`plain_over_explained`  median of the plain way (ORM rows and a geodesic loop) over the same
`explained_over_postgis` the same over the median of the faster PostGIS way, which gives no reasons

All three are asked for the same needs over the same invented homes, and must give the same homes
for each need, or no ratio is written. Weights are set so that the nearest come first, which is what
the other two can do. Needs that a geodesic and the grid could answer differently, because two homes
are within eighty metres of changing places, are not used.
"""

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bench import plain_way, postgis_way
from bench.invented import DAY, a_register, some_needs
from sufficiency.arrays import Register
from sufficiency.criteria import Weights
from sufficiency.distance import METRES_IN_MILE, metres
from sufficiency.match import search
from sufficiency.period import Period
from sufficiency.types import Need

NEAREST_FIRST = Weights(in_area=0.0, own_service=0.0, ages_out=0.0, no_ssw=0.0)
LIMIT = 20
TOO_CLOSE_M = 80.0
"""Nearer than this, a geodesic and the grid may put two homes in either order."""


@dataclass(frozen=True)
class Size:
    """How many homes, and for how many needs each way is asked."""

    name: str
    homes: int
    needs: int
    repeats: int


SIZES = (
    Size("council", 300, 20, 20),
    Size("region", 5_000, 10, 20),
    Size("england", 45_000, 5, 40),
    Size("england_x10", 450_000, 1, 40),
)


def measure(*names: str) -> dict[str, float]:
    """The figures for each size, or for those that are named."""
    figures: dict[str, float] = {}
    for size in SIZES:
        if not names or size.name in names:
            figures |= _measured(size)
    return figures


def _measured(size: Size) -> dict[str, float]:
    _say(f"{size.name}: {size.homes:,} homes")
    register = Register(a_register(size.homes))
    started = perf_counter()
    window = register.during(Period(DAY))
    _say(f"  packed in {perf_counter() - started:.1f} s")
    needs = list(_clear_needs(register, size))
    found, taken = _explained(register, needs, size.repeats)
    figures = {f"search.{size.name}.explained_ms": median(taken)}
    _say(f"  explained {median(taken):.3f} ms, worst of a hundred {_worst(taken):.3f} ms")
    figures |= _beside_plain(size, register, needs, found, median(taken))
    try:
        with postgis_way.a_server() as server, psycopg.connect(server) as connection:
            postgis_way.fill(connection, window)
            timed = postgis_way.search_all(connection, needs, size.repeats)
    except postgis_way.NotInstalled as missing:
        _say(f"  {missing}")
        return figures
    _say(f"  PostGIS {median(timed.milliseconds):.3f} ms")
    if _same(size, needs, found, [set(each) for each in timed.nearest], "PostGIS"):
        ratio = median(taken) / median(timed.milliseconds)
        figures[f"search.{size.name}.explained_over_postgis"] = ratio
    return figures


def _explained(
    register: Register, needs: list[Need], repeats: int
) -> tuple[list[set[str]], list[float]]:
    """The homes for each need, and the milliseconds of each search."""
    found, taken = [], []
    for need in needs:
        ranked = search(register, need, weights=NEAREST_FIRST, limit=LIMIT).ranked
        found.append({match.home_id for match in ranked if not match.to_ask})
    gc.collect()
    gc.freeze()
    for _ in range(repeats):
        for need in needs:
            started = perf_counter()
            matches = search(register, need, weights=NEAREST_FIRST, limit=LIMIT)
            matches.tally()
            taken.append((perf_counter() - started) * 1000)
    gc.unfreeze()
    return found, taken


def _beside_plain(
    size: Size, register: Register, needs: list[Need], found: list[set[str]], explained: float
) -> dict[str, float]:
    """The plain way in a process of its own, so that neither disturbs the other's memory."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plain.sqlite"
        plain_way.fill(path, register.homes)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            answers = process.submit(plain_way.search_all, path, needs, LIMIT).result()
    taken = median(answer.milliseconds for answer in answers)
    _say(f"  plain way {taken:,.0f} ms")
    if not _same(size, needs, found, [set(each.nearest) for each in answers], "the plain way"):
        return {}
    return {f"search.{size.name}.plain_over_explained": taken / explained}


def _clear_needs(register: Register, size: Size) -> Iterator[Need]:
    """Needs that every way should answer alike, however it measures distance."""
    given = 0
    for need in some_needs(200, size.homes):
        if is_clear(register, need):
            yield need
            given += 1
        if given == size.needs:
            return


def is_clear(register: Register, need: Need) -> bool:
    """Is no home so near a limit, or two so near in rank, that a geodesic might differ?"""
    assert need.home is not None
    assert need.max_miles is not None
    anywhere = replace(need, max_miles=need.max_miles + 1, avoid=())
    matches = search(register, anywhere, weights=NEAREST_FIRST, limit=300)
    homes = [register.homes[register.row_of[match.home_id]] for match in matches.ranked]
    where = [home.where for home in homes if home.where is not None]
    far = sorted(metres(need.home, each) for each in where)
    at_the_edge = [abs(each - need.max_miles * METRES_IN_MILE) for each in far]
    at_the_edge += [
        abs(metres(avoid.point, each) - avoid.miles * METRES_IN_MILE)
        for avoid in need.avoid
        for each in where
    ]
    ties = [later - sooner for sooner, later in pairwise(far)]
    at_the_end = ties[LIMIT - 5 : LIMIT + 5]
    return min([*at_the_edge, *at_the_end], default=TOO_CLOSE_M) >= TOO_CLOSE_M


def _same(
    size: Size, needs: list[Need], ours: list[set[str]], theirs: list[set[str]], who: str
) -> bool:
    """Were the same homes found for every need? Says for which they were not."""
    for need, one, other in zip(needs, ours, theirs, strict=True):
        if one != other:
            _say(f"  {size.name}: {who} differs for {need.id}: {sorted(one ^ other)}; no ratio")
            return False
    return True


def _worst(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

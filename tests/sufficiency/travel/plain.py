"""Small invented networks for both sides: the product's and the oracle's."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from bench.roads import SORTS, Roads, plain_roads
from sufficiency.travel import SPEEDS, LoadedRoads, Network, make_network, prepare
from sufficiency.travel.roads import ORDER, road_of
from sufficiency.types import Point
from tests.oracles.travel import PlainRoads

WIDE = 9_000
"""Metres that a small network is wide: some places on it are far from every road."""


@st.composite
def small_roads(draw: Any) -> Roads:
    """Up to twenty junctions, any links, some leading nowhere and some twice; it may fall apart."""
    number = draw(st.integers(4, 20))
    coordinate = st.integers(0, WIDE)
    at = [(0, 0), (3_000, 200)]  # so that there is always somewhere to go
    at += draw(st.lists(st.tuples(coordinate, coordinate), min_size=number, max_size=number))
    junction = st.integers(0, len(at) - 1)
    link = st.tuples(junction, junction, st.integers(0, 12_000), st.integers(0, len(SORTS) - 1))
    links = [(0, 1, 3_100, 0), *draw(st.lists(link, min_size=number, max_size=3 * number))]
    start, end, metres, sort = (np.array(each) for each in zip(*links, strict=True))
    east, north = (np.array(each) for each in zip(*at, strict=True))
    roads = Roads(east, north, start, end, metres, sort)
    part = plain_roads(roads).part
    assume(max(np.ptp(east[part]), np.ptp(north[part])) >= LEAST)  # what reaches less is refused
    return roads


LEAST = 1_000
"""Metres that the largest part of a network reaches, or there is nothing to travel on."""


def places() -> Any:
    """Doors on and about a small network, some too far from any road."""
    coordinate = st.integers(-3_000, WIDE + 3_000)
    return st.lists(st.builds(Point, coordinate, coordinate), min_size=1, max_size=12)


def network_of(roads: Roads) -> Network:
    """The product's network of invented roads, without a file between them."""
    kinds = []
    for function, classed, form in SORTS:
        road = road_of(function, classed, form)
        assert road is not None
        kinds.append(ORDER.index(road))
    return make_network(
        roads.east, roads.north, roads.start, roads.end, roads.metres, np.array(kinds)[roads.sort]
    ).network


def both(roads: Roads) -> tuple[LoadedRoads, PlainRoads]:
    """The same roads as the product and as the oracle have them."""
    return prepare(network_of(roads), SPEEDS).loaded, plain_roads(roads)


def asked_plainly(plain: PlainRoads, origin: Point, where: list[Point]) -> list[float | None]:
    """What the oracle says, door to door."""
    there = [(each.easting_m, each.northing_m) for each in where]
    return plain.minutes((origin.easting_m, origin.northing_m), there)


def first_difference(loaded: LoadedRoads, plain: PlainRoads, where: list[Point]) -> str | None:
    """The first journey of which product and oracle say different things, or whose bounds do not
    hold it; None where there is none."""
    for origin in where:
        mine = loaded.exact_minutes(origin, where).tolist()
        guessed = loaded.estimated_minutes(origin, where).tolist()
        theirs = asked_plainly(plain, origin, where)
        for place, exact, about, right in zip(where, mine, guessed, theirs, strict=True):
            if right is None:
                if exact == exact or about == about:
                    return f"{origin} to {place}: {exact}, {about}, where no road is near"
            elif abs(exact - right) > 1e-6 * max(right, 1):
                return f"{origin} to {place}: {exact}, not {right}"
    return _outside_bounds(loaded, where)


def _outside_bounds(loaded: LoadedRoads, where: list[Point]) -> str | None:
    from scipy.sparse.csgraph import dijkstra

    junctions = np.unique(loaded.snap(where).junction)
    for source in junctions[junctions >= 0].tolist():
        every = np.arange(loaded.network.junctions)
        right = dijkstra(loaded.graph, indices=source)
        low, high = loaded.bounds(source, every)
        about = loaded.estimate(source, every)
        held = (low <= right + 1e-6) & (right <= high + 1e-6) & (low <= about) & (about <= high)
        if not held.all():
            worst = int(np.flatnonzero(~held)[0])
            return f"{source} to {worst}: {low[worst]} {right[worst]} {high[worst]} {about[worst]}"
    return None

"""What is worked out once when roads are loaded: landmarks, factors by area, how estimates lie.

Everything is drawn with a fixed seed: the same roads at the same speeds make the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sufficiency.travel.loaded import LANDMARKS, LoadedRoads, Tell
from sufficiency.travel.network import BadRoads, Floats, Ints, Network
from sufficiency.travel.roads import Road
from sufficiency.travel.ways import SQUARE_M, AreaFactors
from sufficiency.types import Point

FROM, TO = 24, 250
"""Junctions from which journeys are drawn to calibrate on, and to how many each."""

CHECKED = 8
"""Further junctions whose journeys calibrate nothing: how far off the estimates are on these is
what is told."""

NEAREST_M, FURTHEST_M = 1_000, 60_000
"""Journeys are drawn between these, in a straight line."""

SHRINK = 20.0
"""Journeys of which an area must have many more before it is believed to differ."""

SEED = 20_261_123
FORMAT = 1
MOST_PACKED = 400_000_000
"""Bytes that packed roads may unpack to."""


def untold(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Roads ready to be asked, and the median relative error on journeys that calibrated nothing:
    of estimates from landmarks, of the factors by area, and of one factor."""

    loaded: LoadedRoads
    landmarks_error: float
    areas_error: float
    factor_error: float


def prepare(network: Network, speeds: Mapping[Road, float], tell: Tell = untold) -> Prepared:
    """Work out everything about a network at these speeds. Some two seconds for 60,000 junctions.

    BadRoads where the network is too small to calibrate anything on.
    """
    graph = network.graph(speeds)
    landmarks, times = _landmarks(network, graph, tell)
    unit = max(1.0, float(times.max()) / 65_000)
    bare = LoadedRoads(
        network,
        dict(speeds),
        landmarks,
        (times.T / unit).astype(np.uint16),
        unit,
        (0.5, 0.5, 0.0),
        AreaFactors(0.0),
    )
    random = np.random.default_rng(SEED)
    sources = random.permutation(network.junctions)[: FROM + CHECKED]
    drawn = []
    for number, source in enumerate(sources.tolist()):
        tell("Calibrating", number, len(sources))
        drawn.append(_journeys(network, graph, source, random))
    tell("Calibrating", len(sources), len(sources))
    drawn = [each for each in drawn if len(each.targets)]
    if len(drawn) < 2:
        raise BadRoads("These roads reach less than a kilometre: there is nothing to travel on.")
    learn, check = drawn[:-CHECKED] or drawn, drawn[-CHECKED:]
    areas = _areas(network, learn)
    loaded = bare.with_areas(areas, bare.blend)
    loaded = loaded.with_areas(areas, _blend(loaded, learn))
    return Prepared(loaded, *_errors(loaded, check))


# ------------------------------------------------------------------------------------- landmarks


def _landmarks(network: Network, graph: Any, tell: Tell) -> tuple[Ints, Floats]:
    """Junctions far from each other, and the seconds from each to every junction.

    The first is the furthest from the middle; each further one is the furthest from those before.
    """
    from scipy.sparse.csgraph import dijkstra

    middle = np.hypot(
        network.easting - np.median(network.easting), network.northing - np.median(network.northing)
    ).argmin()
    number = min(LANDMARKS, network.junctions)
    chosen: list[int] = []
    times: list[Floats] = []
    near = dijkstra(graph, directed=True, indices=int(middle))
    for done in range(number):
        tell("Times to landmarks", done, number)
        furthest = int(near.argmax())
        own = dijkstra(graph, directed=True, indices=furthest)
        near = own if not chosen else np.minimum(near, own)
        chosen.append(furthest)
        times.append(own)
    tell("Times to landmarks", number, number)
    return np.array(chosen, np.int32), np.array(times)


# ------------------------------------------------------------------------------------ calibrating


@dataclass(frozen=True, slots=True)
class _Journeys:
    """From one junction to some others: metres in a straight line, and seconds by road."""

    source: int
    targets: NDArray[np.intp]
    straight: Floats
    seconds: Floats


def _journeys(network: Network, graph: Any, source: int, random: np.random.Generator) -> _Journeys:
    from scipy.sparse.csgraph import dijkstra

    far = np.hypot(
        network.easting.astype(np.float64) - network.easting[source],
        network.northing.astype(np.float64) - network.northing[source],
    )
    among = np.flatnonzero((far >= NEAREST_M) & (far <= FURTHEST_M))
    targets = random.permutation(among)[:TO]
    seconds = dijkstra(graph, directed=True, indices=source)[targets]
    return _Journeys(source, targets, far[targets], seconds)


def _areas(network: Network, learn: list[_Journeys]) -> AreaFactors:
    """One factor, and how far each square of the grid is from it.

    The logarithm of what a journey takes over the one factor is the sum of its two ends' squares;
    found by least squares, drawn towards nothing where journeys are few.
    """
    straight = np.concatenate([each.straight for each in learn])
    seconds = np.concatenate([each.seconds for each in learn])
    rate = float(np.median(seconds / straight))
    squares = np.column_stack([network.easting // SQUARE_M, network.northing // SQUARE_M])
    heres = np.concatenate([np.full(len(each.targets), each.source) for each in learn])
    theres = np.concatenate([each.targets for each in learn])
    ends = np.concatenate([squares[heres], squares[theres]])
    named, number = np.unique(ends, axis=0, return_inverse=True)
    number = number.reshape(2, -1)
    over = np.log(seconds / (straight * rate))
    normal, right = SHRINK * np.eye(len(named)), np.zeros(len(named))
    for one in range(2):
        np.add.at(right, number[one], over)
        for other in range(2):
            np.add.at(normal, (number[one], number[other]), 1.0)
    longer = np.linalg.solve(normal, right)
    by_square = {
        (int(east), int(north)): float(log)
        for (east, north), log in zip(named.tolist(), longer, strict=True)
    }
    return AreaFactors(rate / 60, by_square)


def _blend(loaded: LoadedRoads, learn: list[_Journeys]) -> tuple[float, float, float]:
    """How much of each bound and of the straight line: least squares of the relative error, asked
    again twice with the journeys that were far off counting for less."""
    parts = np.concatenate([loaded.features(each.source, each.targets) for each in learn])
    seconds = np.concatenate([each.seconds for each in learn])
    wanted = parts / seconds[:, None]
    weight = np.ones(len(seconds))
    found = np.array([0.5, 0.5, 0.0])
    for _ in range(6):
        root = np.sqrt(weight)
        found = np.linalg.lstsq(wanted * root[:, None], root, rcond=None)[0]
        weight = 1 / np.maximum(np.abs(wanted @ found - 1), 0.005)
    low, high, line = found.tolist()
    return low, high, line


def _errors(loaded: LoadedRoads, check: list[_Journeys]) -> tuple[float, float, float]:
    """Median relative error of landmarks, of factors by area, and of one factor."""
    rate = loaded.areas.minutes_per_metre * 60
    right = np.concatenate([each.seconds for each in check])
    near = np.concatenate([loaded.estimate(each.source, each.targets) for each in check])
    areas = np.concatenate([_by_area(loaded, each) for each in check])
    line = np.concatenate([each.straight * rate for each in check])
    landmarks, by_area, factor = (np.abs(told / right - 1) for told in (near, areas, line))
    return float(np.median(landmarks)), float(np.median(by_area)), float(np.median(factor))


def _by_area(loaded: LoadedRoads, journeys: _Journeys) -> Floats:
    """Seconds by the factors of both ends' areas; the one factor where an area has none."""
    network = loaded.network
    origin, *places = (
        Point(int(network.easting[each]), int(network.northing[each]))
        for each in (journeys.source, *journeys.targets.tolist())
    )
    seconds = loaded.areas.minutes(origin, places) * 60
    one = journeys.straight * loaded.areas.minutes_per_metre * 60
    found: Floats = np.where(np.isnan(seconds), one, seconds)
    return found


# ---------------------------------------------------------------------------------------- packing

_ARRAYS = ("easting", "northing", "start", "end", "metres", "kind")


def pack(loaded: LoadedRoads) -> bytes:
    """Everything as bytes: no pickle, and the same for the same roads."""
    told = {
        "format": FORMAT,
        "speeds": {road.value: speed for road, speed in loaded.speeds.items()},
        "unit": loaded.unit,
        "blend": loaded.blend,
        "rate": loaded.areas.minutes_per_metre,
        "squares": [[*square, log] for square, log in sorted(loaded.areas.by_square.items())],
    }
    arrays = {name: getattr(loaded.network, name) for name in _ARRAYS}
    arrays |= {"landmarks": loaded.landmarks, "table": loaded.table}
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def unpack(packed: bytes) -> LoadedRoads:
    """What `pack` kept. ValueError for anything else."""
    try:
        return _unpack(packed)
    except (OSError, KeyError, TypeError, zipfile.BadZipFile) as wrong:
        raise ValueError("these are not packed roads") from wrong


def _unpack(packed: bytes) -> LoadedRoads:
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_PACKED:
            raise ValueError("these are not packed roads")
    with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
        told = json.loads(kept["told"].tobytes())
        if told["format"] != FORMAT:
            raise ValueError("these roads were packed by another release: load them again")
        return LoadedRoads(
            Network(*(kept[name] for name in _ARRAYS)),
            {Road(name): float(speed) for name, speed in told["speeds"].items()},
            kept["landmarks"],
            kept["table"],
            float(told["unit"]),
            (float(told["blend"][0]), float(told["blend"][1]), float(told["blend"][2])),
            AreaFactors(
                float(told["rate"]),
                {(int(east), int(north)): float(log) for east, north, log in told["squares"]},
            ),
        )

"""A small file of invented roads around the places that the builders know, and its loading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from app.travel import loading
from app.travel.models import RoadNetwork
from bench.roads import Roads, invented_roads, write_geopackage
from sufficiency.travel import Box
from tests import builders, databases

EVERYWHERE = Box(0, 0, 700_000, 1_300_000)
JUNCTIONS = 600


def some_roads(seed: int = 4) -> Roads:
    """Roads about the builders' places: invented ones, drawn out over them, with one at each."""
    made = invented_roads(JUNCTIONS, seed)
    at = np.array([(east, north) for east, north, _ in builders.PLACES.values()])
    wide = 1.2 * (at.max(axis=0) - at.min(axis=0)).max() / (made.box[2] - made.box[0])
    middle = (at.max(axis=0) + at.min(axis=0)) / 2
    east = np.round((made.east - made.east.mean()) * wide + middle[0]).astype(int)
    north = np.round((made.north - made.north.mean()) * wide + middle[1]).astype(int)
    nearest = [int(np.hypot(east - each[0], north - each[1]).argmin()) for each in at]
    east[nearest], north[nearest] = at[:, 0], at[:, 1]
    metres = np.hypot(east[made.start] - east[made.end], north[made.start] - north[made.end])
    return Roads(east, north, made.start, made.end, np.round(metres * 1.15) + 1, made.sort)


def roads_file(run_folder: Path, seed: int = 4) -> Path:
    """The roads as a file, made once in a run."""
    path = run_folder / f"roads_{seed}.gpkg"
    databases.once(run_folder, path.stem, lambda: write_geopackage(path, some_roads(seed), seed))
    return path


def use(file: Path, by: Any = builders.SOMEBODY) -> RoadNetwork:
    """Load a file and put its roads to use."""
    checked = loading.check(file, EVERYWHERE)
    assert checked is not None
    return loading.carry_out(checked, by=by)

"""Minutes by road on a county's roads of realistic size, loaded as a council loads them.

`travel.landmarks.median_relative_error`  of the estimate from sixteen stored times a place, door to
                                          door, over all homes of a register from each place asked
`travel.shortlist_exact_ms`               exact times from school and from the family's home to the
                                          25 homes and 10 near misses that a page shows; the median
`travel.load_seconds`                     `hearth load-roads` from the file to the roads in use

Further: `travel.whole_register_ms`, `travel.areas.median_relative_error` and
`travel.factor.median_relative_error` (one factor calibrated here), `travel.unpack_seconds`, what a
process needs once.

60,000 junctions are invented (bench/roads.py), written as Ordnance Survey lays out OS Open Roads,
and loaded through the command. A plain shortest-path search asked of the same roads must give the
same times to a millionth, or no figure is written.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from click.testing import CliRunner

from app.cli import live, main
from app.travel import queries
from bench.roads import Roads, invented_roads, plain_roads, write_geopackage
from sufficiency.travel import Factor, FromLandmarks, LoadedRoads, OnTheRoads, unpack
from sufficiency.travel import pack as packed
from sufficiency.travel.ways import straight
from sufficiency.types import Point

JUNCTIONS = 60_000
HOMES, NEEDS, SHOWN = 300, 60, 35
CHECKED = 4
"""Needs whose every time is asked of the plain search too: it takes half a second each."""


def measure() -> dict[str, float]:
    """Generate, load, ask."""
    with TemporaryDirectory() as folder, _service(Path(folder)):
        invented = invented_roads(JUNCTIONS)
        file = Path(folder) / "oproad_gb.gpkg"
        write_geopackage(file, invented)
        _say(f"  {len(invented.east):,} junctions, {len(invented.start):,} links, "
             f"{file.stat().st_size / 1e6:.0f} MB")  # fmt: skip
        taken = _loaded_by_command(file, invented)
        with live.record():
            used = queries.in_use()
            roads = queries.loaded_roads(used.code) if used else None
            if roads is None:
                raise SystemExit("No roads are in use after loading: no figure.")
    return {"travel.load_seconds": taken} | _asked(roads, invented)


@contextmanager
def _service(folder: Path) -> Iterator[None]:
    """A live service's settings over an empty record, for the commands to find."""
    (folder / "record").mkdir(mode=0o700)
    (folder / "anchor").mkdir(mode=0o700)
    settings = {
        "HEARTH_DATABASE_URL": f"sqlite:///{folder}/record/hearth.db",
        "HEARTH_ANCHOR": f"{folder}/anchor/heads",
        "HEARTH_SECRET_KEY": "a secret key for measuring, and for nothing else",
        "HEARTH_TRAIL_KEY": "a trail key for measuring, and for nothing else",
        "HEARTH_HOSTS": "hearth.example.gov.uk",
    }
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        _run("upgrade")
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _run(*said: str) -> str:
    done = CliRunner().invoke(main, list(said))
    if done.exit_code:
        raise SystemExit(done.output)
    return done.output


def _loaded_by_command(file: Path, invented: Roads) -> float:
    started = perf_counter()
    said = _run("load-roads", str(file), "--yes", "--box", *map(str, invented.box))
    taken = perf_counter() - started
    _say(said.rstrip())
    return taken


def _asked(roads: LoadedRoads, invented: Roads) -> dict[str, float]:
    random = np.random.default_rng(2)
    homes = _places(random, invented, HOMES)
    ends = _places(random, invented, 2 * NEEDS)
    exactly, landmarks = OnTheRoads(roads), FromLandmarks(roads)
    exactly.minutes(ends[0], homes)  # what a process does once is not in the times
    taken, whole = [], []
    errors: dict[str, list[float]] = {"landmarks": [], "areas": [], "factor": []}
    for number in range(NEEDS):
        school, family = ends[2 * number], ends[2 * number + 1]
        shown = [homes[row] for row in np.argsort(straight(school, homes))[:SHOWN]]
        started = perf_counter()
        exactly.minutes(school, shown)
        exactly.minutes(family, shown)
        taken.append(perf_counter() - started)
        started = perf_counter()
        guessed = landmarks.minutes(school, homes)
        whole.append(perf_counter() - started)
        right = exactly.minutes(school, homes)
        if number < CHECKED:
            _require_right(invented, school, homes, right)
        rate = roads.areas.minutes_per_metre
        errors["landmarks"] += _relative(guessed, right)
        errors["areas"] += _relative(roads.areas.minutes(school, homes), right)
        errors["factor"] += _relative(straight(school, homes) * rate, right)
    kept = packed(roads)
    started = perf_counter()
    unpack(kept).exact_minutes(ends[0], homes)
    unpacked = perf_counter() - started
    general = _relative(Factor().minutes(ends[0], homes), exactly.minutes(ends[0], homes))
    _say(f"  {len(kept) / 1e6:.1f} MB packed; the general factor is off by {median(general):.1%}")
    return {
        "travel.shortlist_exact_ms": 1000 * median(taken),
        "travel.whole_register_ms": 1000 * median(whole),
        "travel.unpack_seconds": unpacked,
    } | {f"travel.{name}.median_relative_error": median(each) for name, each in errors.items()}


def _places(random: np.random.Generator, invented: Roads, number: int) -> list[Point]:
    """Doors within some hundred metres of a junction."""
    rows = random.choice(len(invented.east), number, replace=False)
    away = np.round(random.normal(0, 100, (number, 2))).astype(int)
    return [
        Point(int(invented.east[row] + east), int(invented.north[row] + north))
        for row, (east, north) in zip(rows.tolist(), away.tolist(), strict=True)
    ]


def _relative(guessed: np.ndarray, right: np.ndarray) -> list[float]:
    known = np.isfinite(right) & np.isfinite(guessed) & (right > 0)
    return list(np.abs(guessed[known] / right[known] - 1).tolist())


def _require_right(invented: Roads, origin: Point, places: list[Point], right: np.ndarray) -> None:
    plain = plain_roads(invented)
    here = (origin.easting_m, origin.northing_m)
    theirs = plain.minutes(here, [(each.easting_m, each.northing_m) for each in places])
    for mine, other in zip(right.tolist(), theirs, strict=True):
        same = other is None if mine != mine else abs(mine - (other or 0)) <= 1e-6 * mine
        if not same:
            raise SystemExit(f"The plain search says {other} minutes, not {mine}: no figure.")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

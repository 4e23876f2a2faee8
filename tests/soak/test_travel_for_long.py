"""Times on loaded roads against the plain search, for many networks small and large."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from app.cli import main
from bench.roads import invented_roads, write_geopackage
from sufficiency.types import Point
from tests.sufficiency.travel.plain import both, first_difference, places, small_roads

SEEDS = range(1, 21)


@settings(max_examples=5_000, deadline=None)
@given(small_roads(), places())
def test_every_time_on_small_roads_is_the_oracles(roads, where):
    assert first_difference(*both(roads), where) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_every_time_over_a_county_is_the_oracles(seed):
    roads = invented_roads(4_000, seed)
    loaded, plain = both(roads)
    drawn = np.random.default_rng(seed)
    rows = drawn.choice(len(roads.east), 40)
    away = drawn.integers(-3_000, 3_000, (40, 2))
    where = [
        Point(int(roads.east[row] + east), int(roads.north[row] + north))
        for row, (east, north) in zip(rows, away, strict=True)
    ]
    assert first_difference(loaded, plain, where) is None


def test_killed_at_any_moment_a_load_leaves_the_roads_before_or_the_new_ones_whole(tmp_path):
    (tmp_path / "record").mkdir(mode=0o700)
    (tmp_path / "anchor").mkdir(mode=0o700)
    database = tmp_path / "record" / "hearth.db"
    env = {
        "HEARTH_DATABASE_URL": f"sqlite:///{database}",
        "HEARTH_ANCHOR": f"{tmp_path}/anchor/heads",
        "HEARTH_SECRET_KEY": "a long secret key of forty characters...",
        "HEARTH_TRAIL_KEY": "another long key, of forty characters...",
        "HEARTH_HOSTS": "hearth.example.gov.uk",
    }
    assert CliRunner().invoke(main, ["upgrade"], env=env).exit_code == 0
    files = []
    for seed in (1, 2):
        files.append(tmp_path / f"{seed}.gpkg")
        write_geopackage(files[-1], invented_roads(3_000, seed), seed)
    command = [sys.executable, "-c", "from app.cli import main; main()", "load-roads"]
    box = ["--yes", "--box", "0", "0", "700000", "1300000"]

    def load(file, killed_after=None):
        running = subprocess.Popen(
            [*command, str(file), *box], env=os.environ | env, stdout=subprocess.DEVNULL
        )
        if killed_after is not None:
            time.sleep(killed_after)
            running.send_signal(signal.SIGKILL)
        return running.wait()

    started = time.monotonic()
    assert load(files[0]) == 0
    whole = time.monotonic() - started
    drawn = random.Random(3)
    for number in range(60):
        load(files[(number + 1) % 2], killed_after=drawn.uniform(0.3, 1.05) * whole)
        with closing(sqlite3.connect(database)) as opened:
            used = opened.execute("SELECT code FROM road_network WHERE ends_on IS NULL").fetchall()
            kept = opened.execute("SELECT code FROM road_content").fetchall()
        assert len(used) == 1
        assert used == kept
    assert CliRunner().invoke(main, ["check-record"], env=env).exit_code == 0

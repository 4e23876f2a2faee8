"""The demonstration county shows what it is to show on whatever day it is made."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import COUNTY_DAY

ROOT = Path(__file__).parents[2]
STEP = timedelta(days=5)
DAYS = 12


@pytest.mark.parametrize("number", range(DAYS))
def test_the_county_made_on_another_day_shows_the_same(number):
    """Every test of the county, as if it were made on each fifth day of the coming two months."""
    day = date.today() + number * STEP
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/demo"],
        cwd=ROOT,
        env={**os.environ, COUNTY_DAY: day.isoformat()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"made on {day}:\n{done.stdout[-6000:]}"

"""The demonstration county shows what it is to show on whatever day it is made, and every journey
through it can be made on that day."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import county_day

ROOT = Path(__file__).parents[2]
STEP = timedelta(days=5)
DAYS = 12
WHAT = ("-n", "2", "tests/demo", "tests/journeys")


@pytest.mark.parametrize("number", range(DAYS))
def test_the_county_made_on_another_day_shows_the_same(number):
    """As if it were made on each fifth day of the coming two months."""
    day = date.today() + number * STEP
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WHAT],
        cwd=ROOT,
        env={**os.environ, county_day.NAME: day.isoformat()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"made on {day}:\n{done.stdout[-6000:]}"

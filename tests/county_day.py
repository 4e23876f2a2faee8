"""The day up to which the demonstration county is told: today, unless a longer check asks for
another. The tests that read it, and the server of the journeys, are then on that day too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

NAME = "HEARTH_TEST_COUNTY_DAY"
"""What names the day in the environment, as 2026-11-24."""


@contextmanager
def on_its_day() -> Iterator[None]:
    """The hour that it is, on the day that is asked for."""
    from app.core.today import LONDON, clock_at

    day = os.environ.get(NAME)
    if day is None:
        yield
        return
    with clock_at(datetime.combine(date.fromisoformat(day), datetime.now(LONDON).time(), LONDON)):
        yield

"""Very many more histories of placements against the oracle that walks the days, at the days on
which a window, a leap year or a move begins or ends; the short form is in tests/permanence."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from app.permanence.counting import Lived, in_twelve_months, stretches
from tests.oracles import permanence as oracle

DAY = timedelta(days=1)
FIRST, LAST = date(2023, 2, 27), date(2025, 3, 2)
CHILDREN = 400


def lived_by(random: Random) -> list[tuple[str, date, date | None]]:
    """A child's placements, as a record may hold them: after one another, at once, without end."""
    span = (LAST - FIRST).days
    found = []
    for _ in range(random.randint(1, 9)):
        starts = FIRST + random.randint(-400, span) * DAY
        ends = None if random.random() < 0.2 else starts + random.choice((0, 1, 40, 365, 366)) * DAY
        found.append((random.choice("ABCD"), starts, ends))
    return found


def days_that_matter(placed: list[tuple[str, date, date | None]], random: Random) -> set[date]:
    """A day before, on and after each edge, a year later too, and some others."""
    edges = {day for _, first, gone in placed for day in (first, gone) if day is not None}
    edges |= {day + 365 * DAY for day in edges} | {date(2024, 2, 29), date(2025, 2, 28)}
    near = {day + n * DAY for day in edges for n in (-1, 0, 1)}
    return near | {FIRST + random.randint(0, (LAST - FIRST).days) * DAY for _ in range(10)}


@pytest.mark.parametrize("seed", range(5))
def test_placements_are_counted_as_the_oracle_walks_them(seed):
    random, asked = Random(seed), 0
    for _ in range(CHILDREN):
        placed = lived_by(random)
        homes = stretches([Lived(*each, order) for order, each in enumerate(placed)])
        for day in days_that_matter(placed, random):
            asked += 1
            found = len(in_twelve_months(homes, day))
            assert found == oracle.placements(placed, day), (placed, day)
    assert asked > 15_000

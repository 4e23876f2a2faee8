"""Fifty people at the last bed, again and again; the short form stands in tests/test_races.py."""

from __future__ import annotations

import pytest

from tests.races import HOLD, PLACE, race

PEOPLE = 50
ROUNDS = 5


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize(
    "ways", [[PLACE], [HOLD], [PLACE, HOLD]], ids=["place", "hold", "place or hold"]
)
def test_of_fifty_at_the_last_bed_one_gets_it_and_the_rest_are_told_why(
    db, app, tmp_path, ways, turn
):
    race(app, tmp_path, (ways * PEOPLE)[:PEOPLE])

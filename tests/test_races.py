"""Ten people place a child into the last bed at the same moment, through a real server."""

from __future__ import annotations

from tests.races import HOLD, PLACE, race


def test_of_ten_who_place_into_the_last_bed_one_does_and_the_rest_are_told_why(db, app, tmp_path):
    race(app, tmp_path, [PLACE] * 9 + [HOLD])

"""Two hundred kills during writes; the short form stands in tests/test_kills.py."""

from __future__ import annotations

from tests.kills import kill_and_check


def test_two_hundred_kills_lose_nothing_acknowledged_and_do_nothing_twice(db, app, tmp_path):
    kill_and_check(app, tmp_path, kills=200)

"""Two kills during writes; two hundred in tests/soak/test_kills.py."""

from __future__ import annotations

import pytest

from tests.kills import kill_and_check


@pytest.mark.only_on("sqlite")  # there the killed process is the database itself
def test_a_server_killed_during_writes_keeps_what_it_acknowledged_and_does_nothing_twice(
    db, app, tmp_path
):
    kill_and_check(app, tmp_path, kills=2)

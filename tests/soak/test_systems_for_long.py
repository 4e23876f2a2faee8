"""Other systems for long, on both databases; the short form is in tests/api."""

from __future__ import annotations

import pytest

from tests.api.fuzzing import fuzz

CALLS = 5_000


@pytest.mark.parametrize("seed", range(3))
def test_three_systems_ask_for_long(client, db, seed):
    found = fuzz(client, db, calls=CALLS, seed=seed)
    assert found.statuses[200] + found.statuses[201] > CALLS / 5
    assert found.never_well == set()

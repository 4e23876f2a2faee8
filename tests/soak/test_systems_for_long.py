"""Other systems for long, on both databases; the short form is in tests/api."""

from __future__ import annotations

import pytest

from tests.api.fuzzing import fuzz

CALLS = 5_000


@pytest.mark.parametrize("seed", range(3))
def test_three_systems_ask_for_long(client, db, seed):
    found = fuzz(client, db, calls=CALLS, seed=seed)
    assert found[200] + found[201] > CALLS / 5

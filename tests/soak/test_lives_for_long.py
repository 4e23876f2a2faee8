"""Many more households driven through random steps; the short form is in tests/register."""

from __future__ import annotations

import pytest

from tests.register.lives import live, replay


@pytest.mark.parametrize("seed", range(100, 120))
def test_the_register_replayed_for_long(db, seed):
    lives = live(seed=seed, households=20, steps=60)
    assert replay(lives, every=5) > 5_000

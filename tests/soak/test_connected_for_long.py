"""Many more children with connected carers; the short form is in tests/connected."""

from __future__ import annotations

import pytest

from tests.connected.lives import live


@pytest.mark.parametrize("seed", range(200, 210))
def test_connected_lives_for_long(db, seed):
    lived = live(seed=seed, lives=12, steps=60)
    done = set().union(*(life.done for life in lived))
    assert done >= {"extend", "await", "review known", "arrange", "approve", "stop"}

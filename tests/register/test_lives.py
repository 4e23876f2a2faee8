"""No unlawful state by decision; the register replayed is what the model remembers."""

from __future__ import annotations

from tests.register.lives import live, replay


def test_the_register_replayed_day_by_day_is_what_happened_and_what_was_known(db):
    lives = live(seed=1, households=5, steps=26)
    assert sum(life.refused for life in lives) > 5
    assert replay(lives, every=17) > 300

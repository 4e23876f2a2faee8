"""Five hundred referrals, each with everything planted in every disguise, and rare combinations by
the thousand; the short form is in tests/commissioning."""

from __future__ import annotations

import pytest

from tests.commissioning.test_identity import (
    planted_found,
    rare_as_the_definition_says,
    sound_stopped,
)

REFERRALS = 500


def test_whatever_is_planted_in_five_hundred_referrals_is_found():
    planted, missed = planted_found(REFERRALS, seed=500)
    print(sum(planted.values()), "planted,", len(missed), "missed:", dict(planted))
    assert missed == []
    assert sum(planted.values()) > 50_000


def test_five_hundred_sound_profiles_are_let_be():
    assert sound_stopped(REFERRALS, seed=501) == []


@pytest.mark.parametrize("seed", range(10))
def test_rare_combinations_are_those_that_fewer_than_five_share(seed):
    few, common = rare_as_the_definition_says(500, seed)
    assert few > 100
    assert common > 20

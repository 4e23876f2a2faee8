"""Joint placement for long: thousands of small worlds against every way there is."""

from random import Random

import pytest

from sufficiency.together import Proof, WhatIf, solving
from tests.sufficiency.test_together import a_question, is_answered_well, waiting_of
from tests.sufficiency.waiting_worlds import a_world, everyone


@pytest.mark.parametrize("hundred", range(40))
def test_no_way_of_placing_them_is_worth_more(hundred):
    for seed in range(100_000 + hundred * 100, 100_000 + hundred * 100 + 100):
        homes, needs = a_world(seed, homes=6, needs=5)
        what_if = a_question(Random(seed), homes, needs) if seed % 2 else WhatIf()
        is_answered_well(seed, homes, needs, what_if)


@pytest.mark.parametrize("hundred", range(10))
def test_the_way_for_many_is_as_good(hundred, monkeypatch):
    monkeypatch.setattr(solving, "ALL_AT_ONCE", 0)
    monkeypatch.setattr(solving, "FEW", 1)
    for seed in range(200_000 + hundred * 100, 200_000 + hundred * 100 + 100):
        homes, needs = a_world(seed, homes=6, needs=5)
        best = everyone(homes, needs).best()
        plan = waiting_of(homes, needs).plan()
        assert (plan.value, plan.proven) == (pytest.approx(best, abs=1e-4), True), seed
        near = waiting_of(homes, needs).plan(proof=Proof.NEAR)
        assert near.value - 1e-4 <= best <= near.bound + 1e-4, seed

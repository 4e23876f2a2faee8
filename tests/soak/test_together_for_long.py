"""Joint placement for long: thousands of small worlds against every way there is."""

from random import Random

import pytest

from sufficiency.together import Proof, WhatIf, solving
from sufficiency.verify_joint import Kept, check_plan
from tests.sufficiency.test_together import WORTH, a_question, waiting_of
from tests.sufficiency.waiting_worlds import a_world, everyone


@pytest.mark.parametrize("hundred", range(40))
def test_no_way_of_placing_them_is_worth_more(hundred):
    for seed in range(100_000 + hundred * 100, 100_000 + hundred * 100 + 100):
        homes, needs = a_world(seed, homes=6, needs=5)
        what_if = a_question(Random(seed), homes, needs) if seed % 2 else WhatIf()
        waiting = waiting_of(homes, needs)
        plan, greedy = waiting.plan(what_if), waiting.one_at_a_time(what_if)
        refused = {each.pin for each in plan.not_possible}
        kept = Kept(
            tuple((pin.children, pin.home_id) for pin in what_if.pins if pin not in refused),
            tuple((out.home_id, out.need_id) for out in what_if.not_there),
            what_if.waits,
            what_if.whole,
        )
        oracle = everyone(
            homes, needs, pins=kept.pins, out=kept.not_there, waits=kept.waits, whole=kept.whole
        )
        assert plan.value == pytest.approx(oracle.best(), abs=1e-4), seed
        assert plan.proven, seed
        assert check_plan(homes, needs, plan, WORTH, kept) == (), seed
        assert greedy.value <= plan.value + 1e-6, seed


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

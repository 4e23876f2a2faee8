"""Several councils planned as one region: each one's view, and what sharing homes gained."""

import pytest

from bench.waiting import a_full_register, children_waiting
from sufficiency.arrays import Register
from sufficiency.together import Waiting, each_council


def council_of(id_: str) -> str:
    """Every third home, and every third family, is another council's."""
    return ("east", "north", "west")[int(id_[1:]) % 3]


@pytest.mark.parametrize("seed", range(4))
def test_every_council_sees_its_own_part_of_the_regions_plan(seed):
    homes = list(a_full_register(90, seed + 1))
    waiting = Waiting(Register(homes), children_waiting(24, 90, seed + 50))
    plan = waiting.plan()
    views = each_council(waiting, plan, council_of)
    assert [each.council for each in views] == ["east", "north", "west"]
    assert sum(each.children for each in views) == 24
    assert sum(each.families for each in views) == plan.families
    assert sum(each.in_region.placed for each in views) == plan.children_placed
    assert sum(each.in_region.together for each in views) == plan.together
    assert sum(each.away for each in views) == sum(each.taken_in for each in views)
    far = sum((each.in_region.miles or 0) * each.in_region.placed for each in views)
    assert far / plan.children_placed == pytest.approx(plan.mean_miles)
    for each in views:
        assert each.gained == each.in_region.placed - each.all_at_once.placed
        assert each.away <= each.in_region.placed <= each.children


@pytest.mark.parametrize("seed", range(4))
def test_a_region_is_worth_no_less_than_its_councils_apart(seed):
    homes = list(a_full_register(90, seed + 1))
    needs = children_waiting(24, 90, seed + 50)
    whole, apart = Waiting(Register(homes), needs), 0.0
    views = {each.council: each for each in each_council(whole, whole.plan(), council_of)}
    for council, view in views.items():
        own = Waiting(
            Register([home for home in homes if council_of(home.id) == council]),
            [need for need in needs if council_of(need.id) == council],
        )
        alone, in_turn = own.plan(), own.one_at_a_time()
        apart += alone.value
        assert (alone.children_placed, alone.together) == (
            view.all_at_once.placed,
            view.all_at_once.together,
        )
        assert (in_turn.children_placed, in_turn.together) == (
            view.one_at_a_time.placed,
            view.one_at_a_time.together,
        )
    assert whole.plan().value >= apart - 1e-6

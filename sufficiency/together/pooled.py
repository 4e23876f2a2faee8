"""Several councils planned as one region: what each reaches by itself, what its children have where
all homes are shared, and what sharing gained.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sufficiency.arrays import Register
from sufficiency.together.answer import Placed, Plan, children_in, mean_miles_of
from sufficiency.together.asked import Proof
from sufficiency.together.waiting import SECONDS, Waiting
from sufficiency.types import Need


@dataclass(frozen=True, slots=True)
class Share:
    """What the children of one council have in a plan: how many are placed, and how many families
    of brothers and sisters are in one home; `miles` from home, on average where it is known."""

    placed: int
    together: int
    miles: float | None


@dataclass(frozen=True, slots=True)
class View:
    """One council's view of a region's plan.

    `one_at_a_time` and `all_at_once`: its own children in its own homes alone. `in_region`: the
    same children in the region's plan, of whom `away` would live in another council's home;
    `taken_in` are other councils' children in its homes.
    """

    council: str
    children: int
    families: int
    one_at_a_time: Share
    all_at_once: Share
    in_region: Share
    away: int
    taken_in: int

    @property
    def gained(self) -> int:
        """Children who have a home because homes are shared; less than none where fewer have."""
        return self.in_region.placed - self.all_at_once.placed

    @property
    def gained_together(self) -> int:
        """Families who are in one home because homes are shared."""
        return self.in_region.together - self.all_at_once.together


def each_council(
    waiting: Waiting,
    plan: Plan,
    council_of: Callable[[str], str],
    *,
    proof: Proof = Proof.BEST,
    seconds: float = SECONDS,
) -> tuple[View, ...]:
    """Every council's view, by name. `council_of` says whose a home or a need is, by its id; each
    council's own answer is proven as far, and takes as long at most, as is said here. Raises
    NoAnswer where one of them has none within that time."""
    needs, homes = waiting.needs, waiting.register.homes
    ids = (*(need.id for need in needs), *(home.id for home in homes))
    councils = {council_of(each) for each in ids}
    return tuple(
        _view(waiting, plan, council, council_of, proof, seconds) for council in sorted(councils)
    )


def _view(
    waiting: Waiting,
    plan: Plan,
    council: str,
    council_of: Callable[[str], str],
    proof: Proof,
    seconds: float,
) -> View:
    needs = [need for need in waiting.needs if council_of(need.id) == council]
    homes = [home for home in waiting.register.homes if council_of(home.id) == council]
    alone = Waiting(Register(homes), needs, weights=waiting.weights, policy=waiting.policy)
    theirs = [each for each in plan.placed if council_of(each.need_id) == council]
    others = [each for each in plan.placed if council_of(each.need_id) != council]
    return View(
        council=council,
        children=sum(len(need.children) for need in needs),
        families=sum(len(need.children) > 1 for need in needs),
        one_at_a_time=_share(needs, alone.one_at_a_time().placed),
        all_at_once=_share(needs, alone.plan(proof=proof, seconds=seconds).placed),
        in_region=_share(needs, theirs),
        away=children_in(each for each in theirs if council_of(each.home_id) != council),
        taken_in=children_in(each for each in others if council_of(each.home_id) == council),
    )


def _share(needs: Iterable[Need], placed: Iterable[Placed]) -> Share:
    there = list(placed)
    whole = {need.id: len(need.children) for need in needs if len(need.children) > 1}
    return Share(
        placed=children_in(there),
        together=sum(len(each.children) == whole.get(each.need_id) for each in there),
        miles=mean_miles_of(there),
    )

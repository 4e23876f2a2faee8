"""New homes: what one more of each sort would be worth, and how many of which to recruit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from sufficiency.arrays import Floats, Register
from sufficiency.gap.unmet import band_of
from sufficiency.period import Period
from sufficiency.together import Plan, Proof, Waiting
from sufficiency.together.columns import Columns, columns_for
from sufficiency.together.rows import prices_of_families
from sufficiency.together.solving import relaxed
from sufficiency.types import Bedroom, Criterion, Fact, Home, Need, Point, ProviderKind, Room, Terms

LAST = "\U0010fffe"
"""New homes stand after every other one in the order of ids."""

TRIED = 9999


@dataclass(frozen=True, slots=True)
class Profile:
    """A home that might be recruited: where, and on which terms.

    `ages` are whole years, both included. `facts` are those that would be asked for in recruiting;
    whatever else a child needs would be to ask, as of any home about which it is not recorded.
    """

    name: str
    area: str
    where: Point
    ages: tuple[int, int]
    places: int
    facts: frozenset[Fact] = frozenset()

    def home(self, period: Period, nth: int = TRIED) -> Home:
        """Such a home, approved and empty, with a bedroom for every place; the nth that is added,
        or after all of them the one that is tried."""
        terms = Terms(self.places, (Criterion(self.places, *self.ages),), period)
        return Home(
            id=f"{LAST}{nth:04d} {self.name}",
            where=self.where,
            room=Room(
                approved=(period,),
                terms=(terms,),
                bedrooms=tuple(Bedroom(str(n), 2) for n in range(self.places)),
                agreement_signed=period,
            ),
            provider_kind=ProviderKind.OWN,
            facts=dict.fromkeys(sorted(self.facts), True),
            in_area=True,
        )


@dataclass(frozen=True, slots=True)
class WorthOf:
    """What one more home of a profile would bring: the whole question asked again with it.

    `at_most` is what it was screened by. `worth`, in the policy's miles, is the difference between
    the two answers, `children` how many more have a home and `together` how many more families live
    in one. `exact` says that both answers were proven the best.
    """

    profile: Profile
    at_most: float
    worth: float
    children: int
    together: int
    exact: bool


def _period(waiting: Waiting) -> Period:
    return Period(min(need.period.starts for need in waiting.needs))


def worth_of_one_more(
    waiting: Waiting,
    profiles: Sequence[Profile],
    *,
    resolve: int = 20,
    proof: Proof = Proof.BEST,
    seconds: float = 60.0,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[WorthOf, ...]:
    """The profiles that promise most, each with what one more such home would bring, most first.

    All are screened on the relaxation's prices; the `resolve` best of them are asked again, and
    only those are given. `seconds` is for each answer; `tell` hears how many are done.
    """
    if not waiting.needs or not profiles:
        return ()
    now = waiting.plan(proof=proof, seconds=seconds)
    screened = at_most(waiting, profiles, seconds)
    order = np.lexsort((np.arange(len(profiles)), -screened))[:resolve].tolist()
    found = []
    for done, n in enumerate(order):
        if tell:
            tell(done, len(order))
        found.append(
            _worth(waiting, now, profiles[n], float(screened[n]), proof=proof, seconds=seconds)
        )
    if tell:
        tell(len(order), len(order))
    return tuple(sorted(found, key=lambda each: (-each.worth, each.profile.name)))


def _worth(
    waiting: Waiting,
    now: Plan,
    profile: Profile,
    screened: float,
    *,
    proof: Proof,
    seconds: float,
) -> WorthOf:
    new = profile.home(_period(waiting))
    plan = waiting.with_homes([new]).plan(proof=proof, seconds=seconds)
    return WorthOf(
        profile=profile,
        at_most=screened,
        worth=plan.value - now.value,
        children=plan.children_placed - now.children_placed,
        together=plan.together - now.together,
        exact=now.proven and plan.proven,
    )


def at_most(waiting: Waiting, profiles: Sequence[Profile], seconds: float = 60.0) -> Floats:
    """For each profile the most that one more such home can add to the relaxation's answer.

    Duality: what the new home's families are worth beyond the prices of their children, as many of
    them as it has places for.
    """
    price = _price_of_families(waiting, seconds)
    homes = [
        replace(profile.home(_period(waiting)), id=f"{n:06d}") for n, profile in enumerate(profiles)
    ]
    register = Register(homes)
    columns = columns_for(register, waiting.needs, waiting.weights, waiting.policy)
    over = columns.value - price[columns.family]
    found = np.zeros(len(profiles))
    for n, profile in enumerate(profiles):
        here = np.flatnonzero((columns.home == n) & (over > 0))
        found[n] = _fill(columns, over, here.tolist(), profile.places)
    return found


def _fill(columns: Columns, over: Floats, here: list[int], places: int) -> float:
    """The most that these could bring to so many places, a need once: places filled one by one."""
    best = [0.0] * (places + 1)
    of_need: dict[int, list[int]] = {}
    for column in here:
        need = columns.families[columns.family[column]].need
        of_need.setdefault(need, []).append(column)
    for theirs in of_need.values():
        before = list(best)
        for column in theirs:
            # A family larger than the places came by a rule of its own, and fills them all.
            size = min(columns.families[columns.family[column]].size, places)
            for taken in range(size, places + 1):
                best[taken] = max(best[taken], before[taken - size] + float(over[column]))
    return best[places]


def _price_of_families(waiting: Waiting, seconds: float) -> Floats:
    """What the children of each family are worth to the others who might have their places."""
    if not len(waiting.columns):
        return np.zeros(len(waiting.columns.families))
    prices = relaxed(waiting.problem(), perf_counter() + seconds)
    return prices_of_families(waiting.columns.families, waiting.needs, prices.dual)


@dataclass(frozen=True, slots=True)
class Target:
    """Homes of one profile to recruit, and what they bring after those before them in the list."""

    profile: Profile
    homes: int
    children: int
    together: int
    worth: float


@dataclass(frozen=True, slots=True)
class Targets:
    """Homes to recruit, in the order in which they bring most, and what is left after them.

    Each was chosen as the best next one, the whole question asked again each time: a good list to
    work down, not proven to be the shortest.
    """

    targets: tuple[Target, ...]
    plan: Plan
    by_area_and_age: Mapping[tuple[str, str], int]
    """Places to recruit, by area of the home and age band of the children who would live there."""


def targets(
    waiting: Waiting,
    profiles: Sequence[Profile],
    *,
    most: int = 10,
    cost: float = 800.0,
    resolve: int = 3,
    proof: Proof = Proof.BEST,
    seconds: float = 60.0,
    tell: Callable[[int, int], None] | None = None,
) -> Targets:
    """Homes to recruit, until one more brings less than it costs or there are `most`.

    `cost` is that of one new home, in the policy's miles: some months' work against a child placed.
    """
    chosen: list[WorthOf] = []
    new: dict[str, Profile] = {}
    plan = waiting.plan(proof=proof, seconds=seconds)
    for nth in range(most):
        if tell:
            tell(nth, most)
        best = worth_of_one_more(waiting, profiles, resolve=resolve, proof=proof, seconds=seconds)
        if not best or best[0].worth <= cost:
            break
        home = best[0].profile.home(_period(waiting), nth)
        new[home.id] = best[0].profile
        waiting = waiting.with_homes([home])
        plan = waiting.plan(proof=proof, seconds=seconds)
        chosen.append(best[0])
    if tell:
        tell(most, most)
    return Targets(_by_profile(chosen), plan, _places(waiting.needs, plan, new))


def _by_profile(chosen: Sequence[WorthOf]) -> tuple[Target, ...]:
    found = []
    for profile in dict.fromkeys(each.profile for each in chosen):
        theirs = [each for each in chosen if each.profile == profile]
        found.append(
            Target(
                profile,
                len(theirs),
                sum(each.children for each in theirs),
                sum(each.together for each in theirs),
                sum(each.worth for each in theirs),
            )
        )
    return tuple(found)


def _places(
    needs: Sequence[Need], plan: Plan, new: Mapping[str, Profile]
) -> dict[tuple[str, str], int]:
    of = {child.id: (child, need) for need in needs for child in need.children}
    found: dict[tuple[str, str], int] = {}
    for placed in plan.placed:
        if placed.home_id in new:
            for child in placed.children:
                key = new[placed.home_id].area, band_of(*of[child])
                found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))

"""The lawful changes, as few and as small as will do, that place the most of those who wait.

One question asked of everything at once: the homes as they are, and beside them each home as it
would be after the changes that would admit some of the children. A changed home takes in this
answer those children and nobody else who waits: what a further family would need there is another
change, and another decision. Each change was tried with the plain gates before it was put in.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from sufficiency.arrays import Floats, screen
from sufficiency.arrays.masks import Screened
from sufficiency.criteria import gate_findings, is_ruled_out, preference_findings, score
from sufficiency.near import PRICES, Route, after, near_misses
from sufficiency.room import ShortfallCode
from sufficiency.together import Plan, Proof, Waiting
from sufficiency.together.columns import Columns, Family, Ints
from sufficiency.together.rows import Around, Rows
from sufficiency.together.solving import Solved, solve
from sufficiency.types import Bedroom, Home, Need, Weighs


class Way(StrEnum):
    """What may be changed besides the routes of a near miss."""

    BEDROOM = "bedroom"
    """A bedroom more: an extension, a loft, or carers who move to another room. A matter of the
    national standards, decided in a review of the approval."""

    ASK_THE_CARERS = "ask_the_carers"
    """Places that the carers do not offer at present, and may be asked about: only in homes that
    the caller names, whose reason allows it."""


Prices: TypeAlias = Mapping[Route | Way, float]

_WAYS: Prices = {Way.BEDROOM: 120.0, Way.ASK_THE_CARERS: 10.0}
DEFAULT_PRICES: Prices = {**{route: PRICES[route] for route in Route}, **_WAYS}
"""What each change costs, in miles: the council's own."""

TROUBLE = 100.0
"""Miles: what any change costs besides, so that none is proposed merely to live nearer."""

TRIED = 12
"""Changes looked at for each set of children, the cheapest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change to one home, for these children. `says` is what would have to be done."""

    way: Route | Way
    home_id: str
    need_id: str
    children: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What would be placed after these changes, and what is placed without them."""

    now: Plan
    then: Plan
    steps: tuple[Step, ...]
    cost: float
    """Of the changes, in miles."""

    @property
    def children(self) -> int:
        """How many more children would have a home."""
        return self.then.children_placed - self.now.children_placed


@dataclass(frozen=True, slots=True)
class _Changed:
    """A home after changes, for one family."""

    family: int
    home: int
    steps: tuple[Step, ...]
    price: float
    points: float
    to_ask: bool


def smallest_change(
    waiting: Waiting,
    *,
    prices: Prices = DEFAULT_PRICES,
    may_be_asked: Collection[str] = (),
    proof: Proof = Proof.BEST,
    seconds: float = 60.0,
) -> ChangePlan:
    """The changes that place the most children for the least. `may_be_asked` are homes whose
    carers may be asked about places that they do not offer at present.

    The plan after them has no bound of its own; that it is proven says that no other changes place
    as many for less.
    """
    now = waiting.plan(proof=proof, seconds=seconds)
    changed = tuple(_all_changed(waiting, prices, frozenset(may_be_asked)))
    if not changed:
        return ChangePlan(now, now, (), 0.0)
    wider, which, cost = _widened(waiting, changed)
    problem = wider.problem()
    rows = _nobody_else(wider, which)
    more, bound = rows.matrix(len(wider.columns))
    from scipy.sparse import vstack

    problem.matrix = vstack([problem.matrix, more], format="csr")
    problem.bound = np.concatenate([problem.bound, bound])
    # Changes are for children with no home: to be together or nearer is not enough for one.
    together = waiting.policy.pair * wider.columns.of_family("pairs") + TROUBLE
    problem.value = wider.columns.value - np.where(which >= 0, cost + together, 0.0)
    solved = solve(problem, best=proof is Proof.BEST, seconds=seconds)
    used = [changed[which[n]] for n in solved.chosen.tolist() if which[n] >= 0]
    total = sum(each.price for each in used)
    worth = float(wider.columns.value[solved.chosen].sum())
    then = wider.as_plan(Solved(solved.chosen, worth, worth))
    then = replace(then, bound=None, proven=solved.proven)
    return ChangePlan(now, then, tuple(step for each in used for step in each.steps), total)


def _all_changed(
    waiting: Waiting, prices: Prices, may_be_asked: frozenset[str]
) -> Iterator[_Changed]:
    """Every change looked at, for every set of children."""
    for n, family in enumerate(waiting.columns.families):
        party = family.party
        screened = screen(waiting.register.during(party.period), party)
        seen: set[int] = set()
        tried = (
            *_by_routes(screened, party, prices),
            *_by_ways(screened, party, prices, may_be_asked),
        )
        for row, steps, price, need, home in tried:
            if row in seen:
                continue
            findings = gate_findings(need, home)
            if is_ruled_out(findings):
                continue
            seen.add(row)
            to_ask = any(each.weighs is Weighs.UNKNOWN for each in findings)
            points = score(preference_findings(party, home, waiting.weights))
            yield _Changed(n, row, steps, price, points, to_ask)


_Tried: TypeAlias = tuple[int, tuple[Step, ...], float, Need, Home]


def _by_routes(screened: Screened, party: Need, prices: Prices) -> Iterator[_Tried]:
    """Near misses, with the need and the home as they would be afterwards."""
    register = screened.window.register
    routes = {route: prices.get(route, PRICES[route]) for route in Route}
    for miss in near_misses(screened, TRIED, routes):
        row = register.row_of[miss.home_id]
        steps = tuple(_step(each.route, miss.home_id, party, each.says) for each in miss.changes)
        yield row, steps, miss.price, *after(miss, party, register.homes[row])


def _by_ways(
    screened: Screened, party: Need, prices: Prices, may_be_asked: frozenset[str]
) -> Iterator[_Tried]:
    """Homes that only a bedroom keeps out, or only places that the carers may be asked about."""
    register = screened.window.register
    alone = screened.number_of_reasons() == 1
    for row in np.flatnonzero(alone & screened.mask(ShortfallCode.NO_BEDROOM))[:TRIED].tolist():
        home = register.homes[row]
        says = "a bedroom more, agreed with the carers and looked at in a review"
        step = _step(Way.BEDROOM, home.id, party, says)
        yield row, (step,), prices[Way.BEDROOM], party, _with_bedrooms(home, party)
    closed = np.flatnonzero(alone & screened.mask(ShortfallCode.NOT_AVAILABLE)).tolist()
    for row in [row for row in closed if register.homes[row].id in may_be_asked][:TRIED]:
        home = register.homes[row]
        says = "the carers asked whether they can offer places that they do not at present"
        step = _step(Way.ASK_THE_CARERS, home.id, party, says)
        yield row, (step,), prices[Way.ASK_THE_CARERS], party, _all_offered(home)


def _step(way: Route | Way, home_id: str, party: Need, says: str) -> Step:
    return Step(way, home_id, party.id, tuple(child.id for child in party.children), says)


def _with_bedrooms(home: Home, party: Need) -> Home:
    """One bedroom more, in which one person sleeps."""
    more = Bedroom("\U0010fffeone more", 1)
    room = replace(home.room, bedrooms=(*home.room.bedrooms, more))
    return replace(home, room=room)


def _all_offered(home: Home) -> Home:
    """Without the places not offered; a home that is shut altogether stays so."""
    kept = tuple(each for each in home.room.unavailable if each.places is None)
    return replace(home, room=replace(home.room, unavailable=kept))


def _widened(waiting: Waiting, changed: Sequence[_Changed]) -> tuple[Waiting, Ints, Floats]:
    """The same people waiting, with the changed homes among the choices; which change each column
    is (-1: none), and what it costs."""
    old, policy = waiting.columns, waiting.policy
    families: tuple[Family, ...] = old.families
    family = np.array([each.family for each in changed], np.int64)
    home = np.array([each.home for each in changed], np.int64)
    points = np.array([each.points for each in changed])
    size = np.array([families[n].size for n in family.tolist()])
    pairs = np.array([families[n].pairs for n in family.tolist()])
    to_ask = np.array([each.to_ask for each in changed], bool)
    value = (policy.placed + points - policy.ask * to_ask) * size + policy.pair * pairs
    order = np.lexsort((np.concatenate([old.family, family]), np.concatenate([old.home, home])))
    which = np.concatenate([np.full(len(old), -1), np.arange(len(changed))])[order]
    cost = np.concatenate([np.zeros(len(old)), [each.price for each in changed]])[order]
    wider = copy(waiting)
    wider.columns = Columns(
        families,
        np.concatenate([old.family, family])[order],
        np.concatenate([old.home, home])[order],
        np.concatenate([old.value, value])[order],
        np.concatenate([old.points, points])[order],
        np.concatenate([old.to_ask, to_ask])[order],
        np.concatenate([old.by_hand, np.ones(len(changed), bool)])[order],
    )
    wider._around = Around(waiting.register, waiting.needs, wider.columns)
    return wider, which, cost


def _nobody_else(wider: Waiting, which: Ints) -> Rows:
    """A changed home takes the children for whom it is changed, and nobody else who waits."""
    rows, homes = Rows(), wider.columns.home
    for home in np.unique(homes[which >= 0]).tolist():
        here = np.flatnonzero(homes == home)
        new = which[here] >= 0
        most = max(1, len(here) - int(new.sum()))
        weight = np.where(new, most, 1)
        rows.add(np.zeros(len(here), np.int64), here, weight, np.array([most]))
    return rows

"""Checks a joint placement against the rules, apart from making it.

Like `verify.py` it is written the slow and obvious way and imports nothing that works an answer
out: for every home it puts everybody there whom the plan puts there, and asks of each family, on
every day on which anything changes, whether a rule is broken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sufficiency.types import Claim, ClaimKind, Home, Need
from sufficiency.verify import Problem, rule_broken


class Put(Protocol):
    """Some children of a need in a home, as a plan says it."""

    @property
    def need_id(self) -> str:
        """Which need."""

    @property
    def children(self) -> tuple[str, ...]:
        """Which of its children."""

    @property
    def home_id(self) -> str:
        """Which home."""

    @property
    def score(self) -> float:
        """What the search gives this home for one of them, in miles."""

    @property
    def to_ask(self) -> bool:
        """Is something required to be asked?"""


class Planned(Protocol):
    """A plan, as far as it is checked."""

    @property
    def placed(self) -> Sequence[Put]:
        """Who goes where."""

    @property
    def left_over(self) -> tuple[str, ...]:
        """Who is left over."""

    @property
    def value(self) -> float:
        """What the plan says it is worth."""

    @property
    def bound(self) -> float | None:
        """What it says no answer can pass."""

    @property
    def proven(self) -> bool:
        """Does it say that it is the best there is?"""


@dataclass(frozen=True, slots=True)
class Worth:
    """What the plan was asked to weigh: see `Policy`. `points` is the score of the search."""

    placed: float
    pair: float
    ask: float
    points: Callable[[Need, Home], float]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked besides: (children, home) pinned; (home, need or None) left out; children who
    wait; needs that stay whole."""

    pins: tuple[tuple[frozenset[str], str], ...] = ()
    not_there: tuple[tuple[str, str | None], ...] = ()
    waits: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


ROUNDING = 1e-6


def check_plan(
    homes: Sequence[Home],
    needs: Sequence[Need],
    plan: Planned,
    worth: Worth,
    kept: Kept = Kept(),
) -> tuple[Problem, ...]:
    """Everything that the plan says and the rules, the sums or the questions do not."""
    home_of = {home.id: home for home in homes}
    need_of = {need.id: need for need in needs}
    problems = list(_names(home_of, need_of, plan))
    if problems:
        return tuple(problems)
    problems += _once_each(needs, plan)
    problems += _rules(home_of, need_of, plan)
    problems += _sums(home_of, need_of, plan, worth)
    problems += _questions(need_of, plan, kept)
    if plan.proven and not problems:
        problems += _room_left(home_of, need_of, plan, worth, kept)
    return tuple(problems)


def _names(
    home_of: Mapping[str, Home], need_of: Mapping[str, Need], plan: Planned
) -> Iterator[Problem]:
    for put in plan.placed:
        if put.home_id not in home_of:
            yield Problem(put.home_id, "not in the register")
        elif put.need_id not in need_of:
            yield Problem(put.home_id, f"{put.need_id} is nobody's need")
        elif not put.children:
            yield Problem(put.home_id, f"nobody of {put.need_id} is placed there")
        else:
            theirs = {child.id for child in need_of[put.need_id].children}
            for child in put.children:
                if child not in theirs:
                    yield Problem(put.home_id, f"{child} is not one of {put.need_id}")


def _once_each(needs: Sequence[Need], plan: Planned) -> Iterator[Problem]:
    everyone = [child.id for need in needs for child in need.children]
    placed = [child for put in plan.placed for child in put.children]
    for child in sorted(set(placed)):
        if placed.count(child) > 1:
            yield Problem("", f"{child} is placed twice")
        if child in plan.left_over:
            yield Problem("", f"{child} is placed and left over")
    for child in everyone:
        if child not in placed and child not in plan.left_over:
            yield Problem("", f"{child} is forgotten")
    for child in plan.left_over:
        if child not in everyone:
            yield Problem("", f"{child} waits for nothing")
    both = [(put.need_id, put.home_id) for put in plan.placed]
    for need_id, home_id in sorted(set(both)):
        if both.count((need_id, home_id)) > 1:
            yield Problem(home_id, f"{need_id} comes there in two parts")


def _party(need: Need, children: Sequence[str]) -> Need:
    return replace(
        need, children=tuple(child for child in need.children if child.id in set(children))
    )


def _with(home: Home, others: Sequence[Need]) -> Home:
    claims = [
        Claim(child, other.period, ClaimKind.PLACED, other.kind)
        for other in others
        for child in other.children
    ]
    return replace(home, room=replace(home.room, claims=(*home.room.claims, *claims)))


def _parties(need_of: Mapping[str, Need], plan: Planned) -> dict[str, list[Need]]:
    there: dict[str, list[Need]] = {}
    for put in plan.placed:
        there.setdefault(put.home_id, []).append(_party(need_of[put.need_id], put.children))
    return there


def _rules(
    home_of: Mapping[str, Home], need_of: Mapping[str, Need], plan: Planned
) -> Iterator[Problem]:
    for home_id, parties in sorted(_parties(need_of, plan).items()):
        for n, party in enumerate(parties):
            others = [*parties[:n], *parties[n + 1 :]]
            broken = rule_broken(party, _with(home_of[home_id], others))
            if broken:
                yield Problem(home_id, f"{party.id}: {broken}")


def _worth(put: Put, worth: Worth) -> float:
    number = len(put.children)
    each = worth.placed + put.score - (worth.ask if put.to_ask else 0.0)
    return number * each + worth.pair * number * (number - 1) / 2


def _sums(
    home_of: Mapping[str, Home], need_of: Mapping[str, Need], plan: Planned, worth: Worth
) -> Iterator[Problem]:
    for put in plan.placed:
        party = _party(need_of[put.need_id], put.children)
        score = worth.points(party, home_of[put.home_id])
        if abs(score - put.score) > ROUNDING:
            yield Problem(put.home_id, f"{put.need_id} scores {score:.3f}, not {put.score:.3f}")
    total = sum(_worth(put, worth) for put in plan.placed)
    small = ROUNDING * max(1.0, abs(total))
    if abs(total - plan.value) > small:
        yield Problem("", f"worth {total:.3f}, not {plan.value:.3f}")
    if plan.bound is not None and plan.bound < plan.value - small:
        yield Problem("", "worth more than its bound")
    if plan.proven and (plan.bound is None or plan.bound > plan.value + small):
        yield Problem("", "said to be the best, and its bound is higher")


def _questions(need_of: Mapping[str, Need], plan: Planned, kept: Kept) -> Iterator[Problem]:
    for put in plan.placed:
        if (put.home_id, None) in kept.not_there or (put.home_id, put.need_id) in kept.not_there:
            yield Problem(put.home_id, f"{put.need_id} was not to come there")
        for child in put.children:
            if child in kept.waits:
                yield Problem(put.home_id, f"{child} was to wait")
        need = need_of[put.need_id]
        if put.need_id in kept.whole and len(put.children) < len(need.children):
            yield Problem(put.home_id, f"{put.need_id} was not to be parted")
    for children, home_id in kept.pins:
        if not any(put.home_id == home_id and children <= set(put.children) for put in plan.placed):
            yield Problem(home_id, f"{', '.join(sorted(children))} should be there")


def _room_left(
    home_of: Mapping[str, Home],
    need_of: Mapping[str, Need],
    plan: Planned,
    worth: Worth,
    kept: Kept,
) -> Iterator[Problem]:
    """A best plan leaves nobody over for whom a home still has room."""
    there = _parties(need_of, plan)
    for need in need_of.values():
        if need.id in kept.whole and len(need.children) > 1:
            continue
        for child in need.children:
            if child.id not in plan.left_over or child.id in kept.waits:
                continue
            party = _party(need, (child.id,))
            home_id = _free_home(party, home_of, there, worth, kept)
            if home_id:
                yield Problem(home_id, f"{child.id} is left over, and there is room")


def _free_home(
    party: Need,
    home_of: Mapping[str, Home],
    there: Mapping[str, list[Need]],
    worth: Worth,
    kept: Kept,
) -> str | None:
    for home in home_of.values():
        out = (home.id, None) in kept.not_there or (home.id, party.id) in kept.not_there
        others = there.get(home.id, [])
        if out or any(other.id == party.id for other in others):
            continue
        if worth.placed - worth.ask + worth.points(party, home) <= ROUNDING:
            continue
        if rule_broken(party, home):
            continue  # only once somebody else is moved: whoever comes could come as things are
        everyone = [*others, party]
        if not any(
            rule_broken(each, _with(home, [other for other in everyone if other is not each]))
            for each in everyone
        ):
            return home.id
    return None

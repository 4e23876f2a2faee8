"""Everyone who waits, and the homes, as the engine is asked about all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.audit.remembering import remembered
from app.children.models import Referral
from app.core.today import today
from app.matching import queries as matching
from app.matching.snapshot import HomeCard, homes_for
from app.money import queries as money
from app.money.rules import cost_on
from app.register import queries as rooms
from sufficiency.arrays import Register
from sufficiency.criteria import Weights
from sufficiency.period import Period
from sufficiency.together import Plan, Waiting
from sufficiency.types import Need


@dataclass(frozen=True, slots=True)
class Someone:
    """A child who waits."""

    ref: str
    name: str
    referral: str


@dataclass(frozen=True, slots=True)
class Everyone:
    """Who waits, where they could live, and the question made ready to be asked.

    `twice` are referrals of which a child waits in an earlier one too: they are left out.
    """

    day: date
    needs: tuple[Need, ...]
    register: Register
    cards: Mapping[str, HomeCard]
    children: Mapping[str, Someone]
    weights: Weights
    waiting: Waiting
    twice: tuple[str, ...]


def everyone(*, exact: bool) -> Everyone:
    """Every open referral, the first opened first. With `exact` false homes are only roughly where
    they are, for those who may not see addresses."""
    return _everyone(today(), matching.authority_code(), exact, rooms.beds_held())[0]


@remembered
def _everyone(day: date, authority: str, exact: bool, _held: tuple[int, ...]) -> tuple[Everyone]:
    referrals, twice = _each_child_once(matching.open_referrals())
    needs = tuple(
        part
        for referral, need in zip(referrals, matching.needs_of(referrals), strict=True)
        for part in _together_or_apart(referral, need)
    )
    first = min((need.period.starts for need in needs), default=day)
    found = homes_for(Period(first), authority_code=authority, exact=exact)
    weights = matching.weights()
    return (
        Everyone(
            day=day,
            needs=needs,
            register=found.register,
            cards=found.cards,
            children={
                str(child.id): Someone(child.ref, child.person.name, referral.ref)
                for referral in referrals
                for child in referral.children
            },
            weights=weights,
            waiting=Waiting(found.register, needs, weights=weights),
            twice=twice,
        ),
    )


@dataclass(frozen=True, slots=True)
class Weekly:
    """What a plan’s homes would cost a week in pence, and for how many children it is known."""

    pence: int
    known: int
    unknown: int


def weekly(found: Everyone, plans: Iterable[Plan]) -> list[Weekly]:
    """What each of these plans would cost a week: four questions, however many they are."""
    told = list(plans)
    born = {child.id: child.born for need in found.needs for child in need.children}
    homes = {int(each.home_id) for plan in told for each in plan.placed}
    paid, rates = money.paid(homes), money.rates()
    answers = []
    for plan in told:
        each = [
            cost_on(found.day, born[child], rates, paid[int(placed.home_id)])
            for placed in plan.placed
            for child in placed.children
        ]
        known = [cost.pence for cost in each if cost is not None]
        answers.append(Weekly(sum(known), len(known), len(each) - len(known)))
    return answers


def _each_child_once(referrals: Iterable[Referral]) -> tuple[list[Referral], tuple[str, ...]]:
    """The referrals without those that name a child of an earlier one, and the references of those.

    A referral of which the reader may see no child is none of theirs.
    """
    kept: list[Referral] = []
    twice: list[str] = []
    seen: set[int] = set()
    for referral in referrals:
        ids = {child.id for child in referral.children}
        if ids & seen:
            twice.append(referral.ref)
        elif ids:
            kept.append(referral)
            seen |= ids
    return kept, tuple(twice)


def _together_or_apart(referral: Referral, need: Need) -> list[Need]:
    """One need, or where the plan is for the children to live apart one for each of them."""
    if referral.together or len(need.children) == 1:
        return [need]
    return [
        replace(
            need,
            id=f"{need.id}.{n}",
            children=(child,),
            apart_from=need.apart_from | {each.id for each in need.children if each is not child},
        )
        for n, child in enumerate(need.children, start=1)
    ]

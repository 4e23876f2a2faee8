"""Stays and what comes after, as they stand today: a weekend of respite to come, young people who
stay put, a parent who lives with her baby, two bridges, and brothers and sisters to be joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import select

from app.children import actions as children
from app.children.codes import FOSTER, Rec
from app.children.kinds import TogetherOrApart
from app.children.models import Child, LegalStatus, Placement
from app.children.queries import child_by_ref
from app.core.db import db
from app.demo import names
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.people import actions as people
from app.people.models import Household, Provider, ProviderKind
from app.people.queries import household_by_ref
from app.register.queries import places_left
from app.staying import actions, queries
from app.staying.kinds import BridgesTo, StayFor, Wish
from sufficiency.period import Period
from sufficiency.types import Sex, age_on

DAY = timedelta(days=1)
LATELY = date(2025, 6, 1)
"""Those who turned eighteen since then may still stay put; older figures stay as published."""

PUT, JOINED = 4, 3
"""How many stay put, and how many pairs are to be joined."""


def plan_staying(told: Told) -> None:
    """All of it, as it stands on the last day."""
    told.on(told.today, Rank.AFTERWARDS, _respite, told)
    told.on(told.today, Rank.AFTERWARDS, _turned, told)
    told.on(told.today, Rank.AFTERWARDS, _asked, told)
    told.on(told.today, Rank.AFTERWARDS, _put, told)
    told.on(told.today, Rank.AFTERWARDS, _parent, told)
    told.on(told.today, Rank.AFTERWARDS, _bridges, told)
    told.on(told.today, Rank.AFTERWARDS, _joined, told)


def _with_ours(told: Told) -> list[tuple[Child, Placement]]:
    """Every child who lives with carers of ours, the one who came last first."""
    rows = db.session.execute(
        select(Child, Placement)
        .join(Placement, Placement.child_id == Child.id)
        .join(Household, Household.id == Placement.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Placement.in_force(told.today),
            Placement.temporary.is_(False),
            Placement.place.in_(FOSTER),
            Provider.kind == ProviderKind.OWN,
        )
        .order_by(Placement.starts_on.desc(), Placement.id)
    ).unique()
    return [(child, placement) for child, placement in rows]


def _respite(told: Told) -> None:
    """Next weekend, and a week while carers are on holiday."""
    homes = [child for child, _ in _with_ours(told)]
    friday = told.today + ((4 - told.today.weekday()) % 7) * DAY
    for those, why, first, nights in (
        (homes[3:], StayFor.RESPITE, friday, 3),
        (homes[9:], StayFor.CARERS_AWAY, friday + 14 * DAY, 9),
    ):
        last = first + nights * DAY
        for child, household in islice(_may_stay(those, Period(first, last), why), 1):
            actions.arrange_stay(
                child, household, why=why, starts_on=first, ends_on=last, by=told.officer
            )


def _may_stay(
    those: Sequence[Child], period: Period, why: StayFor
) -> Iterator[tuple[Child, Household]]:
    """Each of these children with each home of ours that has just the one place for them."""
    for child in those:
        for ref, _name in queries.homes_with_room(child, period, why):
            household = household_by_ref(ref)
            if (
                household is not None
                and places_left(household.id, period.starts) == 1
                and not actions.stay_breaches(child, household, period, why)
            ):
                yield child, household


def _turned(told: Told) -> None:
    """Somebody turned eighteen some days ago, and nobody has recorded yet what came of it."""
    turned = told.today - 4 * DAY
    for child, _ in _with_ours(told):
        person = child.person
        if person.born is not None and age_on(person.born, told.today) == 17:
            people.change_person(
                person,
                given_name=person.given_name,
                family_name=person.family_name,
                born=date(turned.year - 18, turned.month, min(turned.day, 28)),
                sex=person.sex,
                phone=person.phone,
                email=person.email,
                by=told.officer,
            )
            return


def _asked(told: Told) -> None:
    """Of those who turn eighteen within half a year, the first and their carers were asked."""
    soon = [each for each in queries.turning_eighteen(told.today) if each.on > told.today]
    for each in soon[:1]:
        actions.record_wishes(
            db.session.get_one(Child, each.whose.child_id),
            asked_on=told.today - 9 * DAY,
            young_person=Wish.YES,
            carers=Wish.NOT_SURE,
            words="Wants to finish the course at college. The carers ask what they would be paid.",
            by=told.officer,
        )


def _put(told: Told) -> None:
    """Of those who stayed with their carers at eighteen, some are recorded as staying put."""
    rows = db.session.scalars(
        select(LegalStatus)
        .where(
            LegalStatus.ended_because == Rec.E17,
            LegalStatus.ends_on >= LATELY,
            LegalStatus.ends_on <= told.today,
            LegalStatus.stands(),
        )
        .order_by(LegalStatus.ends_on.desc())
    ).all()
    found = 0
    for row in rows:
        child = db.session.get_one(Child, row.child_id)
        placement = queries.fostered_until(child, row.ends_on or told.today)
        if placement is None or child.person.born is None or found == PUT:
            continue
        household = db.session.get_one(Household, placement.household_id)
        if household.provider.kind is not ProviderKind.OWN:
            continue
        actions.begin_staying_put(
            child,
            places=found % 2,
            agreed="Agreed with both at the last review; until the end of college.",
            by=told.officer,
        )
        found += 1


def _parent(told: Told) -> None:
    """A baby's mother lives there too."""
    chance = Chance.of(told.county.seed, "a parent alongside")
    for child, placement in _with_ours(told):
        if child.person.born is not None and age_on(child.person.born, told.today) < 1:
            actions.add_parent(
                placement,
                given_name=names.grown(chance, Sex.FEMALE),
                family_name=child.person.family_name,
                born=date(told.today.year - 21, 2, 3),
                sex=Sex.FEMALE,
                starts_on=max(placement.starts_on, told.today - 30 * DAY),
                by=told.officer,
            )
            return


def _bridges(told: Told) -> None:
    """Two placements are meant to last only until another home is ready; one is late."""
    for (_, placement), to, days in zip(
        _with_ours(told)[5:7],
        (BridgesTo.LONG_TERM_HOME, BridgesTo.ADOPTION),
        (-6, 45),
        strict=False,
    ):
        by = max(told.today + days * DAY, placement.starts_on + DAY)
        actions.set_bridge(placement, moves_to=to, move_by=by, by=told.officer)


def _joined(told: Told) -> None:
    """Some who live apart are to live together, by a day; of the others nothing is planned yet."""
    apart = [pair for pair in queries.living_apart(told.today) if pair.plan is None]
    for number, pair in enumerate(apart[:JOINED]):
        one, other = child_by_ref(pair.one.child_ref), child_by_ref(pair.other.child_ref)
        if one is None or other is None:
            continue
        children.plan_siblings(
            one,
            other,
            plan=TogetherOrApart.TOGETHER,
            why="They ask for each other. No home had room for both when they came.",
            starts_on=told.today - 40 * DAY,
            join_by=told.today + (number * 45 - 20) * DAY,
            by=told.officer,
        )

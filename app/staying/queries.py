"""Who stays elsewhere for a time, who turns eighteen, who stays put, who is to be joined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, union
from sqlalchemy.orm import joinedload

from app.audit.remembering import remembered
from app.children import queries as kept
from app.children.codes import FOSTER, is_foster
from app.children.kinds import TogetherOrApart
from app.children.models import Child, LegalStatus, Placement, SiblingLink, SiblingPlan
from app.core.db import db
from app.people.models import Household, Person, Provider, ProviderKind
from app.register import queries as rooms
from app.register.models import Approval
from app.staying import rules
from app.staying.kinds import StayFor
from app.staying.models import Bridge, ParentAlongside, StayingPut, StayingPutAsked
from sufficiency.period import Period
from sufficiency.room import Shortfall, ShortfallCode, room_for
from sufficiency.types import Child as ChildInPlain
from sufficiency.types import Kind, Room, Siblings, birthday

DAY = timedelta(days=1)

AHEAD = timedelta(days=184)
"""Eighteenth birthdays and stays to come are listed this far ahead."""

BEHIND = timedelta(days=28)
"""Stays that are over are listed for so long."""


@dataclass(frozen=True, slots=True)
class Whose:
    """A child and the home that a line is about."""

    child_id: int
    child_ref: str
    child: str
    born: date | None
    household_ref: str | None
    household: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay with other carers, and where the child lives meanwhile."""

    whose: Whose
    placement: Placement
    lives_with: str


@dataclass(frozen=True, slots=True)
class Turning:
    """Somebody fostered who turns eighteen, or has and is still recorded as placed."""

    whose: Whose
    on: date
    worker_id: int | None
    asked: StayingPutAsked | None = None
    """What both wished, the last time that they were asked."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two brothers or sisters, both looked after, who live apart."""

    one: Whose
    other: Whose
    plan: SiblingPlan | None

    @property
    def is_to_join(self) -> bool:
        """Whether the plan is that they live together."""
        return self.plan is not None and self.plan.plan is TogetherOrApart.TOGETHER


def _whose(child: Child, person: Person, household: Household | None, where: str = "") -> Whose:
    return Whose(
        child.id,
        child.ref,
        person.name,
        person.born,
        household.ref if household else None,
        household.name if household else where,
    )


def _lives_there() -> ColumnElement[bool]:
    """Of a placement: the child lives there. A stay is elsewhere, and a child on a series of short
    breaks lives at home."""
    is_no_break = or_(Placement.kind.is_(None), Placement.kind != Kind.SHORT_BREAK)
    return and_(Placement.temporary.is_(False), is_no_break)


def stays(as_at: date) -> list[Stay]:
    """Stays with other carers that are over for a few weeks, under way or to come."""
    until = Placement.end_known()
    rows = db.session.execute(
        select(Placement, Child, Person, Household)
        .join(Child, Child.id == Placement.child_id)
        .join(Person, Person.id == Child.person_id)
        .join(Household, Household.id == Placement.household_id)
        .where(
            Placement.stands(),
            or_(Placement.temporary.is_(True), Placement.kind == Kind.SHORT_BREAK),
            Placement.starts_on <= as_at + AHEAD,
            or_(until.is_(None), until > as_at - BEHIND),
        )
        .order_by(Placement.starts_on, Placement.id)
    ).unique()
    found = [(placement, _whose(child, person, home)) for placement, child, person, home in rows]
    homes = _mains({whose.child_id for _, whose in found}, as_at)
    return [
        Stay(whose, placement, homes.get(whose.child_id) or _at_home(placement))
        for placement, whose in found
    ]


def _at_home(placement: Placement) -> str:
    """With whom a child lives who has no placement but this one."""
    return "their own family" if is_break(placement) else ""


def _mains(child_ids: Collection[int], as_at: date) -> dict[int, str]:
    """With whom each of these children lives on a day: the household, or its place by name."""
    rows = db.session.execute(
        select(Placement, Household)
        .outerjoin(Household, Household.id == Placement.household_id)
        .where(
            Placement.child_id.in_(sorted(child_ids)),
            Placement.in_force(as_at),
            _lives_there(),
        )
        .order_by(Placement.starts_on)
        .options(joinedload(Placement.setting))
    ).unique()
    return {row.child_id: home.name if home else kept.where_else(row) for row, home in rows}


def turning_eighteen(as_at: date) -> list[Turning]:
    """Those who are fostered and turn eighteen within six months, or have; the first first."""
    latest = birthday(as_at + AHEAD, -rules.ADULT_AT)
    rows = db.session.execute(
        select(Child, Person, Household)
        .join(Placement, Placement.child_id == Child.id)
        .join(Person, Person.id == Child.person_id)
        .join(Household, Household.id == Placement.household_id)
        .where(
            Placement.in_force(as_at),
            _lives_there(),
            Placement.place.in_(FOSTER),
            Person.born <= latest,
        )
        .order_by(Person.born, Child.id)
    ).unique()
    found = [(*row, rules.eighteenth(row[1].born)) for row in rows if row[1].born is not None]
    near = [row for row in found if row[3] <= as_at + AHEAD]
    asked = wishes_of([row[0].id for row in near], as_at)
    return [
        Turning(_whose(child, person, home), on, child.worker_id, asked.get(child.id))
        for child, person, home, on in near
    ]


def wishes_of(child_ids: Collection[int], as_at: date) -> dict[int, StayingPutAsked]:
    """What each of these and their carers said last of staying put."""
    if not child_ids:
        return {}
    rows = db.session.scalars(
        select(StayingPutAsked)
        .where(
            StayingPutAsked.child_id.in_(sorted(child_ids)),
            StayingPutAsked.asked_on <= as_at,
            StayingPutAsked.stands(),
        )
        .order_by(StayingPutAsked.asked_on, StayingPutAsked.id)
    )
    return {row.child_id: row for row in rows}


def staying_put(as_at: date) -> Sequence[StayingPut]:
    """Everybody who stays put on a day."""
    return (
        db.session.scalars(
            select(StayingPut)
            .where(StayingPut.in_force(as_at))
            .order_by(StayingPut.starts_on, StayingPut.id)
        )
        .unique()
        .all()
    )


def staying_put_of(child_id: int) -> StayingPut | None:
    """How somebody stays put, or did last."""
    return db.session.scalar(
        select(StayingPut)
        .where(StayingPut.child_id == child_id, StayingPut.stands())
        .order_by(StayingPut.starts_on.desc())
        .limit(1)
    )


def staying_put_by_ref(ref: str) -> StayingPut | None:
    """The row with this public id."""
    return db.session.scalar(select(StayingPut).where(StayingPut.ref == ref, StayingPut.stands()))


def fostered_until(child: Child, day: date) -> Placement | None:
    """The placement with a household that somebody fostered had on the day before this one."""
    return db.session.scalar(
        select(Placement)
        .where(
            Placement.child_id == child.id,
            Placement.in_force(day - DAY),
            _lives_there(),
            Placement.household_id.is_not(None),
            Placement.place.in_(FOSTER),
        )
        .order_by(Placement.starts_on.desc())
        .limit(1)
    )


# ------------------------------------------------------------------------- brothers and sisters


def living_apart(as_at: date) -> list[Apart]:
    """Brothers and sisters, both looked after, who live apart; the day to join them by first."""
    links = db.session.execute(
        select(SiblingLink.child_id, SiblingLink.sibling_id)
        .where(SiblingLink.stands())
        .order_by(SiblingLink.id)
    ).all()
    homes = _everywhere(as_at)
    plans = {
        (plan.child_id, plan.sibling_id): plan
        for plan in db.session.scalars(select(SiblingPlan).where(SiblingPlan.in_force(as_at)))
    }
    found = []
    for one, other in links:
        here, there = homes.get(one), homes.get(other)
        if here is not None and there is not None and here[0] != there[0]:
            found.append(Apart(here[1], there[1], plans.get((one, other))))
    return sorted(found, key=_to_be_joined_first)


def _to_be_joined_first(pair: Apart) -> tuple[bool, date, str]:
    by = pair.plan.join_by if pair.plan is not None and pair.plan.join_by else date.max
    return not pair.is_to_join, by, pair.one.child


def _everywhere(as_at: date) -> dict[int, tuple[tuple[Any, ...], Whose]]:
    """Where each brother or sister lives who is looked after: what tells homes apart, and in
    words."""
    linked = union(
        *(
            select(each).where(SiblingLink.stands())
            for each in (SiblingLink.child_id, SiblingLink.sibling_id)
        )
    )
    rows = db.session.execute(
        select(Placement, Child, Person, Household)
        .join(Child, Child.id == Placement.child_id)
        .join(Person, Person.id == Child.person_id)
        .join(LegalStatus, LegalStatus.child_id == Child.id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .where(
            Child.id.in_(linked),
            Placement.in_force(as_at),
            _lives_there(),
            LegalStatus.in_force(as_at),
        )
        .order_by(Placement.starts_on)
        .options(joinedload(Placement.setting))
    ).unique()
    found = {}
    for placement, child, person, home in rows:
        known = placement.household_id or placement.setting_id
        own = None if known else placement.postcode or placement.id
        key = (placement.household_id, placement.setting_id, own)
        found[child.id] = (key, _whose(child, person, home, kept.where_else(placement)))
    return found


# ----------------------------------------------------------------- a parent, a bridge, a child


def parents_alongside(as_at: date) -> list[tuple[ParentAlongside, Whose]]:
    """Each parent who lives in a foster home with their child on a day."""
    rows = db.session.execute(
        select(ParentAlongside, Child, Person, Household)
        .join(Child, Child.id == ParentAlongside.child_id)
        .join(Person, Person.id == Child.person_id)
        .join(Household, Household.id == ParentAlongside.household_id)
        .where(ParentAlongside.in_force(as_at))
        .order_by(ParentAlongside.starts_on, ParentAlongside.id)
    ).unique()
    return [(row, _whose(child, person, home)) for row, child, person, home in rows]


def parent_by_ref(ref: str) -> ParentAlongside | None:
    """The row with this public id."""
    return db.session.scalar(
        select(ParentAlongside).where(ParentAlongside.ref == ref, ParentAlongside.stands())
    )


def bridging(as_at: date) -> list[tuple[Bridge, Whose]]:
    """Placements that go on and bridge to another home, the first to move first."""
    rows = db.session.execute(
        select(Bridge, Child, Person, Household, Placement)
        .join(Placement, Placement.id == Bridge.placement_id)
        .join(Child, Child.id == Bridge.child_id)
        .join(Person, Person.id == Child.person_id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .where(Bridge.stands(), Placement.in_force(as_at))
        .order_by(Bridge.id)
        .options(joinedload(Placement.setting))
    ).unique()
    last = {
        placement.id: (row, _whose(child, person, home, kept.where_else(placement)))
        for row, child, person, home, placement in rows
    }
    return sorted(last.values(), key=lambda each: (each[0].move_by, each[1].child))


@dataclass(frozen=True, slots=True)
class OfChild:
    """What a child's page says of all this."""

    stays: tuple[Placement, ...]
    staying_put: StayingPut | None
    parents: tuple[ParentAlongside, ...]
    bridge: Bridge | None
    main: Placement | None
    turns_eighteen: date | None
    """The eighteenth birthday, once it is near, of somebody who is fostered."""

    asked: StayingPutAsked | None
    """What both wished when they were asked before it."""


def of_child(child: Child, placements: Iterable[Placement], as_at: date) -> OfChild:
    """Stays to come, staying put, a parent alongside, a bridge: of one child, with everywhere that
    the child lived or stayed."""
    lived = sorted(placements, key=lambda each: (each.starts_on, each.id))
    stays = [each for each in lived if each.temporary or is_break(each)]
    main = [each for each in lived if each not in stays and each.held_on(as_at)]
    here = main[-1] if main else None
    coming = tuple(
        each for each in lived if each.starts_on > as_at or (each in stays and each.held_on(as_at))
    )
    born = child.person.born
    near = (
        here is not None
        and here.household_id is not None
        and is_foster(here.place)
        and born is not None
        and rules.eighteenth(born) <= as_at + AHEAD
    )
    grown = born is None or rules.eighteenth(born) <= as_at
    return OfChild(
        coming,
        staying_put_of(child.id) if grown else None,
        tuple(
            db.session.scalars(
                select(ParentAlongside).where(
                    ParentAlongside.child_id == child.id, ParentAlongside.in_force(as_at)
                )
            )
        ),
        _bridge_of(here),
        here,
        rules.eighteenth(born) if near and born is not None else None,
        wishes_of([child.id], as_at).get(child.id) if near else None,
    )


def _bridge_of(placement: Placement | None) -> Bridge | None:
    if placement is None:
        return None
    return db.session.scalar(
        select(Bridge)
        .where(Bridge.placement_id == placement.id, Bridge.stands())
        .order_by(Bridge.id.desc())
        .limit(1)
    )


def lived_and_status(child: Child, on: date) -> tuple[Sequence[Placement], LegalStatus | None]:
    """Every placement and stay of a child, and the legal status on a day."""
    lived = db.session.scalars(
        select(Placement).where(Placement.child_id == child.id, Placement.stands())
    ).all()
    status = db.session.scalar(
        select(LegalStatus).where(LegalStatus.child_id == child.id, LegalStatus.in_force(on))
    )
    return lived, status


def is_break(placement: Placement) -> bool:
    """Whether a placement is one of a series of short breaks."""
    return placement.kind is Kind.SHORT_BREAK and not placement.temporary


# ------------------------------------------------------------------------------ homes to stay in


def room_to_stay(
    room: Room, child: Child, period: Period, why: StayFor, siblings: Siblings
) -> tuple[Kind, tuple[Shortfall, ...]]:
    """Under which kind of fostering a home admits a child for a stay, and why it has no room.

    Carers of short breaks and those of short-term placements may both have a child to stay; one of
    a series of short breaks is for those whose terms say so.
    """
    plain = (ChildInPlain(str(child.id), child.person.born or date.max, child.person.sex),)

    def judged(kind: Kind) -> tuple[Kind, tuple[Shortfall, ...]]:
        return kind, room_for(room, plain, period, kind, siblings)

    def is_of_another_kind(found: tuple[Kind, tuple[Shortfall, ...]]) -> bool:
        return any(short.code is ShortfallCode.TERMS_KIND for short in found[1])

    for_breaks = judged(Kind.SHORT_BREAK)
    if why is StayFor.SHORT_BREAK or not is_of_another_kind(for_breaks):
        return for_breaks
    for_a_while = judged(Kind.SHORT_TERM)
    return for_breaks if is_of_another_kind(for_a_while) else for_a_while


def homes_with_room(child: Child, period: Period, why: StayFor) -> list[tuple[str, str]]:
    """Homes of ours that could have a child to stay on all of these days, by reference and name;
    without the one where the child lives."""
    # a held bed runs out by the clock, which the record does not notice
    homes = _our_homes(period, rooms.beds_held())
    everyone = {int(one.child.id) for home in homes for one in home.room.claims} | {child.id}
    siblings = kept.siblings_among(everyone)
    return [
        (home.ref, home.name)
        for home in homes
        if not any(one.child.id == str(child.id) for one in home.room.claims)
        and not any(
            each.standing != "standard"
            for each in room_to_stay(home.room, child, period, why, siblings)[1]
        )
    ]


@dataclass(frozen=True, slots=True)
class _Home:
    """One of our homes, with what decides room in it."""

    id: int
    ref: str
    name: str
    room: Room


@remembered
def _our_homes(period: Period, _held: tuple[int, ...]) -> tuple[_Home, ...]:
    """Our homes that are approved on some of these days, by name."""
    rows = db.session.execute(
        select(Household.id, Household.ref, Household.name)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Provider.kind == ProviderKind.OWN,
            Household.id.in_(
                select(Approval.household_id).where(
                    Approval.in_force_during(period.starts, period.ends)
                )
            ),
        )
        .order_by(Household.name)
    ).all()
    found = rooms.rooms([row.id for row in rows], around=period)
    return tuple(_Home(row.id, row.ref, row.name, found[row.id]) for row in rows)

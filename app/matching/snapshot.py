"""The record as the engine sees it: homes and needs, in plain values, read anew for each search.

Read once and kept until the record changes, so that a search answers while it is typed and is never
out of date; a decision reads its one home anew, inside its own transaction. Whoever may not know
where a home is gets it on a coarse grid (`exact=False`): every distance, order and map drawn from
the snapshot is then as coarse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.audit.remembering import remembered
from app.core.db import db
from app.money import queries as money
from app.money.rules import Paid
from app.people.models import (
    Address,
    Consideration,
    ConsiderationKind,
    HomeFact,
    Household,
    Member,
    MemberRole,
    Person,
    Pet,
    PetKind,
    Provider,
)
from app.people.models import ProviderKind as OwnedBy
from app.register import queries as register
from app.register.models import Approval, TemporaryApproval
from app.supervision.models import Allocation
from sufficiency.arrays import Register
from sufficiency.distance import snap
from sufficiency.period import Period
from sufficiency.types import (
    Child,
    Fact,
    Home,
    Need,
    Point,
    ProviderKind,
    Resident,
    Room,
    Sex,
)

LOOK_BACK = timedelta(days=365)
"""Households whose approval ended within this time are still shown, as ruled out."""

PETS: Mapping[PetKind, Fact] = {
    PetKind.DOG: Fact.DOG,
    PetKind.CAT: Fact.CAT,
    PetKind.OTHER: Fact.OTHER_PETS,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every household that is or lately was approved, as homes that are ready to be searched."""

    register: Register
    cards: Mapping[str, HomeCard]
    paid: Mapping[int, Paid]
    """How each is paid, by its household's id."""

    judged: list[tuple[Need, Any]] = field(default_factory=list, compare=False)
    """What ruled these homes out for the needs asked about last, the latest first."""

    @property
    def homes(self) -> tuple[Home, ...]:
        """The homes, in order of id."""
        return self.register.homes

    def home(self, id_: str) -> Home:
        """The home of that id."""
        return self.register.homes[self.register.row_of[id_]]


@dataclass(frozen=True, slots=True)
class HomeCard:
    """What a page says of a home beside the engine's findings."""

    household_id: int
    ref: str
    name: str
    provider: str
    worker: str | None


def homes_for(
    around: Period, *, authority_code: str, exact: bool, children: Iterable[Child] = ()
) -> Snapshot:
    """The homes to search for a stay of this period, seen from a council (its ONS code).

    With `children`, each home costs what it would for them: ours by our allowances and fees. For
    nobody in particular only a home with a price has one.
    """
    # a held bed runs out by the clock, which the record does not notice
    there = (around, authority_code, exact, register.beds_held())
    born = tuple(None if child.born == date.max else child.born for child in children)
    return (_priced(*there, born) if born else _kept(*there))[0]


@remembered
def _priced(
    around: Period,
    authority_code: str,
    exact: bool,
    held: tuple[int, ...],
    born: tuple[date | None, ...],
) -> tuple[Snapshot]:
    """The homes with what they cost for children born on these days, in pounds for each child."""
    (found,) = _kept(around, authority_code, exact, held)
    costs = money.costs_of(found.paid, born, around.starts)
    priced = (
        replace(home, weekly_cost=_pounds(cost.pence if cost else None, len(born)))
        for home in found.homes
        for cost in [costs.get(found.cards[home.id].household_id)]
    )
    return (Snapshot(Register(priced), found.cards, found.paid),)


def _pounds(pence: int | None, children: int = 1) -> int | None:
    return None if pence is None else round(pence / 100 / children)


@remembered
def _kept(
    around: Period, authority_code: str, exact: bool, _held: tuple[int, ...]
) -> tuple[Snapshot]:
    return (homes(around, authority_code=authority_code, exact=exact),)


def homes(
    around: Period, *, authority_code: str, exact: bool, only: Collection[int] | None = None
) -> Snapshot:
    """The same read anew; with `only`, these households alone."""
    ids = _households(around.starts) if only is None else only
    rooms = register.rooms(ids, around=around)
    day = around.starts
    names = _names(ids)
    where = _addresses(ids, day)
    facts = _facts(ids, day)
    family, carers = _families(ids, day)
    wishes = _considerations(ids, day)
    workers = _workers(ids, day)
    paid = money.paid(ids)
    connected = _connected(ids, day)
    made, cards = [], {}
    for row in names:
        room = rooms.get(row.id, Room())
        point, area = where.get(row.id, (None, None))
        residents = _residents(room, family[row.id], wishes[row.id], around)
        own = dict(facts[row.id])
        own.setdefault(Fact.TWO_CARERS, len(carers[row.id]) > 1)
        own.setdefault(Fact.NO_OTHER_CHILDREN, not family[row.id])
        home = Home(
            id=str(row.id),
            where=point if exact or point is None else snap(point),
            room=room,
            provider_kind=ProviderKind(row.kind.value),
            facts=own,
            residents=residents,
            area_authority=area,
            in_area=area == authority_code,
            # Other services supervise their own carers; who does is theirs to record.
            ssw_allocated=row.id in workers or row.kind is not OwnedBy.OWN,
            weekly_cost=_pounds(paid[row.id].price_on(day)),
            connected_to=connected[row.id],
        )
        made.append(home)
        cards[home.id] = HomeCard(row.id, row.ref, row.name, row.provider, workers.get(row.id))
    return Snapshot(Register(made), cards, paid)


def one_home(household_id: int, around: Period, *, authority_code: str) -> Home | None:
    """One home as it stands inside this transaction: what a decision is checked against."""
    found = homes(around, authority_code=authority_code, exact=True, only=[household_id]).homes
    return found[0] if found else None


def _households(day: date) -> list[int]:
    since = day - LOOK_BACK
    approved = select(Approval.household_id).where(
        Approval.stands(), or_(Approval.ends_on.is_(None), Approval.ends_on > since)
    )
    temporary = select(TemporaryApproval.household_id).where(
        TemporaryApproval.stands(),
        or_(TemporaryApproval.ends_on.is_(None), TemporaryApproval.ends_on > since),
    )
    return sorted(db.session.scalars(approved.union(temporary)))


def _names(ids: Collection[int]) -> Sequence[Any]:
    return db.session.execute(
        select(
            Household.id,
            Household.ref,
            Household.name,
            Provider.kind,
            Provider.name.label("provider"),
        )
        .join(Provider, Provider.id == Household.provider_id)
        .where(Household.id.in_(ids))
        .order_by(Household.id)
    ).all()


def _addresses(ids: Collection[int], day: date) -> dict[int, tuple[Point | None, str | None]]:
    rows = db.session.execute(
        select(
            Address.household_id, Address.easting, Address.northing, Address.authority_code
        ).where(Address.household_id.in_(ids), Address.in_force(day))
    )
    return {
        row.household_id: (
            Point(row.easting, row.northing) if row.easting is not None else None,
            row.authority_code,
        )
        for row in rows
    }


def _facts(ids: Collection[int], day: date) -> dict[int, dict[Fact, bool]]:
    found: dict[int, dict[Fact, bool]] = defaultdict(dict)
    for row in db.session.execute(
        select(HomeFact.household_id, HomeFact.fact, HomeFact.so).where(
            HomeFact.household_id.in_(ids), HomeFact.in_force(day)
        )
    ):
        found[row.household_id][row.fact] = row.so
    for pet in db.session.execute(
        select(Pet.household_id, Pet.kind).where(Pet.household_id.in_(ids), Pet.in_force(day))
    ):
        found[pet.household_id][PETS[pet.kind]] = True
    return found


def _families(
    ids: Collection[int], day: date
) -> tuple[dict[int, list[Child]], dict[int, list[int]]]:
    """Children of the family under 18, and the carers, of each household."""
    children: dict[int, list[Child]] = defaultdict(list)
    carers: dict[int, list[int]] = defaultdict(list)
    for row in db.session.execute(
        select(Member.household_id, Member.role, Person.id, Person.born, Person.sex)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.household_id.in_(ids),
            Member.in_force(day),
            Member.role.in_([MemberRole.CARER, MemberRole.CHILD_OF_FAMILY]),
        )
    ):
        if row.role is MemberRole.CARER:
            carers[row.household_id].append(row.id)
        elif row.born is not None:
            child = Child(f"person-{row.id}", row.born, row.sex or Sex.UNKNOWN)
            children[row.household_id].append(child)
    return children, carers


def _considerations(
    ids: Collection[int], day: date
) -> dict[int, list[tuple[ConsiderationKind, int | None]]]:
    found: dict[int, list[tuple[ConsiderationKind, int | None]]] = defaultdict(list)
    for row in db.session.execute(
        select(Consideration.household_id, Consideration.kind, Consideration.age).where(
            Consideration.household_id.in_(ids), Consideration.in_force(day)
        )
    ):
        found[row.household_id].append((row.kind, row.age))
    return found


def _residents(
    room: Room,
    family: Iterable[Child],
    wishes: Iterable[tuple[ConsiderationKind, int | None]],
    around: Period,
) -> tuple[Resident, ...]:
    """Children of the family and children placed, each with what the household needs of others."""
    ages = defaultdict(list)
    for kind, age in wishes:
        ages[kind].append(age)
    youngest = [age for age in ages[ConsiderationKind.NO_CHILD_UNDER] if age is not None]
    oldest = [age for age in ages[ConsiderationKind.NO_CHILD_OVER] if age is not None]
    there = [(child, around) for child in family]
    there += [(claim.child, claim.period) for claim in room.claims]
    return tuple(
        Resident(
            child,
            period,
            others_from=max(youngest, default=None),
            others_to=min(oldest, default=None),
            alone=ConsiderationKind.ONLY_CHILD in ages,
        )
        for child, period in there
    )


def _workers(ids: Collection[int], day: date) -> dict[int, str]:
    from app.accounts.models import User

    return {
        row.household_id: row.name
        for row in db.session.execute(
            select(Allocation.household_id, User.name)
            .join(User, User.id == Allocation.worker_id)
            .where(
                Allocation.household_id.in_(ids),
                Allocation.in_force(day),
                or_(User.left_on.is_(None), User.left_on > day),
            )
        )
    }


def _connected(ids: Collection[int], day: date) -> dict[int, frozenset[str]]:
    """Children to whom a household's carer is connected: those named by temporary approvals."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in db.session.execute(
        select(TemporaryApproval.household_id, TemporaryApproval.child_id).where(
            TemporaryApproval.household_id.in_(ids), TemporaryApproval.stands()
        )
    ):
        found[row.household_id].add(str(row.child_id))
    return defaultdict(frozenset, {id_: frozenset(named) for id_, named in found.items()})

"""Questions about people and homes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, select

from app.core.dated import Dated, put_together_once
from app.core.db import db
from app.core.holding import is_recorded
from app.people.models import (
    Address,
    Bedroom,
    Consideration,
    ExternalKey,
    Fee,
    HomeFact,
    Household,
    Member,
    MemberRole,
    Person,
    Pet,
    Provider,
    ProviderKind,
    SleepsIn,
)
from sufficiency.types import Fact

Lasting = TypeVar("Lasting", bound=Dated)

CARERS_FIRST = tuple(MemberRole)


@dataclass(frozen=True, slots=True)
class Home:
    """A home on a day: who belongs to it, its rooms, its animals, and what matters in matching."""

    members: Sequence[Member]
    address: Address | None
    bedrooms: Sequence[Bedroom]
    sleeping: Mapping[int, Sequence[Person]]
    pets: Sequence[Pet]
    facts: Mapping[Fact, bool]
    considerations: Sequence[Consideration]
    fee: Fee | None

    @property
    def carers(self) -> list[Person]:
        """Those who foster here."""
        return [member.person for member in self.members if member.role is MemberRole.CARER]


def own_provider() -> Provider | None:
    """Our own fostering service."""
    return db.session.scalar(
        select(Provider).where(Provider.kind == ProviderKind.OWN, Provider.stands()).limit(1)
    )


def providers() -> list[Provider]:
    """Every fostering service, our own first."""
    found = db.session.scalars(select(Provider).where(Provider.stands()).order_by(Provider.name))
    return sorted(found, key=lambda each: each.kind is not ProviderKind.OWN)


def provider_by_ref(ref: str) -> Provider | None:
    """The fostering service with this public id."""
    return db.session.scalar(select(Provider).where(Provider.ref == ref, Provider.stands()))


def household_by_ref(ref: str) -> Household | None:
    """The household with this public id."""
    return db.session.scalar(_household(), {"ref": ref})


@put_together_once
def _household() -> Select[Household]:
    return select(Household).where(Household.ref == bindparam("ref"), Household.stands())


def person_by_ref(ref: str) -> Person | None:
    """The person with this public id."""
    return db.session.scalar(select(Person).where(Person.ref == ref, Person.stands()))


def person_like(given_name: str, family_name: str, born: date | None) -> Person | None:
    """Somebody recorded with this name and date of birth; without the date nobody is alike."""
    if born is None:
        return None
    return db.session.scalar(
        select(Person)
        .where(
            func.lower(Person.given_name) == given_name.strip().lower(),
            func.lower(Person.family_name) == family_name.strip().lower(),
            Person.born == born,
            Person.stands(),
        )
        .order_by(Person.id)
        .limit(1)
    )


def record_known_as(system: str, kind: str, key: str) -> int | None:
    """Our record that another system knows by this key."""
    return db.session.scalar(
        select(ExternalKey.record_id).filter_by(system=system, kind=kind, key=key)
    )


def keys_of(kind: str, record_id: int) -> Sequence[ExternalKey]:
    """What other systems call a record of ours."""
    return db.session.scalars(
        select(ExternalKey)
        .filter_by(kind=kind, record_id=record_id)
        .where(ExternalKey.stands())
        .order_by(ExternalKey.system)
    ).all()


def members_of(household_id: int, as_at: date, known_at: datetime | None = None) -> list[Member]:
    """Who belongs to a household on a day, carers first."""
    found = db.session.scalars(
        _facts_of_home(Member, as_at, known_at), {"household_id": household_id}
    )
    return sorted(found, key=lambda member: CARERS_FIRST.index(member.role))


def address_of(household_id: int, as_at: date, known_at: datetime | None = None) -> Address | None:
    """Where a household lives on a day; None: nobody recorded it."""
    return _last_of(_recorded_of(Address, household_id, as_at, known_at))


def home_of(household_id: int, as_at: date, known_at: datetime | None = None) -> Home:
    """A household's home on a day, as known at a moment."""

    def facts(kind: type[Lasting]) -> Sequence[Lasting]:
        return _recorded_of(kind, household_id, as_at, known_at)

    bedrooms = facts(Bedroom)
    return Home(
        members=members_of(household_id, as_at, known_at),
        address=address_of(household_id, as_at, known_at),
        bedrooms=bedrooms,
        sleeping=_sleeping(household_id, as_at, known_at) if bedrooms else {},
        pets=facts(Pet),
        facts={fact.fact: fact.so for fact in facts(HomeFact)},
        considerations=facts(Consideration),
        fee=_last_of(facts(Fee)),
    )


def _last_of(facts: Sequence[Lasting]) -> Lasting | None:
    return facts[-1] if facts else None


def _recorded_of(
    kind: type[Lasting], household_id: int, as_at: date, known_at: datetime | None
) -> Sequence[Lasting]:
    if not is_recorded(kind, household_id):
        return ()
    asked = _facts_of_home(kind, as_at, known_at)
    return db.session.scalars(asked, {"household_id": household_id}).all()


@put_together_once
def _facts_of_home(kind: type[Lasting], as_at: date, known_at: datetime | None) -> Select[Lasting]:
    """What holds in one household on a day, in the order in which it came."""
    return (
        select(kind)
        .filter_by(household_id=bindparam("household_id"))
        .where(kind.in_force(as_at, known_at))
        .order_by(kind.starts_on, kind.id)
    )


def _sleeping(household_id: int, as_at: date, known_at: datetime | None) -> dict[int, list[Person]]:
    """Who sleeps in each bedroom, by the bedroom's id."""
    rows = db.session.execute(_sleepers(as_at, known_at), {"household_id": household_id})
    found: dict[int, list[Person]] = {}
    for bedroom_id, person in rows:
        found.setdefault(bedroom_id, []).append(person)
    return found


@put_together_once
def _sleepers(as_at: date, known_at: datetime | None) -> Select[int, Person]:
    return (
        select(SleepsIn.bedroom_id, Person)
        .join(Bedroom, Bedroom.id == SleepsIn.bedroom_id)
        .join(Person, Person.id == SleepsIn.person_id)
        .where(
            Bedroom.household_id == bindparam("household_id"), SleepsIn.in_force(as_at, known_at)
        )
        .order_by(SleepsIn.id)
    )


def member_of(household_id: int, person_id: int) -> Member | None:
    """The open membership of a person in a household."""
    return db.session.scalar(
        select(Member)
        .filter_by(household_id=household_id, person_id=person_id)
        .where(Member.ends_on.is_(None), Member.stands())
    )


def addresses_of(
    household_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> dict[int, Address]:
    """Where each of these households lived on a day."""
    found = db.session.scalars(
        select(Address).where(
            Address.household_id.in_(sorted(household_ids)), Address.in_force(as_at, known_at)
        )
    )
    return {address.household_id: address for address in found}

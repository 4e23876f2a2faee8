"""The register of foster carers (FSR 2011 reg 31): persons, each with their household's terms.

Nothing here is stored: status, places, the next review are worked out from dated facts, as at any
day and as the record knew them at any moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from app.audit.remembering import remembered
from app.core.dated import put_together_once, these
from app.core.db import db
from app.people.models import (
    Address,
    Household,
    Member,
    MemberRole,
    Person,
    Provider,
    ProviderKind,
)
from app.register import rules
from app.register.models import Approval, Resignation, Review, TemporaryApproval
from app.register.queries.rooms import beds_held, rooms
from app.register.rules.reviews import review_due
from sufficiency.period import Period
from sufficiency.room import Places, places, terms_on
from sufficiency.types import Criterion, Room, Sex

REVIEW_NEAR = timedelta(days=60)
"""A review due within this time is shown as due."""


class Status(StrEnum):
    """Facets of a household's standing. Several may hold at once: none is a state."""

    APPROVED = "approved"
    TEMPORARY = "temporarily_approved"
    ON_HOLD = "on_hold"
    RESIGNING = "resigning"
    REVIEW_DUE = "review_due"
    REVIEW_OVERDUE = "review_overdue"
    NO_TERMS = "no_terms_recorded"
    NO_AGREEMENT = "no_agreement_recorded"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class HouseholdEntry:
    """What the register says of a household on a day; its carers' entries share it."""

    id: int
    ref: str
    name: str
    provider_ref: str
    provider: str
    provider_kind: ProviderKind
    area: str | None
    approved_on: date
    terms: str
    terms_briefly: str
    places: Places
    reviews: tuple[date, ...]
    review_due_on: date | None
    statuses: tuple[Status, ...]
    room: Room

    @property
    def is_ours(self) -> bool:
        """Is it our own service that supervises it?"""
        return self.provider_kind is ProviderKind.OWN


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's entry: a couple is two entries with one household's terms."""

    person_ref: str
    family_name: str
    given_name: str
    born: date | None
    sex: Sex
    approved_on: date
    family_and_friends: bool
    temporary: bool
    household: HouseholdEntry

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class _Carer:
    """A person who stands on the register on a day, before their household is worked out."""

    household_id: int
    person_ref: str
    family_name: str
    given_name: str
    born: date | None
    sex: Sex
    since: date
    family_and_friends: bool = False
    temporary: bool = False


def register_list(
    as_at: date,
    known_at: datetime | None = None,
    *,
    household_ids: Collection[int] | None = None,
) -> list[Entry]:
    """Everyone on the register on a day, by family name; the number of queries is fixed.

    The whole register is read once and kept until the record changes or a held bed runs out.
    """
    if household_ids is None:
        return list(_whole_list(as_at, known_at, beds_held()))
    return _read(as_at, known_at, household_ids)


@remembered
def _whole_list(
    as_at: date, known_at: datetime | None, _held: tuple[int, ...]
) -> tuple[Entry, ...]:
    return tuple(_read(as_at, known_at, None))


def _read(
    as_at: date, known_at: datetime | None, household_ids: Collection[int] | None
) -> list[Entry]:
    carers = _carers(as_at, known_at, household_ids)
    households = _households(carers, as_at, known_at)
    entries = [
        Entry(
            carer.person_ref,
            carer.family_name,
            carer.given_name,
            carer.born,
            carer.sex,
            carer.since,
            carer.family_and_friends,
            carer.temporary,
            households[carer.household_id],
        )
        for carer in carers
    ]
    return sorted(entries, key=lambda each: (each.family_name, each.given_name, each.person_ref))


def household_entries(as_at: date, known_at: datetime | None = None) -> list[HouseholdEntry]:
    """Every household on the register on a day, each once, by name."""
    found = {each.household.id: each.household for each in register_list(as_at, known_at)}
    return sorted(found.values(), key=lambda each: (each.name, each.id))


def entry(
    household_id: int, as_at: date, known_at: datetime | None = None
) -> HouseholdEntry | None:
    """What the register says of one household on a day; None when nobody there is on it."""
    entries: Collection[Entry] | None = _whole_list.at_hand(as_at, known_at, beds_held())
    if entries is None:
        entries = _read(as_at, known_at, {household_id})
    here = (each.household for each in entries if each.household.id == household_id)
    return next(here, None)


def _carers(
    as_at: date, known_at: datetime | None, household_ids: Collection[int] | None
) -> list[_Carer]:
    """Approved persons, then those whom a temporary approval covers and who are not approved."""
    values = {"ids": sorted(household_ids or ())}
    of_some = household_ids is not None
    carers = [
        _Carer(
            row.household_id,
            row.ref,
            row.family_name,
            row.given_name,
            row.born,
            row.sex,
            row.starts_on,
            row.family_and_friends,
        )
        for row in db.session.execute(_approved(as_at, known_at, of_some), values)
    ]
    seen = {(carer.household_id, carer.person_ref) for carer in carers}
    for row in db.session.execute(_temporarily(as_at, known_at, of_some), values):
        if (row.household_id, row.ref) not in seen:
            seen.add((row.household_id, row.ref))
            carers.append(
                _Carer(
                    row.household_id,
                    row.ref,
                    row.family_name,
                    row.given_name,
                    row.born,
                    row.sex,
                    row.starts_on,
                    temporary=True,
                )
            )
    return carers


@put_together_once
def _approved(as_at: date, known_at: datetime | None, of_some: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Approval.household_id,
            Approval.starts_on,
            Approval.family_and_friends,
            Person.ref,
            Person.family_name,
            Person.given_name,
            Person.born,
            Person.sex,
        )
        .join(Person, Person.id == Approval.person_id)
        .where(Approval.in_force(as_at, known_at), these(Approval.household_id, of_some))
    )


@put_together_once
def _temporarily(as_at: date, known_at: datetime | None, of_some: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            TemporaryApproval.household_id,
            TemporaryApproval.starts_on,
            Person.ref,
            Person.family_name,
            Person.given_name,
            Person.born,
            Person.sex,
        )
        .join(Member, Member.household_id == TemporaryApproval.household_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            TemporaryApproval.in_force(as_at, known_at),
            Member.in_force(as_at, known_at),
            Member.role == MemberRole.CARER,
            these(TemporaryApproval.household_id, of_some),
        )
        .order_by(TemporaryApproval.starts_on)
    )


def _households(
    carers: Iterable[_Carer], as_at: date, known_at: datetime | None
) -> dict[int, HouseholdEntry]:
    of_household: dict[int, list[_Carer]] = defaultdict(list)
    for carer in carers:
        of_household[carer.household_id].append(carer)
    ids = sorted(of_household)
    around = Period(as_at, as_at + timedelta(days=1))
    room = rooms(ids, around=around, known_at=known_at)
    reviews = _reviews(ids, as_at, known_at)
    resigning = _resigning(ids, as_at, known_at)
    areas = _areas(ids, as_at, known_at)
    rows = db.session.execute(_names(), {"ids": ids})
    found = {}
    for row in rows:
        people = of_household[row.id]
        full = [carer.since for carer in people if not carer.temporary]
        held = reviews.get(row.id, ())
        due = review_due(full, held)
        found[row.id] = HouseholdEntry(
            id=row.id,
            ref=row.ref,
            name=row.name,
            provider_ref=row.provider_ref,
            provider=row.provider,
            provider_kind=row.kind,
            area=areas.get(row.id),
            approved_on=min(full or [carer.since for carer in people]),
            terms=_terms_in_words(room[row.id], as_at, rules.terms_in_words),
            terms_briefly=_terms_in_words(room[row.id], as_at, rules.terms_briefly),
            places=places(room[row.id], as_at),
            reviews=held,
            review_due_on=due,
            statuses=tuple(_statuses(room[row.id], as_at, people, row.id in resigning, due)),
            room=room[row.id],
        )
    return found


@put_together_once
def _names() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Household.id,
            Household.ref,
            Household.name,
            Provider.ref.label("provider_ref"),
            Provider.name.label("provider"),
            Provider.kind,
        )
        .join(Provider, Provider.id == Household.provider_id)
        .where(these(Household.id))
    )


def _statuses(
    room: Room, as_at: date, people: Collection[_Carer], resigning: bool, due: date | None
) -> Iterable[Status]:
    full = any(not carer.temporary for carer in people)
    if full:
        yield Status.APPROVED
    if any(carer.temporary for carer in people) or any(
        period.contains(as_at) for _, period in room.temporary
    ):
        yield Status.TEMPORARY
    if any(hold.period.contains(as_at) for hold in room.holds):
        yield Status.ON_HOLD
    if resigning:
        yield Status.RESIGNING
    if due is not None and due < as_at:
        yield Status.REVIEW_OVERDUE
    elif due is not None and due <= as_at + REVIEW_NEAR:
        yield Status.REVIEW_DUE
    if full and terms_on(room, as_at) is None:
        yield Status.NO_TERMS
    if full and not (room.agreement_signed and room.agreement_signed.contains(as_at)):
        yield Status.NO_AGREEMENT
    if any(gone.period.contains(as_at) for gone in room.unavailable):
        yield Status.NOT_AVAILABLE


def _terms_in_words(room: Room, as_at: date, say: Callable[[int, list[rules.Line]], str]) -> str:
    """The terms on the day. A named child is not named here: the list is for many eyes."""
    in_force = terms_on(room, as_at)
    if in_force is None:
        named = sum(period.contains(as_at) for _, period in room.temporary)
        return f"{named} named under regulation 24" if named else "not recorded"
    return say(in_force.overall, [line_of(each) for each in in_force.criteria])


def line_of(criterion: Criterion) -> rules.Line:
    """A line of terms as the engine holds it, in the values that put it in words."""
    return rules.Line(
        up_to=criterion.up_to,
        min_age=criterion.min_age,
        max_age=criterion.max_age,
        sex=next(iter(criterion.sexes), None) if criterion.sexes else None,
        kinds=tuple(sorted(criterion.kinds or ())),
        child=rules.SOME_CHILD if criterion.child_id else None,
    )


def _reviews(
    ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, tuple[date, ...]]:
    found: dict[int, list[date]] = defaultdict(list)
    for row in db.session.execute(_held(as_at, known_at), {"ids": ids}):
        found[row.household_id].append(row.held_on)
    return {household_id: tuple(days) for household_id, days in found.items()}


@put_together_once
def _held(as_at: date, known_at: datetime | None) -> Select[int, date]:
    return (
        select(Review.household_id, Review.held_on)
        .where(
            these(Review.household_id),
            Review.stands(known_at),
            Review.held_on <= as_at,
        )
        .order_by(Review.held_on)
    )


def _resigning(ids: Collection[int], as_at: date, known_at: datetime | None) -> set[int]:
    """Households where a carer's notice has come and the approval has not ended yet."""
    return set(db.session.scalars(_notices(as_at, known_at), {"ids": ids}))


@put_together_once
def _notices(as_at: date, known_at: datetime | None) -> Select[int]:
    return (
        select(Resignation.household_id)
        .join(Approval, Approval.id == Resignation.approval_id)
        .where(
            these(Resignation.household_id),
            Resignation.stands(known_at),
            Resignation.received_on <= as_at,
            Approval.in_force(as_at, known_at),
        )
    )


def _areas(ids: Collection[int], as_at: date, known_at: datetime | None) -> dict[int, str | None]:
    rows = db.session.execute(_where(as_at, known_at), {"ids": ids})
    return {row.household_id: row.authority_code for row in rows}


@put_together_once
def _where(as_at: date, known_at: datetime | None) -> Select[int, str | None]:
    return select(Address.household_id, Address.authority_code).where(
        these(Address.household_id), Address.in_force(as_at, known_at)
    )

"""Whom in the record a row speaks of: by another system's key first, then by who they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import User
from app.audit.act import Actor
from app.core.db import db
from app.exchange.carers import CarerRead, HouseholdRead
from app.people.actions import set_external_key
from app.people.models import Address, ExternalKey, Household, Person, Provider
from app.register.models import Approval

WORKBOOK = "Carers' workbook"
SSDA903 = "SSDA903"
"""The systems whose keys the loads keep."""


def keyed(system: str, kind: str, key: str) -> int | None:
    """Our record that bears another system's key."""
    if not key:
        return None
    return db.session.scalar(
        select(ExternalKey.record_id).where(
            ExternalKey.system == system,
            ExternalKey.kind == kind,
            ExternalKey.key == key[:80],
            ExternalKey.stands(),
        )
    )


def key_of(system: str, kind: str, record_id: int) -> str | None:
    """What another system calls a record of ours."""
    return db.session.scalar(
        select(ExternalKey.key).where(
            ExternalKey.system == system,
            ExternalKey.kind == kind,
            ExternalKey.record_id == record_id,
            ExternalKey.stands(),
        )
    )


def keep_key(system: str, kind: str, record_id: int, key: str, by: Actor) -> None:
    """Remember what another system calls a record, unless that is known."""
    if key and keyed(system, kind, key) is None:
        set_external_key(kind, record_id, system=system, key=key[:80], by=by)


def same_name(given: str, family: str) -> ColumnElement[bool]:
    """People of this name, however its letters are cased."""
    return (func.lower(Person.given_name) == given.lower()) & (
        func.lower(Person.family_name) == family.lower()
    )


def person_of(carer: CarerRead, home: HouseholdRead) -> Person | None:
    """The person whom a row means: by reference; by name and birth; by name, approval and home.

    A name alone is nobody: two people may bear it.
    """
    known = keyed(WORKBOOK, "person", carer.ref)
    if known is not None:
        return db.session.get(Person, known)
    called = select(Person).where(same_name(carer.given_name, carer.family_name), Person.stands())
    if carer.born is not None:
        found = db.session.scalars(called.where(Person.born == carer.born)).first()
        if found is not None:
            return found
        called = called.where(Person.born.is_(None))
    return db.session.scalars(
        called.join(Approval, Approval.person_id == Person.id).where(
            Approval.stands(),
            (Approval.starts_on == carer.approved_on)
            | Approval.household_id.in_(_living_at(home.postcode)),
        )
    ).first()


def _living_at(postcode: str) -> Collection[int]:
    if not postcode:
        return []
    return db.session.scalars(
        select(Address.household_id).where(
            Address.postcode == postcode, Address.ends_on.is_(None), Address.stands()
        )
    ).all()


def household_of(home: HouseholdRead, people: Collection[Person | None]) -> Household | None:
    """The household that rows mean: by reference, or by the carers who are approved in it."""
    known = keyed(WORKBOOK, "household", home.ref)
    if known is not None:
        return db.session.get(Household, known)
    ids = [person.id for person in people if person is not None]
    if not ids:
        return None
    latest = (
        select(Approval)
        .where(Approval.person_id.in_(ids), Approval.stands())
        .order_by(Approval.ends_on.is_(None).desc(), Approval.starts_on.desc())
        .limit(1)
    )
    approval = db.session.scalar(latest)
    return approval.household if approval else None


def provider_called(name: str, urn: str) -> Provider | None:
    """A fostering service by its Ofsted number, or by its name."""
    standing = select(Provider).where(Provider.stands())
    if urn:
        found = db.session.scalars(standing.where(func.upper(Provider.urn) == urn.upper())).first()
        if found is not None:
            return found
    if not name:
        return None
    return db.session.scalars(standing.where(func.lower(Provider.name) == name.lower())).first()


def workers_called(said: str, on: date) -> list[User]:
    """Those who work here on that day and are called so, by e-mail or by name."""
    if "@" in said:
        by = func.lower(User.email) == said.strip().lower()
    else:
        family, comma, given = said.partition(",")
        name = f"{given.strip()} {family.strip()}" if comma else " ".join(said.split())
        by = func.lower(User.name) == name.lower()
    found = db.session.scalars(select(User).where(by, User.voided_at.is_(None))).all()
    return [user for user in found if user.left_on is None or user.left_on > on]

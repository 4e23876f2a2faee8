"""Questions about people and homes."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.people.models import ExternalKey, Household, Person, Provider, ProviderKind


def own_provider() -> Provider | None:
    """Our own fostering service."""
    return db.session.scalar(
        select(Provider).where(Provider.kind == ProviderKind.OWN, Provider.stands()).limit(1)
    )


def providers() -> list[Provider]:
    """Every fostering service, our own first."""
    found = db.session.scalars(select(Provider).where(Provider.stands()).order_by(Provider.name))
    return sorted(found, key=lambda each: each.kind is not ProviderKind.OWN)


def household_by_ref(ref: str) -> Household | None:
    """The household with this public id."""
    return db.session.scalar(select(Household).where(Household.ref == ref, Household.stands()))


def person_by_ref(ref: str) -> Person | None:
    """The person with this public id."""
    return db.session.scalar(select(Person).where(Person.ref == ref, Person.stands()))


def record_known_as(system: str, kind: str, key: str) -> int | None:
    """Our record that another system knows by this key."""
    return db.session.scalar(
        select(ExternalKey.record_id).filter_by(system=system, kind=kind, key=key)
    )

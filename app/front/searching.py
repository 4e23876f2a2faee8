"""The search box: households, children, enquiries, postcodes, references: each to whom may see it.

What is searched for is posted and never stands in an address. Children's names are shown to whom
may see those children, and each look is recorded by the page. A household's district (HR6) is on
its page for everybody, unless the address is protected; by more of its postcode it is found only
for those who may see its address, because finding it tells where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.accounts.permissions import May
from app.children import queries as children
from app.children.models import Child, FamilyHome
from app.core.db import db
from app.matching import queries as matching
from app.people.models import Address, ExternalKey, Household, Member, MemberRole, Person
from app.recruitment.models import Enquiry
from app.register import queries as register
from app.supervision import queries as supervision

MOST = 25
"""Found things of a kind on the page; more words find fewer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, its page, and whose closely kept facts it shows."""

    name: str
    says: str
    href: str
    child_id: int | None = None
    located_id: int | None = None
    enquiry_id: int | None = None


def search(typed: str, user: User, day: date) -> list[Hit]:
    """What answers to every word typed; nothing for less than two letters."""
    words = [_escaped(word) for word in typed.split()[:6]]
    if len("".join(words)) < 2:
        return []
    found: list[Hit] = []
    if user.may(May.SEE_HOUSEHOLDS):
        found += _households(words, typed.strip(), day)
    if user.may(May.SEE_CHILDREN):
        found += _children(words, typed.strip(), user, day)
    if user.may(May.SEE_RECRUITMENT):
        found += _enquiries(words, typed.strip())
    return found + _at_postcode(typed, user, day)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _named(words: list[str], *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Every word begins a name in one of the columns, or stands within it after a space."""
    return and_(*(or_(*(_begins(column, word) for column in columns)) for word in words))


def _begins(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    first = column.ilike(f"{word}%", escape="\\")
    return or_(first, column.ilike(f"% {word}%", escape="\\"))


def _households(words: list[str], typed: str, day: date) -> list[Hit]:
    carers = (
        select(Member.household_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.in_force(day),
            Member.role == MemberRole.CARER,
            _named(words, Person.given_name, Person.family_name),
        )
    )
    known_as = select(ExternalKey.record_id).where(
        ExternalKey.kind == "household", func.lower(ExternalKey.key) == typed.lower()
    )
    rows = db.session.execute(
        select(Household.name, Household.ref)
        .where(
            Household.stands(),
            or_(
                _named(words, Household.name),
                Household.ref == typed.lower(),
                Household.id.in_(carers),
                Household.id.in_(known_as),
            ),
        )
        .order_by(Household.name)
        .limit(MOST)
    )
    return [Hit(name, "Household", url_for("register.household", ref=ref)) for name, ref in rows]


def _children(words: list[str], typed: str, user: User, day: date) -> list[Hit]:
    own = supervision.own_households(user, day)
    visible = children.children_visible_to(user, households=own, as_at=day)
    known_as = select(ExternalKey.record_id).where(
        ExternalKey.kind == "child", func.lower(ExternalKey.key) == typed.lower()
    )
    rows = db.session.execute(
        select(Child.id, Child.ref, Person.given_name, Person.family_name)
        .join(Person, Person.id == Child.person_id)
        .where(
            Child.id.in_(visible),
            or_(
                _named(words, Person.given_name, Person.family_name),
                Child.ref == typed.lower(),
                Child.id.in_(known_as),
            ),
        )
        .order_by(Person.family_name, Person.given_name, Child.id)
        .limit(MOST)
    )
    return [
        Hit(f"{given} {family}", "Child", url_for("children.child", ref=ref), child_id)
        for child_id, ref, given, family in rows
    ]


def _enquiries(words: list[str], typed: str) -> list[Hit]:
    """Who rang and is no household yet, by their name or their partner's; the latest first."""
    rows = db.session.execute(
        select(Enquiry.id, Enquiry.ref, Enquiry.given_name, Enquiry.family_name, Enquiry.ended_on)
        .where(
            Enquiry.stands(),
            Enquiry.household_id.is_(None),
            or_(
                _named(words, Enquiry.given_name, Enquiry.family_name, Enquiry.partner),
                Enquiry.ref == typed.lower(),
            ),
        )
        .order_by(Enquiry.received_on.desc(), Enquiry.id)
        .limit(MOST)
    )
    return [
        Hit(
            f"{given} {family}".strip(),
            "Enquiry" if ended_on is None else "Enquiry, ended",
            url_for("recruitment.enquiry", ref=ref),
            enquiry_id=number,
        )
        for number, ref, given, family, ended_on in rows
        if given or family
    ]


# ---------------------------------------------------------------------------------- by postcode


DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
REST = r"[0-9][A-Z]{0,2}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody searches: the beginning of postcodes as they are kept (`HR6 8`)."""

    begins: str

    @property
    def is_district(self) -> bool:
        """The part before the space alone."""
        return self.begins.endswith(" ")


def places_asked(typed: str) -> list[Place]:
    """What a whole or part postcode may mean: HR11 is the district, or HR1 1 and what follows."""
    tidy = " ".join(typed.upper().split())
    if found := re.fullmatch(f"({DISTRICT}) ({REST})", tidy):
        return [Place(f"{found[1]} {found[2]}")]
    return list(_readings(tidy.replace(" ", "")))


def _readings(together: str) -> Iterator[Place]:
    if re.fullmatch(DISTRICT, together):
        yield Place(f"{together} ")
    for at in range(2, len(together)):
        before, after = together[:at], together[at:]
        if re.fullmatch(DISTRICT, before) and re.fullmatch(REST, after):
            yield Place(f"{before} {after}")


def _at_postcode(typed: str, user: User, day: date) -> list[Hit]:
    found: list[Hit] = []
    for place in places_asked(typed):
        if user.may(May.SEE_HOUSEHOLDS):
            found += _households_at(place, user, day)
        if user.may(May.SEE_CHILDREN):
            found += _children_from(place, user, day)
    return found


def _households_at(place: Place, user: User, day: date) -> list[Hit]:
    rows = db.session.execute(
        select(Household.id, Household.name, Household.ref, Address.postcode, Address.protected)
        .join(Address, Address.household_id == Household.id)
        .where(Household.stands(), Address.in_force(day), Address.postcode.startswith(place.begins))
        .order_by(Household.name, Household.id)
    )
    own = supervision.own_households(user, day)
    live = matching.live_households() if user.may(May.CONFIRM_PLACEMENT) else frozenset()
    found: list[Hit] = []
    for household_id, name, ref, postcode, protected in rows:
        sees = register.may_see_address(user, household_id, protected=protected, own=own, live=live)
        page = url_for("register.household", ref=ref)
        if sees and not place.is_district:
            found.append(Hit(name, f"Household, {postcode}", page, located_id=household_id))
        elif place.is_district and (sees or not protected):
            found.append(Hit(name, f"Household, {place.begins.strip()}", page))
    return found[:MOST]


def _children_from(place: Place, user: User, day: date) -> list[Hit]:
    """Children whose family home is there."""
    own = supervision.own_households(user, day)
    visible = children.children_visible_to(user, households=own, as_at=day)
    rows = db.session.execute(
        select(Child.id, Child.ref, Person.given_name, Person.family_name, FamilyHome.postcode)
        .join(Person, Person.id == Child.person_id)
        .join(FamilyHome, FamilyHome.child_id == Child.id)
        .where(
            Child.id.in_(visible),
            FamilyHome.in_force(day),
            FamilyHome.postcode.startswith(place.begins),
        )
        .order_by(Person.family_name, Person.given_name, Child.id)
        .limit(MOST)
    )
    return [
        Hit(
            f"{given} {family}",
            f"Child, family home {postcode}",
            url_for("children.child", ref=ref),
            child_id,
        )
        for child_id, ref, given, family, postcode in rows
    ]

"""The search box: households, children and references, each to whom may see them.

What is searched for is posted and never stands in an address. Children's names are shown to whom
may see those children, and each look is recorded by the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.accounts.permissions import May
from app.children import queries as children
from app.children.models import Child
from app.core.db import db
from app.people.models import ExternalKey, Household, Member, MemberRole, Person
from app.supervision import queries as supervision

MOST = 25
"""Found things of a kind on the page; more words find fewer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, and its page."""

    name: str
    says: str
    href: str
    child_id: int | None = None


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
    return found


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

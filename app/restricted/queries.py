"""Who knows whom, and what is shut to each for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.children.models import Child, Placement
from app.core.db import db
from app.core.reader import NOTHING, Shut, reading_without
from app.core.today import today
from app.people.models import Member
from app.restricted import rules
from app.restricted.models import Conflict, Declaration
from app.restricted.rules import Known


def shut_to(user: User) -> Shut:
    """What is shut to this person today."""
    return dict(everyone_shut_out(today())).get(user.id, NOTHING)


def everyone_shut_out(day: date) -> tuple[tuple[int, Shut], ...]:
    """Each person to whom something is shut on a day, and what; asked of the whole record, whoever
    asks."""
    with reading_without(NOTHING):
        return _everyone_shut_out(day)


@remembered
def _everyone_shut_out(day: date) -> tuple[tuple[int, Shut], ...]:
    known: dict[int, Known] = defaultdict(Known)
    for user_id, household, person, child in db.session.execute(
        select(
            Conflict.user_id, Conflict.household_id, Conflict.person_id, Conflict.child_id
        ).where(Conflict.in_force(day))
    ):
        theirs = known[user_id]
        theirs.households |= {each for each in (household,) if each is not None}
        theirs.people |= {each for each in (person,) if each is not None}
        theirs.children |= {each for each in (child,) if each is not None}
    return tuple((user_id, _shut(theirs, day)) for user_id, theirs in sorted(known.items()))


def _shut(known: Known, day: date) -> Shut:
    found = rules.reached(known, lambda some: _around(some, day))
    return Shut(frozenset(found.households), frozenset(found.children), frozenset(found.people))


def _around(some: Known, day: date) -> Known:
    """What is next to these on a day or later: who belongs where, who is which child, who lives
    where."""
    found = Known()
    for household, person in db.session.execute(
        select(Member.household_id, Member.person_id).where(
            Member.stands(),
            or_(Member.ends_on.is_(None), Member.ends_on > day),
            or_(Member.household_id.in_(some.households), Member.person_id.in_(some.people)),
        )
    ):
        found.households.add(household)
        found.people.add(person)
    for child, person in db.session.execute(
        select(Child.id, Child.person_id).where(
            or_(Child.id.in_(some.children), Child.person_id.in_(some.people))
        )
    ):
        found.children.add(child)
        found.people.add(person)
    for child, where in db.session.execute(
        select(Placement.child_id, Placement.household_id).where(
            Placement.stands(),
            Placement.household_id.is_not(None),
            or_(Placement.ends_on.is_(None), Placement.ends_on > day),
            or_(Placement.child_id.in_(some.children), Placement.household_id.in_(some.households)),
        )
    ):
        found.children.add(child)
        if where is not None:
            found.households.add(where)
    return found


# ----------------------------------------------------------------------------- the register of it


def by_ref(ref: str) -> Conflict | None:
    """The entry with this public id, if it stands."""
    return db.session.scalar(select(Conflict).where(Conflict.ref == ref, Conflict.stands()))


def conflicts(day: date) -> Sequence[Conflict]:
    """Every entry in force on a day, those looked at longest ago first."""
    return db.session.scalars(
        select(Conflict).where(Conflict.in_force(day)).order_by(Conflict.looked_on, Conflict.id)
    ).all()


def declarations_waiting() -> Sequence[Declaration]:
    """What was said and not settled yet, the oldest first."""
    return db.session.scalars(
        select(Declaration)
        .where(Declaration.stands(), Declaration.settled_on.is_(None))
        .order_by(Declaration.declared_on, Declaration.id)
    ).all()


def declared_by(user: User) -> Sequence[Declaration]:
    """What this person said, the newest first."""
    return db.session.scalars(
        select(Declaration)
        .where(Declaration.user_id == user.id, Declaration.stands())
        .order_by(Declaration.id.desc())
    ).all()


def declaration_by_ref(ref: str) -> Declaration | None:
    """What was said, by its public id."""
    return db.session.scalar(
        select(Declaration).where(Declaration.ref == ref, Declaration.stands())
    )


def staff(day: date) -> Sequence[User]:
    """Everybody who works here on a day, by name."""
    return db.session.scalars(
        select(User)
        .where(User.stands(), or_(User.left_on.is_(None), User.left_on > day))
        .order_by(User.name)
    ).all()

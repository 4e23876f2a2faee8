"""Who knows whom, what is restricted, and what is shut to each for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import null, or_, select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.children.models import Child, Placement
from app.core.db import db
from app.core.reader import NOTHING, Shut, reading_without
from app.core.today import now, today
from app.people.models import Household, Member, Person
from app.restricted import rules
from app.restricted.models import (
    BreakGlass,
    BreakGlassNotice,
    Conflict,
    Declaration,
    NamedReader,
    Restriction,
    RestrictionProposed,
)
from app.restricted.rules import Known


@dataclass(frozen=True, slots=True)
class Opened:
    """A restricted record that somebody who is not named opened for an hour."""

    id: int
    ref: str
    user_id: int
    opened_at: datetime
    shuts_at: datetime
    reviewed_on: date | None
    told: frozenset[int]
    """Who is told of it and has not said yet that they have read it."""

    def is_open(self) -> bool:
        """At this moment."""
        return rules.is_open(self.opened_at, self.shuts_at, now())


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that is shut: to one person who knows them, or to everybody but those named."""

    what: Shut
    to: int | None
    restriction: int | None = None
    named: frozenset[int] = frozenset()
    opened: tuple[Opened, ...] = ()

    def is_shut_to(self, user_id: int) -> bool:
        """At this moment."""
        if self.to is not None:
            return self.to == user_id
        return user_id not in self.named and not any(
            each.user_id == user_id and each.is_open() for each in self.opened
        )


def shut_to(user: User) -> Shut:
    """What is shut to this person at this moment. Somebody who knows a family sees nothing of it,
    whether they are named, and whatever they open."""
    return _together(each.what for each in closed(today()) if each.is_shut_to(user.id))


def known_to(user: User) -> Shut:
    """Whom this person knows: nothing opens it to them."""
    return _together(each.what for each in closed(today()) if each.to == user.id)


def restricted_from(user: User) -> tuple[Closed, ...]:
    """What is restricted, and shut to this person at this moment, without what they know: there
    even its number would tell them something."""
    own = known_to(user)
    return tuple(
        each
        for each in closed(today())
        if each.restriction is not None and each.is_shut_to(user.id) and not each.what.meets(own)
    )


def everything_restricted() -> Shut:
    """Every restricted record, whoever may read it here: what whoever does not sign in is never
    told, by link or by another system."""
    return _together(each.what for each in closed(today()) if each.restriction is not None)


def everyone_shut_out(day: date) -> tuple[tuple[int, Shut], ...]:
    """Each person who knows somebody in the record on a day, and what is shut to them for it."""
    found: dict[int, list[Shut]] = defaultdict(list)
    for each in closed(day):
        if each.to is not None:
            found[each.to].append(each.what)
    return tuple((user_id, _together(those)) for user_id, those in sorted(found.items()))


def _together(those: Iterable[Shut]) -> Shut:
    found = tuple(those)
    if not found:
        return NOTHING
    return Shut(
        frozenset().union(*(each.households for each in found)),
        frozenset().union(*(each.children for each in found)),
        frozenset().union(*(each.people for each in found)),
    )


def closed(day: date) -> tuple[Closed, ...]:
    """Everything that is shut to anybody on a day, asked of the whole record, whoever asks."""
    with reading_without(NOTHING):
        return _closed(day)


@remembered
def _closed(day: date) -> tuple[Closed, ...]:
    known: dict[int, Known] = defaultdict(Known)
    restricted: list[tuple[int, Known]] = []
    for restriction, user_id, *one in db.session.execute(_entries(day)):
        home, person, child = ({each} - {None} for each in one)
        if restriction is None:
            known[user_id].add(Known(home, person, child))
        else:
            restricted.append((restriction, Known(home, person, child)))
    named = _named(day) if restricted else {}
    opened = _opened() if restricted else {}
    return tuple(
        Closed(_shut(theirs, day), to=user_id) for user_id, theirs in sorted(known.items())
    ) + tuple(
        Closed(_shut(what, day), None, number, named.get(number, frozenset()), opened[number])
        for number, what in restricted
    )


def _entries(day: date) -> Any:
    """Who knows whom and what is restricted on a day, in one question."""
    knows = select(
        null().label("restriction"),
        Conflict.user_id,
        Conflict.household_id,
        Conflict.person_id,
        Conflict.child_id,
    ).where(Conflict.in_force(day))
    restricts = select(
        Restriction.id,
        null(),
        Restriction.household_id,
        Restriction.person_id,
        Restriction.child_id,
    ).where(Restriction.in_force(day))
    return knows.union_all(restricts)


def _named(day: date) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for restriction, user_id in db.session.execute(
        select(NamedReader.restriction_id, NamedReader.user_id).where(NamedReader.in_force(day))
    ):
        found[restriction].add(user_id)
    return {restriction: frozenset(those) for restriction, those in found.items()}


def _opened() -> Mapping[int, tuple[Opened, ...]]:
    """Every opening of each restricted record; who has not read of it yet."""
    told: dict[int, set[int]] = defaultdict(set)
    for opening, user_id in db.session.execute(
        select(BreakGlassNotice.break_glass_id, BreakGlassNotice.user_id).where(
            BreakGlassNotice.stands(), BreakGlassNotice.read_at.is_(None)
        )
    ):
        told[opening].add(user_id)
    found: dict[int, list[Opened]] = defaultdict(list)
    asked = (
        select(
            BreakGlass.restriction_id,
            BreakGlass.id,
            BreakGlass.ref,
            BreakGlass.user_id,
            BreakGlass.opened_at,
            BreakGlass.shuts_at,
            BreakGlass.reviewed_on,
        )
        .where(BreakGlass.stands())
        .order_by(BreakGlass.id)
    )
    for restriction, number, ref, user_id, opened_at, shuts_at, reviewed_on in db.session.execute(
        asked
    ):
        found[restriction].append(
            Opened(number, ref, user_id, opened_at, shuts_at, reviewed_on, frozenset(told[number]))
        )
    return defaultdict(tuple, {number: tuple(those) for number, those in found.items()})


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


# ------------------------------------------------------------------------- what is restricted


def restrictions(day: date) -> Sequence[Restriction]:
    """Every restriction in force on a day that its reader may see, looked at longest ago first."""
    return db.session.scalars(
        select(Restriction)
        .where(Restriction.in_force(day))
        .order_by(Restriction.looked_on, Restriction.id)
    ).all()


def proposed_of(household: Household | None, child: Child | None) -> RestrictionProposed | None:
    """What waits of a household or a child that somebody proposes to restrict."""
    return next((each for each in _proposals_of(household, child) if each.decided_on is None), None)


def declined_of(household: Household | None, child: Child | None) -> RestrictionProposed | None:
    """The last time that somebody decided not to restrict it."""
    found = [each for each in _proposals_of(household, child) if each.agreed is False]
    return found[-1] if found else None


def _proposals_of(
    household: Household | None, child: Child | None
) -> Sequence[RestrictionProposed]:
    """Whatever was proposed of one household or one child, the first first."""
    if household is None and child is None:
        return ()
    named = (
        RestrictionProposed.household_id == household.id
        if household is not None
        else RestrictionProposed.child_id == (child.id if child is not None else None)
    )
    return db.session.scalars(
        select(RestrictionProposed)
        .where(RestrictionProposed.stands(), named)
        .order_by(RestrictionProposed.id)
    ).all()


def proposals() -> Sequence[RestrictionProposed]:
    """What is proposed to be restricted and waits, the longest first."""
    return db.session.scalars(
        select(RestrictionProposed)
        .where(RestrictionProposed.stands(), RestrictionProposed.decided_on.is_(None))
        .order_by(RestrictionProposed.proposed_on, RestrictionProposed.id)
    ).all()


def proposal_by_ref(ref: str) -> RestrictionProposed | None:
    """What is proposed, by its public id."""
    return db.session.scalar(
        select(RestrictionProposed).where(
            RestrictionProposed.ref == ref, RestrictionProposed.stands()
        )
    )


def restriction_by_ref(ref: str) -> Restriction | None:
    """The restriction with this public id, if it stands."""
    return db.session.scalar(
        select(Restriction).where(Restriction.ref == ref, Restriction.stands())
    )


def restriction_by_id(number: int) -> Restriction | None:
    """The restriction with this id, if it stands and its reader may see it."""
    return db.session.scalar(
        select(Restriction).where(Restriction.id == number, Restriction.stands())
    )


def readers_of(some: Iterable[int], day: date) -> dict[int, list[NamedReader]]:
    """Who may see each of these restrictions on a day, by name."""
    found: dict[int, list[NamedReader]] = {number: [] for number in some}
    for each in db.session.scalars(
        select(NamedReader)
        .join(User, User.id == NamedReader.user_id)
        .where(NamedReader.in_force(day), NamedReader.restriction_id.in_(found))
        .order_by(User.name)
    ):
        found[each.restriction_id].append(each)
    return found


def reader_by_ref(ref: str) -> NamedReader | None:
    """A named reader, by public id, if it stands."""
    return db.session.scalar(
        select(NamedReader).where(NamedReader.ref == ref, NamedReader.stands())
    )


def restriction_called(words: str, user: User) -> list[Restriction]:
    """The restricted records that this name or reference is of, and for which this person is not
    named: the household's, or of anybody in it, or the child's. Never of whom they know."""
    own = known_to(user)
    others = {
        each.restriction: each.what
        for each in closed(today())
        if each.to is None and user.id not in each.named and not each.what.meets(own)
    }
    wanted = " ".join(words.split()).casefold()
    with reading_without(NOTHING):
        rows = db.session.scalars(select(Restriction).where(Restriction.id.in_(others))).all()
        return [each for each in rows if wanted in _names(others[each.id])] if wanted else []


def _names(what: Shut) -> set[str]:
    """What these are called, as somebody may type it."""
    people = select(Person.given_name + " " + Person.family_name).where(Person.id.in_(what.people))
    homes = select(Household.name).where(Household.id.in_(what.households))
    refs = select(Child.ref).where(Child.id.in_(what.children))
    home_refs = select(Household.ref).where(Household.id.in_(what.households))
    asked = people.union_all(homes, refs, home_refs)
    return {" ".join(each.split()).casefold() for each in db.session.scalars(asked)}


def openings(user: User) -> Sequence[BreakGlass]:
    """Every time that a restricted record was opened, those nobody has looked at first; without
    whom this person knows. Whose record it was is said only where they may see it."""
    own = known_to(user)
    theirs = {
        each.restriction
        for each in closed(today())
        if each.restriction is not None and each.what.meets(own)
    }
    with reading_without(NOTHING):
        return db.session.scalars(
            select(BreakGlass)
            .where(BreakGlass.stands(), BreakGlass.restriction_id.not_in(theirs))
            .order_by(BreakGlass.reviewed_on.is_not(None), BreakGlass.id.desc())
        ).all()


def opening_by_ref(ref: str, user: User) -> BreakGlass | None:
    """One of them, by public id."""
    return next((each for each in openings(user) if each.ref == ref), None)


def opened_now(user: User) -> tuple[tuple[Closed, Opened], ...]:
    """What this person has open at this moment without being named."""
    return tuple(
        (each, opened)
        for each in closed(today())
        for opened in each.opened
        if opened.user_id == user.id and opened.is_open()
    )


def unread(user: User) -> tuple[Opened, ...]:
    """The openings of which this person is told and has not read."""
    own = known_to(user)
    return tuple(
        opened
        for each in closed(today())
        for opened in each.opened
        if user.id in opened.told and not each.what.meets(own)
    )


def to_review() -> Sequence[BreakGlass]:
    """The openings that nobody has looked at; who may not see the record may judge its opening."""
    with reading_without(NOTHING):
        return db.session.scalars(
            select(BreakGlass)
            .where(BreakGlass.stands(), BreakGlass.reviewed_on.is_(None))
            .order_by(BreakGlass.id)
        ).all()

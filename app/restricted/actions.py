"""Changes to who knows whom and to what is restricted. Each is an act."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.people.rules import ending_breaches, record_breach
from app.restricted import queries, rules
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor
from app.restricted.models import (
    BreakGlass,
    BreakGlassNotice,
    Conflict,
    Declaration,
    NamedReader,
    Restriction,
    RestrictionProposed,
)


@act("Said whom they know")
def declare(*, knows: Knows, whom: str, by: Actor) -> Declaration:
    """Somebody who works here says whom they know; a manager finds whose record that is."""
    refuse_if(rules.words_breaches(whom, "whom"))
    if by.id is None:
        raise ValueError("only somebody signed in says whom they know")
    said = Declaration(user_id=by.id, knows=knows, whom=whom.strip(), declared_on=today())
    db.session.add(said)
    db.session.flush()
    return said


@act("Settled what somebody said of whom they know")
def settle(said: Declaration, *, how: str, by: Actor) -> Declaration:
    """It is recorded where it belongs, or there is no such record."""
    refuse_if(rules.words_breaches(how, "how"))
    if said.settled_on is not None:
        refuse_if([record_breach("This is settled already.")])
    if said.user_id == by.id:
        refuse_if([record_breach("Somebody else settles what you said.")])
    said.settled_on, said.settled_by_id, said.how = today(), by.id, how.strip()
    return said


@act("Recorded that somebody who works here knows somebody in the record")
def record_conflict(
    user: User,
    *,
    knows: Knows,
    household: Household | None = None,
    person: Person | None = None,
    child: Child | None = None,
    says: str = "",
    starts_on: date | None = None,
    by: Actor,
) -> Conflict:
    """From today this person sees nothing of it. Recorded again, it takes the place of what was
    recorded before."""
    refuse_if(rules.recording_breaches(user.id, by.id, (household, person, child)))
    day = starts_on or today()
    keys = {"user_id": user.id, **_keys(household, person, child)}
    before = open_row(Conflict, **keys)
    conflict = Conflict(**keys, knows=knows, says=says.strip(), starts_on=day, looked_on=day)
    return begin(conflict, instead_of=before)


@act("Looked again at who knows whom")
def look_again(conflict: Conflict, *, by: Actor) -> Conflict:
    """It is so still, and stays shut."""
    take(conflict)
    refuse_if(rules.recording_breaches(conflict.user_id, by.id, (conflict,)))
    conflict.looked_on = today()
    return conflict


@act("Ended that somebody is shut out of a record")
def end_conflict(conflict: Conflict, *, on: date, why: str, by: Actor) -> Conflict:
    """From this day they may see it again, as their role allows."""
    take(conflict)
    refuse_if(
        rules.recording_breaches(conflict.user_id, by.id, (conflict,))
        + rules.words_breaches(why, "why")
        + ending_breaches("This", conflict.starts_on, conflict.ends_on, on)
    )
    conflict.says = f"{conflict.says} Ended because: {why.strip()}".strip()
    conflict.end(on)
    return conflict


# -------------------------------------------------------------------------------- restrictions


@act("Restricted a record to those who are named")
def restrict(
    *,
    because: RestrictedFor,
    says: str,
    readers: Sequence[User],
    household: Household | None = None,
    person: Person | None = None,
    child: Child | None = None,
    by: Actor,
) -> Restriction:
    """From today only these see it, and whoever restricts it."""
    ids = {each.id for each in readers}
    refuse_if(rules.restricting_breaches((household, person, child), ids, by.id, says))
    keys = _keys(household, person, child)
    if open_row(Restriction, **keys) is not None:
        refuse_if([record_breach("This record is restricted already.")])
    made = Restriction(
        **keys, because=because, says=says.strip(), starts_on=today(), looked_on=today()
    )
    begin(made)
    for number in sorted(ids | {by.id} - {None}):
        begin(NamedReader(restriction_id=made.id, user_id=number, starts_on=today()))
    _agree(household, child, by)
    return made


@act("Proposed that a record be restricted")
def propose_restriction(
    *,
    because: RestrictedFor,
    says: str,
    household: Household | None = None,
    child: Child | None = None,
    by: Actor,
) -> RestrictionProposed:
    """Whoever may restrict it decides. Until then it is as open as it was."""
    if by.id is None or (household is None) is (child is None):
        raise ValueError("somebody signed in proposes it of one household or of one child")
    keys = _keys(household, None, child)
    refuse_if(
        rules.proposing_breaches(
            words=says,
            waits=queries.proposed_of(household, child) is not None,
            restricted=open_row(Restriction, **keys) is not None,
        )
    )
    made = RestrictionProposed(
        **keys, because=because, says=says.strip(), proposed_on=today(), proposed_by_id=by.id
    )
    db.session.add(made)
    db.session.flush()
    return made


@act("Decided not to restrict a record")
def decline(proposed: RestrictionProposed, *, answer: str, by: Actor) -> RestrictionProposed:
    """It stays open, and whoever proposed it reads why."""
    take(proposed)
    refuse_if(
        rules.declining_breaches(
            decided=proposed.decided_on is not None,
            proposed_by=proposed.proposed_by_id,
            by_id=by.id,
            words=answer,
        )
    )
    proposed.decided_on, proposed.decided_by_id = today(), by.id
    proposed.agreed, proposed.answer = False, answer.strip()
    return proposed


def _agree(household: Household | None, child: Child | None, by: Actor) -> None:
    """What was proposed of a record that is restricted now is decided with it."""
    proposed = queries.proposed_of(household, child)
    if proposed is not None:
        proposed.decided_on, proposed.decided_by_id, proposed.agreed = today(), by.id, True


def _keys(
    household: Household | None, person: Person | None, child: Child | None
) -> dict[str, int]:
    """The one that is named, by its column."""
    named = {"household_id": household, "person_id": person, "child_id": child}
    return {name: each.id for name, each in named.items() if each is not None}


@act("Named somebody who may see a restricted record")
def name_reader(restriction: Restriction, *, user: User, by: Actor) -> NamedReader:
    """From today they see it, as their role allows."""
    _refuse_ended(restriction)
    if open_row(NamedReader, restriction_id=restriction.id, user_id=user.id) is not None:
        refuse_if([record_breach(f"{user.name} may see it already.", "user")])
    return begin(NamedReader(restriction_id=restriction.id, user_id=user.id, starts_on=today()))


@act("Ended that somebody may see a restricted record")
def end_reader(reader: NamedReader, *, by: Actor) -> NamedReader:
    """From today it is shut to them."""
    take(reader)
    if reader.ends_on is not None:
        refuse_if([record_breach("They may see it no longer already.")])
    named = queries.readers_of([reader.restriction_id], today())[reader.restriction_id]
    refuse_if(rules.last_reader_breaches({each.id for each in named} - {reader.id}))
    reader.end(today())
    return reader


@act("Looked again at a restricted record")
def keep_restricted(restriction: Restriction, *, by: Actor) -> Restriction:
    """It stays restricted; what was proposed of lifting it is over."""
    take(restriction)
    _refuse_ended(restriction)
    restriction.looked_on = today()
    restriction.lifting_by_id, restriction.lifting_why = None, ""
    return restriction


@act("Proposed to lift a restriction")
def propose_lifting(restriction: Restriction, *, why: str, by: Actor) -> Restriction:
    """Somebody else lifts it, or keeps it."""
    take(restriction)
    _refuse_ended(restriction)
    refuse_if(rules.words_breaches(why, "why"))
    restriction.lifting_by_id, restriction.lifting_why = by.id, why.strip()
    return restriction


@act("Lifted a restriction")
def lift(restriction: Restriction, *, by: Actor) -> Restriction:
    """From today everybody sees it again, as their role allows."""
    take(restriction)
    _refuse_ended(restriction)
    refuse_if(rules.lifting_breaches(restriction.lifting_by_id, by.id))
    restriction.end(today())
    return restriction


def _refuse_ended(restriction: Restriction) -> None:
    if restriction.ends_on is not None:
        refuse_if([record_breach("This record is restricted no longer.")])


# --------------------------------------------------------------------- opened all the same


@act("Opened a restricted record for an hour")
def break_glass(
    restriction: Restriction,
    *,
    because: OpenedFor,
    says: str,
    tell: Collection[User],
    by: Actor,
) -> BreakGlass:
    """Whoever opens it sees it for an hour; each of `tell` is told at once."""
    _refuse_ended(restriction)
    refuse_if(rules.opening_breaches(says))
    if by.id is None:
        raise ValueError("only somebody signed in opens a restricted record")
    for each in queries.closed(today()):
        if each.restriction == restriction.id and not each.is_shut_to(by.id):
            refuse_if([record_breach("It is open to you already.", "name")])
    opened = BreakGlass(
        restriction_id=restriction.id,
        user_id=by.id,
        because=because,
        says=says.strip(),
        opened_at=now(),
        shuts_at=now() + rules.OPEN_FOR,
    )
    db.session.add(opened)
    db.session.flush()
    told = sorted({each.id for each in tell} - {by.id})
    db.session.add_all(
        BreakGlassNotice(break_glass_id=opened.id, user_id=number) for number in told
    )
    db.session.flush()
    return opened


@act("Shut again what was opened for an hour")
def shut_again(opened: BreakGlass, *, by: Actor) -> BreakGlass:
    """Whoever opened it is done before the hour is over."""
    take(opened)
    if opened.user_id != by.id or not rules.is_open(opened.opened_at, opened.shuts_at, now()):
        refuse_if([record_breach("You have nothing open here.")])
    opened.shuts_at = now()
    return opened


@act("Read that a restricted record was opened")
def read_notice(opened: BreakGlass, *, by: Actor) -> None:
    """The pages of whoever was told no longer say it."""
    for notice in db.session.scalars(
        select(BreakGlassNotice).where(
            BreakGlassNotice.break_glass_id == opened.id,
            BreakGlassNotice.user_id == by.id,
            BreakGlassNotice.read_at.is_(None),
        )
    ):
        notice.read_at = now()


@act("Looked at whether it was right to open a restricted record")
def review_opening(opened: BreakGlass, *, was_right: bool, review: str, by: Actor) -> BreakGlass:
    """Somebody else than who opened it says what they found."""
    take(opened)
    refuse_if(rules.opening_review_breaches(opened.user_id, by.id, opened.reviewed_on, review))
    opened.reviewed_on, opened.reviewed_by_id = today(), by.id
    opened.was_right, opened.review = was_right, review.strip()
    return opened

"""Changes to who knows whom. Each is an act."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.people.rules import ending_breaches, record_breach
from app.restricted import rules
from app.restricted.kinds import Knows
from app.restricted.models import Conflict, Declaration


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
    keys = {
        "user_id": user.id,
        "household_id": household.id if household else None,
        "person_id": person.id if person else None,
        "child_id": child.id if child else None,
    }
    before = open_row(Conflict, **{name: key for name, key in keys.items() if key is not None})
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

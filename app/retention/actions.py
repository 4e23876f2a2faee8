"""Holding records, proposing their end, and destroying them: two people, one act."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import drafts
from app.accounts.models import User
from app.audit.act import Actor, act
from app.audit.actions import destroy_subject
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.exchange import loading
from app.people.actions import refuse_if
from app.retention import queries, reach, rules
from app.retention.kinds import Judged, State, Why
from app.retention.models import Disposal, RetentionHold
from app.statute.breach import Breach

# ------------------------------------------------------------------------------------------ holds


@act("Held a record from destruction")
def hold(about: str, *, why: Why, reason: str, by: User) -> RetentionHold:
    """Nothing of this record is destroyed until two people lift the hold."""
    refuse_if(rules.reason_breaches(reason, ()))
    placed = RetentionHold(
        about=about, why=why, reason=reason.strip(), placed_by_id=by.id, starts_on=today()
    )
    db.session.add(placed)
    return placed


@act("Looked again at a record that is held")
def look_again(held: RetentionHold, *, by: User) -> RetentionHold:
    """It is still needed."""
    held.looked_on = today()
    return held


@act("Asked that a hold be lifted")
def ask_to_lift(held: RetentionHold, *, reason: str, by: User) -> RetentionHold:
    """Somebody else is to lift it."""
    refuse_if(rules.reason_breaches(reason, ()))
    held.asked_by_id, held.asked_because = by.id, reason.strip()
    return held


@act("Lifted a hold on a record")
def lift(held: RetentionHold, *, reason: str, by: User) -> RetentionHold:
    """The second person lifts it, from today."""
    take(held)
    refuse_if(
        [*rules.lifting_breaches(held.asked_by_id, by.id), *rules.reason_breaches(reason, ())]
    )
    held.lifted_by_id, held.lifted_because = by.id, reason.strip()
    held.end(max(today(), held.starts_on))
    return held


# -------------------------------------------------------------------------------------- proposals


@act("Proposed that a record be destroyed")
def propose(about: str, *, reason: str, by: User) -> Disposal:
    """Propose it, with what it would reach as it stands today. RuleBroken says what stops it."""
    judged = _judged(about)
    refuse_if([*judged.stops, *rules.reason_breaches(reason, queries.names_of(judged.case))])
    if queries.waiting_about(about) is not None:
        raise RuleBroken(Breach("It is proposed already.", rules.ON_RETENTION))
    governs, until = judged.case.governs, judged.case.keep_until
    if governs.since is None or until is None:  # then it has not been reached, and was refused
        raise RuleBroken(*rules.not_reached(judged.case, today()))
    new = Disposal(
        about=about,
        clock=governs.clock,
        provision="; ".join(cite.short for cite in rules.cites(judged.case))[:400],
        since=None if judged.case.tells_a_birth else governs.since,
        kept_until=None if judged.case.tells_a_birth else until,
        reach=judged.reach.as_kept(),
        proposed_on=today(),
        proposed_by_id=by.id,
        reason=reason.strip(),
    )
    db.session.add(new)
    db.session.flush()
    return new


@act("Withdrew a proposal to destroy a record")
def withdraw(disposal: Disposal, *, reason: str, by: User) -> Disposal:
    """It is no longer proposed."""
    return _close(disposal, State.WITHDRAWN, reason, by)


@act("Decided to keep a record")
def keep(disposal: Disposal, *, reason: str, by: User) -> Disposal:
    """Somebody decided that it stays; it can be proposed again."""
    return _close(disposal, State.KEPT, reason, by)


def _close(disposal: Disposal, state: State, reason: str, by: Actor) -> Disposal:
    _take_waiting(disposal)
    found = queries.case(disposal.about, today())
    names = queries.names_of(found) if found is not None else []
    refuse_if(rules.reason_breaches(reason, names))
    disposal.state, disposal.decided_by_id = state, by.id
    disposal.decided_at, disposal.decided_because = now(), reason.strip()
    return disposal


def _take_waiting(disposal: Disposal) -> None:
    take(disposal)
    if disposal.state is not State.WAITING:
        raise RuleBroken(Breach("It is decided already.", rules.ON_RETENTION))


def _judged(about: str) -> Judged:
    found = queries.case(about, today())
    if found is None:
        raise RuleBroken(Breach("There is nothing left to destroy here.", rules.ON_RETENTION))
    return queries.judged(found, today())


# ------------------------------------------------------------------------------------ destruction


@act("Destroyed a record")
def destroy(disposal: Disposal, *, reason: str, by: User) -> Disposal:
    """The second person decides, and it is done: wholly, or not at all.

    Everything is asked again under lock: that its time is over, that nothing stops it, and that
    what is destroyed is what was proposed. Rows are emptied, contents of documents, drafts and what
    loads kept are removed, and every key is destroyed. What is left is the certificate.
    `sweeping.sweep` follows, after the commit.
    """
    _take_waiting(disposal)
    _lock(disposal.about)
    judged = _judged(disposal.about)
    names = queries.names_of(judged.case)
    refuse_if(
        [
            *rules.second_person_breaches(disposal.proposed_by_id, by.id),
            *judged.stops,
            *rules.changed_breaches(disposal.reach, judged.reach),
            *rules.reason_breaches(reason, names),
        ]
    )
    drafts.destroy_all_that_mention(queries.words_in_drafts(judged.case))
    _destroy_all(judged.reach.subjects, disposal, by)
    loading.clear_everything(by=by)
    disposal.state, disposal.decided_by_id = State.DESTROYED, by.id
    disposal.decided_at, disposal.decided_because = now(), reason.strip()
    return disposal


def _destroy_all(subjects: Sequence[str], disposal: Disposal, by: User) -> None:
    reach.empty(subjects)
    proposer = db.session.get_one(User, disposal.proposed_by_id)
    until = f": kept until {disposal.kept_until:%d/%m/%Y}" if disposal.kept_until else ""
    why = f"{disposal.provision}{until}"[:300]
    for subject in reach.with_keys(subjects):
        destroy_subject(subject, why=why, approved_by=by, by=proposer)


def _lock(about: str) -> None:
    """Whoever writes anything that refers to this record waits, and we for them."""
    kind, _, number = about.partition(":")
    table = queries.RECORDS[kind]
    db.session.execute(select(table.id).where(table.id == int(number)).with_for_update()).all()


@act("Swept the free space of the database after a destruction")
def note_swept(disposals: Sequence[int], *, by: Actor) -> None:
    """Say on their certificates that nothing is left in free space either."""
    for number in disposals:
        each = db.session.get_one(Disposal, number)
        if each.swept_at is None:
            each.swept_at = now()

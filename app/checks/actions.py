"""Checks asked for, chased, back, seen and decided, left out; what a visitor does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit.act import Actor, act
from app.checks import queries, rules
from app.checks.kinds import ChasedBy, Decided, Helps
from app.checks.models import Check, CheckChase, HelpsOut
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.people.queries import member_of
from app.people.rules import record_breach
from app.statute.checks import CheckKind


@act("Asked for checks")
def ask(
    household: Household,
    person: Person | None,
    *,
    kinds: Collection[CheckKind],
    on: date | None = None,
    asked_of: str = "",
    email: str = "",
    by: Actor,
) -> list[Check]:
    """These checks are asked for of somebody, or of the home (no person), today unless said.

    `asked_of` and `email` are whoever is to answer, where that is not the person themselves.
    """
    day = on or today()
    of = queries.whom(household.id, person.id if person else None, today())
    asks = of.asks if of is not None else None
    offered = queries.offered(asks, today())
    breaches = [] if kinds else [record_breach("Tick what is asked for.", "kinds")]
    for kind in kinds:
        breaches += rules.asking_breaches(
            kind,
            offered,
            of=asks,
            under_way=queries.is_under_way(household, person, kind),
            on=day,
            today=today(),
        )
    refuse_if(list(dict.fromkeys(breaches)))
    told = {"asked_of": asked_of.strip() or None, "email": email.strip() or None}
    return [_new(household, person, kind, asked_on=day, **told) for kind in kinds]


def _new(household: Household, person: Person | None, kind: CheckKind, **told: Any) -> Check:
    row = Check(
        household_id=household.id, person_id=person.id if person else None, kind=kind, **told
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Said who is to answer for a check")
def say_who_answers(check: Check, *, asked_of: str, email: str, by: Actor) -> Check:
    """Whoever was asked, and by which address they are written to. Empty: the person themselves."""
    take(check)
    if check.received_on is not None or check.seen_on is not None:
        refuse_if([record_breach("It has come back. Nobody is asked any more.")])
    check.asked_of, check.email = asked_of.strip() or None, email.strip() or None
    db.session.flush()
    return check


@act("Chased a check")
def chase(
    check: Check,
    *,
    how: ChasedBy = ChasedBy.OTHERWISE,
    on: date | None = None,
    by: Actor,
) -> CheckChase:
    """It is not back: somebody asked again, today unless said. By email, the next run of the outbox
    sends it."""
    take(check)
    day = on or today()
    refuse_if(
        rules.chasing_breaches(
            asked_on=check.asked_on,
            received=check.received_on is not None,
            seen=check.seen_on is not None,
            on=day,
            today=today(),
            how=how,
            address=queries.address_to_chase(check),
        )
    )
    row = CheckChase(
        check_id=check.id,
        household_id=check.household_id,
        chased_on=day,
        how=how,
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Noted whether an email that chases a check went")
def note_sent(chased: CheckChase, *, sent: bool, by: Actor) -> CheckChase:
    """One that could not be sent chased nobody: the days run on from before it. Sent after all, it
    counts from its own day."""
    take(chased)
    chased.not_sent_at = None if sent else chased.not_sent_at or now()
    db.session.flush()
    return chased


@act("Recorded what came of a check")
def record_came(
    check: Check,
    *,
    received_on: date | None,
    issued_on: date | None = None,
    reference: str = "",
    seen_on: date | None = None,
    decided: Decided | None = None,
    counts_until: date | None = None,
    by: User,
) -> Check:
    """It is back; and, with `seen_on`, whoever records it saw it and decided. Never what it says.

    One that was back stays unseen until somebody looks at it.
    """
    take(check)
    refuse_if(
        rules.coming_breaches(
            is_seen=check.seen_on is not None,
            asked_on=check.asked_on,
            received_on=received_on,
            issued_on=issued_on,
            seen_on=seen_on,
            decided=decided,
            counts_until=counts_until,
            today=today(),
        )
    )
    check.received_on = received_on or seen_on
    check.received_recorded_at = check.received_recorded_at or now()
    check.seen_recorded_at = now() if seen_on is not None else None
    check.issued_on, check.reference = issued_on, reference.strip()
    check.seen_on, check.decided, check.counts_until = seen_on, decided, counts_until
    check.seen_by_id = by.id if seen_on is not None else None
    db.session.flush()
    return check


@dataclass(frozen=True, slots=True)
class Before:
    """A check that was seen before it is written down here, in days."""

    person: Person | None
    kind: CheckKind
    seen_on: date
    issued_on: date | None = None
    reference: str = ""
    counts_until: date | None = None
    decided: Decided = Decided.SUITABLE
    asked_on: date | None = None


@act("Recorded checks that were seen before")
def record_before(household: Household, those: Sequence[Before], *, by: User) -> list[Check]:
    """Checks from a paper file: each was asked for, came and was seen by somebody long ago.

    Who saw it is not told by it; who writes it down here is.
    """
    breaches = []
    for each in those:
        breaches += rules.coming_breaches(
            is_seen=False,
            asked_on=each.asked_on,
            received_on=each.seen_on,
            issued_on=each.issued_on,
            seen_on=each.seen_on,
            decided=each.decided,
            counts_until=each.counts_until,
            today=today(),
        )
    refuse_if(list(dict.fromkeys(breaches)))
    return [
        _new(
            household,
            each.person,
            each.kind,
            asked_on=each.asked_on,
            received_on=each.seen_on,
            issued_on=each.issued_on,
            reference=each.reference.strip(),
            seen_on=each.seen_on,
            seen_by_id=by.id,
            decided=each.decided,
            counts_until=each.counts_until,
            received_recorded_at=now(),
            seen_recorded_at=now(),
        )
        for each in those
    ]


@act("Decided on a check that was to be considered")
def decide(check: Check, *, decided: Decided, by: User) -> Check:
    """Whoever considers it decides; when it was seen stays as it was."""
    take(check)
    if check.decided is not Decided.CONSIDERED:
        raise RuleBroken(record_breach("Only what is being considered is decided here."))
    if decided not in (Decided.SUITABLE, Decided.UNSUITABLE):
        raise RuleBroken(record_breach("Choose what was decided on it.", "decided"))
    check.decided, check.seen_by_id = decided, by.id
    check.decided_recorded_at = now()
    db.session.flush()
    return check


@act("Left out a check, with a reason")
def leave_out(
    household: Household,
    person: Person | None,
    *,
    kind: CheckKind,
    decided: Decided,
    because: str,
    on: date | None = None,
    by: User,
) -> Check:
    """It is not made: it does not apply, or cannot be made. What is under way ends with it."""
    day = on or today()
    of = queries.whom(household.id, person.id if person else None, today())
    item = queries.offered(of.asks if of is not None else None, today()).get(kind)
    refuse_if(
        rules.leaving_out_breaches(item, decided=decided, because=because, on=day, today=today())
    )
    line = of.line(kind) if of is not None else None
    under_way = line.under_way if line is not None else None
    row = queries.check_by_ref(under_way.ref) if under_way is not None else None
    if row is None:
        row = _new(household, person, kind)
    else:
        take(row)
    row.seen_on, row.seen_by_id = max(day, row.asked_on or day), by.id
    row.seen_recorded_at = now()
    row.decided, row.because = decided, because.strip()
    db.session.flush()
    return row


@act("Marked a check as recorded in error")
def void_check(check: Check, *, why: str, by: Actor) -> Check:
    """It was never so: what was seen before stands again."""
    take(check)
    if not why.strip():
        raise RuleBroken(record_breach("Say what was wrong.", "why"))
    check.void()
    check.why_voided = why.strip()
    db.session.flush()
    return check


@act("Recorded what a visitor does")
def say_what_they_do(
    household: Household,
    person: Person,
    *,
    helps: Helps,
    regulated: bool,
    starts_on: date,
    by: Actor,
) -> HelpsOut:
    """Who visits regularly or stands in for the carer, and whether that is regulated activity."""
    if member_of(household.id, person.id) is None:
        raise RuleBroken(record_breach("They do not belong to this household."))
    if starts_on > today():
        raise RuleBroken(record_breach("Give the day it began: today or before.", "starts_on"))
    before = open_row(HelpsOut, household_id=household.id, person_id=person.id)
    if before is not None and starts_on < before.starts_on:
        says = f"What is recorded began on {before.starts_on:%d/%m/%Y}. Give that day or later."
        raise RuleBroken(record_breach(says, "starts_on"))
    return begin(
        HelpsOut(
            household_id=household.id,
            person_id=person.id,
            helps=helps,
            regulated=regulated,
            starts_on=starts_on,
        ),
        instead_of=before,
    )

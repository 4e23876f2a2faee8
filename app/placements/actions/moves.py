"""A move is planned, with introductions before it."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db, take
from app.core.today import now, today
from app.people.actions import claim_room, refuse_if
from app.people.models import Household
from app.people.rules import record_breach
from app.placements import rules
from app.placements.kinds import Visit
from app.placements.models import (
    Introduction,
)
from app.register import actions as register
from app.register.models import ClaimKind, RoomClaim


@act("Planned a move from a held bed")
def plan_move(claim: RoomClaim, *, moves_on: date, by: Actor) -> RoomClaim:
    """The bed that was held becomes a planned placement: it no longer expires by itself."""
    household = db.session.get_one(Household, claim.household_id)
    child = db.session.get_one(Child, claim.child_id)
    claim_room(household)
    breaches = []
    if claim.claim is not ClaimKind.HELD or not claim.counts_at(now()):
        breaches.append(record_breach("This bed is not held any more. Search again."))
    if moves_on < today():
        breaches.append(record_breach("Give today or a day to come.", "moves_on"))
    refuse_if(breaches)
    register.release_claim(claim, because="The move is planned", by=by)
    (planned,) = register.claim_beds(
        household,
        [child],
        claim=ClaimKind.PLANNED,
        starts_on=moves_on,
        ends_on=claim.ends_on if claim.ends_on and claim.ends_on > moves_on else None,
        referral_id=claim.referral_id,
        by=by,
    )
    return planned


@act("Planned an introduction")
def add_introduction(
    claim: RoomClaim, *, what: Visit, on: date, who: str = "", by: Actor
) -> Introduction:
    """A step before the move, on a day to come."""
    refuse_if(
        rules.introduction_breaches(
            on=on,
            today=today(),
            moves_on=claim.starts_on,
            open_=claim.claim is ClaimKind.PLANNED and claim.counts_at(now()),
        )
    )
    row = Introduction(
        claim_id=claim.id,
        child_id=claim.child_id,
        household_id=claim.household_id,
        what=what,
        planned_on=on,
        who=who.strip(),
    )
    db.session.add(row)
    db.session.flush()
    if claim.told_on is None:
        claim.told_on = now()
    return row


@act("Recorded how an introduction went")
def record_introduction(step: Introduction, *, held: bool, words: str, by: Actor) -> Introduction:
    """It was held, or was not; and how it went, or why not."""
    take(step)
    breaches = rules.introduction_breaches(
        on=step.planned_on, today=today(), moves_on=step.claim.starts_on, open_=True, words=words
    )
    if held and step.planned_on > today():
        breaches.append(record_breach("It is planned for a day to come."))
    refuse_if(breaches)
    step.held, step.words = held, words.strip()
    return step


@act("Let a planned move go")
def let_move_go(claim: RoomClaim, *, because: str, may_change: bool, by: Actor) -> RoomClaim:
    """The move is not to be: the bed is free at once. `may_change`: they decide also where the
    child or the carers were told, or introductions have begun."""
    refuse_if(
        rules.letting_go_breaches(
            told=claim.told_on is not None, may_change=may_change, because=because
        )
    )
    released: RoomClaim = register.release_claim(claim, because=because, by=by)
    return released

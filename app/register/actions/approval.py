"""Approval: given, ended, resigned."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.audit.act import Actor, act
from app.core.db import db
from app.core.succession import begin
from app.people.actions import refuse_if
from app.people.models import Household, Member, MemberRole, Person
from app.people.rules import ending_breaches
from app.register import rules
from app.register.deciding import ExitReason
from app.register.models import (
    Approval,
    ApprovalEnd,
    Resignation,
)
from app.statute.fostering.approval import RESIGNATION_EFFECT


@act("Recorded an approval")
def approve(
    household: Household,
    person: Person,
    *,
    starts_on: date,
    recommended_on: date | None = None,
    decided_by: str | None = None,
    family_and_friends: bool = False,
    by: Actor,
) -> Approval:
    """A person is approved to foster, by the decision of this day (FSR 2011 regulation 27)."""
    here = _approved_here(household, person, starts_on)
    refuse_if(
        rules.approval_breaches(
            carer_here=_is_carer(household, person, starts_on),
            open_here=here.starts_on if here else None,
            open_here_until=here.ends_on if here else None,
            approved_by=_approved_by_another(household, person, starts_on),
            recommended_on=recommended_on,
            starts_on=starts_on,
        )
    )
    approval = Approval(
        household_id=household.id,
        person_id=person.id,
        starts_on=starts_on,
        recommended_on=recommended_on,
        decided_by=decided_by or None,
        family_and_friends=family_and_friends,
    )
    return begin(approval)


def _is_carer(household: Household, person: Person, on: date) -> bool:
    """Is this person a carer there, on that day or since? (Loads often know only the latter.)"""
    return (
        db.session.scalar(
            select(Member.id).where(
                Member.household_id == household.id,
                Member.person_id == person.id,
                Member.role == MemberRole.CARER,
                Member.in_force_during(on, None),
            )
        )
        is not None
    )


def _approved_here(household: Household, person: Person, on: date) -> Approval | None:
    """The person's approval here that holds on that day or later; notice may be running on it."""
    return db.session.scalar(
        select(Approval)
        .where(
            Approval.household_id == household.id,
            Approval.person_id == person.id,
            Approval.in_force_during(on, None),
        )
        .order_by(Approval.starts_on)
        .limit(1)
    )


def _approved_by_another(household: Household, person: Person, on: date) -> str | None:
    """The service under which the person is approved in another household on that day."""
    other = db.session.scalar(
        select(Approval).where(
            Approval.person_id == person.id,
            Approval.household_id != household.id,
            Approval.in_force(on),
        )
    )
    return other.household.provider.name if other else None


@act("Ended an approval")
def end_approval(approval: Approval, *, on: date, how: ApprovalEnd, by: Actor) -> Approval:
    """An approval ends on this day: the first on which it no longer holds."""
    refuse_if(ending_breaches("This approval", approval.starts_on, approval.ends_on, on))
    approval.end(on)
    approval.ended_how = how
    return approval


@act("Recorded a resignation")
def receive_resignation(
    approval: Approval, *, received_on: date, reason: ExitReason | None = None, by: Actor
) -> Resignation:
    """Written notice came: approval ends by law on the 28th day after, whatever anybody decides."""
    ends_on = RESIGNATION_EFFECT.last_day(received_on)
    refuse_if(
        ending_breaches(
            "This approval", approval.starts_on, approval.ends_on, received_on, "received_on"
        )
    )
    if approval.ends_on is None or approval.ends_on > ends_on:
        approval.end(ends_on)
        approval.ended_how = ApprovalEnd.RESIGNED
    resignation = Resignation(
        approval_id=approval.id,
        household_id=approval.household_id,
        received_on=received_on,
        reason=reason,
    )
    db.session.add(resignation)
    db.session.flush()
    return resignation

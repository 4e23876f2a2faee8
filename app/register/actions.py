"""Approval, terms, exemptions, holds, availability, agreements, claims on room: each an act.

What was decided elsewhere is recorded as it was. A decision made here is refused, with every
reason at once, unless its rules are met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.audit.act import Actor, act
from app.children import queries as children
from app.children.models import Child
from app.core.dated import Dated, Recorded
from app.core.db import db
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people.actions import claim_room, refuse_if
from app.people.models import Household, Member, MemberRole, Person
from app.people.rules import ending_breaches, record_breach, takes_over_breaches
from app.register import queries, rules
from app.register.models import (
    Approval,
    ApprovalEnd,
    ClaimKind,
    Exemption,
    ExemptionChild,
    Extension,
    FosterCareAgreement,
    Hold,
    HoldReason,
    NotAvailable,
    Resignation,
    Review,
    RoomClaim,
    SharingAgreement,
    TemporaryApproval,
    Terms,
    TermsCriterion,
    Unavailability,
)
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.fostering.approval import RESIGNATION_EFFECT
from sufficiency.period import Period
from sufficiency.room import room_for
from sufficiency.types import Child as ChildInPlain
from sufficiency.types import Kind

# ------------------------------------------------------------------------------------ approval


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
    here = open_row(Approval, household_id=household.id, person_id=person.id)
    refuse_if(
        rules.approval_breaches(
            carer_here=_is_carer(household, person, starts_on),
            open_here=here.starts_on if here else None,
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
def receive_resignation(approval: Approval, *, received_on: date, by: Actor) -> Resignation:
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
        approval_id=approval.id, household_id=approval.household_id, received_on=received_on
    )
    db.session.add(resignation)
    db.session.flush()
    return resignation


# --------------------------------------------------------------------------------------- terms


@act("Recorded terms of approval")
def set_terms(
    household: Household,
    *,
    overall: int,
    criteria: Sequence[Mapping[str, Any]],
    starts_on: date,
    decided_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Terms:
    """These are the household's terms from this day, in place of those before.

    Each criterion has up_to, and may have min_age, max_age, sex, kinds and child (a named child).
    """
    before = open_row(Terms, household_id=household.id)
    lines = [line_of(each) for each in criteria]
    refuse_if(
        takes_over_breaches("Terms of approval", _since(before), starts_on)
        + rules.terms_breaches(overall, lines)
    )
    terms = Terms(
        household_id=household.id,
        overall=overall,
        starts_on=starts_on,
        decided_on=decided_on,
        note=note.strip(),
        criteria=[_criterion(each) for each in criteria],
    )
    return begin(terms, instead_of=before)


def line_of(given: Mapping[str, Any]) -> rules.Line:
    """A criterion as given, in the plain values that rules read."""
    child: Child | None = given.get("child")
    return rules.Line(
        up_to=given["up_to"],
        min_age=given.get("min_age", 0),
        max_age=given.get("max_age", 17),
        sex=given.get("sex"),
        kinds=tuple(given.get("kinds") or ()),
        child=child.person.name if child else None,
    )


def _criterion(given: Mapping[str, Any]) -> TermsCriterion:
    child: Child | None = given.get("child")
    kinds = sorted(Kind(kind).value for kind in given.get("kinds") or ())
    return TermsCriterion(
        up_to=given["up_to"],
        min_age=given.get("min_age", 0),
        max_age=given.get("max_age", 17),
        sex=given.get("sex"),
        kinds=kinds or None,
        child_id=child.id if child else None,
    )


def _since(fact: Dated | None) -> date | None:
    return fact.starts_on if fact else None


@act("Recorded an exemption from the usual fostering limit")
def grant_exemption(
    household: Household,
    *,
    children: Sequence[Child],
    starts_on: date,
    decided_on: date,
    decided_by: str,
    conditions: str = "",
    by: Actor,
) -> Exemption:
    """The area authority exempts this household for the children named, and for nobody else."""
    refuse_if(rules.exemption_breaches(len(children)))
    exemption = Exemption(
        household_id=household.id,
        starts_on=starts_on,
        decided_on=decided_on,
        decided_by=decided_by,
        conditions=conditions.strip(),
        named=[ExemptionChild(child_id=child.id) for child in dict.fromkeys(children)],
    )
    return begin(exemption)


@act("Ended an exemption")
def end_exemption(exemption: Exemption, *, on: date, by: Actor) -> Exemption:
    """An exemption was cancelled, or its named children no longer need it."""
    refuse_if(ending_breaches("This exemption", exemption.starts_on, exemption.ends_on, on))
    exemption.end(on)
    return exemption


# -------------------------------------------------------------------------------- availability


@act("Put a household on hold")
def put_on_hold(
    household: Household, *, reason: HoldReason, starts_on: date, note: str = "", by: Actor
) -> Hold:
    """The household takes no placements for now; its approval is not touched."""
    if (before := open_row(Hold, household_id=household.id)) is not None:
        since = f"{before.starts_on:%d/%m/%Y}"
        refuse_if([record_breach(f"This household is already on hold, since {since}.")])
    return begin(
        Hold(household_id=household.id, reason=reason, starts_on=starts_on, note=note.strip())
    )


@act("Lifted a hold")
def lift_hold(hold: Hold, *, on: date, by: Actor) -> Hold:
    """The household may take placements again from this day."""
    refuse_if(ending_breaches("This hold", hold.starts_on, hold.ends_on, on))
    hold.end(on)
    return hold


@act("Recorded places as not available")
def make_unavailable(
    household: Household,
    *,
    places: int | None,
    reason: NotAvailable,
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Unavailability:
    """So many places (None: all) cannot be offered from this day, and why."""
    breaches = rules.unavailability_breaches(places)
    if ends_on is not None:
        breaches += ending_breaches("This", starts_on, None, ends_on, "ends_on")
    refuse_if(breaches)
    gone = Unavailability(
        household_id=household.id,
        places=places,
        reason=reason,
        starts_on=starts_on,
        note=note.strip(),
    )
    if ends_on is not None:
        gone.end(ends_on)
    return begin(gone)


@act("Recorded places as available again")
def make_available(unavailability: Unavailability, *, on: date, by: Actor) -> Unavailability:
    """What was not available can be offered again from this day."""
    refuse_if(ending_breaches("This", unavailability.starts_on, unavailability.ends_on, on))
    unavailability.end(on)
    return unavailability


# ---------------------------------------------------------------------- agreements and reviews


@act("Recorded a signed foster care agreement")
def sign_agreement(household: Household, *, starts_on: date, by: Actor) -> FosterCareAgreement:
    """The foster care agreement was signed on this day; it takes the place of one before."""
    before = open_row(FosterCareAgreement, household_id=household.id)
    refuse_if(takes_over_breaches("A signed agreement", _since(before), starts_on))
    new = FosterCareAgreement(household_id=household.id, starts_on=starts_on)
    return begin(new, instead_of=before)


@act("Recorded an agreement to share a bedroom")
def agree_sharing(
    household: Household,
    *,
    child: Child,
    with_child: Child,
    agreed_by: str,
    starts_on: date,
    by: Actor,
) -> SharingAgreement:
    """Each child's responsible authority agrees that these two may share a bedroom here."""
    refuse_if(rules.sharing_breaches(child.id == with_child.id))
    first, second = sorted((child.id, with_child.id))
    return begin(
        SharingAgreement(
            household_id=household.id,
            child_id=first,
            with_child_id=second,
            agreed_by=agreed_by,
            starts_on=starts_on,
        )
    )


@act("Recorded a review of approval")
def record_review(
    household: Household, *, held_on: date, panel_on: date | None = None, by: Actor
) -> Review:
    """A review of approval was held (FSR 2011 regulation 28)."""
    if held_on > today():
        refuse_if([record_breach("A review is recorded once it has been held.", "held_on")])
    review = Review(household_id=household.id, held_on=held_on, panel_on=panel_on)
    db.session.add(review)
    db.session.flush()
    return review


# -------------------------------------------------------------------------- temporary approval


@act("Recorded a temporary approval")
def record_temporary_approval(
    household: Household, child: Child, *, starts_on: date, decided_by: str, by: Actor
) -> TemporaryApproval:
    """A connected person may care for this child from this day (CPPCR 2010 regulation 24)."""
    if (
        before := open_row(TemporaryApproval, household_id=household.id, child_id=child.id)
    ) is not None:
        since = f"{before.starts_on:%d/%m/%Y}"
        refuse_if(
            [record_breach(f"A temporary approval for this child is open since {since}.", "child")]
        )
    return begin(
        TemporaryApproval(
            household_id=household.id,
            child_id=child.id,
            starts_on=starts_on,
            original_last_day=REG24_EXPIRY.last_day(starts_on),
            decided_by=decided_by,
        )
    )


@act("Ended a temporary approval")
def end_temporary_approval(
    approval: TemporaryApproval, *, on: date, by: Actor
) -> TemporaryApproval:
    """It ended in fact; when it ran out in law is its last day."""
    refuse_if(ending_breaches("This", approval.starts_on, approval.ends_on, on))
    approval.end(on)
    return approval


@act("Recorded an extension of a temporary approval")
def record_extension(
    approval: TemporaryApproval, *, last_day: date, decided_on: date, decided_by: str, by: Actor
) -> Extension:
    """The one further period was given (CPPCR 2010 regulation 25)."""
    if approval.extension is not None:
        refuse_if([record_breach("This approval has been extended already: once only.")])
    if last_day <= approval.original_last_day:
        refuse_if(
            [
                record_breach(
                    f"The first period runs to {approval.original_last_day:%d/%m/%Y}. "
                    "Give a later last day.",
                    "last_day",
                )
            ]
        )
    approval.extension = Extension(
        approval_id=approval.id,
        last_day=last_day,
        decided_on=decided_on,
        decided_by=decided_by,
    )
    db.session.flush()
    return approval.extension


# ------------------------------------------------------------------------------ claims on room


@act("Claimed beds")
def claim_beds(
    household: Household,
    claimed_for: Sequence[Child],
    *,
    claim: ClaimKind,
    starts_on: date,
    ends_on: date | None = None,
    kind: Kind = Kind.SHORT_TERM,
    expires_at: datetime | None = None,
    referral_id: int | None = None,
    by: Actor,
) -> list[RoomClaim]:
    """Plan a placement, or hold beds, for these children as a set.

    Refused unless there is room for all of them for the whole time, worked out with the household
    locked, so that nobody else takes it meanwhile. What the national standards ask of bedrooms is
    asked when the children are placed.
    """
    claim_room(household)
    refuse_if(_claim_breaches(household, claimed_for, Period(starts_on, ends_on), kind))
    return [
        _claimed(household, child, claim, starts_on, ends_on, expires_at, referral_id)
        for child in claimed_for
    ]


def claim_bed(household: Household, child: Child, *, by: Actor, **kw: Any) -> RoomClaim:
    """`claim_beds` for one child."""
    claimed: list[RoomClaim] = claim_beds(household, [child], by=by, **kw)
    return claimed[0]


def _claimed(
    household: Household,
    child: Child,
    claim: ClaimKind,
    starts_on: date,
    ends_on: date | None,
    expires_at: datetime | None,
    referral_id: int | None,
) -> RoomClaim:
    claimed = RoomClaim(
        household_id=household.id,
        child_id=child.id,
        referral_id=referral_id,
        claim=claim,
        starts_on=starts_on,
        expires_at=expires_at,
    )
    if ends_on is not None:
        claimed.end(ends_on)
    return begin(claimed)


def _claim_breaches(
    household: Household, coming: Sequence[Child], period: Period, kind: Kind
) -> list[Any]:
    """Every reason in law or availability why these children may not come for this time."""
    room = queries.rooms({household.id}, around=period)[household.id]
    plain = tuple(
        ChildInPlain(str(child.id), child.person.born or date.max, child.person.sex)
        for child in coming
    )
    there = {int(one.child.id) for one in room.claims} | {child.id for child in coming}
    short = room_for(room, plain, period, kind, children.siblings_among(there))
    names = {str(child.id): child.person.given_name for child in coming}
    return [rules.breach_of(each, names) for each in short if each.standing != "standard"]


@act("Released a claim on a bed")
def release_claim(claim: RoomClaim, *, because: str, by: Actor) -> RoomClaim:
    """A planned placement or a held bed is let go; the place is free at once."""
    if claim.released_at is not None:
        refuse_if([record_breach("This was let go already.")])
    claim.released_at = now()
    claim.released_because = because.strip()
    return claim


# ---------------------------------------------------------------------------- recorded in error


@act("Set aside what was recorded in error")
def set_aside(fact: Recorded, *, by: Actor) -> Recorded:
    """This never was. It stays in what was known before, and what it ended stays ended."""
    fact.void()
    return fact

"""Claims on room: planned placements and held beds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.audit.act import Actor, act
from app.children import queries as children
from app.children.models import Child
from app.core.succession import begin
from app.core.today import now
from app.people.actions import claim_room, refuse_if
from app.people.models import Household
from app.people.rules import record_breach
from app.register import queries, rules
from app.register.models import (
    ClaimKind,
    RoomClaim,
)
from sufficiency.period import Period
from sufficiency.room import room_for
from sufficiency.types import Child as ChildInPlain
from sufficiency.types import Kind


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
    refuse_if(claim_breaches(household, claimed_for, Period(starts_on, ends_on), kind))
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


def claim_breaches(
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

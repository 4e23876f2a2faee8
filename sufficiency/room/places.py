"""Places for lists: how many could be offered on a day, to nobody in particular."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sufficiency.room.numbers import USUAL_LIMIT
from sufficiency.room.on_a_day import approved_on, claims_on, terms_on, unavailable_on
from sufficiency.types import ClaimKind, Room


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a household on a day, and what takes them, for a list and its explanation."""

    overall: int
    placed: int
    planned: int
    held: int
    unavailable: int
    left: int
    shut: Literal["not_approved", "temporary_approval", "on_hold", "not_available"] | None = None


def places_left(room: Room, day: date) -> int:
    """How many places could be offered on this day, to nobody in particular: for lists only."""
    return places(room, day).left


def places(room: Room, day: date) -> Places:
    """The places of the household on a day: how many, what takes them, how many are left.

    Places tied to a named child are nobody else's vacancy, so a carer approved only for named
    children has none left.
    """
    terms = terms_on(room, day)
    there = claims_on(room, day)
    counted = [claim for claim in there if claim.in_terms]
    closed = unavailable_on(room, day)
    left = 0
    shut = _shut_on(room, day)
    if terms is not None and shut is None:
        named = {line.child_id for line in terms.criteria if line.child_id is not None}
        open_places = sum(line.up_to for line in terms.criteria if line.child_id is None)
        left = min(
            terms.overall - len(counted),
            open_places - sum(claim.child.id not in named for claim in counted),
            USUAL_LIMIT - sum(claim.fostered for claim in there),
        )
        left = max(0, left - closed) if open_places else 0
    return Places(
        overall=terms.overall if terms else 0,
        placed=sum(claim.claim is ClaimKind.PLACED for claim in there),
        planned=sum(claim.claim is ClaimKind.PLANNED for claim in there),
        held=sum(claim.claim is ClaimKind.HELD for claim in there),
        unavailable=closed,
        left=left,
        shut=shut,
    )


def _shut_on(
    room: Room, day: date
) -> Literal["not_approved", "temporary_approval", "on_hold", "not_available"] | None:
    """Why the household offers no places at all on this day, or None when it may."""
    if any(period.contains(day) for _, period in room.temporary):
        return "temporary_approval"
    if not approved_on(room, day):
        return "not_approved"
    if any(hold.period.contains(day) for hold in room.holds):
        return "on_hold"
    if any(gone.places is None and gone.period.contains(day) for gone in room.unavailable):
        return "not_available"
    return None

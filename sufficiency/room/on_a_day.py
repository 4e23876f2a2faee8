"""What holds in a household on one day, as the record has it."""

from datetime import date

from sufficiency.room.shortfalls import Stay
from sufficiency.types import Claim, ClaimKind, Room, Terms

_FIRMEST = (ClaimKind.PLACED, ClaimKind.PLANNED, ClaimKind.HELD)


def approved_on(room: Room, day: date) -> bool:
    """Is a full approval in force on this day?"""
    return any(period.contains(day) for period in room.approved)


def terms_on(room: Room, day: date) -> Terms | None:
    """The terms in force on this day; should two be recorded, those that began last."""
    in_force = [terms for terms in room.terms if terms.period.contains(day)]
    return max(in_force, key=lambda terms: terms.period.starts, default=None)


def claims_on(room: Room, day: date) -> list[Claim]:
    """Who takes up room on this day: each child once, a placement before a plan or a held bed."""
    first: dict[str, Claim] = {}
    for claim in sorted(room.claims, key=lambda claim: _FIRMEST.index(claim.claim)):
        if claim.period.contains(day):
            first.setdefault(claim.child.id, claim)
    return list(first.values())


def others_on(room: Room, stay: Stay, day: date) -> list[Claim]:
    """Claims on room on this day by children other than those who would move in."""
    coming = stay.ids
    return [claim for claim in claims_on(room, day) if claim.child.id not in coming]


def unavailable_on(room: Room, day: date) -> int:
    """Places marked not available on this day, the whole home apart."""
    return sum(gone.places or 0 for gone in room.unavailable if gone.period.contains(day))


def agreed_on(room: Room, day: date) -> list[frozenset[str]]:
    """The groups that may share a bedroom on this day, by a recorded agreement."""
    return [
        each.children for each in room.sharing if each.period is None or each.period.contains(day)
    ]

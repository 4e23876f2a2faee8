"""Room, limit by limit: who counts for which, and what each limit leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.children.codes import Place
from app.register.rules.shortfalls import AVAILABILITY
from app.statute import provisions
from app.statute.sources import Cite
from sufficiency.room import OWN_BEDROOM_AGE, USUAL_LIMIT, claims_on, places, terms_on
from sufficiency.types import Claim, Room, age_on

WITH_OWN_FAMILY = frozenset({Place.P1, Place.P2, Place.P3})
FOR_ADOPTION = frozenset({Place.A3, Place.A4, Place.A5, Place.A6})


def is_fostered(place: Place) -> bool:
    """Does a child placed so in a household count for the usual fostering limit?

    Children fostered for any authority do, on short breaks and temporary stays while there too,
    and privately fostered children (recorded as another placement, Z1). Children with their own
    family or placed for adoption do not.
    """
    return place not in WITH_OWN_FAMILY and place not in FOR_ADOPTION


def is_in_terms(place: Place) -> bool:
    """Does a child placed so count against the terms? A privately fostered child does not."""
    return is_fostered(place) and place is not Place.Z1


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on a household's room on a day, with its own count of its own people."""

    says: str
    taken: int
    of: int | None
    cite: Cite

    @property
    def left(self) -> int | None:
        """What it leaves; None where the limit itself is not recorded."""
        return None if self.of is None else max(0, self.of - self.taken)


def limits_on(room: Room, day: date) -> list[Limit]:
    """Each limit on room with its own count: terms, the usual limit, bedrooms, what is offered."""
    there = claims_on(room, day)
    in_force = terms_on(room, day)
    closed = sum(gone.places or 0 for gone in room.unavailable if gone.period.contains(day))
    beds = sum(bedroom.sleeps for bedroom in room.bedrooms)
    limits = [
        Limit(
            "Children within the terms of approval",
            sum(claim.in_terms for claim in there),
            in_force.overall if in_force else None,
            provisions.TERMS_CONSISTENT,
        ),
        Limit(
            "Fostered children, of any authority (usual limit)",
            sum(claim.fostered for claim in there),
            USUAL_LIMIT,
            provisions.USUAL_FOSTERING_LIMIT,
        ),
        Limit(
            "Beds in the bedrooms recorded",
            _sleeping_there(room, there, day),
            beds if room.bedrooms else None,
            provisions.BEDROOM,
        ),
    ]
    if closed and in_force:
        limits.append(Limit("Places not available", closed, in_force.overall, AVAILABILITY))
    return limits


def _sleeping_there(room: Room, there: Sequence[Claim], day: date) -> int:
    """Everyone who sleeps in the recorded bedrooms, or needs a bed in one."""
    sleepers = {
        sleeper.id: sleeper.bedroom_id is not None or sleeper.needs_room
        for sleeper in room.sleepers
        if sleeper.period.contains(day)
    }
    need = {claim.child.id for claim in there if age_on(claim.child.born, day) >= OWN_BEDROOM_AGE}
    return len({who for who, takes_bed in sleepers.items() if takes_bed} | need)


WHY_SHUT: Mapping[str, str] = {
    "not_approved": "Nobody here is approved.",
    "temporary_approval": "Temporarily approved for a named child, and for nobody else.",
    "on_hold": "On hold.",
    "not_available": "Not available for now.",
}


def why_so_many(room: Room, day: date) -> str:
    """The places of a household on a day, and what takes them, in one sentence."""
    found = places(room, day)
    if found.shut is not None:
        return f"No place: {WHY_SHUT[found.shut][0].lower()}{WHY_SHUT[found.shut][1:]}"
    in_force = terms_on(room, day)
    if in_force is None:
        return "No place: no terms of approval are recorded."
    if all(line.child_id for line in in_force.criteria):
        return "No place to offer: the terms are for named children only."
    parts = [f"terms {found.overall}", f"usual limit {USUAL_LIMIT}", f"{found.placed} placed"]
    parts += [
        f"{number} {word}"
        for number, word in (
            (found.planned, "planned"),
            (found.held, "held"),
            (found.unavailable, "not available"),
        )
        if number
    ]
    return f"{found.left} {'place' if found.left == 1 else 'places'}: {', '.join(parts)}."

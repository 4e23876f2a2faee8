"""How many may be fostered together, and how many places the carers can offer."""

from datetime import date
from itertools import combinations

from sufficiency.period import days_of_change
from sufficiency.room.on_a_day import approved_on, others_on, terms_on, unavailable_on
from sufficiency.room.shortfalls import Shortfall, ShortfallCode, Stay
from sufficiency.types import Exempted, Room, Siblings

USUAL_LIMIT = 3
"""The usual fostering limit (Children Act 1989, Schedule 7, paragraph 2)."""


def usual_limit(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """No more than three fostered children, unless all are siblings or all are named as exempt.

    All siblings with respect to each other is a test of the whole set, those living there
    included: two pairs of brothers are not one set of siblings.
    """
    facts = [claim.period for claim in room.claims if claim.fostered]
    facts += [exempted.period for exempted in room.exemptions]
    for day in days_of_change(stay.period, facts):
        together = _fostered_together(room, stay, day)
        limit = _limit_on(room, stay, day, together)
        if limit is not None and len(together) > limit:
            named = _named_on(room, day)
            unnamed = tuple(sorted(together - named)) if named else ()
            return (Shortfall(ShortfallCode.USUAL_LIMIT, day, len(together), limit, unnamed),)
    return ()


def availability(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """Places that the carer can offer on every day, after those marked as not available.

    Places are taken off the overall number, or off the fostering limit when that is the lower.
    """
    facts = [gone.period for gone in room.unavailable]
    if not any(period.overlaps(stay.period) for period in facts):
        return ()
    facts += [*room.approved, *(each.period for each in room.terms)]
    facts += [claim.period for claim in room.claims]
    facts += [exempted.period for exempted in room.exemptions]
    for day in days_of_change(stay.period, facts):
        if any(gone.places is None and gone.period.contains(day) for gone in room.unavailable):
            return (Shortfall(ShortfallCode.NOT_AVAILABLE, day, len(stay.children), 0),)
        closed = unavailable_on(room, day)
        free = _places_for(room, stay, day)
        if closed and free is not None and len(stay.children) > free - closed:
            left = max(0, free - closed)
            return (Shortfall(ShortfallCode.NOT_AVAILABLE, day, len(stay.children), left),)
    return ()


def _places_for(room: Room, stay: Stay, day: date) -> int | None:
    """Places for these children under the lower of the terms and the limit; None with no terms."""
    in_force = terms_on(room, day)
    if in_force is None or not approved_on(room, day):
        return None
    others = others_on(room, stay, day)
    free = in_force.overall - sum(claim.in_terms for claim in others)
    limit = _limit_on(room, stay, day, _fostered_together(room, stay, day))
    if limit is not None:
        free = min(free, limit - sum(claim.fostered for claim in others))
    return free


def _fostered_together(room: Room, stay: Stay, day: date) -> frozenset[str]:
    """Every child who would be fostered there on this day."""
    return stay.ids | {claim.child.id for claim in others_on(room, stay, day) if claim.fostered}


def _limit_on(room: Room, stay: Stay, day: date, together: frozenset[str]) -> int | None:
    """The most of these who may be fostered together on this day; None when there is no limit."""
    if all_siblings(together, stay.siblings):
        return None
    limits = [
        exempted.limit
        for exempted in room.exemptions
        if exempted.period.contains(day) and together <= exempted.children
    ]
    if None in limits:
        return None
    return max([USUAL_LIMIT, *(limit for limit in limits if limit is not None)])


def _named_on(room: Room, day: date) -> frozenset[str]:
    """Children named by the exemption in force on this day that names the most; maybe none."""
    in_force: list[Exempted] = [each for each in room.exemptions if each.period.contains(day)]
    return max((each.children for each in in_force), key=len, default=frozenset())


def all_siblings(children: frozenset[str], siblings: Siblings) -> bool:
    """Are these children all siblings with respect to each other?"""
    return all(frozenset(pair) in siblings for pair in combinations(sorted(children), 2))

"""Approval, agreement and holds: may any child at all be placed there?"""

from sufficiency.period import days_of_change
from sufficiency.room.on_a_day import approved_on
from sufficiency.room.shortfalls import Shortfall, ShortfallCode, Stay
from sufficiency.types import Room


def approval(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """An approval in force on every day: full, or temporary for each of these children."""
    first = stay.period.starts
    facts = [*room.approved, *(period for _, period in room.temporary)]
    begun_temporarily = not approved_on(room, first)
    for day in days_of_change(stay.period, facts):
        if approved_on(room, day):
            continue
        covered = {child for child, period in room.temporary if period.contains(day)}
        if begun_temporarily and day > first and stay.period.ends is None:
            covered |= {child for child, period in room.temporary if period.contains(first)}
        without = tuple(child.id for child in stay.children if child.id not in covered)
        if not without:
            continue
        code = ShortfallCode.APPROVAL_ENDS
        if day == first:
            code = ShortfallCode.NOT_APPROVED
        elif begun_temporarily:
            code = ShortfallCode.TEMPORARY_APPROVAL_ENDS
        return (Shortfall(code, day, children=without),)
    return ()


def agreement(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """A foster care agreement in force on every day of full approval (regulation 22)."""
    signed = room.agreement_signed
    facts = [*room.approved, *([signed] if signed else [])]
    for day in days_of_change(stay.period, facts):
        if approved_on(room, day) and not (signed and signed.contains(day)):
            return (Shortfall(ShortfallCode.NO_AGREEMENT, day),)
    return ()


def hold(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """No hold on any day."""
    days = [
        shared.starts for fact in room.holds if (shared := fact.period.intersection(stay.period))
    ]
    return (Shortfall(ShortfallCode.ON_HOLD, min(days)),) if days else ()

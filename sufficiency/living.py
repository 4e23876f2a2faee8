"""Those who live in a household already: who is outside its terms, and is it over the limit?

`room` asks whether children may come; this asks of a day, past or present, whether those who are
placed there may be. The same terms, the same limit and the same siblings decide. Plans and held
beds do not count: nobody lives in them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sufficiency.period import Period, days_of_change
from sufficiency.room import (
    USUAL_LIMIT,
    Counted,
    Shortfall,
    ShortfallCode,
    Stay,
    approved_on,
    can_be_assigned,
    claims_on,
    terms_on,
    usual_limit,
    why_no_line_admits,
)
from sufficiency.types import Claim, ClaimKind, Kind, Room, Siblings


@dataclass(frozen=True, slots=True)
class Outside:
    """A child who lives outside the terms on a day, and each reason why."""

    child: str
    reasons: tuple[Shortfall, ...]


def placed_on(room: Room, day: date) -> list[Claim]:
    """Who is placed in the household on a day, each child once, in the order in which they came."""
    there = [claim for claim in claims_on(room, day) if claim.claim is ClaimKind.PLACED]
    return sorted(there, key=lambda claim: (claim.period.starts, claim.child.id))


def outside_terms(room: Room, day: date) -> tuple[Outside, ...]:
    """The children who are outside the terms on a day of full approval; none where no terms are
    recorded, for then nothing can be said.

    A child whom no line admits is outside. Of the others, those who came first fill the lines and
    the overall number; whoever no longer fits is outside.
    """
    in_force = terms_on(room, day)
    if in_force is None or not approved_on(room, day):
        return ()
    fitting: list[Counted] = []
    found = []
    for claim in placed_on(room, day):
        if not claim.in_terms:
            continue
        one = Counted(claim.child, claim.period.starts, claim.kind)
        reasons = why_no_line_admits(in_force, one, day)
        ids = (claim.child.id,)
        if not reasons and len(fitting) >= in_force.overall:
            number = len(fitting) + 1
            reasons = [Shortfall(ShortfallCode.TERMS_FULL, day, number, in_force.overall, ids)]
        if not reasons and not can_be_assigned(in_force, [*fitting, one]):
            reasons = [Shortfall(ShortfallCode.TERMS_MIX, day, 1, None, ids)]
        if reasons:
            found.append(Outside(claim.child.id, tuple(reasons)))
        else:
            fitting.append(one)
    return tuple(found)


def over_limit(room: Room, day: date, siblings: Siblings = frozenset()) -> Shortfall | None:
    """The usual fostering limit as it stands with those placed there on a day; None within it."""
    fostered = [claim for claim in placed_on(room, day) if claim.fostered]
    if len(fostered) <= USUAL_LIMIT:
        return None
    as_placed = replace(room, claims=tuple(fostered))
    today = Period(day, day + timedelta(days=1))
    stay = Stay((fostered[0].child,), today, Kind.SHORT_TERM, siblings)
    found = usual_limit(as_placed, stay)
    return found[0] if found else None


def since(room: Room, first: date, day: date, so: Callable[[date], bool]) -> date:
    """The first of the days on which something has been so without a break, up to and on `day`.

    Looks no further back than `first`. `so` is asked of a day, and must hold on `day`.
    """
    began = day
    for turn in reversed(days_of_change(Period(first, day + timedelta(days=1)), _periods(room))):
        if not so(turn):
            break
        began = turn
    return began


def _periods(room: Room) -> Collection[Period]:
    """Every stretch of days that bears on terms and limit."""
    return [
        *room.approved,
        *(terms.period for terms in room.terms),
        *(claim.period for claim in room.claims),
        *(exempted.period for exempted in room.exemptions),
    ]

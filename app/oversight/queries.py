"""Questions about where every child is; each is answered by `standing`, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.audit.remembering import remembered
from app.core.db import db
from app.core.today import end_of_day
from app.oversight import days, standing
from app.oversight.changes import Change, Difference, differences, told_apart
from app.oversight.days import Stretch
from app.oversight.models import OversightDecision
from app.oversight.rules import INSPECTED, Verdict
from app.oversight.standing import Standing

__all__ = ["Change", "Difference", "Standing", "Stretch", "basis", "differences"]


def ledger(as_at: date, known_at: datetime | None = None) -> list[Standing]:
    """`standing.ledger`, worked out once until the record changes: many pages count from it."""
    return list(_ledger(as_at, known_at))


@remembered
def _ledger(as_at: date, known_at: datetime | None) -> tuple[Standing, ...]:
    return tuple(standing.ledger(as_at, known_at))


def basis(child_id: int, as_at: date, known_at: datetime | None = None) -> Standing:
    """`standing.basis`: from the whole ledger, if that is at hand; else read for this child."""
    for each in _ledger.at_hand(as_at, known_at) or ():
        if each.child_id == child_id:
            return each
    return standing.basis(child_id, as_at, known_at)


def inspected(standings: Iterable[Standing]) -> list[Standing]:
    """Those in unregistered homes or with unapproved carers, in whichever words it is asked.

    Over the usual limit a home is treated as an unregistered children's home (Schedule 7 para 5),
    so everybody fostered there is among them.
    """
    return [
        each
        for each in standings
        if each.is_looked_after
        and each.answer.watched is not None
        and each.answer.watched.concern in INSPECTED
    ]


def watched(standings: Iterable[Standing]) -> list[Standing]:
    """Those about whom the director must decide: nobody's decision first, the longest first.

    Then those to be looked at again, the soonest first. Nobody is left off for want of a decision.
    """
    found = [each for each in standings if each.is_looked_after and each.answer.watched]
    return sorted(found, key=_urgency)


def _urgency(one: Standing) -> tuple[bool, date, str, int]:
    held = one.answer.watched
    if held is None:
        raise ValueError("nobody watches over this child")
    since = held.since or one.as_at
    again = held.look_again_on or one.as_at
    return (
        held.decided_on is not None,
        since if held.decided_on is None else again,
        one.name,
        one.child_id,
    )


def undecided(standings: Iterable[Standing]) -> int:
    """How many children wait for the director's decision."""
    return sum(
        1
        for each in watched(standings)
        if each.answer.watched and not each.answer.watched.decided_on
    )


def decisions_about(child_id: int, known_at: datetime | None = None) -> Sequence[OversightDecision]:
    """The director's decisions about a child, the latest first."""
    return db.session.scalars(
        select(OversightDecision)
        .where(OversightDecision.child_id == child_id, OversightDecision.stands(known_at))
        .order_by(OversightDecision.decided_on.desc(), OversightDecision.id.desc())
    ).all()


def last_decisions(child_ids: Iterable[int], as_at: date) -> dict[int, OversightDecision]:
    """The director's last decision about each of these children by a day."""
    found = db.session.scalars(
        select(OversightDecision)
        .where(
            OversightDecision.child_id.in_(list(child_ids)),
            OversightDecision.stands(),
            OversightDecision.decided_on <= as_at,
        )
        .order_by(OversightDecision.decided_on, OversightDecision.id)
    )
    return {each.child_id: each for each in found}


def days_of(
    child_id: int, first: date, last: date, known_at: datetime | None = None
) -> list[Stretch]:
    """One child's days from first to last, change by change, the latest first."""
    found = days.stretches(first, last, known_at, {child_id}).get(child_id, [])
    told = [each for each in found if not _before_everything(each)]
    return told[::-1]


def _before_everything(one: Stretch) -> bool:
    """Days before anything is recorded of the child, and after all of it has ended."""
    return (
        one.answer.verdict is Verdict.NOT_LOOKED_AFTER
        and one.placement_ref is None
        and not one.answer.breaches
        and not one.answer.facts
    )


def is_looked_after(one: Stretch) -> bool:
    """Whether the child was looked after, or should have been, on these days."""
    return one.answer.verdict is not Verdict.NOT_LOOKED_AFTER


def changes(before: date, after: date, known_at: datetime | None = None) -> list[Change]:
    """What differs between two days, and whether something happened or we learned something.

    The earlier day is taken as it was known at its own end, as whoever looked that day saw it.
    """
    then = end_of_day(before)
    if known_at is not None:
        then = min(then, known_at)
    return told_apart(ledger(before, then), ledger(before, known_at), ledger(after, known_at))

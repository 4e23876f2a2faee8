"""Deprived of liberty; and where the director of children's services must decide, and look again.

Wherever a child lives with nobody's registration or approval, over the usual limit, or with their
liberty taken, the director decides and says when it is looked at again. Nobody is left off for
want of a decision: without one the child stands here with a fault, from the first day of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.children.kinds import ApprovalNeeded
from app.core.present import short_day
from app.core.words import words
from app.oversight.rules.facts import ChildDay, Stay
from app.oversight.rules.kinds import (
    CONCERNS,
    Answer,
    Concern,
    FaultCode,
    Watched,
    fault,
)

Staying = Sequence[tuple[Stay, Answer]]


def with_liberty(facts: ChildDay, answer: Answer) -> Answer:
    """The answer, with what a child's deprivation of liberty adds to it."""
    held = facts.liberty
    if held is None:
        return answer
    by = words(held.kind)
    if facts.day <= held.last_day:
        mark = f"Deprived of liberty: {by[:1].lower()}{by[1:]}, last day {short_day(held.last_day)}"
        answer = replace(answer, marks=(*answer.marks, mark))
    else:
        says = (
            f"Deprived of liberty, and what allowed it ran out on {short_day(held.last_day)}. "
            "Apply today, or record that the restrictions ended."
        )
        answer = answer.with_faults(fault(FaultCode.LIBERTY_RAN_OUT, says))
    if held.review_on is not None and held.review_on < facts.day:
        says = f"The review of it was due on {short_day(held.review_on)}. Record the next one."
        answer = answer.with_faults(fault(FaultCode.LIBERTY_REVIEW_LATE, says))
    return answer


def with_director(facts: ChildDay, main: Stay | None, answer: Answer, staying: Staying) -> Answer:
    """The answer, with the director's part in it where there must be one."""
    if not facts.ours:
        return answer
    found = _concerns(facts, answer, staying)
    if not found:
        return answer
    concern = found[0][0]
    since = max(each for _, each in found)
    decided = _decided(facts, main, concern, since)
    if decided is None:
        watched = Watched(concern, since)
        says = "No decision of the director about this is recorded. Ask for it today."
        cite = answer.cite if concern is not Concern.DEPRIVED else None
        answer = answer.with_faults(fault(FaultCode.NO_OVERSIGHT, says, cite))
        return replace(answer, watched=watched)
    on, again = decided
    said = f"The director decided on {short_day(on)}."
    if again is not None:
        said = f"The director decided on {short_day(on)}, to look again by {short_day(again)}."
    answer = replace(answer.saying(said), watched=Watched(concern, since, on, again))
    if again is not None and again < facts.day:
        says = f"The director was to look at this again by {short_day(again)}. Ask for it today."
        answer = answer.with_faults(fault(FaultCode.OVERSIGHT_LATE, says))
    return answer


def _concerns(facts: ChildDay, answer: Answer, staying: Staying) -> list[tuple[Concern, date]]:
    """Every reason for the director to decide, the placement's own first, and since when each."""
    found = []
    if FaultCode.OVER_LIMIT in answer.codes or answer.kind in CONCERNS:
        found.append((CONCERNS.get(answer.kind, Concern.OVER_LIMIT), answer.since or facts.day))
    for stay, there in staying:
        if there.kind in CONCERNS:
            found.append((CONCERNS[there.kind], there.since or stay.starts_on))
    if facts.liberty is not None:
        found.append((Concern.DEPRIVED, facts.liberty.since))
    return found


def _decided(
    facts: ChildDay, main: Stay | None, concern: Concern, since: date
) -> tuple[date, date | None] | None:
    """The director's last decision that speaks of all of it, and the day of the next look.

    One recorded with the placement itself, as it was before, speaks of that placement's setting
    whenever it was taken, and names no next look.
    """
    here = main.order if main is not None else None
    found: list[tuple[date, date | None]] = [
        (each.decided_on, each.look_again_on)
        for each in facts.overseen
        if each.stay == here and since <= each.decided_on <= facts.day
    ]
    if found:
        return found[-1]
    if main is None or concern is not Concern.UNREGISTERED:
        return None
    before = [
        each.decided_on
        for each in main.decisions
        if each.what is ApprovalNeeded.UNREGISTERED and each.decided_on <= facts.day
    ]
    return (max(before), None) if before else None

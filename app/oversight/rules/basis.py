"""One child, one day: one basis, and a set of breaches (`basis_of`).

In this order: is the child looked after; where is the main placement; what does it rest on; and
what besides is wrong. A temporary stay or an absence leaves the main placement's basis standing
and is marked beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.children.codes import (
    LONGEST_TEMPORARY_DAYS,
    Ls,
    Place,
    ends_looked_after,
    is_foster,
    is_in_care,
    is_other_place,
    is_placed_for_adoption,
    is_short_break,
)
from app.children.kinds import ApprovalNeeded, AwayKind, GroundKind
from app.children.rules import LEAVES_CARE_AT
from app.core.present import short_day
from app.oversight.rules.area import with_area
from app.oversight.rules.facts import ChildDay, Stay
from app.oversight.rules.foster import elsewhere, in_household
from app.oversight.rules.kinds import Answer, BasisKind, Fault, FaultCode, Verdict, fault
from app.oversight.rules.settings import by_code, in_setting
from app.oversight.rules.watched import with_director, with_liberty
from app.statute.care_planning.placing import REG19_ASSESSMENT, REG19_DECISION
from sufficiency.types import age_on

NEEDS_PLACEMENT_ORDER = frozenset({Place.A5, Place.A6})

FOR_ADOPTION = frozenset({Place.U2, Place.U5})
"""Fostering for adoption, with a relative or friend or with somebody else."""

FOR_ADOPTION_SINCE = date(2014, 7, 25)
"""Since when there has been such a decision (regulation 22A; recalled, not seen)."""


def basis_of(facts: ChildDay) -> Answer:
    """On what basis this child lives where they live on this day, and what is wrong with it."""
    answer = _not_looked_after(facts)
    if answer is not None:
        return answer
    main = main_of(facts)
    if main is None:
        return _nowhere(facts)
    answer = with_area(facts, main, _place(facts, main))
    staying = [
        (stay, _place(facts, stay))
        for stay in facts.stays
        if stay is not main and not (stay.family is None and stay.setting is None)
    ]
    answer = replace(
        answer,
        breaches=(*answer.breaches, *_of_the_record(facts, main), *_of_stays(facts, main, staying)),
        marks=tuple(_marks(facts)),
    )
    return with_director(facts, main, with_liberty(facts, answer), staying)


def main_of(facts: ChildDay) -> Stay | None:
    """Where the child lives; of two recorded at once, where the child came last.

    A child on short breaks lives at home and is looked after only while staying.
    """
    mains = facts.mains
    if not mains and facts.status is not None and is_short_break(facts.status.ls):
        mains = facts.stays
    return max(mains, key=lambda stay: (stay.starts_on, stay.order), default=None)


# ---------------------------------------------------------------------------------- looked after?


def _not_looked_after(facts: ChildDay) -> Answer | None:
    """The answer for a child who is not looked after on the day; None for one who is.

    A child placed with no status recorded is not passed over: where they live is judged, and the
    missing status is a fault.
    """
    if _is_adult(facts):
        return _of_age(facts)
    if facts.status is not None:
        if is_short_break(facts.status.ls) and main_of(facts) is None:
            says = "On a series of short breaks, and not staying on this day."
            return Answer(BasisKind.NOT_LOOKED_AFTER, None, facts=(says,))
        return None
    if not facts.mains:
        return Answer(BasisKind.NOT_LOOKED_AFTER, None)
    if _privately_fostered(facts):
        says = "Privately fostered: counts for the carer's limit, and is not looked after."
        return Answer(BasisKind.NOT_LOOKED_AFTER, None, facts=(says,))
    last = facts.last_status
    if last is not None and last.ended_because and ends_looked_after(last.ended_because):
        return Answer(BasisKind.NOT_LOOKED_AFTER, last.ended_on, (_still_open(),))
    return None


def _is_adult(facts: ChildDay) -> bool:
    return facts.born is not None and age_on(facts.born, facts.day) >= LEAVES_CARE_AT


def _of_age(facts: ChildDay) -> Answer:
    faults = []
    if facts.status is not None:
        says = "Aged 18, and no longer looked after. End the legal status."
        faults.append(fault(FaultCode.TURNED_18, says))
    if facts.mains:
        faults.append(_still_open())
    return Answer(BasisKind.NOT_LOOKED_AFTER, None, tuple(faults), ("Aged 18.",))


def _still_open() -> Fault:
    says = "No longer looked after, and the placement is still open. End it, or record the status."
    return fault(FaultCode.PLACEMENT_STILL_OPEN, says)


def _privately_fostered(facts: ChildDay) -> bool:
    main = main_of(facts)
    return main is not None and main.place is Place.Z1 and main.family is not None


def _nowhere(facts: ChildDay) -> Answer:
    since = facts.status.since if facts.status else None
    record = "Record where the child lives: looked after, and no placement is recorded."
    if facts.stays:
        record = "Record the main placement: only a temporary stay is recorded."
    marks = tuple(_marks(facts))
    answer = Answer(BasisKind.UNKNOWN, since, _born(facts), record=record, marks=marks)
    return with_director(facts, None, with_liberty(facts, answer), ())


# ----------------------------------------------------------------------------------- the placement


def _place(facts: ChildDay, stay: Stay) -> Answer:
    """What one placement, or one stay, rests on."""
    if is_placed_for_adoption(stay.place):
        return _adoption(facts, stay)
    if stay.place is Place.P1:
        return _with_parent(facts, stay)
    if stay.family is not None and not _is_setting_code(stay.place):
        return _for_adoption(facts, stay, in_household(facts, stay, stay.family))
    if stay.setting is not None:
        return in_setting(facts, stay, stay.setting)
    if is_foster(stay.place):
        return _for_adoption(facts, stay, elsewhere(stay))
    return by_code(facts, stay)


def _for_adoption(facts: ChildDay, stay: Stay, answer: Answer) -> Answer:
    """Fostering for adoption takes a nominated officer's decision of its own (regulation 22A)."""
    if stay.place not in FOR_ADOPTION or answer.kind is BasisKind.PROSPECTIVE_ADOPTER:
        return answer
    if stay.starts_on < FOR_ADOPTION_SINCE:
        return answer
    decided = stay.ground(GroundKind.FOR_ADOPTION, facts.day)
    if decided is not None:
        return answer.saying(f"Fostering for adoption, decided on {short_day(decided)}.")
    says = (
        "Fostering for adoption, and the nominated officer's decision is not recorded. Record it, "
        "or ask for it."
    )
    return answer.with_faults(fault(FaultCode.FOR_ADOPTION_UNPROVEN, says))


def _is_setting_code(place: Place) -> bool:
    """Whether the code speaks of something other than a family, whatever household was named."""
    temporary = place.value.startswith("T")
    return not (is_foster(place) or temporary or is_other_place(place))


def _adoption(facts: ChildDay, stay: Stay) -> Answer:
    answer = Answer(BasisKind.PLACED_FOR_ADOPTION, stay.starts_on)
    status = facts.status
    if stay.place in NEEDS_PLACEMENT_ORDER and status is not None and status.ls is not Ls.E1:
        says = "Placed under a placement order, and no placement order is recorded. Record it."
        return answer.with_faults(fault(FaultCode.NO_PLACEMENT_ORDER, says))
    return answer


def _with_parent(facts: ChildDay, stay: Stay) -> Answer:
    decided = [
        each.decided_on
        for each in stay.decisions
        if each.what is ApprovalNeeded.WITH_PARENT and each.decided_on <= facts.day
    ]
    if decided:
        said = (f"Approved on {short_day(min(decided))}.",)
        began = max(stay.starts_on, min(decided))
        answer = Answer(BasisKind.WITH_PARENT_APPROVED, began, facts=said)
    else:
        answer = _parent_at_once(facts, stay)
    if facts.status is not None and not is_in_care(facts.status.ls):
        says = (
            "Living with parents without a care order. A child accommodated under section 20 who "
            "lives with parents is not looked after: record the order, or end the status."
        )
        answer = answer.with_faults(fault(FaultCode.NOT_IN_CARE, says))
    return answer


def _parent_at_once(facts: ChildDay, stay: Stay) -> Answer:
    """Undecided: lawful for a time if it had to be at once (regulation 19), otherwise not.

    Ten working days to assess; if that was done in time, ten more from then to decide.
    """
    said = "No decision of the nominated officer is recorded."
    began = stay.starts_on
    at_once = stay.ground(GroundKind.PARENT_NOW, facts.day)
    if at_once is not None and REG19_ASSESSMENT.runs_for(began):
        clock, start = REG19_ASSESSMENT, began
        assessed = stay.ground(GroundKind.PARENT_ASSESSED, facts.day)
        if assessed is not None and assessed <= REG19_ASSESSMENT.last_day(began):
            clock, start = REG19_DECISION, max(assessed, began)
        last_day = clock.last_day(start)
        if facts.day <= last_day:
            what = "decide" if clock is REG19_DECISION else "assess"
            return Answer(
                BasisKind.WITH_PARENT_AT_ONCE,
                began,
                facts=(f"With parents at once (regulation 19): {what} by {short_day(last_day)}.",),
                runs=clock.day_n(start, facts.day),
                last_day=last_day,
            )
        said = f"With parents at once (regulation 19) until {short_day(last_day)}. {said}"
        began = last_day + timedelta(days=1)
    return Answer(BasisKind.WITH_PARENT_NOT_APPROVED, began, facts=(said,))


# ---------------------------------------------------------------------------- what besides is wrong


def _of_the_record(facts: ChildDay, main: Stay) -> Iterator[Fault]:
    """What the record of the child's own status, age and placements leaves wrong."""
    if facts.status is None and facts.ours:
        says = "Placed, and no legal status is recorded. Record it, or end the placement."
        yield fault(FaultCode.NO_LEGAL_STATUS, says)
    yield from _born(facts)
    others = [stay for stay in facts.mains if stay is not main]
    if others:
        earliest = min(stay.starts_on for stay in others)
        says = (
            f"Recorded as living in {len(facts.mains)} places at once; an earlier one, since "
            f"{short_day(earliest)}, was not ended. End the one that had ended."
        )
        yield fault(FaultCode.TWO_PLACEMENTS, says)


def _born(facts: ChildDay) -> tuple[Fault, ...]:
    if facts.born is not None:
        return ()
    says = "The date of birth is not recorded, and what is lawful depends on age. Record it."
    return (fault(FaultCode.BORN_NOT_RECORDED, says),)


def _of_stays(
    facts: ChildDay, main: Stay, staying: Sequence[tuple[Stay, Answer]]
) -> Iterator[Fault]:
    """Temporary stays: somewhere lawful, and no longer than a stay may be."""
    for stay, there in staying:
        yield from _where_staying(stay, there)
    for stay in facts.stays:
        if stay is main:
            continue
        longest = LONGEST_TEMPORARY_DAYS.get(stay.place)
        if longest is not None and (facts.day - stay.starts_on).days >= longest:
            says = (
                f"On a temporary stay since {short_day(stay.starts_on)}, longer than the {longest} "
                "days that one may last. Record it as a placement, or record its end."
            )
            yield fault(FaultCode.STAY_TOO_LONG, says)


def _where_staying(stay: Stay, there: Answer) -> Iterator[Fault]:
    if there.verdict is Verdict.NOT_LAWFUL:
        kind = there.kind
        if kind.card.verdict is Verdict.NOT_LAWFUL:
            what = kind.words()
        else:
            worst = [each for each in there.breaches if each.verdict is Verdict.NOT_LAWFUL]
            what = worst[0].code.words()
        says = f"Staying since {short_day(stay.starts_on)}: {_lower(what)}. {there.do}".rstrip()
        yield fault(FaultCode.STAY_NOT_LAWFUL, says, there.cite)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


# ----------------------------------------------------------------------------------- marked beside


_STAYING = {
    Place.T1: "In hospital",
    Place.T2: "On holiday",
    Place.T3: "With other carers while theirs are away",
}


def _marks(facts: ChildDay) -> Iterator[str]:
    for stay in facts.stays:
        if stay is not main_of(facts):
            where = _STAYING.get(stay.place, "On a temporary stay")
            yield f"{where} since {short_day(stay.starts_on)}"
    if facts.absence is not None:
        missing = facts.absence.kind is AwayKind.MISSING
        what = "Missing" if missing else "Away without authorisation"
        yield f"{what} since {short_day(facts.absence.since)}"

"""The clocks of recruitment: a first answer, the visit, the application awaited, the two stages,
and the ten working days in which Stage 1 can still end with “not suitable”."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.recruitment.kinds import StageKind, Step
from app.recruitment.queries.pipeline import Case, cases
from app.recruitment.queries.stages import Stages, stages_of
from app.statute.clock import Clock
from app.statute.fostering.assessment import STAGE1_DECISION
from app.statute.recruitment import (
    APPLICATION_AWAITED,
    ENQUIRY_ANSWERED,
    INITIAL_VISIT_HELD,
    STAGE_1_LENGTH,
    STAGE_2_LENGTH,
)
from app.statute.running import Running

SHOWN_TO = May.SEE_RECRUITMENT
"""Whoever lacks this is shown none of these clocks."""

BEFORE = {
    Step.ENQUIRY: (ENQUIRY_ANSWERED, "Ask for a visit", ""),
    Step.VISIT: (INITIAL_VISIT_HELD, "Record the visit", ""),
    Step.INVITED: (APPLICATION_AWAITED, "Ask again", "the applicants"),
    Step.TO_END: (ENQUIRY_ANSWERED, "End it", ""),
    Step.LATER: (APPLICATION_AWAITED, "Ring them again", ""),
}
"""What runs before there is an application: the clock, its action, whose turn it is."""

LENGTHS = {
    StageKind.ONE: (STAGE_1_LENGTH, "End Stage 1"),
    StageKind.TWO: (STAGE_2_LENGTH, "End Stage 2"),
}


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """What runs for everybody who is under way."""
    under_way = [each for each in cases(as_at) if each.is_open]
    assessed = {
        each.assessment_id: each
        for each in under_way
        if each.assessment_id is not None and each.course.heard_on is None
    }
    found = stages_of(assessed, as_at) if assessed else {}
    return (
        *(_before(each) for each in under_way if each.step in BEFORE),
        *(line for number, each in assessed.items() for line in _of_stages(each, found[number])),
    )


def _before(each: Case) -> Running:
    clock, action, waits = BEFORE[each.step]
    return Running(
        clock=clock.key,
        subject=f"enquiry:{each.enquiry_id}",
        about=each.name,
        due_on=clock.last_day(each.since),
        action=action,
        page="recruitment.enquiry",
        arguments=(("ref", each.enquiry_ref or ""),),
        since=each.since,
        worker_id=each.worker_id,
        waiting_for=waits,
    )


def _of_stages(each: Case, stages: Stages) -> Iterator[Running]:
    for kind, (clock, action) in LENGTHS.items():
        stage = stages.of(kind)
        if stage is not None and stage.ends_on is None:
            yield _line(each, clock, kind.value, stage.starts_on, action)
    if stages.one is not None and stages.one.ends_on is None and stages.whole_on is not None:
        yield _line(each, STAGE1_DECISION, "decision", stages.whole_on, "Decide Stage 1")


def _line(each: Case, clock: Clock, part: str, since: date, action: str) -> Running:
    return Running(
        clock=clock.key,
        subject=f"assessment:{each.assessment_id}/{part}",
        about=each.name,
        due_on=clock.last_day(since),
        action=action,
        page="recruitment.application",
        arguments=(("ref", each.assessment_ref or ""),),
        since=since,
        household_id=each.household_id,
        worker_id=each.worker_id,
    )

"""The stages of an assessment: begun, what has come of Part 1, ended, decided. Each is an act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.rules import Outcome
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin
from app.core.today import today
from app.people.actions import refuse_if
from app.people.rules import record_breach
from app.recruitment.kinds import Because, EndedBy, StageKind
from app.recruitment.models import AssessmentStage, Part1Received
from app.recruitment.queries.enquiries import enquiry_of
from app.recruitment.queries.stages import Stages, stages
from app.recruitment.rules import stages as rules
from app.statute.recruitment import Part1


@act("Began a stage of an assessment")
def begin_stage(
    assessment: Assessment, *, stage: StageKind, starts_on: date, by: Actor
) -> AssessmentStage:
    """Stage 1 or Stage 2 runs from a day; the two may overlap (regulation 26(2)(a))."""
    take(assessment)
    refuse_if(
        rules.beginning_breaches(
            assessment.kind,
            stage,
            already=stages(assessment, date.max).of(stage) is not None,
            ended_on=assessment.ends_on,
            applied_on=assessment.starts_on,
            starts_on=starts_on,
            today=today(),
        )
    )
    return begin(
        AssessmentStage(
            assessment_id=assessment.id,
            household_id=assessment.household_id,
            stage=stage,
            starts_on=starts_on,
        )
    )


@act("Recorded information of Stage 1")
def receive_part_1(
    assessment: Assessment,
    *,
    items: Collection[Part1],
    on: date,
    words: str = "",
    by: User,
) -> list[Part1Received]:
    """These items of Schedule 3 Part 1 are in whole since a day."""
    take(assessment)
    found = stages(assessment, date.max)
    refuse_if(
        rules.receiving_breaches(
            begun_on=found.one.starts_on if found.one else None,
            ended=assessment.ends_on is not None,
            already=found.came,
            items=items,
            on=on,
            today=today(),
        )
    )
    new = [
        Part1Received(
            assessment_id=assessment.id,
            household_id=assessment.household_id,
            item=each,
            received_on=on,
            words=words.strip(),
            by_id=by.id,
        )
        for each in sorted(set(items))
    ]
    db.session.add_all(new)
    db.session.flush()
    return new


@act("Took back that information of Stage 1 is in")
def take_back_part_1(row: Part1Received, *, by: Actor) -> Part1Received:
    """It was not whole after all. Refused once Stage 1 ended on it."""
    assessment = db.session.get_one(Assessment, row.assessment_id)
    take(assessment)
    one = stages(assessment, date.max).one
    if one is not None and one.ends_on is not None:
        raise RuleBroken(record_breach("Stage 1 ended on it. It stays as it was."))
    row.void()
    db.session.flush()
    return row


@act("Ended Stage 1 of an assessment")
def end_stage_1(assessment: Assessment, *, on: date, by: Actor) -> AssessmentStage:
    """All of Part 1 is in, and they go on."""
    take(assessment)
    found = stages(assessment, date.max)
    one = _may_end(found, True, on, "", None)
    one.suitable = True
    one.end(on)
    db.session.flush()
    return one


@act("Decided at Stage 1 that applicants are not suitable")
def refuse_at_stage_1(
    assessment: Assessment, *, on: date, reasons: str, told_on: date | None, by: Actor
) -> AssessmentStage:
    """They do not go on, and are told in writing with full reasons: the assessment ends.

    No panel and no independent review: a complaint to the service is theirs. A second stage that
    had begun ends too.
    """
    take(assessment)
    found = stages(assessment, date.max)
    one = _may_end(found, False, on, reasons, told_on)
    one.suitable, one.reasons, one.told_on = False, reasons.strip(), told_on
    one.end(on)
    if found.two is not None and found.two.ends_on is None:
        found.two.end(max(on, found.two.starts_on))
    assessments.finish(assessment, outcome=Outcome.STOPPED, on=on, note=reasons.strip(), by=by)
    enquiry = enquiry_of(assessment.id)
    if enquiry is not None:
        enquiry.ended_on, enquiry.ended_by = on, EndedBy.SERVICE
        enquiry.because, enquiry.ending = Because.STAGE_1, reasons.strip()
    db.session.flush()
    return one


def _may_end(
    found: Stages, suitable: bool, on: date, reasons: str, told_on: date | None
) -> AssessmentStage:
    refuse_if(
        rules.deciding_breaches(
            suitable=suitable,
            begun_on=found.one.starts_on if found.one else None,
            ended_on=found.one.ends_on if found.one else None,
            lacking=found.lacking,
            whole=found.whole_on,
            on=on,
            reasons=reasons,
            told_on=told_on,
            today=today(),
        )
    )
    if found.one is None:
        raise LookupError("refused above")
    return found.one


@act("Ended Stage 2 of an assessment")
def end_stage_2(assessment: Assessment, *, on: date, by: Actor) -> AssessmentStage:
    """The report is complete."""
    take(assessment)
    two = stages(assessment, date.max).two
    refuse_if(
        rules.ending_stage_2_breaches(
            begun_on=two.starts_on if two else None,
            ended_on=two.ends_on if two else None,
            on=on,
            today=today(),
        )
    )
    if two is None:
        raise LookupError("refused above")
    two.end(on)
    db.session.flush()
    return two

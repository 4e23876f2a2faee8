"""Which clock runs on a decision, since when, until when and for whom: plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.register.deciding import ApplicantKind, DecisionKind, Outcome, StepKind, card_of
from app.register.rules.deciding_kinds import who_decides
from app.register.rules.deciding_steps import Course, Stage, stage_of
from app.statute.children_act import EXEMPTION_NOTICE
from app.statute.clock import Clock
from app.statute.fostering.approval import TERMINATION_COPY
from app.statute.fostering.assessment import IRM_DOCUMENTS_DUE
from app.statute.fostering.panel import ADM_DECISION_DUE, ADM_ORAL_NOTICE, ADM_WRITTEN_NOTICE
from app.statute.local import DECISION_ON_PROPOSAL


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs: from when to when, what to press, and who is waited for."""

    clock: Clock
    since: date | None
    due_on: date
    action: str
    waits: str = ""


def running_on(
    course: Course, *, proposed_on: date, decided_on: date | None, as_at: date
) -> Iterator[Due]:
    """Every clock that runs on a decision on a day."""
    if course.outcome is None:
        yield from _on_the_way(course, proposed_on, as_at)
    elif decided_on is not None:
        yield from _afterwards(course, decided_on)


def _on_the_way(course: Course, proposed_on: date, as_at: date) -> Iterator[Due]:
    stage = stage_of(course, as_at)
    decider = who_decides(card_of(course.kind))
    minutes = last_minutes(course)
    if stage in (Stage.PROPOSED, Stage.RECOMMENDED) and minutes is not None:
        last = ADM_DECISION_DUE.last_day(minutes)
        yield Due(ADM_DECISION_DUE, minutes, last, "Decide", decider)
    elif stage in (Stage.PROPOSED, Stage.SILENT, Stage.RECOMMENDED):
        since = _decidable_since(course, stage, proposed_on)
        last = DECISION_ON_PROPOSAL.last_day(since)
        yield Due(DECISION_ON_PROPOSAL, since, last, "Decide", decider)
    elif stage is Stage.DETERMINED:
        since = course.first(StepKind.DETERMINED) or proposed_on
        last = ADM_WRITTEN_NOTICE.last_day(since)
        yield Due(ADM_WRITTEN_NOTICE, since, last, "Give notice")
    elif stage is Stage.NOTICE and course.notice_ends is not None:
        given = course.first(StepKind.NOTICE)
        says = f"Record the {course.whom}’ answer"
        yield Due(course.notice_clock, given, course.notice_ends, says, f"the {course.whom}")
    elif stage is Stage.REVIEW:
        told = course.first(StepKind.REVIEW_NOTIFIED)
        if told is not None and not course.has(StepKind.DOCUMENTS_SENT):
            last = IRM_DOCUMENTS_DUE.last_day(told)
            yield Due(IRM_DOCUMENTS_DUE, told, last, "Send the documents")


def last_minutes(course: Course) -> date | None:
    """When the panel's last final minutes came."""
    return max((each.on for each in course.steps if each.step is StepKind.MINUTES), default=None)


def _decidable_since(course: Course, stage: Stage, proposed_on: date) -> date:
    """Since when nothing but the decider has been waited for."""
    if stage is Stage.SILENT and course.notice_ends is not None:
        return course.notice_ends
    recommended = course.first(StepKind.REVIEW_RECOMMENDED)
    return recommended or proposed_on


_EXEMPTIONS = (
    DecisionKind.EXEMPTION,
    DecisionKind.EXEMPTION_VARIED,
    DecisionKind.EXEMPTION_CANCELLED,
)


def _afterwards(course: Course, on: date) -> Iterator[Due]:
    """Who is still to be told of a decision. What never left the service is told to nobody."""
    if course.outcome is Outcome.WITHDRAWN:
        return
    agreed = course.outcome is Outcome.AGREED
    if is_told_of(course):
        if not course.has(StepKind.TOLD):
            last = ADM_ORAL_NOTICE.last_day(on)
            yield Due(ADM_ORAL_NOTICE, on, last, f"Tell the {course.whom}")
        if not course.has(StepKind.WRITTEN):
            last = ADM_WRITTEN_NOTICE.last_day(on)
            yield Due(ADM_WRITTEN_NOTICE, on, last, "Send the written decision")
    if course.kind is DecisionKind.TERMINATION and agreed and not course.has(StepKind.COPIED):
        yield Due(TERMINATION_COPY, on, on, "Send copies")
    if course.kind in _EXEMPTIONS and agreed and not course.has(StepKind.WRITTEN):
        yield Due(EXEMPTION_NOTICE, on, on, "Send the notice")


def is_told_of(course: Course) -> bool:
    """Whether a decision that was made is told to carers or applicants, as NMS 14.10 asks.

    Applicants who are approved are told with the approval.
    """
    agreed = course.outcome is Outcome.AGREED
    if course.of_applicants:
        return agreed and course.kind is ApplicantKind.NOT_APPROVED
    return course.by_notice and (agreed or course.has(StepKind.NOTICE))

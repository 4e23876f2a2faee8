"""Every case on its way from a telephone call to approval, with its days: asked all at once.

A case is an enquiry and what came of it, or an application of which no enquiry is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import User
from app.assessments.models import Assessing, Assessment
from app.assessments.rules import AssessmentKind, Outcome
from app.audit.remembering import remembered
from app.core.db import db
from app.core.today import london_day
from app.people.models import Household
from app.recruitment.kinds import Because, EndedBy, Reached, StageKind, Step
from app.recruitment.models import AssessmentStage, Enquiry, EnquirySource, InitialVisit
from app.recruitment.rules.enquiries import Course, reached_of, step_of
from app.register.models import Approval
from app.statute.fostering.assessment import NMS_ASSESSMENT_8_MONTHS

UNASKED = "Not recorded"

Refusals = Callable[[date], Mapping[int, date]]
"""`refusals(as_at)`: the day on which each application was finally refused, by its assessment."""

_REFUSALS: list[Refusals] = []


def told_of_refusals(refusals: Refusals) -> Refusals:
    """The room above this one in which applications are refused after the panel."""
    if refusals not in _REFUSALS:
        _REFUSALS.append(refusals)
    return refusals


@dataclass(frozen=True, slots=True)
class Case:
    """One case on a day: who, whose, where it stands and since when, how far it has come."""

    enquiry_id: int | None
    enquiry_ref: str | None
    assessment_id: int | None
    assessment_ref: str | None
    household_id: int | None
    household_ref: str | None
    name: str
    source: str
    source_ref: str
    asks: str
    worker_id: int | None
    worker: str
    worker_ref: str
    course: Course
    step: Step
    since: date
    reached: frozenset[Reached]
    told_later: bool
    """Whether the enquiry was recorded once the application was there: only of those who came so
    far is it known."""

    ended_by: EndedBy | None
    because: Because | None

    @property
    def key(self) -> str:
        """Names it among all: "enquiry:7" or "assessment:3"."""
        return (
            f"enquiry:{self.enquiry_id}" if self.enquiry_id else f"assessment:{self.assessment_id}"
        )

    @property
    def received_on(self) -> date:
        """The day of the enquiry; of an application without one, the day it came."""
        return self.course.received_on

    @property
    def month(self) -> str:
        """The month of the enquiry, as 2026-03."""
        return f"{self.received_on:%Y-%m}"

    @property
    def is_open(self) -> bool:
        """Is something still to come of it?"""
        return self.step.is_open

    @property
    def due_on(self) -> date | None:
        """The last day on which the panel's recommendation is in time, once they have applied."""
        applied = self.course.applied_on
        if applied is None or not NMS_ASSESSMENT_8_MONTHS.runs_for(applied):
            return None
        return NMS_ASSESSMENT_8_MONTHS.last_day(applied)

    def days(self, as_at: date) -> int:
        """Since the enquiry, to this day or to its end."""
        last = as_at if self.is_open else self.since
        return (last - self.received_on).days

    def days_here(self, as_at: date) -> int:
        """Since it stands where it stands."""
        return (as_at - self.since).days

    def is_late(self, as_at: date) -> bool:
        """Is the panel's recommendation overdue?"""
        due = self.due_on
        waits = self.is_open and self.step is not Step.DECISION
        return waits and due is not None and as_at > due


@remembered
def cases(as_at: date) -> tuple[Case, ...]:
    """Every case that had begun by a day, as it stood on it: the oldest first."""
    enquiries = db.session.scalars(
        select(Enquiry).where(Enquiry.stands(), Enquiry.received_on <= as_at)
    ).all()
    assessments = _assessments(as_at)
    if not enquiries and not assessments:
        return ()
    facts = _Facts(as_at, assessments.values())
    found = [_of_enquiry(each, assessments, facts, as_at) for each in enquiries]
    known = {each.assessment_id for each in found}
    found += [
        _of_assessment(each, facts, as_at)
        for each in assessments.values()
        if each.id not in known and each.starts_on <= as_at
    ]
    return tuple(sorted(found, key=lambda each: (each.received_on, each.key)))


def case_of(as_at: date, *, enquiry_id: int = 0, assessment_id: int = 0) -> Case | None:
    """The case of one enquiry, or of one assessment, on a day."""
    return next(
        (
            each
            for each in cases(as_at)
            if (enquiry_id and each.enquiry_id == enquiry_id)
            or (assessment_id and each.assessment_id == assessment_id)
        ),
        None,
    )


def _assessments(as_at: date) -> dict[int, Any]:
    """Every assessment of applicants, by its id: connected carers come another way."""
    rows = db.session.execute(
        select(
            Assessment.id,
            Assessment.ref,
            Assessment.starts_on,
            Assessment.ends_on,
            Assessment.outcome,
            Assessment.household_id,
            Household.name,
            Household.ref.label("household_ref"),
        )
        .join(Household, Household.id == Assessment.household_id)
        .where(Assessment.stands(), Assessment.kind == AssessmentKind.INITIAL)
        .order_by(Assessment.id)
    )
    return {row.id: row for row in rows}


class _Facts:
    """What the cases are put together from, each kind asked for once."""

    def __init__(self, as_at: date, assessments: Collection[Any]) -> None:
        self.as_at = as_at
        self.sources = {
            each.id: each for each in db.session.scalars(select(EnquirySource)).unique()
        }
        self.users = {
            row.id: row for row in db.session.execute(select(User.id, User.ref, User.name))
        }
        self.visits = self._visits()
        self.stages = self._stages()
        self.approved = self._approved({each.household_id for each in assessments})
        self.assessors = self._assessors()
        self.refused = {number: day for ask in _REFUSALS for number, day in ask(as_at).items()}
        self.applied: dict[int, list[date]] = {}
        for each in assessments:
            self.applied.setdefault(each.household_id, []).append(each.starts_on)

    def _visits(self) -> dict[int, list[InitialVisit]]:
        """The visits of each enquiry, in the order in which they were asked for."""
        rows = db.session.scalars(
            select(InitialVisit)
            .where(InitialVisit.stands(), InitialVisit.asked_on <= self.as_at)
            .order_by(InitialVisit.id)
        )
        found: dict[int, list[InitialVisit]] = {}
        for each in rows:
            found.setdefault(each.enquiry_id, []).append(each)
        return found

    def visited(self, enquiry_id: int) -> dict[str, Any]:
        """The days of an enquiry's visits: the last one held, and one that is still to be."""
        days: dict[str, Any] = {}
        for each in self.visits.get(enquiry_id, ()):
            held = _after(each.held_on, self.as_at)
            if held is None:
                days["visit_asked_on"] = each.asked_on
            else:
                days |= {"visited_on": held, "outcome": each.outcome}
        return days

    def _stages(self) -> dict[tuple[int, StageKind], AssessmentStage]:
        rows = db.session.scalars(
            select(AssessmentStage)
            .where(AssessmentStage.stands(), AssessmentStage.starts_on <= self.as_at)
            .order_by(AssessmentStage.id)
        )
        return {(each.assessment_id, each.stage): each for each in rows}

    def _approved(self, household_ids: set[int]) -> dict[int, list[date]]:
        """The days on which somebody of each household was approved here, the earliest first."""
        found: dict[int, list[date]] = {}
        rows = db.session.execute(
            select(Approval.household_id, func.min(Approval.starts_on))
            .where(Approval.stands(), Approval.starts_on <= self.as_at)
            .group_by(Approval.household_id, Approval.starts_on)
            .order_by(Approval.household_id, func.min(Approval.starts_on))
        )
        for household_id, day in rows:
            if household_id in household_ids:
                found.setdefault(household_id, []).append(day)
        return found

    def _assessors(self) -> dict[int, int]:
        rows = db.session.execute(
            select(Assessing.assessment_id, Assessing.worker_id).where(
                Assessing.in_force(self.as_at)
            )
        )
        return {row.assessment_id: row.worker_id for row in rows}

    def stage(self, assessment_id: int, stage: StageKind) -> tuple[date, date | None] | None:
        """The days of a stage; an end that is to come is none yet."""
        row = self.stages.get((assessment_id, stage))
        if row is None:
            return None
        ends = row.ends_on
        return row.starts_on, ends if ends is not None and ends <= self.as_at else None

    def approved_since(self, household_id: int, day: date) -> date | None:
        """The first approval of a household on or after a day, before they applied again."""
        again = min((each for each in self.applied[household_id] if each > day), default=date.max)
        those = self.approved.get(household_id, ())
        return next((each for each in those if day <= each < again), None)

    def who(self, user_id: int | None) -> tuple[int | None, str, str]:
        """A worker's id, name and reference; nobody's are empty."""
        row = self.users.get(user_id or 0)
        return (row.id, row.name, row.ref) if row else (None, "", "")


def _after(day: date | None, as_at: date) -> date | None:
    """A day, if it had come."""
    return day if day is not None and day <= as_at else None


def _assessed(row: Any, facts: _Facts, as_at: date) -> dict[str, Any]:
    """The days that an application's assessment adds to a case."""
    ended = _after(row.ends_on, as_at)
    finished = ended is not None and row.outcome is not None and row.outcome.is_finished
    approved = facts.approved_since(row.household_id, row.starts_on)
    return {
        "applied_on": row.starts_on,
        "stage_1": facts.stage(row.id, StageKind.ONE),
        "stage_2": facts.stage(row.id, StageKind.TWO),
        "heard_on": ended if finished else None,
        "approved_on": approved if ended is None or finished else None,
        "ended_on": _after(facts.refused.get(row.id), as_at) if finished else ended,
    }


def _of_enquiry(each: Enquiry, assessments: dict[int, Any], facts: _Facts, as_at: date) -> Case:
    days: dict[str, Any] = {"received_on": each.received_on, **facts.visited(each.id)}
    row = assessments.get(each.assessment_id or 0)
    row = row if row is not None and row.starts_on <= as_at else None
    if row is not None:
        days |= _assessed(row, facts, as_at)
    days["ended_on"] = _after(each.ended_on, as_at) or days.get("ended_on")
    assessor = facts.assessors.get(row.id) if row is not None else None
    name = row.name if row is not None else each.name
    source = facts.sources.get(each.source_id or 0)
    return _case(
        Course(**days),
        row,
        facts.who(assessor or each.worker_id),
        enquiry=each,
        name=name,
        source=source,
    )


def _of_assessment(row: Any, facts: _Facts, as_at: date) -> Case:
    days = _assessed(row, facts, as_at)
    course = Course(received_on=row.starts_on, **days)
    return _case(course, row, facts.who(facts.assessors.get(row.id)), name=row.name)


def _case(
    course: Course,
    row: Any,
    worker: tuple[int | None, str, str],
    *,
    name: str,
    enquiry: Enquiry | None = None,
    source: EnquirySource | None = None,
) -> Case:
    step, since = step_of(course)
    household_id = row.household_id if row else (enquiry.household_id if enquiry else None)
    own_end = _own_end(row)
    return Case(
        enquiry_id=enquiry.id if enquiry else None,
        enquiry_ref=enquiry.ref if enquiry else None,
        assessment_id=row.id if row else None,
        assessment_ref=row.ref if row else None,
        household_id=household_id,
        household_ref=row.household_ref if row else None,
        name=name,
        source=source.name if source else UNASKED,
        source_ref=source.ref if source else "",
        asks=enquiry.asks.value if enquiry else "",
        worker_id=worker[0],
        worker=worker[1],
        worker_ref=worker[2],
        course=course,
        step=step,
        since=since,
        reached=reached_of(course),
        told_later=_is_told_later(enquiry, row),
        ended_by=(enquiry.ended_by if enquiry else None) or own_end if step is Step.ENDED else None,
        because=enquiry.because if enquiry and step is Step.ENDED else None,
    )


def _is_told_later(enquiry: Enquiry | None, row: Any) -> bool:
    if row is None:
        return False
    return enquiry is None or london_day(enquiry.recorded_at) > row.starts_on


def _own_end(row: Any) -> EndedBy | None:
    """Whose wish it was that an assessment ended, where only that says so."""
    if row is None or row.outcome is None:
        return None
    return EndedBy.APPLICANTS if row.outcome is Outcome.WITHDREW else EndedBy.SERVICE

"""Questions about assessments, each as at a day and as known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments.evidence import Key, Known
from app.assessments.models import (
    Assessing,
    Assessment,
    AssessmentPause,
    BriefReport,
    Evidence,
    PauseReason,
    Viability,
)
from app.assessments.rules import AssessmentKind, Outcome, due_on
from app.core.db import db
from app.core.holding import is_recorded
from app.core.today import today
from app.people.models import Household
from app.supervision import queries as supervision


@dataclass(frozen=True, slots=True)
class Listed:
    """An assessment in a list: of whom, whose, how it stands on a day."""

    id: int
    ref: str
    household_id: int
    household_ref: str
    household: str
    kind: AssessmentKind
    began_on: date
    ended_on: date | None
    outcome: Outcome | None
    worker_id: int | None
    worker_ref: str | None
    worker: str | None
    worker_left: bool
    paused_on: date | None
    paused_because: PauseReason | None
    due_on: date | None

    @property
    def is_open(self) -> bool:
        """Is it still to be done on the day asked for?"""
        return self.ended_on is None

    def days(self, as_at: date) -> int:
        """How long it has taken so far, or took."""
        return ((self.ended_on or as_at) - self.began_on).days

    def is_late(self, as_at: date) -> bool:
        """Did it take, or has it taken, longer than its clock allows?"""
        return self.due_on is not None and (self.ended_on or as_at) > self.due_on


def assessments(
    as_at: date,
    known_at: datetime | None = None,
    *,
    household_id: int | None = None,
    ended_since: date | None = None,
) -> list[Listed]:
    """Those open on a day, the longest first; with `ended_since`, those ended since then too."""
    if not is_recorded(Assessment, household_id):
        return []
    asked = (
        select(Assessment, Household.name, Household.ref)
        .join(Household, Household.id == Assessment.household_id)
        .where(Assessment.stands(known_at), Assessment.starts_on <= as_at)
        .order_by(Assessment.starts_on, Assessment.id)
    )
    if ended_since is None:
        asked = asked.where(Assessment.in_force(as_at, known_at))
    else:
        asked = asked.where(
            or_(Assessment.in_force(as_at, known_at), Assessment.ends_on >= ended_since)
        )
    if household_id is not None:
        asked = asked.where(Assessment.household_id == household_id)
    rows = db.session.execute(asked).all()
    if not rows:
        return []
    ids = [row.Assessment.id for row in rows]
    whose, paused = _assessors(ids, as_at, known_at), _pauses(ids, as_at, known_at)
    found = []
    for row in rows:
        each, user, pause = row.Assessment, whose.get(row.Assessment.id), paused.get(row[0].id)
        ended = each.end_as_known(known_at)
        ended = ended if ended is not None and ended <= as_at else None
        found.append(
            Listed(
                each.id,
                each.ref,
                each.household_id,
                row.ref,
                row.name,
                each.kind,
                each.starts_on,
                ended,
                each.outcome if ended else None,
                user.id if user else None,
                user.ref if user else None,
                user.name if user else None,
                bool(user and user.left_on and user.left_on <= as_at),
                pause.starts_on if pause and not ended else None,
                pause.reason if pause and not ended else None,
                due_on(each.kind, each.starts_on),
            )
        )
    return found


def _assessors(ids: Collection[int], as_at: date, known_at: datetime | None) -> dict[int, Any]:
    """Who has each of these: id, reference, name, and when they left."""
    rows = db.session.execute(
        select(Assessing.assessment_id, User.id, User.ref, User.name, User.left_on)
        .join(User, User.id == Assessing.worker_id)
        .where(Assessing.assessment_id.in_(ids), Assessing.in_force(as_at, known_at))
    )
    return {row.assessment_id: row for row in rows}


def _pauses(
    ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, AssessmentPause]:
    rows = db.session.scalars(
        select(AssessmentPause).where(
            AssessmentPause.assessment_id.in_(ids), AssessmentPause.in_force(as_at, known_at)
        )
    )
    return {row.assessment_id: row for row in rows}


def by_ref(ref: str) -> Assessment | None:
    """The assessment of that reference."""
    return db.session.scalar(select(Assessment).where(Assessment.ref == ref, Assessment.stands()))


def listed(assessment: Assessment, as_at: date, known_at: datetime | None = None) -> Listed | None:
    """One assessment as a list has it; None on a day before it began."""
    found = assessments(as_at, known_at, household_id=assessment.household_id, ended_since=date.min)
    return next((each for each in found if each.id == assessment.id), None)


@dataclass(frozen=True, slots=True)
class Story:
    """Everybody who has had an assessment, and every time that it stood still."""

    assessors: Sequence[Assessing]
    pauses: Sequence[AssessmentPause]


def story_of(assessment_id: int, known_at: datetime | None = None) -> Story:
    """What happened to one assessment, the first thing first."""
    return stories_of([assessment_id], known_at)[assessment_id]


def stories_of(
    assessment_ids: Collection[int], known_at: datetime | None = None
) -> dict[int, Story]:
    """What happened to each of these assessments, the first thing first."""
    assessors = db.session.scalars(
        select(Assessing)
        .where(Assessing.assessment_id.in_(sorted(assessment_ids)), Assessing.stands(known_at))
        .order_by(Assessing.starts_on, Assessing.id)
    ).all()
    pauses = db.session.scalars(
        select(AssessmentPause)
        .where(
            AssessmentPause.assessment_id.in_(sorted(assessment_ids)),
            AssessmentPause.stands(known_at),
        )
        .order_by(AssessmentPause.starts_on, AssessmentPause.id)
    ).all()
    return {
        number: Story(
            [each for each in assessors if each.assessment_id == number],
            [each for each in pauses if each.assessment_id == number],
        )
        for number in assessment_ids
    }


def briefs(assessment_ids: Collection[int]) -> dict[int, BriefReport]:
    """The last brief report on each of these assessments, of those that have one."""
    rows = db.session.scalars(
        select(BriefReport)
        .where(BriefReport.assessment_id.in_(sorted(assessment_ids)), BriefReport.stands())
        .order_by(BriefReport.id)
    )
    return {each.assessment_id: each for each in rows}


def brief_of(assessment_id: int) -> BriefReport | None:
    """The last brief report on an assessment."""
    return briefs([assessment_id]).get(assessment_id)


def briefs_without_views(as_at: date) -> dict[int, BriefReport]:
    """Brief reports sent by a day to applicants who have not said what they think of it."""
    rows = db.session.scalars(
        select(BriefReport).where(
            BriefReport.stands(),
            BriefReport.sent_on <= as_at,
            or_(BriefReport.observed_on.is_(None), BriefReport.observed_on > as_at),
            BriefReport.further_on.is_(None),
        )
    )
    return {each.assessment_id: each for each in rows}


def last_assessing(assessment_id: int) -> Assessing | None:
    """Who had it last, or has it."""
    return db.session.scalar(
        select(Assessing)
        .where(Assessing.assessment_id == assessment_id, Assessing.stands())
        .order_by(Assessing.starts_on.desc(), Assessing.id.desc())
        .limit(1)
    )


def open_pause(assessment_id: int) -> AssessmentPause | None:
    """The pause that has no end."""
    return db.session.scalar(
        select(AssessmentPause).where(
            AssessmentPause.assessment_id == assessment_id,
            AssessmentPause.ends_on.is_(None),
            AssessmentPause.stands(),
        )
    )


def households_with_kind_open(household_id: int) -> set[AssessmentKind]:
    """The kinds of assessment that are open for a household."""
    return set(
        db.session.scalars(
            select(Assessment.kind).where(
                Assessment.household_id == household_id,
                Assessment.ends_on.is_(None),
                Assessment.stands(),
            )
        )
    )


def may_keep(user: User, assessment: Assessment) -> bool:
    """May this person keep the record of an assessment? Its assessor may, and whoever may change
    the household's record."""
    if not user.may(May.EDIT_HOUSEHOLD):
        return False
    mine = db.session.scalar(
        select(Assessing.id).where(
            Assessing.assessment_id == assessment.id,
            Assessing.worker_id == user.id,
            Assessing.in_force(today()),
        )
    )
    return mine is not None or supervision.may_edit(user, assessment.household_id)


# ------------------------------------------------------------------------------- what was found out


def known_from(each: Evidence) -> Known:
    """A finding as a checklist shows it."""
    return Known(
        each.ref,
        each.found,
        each.established_at,
        each.recorded_at,
        each.by.name,
        each.words,
        each.because,
        each.voided_at,
        each.voided_by.name if each.voided_by else "",
        each.why_voided,
    )


def evidence_of(household_id: int, known_at: datetime | None = None) -> dict[Key, Known]:
    """What is known about each matter of each of a household; the last recorded stands."""
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.household_id == household_id, Evidence.stands(known_at))
        .order_by(Evidence.id)
    ).unique()
    return {each.kept_under: known_from(each) for each in rows}


def findings_of(household_id: int) -> dict[Key, tuple[Known, ...]]:
    """Everything ever recorded of a household's matters, the latest first, taken back or not."""
    rows = db.session.scalars(
        select(Evidence).where(Evidence.household_id == household_id).order_by(Evidence.id.desc())
    ).unique()
    found: dict[Key, tuple[Known, ...]] = {}
    for each in rows:
        found[each.kept_under] = (*found.get(each.kept_under, ()), known_from(each))
    return found


def evidence_by_ref(ref: str) -> Evidence | None:
    """The finding with this public id."""
    return db.session.scalar(select(Evidence).where(Evidence.ref == ref))


def viabilities(household_id: int, kind: AssessmentKind | None = None) -> Sequence[Viability]:
    """A household's viability assessments, the latest first."""
    asked = select(Viability).where(Viability.household_id == household_id, Viability.stands())
    if kind is not None:
        asked = asked.where(Viability.kind == kind)
    return db.session.scalars(asked.order_by(Viability.id.desc())).all()


def viability_open(household_id: int, kind: AssessmentKind) -> Viability | None:
    """One that is asked for and not answered, or challenged and not answered again."""
    for each in viabilities(household_id, kind):
        if each.answer is None or (each.challenged_on and each.challenge_answer is None):
            return each
    return None


def viability_by_ref(ref: str) -> Viability | None:
    """The viability assessment with this public id."""
    return db.session.scalar(select(Viability).where(Viability.ref == ref))

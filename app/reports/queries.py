"""Questions about reports: what stands in one, what is missing, how far it is, what was signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.evidence import About
from app.assessments.handed_in import LastRound
from app.assessments.models import Assessing, Assessment
from app.assessments.report import Section, missing_of, missing_says, sections
from app.core.db import db
from app.core.present import long_day
from app.core.today import today
from app.core.words import words
from app.documents.letters.composed import Draft, Part
from app.people.models import Household, MemberRole
from app.people.queries import members_of
from app.recruitment.queries.stages import referees_missing
from app.reports.kinds import State
from app.reports.known import known_of
from app.reports.models import Report
from app.reports.rules import state_of
from app.statute.schedules import Of, Paper
from app.supervision import queries as supervision


@dataclass(frozen=True)
class Written:
    """A report as it stands on a day: its sections, its rounds, and how far it is."""

    assessment: Assessment
    sections: tuple[Section, ...]
    rounds: tuple[Report, ...]
    """Each time it was handed in, the last first."""

    @property
    def last(self) -> Report | None:
        """The last round."""
        return self.rounds[0] if self.rounds else None

    @property
    def signed(self) -> Report | None:
        """The last round that a manager signed."""
        return next((each for each in self.rounds if each.signed_on is not None), None)

    @property
    def state(self) -> State:
        """How far it is."""
        last = self.last
        return state_of(
            handed_in=last is not None,
            outcome=last.outcome if last is not None else None,
            signed=last is not None and last.signed_on is not None,
        )

    @property
    def missing(self) -> int:
        """How many items are neither answered nor explained."""
        return len(missing_of(self.sections))

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it says, section by section."""
        return tuple(each.part() for each in self.sections)

    @property
    def changed(self) -> bool:
        """Was anything written since it was signed, or came to be known?"""
        return self.signed is None or opened(self.signed.content).parts != self.parts


def written(assessment: Assessment, as_at: date) -> Written:
    """The report of an assessment as it stands on a day."""
    return Written(assessment, sections_of(assessment, as_at), tuple(_rounds([assessment.id])))


def sections_of(assessment: Assessment, as_at: date) -> tuple[Section, ...]:
    """Schedule 3 about each applicant, the household, and what the report itself adds."""
    answers, beside = known_of(assessment, as_at)
    members = members_of(assessment.household_id, as_at)
    everybody = [
        (
            f"carer-{one.person.ref}",
            one.person.name,
            About(Of.CARER, person_id=one.person_id, name=one.person.name),
        )
        for one in members
        if one.role is MemberRole.CARER
    ]
    everybody.append(("home", "Household, home, referees, checks", About(Of.HOUSEHOLD)))
    everybody.append(("report", "Weighing up, and what is proposed", About(Of.COUNCIL)))
    return sections(
        Paper.SCHEDULE_3,
        assessment.starts_on,
        everybody,
        assessments.evidence_of(assessment.household_id),
        answers,
        beside,
    )


def _rounds(assessment_ids: Iterable[int]) -> Sequence[Report]:
    return (
        db.session.scalars(
            select(Report)
            .where(Report.assessment_id.in_(sorted(assessment_ids)), Report.stands())
            .order_by(Report.id.desc())
        )
        .unique()
        .all()
    )


def handed_in(since: date) -> Sequence[Report]:
    """Rounds that are to be checked or signed, and those signed or returned since a day."""
    return (
        db.session.scalars(
            select(Report)
            .where(
                Report.stands(),
                or_(Report.signed_on.is_(None), Report.signed_on >= since),
                Report.submitted_on >= since,
            )
            .order_by(Report.submitted_on.desc(), Report.id.desc())
        )
        .unique()
        .all()
    )


def last_rounds(as_at: date) -> list[LastRound]:
    """The last round of the report of each assessment that is open on a day, as it had come."""
    rows = db.session.execute(
        select(
            Report.assessment_id,
            Report.household_id,
            Report.author_id,
            Report.submitted_on,
            Report.checked_on,
            Report.outcome,
            Report.signed_on,
            Assessment.ref,
            Household.name,
        )
        .join(Assessment, Assessment.id == Report.assessment_id)
        .join(Household, Household.id == Assessment.household_id)
        .where(
            Report.stands(),
            Report.submitted_on <= as_at,
            Assessment.stands(),
            or_(Assessment.ends_on.is_(None), Assessment.ends_on > as_at),
        )
        .order_by(Report.id)
    )
    last = {row.assessment_id: row for row in rows}
    return [
        LastRound(
            f"assessment:{row.assessment_id}",
            row.name,
            row.ref,
            row.household_id,
            row.author_id,
            row.submitted_on,
            checked_on := _by(row.checked_on, as_at),
            row.outcome if checked_on else None,
            _by(row.signed_on, as_at),
        )
        for row in last.values()
    ]


def _by(on: date | None, day: date) -> date | None:
    return on if on is not None and on <= day else None


def state(each: Report) -> State:
    """How far one round is."""
    return state_of(handed_in=True, outcome=each.outcome, signed=each.signed_on is not None)


# ---------------------------------------------------------------------------------- what it says


def draft_of(found: Written) -> Draft:
    """The report as a document, with what is missing first."""
    assessment = found.assessment
    facts = [
        f"Household: {assessment.household.name}",
        f"Application of {long_day(assessment.starts_on)}",
    ]
    last = found.last
    if last is not None:
        facts.append(f"{words(last.recommends)}, by {last.author.name}")
        facts.append(f"Signed by its author on {long_day(last.submitted_on)}")
        if last.checker is not None:
            came = words(last.outcome).lower()
            facts.append(f"Checked by {last.checker.name} on {long_day(last.checked_on)}: {came}")
        if last.signed_by is not None:
            facts.append(f"Signed by {last.signed_by.name} on {long_day(last.signed_on)}")
    missing = list(missing_says(found.sections))
    missing += [each.says for each in referees_missing(assessment, today())]
    if last is None:
        missing.append("The signature of its author: it is not handed in yet")
    if found.state is not State.SIGNED:
        missing.append("The signature of a manager")
    title = f"Report of the assessment: {words(assessment.kind).lower()}"
    return Draft(title, tuple(facts), found.parts, tuple(missing))


def closed(draft: Draft) -> dict[str, Any]:
    """A draft as it is kept with the signature."""
    return {
        "title": draft.title,
        "facts": list(draft.facts),
        "parts": [
            {"heading": part.heading, "items": [[asked, list(said)] for asked, said in part.items]}
            for part in draft.parts
        ],
    }


def opened(content: dict[str, Any] | None) -> Draft:
    """What was signed, as it was then; nothing once the record is destroyed."""
    told = content or {}
    return Draft(
        told.get("title", ""),
        tuple(told.get("facts", ())),
        tuple(
            Part(
                each["heading"],
                items=tuple((asked, tuple(said)) for asked, said in each["items"]),
            )
            for each in told.get("parts", ())
        ),
    )


def signed_draft(assessment_id: int) -> Draft | None:
    """What was signed last of an assessment's report: what the panel reads."""
    return signed_drafts([assessment_id]).get(assessment_id)


def signed_drafts(assessment_ids: Iterable[int]) -> dict[int, Draft]:
    """What was signed last of the report of each of these assessments that has one."""
    found: dict[int, Draft] = {}
    for each in _rounds(assessment_ids):
        if each.signed_on is not None and each.content:
            found.setdefault(each.assessment_id, opened(each.content))
    return found


# --------------------------------------------------------------------------------------- access


def may_read(user: User, assessment: Assessment) -> bool:
    """May this person read a report? It tells of checks, health and lives.

    Whoever keeps the assessment; of those who edit no household, who manages or inspects.
    """
    if user.may(May.EDIT_HOUSEHOLD):
        return assessments.may_keep(user, assessment)
    return user.may(May.SEE_HOLD_REASON) or user.may(May.CHECK_REPORTS)


def linked(user: User, those: Iterable[Assessment]) -> frozenset[int]:
    """The ids of those assessments of these whose report a list may lead this person to."""
    ids = {each.id: each.household_id for each in those}
    if not user.may(May.EDIT_HOUSEHOLD):
        every = user.may(May.SEE_HOLD_REASON) or user.may(May.CHECK_REPORTS)
        return frozenset(ids) if every else frozenset()
    if user.may(May.ALLOCATE_WORKER):
        return frozenset(ids)
    own = supervision.households_of(user.id, today())
    mine = db.session.scalars(
        select(Assessing.assessment_id).where(
            Assessing.assessment_id.in_(ids),
            Assessing.worker_id == user.id,
            Assessing.in_force(today()),
        )
    )
    return frozenset({number for number, home in ids.items() if home in own} | set(mine))


def who_wrote(found: Written) -> frozenset[int]:
    """Whoever wrote it: its author, and everybody who has assessed."""
    story = assessments.story_of(found.assessment.id)
    authors = {found.last.author_id} if found.last is not None else set()
    return frozenset(authors | {each.worker_id for each in story.assessors})

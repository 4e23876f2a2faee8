"""A report written, handed in, checked by somebody else, signed, made into a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.actions import Told
from app.assessments.grading import Checked, Grade, Theme, grading_breaches
from app.assessments.models import Assessment, Evidence
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents.actions import add_document
from app.documents.kinds import DocumentKind
from app.documents.letters.made import files_of
from app.documents.models import Document
from app.documents.opened import Opened
from app.documents.scanning import MADE_HERE
from app.people.actions import refuse_if
from app.people.rules import record_breach
from app.reports import queries, rules
from app.reports.kinds import Advises, State
from app.reports.models import Report, ReportGrade
from app.reports.queries import Written

NAME = "Assessment report"


def _found(assessment: Assessment) -> Written:
    found = queries.written(assessment, today())
    if assessment.kind not in rules.KINDS:
        raise RuleBroken(record_breach("Only an application to foster has this report."))
    return found


@act("Wrote what was found out for an assessment’s report")
def record_findings(assessment: Assessment, told: Sequence[Told], *, by: User) -> list[Evidence]:
    """Items of Schedule 3. What was written before stays to be read in each section's history."""
    take(assessment)
    found = _found(assessment)
    refuse_if(rules.writing_breaches(ended=assessment.ends_on is not None, state=found.state))
    made: list[Evidence] = assessments.record_findings(assessment.household, told, by=by)
    return made


@act("Handed in an assessment’s report to be checked")
def hand_in(assessment: Assessment, *, recommends: Advises | None, by: User) -> Report:
    """Its author signs it by handing it in; somebody else checks it."""
    take(assessment)
    found = _found(assessment)
    refuse_if(
        rules.handing_in_breaches(
            ended=assessment.ends_on is not None,
            state=found.state,
            changed=found.changed,
            advises=recommends,
        )
    )
    row = Report(
        assessment_id=assessment.id,
        household_id=assessment.household_id,
        author_id=by.id,
        submitted_on=today(),
        recommends=recommends,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Checked an assessment’s report")
def check(
    assessment: Assessment,
    *,
    outcome: Checked | None,
    grades: Mapping[Theme, Grade | None],
    feedback: Mapping[Theme, str] | None = None,
    words: str = "",
    by: User,
) -> Report:
    """Graded on the questions on which a panel reads it; passed, or returned with what it needs."""
    take(assessment)
    found = _found(assessment)
    refuse_if(
        grading_breaches(
            Theme,
            handed_in=found.state is State.CHECKING,
            checker_id=by.id,
            wrote=queries.who_wrote(found),
            outcome=outcome,
            grades=grades,
            words=words,
        )
    )
    row = _last(found)
    row.checked_on, row.checker_id = today(), by.id
    row.outcome, row.words = outcome, words.strip()
    for theme in Theme:
        db.session.add(
            ReportGrade(
                household_id=assessment.household_id,
                report_id=row.id,
                theme=theme,
                grade=grades[theme],
                words=((feedback or {}).get(theme) or "").strip(),
            )
        )
    db.session.flush()
    db.session.expire(row)
    return row


def _last(found: Written) -> Report:
    if found.last is None:
        raise RuleBroken(record_breach("It was not handed in to be checked."))
    return found.last


@act("Sent back an assessment’s report instead of signing it")
def send_back(assessment: Assessment, *, words: str, by: Actor) -> Report:
    """It had passed, and a manager does not sign it so: its author writes on."""
    take(assessment)
    found = _found(assessment)
    refuse_if(
        rules.sending_back_breaches(
            ended=assessment.ends_on is not None, state=found.state, words=words
        )
    )
    row = _last(found)
    row.outcome, row.words = Checked.RETURNED, words.strip()
    db.session.flush()
    return row


@act("Signed an assessment’s report")
def sign(assessment: Assessment, *, by: User) -> Report:
    """A manager signs it, and it is kept as it stands: the panel reads this."""
    take(assessment)
    found = _found(assessment)
    refuse_if(
        rules.signing_breaches(
            state=found.state,
            ended=assessment.ends_on is not None,
            missing=found.missing,
            author_id=found.last.author_id if found.last is not None else None,
            signer_id=by.id,
        )
    )
    row = _last(found)
    row.signed_on, row.signed_by_id = today(), by.id
    db.session.flush()
    db.session.refresh(row)
    row.content = queries.closed(queries.draft_of(queries.written(assessment, today())))
    db.session.flush()
    return row


def prepare(assessment: Assessment, *, recipient: str, by: Actor) -> tuple[Opened, ...]:
    """The files of the report for one reader, made and not kept: as signed, or else as a draft.

    Raises RuleBroken where it would tell an address that this reader may not know.
    """
    found = queries.written(assessment, today())
    signed = queries.signed_draft(assessment.id) if found.state is State.SIGNED else None
    return files_of(
        signed or queries.draft_of(found),
        about=f"household:{assessment.household_id}",
        recipient=recipient,
        name=NAME,
        by=by,
    )


@act("Made a document of an assessment’s report")
def keep_document(
    assessment: Assessment, files: Sequence[Opened], *, recipient: str, by: Actor
) -> Document:
    """Keep it with the household's documents: one for each reader."""
    document: Document = add_document(
        [(file, MADE_HERE) for file in files],
        kind=DocumentKind.ASSESSMENT,
        about=f"household:{assessment.household_id}",
        name=f"{NAME}, for {recipient}",
        by=by,
    )
    return document

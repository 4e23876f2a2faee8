"""The report to the court: what is found out, referees, quality checks, filing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.accounts.models import User
from app.assessments import actions as assessments
from app.assessments.actions import Told
from app.assessments.grading import Checked, Grade
from app.assessments.models import Evidence
from app.assessments.report import missing_of
from app.assessments.rules import Outcome
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import today
from app.guardianship.actions.cases import end_assessment
from app.guardianship.kinds import Recommends, Theme
from app.guardianship.models import (
    GuardianshipCase,
    GuardianshipReferee,
    QualityCheck,
    QualityGrade,
)
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from app.guardianship.rules import steps
from app.people.actions import refuse_if
from app.people.rules import record_breach


@act("Wrote what was found out for the report to the court")
def record_findings(case: GuardianshipCase, told: Sequence[Told], *, by: User) -> list[Evidence]:
    """Items of the Schedule about somebody of the case. RuleBroken names each that lacks words."""
    take(case)
    refuse_if(steps.open_breaches(queries.course_of(queries.whole_of(case))))
    made: list[Evidence] = assessments.record_findings(case.household, told, by=by)
    return made


@act("Added a referee of prospective special guardians")
def add_referee(
    case: GuardianshipCase, *, name: str, knows_them: str = "", by: Actor
) -> GuardianshipReferee:
    """Somebody who is to be interviewed about them."""
    take(case)
    refuse_if(
        steps.open_breaches(queries.course_of(queries.whole_of(case)))
        + steps.said("who it is", name, "name")
    )
    row = GuardianshipReferee(
        household_id=case.household_id,
        case_id=case.id,
        name=name.strip(),
        knows_them=knows_them.strip(),
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded an interview with a referee of prospective special guardians")
def interview_referee(
    referee: GuardianshipReferee, *, on: date, words: str, by: Actor
) -> GuardianshipReferee:
    """What they said."""
    take(referee)
    refuse_if(steps.by_today(on, today()) + steps.said("what they said", words, "words"))
    referee.interviewed_on, referee.words = on, words.strip()
    db.session.flush()
    return referee


@act("Handed in a report to be checked")
def hand_in(case: GuardianshipCase, *, recommends: Recommends | None, by: User) -> QualityCheck:
    """Its author is whoever hands it in; somebody else checks it."""
    take(case)
    refuse_if(
        steps.handing_in_breaches(queries.course_of(queries.whole_of(case)), recommends=recommends)
    )
    row = QualityCheck(
        household_id=case.household_id,
        case_id=case.id,
        author_id=by.id,
        submitted_on=today(),
        recommends=recommends,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Checked a report to the court")
def check_report(
    case: GuardianshipCase,
    *,
    outcome: Checked | None,
    grades: Mapping[Theme, Grade | None],
    feedback: Mapping[Theme, str] | None = None,
    words: str = "",
    by: User,
) -> QualityCheck:
    """Graded on the questions that matter; passed, or returned with what it needs."""
    take(case)
    each = queries.whole_of(case)
    refuse_if(
        steps.checking_breaches(
            queries.course_of(each),
            checker_id=by.id,
            wrote=queries.who_wrote(each),
            outcome=outcome,
            grades=grades,
            words=words,
        )
    )
    check = each.check
    if check is None:
        raise RuleBroken(record_breach("It was not handed in to be checked."))
    check.checked_on, check.checker_id = today(), by.id
    check.outcome, check.words = outcome, words.strip()
    for theme in Theme:
        row = QualityGrade(
            household_id=case.household_id,
            check_id=check.id,
            theme=theme,
            grade=grades[theme],
            words=((feedback or {}).get(theme) or "").strip(),
        )
        db.session.add(row)
    db.session.flush()
    db.session.expire(check)
    return check


@act("Filed a report with the court")
def file_report(case: GuardianshipCase, *, on: date, by: Actor) -> GuardianshipCase:
    """Filed: whether in time shows by itself. The full assessment is finished with it."""
    take(case)
    each = queries.whole_of(case)
    missing = len(missing_of(schedule_of(each, today())))
    refuse_if(steps.filing_breaches(queries.course_of(each, missing=missing), on=on, today=today()))
    case.filed_on = on
    end_assessment(case, outcome=Outcome.REPORTED, on=on, by=by)
    db.session.flush()
    return case

"""Qualifying determinations about applicants: proposed, then step by step, then decided finally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.assessments.models import Assessment
from app.audit.act import act
from app.core.db import db, take
from app.core.today import today
from app.panel.actions.deciding import approve_applicants
from app.panel.actions.ending import close, end_review_extensions
from app.panel.models import Determination, DeterminationStep
from app.panel.queries import deciding as applications
from app.panel.queries import determining as queries
from app.panel.rules import determining as rules
from app.panel.rules.deciding import brief_breaches
from app.people.actions import refuse_if
from app.register.actions.terms import line_of
from app.register.deciding import ApplicantKind, StepKind
from app.register.deciding import Outcome as Came
from app.register.rules.deciding_steps import Step, step_breaches


@act("Proposed to applicants what they did not ask for")
def determine(
    assessment: Assessment,
    *,
    kind: ApplicantKind,
    reasons: str,
    overall: int | None = None,
    criteria: Sequence[Mapping[str, Any]] = (),
    asked_for: str = "",
    departs: str = "",
    without_minutes: str = "",
    by: User,
) -> Determination:
    """The decision maker means not to approve them, or on these other terms (regulation 27(6)).

    Nobody is approved or refused by it: now they are given notice. `departs` and `without_minutes`
    are as for an approval. Raises RuleBroken with every reason; then nothing is changed.
    """
    take(assessment)
    day = today()
    found = applications.application(assessment)
    terms = overall is not None and kind is ApplicantKind.OTHER_TERMS
    refuse_if(
        rules.determine_breaches(
            kind,
            applications.decider(by, found, day),
            found.heard,
            decided=found.decision is not None or found.is_refused,
            open_since=found.determination.determined_on if found.determination else None,
            assessed=assessment.outcome is not None and assessment.outcome.is_finished,
            applicants=len(applications.applicants(assessment.household_id, day)),
            reasons=reasons,
            asked_for=asked_for,
            terms=(overall or 0, tuple(map(line_of, criteria))) if terms else None,
            departs=departs,
            without_minutes=without_minutes,
        )
        + brief_breaches(brief=found.is_brief and kind is ApplicantKind.OTHER_TERMS)
    )
    made = Determination(
        assessment_id=assessment.id,
        household_id=assessment.household_id,
        item_id=found.item.id if found.item else None,
        kind=kind,
        proposal={"overall": overall, "criteria": [*map(_plain, criteria)]} if terms else {},
        asked_for=asked_for.strip(),
        reasons=reasons.strip(),
        departs=departs.strip(),
        without_minutes=without_minutes.strip(),
        determined_on=day,
        determined_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of terms as a proposal keeps it: a child by number."""
    return {**line, "child": line["child"].id if line.get("child") else None}


@act("Recorded a step of what was proposed to applicants")
def record_step(
    found: Determination, *, step: StepKind, on: date, note: str = "", by: User
) -> DeterminationStep:
    """Something happened on the way to the final decision, or in telling it."""
    take(found)
    refuse_if(step_breaches(queries.course_of(found), Step(step, on), today()))
    made = DeterminationStep(
        household_id=found.household_id,
        step=step,
        happened_on=on,
        note=note.strip(),
        by_id=by.id,
    )
    found.steps.append(made)
    db.session.flush()
    return made


@act("Decided finally on applicants")
def decide_finally(
    found: Determination, *, reasons: str, departs: str = "", by: User
) -> Determination:
    """As it was proposed to them: nobody is approved, or all are, on those terms.

    Every recommendation is taken into account, the panel's and the independent review's.
    `departs`: why not as the panel said last. Raises RuleBroken with every reason.
    """
    take(found)
    day, course = today(), queries.course_of(found)
    assessment = db.session.get_one(Assessment, found.assessment_id)
    about = applications.application(assessment)
    approves = found.kind is ApplicantKind.OTHER_TERMS
    refuse_if(
        rules.final_decision_breaches(
            course,
            applications.decider(by, about, day),
            about.said_last,
            approves=approves,
            reasons=reasons,
            departs=departs,
            today=day,
        )
    )
    found.decided_departs = departs.strip()
    if approves:
        approve_applicants(
            assessment,
            **queries.terms_of(found),
            reasons=reasons,
            departs=departs,
            without_minutes=found.without_minutes,
            other_terms=True,
            by=by,
        )
    else:
        close(found, approved=False, as_proposed=True, why=reasons, by=by)
        end_review_extensions(found.household_id, on=day, by=by)
    return found


@act("Took back what was proposed to applicants")
def take_back(found: Determination, *, reasons: str, by: User) -> Determination:
    """It is no longer meant; it stays in the record, with why. The application is to be decided."""
    take(found)
    about = applications.application(db.session.get_one(Assessment, found.assessment_id))
    refuse_if(
        rules.taking_back_breaches(
            queries.course_of(found), applications.decider(by, about, today()), reasons
        )
    )
    found.outcome, found.decided_on, found.decided_by_id = Came.WITHDRAWN, today(), by.id
    found.decided_because = reasons.strip()
    return found

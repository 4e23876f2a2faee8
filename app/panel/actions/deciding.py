"""The decision after the panel: who is approved, on what terms, why; and that they were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.today import today
from app.panel.actions.ending import close, end_review_extensions
from app.panel.kinds import Told
from app.panel.models import ApprovalDecision, DecisionTold, Listing
from app.panel.queries import deciding as queries
from app.panel.queries.deciding import Application
from app.panel.queries.listing import signs_in_with
from app.panel.rules import deciding as rules
from app.panel.rules.listing import account_breaches
from app.people.actions import refuse_if
from app.register import actions as register
from app.register.deciding import ApplicantKind
from app.register.rules.deciding_steps import final_breaches
from app.statute.breach import Breach


@act("Decided to approve foster carers")
def approve_applicants(
    assessment: Assessment,
    *,
    overall: int,
    criteria: Sequence[Mapping[str, Any]],
    reasons: str,
    departs: str = "",
    without_minutes: str = "",
    other_terms: bool = False,
    by: User,
) -> ApprovalDecision:
    """Every applicant is approved from today, on these terms, by this decision (regulation 27).

    `departs`: why not as the panel recommended; `without_minutes`: why before they are final;
    `other_terms`: they asked for others. Where something else was proposed to them its road is gone
    to the end first. Raises RuleBroken with every reason; then nothing is changed.
    """
    take(assessment)
    day, household = today(), assessment.household
    found = queries.application(assessment)
    those = queries.applicants(assessment.household_id, day)
    refuse_if(
        rules.deciding_breaches(
            queries.decider(by, found, day),
            found.heard,
            decided=found.decision is not None or found.is_refused,
            assessed=assessment.outcome is not None and assessment.outcome.is_finished,
            applicants=len(those),
            reasons=reasons,
            departs=departs,
            without_minutes=without_minutes,
        )
        + rules.brief_breaches(brief=found.is_brief)
        + _determined_breaches(found, other_terms, day)
    )
    for person in those:
        register.approve(
            household,
            person,
            starts_on=day,
            recommended_on=found.item.meeting.meets_on if found.item else None,
            decided_by=by.name,
            family_and_friends=assessment.kind is AssessmentKind.CONNECTED,
            by=by,
        )
    register.set_terms(
        household, overall=overall, criteria=criteria, starts_on=day, decided_on=day, by=by
    )
    decision = ApprovalDecision(
        assessment_id=assessment.id,
        household_id=household.id,
        item_id=found.item.id if found.item else None,
        decided_on=day,
        decided_by_id=by.id,
        reasons=reasons.strip(),
        departs=departs.strip(),
        without_minutes=without_minutes.strip(),
    )
    db.session.add(decision)
    if found.determination is not None:
        close(found.determination, by=by, approved=True, as_proposed=other_terms, why=reasons)
    end_review_extensions(assessment.household_id, on=day, by=by)
    db.session.flush()
    return decision


def _determined_breaches(found: Application, other_terms: bool, day: date) -> list[Breach]:
    """What was proposed to them is gone through to its end; other terms only where proposed."""
    course = found.course
    if course is not None and course.outcome is not None:
        return []  # that it is decided was said
    proposed = course is not None and course.kind is ApplicantKind.OTHER_TERMS
    breaches = rules.other_terms_breaches(other_terms=other_terms, proposed=proposed)
    return breaches + (final_breaches(course, day) if course is not None else [])


@act("Recorded that applicants were told of a decision")
def tell(decision: ApprovalDecision, *, how: Told, on: date, by: Actor) -> DecisionTold:
    """By word of mouth within two working days, in writing within five."""
    assessment = db.session.get_one(Assessment, decision.assessment_id)
    found = queries.application(assessment)
    refuse_if(
        rules.telling_breaches(
            how,
            told=[each.how for each in found.told],
            on=on,
            decided_on=decision.decided_on,
            today=today(),
        )
    )
    told = DecisionTold(
        decision_id=decision.id, household_id=decision.household_id, how=how, told_on=on
    )
    db.session.add(told)
    db.session.flush()
    return told


@act("Said with which account somebody on the central list signs in")
def link_user(listing: Listing, *, user_id: int | None, by: Actor) -> Listing:
    """So that nobody decides on what they sat on; None: they do not sign in."""
    take(listing)
    other = signs_in_with(user_id, but=listing) if user_id is not None else None
    refuse_if(account_breaches(other=other.person.name if other is not None else ""))
    listing.user_id = user_id
    return listing

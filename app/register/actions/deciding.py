"""Proposing and deciding: the same acts for every independent decision about foster carers.

What is agreed changes the record by the register's own acts, inside the decision's, so that
neither stands without the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, cast

from app.accounts.models import User
from app.audit.act import act
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.register.actions.approval import end_approval
from app.register.actions.availability import lift_hold
from app.register.actions.terms import end_exemption, grant_exemption, set_terms
from app.register.deciding import DecisionKind, Outcome, StepKind
from app.register.models import (
    Approval,
    ApprovalEnd,
    Decision,
    DecisionStep,
    Exemption,
    Hold,
    SecondPerson,
)
from app.register.queries import deciding as queries
from app.register.queries.deciding import About
from app.register.rules import deciding_kinds as rules
from app.register.rules.deciding_steps import Step, step_breaches


@act("Proposed a decision")
def propose(
    about: About,
    kind: DecisionKind,
    *,
    answers: Mapping[str, str],
    proposal: Mapping[str, Any] | None = None,
    needed_on: date | None = None,
    by: User,
) -> Decision:
    """Ask for a decision, with the judgement that it takes and the facts as they are now.

    `proposal` is plain: terms as `criteria` with a child's id in `child`, children's ids in
    `children`, `conditions`. Refused with every reason at once.
    """
    day, told = today(), dict(proposal or {})
    waiting = queries.same_waiting(about, kind)
    refuse_if(
        rules.propose_breaches(
            kind,
            queries.case_of(kind, about, told, day),
            answers,
            waiting.proposed_on if waiting else None,
        )
    )
    decision = Decision(
        household_id=about.household.id,
        kind=kind,
        approval_id=about.approval.id if about.approval else None,
        hold_id=about.hold.id if about.hold else None,
        exemption_id=about.exemption.id if about.exemption else None,
        needed_on=needed_on,
        proposal=told,
        facts=[list(each) for each in queries.facts_of(kind, about, told, day)],
        answers={key: said.strip() for key, said in answers.items()},
        proposed_on=day,
        proposed_by_id=by.id,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


@act("Recorded a step of a decision")
def record_step(
    decision: Decision,
    *,
    step: StepKind,
    happened_on: date,
    carer: Approval | None = None,
    note: str = "",
    by: User,
) -> DecisionStep:
    """Something happened on the way to a decision, or in telling it. Not the decider's own step."""
    take(decision)
    course = queries.full_course(decision, today())
    made = Step(step, happened_on, carer.id if carer else None)
    refuse_if(step_breaches(course, made, today()))
    return _add_step(decision, made, note, by)


def _add_step(decision: Decision, step: Step, note: str, by: User) -> DecisionStep:
    row = DecisionStep(
        decision_id=decision.id,
        household_id=decision.household_id,
        step=step.step,
        happened_on=step.on,
        approval_id=step.carer,
        note=note.strip(),
        by_id=by.id,
    )
    decision.steps.append(row)
    db.session.flush()
    return row


@act("Made a qualifying determination")
def determine(
    decision: Decision,
    *,
    reasons: str,
    own_case_of: Collection[int],
    sat: Collection[int] = (),
    not_their_turn: str = "",
    by: User,
) -> DecisionStep:
    """The decision maker means to decide so: now the carers are given notice, with reasons.

    `own_case_of`, `sat` and `not_their_turn` are as for `decide`.
    """
    take(decision)
    day = today()
    course = queries.full_course(decision, day)
    step = Step(StepKind.DETERMINED, day)
    refuse_if(
        step_breaches(course, step, day)
        + rules.determine_breaches(
            queries.decider(by, decision, own_case_of, sat, not_their_turn),
            course,
            reasons,
            two_people=queries.two_people_asked(decision.kind, day),
        )
    )
    return _add_step(decision, step, reasons, by)


@act("Decided what was proposed")
def decide(
    decision: Decision,
    *,
    outcome: Outcome,
    reasons: str,
    effective_on: date | None = None,
    own_case_of: Collection[int],
    sat: Collection[int] = (),
    not_their_turn: str = "",
    by: User,
) -> Decision:
    """Agree or refuse, on the facts as they are now; what is agreed takes effect in the record.

    `own_case_of`: users whose own case the household is, as its supervising worker; `sat`: those
    who sat on the panel that heard it; `not_their_turn`: why another decision maker decides it.
    Whoever decides is named for good. Raises RuleBroken with every reason; then nothing is changed.
    """
    take(decision)
    day, about = today(), queries.about(decision)
    course = queries.full_course(decision, day)
    refuse_if(
        rules.decide_breaches(
            course,
            queries.case_of(decision.kind, about, decision.proposal, day),
            queries.decider(by, decision, own_case_of, sat, not_their_turn),
            outcome=outcome,
            reasons=reasons,
            effective_on=effective_on,
            today=day,
            two_people=queries.two_people_asked(decision.kind, day),
        )
    )
    facts = queries.facts_of(decision.kind, about, decision.proposal, day)
    decision.facts_decided = [list(each) for each in facts]
    decision.outcome = outcome
    decision.decided_on = day
    decision.decided_by_id = by.id
    decision.reasons = reasons.strip()
    if outcome is Outcome.AGREED and effective_on is not None:
        decision.effective_on = effective_on
        _take_effect(decision, about, effective_on, by)
    return decision


def _take_effect(decision: Decision, about: About, on: date, by: User) -> None:
    """Do in the record what was agreed."""
    told, of = decision.proposal, about.approval or about.exemption or about.hold
    match decision.kind:
        case DecisionKind.CHANGE_OF_TERMS:
            terms = set_terms(
                about.household,
                overall=told["overall"],
                criteria=queries.criteria_of(told),
                starts_on=on,
                decided_on=decision.decided_on,
                note=told.get("note", ""),
                by=by,
            )
            decision.terms_id = terms.id
        case DecisionKind.TERMINATION:
            end_approval(cast(Approval, of), on=on, how=ApprovalEnd.TERMINATED, by=by)
        case DecisionKind.EXEMPTION:
            decision.exemption_id = _exempt(decision, about, on, by).id
        case DecisionKind.EXEMPTION_VARIED:
            end_exemption(cast(Exemption, of), on=on, by=by)
            decision.exemption_id = _exempt(decision, about, on, by, as_before=True).id
        case DecisionKind.EXEMPTION_CANCELLED:
            end_exemption(cast(Exemption, of), on=on, by=by)
        case DecisionKind.HOLD_LIFTED:
            lift_hold(cast(Hold, of), on=on, by=by)


def _exempt(
    decision: Decision, about: About, on: date, by: User, *, as_before: bool = False
) -> Exemption:
    """Grant it to the children named; when varied, to those named before."""
    told = decision.proposal
    before = about.exemption if as_before else None
    named = {"children": [each.child_id for each in before.named]} if before else told
    granted: Exemption = grant_exemption(
        about.household,
        children=queries.children_named(named),
        starts_on=on,
        decided_on=today(),
        decided_by=by.name,
        conditions=told.get("conditions", ""),
        by=by,
    )
    return granted


@act("Withdrew a proposal")
def withdraw(decision: Decision, *, reasons: str, by: User) -> Decision:
    """What was proposed is no longer asked for. It stays in the list, with why."""
    take(decision)
    refuse_if(rules.withdraw_breaches(queries.course_of(decision), reasons))
    decision.outcome = Outcome.WITHDRAWN
    decision.decided_on = today()
    decision.decided_by_id = by.id
    decision.reasons = reasons.strip()
    return decision


@act("Set which decisions take two people")
def ask_two_people(kinds: Collection[DecisionKind], *, by: User) -> None:
    """For these kinds, beside those of our own rules, proposer and decider differ from today."""
    for kind in DecisionKind:
        asked = open_row(SecondPerson, kind=kind)
        if kind in kinds and asked is None:
            begin(SecondPerson(kind=kind, starts_on=today()))
        elif kind not in kinds and asked is not None:
            asked.end(today())

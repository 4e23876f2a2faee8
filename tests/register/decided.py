"""Decisions as tests ask for them: who proposes, who decides, and what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts.models import User
from app.accounts.roles import Role
from app.core.today import today
from app.people.models import Household
from app.register import queries as register
from app.register.actions import deciding
from app.register.deciding import KINDS, DecisionKind, Outcome, StepKind
from app.register.models import Decision
from app.register.queries.deciding import About
from tests import builders


def answers(kind: DecisionKind) -> dict[str, str]:
    """Every question of a kind, answered."""
    return {each.key: "As discussed." for each in KINDS[kind].questions}


def proposer() -> User:
    return builders.user(Role.TEAM_MANAGER, name="Tessa Marlow")


def decider(kind: DecisionKind) -> User:
    """Somebody whose role decides this kind."""
    return builders.user(sorted(KINDS[kind].deciders)[0], name="Dora Makepeace")


def proposed(
    home: Household,
    kind: DecisionKind,
    *,
    by: User | None = None,
    needed_on: date | None = None,
    **proposal: Any,
) -> Decision:
    """A proposal about this household, whole."""
    standing = register.standing_of(home.id)
    about = About(
        home,
        standing.approvals[0] if kind is DecisionKind.TERMINATION else None,
        standing.holds[-1] if kind is DecisionKind.HOLD_LIFTED else None,
        standing.exemptions[-1] if kind.name.startswith("EXEMPTION_") else None,
    )
    if kind is DecisionKind.CHANGE_OF_TERMS and not proposal:
        proposal = {"overall": 3, "criteria": [{"up_to": 3, "min_age": 0, "max_age": 10}]}
    made: Decision = deciding.propose(
        about,
        kind,
        answers=answers(kind),
        proposal=proposal,
        needed_on=needed_on or today(),
        by=by or proposer(),
    )
    return made


def decide(decision: Decision, outcome: Outcome = Outcome.AGREED, **more: Any) -> Decision:
    """It is decided today, by somebody who may."""
    told = {"reasons": "It is right.", "effective_on": today(), "own_case_of": ()} | more
    by = told.pop("by", None) or decider(decision.kind)
    made: Decision = deciding.decide(decision, outcome=outcome, **told, by=by)
    return made


def step(decision: Decision, kind: StepKind, on: date | None = None, **more: Any) -> None:
    """It happened today, unless said."""
    by = more.pop("by", None) or proposer()
    deciding.record_step(decision, step=kind, happened_on=on or today(), **more, by=by)


def noticed(decision: Decision) -> Decision:
    """Proposed to the carers by the decision maker, with notice today."""
    deciding.determine(decision, reasons="Why.", own_case_of=(), by=decider(decision.kind))
    step(decision, StepKind.NOTICE)
    return decision


def all_agreed(decision: Decision) -> Decision:
    """Every carer has agreed in writing."""
    for approval in register.standing_of(decision.household_id).approvals:
        step(decision, StepKind.CONSENT, carer=approval)
    return decision

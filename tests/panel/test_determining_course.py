"""Every act from a proposal to applicants to its final decision, against the oracle of the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.panel.kinds import Outcome
from app.panel.rules import determining as rules
from app.panel.rules.deciding import Decider
from app.register.deciding import ApplicantKind, StepKind
from app.register.deciding import Outcome as Came
from app.register.rules import deciding_steps
from app.register.rules.deciding_steps import Course, Stage, Step
from tests.oracles import determination as oracle

BEGAN = date(2026, 12, 18)
KINDS = {"refusal": ApplicantKind.NOT_APPROVED, "other_terms": ApplicantKind.OTHER_TERMS}
STEPS = {
    "minutes": StepKind.MINUTES,
    "consent": StepKind.CONSENT,
    "determined": StepKind.DETERMINED,
    "notice": StepKind.NOTICE,
    "representations": StepKind.REPRESENTATIONS,
    "review_applied": StepKind.REVIEW_APPLIED,
    "review_notified": StepKind.REVIEW_NOTIFIED,
    "documents_sent": StepKind.DOCUMENTS_SENT,
    "review_withdrawn": StepKind.REVIEW_WITHDRAWN,
    "review_recommended": StepKind.REVIEW_RECOMMENDED,
    "told": StepKind.TOLD,
    "written": StepKind.WRITTEN,
}
OUTCOMES = {"agree": Came.AGREED, "refuse": Came.REFUSED, "withdraw": Came.WITHDRAWN}
MAKER = Decider(frozenset({Role.DECISION_MAKER}), sat=False, on_list=False, assessed=False)
ACTS = [act for act in oracle.ACTS if act != "copied"]


def course(kind: str, history: list[str]) -> tuple[Course, date]:
    """A history as the rules take it, and the day it has come to."""
    day, steps, outcome = BEGAN, [], None
    for act in history:
        if act == "wait":
            day += timedelta(days=29)
        elif act in OUTCOMES:
            outcome = OUTCOMES[act]
        else:
            steps.append(Step(STEPS[act], day))
    return Course(KINDS[kind], tuple(steps), outcome=outcome), day


def refused(kind: str, history: list[str], act: str) -> bool:
    """Whether the rules refuse this act now."""
    so_far, day = course(kind, history)
    if act == "withdraw":
        return bool(rules.taking_back_breaches(so_far, MAKER, "Why."))
    if act in OUTCOMES:
        return bool(
            rules.final_decision_breaches(
                so_far,
                MAKER,
                Outcome.NOT_RECOMMENDED,
                approves=act == "refuse",
                reasons="Why.",
                departs="Why.",
                today=day,
            )
        )
    return bool(deciding_steps.step_breaches(so_far, Step(STEPS[act], day), day))


def lawful(kind: str, history: list[str], act: str) -> bool:
    """As the oracle has it, and besides: the decision maker begins; nobody is approved as they
    asked before the road is at its end either; those approved are told with their approval."""
    if act == "refuse":
        return oracle.lawful(kind, history, "agree")
    if act == "consent":
        return oracle.lawful("terms" if kind == "other_terms" else kind, history, act)
    if act in oracle.AFTERWARDS and kind == "other_terms":
        return False
    return oracle.lawful(kind, history, act)


def situations(kind: str) -> list[list[str]]:
    """Every situation that lawful acts can lead to, each by one history."""
    found: dict[tuple, list[str]] = {}
    ahead: list[list[str]] = [["determined"]]
    while ahead:
        history = ahead.pop()
        key = (
            frozenset(history),
            oracle.over(history),
            oracle.may_be_minuted(history),
            oracle.may_be_agreed(history),
        )
        if key in found:
            continue
        found[key] = history
        ahead += [[*history, act] for act in ACTS if lawful(kind, history, act)]
        if "wait" not in history:
            ahead.append([*history, "wait"])
    return list(found.values())


def differences(kind: str) -> list[str]:
    """Where the rules and the oracle do not say the same."""
    return [
        f"{act} after {', '.join(history)}"
        for history in situations(kind)
        for act in ACTS
        if refused(kind, history, act) is lawful(kind, history, act)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_is_allowed_or_refused_as_the_law_has_it_from_every_situation(kind):
    assert len(situations(kind)) > 60
    assert differences(kind) == []


def _stage(then):
    right = deciding_steps.stage_of
    return lambda found, day: then.get(right(found, day), right(found, day))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("stage_of", lambda: _stage({Stage.NOTICE: Stage.SILENT})),
        ("stage_of", lambda: _stage({Stage.REPRESENTATIONS: Stage.RECOMMENDED})),
        ("stage_of", lambda: _stage({Stage.REVIEW: Stage.SILENT})),
        ("stage_of", lambda: _stage({Stage.DETERMINED: Stage.SILENT})),
        ("_route_breaches", lambda: lambda *_: []),
        ("steps_of", lambda: lambda _kind: tuple(StepKind)),
    ],
)
def test_the_oracle_notices(name, wrong, monkeypatch):
    monkeypatch.setattr(deciding_steps, name, wrong())
    assert differences("refusal")


def test_item_8_the_applicants_silence_before_the_28_days_are_over_is_no_agreement():
    """statute.md section 9, item 8: the notice of Friday 18 December runs to 15 January."""
    so_far, _ = course("refusal", ["determined", "notice"])
    assert so_far.notice_ends == date(2027, 1, 15)
    assert deciding_steps.final_breaches(so_far, date(2027, 1, 15))
    assert not deciding_steps.final_breaches(so_far, date(2027, 1, 16))

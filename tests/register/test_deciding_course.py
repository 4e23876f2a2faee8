"""Every act on the way to a decision, from every situation it can be in, against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from app.accounts.roles import Role
from app.register.deciding import DecisionKind, Outcome, StepKind
from app.register.rules import deciding_kinds, deciding_steps
from app.register.rules.deciding_kinds import Case, Decider
from app.register.rules.deciding_steps import Course, Stage, Step
from app.register.rules.terms import Line
from app.statute.fostering.panel import ADM_DECISION_DUE
from tests.oracles import determination as oracle

BEGAN = date(2026, 12, 18)
KINDS = {"terms": DecisionKind.CHANGE_OF_TERMS, "termination": DecisionKind.TERMINATION}
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
    "copied": StepKind.COPIED,
}
OUTCOMES = {"agree": Outcome.AGREED, "refuse": Outcome.REFUSED, "withdraw": Outcome.WITHDRAWN}
CARER = 7
DECISION_MAKER = Decider(frozenset({Role.DECISION_MAKER}), proposed=False, own_case=False)
SOUND = Case(ours=True, approved=True, overall=2, lines=(Line(2),))


def course(kind: str, history: list[str]) -> tuple[Course, date]:
    """A history as the rules take it, and the day it has come to."""
    day, steps, outcome = BEGAN, [], None
    for act in history:
        if act == "wait":
            day += timedelta(days=29)
        elif act in OUTCOMES:
            outcome = OUTCOMES[act]
        else:
            steps.append(Step(STEPS[act], day, CARER if act == "consent" else None))
    return Course(KINDS[kind], tuple(steps), frozenset({CARER}), outcome), day


def refusals(kind: str, history: list[str], act: str) -> list:
    """Why the rules refuse this act now; empty if they allow it."""
    so_far, day = course(kind, history)
    if act == "withdraw":
        return deciding_kinds.withdraw_breaches(so_far, "Why.")
    if act in OUTCOMES:
        return deciding_kinds.decide_breaches(
            so_far,
            SOUND,
            DECISION_MAKER,
            outcome=OUTCOMES[act],
            reasons="Why.",
            effective_on=day,
            today=day,
            two_people=False,
        )
    step = Step(STEPS[act], day, CARER if act == "consent" else None)
    found = deciding_steps.step_breaches(so_far, step, day)
    if act == "determined":
        found += deciding_kinds.determine_breaches(DECISION_MAKER, so_far, "Why.", two_people=False)
    return found


@cache
def situations(kind: str) -> list[list[str]]:
    """Every situation that lawful acts can lead to, each by one history."""
    found: dict[tuple, list[str]] = {}
    ahead: list[list[str]] = [[]]
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
        ahead += [[*history, act] for act in oracle.ACTS if oracle.lawful(kind, history, act)]
        if "wait" not in history:
            ahead.append([*history, "wait"])
    return list(found.values())


def differences(kind: str) -> Iterator[str]:
    """Where the rules and the oracle do not say the same."""
    for history in situations(kind):
        for act in oracle.ACTS:
            if bool(refusals(kind, history, act)) is oracle.lawful(kind, history, act):
                yield f"{act} after {', '.join(history) or 'nothing'}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_is_allowed_or_refused_as_the_law_has_it_from_every_situation(kind):
    assert len(situations(kind)) > 150
    assert list(differences(kind)) == []


def test_every_refusal_says_what_to_do_and_cites_its_rule():
    for history in situations("termination"):
        for act in oracle.ACTS:
            for breach in refusals("termination", history, act):
                assert breach.says.endswith(".")
                assert breach.cite.short


def _nothing(*_args, **_kw):
    return []


def _without(step):
    return {each: why for each, why in deciding_steps._NEEDS.items() if each is not step}


def _stage(then: dict[Stage, Stage]):
    right = deciding_steps.stage_of
    return lambda found, day: then.get(right(found, day), right(found, day))


FAULTS = {
    **{
        f"{step} needs nothing before it": ("_NEEDS", lambda step=step: _without(step))
        for step in deciding_steps._NEEDS
    },
    "a step may come twice": ("_is_there", lambda: lambda *_: False),
    "both routes": ("_route_breaches", lambda: _nothing),
    "minutes whenever": ("_minutes_breaches", lambda: _nothing),
    "told before it is decided": ("_afterwards_breaches", lambda: _nothing),
    "two ends of a review": ("_ENDS_REVIEW", lambda: ()),
    "silence within the 28 days is agreement": (
        "stage_of",
        lambda: _stage({Stage.NOTICE: Stage.SILENT}),
    ),
    "silence after the 28 days is not enough": (
        "stage_of",
        lambda: _stage({Stage.SILENT: Stage.NOTICE}),
    ),
    "representations are not considered": (
        "stage_of",
        lambda: _stage({Stage.REPRESENTATIONS: Stage.RECOMMENDED}),
    ),
    "the panel's second recommendation is not enough": (
        "stage_of",
        lambda: _stage({Stage.RECOMMENDED: Stage.REPRESENTATIONS}),
    ),
    "the review is not waited for": (
        "stage_of",
        lambda: _stage({Stage.REVIEW: Stage.SILENT}),
    ),
    "final before notice": ("stage_of", lambda: _stage({Stage.DETERMINED: Stage.SILENT})),
    "final before it is proposed": ("stage_of", lambda: _stage({Stage.PROPOSED: Stage.SILENT})),
    "no notice at all": (
        "stage_of",
        lambda: _stage({Stage.PROPOSED: Stage.SILENT, Stage.DETERMINED: Stage.SILENT}),
    ),
    "a termination by consent": ("steps_of", lambda: lambda _kind: tuple(StepKind)),
    "no steps of the panel": (
        "steps_of",
        lambda: lambda _kind: tuple(set(StepKind) - {StepKind.MINUTES}),
    ),
    "no copies": ("steps_of", lambda: lambda _kind: tuple(set(StepKind) - {StepKind.COPIED})),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_oracle_notices(fault, monkeypatch):
    name, wrong = FAULTS[fault]
    monkeypatch.setattr(deciding_steps, name, wrong())
    if hasattr(deciding_kinds, name):
        monkeypatch.setattr(deciding_kinds, name, wrong())
    assert any(differences("terms")) or any(differences("termination"))


def test_at_least_twenty_faults_are_planted():
    assert len(FAULTS) >= 20


# ------------------------------------------------------------- what software most often gets wrong


def test_item_8_silence_before_the_28_days_are_over_is_no_agreement():
    """statute.md section 9, item 8: the notice of Friday 18 December runs to 15 January."""
    so_far, _ = course("termination", ["determined", "notice"])
    assert so_far.notice_ends == date(2027, 1, 15)
    assert deciding_steps.final_breaches(so_far, date(2027, 1, 15))
    assert not deciding_steps.final_breaches(so_far, date(2027, 1, 16))


def test_item_5_28_days_are_calendar_days_and_seven_are_working_days():
    """Minutes of 18 December: the decision by 31 December, over Christmas and its bank holiday."""
    assert ADM_DECISION_DUE.last_day(BEGAN) == date(2026, 12, 31)
    so_far, _ = course("terms", ["determined", "notice"])
    assert so_far.notice_ends == BEGAN + timedelta(days=28)


def test_representations_on_the_last_day_are_in_time_and_a_day_later_are_not():
    so_far, _ = course("terms", ["determined", "notice"])
    last = so_far.notice_ends
    for day, late in ((last, False), (last + timedelta(days=1), True)):
        step = Step(StepKind.REPRESENTATIONS, day)
        assert bool(deciding_steps.step_breaches(so_far, step, day)) is late


def test_new_terms_take_every_carers_agreement_not_one_of_them():
    step = Step(StepKind.CONSENT, BEGAN, 1)
    couple = Course(DecisionKind.CHANGE_OF_TERMS, (step,), frozenset({1, 2}))
    (why,) = deciding_steps.final_breaches(couple, BEGAN)
    assert "1 carer has not agreed in writing" in why.says
    assert why.cite.short == "FSR 2011 reg 28(7)-(9A)"

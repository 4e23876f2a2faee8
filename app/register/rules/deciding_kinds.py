"""May this be proposed, and may this person decide it so? Every reason at once, each cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.roles import Role
from app.people.rules import record_breach
from app.register.deciding import (
    DECISION_MAKER_NAMED,
    OWN_CASE,
    AnyKind,
    Card,
    DecisionKind,
    Outcome,
    card_of,
)
from app.register.rules.deciding_steps import Course, final_breaches
from app.register.rules.exemptions import Crowd, exemption_needed_breaches
from app.register.rules.terms import Line, terms_breaches
from app.statute import provisions
from app.statute.breach import Breach
from app.statute.fostering.panel import ADM_NOT_PANEL_MEMBER
from app.statute.sources import Cite


@dataclass(frozen=True, slots=True)
class Case:
    """What the record says on the day of a proposal or a decision, as far as rules look at it.

    `of` is what the decision is about (an approval, a hold, an exemption): whether it is in force.
    """

    ours: bool
    approved: bool
    of: bool = True
    crowd: Crowd | None = None
    overall: int = 0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides: their roles today, whether they proposed it or acted in it before, whether it is
    their own case, and whether they sat on the panel that heard it."""

    roles: frozenset[Role]
    proposed: bool
    own_case: bool
    acted: bool = False
    sat: bool = False
    not_their_turn: str = ""
    """Why, as decision makers are named, somebody else decides. Blank: nothing is known of it."""


def propose_breaches(
    kind: AnyKind,
    case: Case,
    answers: Mapping[str, str],
    waiting_since: date | None = None,
) -> list[Breach]:
    """May this be proposed? `waiting_since`: since when the same is proposed and not decided."""
    card = card_of(kind)
    breaches = case_breaches(kind, case)
    if waiting_since is not None:
        says = f"This is proposed already, since {waiting_since:%d/%m/%Y}. Decide or withdraw it."
        breaches.append(record_breach(says))
    return breaches + [
        Breach(f"Answer: {asked.asks[:1].lower()}{asked.asks[1:]}.", asked.cite, asked.key)
        for asked in card.questions
        if not answers.get(asked.key, "").strip()
    ]


def case_breaches(kind: AnyKind, case: Case) -> list[Breach]:
    """What stands against it in the record itself, asked when it is proposed and when decided."""
    card = card_of(kind)
    breaches = []
    if kind in _OURS and not case.ours:
        says = "Another service approved these carers: it decides this, and we record it."
        breaches.append(Breach(says, card.cite))
    if kind is not DecisionKind.HOLD_LIFTED and not case.approved:
        breaches.append(Breach("Nobody here is approved to foster.", card.cite))
    if not case.of:
        breaches.append(Breach(_GONE[kind], card.cite))
    if kind is DecisionKind.CHANGE_OF_TERMS:
        breaches += terms_breaches(case.overall, case.lines)
    if kind is DecisionKind.EXEMPTION and case.crowd is not None:
        breaches += exemption_needed_breaches(case.crowd)
    return breaches


_OURS = (DecisionKind.CHANGE_OF_TERMS, DecisionKind.TERMINATION)

_GONE: dict[AnyKind, str] = {
    DecisionKind.CHANGE_OF_TERMS: "No terms are in force here.",
    DecisionKind.TERMINATION: "This approval has ended already.",
    DecisionKind.EXEMPTION: "",
    DecisionKind.EXEMPTION_VARIED: "This exemption is not in force.",
    DecisionKind.EXEMPTION_CANCELLED: "This exemption is not in force.",
    DecisionKind.HOLD_LIFTED: "This household is not on hold.",
}


def decider_breaches(kind: AnyKind, decider: Decider, *, two_people: bool) -> list[Breach]:
    """May this person decide? `two_people`: the council asks for a second person here."""
    card = card_of(kind)
    breaches = []
    if not decider.roles & card.deciders:
        breaches.append(Breach(f"Only {who_decides(card)} decides this.", card.cite))
    if (decider.proposed or decider.acted) and (card.independent or two_people):
        did = "proposed this" if decider.proposed else "recorded a step of this"
        breaches.append(Breach(f"You {did}. Somebody else decides it.", OWN_CASE))
    if decider.own_case:
        says = "You supervise this household. Somebody else decides on your own case."
        breaches.append(Breach(says, OWN_CASE))
    if decider.sat:
        says = "You sat on the panel that heard this. Somebody else decides."
        breaches.append(ADM_NOT_PANEL_MEMBER.breach(says))
    if decider.not_their_turn and Role.DECISION_MAKER in card.deciders:
        breaches.append(Breach(decider.not_their_turn, DECISION_MAKER_NAMED))
    return breaches


def decide_breaches(
    course: Course,
    case: Case,
    decider: Decider,
    *,
    outcome: Outcome,
    reasons: str,
    effective_on: date | None,
    today: date,
    two_people: bool,
) -> list[Breach]:
    """May it be decided so, now, by this person?"""
    card = card_of(course.kind)
    if course.outcome is not None:
        return [Breach("This has been decided already.", card.cite)]
    breaches = decider_breaches(course.kind, decider, two_people=two_people)
    if not reasons.strip():
        breaches.append(Breach("Say why.", card.cite, "reasons"))
    if outcome is Outcome.AGREED:
        breaches += case_breaches(course.kind, case) + final_breaches(course, today)
        breaches += _effect_breaches(course.kind, effective_on, today)
    return breaches


def _effect_breaches(kind: AnyKind, effective_on: date | None, today: date) -> list[Breach]:
    """A decision governs what comes after it."""
    if effective_on is None:
        return [Breach("Say from which day.", card_of(kind).cite, "effective_on")]
    if effective_on < today:
        says = "A decision takes effect today or later; what came before it stays as it was."
        return [Breach(says, _FROM.get(kind, card_of(kind).cite), "effective_on")]
    return []


_FROM: dict[AnyKind, Cite] = {DecisionKind.EXEMPTION: provisions.LIMIT_EXEMPTION_NOTICE}


def withdraw_breaches(course: Course, reasons: str) -> list[Breach]:
    """What is not decided yet may be withdrawn, with the reason."""
    card = card_of(course.kind)
    if course.outcome is not None:
        return [Breach("This has been decided already.", card.cite)]
    return [] if reasons.strip() else [Breach("Say why.", card.cite, "reasons")]


def determine_breaches(
    decider: Decider, course: Course, reasons: str, *, two_people: bool
) -> list[Breach]:
    """May this person propose it to the carers as what the service means to decide?"""
    card = card_of(course.kind)
    breaches = decider_breaches(course.kind, decider, two_people=two_people)
    if not reasons.strip():
        breaches.append(Breach("Say why: the notice gives the reasons.", card.cite, "reasons"))
    if course.all_agreed:
        says = "Every carer has agreed in writing. Decide it: no notice is needed."
        breaches.append(Breach(says, card.cite))
    return breaches


def who_decides(card: Card) -> str:
    """Who decides a kind, in words: "the agency decision maker"."""
    names = sorted(role.words().lower() for role in card.deciders)
    return " or ".join(f"the {name}" for name in names)

"""Not to approve applicants, or on other terms than they asked for: what must be there first.

The course from notice to the final decision is that of every qualifying determination; it stands
in `register.rules.deciding_steps`.
"""

from __future__ import annotations

from datetime import date

from app.panel.kinds import Outcome
from app.panel.rules.deciding import Decider, Heard, decider_breaches, minutes_breaches
from app.people.rules import record_breach
from app.register.deciding import REFUSAL, ApplicantKind
from app.register.rules import Line, terms_breaches
from app.register.rules.deciding_steps import Course, final_breaches
from app.statute.breach import Breach
from app.statute.fostering.panel import PANEL_BEFORE_INITIAL_APPROVAL


def determine_breaches(
    kind: ApplicantKind,
    decider: Decider,
    heard: Heard,
    *,
    decided: bool,
    open_since: date | None,
    assessed: bool,
    applicants: int,
    reasons: str,
    asked_for: str,
    terms: tuple[int, tuple[Line, ...]] | None,
    departs: str,
    without_minutes: str,
) -> list[Breach]:
    """May this be proposed to these applicants now, by this person? Every reason why not, at once.

    `open_since`: since when something is proposed to them already.
    """
    if decided:
        return [record_breach("This has been decided already.")]
    if open_since is not None:
        says = f"This is proposed to them since {open_since:%d/%m/%Y}. Decide it or take it back."
        return [record_breach(says)]
    breaches = decider_breaches(decider)
    if not assessed:
        breaches.append(Breach("The assessment is not finished yet.", REFUSAL))
    if not applicants:
        says = "Every applicant here is approved already, or none is recorded."
        breaches.append(Breach(says, REFUSAL))
    if not reasons.strip():
        breaches.append(Breach("Say why: the notice gives the reasons.", REFUSAL, "reasons"))
    if kind is ApplicantKind.OTHER_TERMS:
        breaches += _terms_breaches(terms, asked_for)
    return breaches + _heard_breaches(kind, heard, departs, without_minutes)


def _terms_breaches(terms: tuple[int, tuple[Line, ...]] | None, asked_for: str) -> list[Breach]:
    if terms is None:
        return [Breach("Say on which terms you would approve them.", REFUSAL, "overall")]
    breaches = terms_breaches(*terms)
    if not asked_for.strip():
        breaches.append(Breach("Say what they asked for.", REFUSAL, "asked_for"))
    return breaches


def _heard_breaches(
    kind: ApplicantKind, heard: Heard, departs: str, without_minutes: str
) -> list[Breach]:
    if heard.outcome is None or heard.outcome is Outcome.DEFERRED:
        if not heard.must_be:
            return []
        says = "No panel has recommended on it: the notice goes with its recommendation."
        return [PANEL_BEFORE_INITIAL_APPROVAL.breach(says)]
    return departing_breaches(
        heard.outcome, approves=kind is ApplicantKind.OTHER_TERMS, departs=departs
    ) + minutes_breaches(heard, without_minutes)


def departing_breaches(outcome: Outcome | None, *, approves: bool, departs: str) -> list[Breach]:
    """To decide otherwise than the panel recommended takes reasons of its own."""
    wanted = Outcome.RECOMMENDED if approves else Outcome.NOT_RECOMMENDED
    if outcome in (None, Outcome.DEFERRED, wanted) or departs.strip():
        return []
    did = "recommended" if outcome is Outcome.RECOMMENDED else "did not recommend"
    says = f"The panel {did} approval. Say why you decide otherwise."
    return [Breach(says, REFUSAL, "departs")]


def final_decision_breaches(
    course: Course,
    decider: Decider,
    outcome: Outcome | None,
    *,
    approves: bool,
    reasons: str,
    departs: str,
    today: date,
) -> list[Breach]:
    """May what was proposed to them be decided finally? `outcome`: what the panel said last."""
    if course.outcome is not None:
        return [record_breach("This has been decided already.")]
    breaches = decider_breaches(decider) + final_breaches(course, today)
    if not reasons.strip():
        breaches.append(Breach("Say why.", REFUSAL, "reasons"))
    return breaches + departing_breaches(outcome, approves=approves, departs=departs)


def taking_back_breaches(course: Course, decider: Decider, reasons: str) -> list[Breach]:
    """Whoever decides may take back what was proposed, with a reason, before it is final."""
    if course.outcome is not None:
        return [record_breach("This has been decided already.")]
    breaches = decider_breaches(decider)
    if not reasons.strip():
        breaches.append(Breach("Say why.", REFUSAL, "reasons"))
    return breaches

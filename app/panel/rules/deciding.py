"""Who decides on an application after the panel, and what must be there first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.accounts.roles import Role
from app.panel.kinds import Outcome, Told
from app.panel.rules.makers import UNNAMED, Named, named_breaches
from app.people.rules import record_breach
from app.register.deciding import REFUSAL
from app.statute.breach import Breach
from app.statute.clock import Clock
from app.statute.fostering.panel import (
    ADM_DECISION_DUE,
    ADM_NOT_PANEL_MEMBER,
    ADM_ORAL_NOTICE,
    ADM_WRITTEN_NOTICE,
    PANEL_BEFORE_INITIAL_APPROVAL,
)
from app.statute.sources import FSR, LOCAL_POLICY, Cite, Verified

APPROVAL: Cite = FSR.reg("27", Verified.MEMORY_PLUS)
OWN_WORK: Cite = LOCAL_POLICY.provision("second persons", Verified.MEMORY)


@dataclass(frozen=True, slots=True)
class Decider:
    """Who is to decide: their roles today, and what they had to do with it."""

    roles: frozenset[Role]
    sat: bool
    """Came to the meeting that heard it, as a member."""

    on_list: bool
    assessed: bool
    named: Named = UNNAMED
    """As what they are named, and whether it is their turn."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is there to decide on: whether a panel must have heard it, and what one here said."""

    must_be: bool
    """By the rule of the day on which the application began."""

    outcome: Outcome | None
    minutes_on: date | None
    """When the minutes were approved."""


def decider_breaches(decider: Decider) -> list[Breach]:
    """May this person decide? The decision maker, who neither sat on it nor wrote it."""
    breaches = []
    if Role.DECISION_MAKER not in decider.roles:
        breaches.append(Breach("Only the agency decision maker decides this.", APPROVAL))
    if decider.sat:
        breaches.append(ADM_NOT_PANEL_MEMBER.breach("You sat on the panel that heard this."))
    elif decider.on_list:
        says = "You are on the central list of panel members. Somebody else decides."
        breaches.append(ADM_NOT_PANEL_MEMBER.breach(says))
    if decider.assessed:
        breaches.append(Breach("You assessed these applicants. Somebody else decides.", OWN_WORK))
    return breaches + named_breaches(decider.named)


def deciding_breaches(
    decider: Decider,
    heard: Heard,
    *,
    decided: bool,
    assessed: bool,
    applicants: int,
    reasons: str,
    departs: str,
    without_minutes: str,
) -> list[Breach]:
    """May these applicants be approved now, by this person? Every reason why not, at once.

    The final minutes are asked for, with a reason if they are missing, and are no gate: an approval
    must not wait for whoever writes them while a temporary one runs out.
    """
    if decided:
        return [record_breach("This has been decided already.")]
    breaches = decider_breaches(decider)
    if not assessed:
        breaches.append(Breach("The assessment is not finished yet.", APPROVAL))
    if not applicants:
        says = "Every applicant here is approved already, or none is recorded."
        breaches.append(Breach(says, APPROVAL))
    return breaches + _heard_breaches(heard, departs, without_minutes) + _reasons(reasons)


def _reasons(reasons: str) -> list[Breach]:
    return [] if reasons.strip() else [Breach("Say why.", APPROVAL, "reasons")]


def _heard_breaches(heard: Heard, departs: str, without_minutes: str) -> list[Breach]:
    if heard.outcome is None or heard.outcome is Outcome.DEFERRED:
        if not heard.must_be:
            return []
        says = "No panel has recommended on it: it must have, for an application of that day."
        return [PANEL_BEFORE_INITIAL_APPROVAL.breach(says)]
    breaches = []
    if heard.outcome is Outcome.NOT_RECOMMENDED and not departs.strip():
        says = "The panel did not recommend it. Say why you decide otherwise."
        breaches.append(Breach(says, APPROVAL, "departs"))
    return breaches + minutes_breaches(heard, without_minutes)


def minutes_breaches(heard: Heard, without_minutes: str) -> list[Breach]:
    """The final minutes come first, or a reason why it cannot wait for them."""
    if heard.minutes_on is not None or without_minutes.strip():
        return []
    says = "The minutes are not final. Wait for them, or say why it cannot wait."
    return [ADM_DECISION_DUE.breach(says, "without_minutes")]


def brief_breaches(*, brief: bool) -> list[Breach]:
    """Nobody is approved whose assessment was not completed."""
    if not brief:
        return []
    says = "It ended with a brief report: nobody is approved before a full assessment."
    return [Breach(says, APPROVAL)]


def other_terms_breaches(*, other_terms: bool, proposed: bool) -> list[Breach]:
    """On other terms than they asked for nobody is approved unless these were proposed to them."""
    if not other_terms or proposed:
        return []
    says = (
        "They asked for other terms. Propose these to them first: they may agree in writing, make "
        "representations or ask for an independent review."
    )
    return [Breach(says, REFUSAL, "other_terms")]


TELLING: dict[Told, Clock] = {Told.ORAL: ADM_ORAL_NOTICE, Told.WRITTEN: ADM_WRITTEN_NOTICE}


def telling_breaches(
    how: Told, *, told: Collection[Told], on: date, decided_on: date, today: date
) -> list[Breach]:
    """May it be recorded that the applicants were told?"""
    breaches = []
    if how in told:
        breaches.append(record_breach("This is recorded already.", "how"))
    if not decided_on <= on <= today:
        says = f"Give a day between {decided_on:%d/%m/%Y}, when it was decided, and today."
        breaches.append(record_breach(says, "on"))
    return breaches

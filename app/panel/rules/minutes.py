"""Minutes, what the panel says of an item, and who approves them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.panel.kinds import ItemKind, MinutesStep, Outcome
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.sources import FSR, NMS, Cite, Verified

FUNCTIONS: Cite = FSR.reg("25", Verified.QUOTED)
MINUTES: Cite = NMS.standard("14.7", Verified.TEXT)
BRIEF: Cite = FSR.reg("26(3)", Verified.QUOTED)

REVIEWS = frozenset({ItemKind.FIRST_REVIEW, ItemKind.LATER_REVIEW, ItemKind.ALLEGATION_REVIEW})

_RECOMMENDS = (Outcome.RECOMMENDED, Outcome.NOT_RECOMMENDED, Outcome.DEFERRED)
_OUTCOMES = {
    ItemKind.EXTENSION_VIEWS: (Outcome.VIEWS, Outcome.DEFERRED),
    ItemKind.RESIGNATION: (Outcome.NOTED,),
    ItemKind.BRIEF_REPORT: (Outcome.NOT_RECOMMENDED, Outcome.DEFERRED),
}
"""Views on an extension are no recommendation: a nominated officer decides. Of a brief report the
panel asks for a full one, or recommends that they are not suitable (regulation 26(3))."""


def outcomes_of(kind: ItemKind) -> tuple[Outcome, ...]:
    """What the panel can say of an item of this kind."""
    return _OUTCOMES.get(kind, _RECOMMENDS)


@dataclass(frozen=True, slots=True)
class Said:
    """What the panel is to be recorded as having said."""

    outcome: Outcome
    reasons: str
    suitable: bool | None = None
    terms_right: bool | None = None


def recommend_breaches(
    kind: ItemKind | None,
    said: Said,
    *,
    missing: Collection[Breach],
    attended: bool,
    already: bool,
    approved: bool,
    on_agenda: bool,
    meets_on: date,
    today: date,
) -> list[Breach]:
    """May this be recorded as what the panel said of an item? Never unless it was quorate.

    `missing`: what is missing for its quorum, from attendance less those who took no part;
    `approved`: the minutes of the meeting are final.
    """
    if kind is None:
        return [record_breach("Nothing is heard in a break.")]
    breaches = []
    if approved:
        breaches.append(record_breach("The minutes of this meeting are approved."))
    if not on_agenda:
        breaches.append(record_breach("It is off the agenda."))
    if meets_on > today:
        breaches.append(record_breach("The panel has not met yet."))
    if already:
        breaches.append(record_breach("What the panel said of it is recorded."))
    if not attended:
        says = "Take attendance first: quorum is counted from it."
        return [*breaches, Breach(says, MINUTES), *said_breaches(kind, said)]
    return [*breaches, *missing, *said_breaches(kind, said)]


def said_breaches(kind: ItemKind, said: Said) -> list[Breach]:
    """Is it whole: what a panel says of such an item, and why?"""
    breaches = []
    if said.outcome not in outcomes_of(kind):
        breaches.append(Breach("Not what a panel says of such an item.", FUNCTIONS, "outcome"))
    if not said.reasons.strip():
        breaches.append(Breach("Say why: the minutes give the reasons.", MINUTES, "reasons"))
    if kind in REVIEWS and said.outcome is not Outcome.DEFERRED:
        if said.suitable is None:
            says = "Say whether they are still suitable."
            breaches.append(Breach(says, FUNCTIONS, "suitable"))
        if said.terms_right is None:
            breaches.append(Breach("Say whether the terms are right.", FUNCTIONS, "terms_right"))
    return breaches


def righting_breaches(
    kind: ItemKind | None,
    was: Outcome | None,
    said: Said,
    *,
    decided: bool,
    approved: bool,
) -> list[Breach]:
    """May what is recorded as the panel's word be put right, as it was written wrongly?

    `was`: what is recorded now; `decided`: somebody has decided on it since; `approved`: the
    minutes are final.
    """
    if was is None or kind is None:
        return [record_breach("What the panel said of it is not recorded yet.")]
    breaches = []
    if approved:
        breaches.append(record_breach("The minutes of this meeting are approved."))
    if decided:
        breaches.append(record_breach("It has been decided on what the panel said: that stays."))
    if kind is ItemKind.BRIEF_REPORT and was is Outcome.DEFERRED and said.outcome is not was:
        breaches.append(record_breach("A full report is asked for already.", "outcome"))
    return [*breaches, *said_breaches(kind, said)]


def reopening_breaches(*, approved: bool, hangs_on: Collection[str], because: str) -> list[Breach]:
    """May approved minutes be opened again, as they say what is wrong? Until somebody has gone by
    them.

    `hangs_on`: the items on which somebody has decided since, or whose own road has them already.
    """
    breaches = []
    if not approved:
        breaches.append(record_breach("These minutes are not approved."))
    if hangs_on:
        says = f"They have been gone by already: {', '.join(hangs_on)}. That stays."
        breaches.append(record_breach(says))
    if not because.strip():
        breaches.append(Breach("Say what is wrong in them.", MINUTES, "because"))
    return breaches


def minuting_breaches(*, approved: bool, heard: bool) -> list[Breach]:
    """May the minutes of an item still be written in?"""
    breaches = []
    if not heard:
        breaches.append(record_breach("The panel has not met yet."))
    if approved:
        breaches.append(record_breach("The minutes of this meeting are approved."))
    return breaches


def minutes_step_breaches(
    step: MinutesStep,
    *,
    had: Collection[MinutesStep],
    on: date,
    meets_on: date,
    unsaid: int,
    leads: bool,
    today: date,
) -> list[Breach]:
    """May this step of the minutes be recorded?

    `unsaid`: items of which nothing is recorded; `leads`: whoever approves them is chair or vice
    chair and was there.
    """
    breaches = []
    if step in had:
        breaches.append(record_breach("This is recorded already.", "step"))
    if MinutesStep.APPROVED in had:
        breaches.append(record_breach("The minutes are approved.", "step"))
    if not meets_on <= on <= today:
        says = f"Give a day between {meets_on:%d/%m/%Y}, when the panel met, and today."
        breaches.append(record_breach(says, "on"))
    if step is MinutesStep.APPROVED:
        if unsaid:
            items = "1 item" if unsaid == 1 else f"{unsaid} items"
            says = f"What the panel said of {items} is not recorded."
            breaches.append(Breach(says, MINUTES))
        if not leads:
            says = "The chair approves them, or the vice chair who took the chair."
            breaches.append(Breach(says, MINUTES, "who"))
    return breaches

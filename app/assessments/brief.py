"""A brief report: they are unlikely to be suitable, and the panel is told before it is all done.

The applicants have ten working days for their views before the panel may be sent it (FSR 2011
regulation 26(3) and (4)). Pure.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.assessments.rules import AssessmentKind
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.fostering.assessment import APPLICANT_OBSERVATIONS
from app.statute.sources import FSR, Cite, Verified

BRIEF: Cite = FSR.reg("26(3)", Verified.QUOTED)

KINDS = (AssessmentKind.INITIAL, AssessmentKind.CONNECTED)
"""What may end so: an application to be approved."""


def views_until(sent_on: date) -> date:
    """The last of the ten working days that they have for their views."""
    return APPLICANT_OBSERVATIONS.last_day(sent_on)


def panel_from(sent_on: date, observed_on: date | None) -> date:
    """The first day on which the panel may be sent it: they have answered, or the days are over."""
    return observed_on or views_until(sent_on) + timedelta(days=1)


def writing_breaches(
    kind: AssessmentKind,
    *,
    ended: bool,
    already: bool,
    reasons: str,
    sent_on: date,
    began_on: date,
    today: date,
) -> list[Breach]:
    """May a brief report be recorded? Of an open application, once until the panel has spoken."""
    breaches = []
    if kind not in KINDS:
        breaches.append(Breach("A brief report is about an application to foster.", BRIEF))
    if ended:
        breaches.append(record_breach("This assessment has ended."))
    if already:
        breaches.append(record_breach("A brief report is on its way to the panel already."))
    if not reasons.strip():
        says = "Say what makes them unlikely to be suitable."
        breaches.append(Breach(says, BRIEF, "reasons"))
    if not began_on <= sent_on <= today:
        says = f"Give a day between {began_on:%d/%m/%Y}, when it began, and today."
        breaches.append(record_breach(says, "sent_on"))
    return breaches


def observing_breaches(
    *, observed: bool, sent_on: date, on: date, words: str, today: date
) -> list[Breach]:
    """May their views on a brief report be recorded?"""
    breaches = []
    if observed:
        breaches.append(record_breach("Their views are recorded already."))
    if not sent_on <= on <= today:
        says = f"Give a day between {sent_on:%d/%m/%Y}, when it was sent to them, and today."
        breaches.append(record_breach(says, "on"))
    if not words.strip():
        breaches.append(
            record_breach("Say what they say, or that they have nothing to say.", "words")
        )
    return breaches

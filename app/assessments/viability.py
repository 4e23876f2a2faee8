"""A first, short assessment of a relative or friend: plain values and what is refused.

No law gives it a form. Its answer is told in writing, and whoever is turned down may challenge it:
somebody else looks again.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.people.rules import record_breach
from app.statute.breach import Breach


class Answer(StrEnum):
    """Could this home be the child's?"""

    POSITIVE = "go_on_to_the_full_assessment"
    NEGATIVE = "do_not_go_on"


class Challenge(StrEnum):
    """What came of a challenge."""

    UPHELD = "the_answer_stands"
    CHANGED = "go_on_after_all"
    COURT = "the_court_directed_a_full_assessment"


def answering_breaches(
    *, answered: bool, on: date, asked_on: date, why: str, today: date
) -> list[Breach]:
    """It is answered once, between the day it was asked for and today, with the reason."""
    breaches = []
    if answered:
        breaches.append(record_breach("This is answered already."))
    if not asked_on <= on <= today:
        says = f"Give a day between {asked_on:%d/%m/%Y}, when it was asked for, and today."
        breaches.append(record_breach(says, "on"))
    if not why.strip():
        breaches.append(record_breach("Say why: the answer is told in writing.", "words"))
    return breaches


def challenging_breaches(
    *, answer: Answer | None, challenged: bool, on: date, answered_on: date | None, today: date
) -> list[Breach]:
    """Whoever was turned down may challenge it once."""
    if answer is not Answer.NEGATIVE or answered_on is None:
        return [record_breach("Only “do not go on” can be challenged.")]
    breaches = []
    if challenged:
        breaches.append(record_breach("This is challenged already."))
    if not answered_on <= on <= today:
        says = f"Give a day between {answered_on:%d/%m/%Y}, when it was answered, and today."
        breaches.append(record_breach(says, "on"))
    return breaches


def goes_on(answer: Answer | None, after: Challenge | None) -> bool:
    """Whether the full assessment may begin on it."""
    return answer is Answer.POSITIVE or after in (Challenge.CHANGED, Challenge.COURT)

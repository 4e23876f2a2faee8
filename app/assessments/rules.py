"""What kinds of assessment there are, what may come of each, and which clock runs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.people.rules import ending_breaches, record_breach
from app.statute.breach import Breach
from app.statute.clock import Clock
from app.statute.fostering.assessment import NMS_ASSESSMENT_8_MONTHS


class AssessmentKind(StrEnum):
    """What a household is assessed for."""

    INITIAL = "foster_carers"
    CONNECTED = "connected_persons"
    GUARDIANSHIP = "special_guardians"
    REVIEW = "report_for_a_review"

    def words(self) -> str:
        """The kind as people say it."""
        return _KINDS[self]


_KINDS = {
    AssessmentKind.INITIAL: "Foster carers",
    AssessmentKind.CONNECTED: "Connected persons",
    AssessmentKind.GUARDIANSHIP: "Special guardians",
    AssessmentKind.REVIEW: "Report for a review",
}


class Outcome(StrEnum):
    """How an assessment ended."""

    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    REPORTED = "report_finished"
    WITHDREW = "they_withdrew"
    STOPPED = "we_stopped"

    @property
    def is_finished(self) -> bool:
        """Did the assessment come to its end, whatever it said?"""
        return self not in (Outcome.WITHDREW, Outcome.STOPPED)


_APPROVAL = (Outcome.RECOMMENDED, Outcome.NOT_RECOMMENDED, Outcome.WITHDREW, Outcome.STOPPED)
_REPORT = (Outcome.REPORTED, Outcome.WITHDREW, Outcome.STOPPED)

OUTCOMES: Mapping[AssessmentKind, tuple[Outcome, ...]] = {
    AssessmentKind.INITIAL: _APPROVAL,
    AssessmentKind.CONNECTED: _APPROVAL,
    AssessmentKind.GUARDIANSHIP: _REPORT,
    AssessmentKind.REVIEW: _REPORT,
}
"""What may come of each kind: the panel recommends on approval, a report is sent."""

CLOCKS: Mapping[AssessmentKind, Clock] = {
    AssessmentKind.INITIAL: NMS_ASSESSMENT_8_MONTHS,
    AssessmentKind.CONNECTED: NMS_ASSESSMENT_8_MONTHS,
}
"""The panel's recommendation is due on an application to be approved. The sixteen weeks of a
temporary approval run beside it, on that approval."""


def due_on(kind: AssessmentKind, began_on: date) -> date | None:
    """The last day in time, where the kind has one."""
    clock = CLOCKS.get(kind)
    return clock.last_day(began_on) if clock and clock.runs_for(began_on) else None


def beginning_breaches(*, already: bool, began_on: date, today: date) -> list[Breach]:
    """One assessment of a kind at a time, and begun by today."""
    breaches = []
    if already:
        breaches.append(
            record_breach("An assessment of this kind is open. Finish that one first.", "kind")
        )
    if began_on > today:
        breaches.append(record_breach("Give the day it began: today or before.", "starts_on"))
    return breaches


def finishing_breaches(
    kind: AssessmentKind,
    outcome: Outcome,
    *,
    began_on: date,
    ended_on: date | None,
    on: date,
    today: date,
) -> list[Breach]:
    """It ends once, by today, and with what can come of its kind."""
    breaches = ending_breaches("This assessment", began_on, ended_on, on)
    if on > today:
        breaches.append(record_breach("Give the day it ended: today or before.", "on"))
    if outcome not in OUTCOMES[kind]:
        breaches.append(record_breach("Choose what can come of this kind.", "outcome"))
    return breaches


def pausing_breaches(*, is_open: bool, is_paused: bool, began_on: date, on: date) -> list[Breach]:
    """Only what is under way is paused, and from no day before it began."""
    if not is_open:
        return [record_breach("This assessment has ended. There is nothing to pause.")]
    if is_paused:
        return [record_breach("This assessment is paused already. Resume it first.")]
    if on < began_on:
        says = f"It began on {began_on:%d/%m/%Y}. Give that day or a later one."
        return [record_breach(says, "starts_on")]
    return []


def allocating_breaches(
    *, is_open: bool, left_on: date | None, supervises: bool, began_on: date, starts_on: date
) -> list[Breach]:
    """Only an open assessment is given, to somebody who works here on that day."""
    breaches = []
    if not is_open:
        breaches.append(record_breach("This assessment has ended. Nobody has to do it.", "worker"))
    if left_on is not None and left_on <= starts_on:
        says = f"This worker left on {left_on:%d/%m/%Y}. Choose somebody who works here."
        breaches.append(record_breach(says, "worker"))
    if not supervises:
        breaches.append(
            record_breach("Choose a fostering social worker or a team manager.", "worker")
        )
    if starts_on < began_on:
        says = f"It began on {began_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(record_breach(says, "starts_on"))
    return breaches

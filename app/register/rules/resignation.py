"""Resignation, transfer, and records asked for: what is refused, and what is only judged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.people.rules import record_breach
from app.register.deciding import ExitStepKind
from app.statute import provisions
from app.statute.breach import Breach
from app.statute.fostering.records import RECORDS_ACCESS_OTHER_PROVIDER
from app.statute.sources import FSR, Cite, Verified

COPIES = FSR.reg("28(14)", Verified.MEMORY)

CANNOT_BE_TAKEN_BACK = (
    "The regulations give no way to take a resignation back: the approval ends on its day, whoever "
    "agrees. The wish is recorded as a wish. Ask legal advice before relying on anything else; a "
    "new approval takes a new application."
)
"""What a wish to withdraw is in law. Regulation 28(13) has no exception that was seen."""

_INTERVIEW_OVER = (ExitStepKind.HELD, ExitStepKind.DECLINED)


def exit_step_breaches(
    step: ExitStepKind,
    on: date,
    *,
    received_on: date,
    ends_on: date,
    had: Collection[ExitStepKind],
    words: str,
    today: date,
) -> list[Breach]:
    """May this be recorded of a resignation?"""
    cite = _CITES[step]
    breaches = []
    if on > today:
        breaches.append(Breach("Record it once it has happened.", cite, "happened_on"))
    if on < received_on:
        says = f"The resignation came on {received_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(Breach(says, cite, "happened_on"))
    if step in had or (step in _INTERVIEW_OVER and any(each in had for each in _INTERVIEW_OVER)):
        breaches.append(record_breach("This is recorded already.", "step"))
    if step is ExitStepKind.HELD and not words.strip():
        breaches.append(record_breach("Record what they said, in their words.", "words"))
    if step is ExitStepKind.WISHES_TO_STAY and on >= ends_on:
        says = f"The approval ended on {ends_on:%d/%m/%Y}: a new one takes a new application."
        breaches.append(Breach(says, cite, "happened_on"))
    return breaches


_CITES: dict[ExitStepKind, Cite] = {
    ExitStepKind.OFFERED: provisions.CASE_RECORD,
    ExitStepKind.HELD: provisions.CASE_RECORD,
    ExitStepKind.DECLINED: provisions.CASE_RECORD,
    ExitStepKind.WISHES_TO_STAY: provisions.RESIGNATION,
    ExitStepKind.COPIED: COPIES,
}


def transfer_judged(
    approved_on: date, *, resigned_on: date | None, resignation_ends: date | None
) -> list[Breach]:
    """What is to be said of a transfer that happened: it is recorded whatever this says.

    Another service approves nobody whom we still approve. Regulation 28(13) ends our approval 28
    days after written notice, so a transfer goes with a resignation.
    """
    if resigned_on is None:
        says = (
            "No resignation is recorded. Record the carer’s written notice: without it our "
            "approval would not have ended in law."
        )
        return [Breach(says, provisions.RESIGNATION)]
    if resignation_ends is not None and approved_on < resignation_ends:
        says = (
            f"Their notice ends on {resignation_ends:%d/%m/%Y}. Until then we approved them too, "
            "and another service may not."
        )
        return [Breach(says, provisions.ONE_PROVIDER)]
    return []


def request_breaches(received_on: date, consented_on: date | None, today: date) -> list[Breach]:
    """May this request for a carer's records be recorded?"""
    cite = RECORDS_ACCESS_OTHER_PROVIDER.cite
    breaches = []
    if received_on > today:
        breaches.append(Breach("Record it once it has come.", cite, "received_on"))
    if consented_on is not None and consented_on > today:
        breaches.append(Breach("Record it once they have agreed.", cite, "consented_on"))
    return breaches


def sending_breaches(
    sent_on: date, *, received_on: date, consented: bool, what: str, today: date
) -> list[Breach]:
    """May these records be opened to the service that asks? Only if the carer agreed."""
    cite = RECORDS_ACCESS_OTHER_PROVIDER.cite
    breaches = []
    if not consented:
        says = "Record first that the carer agreed: without that the records stay closed."
        breaches.append(Breach(says, provisions.RECORDS_CONFIDENTIAL))
    if not what.strip():
        breaches.append(Breach("Say what was sent.", cite, "what"))
    if sent_on > today:
        breaches.append(Breach("Record it once it has been sent.", cite, "sent_on"))
    if sent_on < received_on:
        says = f"The request came on {received_on:%d/%m/%Y}. Give that day or a later one."
        breaches.append(Breach(says, cite, "sent_on"))
    return breaches

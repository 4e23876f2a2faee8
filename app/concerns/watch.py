"""The clocks of concerns: the referral, who is told, and that somebody moves it.

A line says the household and no more. It is shown to whoever keeps the concern, and to those who
may read every one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.concerns import queries
from app.concerns.queries import Open
from app.statute.fostering.concerns import DESIGNATED_OFFICER_REFERRAL
from app.statute.local import CONCERN_LOOKED_AT
from app.statute.running import Running

SHOWN_TO = May.SEE_CONCERNS
"""Whoever lacks this is shown none of these clocks."""


def running(as_at: date) -> tuple[Running, ...]:
    """Every clock that runs on a concern on a day."""
    return tuple(each for found in queries.open_now(as_at) for each in _of(found))


def _of(found: Open) -> Iterator[Running]:
    if found.referral_due_on is not None:
        clock, action = DESIGNATED_OFFICER_REFERRAL.key, "Record the referral"
        yield _line(found, clock, found.referral_due_on, action, found.received_on)
    for clock, last_day, told in found.to_tell:
        action = "Confirm it in writing" if told else "Record who was told"
        yield _line(found, clock, last_day, action, found.received_on)
    if found.look_again_on != date.max:
        action = "Go on with the concern"
        yield _line(found, CONCERN_LOOKED_AT.key, found.look_again_on, action, found.moved_on)


def _line(found: Open, clock: str, due_on: date, action: str, since: date) -> Running:
    return Running(
        clock=clock,
        subject=f"concern:{found.concern_id}",
        about=found.household,
        due_on=due_on,
        action=action,
        page="concerns.concern",
        arguments=(("ref", found.ref),),
        since=since,
        household_id=found.household_id,
        worker_id=found.keeper_id,
        only_for=May.SEE_EVERY_CONCERN.value,
    )

"""The clocks of retention: records that have reached their end, proposals, holds to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.retention import queries
from app.retention.models import Disposal
from app.statute.local import RETENTION_HOLD_REVIEW, RETENTION_PROPOSAL, RETENTION_REACHED
from app.statute.running import Running

SHOWN_TO = May.SEE_RETENTION
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Every clock of retention that runs on a day, or ran out unmet.

    A record that is held does not run towards its destruction, and one that is proposed runs
    towards its decision. None of them has a household's worker to do it.
    """
    waiting = queries.waiting()
    held = queries.held(as_at)
    told = {each.about for each in waiting} | {each.hold.about for each in held}
    return (*_reached(as_at, told), *_waiting(waiting), *_held(held))


def _reached(as_at: date, told: set[str]) -> Iterator[Running]:
    """One line for all of them, as late as the oldest: they are looked at together."""
    cases = [case for case in queries.reached(as_at) if case.about not in told]
    since = min((case.keep_until for case in cases if case.keep_until), default=None)
    if since is None:
        return
    number = len(cases)
    yield Running(
        clock=RETENTION_REACHED.key,
        subject="retention:reached",
        about="1 record" if number == 1 else f"{number} records",
        due_on=RETENTION_REACHED.last_day(since),
        action="Propose or hold",
        page="retention.index",
        since=since,
    )


def _waiting(waiting: Sequence[Disposal]) -> Iterator[Running]:
    called = queries.names_for([each.about for each in waiting])
    for each in waiting:
        yield Running(
            clock=RETENTION_PROPOSAL.key,
            subject=f"disposal:{each.id}",
            about=called[each.about][0],
            due_on=RETENTION_PROPOSAL.last_day(each.proposed_on),
            action="Decide",
            page="retention.disposal",
            arguments=(("ref", each.ref),),
            since=each.proposed_on,
        )


def _held(held: list[queries.Held]) -> Iterator[Running]:
    for each in held:
        since = each.hold.looked_on or each.hold.starts_on
        yield Running(
            clock=RETENTION_HOLD_REVIEW.key,
            subject=f"retention_hold:{each.hold.id}",
            about=each.called,
            due_on=RETENTION_HOLD_REVIEW.last_day(since),
            action="Look again",
            page="retention.held",
            arguments=(("ref", each.hold.ref),),
            since=since,
        )

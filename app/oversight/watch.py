"""The clocks of the director's oversight: the first decision, and the next look."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.oversight import queries
from app.oversight.standing import Standing
from app.statute.local import DIRECTOR_DECIDES, DIRECTOR_LOOKS_AGAIN
from app.statute.running import Running

SHOWN_TO = May.SEE_LEDGER
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each child about whom the director must decide, or look again."""
    return tuple(_running(each, as_at) for each in queries.watched(queries.ledger(as_at)))


def _running(one: Standing, as_at: date) -> Running:
    held = one.answer.watched
    since = (held.since if held else None) or as_at
    clock, due_on, action = DIRECTOR_DECIDES, DIRECTOR_DECIDES.last_day(since), "Decide"
    if held is not None and held.decided_on is not None:
        clock, since, action = DIRECTOR_LOOKS_AGAIN, held.decided_on, "Look again"
        due_on = held.look_again_on or DIRECTOR_LOOKS_AGAIN.last_day(held.decided_on)
    return Running(
        clock=clock.key,
        subject=f"child:{one.child_id}",
        about=f"A child with {one.where}" if one.household_ref else "A child placed elsewhere",
        due_on=due_on,
        action=action,
        page="oversight.about_child",
        arguments=(("ref", one.child_ref),),
        since=since,
        household_id=one.household_id,
        waiting_for="",
    )

"""The clock of staying put: both are asked before somebody who is fostered turns eighteen."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.statute.local import STAYING_PUT_ASKED
from app.statute.running import Running
from app.staying import queries, rules

SHOWN_TO = May.SEE_CHILDREN
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Everybody fostered who is seventeen and a half, until it is recorded what both wish."""
    found = []
    for each in queries.turning_eighteen(as_at):
        born = each.whose.born
        since = rules.asked_from(born) if born is not None else as_at
        if each.asked is not None or not since <= as_at < each.on:
            continue
        found.append(
            Running(
                clock=STAYING_PUT_ASKED.key,
                subject=f"child:{each.whose.child_id}",
                about=f"A young person with {each.whose.household}",
                due_on=STAYING_PUT_ASKED.last_day(since),
                action="Ask both about staying put",
                page="staying.asked",
                arguments=(("ref", each.whose.child_ref),),
                since=since,
                worker_id=each.worker_id,
                only_for=May.RECORD_PLACEMENT.value,
                instead=("children.child", each.whose.child_ref),
            )
        )
    return tuple(found)

"""The clocks of deprivations of liberty and of settings, and since when a child is looked after.

What a placement starts is timed by the room that keeps its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children import queries
from app.statute.local import LIBERTY_ENDS, LIBERTY_REVIEW_DUE, SETTING_CHECK
from app.statute.running import Running
from sufficiency.period import Period

SHOWN_TO = May.SEE_CHILDREN
"""Whoever lacks this is shown none of these clocks."""


def looked_after_since(statuses: Iterable[Period], as_at: date) -> date | None:
    """The first day of being looked after without a break; None if not looked after that day."""
    since = None
    for period in sorted(statuses, key=lambda each: each.starts, reverse=True):
        if since is None and period.contains(as_at):
            since = period.starts
        elif since is not None and period.ends is not None and period.ends >= since:
            since = min(since, period.starts)
    return since


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """The clocks of deprivations of liberty, and of settings to be checked."""
    return (*_of_liberty(as_at), *_of_settings(as_at))


def _of_liberty(as_at: date) -> Iterator[Running]:
    """The last day of each order, and its next review."""
    for order, child, review_on in queries.liberty_on(as_at):
        for clock, due_on, action in (
            (LIBERTY_ENDS, order.last_day, "Record a further order, or the end"),
            (LIBERTY_REVIEW_DUE, review_on, "Record the review"),
        ):
            if due_on is not None:
                yield Running(
                    clock=clock.key,
                    subject=f"child:{child.id}",
                    about="A child deprived of liberty",
                    due_on=due_on,
                    action=action,
                    page="children.liberty",
                    arguments=(("ref", child.ref),),
                    since=order.starts_on if clock is LIBERTY_ENDS else due_on,
                    worker_id=child.worker_id,
                    only_for="keep_liberty",
                )


def _of_settings(as_at: date) -> Iterator[Running]:
    """Each registration of a setting where a child lives, to be checked again."""
    for held, setting in queries.registrations_to_check(as_at):
        checked = max(held.checked_on or held.starts_on, held.starts_on)
        yield Running(
            clock=SETTING_CHECK.key,
            subject=f"setting:{setting.id}",
            about=setting.name,
            due_on=SETTING_CHECK.last_day(checked),
            action="Check it with the regulator",
            page="children.setting",
            arguments=(("ref", setting.ref),),
            since=checked,
            only_for="record_placement",
        )

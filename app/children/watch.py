"""The clocks that a placement, and being looked after, start for the child.

They belong to the child's own social worker and reviewing officer, and what stops them is kept in
the child's case record; here they are shown with their last day, so that nobody is surprised. So
one that has run out is not called late: whether it was met is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children import queries
from app.children.kinds import Basis
from app.children.models import Child, Placement
from app.core.db import db
from app.people.models import Household
from app.statute.care_planning.placing import (
    AREA_AUTHORITY_NOTIFICATION,
    EMERGENCY_OUTSIDE_TERMS,
    PLACEMENT_NOTIFICATION,
    PLACEMENT_PLAN_DUE,
    TERMINATION_LATE_NOTICE,
)
from app.statute.care_planning.reviews import LAC_REVIEW_FIRST
from app.statute.care_planning.visits import VISIT_FIRST
from app.statute.clock import Clock, DayN
from app.statute.local import LIBERTY_ENDS, LIBERTY_REVIEW_DUE, SETTING_CHECK
from app.statute.running import Running
from sufficiency.period import Period

SHOWN_TO = May.SEE_CHILDREN
"""Whoever lacks this is shown none of these clocks."""


@dataclass(frozen=True, slots=True)
class Started:
    """A clock that something started: since when, to which last day, and how far it has run."""

    clock: Clock
    started_on: date
    last_day: date
    runs: DayN

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.runs.over


def clocks_of_placement(
    starts_on: date,
    ended_on: date | None,
    *,
    basis: Basis,
    out_of_area: bool,
    as_at: date,
) -> list[Started]:
    """What a placement started: plan, notices, first visit; and what its end did."""
    started = [PLACEMENT_PLAN_DUE, PLACEMENT_NOTIFICATION, VISIT_FIRST]
    if out_of_area:
        started.append(AREA_AUTHORITY_NOTIFICATION)
    if basis is Basis.EMERGENCY:
        started.append(EMERGENCY_OUTSIDE_TERMS)
    running = list(_running(started, starts_on, as_at))
    if ended_on is not None:
        running += _running([TERMINATION_LATE_NOTICE], ended_on, as_at)
    return sorted(running, key=lambda each: each.last_day)


def clocks_of_looking_after(since: date, as_at: date) -> list[Started]:
    """What becoming looked after started: the first review."""
    return list(_running([LAC_REVIEW_FIRST], since, as_at))


def _running(clocks: Iterable[Clock], start: date, as_at: date) -> Iterator[Started]:
    for clock in clocks:
        if start <= as_at and clock.runs_for(start):
            yield Started(clock, start, clock.last_day(start), clock.day_n(start, as_at))


def looked_after_since(statuses: Iterable[Period], as_at: date) -> date | None:
    """The first day of being looked after without a break; None if not looked after that day."""
    since = None
    for period in sorted(statuses, key=lambda each: each.starts, reverse=True):
        if since is None and period.contains(as_at):
            since = period.starts
        elif since is not None and period.ends is not None and period.ends >= since:
            since = min(since, period.starts)
    return since


RECENT = timedelta(days=60)
"""Every clock that a placement starts has run out this long after it."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """The clocks of placements, of deprivations of liberty, and of settings to be checked."""
    return (*_of_placements(as_at), *_of_liberty(as_at), *_of_settings(as_at))


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


def _of_placements(as_at: date) -> tuple[Running, ...]:
    """The clocks of the main placements that began lately, until each one's last day."""
    rows = db.session.execute(
        select(
            Placement.starts_on,
            Placement.basis,
            Placement.authority_code,
            Child.id,
            Child.ref,
            Child.worker_id,
            Child.responsible_authority,
            Household.name,
        )
        .join(Child, Child.id == Placement.child_id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .where(
            Placement.in_force(as_at),
            Placement.starts_on > as_at - RECENT,
            Placement.temporary.is_(False),
        )
    )
    return tuple(
        Running(
            clock=each.clock.key,
            subject=f"child:{row.id}",
            about=f"A child with {row.name}" if row.name else "A child placed elsewhere",
            due_on=each.last_day,
            action="Open",
            page="children.child",
            arguments=(("ref", row.ref),),
            since=each.started_on,
            worker_id=row.worker_id,
            only_for="edit_child",
        )
        for row in rows
        for each in clocks_of_placement(
            row.starts_on,
            None,
            basis=row.basis or Basis.NOT_RECORDED,
            out_of_area=row.authority_code not in (None, row.responsible_authority),
            as_at=as_at,
        )
        if each.last_day >= as_at
    )

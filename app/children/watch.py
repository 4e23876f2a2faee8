"""The clocks that a placement, and being looked after, start for the child.

They belong to the child's own social worker and reviewing officer, and what stops them is kept in
the child's case record; here they are shown with their last day, so that nobody is surprised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.children.kinds import Basis
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
from sufficiency.period import Period


@dataclass(frozen=True, slots=True)
class Running:
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
) -> list[Running]:
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


def clocks_of_looking_after(since: date, as_at: date) -> list[Running]:
    """What becoming looked after started: the first review."""
    return list(_running([LAC_REVIEW_FIRST], since, as_at))


def _running(clocks: Iterable[Clock], start: date, as_at: date) -> Iterator[Running]:
    for clock in clocks:
        if start <= as_at and clock.runs_for(start):
            yield Running(clock, start, clock.last_day(start), clock.day_n(start, as_at))


def looked_after_since(statuses: Iterable[Period], as_at: date) -> date | None:
    """The first day of being looked after without a break; None if not looked after that day."""
    since = None
    for period in sorted(statuses, key=lambda each: each.starts, reverse=True):
        if since is None and period.contains(as_at):
            since = period.starts
        elif since is not None and period.ends is not None and period.ends >= since:
            since = min(since, period.starts)
    return since

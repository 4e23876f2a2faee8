"""How often each household's worker has changed, how long they stay, and days with nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.audit.remembering import remembered
from app.supervision.queries.covering import Cover, Gap, approved_on, covers, gaps

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Continuity:
    """One household of ours: its worker, the changes, and the days with nobody."""

    ref: str
    name: str
    worker: str | None
    since: date | None
    """Since when this worker has had it."""
    days: int | None
    """For how many days, so far."""
    changes_in_year: int
    changes: int
    workers: int
    """How many different people have had it."""
    without_in_year: int
    """Days with nobody in the twelve months to the day asked for."""
    without: int


def continuity(as_at: date, known_at: datetime | None = None) -> tuple[Continuity, ...]:
    """Every household of ours that is approved on a day, the most changes first."""
    return _continuity(as_at, known_at)


def continuity_of(
    household_id: int, ref: str, name: str, as_at: date, known_at: datetime | None = None
) -> Continuity:
    """One household, approved or not."""
    had = covers([household_id], known_at).get(household_id, [])
    return _of(ref, name, had, gaps(known_at, household_id=household_id), as_at)


@remembered
def _continuity(as_at: date, known_at: datetime | None) -> tuple[Continuity, ...]:
    had, gone = covers(None, known_at), defaultdict(list)
    for gap in gaps(known_at):
        gone[gap.household_id].append(gap)
    found = [
        _of(ref, name, had.get(household_id, []), gone[household_id], as_at)
        for household_id, ref, name in approved_on(as_at, known_at)
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (-each.changes_in_year, -each.without_in_year, each.name, each.ref),
        )
    )


def _of(ref: str, name: str, had: Sequence[Cover], gone: Sequence[Gap], as_at: date) -> Continuity:
    so_far = [cover for cover in had if cover.starts_on <= as_at]
    now = next((cover for cover in reversed(so_far) if cover.on(as_at)), None)
    changed = [
        after.starts_on for before, after in pairwise(so_far) if before.worker_id != after.worker_id
    ]
    begins = _since(so_far, now)
    return Continuity(
        ref,
        name,
        now.worker if now else None,
        begins,
        (as_at - begins).days if begins else None,
        sum(day > as_at - A_YEAR for day in changed),
        len(changed),
        len({cover.worker_id for cover in so_far}),
        sum(gap.days(as_at - A_YEAR, as_at) for gap in gone),
        sum(gap.days(date.min, as_at) for gap in gone),
    )


def _since(so_far: Sequence[Cover], now: Cover | None) -> date | None:
    """Since when without a break whoever has it now has had it."""
    if now is None:
        return None
    begins = now.starts_on
    for cover in reversed(so_far):
        if cover.worker_id == now.worker_id and cover.ends_on == begins:
            begins = cover.starts_on
    return begins

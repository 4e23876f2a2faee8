"""Who had a household from when to when, and when nobody had it: worked out, never stored.

A worker who leaves has nobody's household from that day, whether or not somebody ended the
allocation. Every number of days in this room comes from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.core.dated import put_together_once, these
from app.core.db import db
from app.people.models import Household, Provider, ProviderKind
from app.register.models import Approval, TemporaryApproval
from app.supervision.models import Allocation
from app.supervision.rules.covering import Days, days_within, uncovered


@dataclass(frozen=True, slots=True)
class Cover:
    """A worker has, or had, a household: from a day until before another (None: still)."""

    household_id: int
    worker_id: int
    worker_ref: str
    worker: str
    starts_on: date
    ends_on: date | None
    left: bool
    """Whether it stopped because they left, and not by a handover or an end."""

    @property
    def span(self) -> Days:
        """Its days."""
        return self.starts_on, self.ends_on

    def on(self, day: date) -> bool:
        """Did this worker have the household on this day?"""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True, slots=True)
class Gap:
    """An approved household of ours had nobody from a day until before another (None: still)."""

    household_id: int
    ref: str
    name: str
    starts_on: date
    ends_on: date | None
    last_worker: str | None
    left: bool

    def on(self, day: date) -> bool:
        """Is this day one of it?"""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)

    def days(self, first: date, until: date) -> int:
        """Its days on or after `first` and before `until`."""
        return days_within((self.starts_on, self.ends_on), first, until)


def covers(
    household_ids: Collection[int] | None = None, known_at: datetime | None = None
) -> dict[int, list[Cover]]:
    """Everybody who has had each of these households (None: all), in order of coming."""
    ids, of_some = {"ids": sorted(household_ids or ())}, household_ids is not None
    found: dict[int, list[Cover]] = defaultdict(list)
    for row in db.session.execute(_allocations(known_at, of_some), ids):
        ended = _as_known(row.ends_on, row.end_recorded_at, known_at)
        left = _as_known(row.left_on, row.left_recorded_at, known_at)
        ends = min((day for day in (ended, left) if day is not None), default=None)
        if ends is None or ends > row.starts_on:
            found[row.household_id].append(
                Cover(
                    row.household_id,
                    row.worker_id,
                    row.ref,
                    row.name,
                    row.starts_on,
                    ends,
                    left is not None and (ended is None or left < ended),
                )
            )
    return found


@put_together_once
def _allocations(known_at: datetime | None, of_some: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Allocation.household_id,
            Allocation.worker_id,
            Allocation.starts_on,
            Allocation.ends_on,
            Allocation.end_recorded_at,
            User.ref,
            User.name,
            User.left_on,
            User.left_recorded_at,
        )
        .join(User, User.id == Allocation.worker_id)
        .where(Allocation.stands(known_at), these(Allocation.household_id, of_some))
        .order_by(Allocation.starts_on, Allocation.id)
    )


def _as_known(day: date | None, told_at: datetime | None, known_at: datetime | None) -> date | None:
    """A day, if the record had been told of it by then."""
    return None if known_at is not None and told_at is not None and told_at > known_at else day


def gaps(known_at: datetime | None = None, *, household_id: int | None = None) -> tuple[Gap, ...]:
    """Every time that an approved household of ours had nobody, in order; of one, if asked.

    Another service's carers are supervised by that service, and are not ours to allocate.
    """
    every = _every_gap(known_at)
    if household_id is None:
        return every
    return tuple(gap for gap in every if gap.household_id == household_id)


@remembered
def _every_gap(known_at: datetime | None) -> tuple[Gap, ...]:
    had = covers(None, known_at)
    found = []
    for (each, ref, name), approved in _approved(known_at).items():
        covered = had.get(each, [])
        for starts, ends in uncovered(approved, (cover.span for cover in covered)):
            before = [cover for cover in covered if cover.ends_on and cover.ends_on <= starts]
            last = max(before, key=lambda cover: cover.ends_on or starts, default=None)
            found.append(
                Gap(
                    each,
                    ref,
                    name,
                    starts,
                    ends,
                    last.worker if last else None,
                    last.left if last else False,
                )
            )
    return tuple(sorted(found, key=lambda gap: (gap.starts_on, gap.name, gap.household_id)))


def approved_on(as_at: date, known_at: datetime | None = None) -> list[tuple[int, str, str]]:
    """Our own households that are approved on a day: id, reference, name."""
    return [
        household
        for household, spans in _approved(known_at).items()
        if any(starts <= as_at and (ends is None or ends > as_at) for starts, ends in spans)
    ]


def _approved(known_at: datetime | None) -> dict[tuple[int, str, str], list[Days]]:
    """When each household of our own was approved, in full or temporarily."""
    found: dict[tuple[int, str, str], list[Days]] = defaultdict(list)
    for kind in (Approval, TemporaryApproval):
        for row in db.session.execute(_approvals(kind, known_at)):
            ends = _as_known(row.ends_on, row.end_recorded_at, known_at)
            found[row.id, row.ref, row.name].append((row.starts_on, ends))
    return found


@put_together_once
def _approvals(
    kind: type[Approval | TemporaryApproval], known_at: datetime | None
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Household.id,
            Household.ref,
            Household.name,
            kind.starts_on,
            kind.ends_on,
            kind.end_recorded_at,
        )
        .join(kind, kind.household_id == Household.id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            kind.stands(known_at),
            Household.stands(known_at),
            Provider.kind == ProviderKind.OWN,
        )
    )

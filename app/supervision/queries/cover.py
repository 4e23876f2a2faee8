"""Questions about who supervises whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, true

from app.accounts.models import RoleHeld, User
from app.accounts.roles import Role
from app.core.db import db
from app.core.succession import open_row
from app.people.models import Household, Provider, ProviderKind
from app.register.models import Approval, TemporaryApproval
from app.supervision.models import Allocation

SUPERVISES = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})
"""Roles that hold households."""


@dataclass(frozen=True, slots=True)
class Worker:
    """The supervising social worker of a household, and since when."""

    id: int
    ref: str
    name: str
    since: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Unallocated:
    """A household that ought to have a supervising social worker and has none."""

    household_id: int
    ref: str
    name: str
    since: date
    days: int
    last_worker: str | None
    left: bool


def worker_of(
    household_ids: Collection[int] | None, as_at: date, known_at: datetime | None = None
) -> dict[int, Worker]:
    """The worker of each of these households (None: all) on a day; nobody where they have left."""
    asked = (
        select(
            Allocation.household_id,
            User.id,
            User.ref,
            User.name,
            Allocation.starts_on,
            User.left_on,
        )
        .join(User, User.id == Allocation.worker_id)
        .where(
            Allocation.in_force(as_at, known_at),
            or_(User.left_on.is_(None), User.left_on > as_at),
        )
    )
    if household_ids is not None:
        asked = asked.where(Allocation.household_id.in_(sorted(household_ids)))
    return {
        row.household_id: Worker(row.id, row.ref, row.name, row.starts_on, row.left_on)
        for row in db.session.execute(asked)
    }


def households_of(worker_id: int, as_at: date) -> frozenset[int]:
    """The households that this worker supervises on a day."""
    return frozenset(
        db.session.scalars(
            select(Allocation.household_id).where(
                Allocation.worker_id == worker_id, Allocation.in_force(as_at)
            )
        )
    )


def households_without_worker(
    as_at: date, known_at: datetime | None = None, *, household_id: int | None = None
) -> list[Unallocated]:
    """Our approved households with nobody supervising them, the longest first.

    A worker who has left leaves the household with nobody from that day. Another service's
    carers are supervised by that service, and are not ours to allocate. `household_id` asks of
    that one only.
    """
    since_approved = _approved_since(as_at, known_at, household_id)
    had = _last_cover(set(since_approved), as_at, known_at)
    found = []
    for each, (ref, name, approved_on) in since_approved.items():
        covered_to, worker, left = had.get(each, (approved_on, None, False))
        if covered_to is None:
            continue
        since = max(covered_to, approved_on)
        found.append(Unallocated(each, ref, name, since, (as_at - since).days, worker, left))
    return sorted(found, key=lambda each: (each.since, each.name))


def without_worker_since(
    household_id: int, as_at: date, known_at: datetime | None = None
) -> date | None:
    """Since when one approved household of ours has had nobody supervising it; None if it has."""
    found = households_without_worker(as_at, known_at, household_id=household_id)
    return found[0].since if found else None


def _approved_since(
    as_at: date, known_at: datetime | None, household_id: int | None
) -> dict[int, tuple[str, str, date]]:
    """Our own households with an approval, full or temporary, in force: since when."""
    found: dict[int, tuple[str, str, date]] = {}
    for kind in (Approval, TemporaryApproval):
        rows = db.session.execute(
            select(Household.id, Household.ref, Household.name, kind.starts_on)
            .join(kind, kind.household_id == Household.id)
            .join(Provider, Provider.id == Household.provider_id)
            .where(
                kind.in_force(as_at, known_at),
                Household.stands(known_at),
                Provider.kind == ProviderKind.OWN,
                true() if household_id is None else Household.id == household_id,
            )
        )
        for row in rows:
            before = found.get(row.id)
            since = min(before[2], row.starts_on) if before else row.starts_on
            found[row.id] = (row.ref, row.name, since)
    return found


def _last_cover(
    household_ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, tuple[date | None, str, bool]]:
    """Of each household ever allocated by then: the day cover stopped (None: it goes on), who
    covered last, and whether it stopped because they left.
    """
    rows = db.session.execute(
        select(
            Allocation.household_id,
            Allocation.starts_on,
            Allocation.ends_on,
            Allocation.end_recorded_at,
            User.name,
            User.left_on,
        )
        .join(User, User.id == Allocation.worker_id)
        .where(
            Allocation.household_id.in_(sorted(household_ids)),
            Allocation.stands(known_at),
            Allocation.starts_on <= as_at,
        )
        .order_by(Allocation.starts_on, Allocation.id)
    )
    never = as_at + timedelta(days=1)
    found: dict[int, tuple[date | None, str, bool]] = {}
    for row in rows:
        told = known_at is None or row.end_recorded_at is None or row.end_recorded_at <= known_at
        ended = row.ends_on if told and row.ends_on else never
        left = row.left_on or never
        stopped = min(ended, left)
        found[row.household_id] = (
            None if stopped > as_at else stopped,
            row.name,
            left < ended and left <= as_at,
        )
    return found


def allocations_of(household_id: int, known_at: datetime | None = None) -> Sequence[Allocation]:
    """Everyone who has supervised a household, the first one first."""
    return db.session.scalars(
        select(Allocation)
        .filter_by(household_id=household_id)
        .where(Allocation.stands(known_at))
        .order_by(Allocation.starts_on, Allocation.id)
    ).all()


def workers_to_choose_from(as_at: date) -> Sequence[User]:
    """Those who may be given a household on a day: they supervise, and have not left."""
    held = select(RoleHeld.user_id).where(RoleHeld.role.in_(SUPERVISES), RoleHeld.in_force(as_at))
    return db.session.scalars(
        select(User)
        .where(User.id.in_(held), User.stands(), or_(User.left_on.is_(None), User.left_on > as_at))
        .order_by(User.name)
    ).all()


def supervises(worker_id: int) -> bool:
    """Has this worker ever been given a role that supervises?"""
    held = select(RoleHeld.id).where(
        RoleHeld.user_id == worker_id, RoleHeld.role.in_(SUPERVISES), RoleHeld.stands()
    )
    return db.session.scalar(held.limit(1)) is not None


def open_allocation(household_id: int) -> Allocation | None:
    """The allocation of a household that has no end."""
    return open_row(Allocation, household_id=household_id)


@dataclass(frozen=True, slots=True)
class Workload:
    """How many households a worker supervises."""

    worker_id: int
    ref: str
    name: str
    households: int


def workload(as_at: date, known_at: datetime | None = None) -> list[Workload]:
    """How many households each worker supervises on a day, the most first."""
    number = func.count(Allocation.id)
    rows = db.session.execute(
        select(User.id, User.ref, User.name, number.label("households"))
        .join(Allocation, Allocation.worker_id == User.id)
        .where(
            Allocation.in_force(as_at, known_at),
            or_(User.left_on.is_(None), User.left_on > as_at),
        )
        .group_by(User.id, User.ref, User.name)
        .order_by(number.desc(), User.name)
    )
    return [Workload(row.id, row.ref, row.name, row.households) for row in rows]

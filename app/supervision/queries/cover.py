"""Questions about who supervises whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from app.accounts.models import RoleHeld, User
from app.accounts.roles import Role
from app.audit.remembering import remembered
from app.core.dated import put_together_once, these
from app.core.db import db
from app.core.succession import open_row
from app.supervision.models import Allocation
from app.supervision.queries.covering import gaps

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
    rows = db.session.execute(
        _workers(as_at, known_at, household_ids is not None), {"ids": sorted(household_ids or ())}
    )
    return {
        row.household_id: Worker(row.id, row.ref, row.name, row.starts_on, row.left_on)
        for row in rows
    }


@put_together_once
def _workers(as_at: date, known_at: datetime | None, of_some: bool) -> Select[*tuple[Any, ...]]:
    return (
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
            _works_here(as_at, known_at),
            these(Allocation.household_id, of_some),
        )
    )


def _works_here(as_at: date, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Users who had not left by a day, as the record believed at a moment."""
    stays = or_(User.left_on.is_(None), User.left_on > as_at)
    return stays if known_at is None else or_(stays, User.left_recorded_at > known_at)


def households_of(worker_id: int, as_at: date) -> frozenset[int]:
    """The households that this worker supervises on a day."""
    return frozenset(_households_of(worker_id, as_at))


@remembered
def _households_of(worker_id: int, as_at: date) -> tuple[int, ...]:
    """Every part of a page asks it, before it shows what is for those who supervise."""
    return tuple(db.session.scalars(_allocated(as_at), {"worker_id": worker_id}))


@put_together_once
def _allocated(as_at: date) -> Select[int]:
    return select(Allocation.household_id).where(
        Allocation.worker_id == bindparam("worker_id"), Allocation.in_force(as_at)
    )


def households_without_worker(
    as_at: date, known_at: datetime | None = None, *, household_id: int | None = None
) -> list[Unallocated]:
    """Our approved households with nobody supervising them, the longest first.

    A worker who has left leaves the household with nobody from that day. `household_id` asks of
    that one only.
    """
    return [
        Unallocated(
            gap.household_id,
            gap.ref,
            gap.name,
            gap.starts_on,
            (as_at - gap.starts_on).days,
            gap.last_worker,
            gap.left,
        )
        for gap in gaps(known_at, household_id=household_id)
        if gap.on(as_at)
    ]


def without_worker_since(
    household_id: int, as_at: date, known_at: datetime | None = None
) -> date | None:
    """Since when one approved household of ours has had nobody supervising it; None if it has."""
    found = households_without_worker(as_at, known_at, household_id=household_id)
    return found[0].since if found else None


def year_of(day: date) -> date:
    """The first day of the council's year that a day is in: 1 April."""
    return date(day.year if (day.month, day.day) >= (4, 1) else day.year - 1, 4, 1)


def days_without_worker(first: date, until: date, known_at: datetime | None = None) -> int:
    """Household-days with nobody, on or after `first` and before `until`: one for each household
    and each day that it ought to have had somebody."""
    return sum(gap.days(first, until) for gap in gaps(known_at))


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
        select(User).where(User.id.in_(held), User.stands(), _works_here(as_at)).order_by(User.name)
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
        .where(Allocation.in_force(as_at, known_at), _works_here(as_at, known_at))
        .group_by(User.id, User.ref, User.name)
        .order_by(number.desc(), User.name)
    )
    return [Workload(row.id, row.ref, row.name, row.households) for row in rows]

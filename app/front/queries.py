"""What the front page asks that no room asks for itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from app.accounts.models import RoleHeld, User
from app.accounts.permissions import May
from app.children.models import Child, LegalStatus
from app.commissioning.queries.choosing import OverTheBorder, waiting_over_the_border
from app.core.db import db
from app.exchange.models import Load, LoadState
from app.matching import queries as matching
from app.matching.models import PlacementDecision
from app.matching.rules import Area
from app.people.models import Household, Provider, ProviderKind
from app.register.models import TemporaryApproval
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.clock import DayN

SOON = timedelta(days=14)
"""A temporary approval or a role that runs out within this time is shown."""


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A temporary approval near or past its last day, in the order of the last day."""

    household: str
    ref: str
    last_day: date
    day: DayN
    extended: bool


def temporary_approvals_running_out(as_at: date) -> list[RunningOut]:
    """Temporary approvals not ended whose last day is near or past, the soonest first."""
    rows = db.session.execute(
        select(TemporaryApproval, Household.name, Household.ref)
        .join(Household, Household.id == TemporaryApproval.household_id)
        .where(TemporaryApproval.in_force(as_at))
    ).unique()
    found = [
        RunningOut(
            name,
            ref,
            approval.last_day,
            REG24_EXPIRY.day_n(approval.starts_on, as_at),
            approval.last_day != approval.original_last_day,
        )
        for approval, name, ref in rows
        if approval.last_day <= as_at + SOON
    ]
    return sorted(found, key=lambda each: (each.last_day, each.household))


def proposals_for(user: User) -> list[Row[Any]]:
    """Proposed placements that wait for this person: at a distance the director's, unless the
    carers are our own; all others a nominated officer's. Nobody's own proposal waits for them."""
    waiting = matching.waiting_for_decision()
    ours = set(
        db.session.scalars(
            select(Household.id)
            .join(Provider, Provider.id == Household.provider_id)
            .where(
                Household.id.in_([row.PlacementDecision.household_id for row in waiting]),
                Provider.kind == ProviderKind.OWN,
            )
        )
    )
    return [
        row
        for row in waiting
        if row.PlacementDecision.proposed_by_id != user.id
        and user.may(_decided_with(row.PlacementDecision, ours))
    ]


def offers_for(user: User, as_at: date) -> list[OverTheBorder]:
    """Offered settings outside our area in which this person may place; nobody's own choice waits
    for them."""
    return [
        each
        for each in waiting_over_the_border(as_at)
        if user.may(each.decides) and user.id not in each.not_for
    ]


def _decided_with(decision: PlacementDecision, ours: Collection[int]) -> May:
    """What somebody must be allowed to do to decide this."""
    areas = {check["result"] for check in decision.checks if check["code"] == "area"}
    far = Area.AT_A_DISTANCE in areas and decision.household_id not in ours
    return May.DECIDE_AT_A_DISTANCE if far else May.DECIDE_FAILED_GATE


@dataclass(frozen=True, slots=True)
class Ending:
    """The last role of somebody, about to end."""

    name: str
    ref: str
    ends_on: date


def last_roles_ending(as_at: date) -> list[Ending]:
    """Those who will hold no role a fortnight from now, and hold one today."""
    rows = db.session.execute(
        select(User.name, User.ref, func.max(RoleHeld.ends_on))
        .join(RoleHeld, RoleHeld.user_id == User.id)
        .where(RoleHeld.in_force(as_at), User.left_on.is_(None), User.suspended_at.is_(None))
        .group_by(User.id, User.name, User.ref)
        .having(
            func.max(RoleHeld.ends_on) <= as_at + SOON, func.count(RoleHeld.ends_on) == func.count()
        )
        .order_by(func.max(RoleHeld.ends_on), User.name)
    )
    return [Ending(name, ref, ends_on) for name, ref, ends_on in rows if ends_on]


def users_without_role(as_at: date) -> list[tuple[str, str]]:
    """Names and references of those who may sign in and hold no role today."""
    holds = select(RoleHeld.user_id).where(RoleHeld.in_force(as_at))
    rows = db.session.execute(
        select(User.name, User.ref)
        .where(
            User.stands(),
            User.left_on.is_(None),
            User.suspended_at.is_(None),
            User.id.not_in(holds),
        )
        .order_by(User.name)
    )
    return [(name, ref) for name, ref in rows]


def children_of_worker(user_id: int, as_at: date) -> int:
    """How many looked-after children have this social worker."""
    return (
        db.session.scalar(
            select(func.count(Child.id.distinct()))
            .join(LegalStatus, LegalStatus.child_id == Child.id)
            .where(Child.worker_id == user_id, Child.stands(), LegalStatus.in_force(as_at))
        )
        or 0
    )


def loads_waiting() -> list[Load]:
    """Loads that were checked and not yet carried out, the oldest first."""
    return list(
        db.session.scalars(
            select(Load).where(Load.stands(), Load.state == LoadState.CHECKED).order_by(Load.id)
        )
    )

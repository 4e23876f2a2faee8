"""What was said of one placement's items, its plan, who decides, and its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import RoleHeld, User
from app.accounts.roles import Role
from app.core.db import db
from app.documents.models import Document
from app.placements.models import (
    DelegatedMatter,
    PlacementEnding,
    PlacementPlan,
    PlacementStep,
    ReviewingOfficer,
)


def steps_of(placement_id: int, known_at: datetime | None = None) -> Sequence[PlacementStep]:
    """What was said of a placement's items, the latest first."""
    return db.session.scalars(
        select(PlacementStep)
        .where(PlacementStep.placement_id == placement_id, PlacementStep.stands(known_at))
        .order_by(PlacementStep.id.desc())
    ).all()


def step_by_ref(placement_id: int, ref: str) -> PlacementStep | None:
    """One of them."""
    return db.session.scalar(
        select(PlacementStep).where(
            PlacementStep.ref == ref,
            PlacementStep.placement_id == placement_id,
            PlacementStep.stands(),
        )
    )


def plan_of(placement_id: int, known_at: datetime | None = None) -> PlacementPlan | None:
    """The placement plan as it stands."""
    return db.session.scalar(
        select(PlacementPlan)
        .where(PlacementPlan.placement_id == placement_id, PlacementPlan.stands(known_at))
        .order_by(PlacementPlan.id.desc())
        .limit(1)
    )


def delegated_of(
    placement_id: int, as_at: date, known_at: datetime | None = None
) -> dict[Any, DelegatedMatter]:
    """Who decides what about the child on a day, by the matter."""
    found = db.session.scalars(
        select(DelegatedMatter).where(
            DelegatedMatter.placement_id == placement_id, DelegatedMatter.in_force(as_at, known_at)
        )
    )
    return {each.matter: each for each in found}


def ending_of(placement_id: int, known_at: datetime | None = None) -> PlacementEnding | None:
    """What was said of a placement's end."""
    return db.session.scalar(
        select(PlacementEnding)
        .where(PlacementEnding.placement_id == placement_id, PlacementEnding.stands(known_at))
        .order_by(PlacementEnding.id.desc())
        .limit(1)
    )


def officer_of(child_id: int, as_at: date) -> ReviewingOfficer | None:
    """Who reviews a child's case on a day."""
    return db.session.scalar(
        select(ReviewingOfficer).where(
            ReviewingOfficer.child_id == child_id, ReviewingOfficer.in_force(as_at)
        )
    )


def officers_to_choose(as_at: date) -> list[User]:
    """Independent reviewing officers who work here."""
    return _people(as_at, RoleHeld.role == Role.REVIEWING_OFFICER)


def people_to_choose(as_at: date) -> list[User]:
    """Everybody who works here and could take something on."""
    roles = (
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.PLACEMENT_OFFICER,
        Role.CHILD_SOCIAL_WORKER,
        Role.SERVICE_MANAGER,
        Role.REVIEWING_OFFICER,
    )
    return _people(as_at, RoleHeld.role.in_(roles))


def _people(as_at: date, holds: Any) -> list[User]:
    held = select(RoleHeld.user_id).where(holds, RoleHeld.in_force(as_at))
    return list(
        db.session.scalars(
            select(User)
            .where(
                User.id.in_(held), User.stands(), or_(User.left_on.is_(None), User.left_on > as_at)
            )
            .order_by(User.name)
        )
    )


def documents_named(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The public id and the name of these documents."""
    rows = db.session.execute(
        select(Document.id, Document.ref, Document.name).where(Document.id.in_(ids))
    )
    return {row.id: (row.ref, row.name) for row in rows}

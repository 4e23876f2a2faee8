"""Planned placements and held beds, with what is planned before the move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from app.children.models import (
    Child,
    Referral,
)
from app.core.db import db
from app.core.today import now, today
from app.people.models import Household
from app.placements.models import (
    Introduction,
)
from app.register.models import ClaimKind, RoomClaim


@dataclass(frozen=True, slots=True)
class Move:
    """A planned placement or a held bed, with what is planned before it."""

    claim: RoomClaim
    child: Child
    household: Household
    referral_ref: str | None
    steps: Sequence[Introduction]

    @property
    def is_held(self) -> bool:
        """A bed that is held, until it expires."""
        return self.claim.claim is ClaimKind.HELD

    @property
    def next_step(self) -> Introduction | None:
        """The next step of introductions of which nothing is recorded yet."""
        return next((each for each in self.steps if each.held is None), None)


def moves(*, only: str | None = None, recently: timedelta = timedelta(0)) -> list[Move]:
    """Every planned placement and held bed that stands, the soonest first; with `recently`, also
    holds that expired by themselves within that time."""

    moment = now()
    asked = (
        select(RoomClaim, Child, Household, Referral.ref)
        .join(Child, Child.id == RoomClaim.child_id)
        .join(Household, Household.id == RoomClaim.household_id)
        .outerjoin(Referral, Referral.id == RoomClaim.referral_id)
        .where(
            RoomClaim.stands(),
            RoomClaim.released_at.is_(None),
            or_(RoomClaim.expires_at.is_(None), RoomClaim.expires_at > moment - recently),
            or_(RoomClaim.ends_on.is_(None), RoomClaim.ends_on > today()),
        )
        .order_by(RoomClaim.starts_on, RoomClaim.id)
    )
    if only is not None:
        asked = asked.where(RoomClaim.ref == only)
    rows = db.session.execute(asked).all()
    steps: dict[int, list[Introduction]] = defaultdict(list)
    for each in db.session.scalars(
        select(Introduction)
        .where(Introduction.claim_id.in_([row[0].id for row in rows]), Introduction.stands())
        .order_by(Introduction.planned_on, Introduction.id)
    ):
        steps[each.claim_id].append(each)
    return [Move(claim, child, home, ref, steps[claim.id]) for claim, child, home, ref in rows]


def introduction_by_ref(claim_id: int, ref: str) -> Introduction | None:
    """A step of a planned move."""
    return db.session.scalar(
        select(Introduction).where(
            Introduction.ref == ref, Introduction.claim_id == claim_id, Introduction.stands()
        )
    )

"""What the standard tells of a referral: who opened it, and the placement that was agreed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from app.accounts.models import User
from app.api import feed, reading
from app.api.admitting import Caller
from app.api.placements_standard import Agreed, ReferralTold, child_number
from app.audit.looks import looked
from app.children.models import Placement, Referral
from app.core.columns import Kept
from app.core.db import db
from app.core.today import london_day
from app.data import authorities
from app.matching.models import PlacementDecision
from app.people.models import Fee, Household


def told(referral: Referral, caller: Caller) -> ReferralTold:
    """A referral as its documents are written from it; a look at it and at its children."""
    those = referral.children
    looked(
        [f"referral:{referral.id}", *(f"child:{child.id}" for child in those)],
        Kept.CHILD,
        "system: standard",
        by=caller.by,
    )
    keys = feed.keys(caller.key, "child", [child.id for child in those])
    decision = _decision(referral)
    placed = _placed(decision.placements) if decision is not None else []
    by_child = {row.child_id: row for row in placed}
    postcode = referral.home_postcode
    return ReferralTold(
        opened_on=referral.opened_on,
        needed_on=referral.needed_on,
        near=postcode.partition(" ")[0] if postcode else None,
        answers=reading.coded(referral.answers),
        officer=_name(referral.opened_by),
        numbers=tuple(child_number(child.ref, keys.get(child.id)) for child in those),
        agreed=tuple(
            _agreed(by_child[child.id], placed, decision)
            if child.id in by_child and decision is not None
            else None
            for child in those
        ),
    )


def _decision(referral: Referral) -> PlacementDecision | None:
    return db.session.scalar(
        select(PlacementDecision)
        .where(
            PlacementDecision.referral_id == referral.id,
            PlacementDecision.confirmed_at.is_not(None),
            PlacementDecision.stands(),
        )
        .order_by(PlacementDecision.id.desc())
        .limit(1)
    )


def _placed(ids: Sequence[int]) -> Sequence[Placement]:
    return db.session.scalars(
        select(Placement).where(Placement.id.in_(ids), Placement.stands())
    ).all()


def _agreed(row: Placement, placed: Sequence[Placement], decision: PlacementDecision) -> Agreed:
    home = db.session.get(Household, row.household_id) if row.household_id is not None else None
    own = current_app.config["SETTINGS"].authority_code
    area = row.authority_code
    known = authorities().get(area) if area else None
    return Agreed(
        weekly_pounds=_fee(row),
        area=known.name if known is not None else area,
        in_area=area == own if area else None,
        provider_urn=home.provider.urn if home is not None else None,
        together=len({each.child_id for each in placed if each.household_id == row.household_id})
        - 1,
        officer=_name(decision.confirmed_by_id),
        on=london_day(decision.confirmed_at) if decision.confirmed_at else None,
    )


def _fee(row: Placement) -> int | None:
    if row.household_id is None:
        return None
    return db.session.scalar(
        select(Fee.weekly_pounds).where(
            Fee.household_id == row.household_id, Fee.in_force(row.starts_on)
        )
    )


def _name(user_id: int | None) -> str | None:
    user = db.session.get(User, user_id) if user_id is not None else None
    return user.name if user is not None else None

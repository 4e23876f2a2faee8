"""What is weighed in a caseload, read for many households at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.children.models import Placement
from app.core.db import db
from app.people.models import Address, Postcode
from app.register.models import Approval, Hold, HoldReason, TemporaryApproval
from app.supervision.models import Arrangement, CaseloadWeight
from app.supervision.rules.weighing import USUAL, Carries, Weight, in_first_year
from sufficiency.types import Point


@dataclass(frozen=True, slots=True)
class Works:
    """How somebody works: per cent of full time, and the point that they set out from."""

    percent: int = 100
    is_said: bool = False
    """Whether it is recorded; otherwise they count as full time."""
    base: Point | None = None


def weights(as_at: date, known_at: datetime | None = None) -> dict[Weight, int]:
    """What everything weighs on a day: as the council set it, or as is usual."""
    rows = db.session.execute(
        select(CaseloadWeight.weight, CaseloadWeight.points).where(
            CaseloadWeight.in_force(as_at, known_at)
        )
    )
    return {**USUAL, **{row.weight: row.points for row in rows}}


def weights_through_time() -> Sequence[CaseloadWeight]:
    """Every weight that the council has set, the latest first."""
    return db.session.scalars(
        select(CaseloadWeight)
        .where(CaseloadWeight.stands())
        .order_by(CaseloadWeight.starts_on.desc(), CaseloadWeight.id.desc())
    ).all()


def works(as_at: date, known_at: datetime | None = None) -> dict[int, Works]:
    """How each worker of whom it is recorded works on a day."""
    rows = db.session.execute(
        select(Arrangement.worker_id, Arrangement.percent, Postcode.easting, Postcode.northing)
        .outerjoin(Postcode, Postcode.postcode == Arrangement.postcode)
        .where(Arrangement.in_force(as_at, known_at))
    )
    return {
        row.worker_id: Works(
            row.percent,
            True,
            Point(row.easting, row.northing) if row.easting is not None else None,
        )
        for row in rows
    }


def arrangements_of(worker_id: int) -> Sequence[Arrangement]:
    """How somebody has worked, the latest first."""
    return db.session.scalars(
        select(Arrangement)
        .where(Arrangement.worker_id == worker_id, Arrangement.stands())
        .order_by(Arrangement.starts_on.desc(), Arrangement.id.desc())
    ).all()


def homes(
    household_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> dict[int, Point]:
    """Where each of these households lives on a day, where the point is known."""
    rows = db.session.execute(
        select(Address.household_id, Address.easting, Address.northing).where(
            Address.household_id.in_(sorted(household_ids)),
            Address.in_force(as_at, known_at),
            Address.easting.is_not(None),
            Address.northing.is_not(None),
        )
    )
    return {row.household_id: Point(row.easting, row.northing) for row in rows}


def carries(
    household_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> dict[int, Carries]:
    """What of each of these households is weighed on a day."""
    asked = sorted(household_ids)
    approved_on: dict[int, date] = {}
    connected = set()
    for row in db.session.execute(
        select(Approval.household_id, Approval.starts_on, Approval.family_and_friends).where(
            Approval.household_id.in_(asked), Approval.in_force(as_at, known_at)
        )
    ):
        first = approved_on.get(row.household_id, row.starts_on)
        approved_on[row.household_id] = min(first, row.starts_on)
        if row.family_and_friends:
            connected.add(row.household_id)
    connected |= _with(TemporaryApproval, asked, as_at, known_at)
    alleged = set(
        db.session.scalars(
            select(Hold.household_id).where(
                Hold.household_id.in_(asked),
                Hold.in_force(as_at, known_at),
                Hold.reason == HoldReason.ALLEGATION,
            )
        )
    )
    children = _children(asked, as_at, known_at)
    return {
        each: Carries(
            first_year=each in approved_on and in_first_year(approved_on[each], as_at),
            connected=each in connected,
            allegation=each in alleged,
            children=children[each],
        )
        for each in asked
    }


def _with(
    kind: type[TemporaryApproval], asked: Sequence[int], as_at: date, known_at: datetime | None
) -> set[int]:
    return set(
        db.session.scalars(
            select(kind.household_id).where(
                kind.household_id.in_(asked), kind.in_force(as_at, known_at)
            )
        )
    )


def _children(asked: Sequence[int], as_at: date, known_at: datetime | None) -> Counter[int]:
    rows = db.session.execute(
        select(Placement.household_id, func.count(func.distinct(Placement.child_id)))
        .where(Placement.household_id.in_(asked), Placement.in_force(as_at, known_at))
        .group_by(Placement.household_id)
    )
    return Counter({row[0]: row[1] for row in rows if row[0] is not None})

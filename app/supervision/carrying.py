"""What was agreed at visits is carried by whoever is to do it, and goes with the rest of theirs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_, select

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db
from app.core.present import short_day
from app.people.models import Household
from app.supervision.carried import Carried, Kind, carry
from app.supervision.visits.models import Visit, VisitAction


def open_actions(as_at: date, known_at: datetime | None = None) -> list[Carried]:
    """What was agreed at visits, is not done on a day, and has a worker to do it."""
    rows = db.session.execute(
        select(
            VisitAction.ref,
            VisitAction.owner_id,
            VisitAction.household_id,
            Visit.visited_on,
            Household.name,
            Household.ref.label("household_ref"),
        )
        .join(Visit, Visit.id == VisitAction.visit_id)
        .join(Household, Household.id == VisitAction.household_id)
        .where(
            VisitAction.stands(known_at),
            VisitAction.owner_id.is_not(None),
            Visit.visited_on <= as_at,
            or_(VisitAction.closed_on.is_(None), VisitAction.closed_on > as_at),
        )
    )
    return [
        Carried(
            kind="visit_action",
            ref=row.ref,
            says=f"Agreed at the visit of {short_day(row.visited_on)}",
            household_id=row.household_id,
            household=row.name,
            household_ref=row.household_ref,
            worker_id=row.owner_id,
            since=row.visited_on,
        )
        for row in rows
    ]


@act("Gave what was agreed at a visit to somebody else")
def give_action(
    ref: str, worker: User, *, starts_on: date, because: str, by: Actor
) -> VisitAction | None:
    """Somebody else is to do it. It has no day of its own: it is theirs at once."""
    found = db.session.scalar(
        select(VisitAction).where(VisitAction.ref == ref, VisitAction.stands())
    )
    if found is not None:
        found.owner_id = worker.id
    return found


carry(Kind("visit_action", of=open_actions, hand_over=give_action))

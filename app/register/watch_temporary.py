"""The weeks of temporary approvals (CPPCR 2010 regs 24 and 25), until each one's last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.people.models import Household
from app.register.models import TemporaryApproval
from app.statute.care_planning.connected import REG24_EXPIRY
from app.statute.running import Running


def running(as_at: date) -> Iterator[Running]:
    """Each temporary approval that nobody has ended, the one that has run out included."""
    rows = db.session.execute(
        select(TemporaryApproval, Household.name, Household.ref)
        .join(Household, Household.id == TemporaryApproval.household_id)
        .where(TemporaryApproval.in_force(as_at))
        .order_by(TemporaryApproval.id)
    ).unique()
    for approval, name, ref in rows:
        yield Running(
            clock=REG24_EXPIRY.key,
            subject=f"temporary_approval:{approval.id}",
            about=name,
            due_on=approval.last_day,
            action="Open",
            page="register.household",
            arguments=(("ref", ref),),
            since=approval.starts_on,
            household_id=approval.household_id,
        )

"""Approvals on record without the recommendation that they needed, or without who decided them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.core.db import db
from app.panel.coming import FSR_BEGAN, rule_for
from app.panel.kinds import ItemKind
from app.panel.queries.meetings import must_come_table
from app.people.models import Household, Provider, ProviderKind
from app.register.models import Approval


@dataclass(frozen=True, slots=True)
class Lacking:
    """An approval of ours and what the record does not show of it."""

    household_id: int
    ref: str
    household: str
    approved_on: date
    ended_on: date | None
    panel: bool
    """No recommendation is on record, and one was needed on that day."""

    decider: bool
    """Nobody is named as having decided it."""


def approvals_lacking(as_at: date) -> list[Lacking]:
    """Each approval of our own carers since the regulations began, the latest first.

    It is kept and judged, never refused: most were recorded elsewhere before this record began.
    """
    table = must_come_table()
    rows = db.session.execute(
        select(Approval, Household.ref, Household.name)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Approval.stands(),
            Approval.starts_on >= FSR_BEGAN,
            Approval.starts_on <= as_at,
            Provider.kind == ProviderKind.OWN,
            or_(Approval.recommended_on.is_(None), Approval.decided_by.is_(None)),
        )
        .order_by(Approval.starts_on.desc(), Approval.id.desc())
    )
    found = [
        Lacking(
            row.Approval.household_id,
            row.ref,
            row.name,
            row.Approval.starts_on,
            row.Approval.ends_on,
            panel=row.Approval.recommended_on is None
            and rule_for(ItemKind.INITIAL_APPROVAL, row.Approval.starts_on, table) is not None,
            decider=not row.Approval.decided_by,
        )
        for row in rows
    ]
    return [each for each in found if each.panel or each.decider]

"""Temporary approval of connected persons: recorded here, decided elsewhere."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db
from app.core.succession import begin, open_row
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, record_breach
from app.register.models import (
    Extension,
    TemporaryApproval,
)
from app.statute.care_planning.connected import REG24_EXPIRY


@act("Recorded a temporary approval")
def record_temporary_approval(
    household: Household, child: Child, *, starts_on: date, decided_by: str, by: Actor
) -> TemporaryApproval:
    """A connected person may care for this child from this day (CPPCR 2010 regulation 24)."""
    if (
        before := open_row(TemporaryApproval, household_id=household.id, child_id=child.id)
    ) is not None:
        since = f"{before.starts_on:%d/%m/%Y}"
        refuse_if(
            [record_breach(f"A temporary approval for this child is open since {since}.", "child")]
        )
    return begin(
        TemporaryApproval(
            household_id=household.id,
            child_id=child.id,
            starts_on=starts_on,
            original_last_day=REG24_EXPIRY.last_day(starts_on),
            decided_by=decided_by,
        )
    )


@act("Ended a temporary approval")
def end_temporary_approval(
    approval: TemporaryApproval, *, on: date, by: Actor
) -> TemporaryApproval:
    """It ended in fact; when it ran out in law is its last day."""
    refuse_if(ending_breaches("This", approval.starts_on, approval.ends_on, on))
    approval.end(on)
    return approval


@act("Recorded an extension of a temporary approval")
def record_extension(
    approval: TemporaryApproval, *, last_day: date, decided_on: date, decided_by: str, by: Actor
) -> Extension:
    """The one further period was given (CPPCR 2010 regulation 25)."""
    if approval.extension is not None:
        refuse_if([record_breach("This approval has been extended already: once only.")])
    if last_day <= approval.original_last_day:
        refuse_if(
            [
                record_breach(
                    f"The first period runs to {approval.original_last_day:%d/%m/%Y}. "
                    "Give a later last day.",
                    "last_day",
                )
            ]
        )
    approval.extension = Extension(
        approval_id=approval.id,
        last_day=last_day,
        decided_on=decided_on,
        decided_by=decided_by,
    )
    db.session.flush()
    return approval.extension

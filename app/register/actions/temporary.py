"""Temporary approval of connected persons: recorded here, decided elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db
from app.core.succession import begin, open_row
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, record_breach
from app.register.models import (
    Extension,
    ReviewExtension,
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
    approval: TemporaryApproval,
    *,
    last_day: date,
    decided_on: date,
    decided_by: str,
    considered_on: date | None = None,
    panel_on: date | None = None,
    iro_told_on: date | None = None,
    by: Actor,
) -> Extension:
    """The one further period was given (CPPCR 2010 regulation 25).

    The days of its conditions are given where it was decided here.
    """
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
        considered_on=considered_on,
        panel_on=panel_on,
        iro_told_on=iro_told_on,
    )
    db.session.flush()
    return approval.extension


@act("Recorded an extension while an independent review is pending")
def record_review_extension(
    approval: TemporaryApproval,
    *,
    starts_on: date,
    reference: str,
    asked_on: date,
    decided_by: str,
    considered_on: date | None = None,
    panel_on: date | None = None,
    iro_told_on: date | None = None,
    by: Actor,
) -> ReviewExtension:
    """It runs until the outcome of the review is known (CPPCR 2010 regulation 25(1)(b), (3))."""
    if approval.review is not None:
        says = "This approval was extended for an independent review already."
        refuse_if([record_breach(says)])
    approval.review = ReviewExtension(
        approval_id=approval.id,
        starts_on=starts_on,
        reference=reference.strip(),
        asked_on=asked_on,
        decided_by=decided_by,
        considered_on=considered_on,
        panel_on=panel_on,
        iro_told_on=iro_told_on,
    )
    db.session.flush()
    return approval.review


@act("Recorded the outcome of an independent review")
def end_review_extension(review: ReviewExtension, *, known_on: date, by: Actor) -> ReviewExtension:
    """The outcome is known: this is the last day."""
    on = known_on + timedelta(days=1)
    refuse_if(ending_breaches("This", review.starts_on, review.ends_on, on))
    review.end(on)
    db.session.flush()
    return review

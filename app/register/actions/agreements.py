"""The foster care agreement, agreements to share a bedroom, and reviews."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.children.models import Child
from app.core.db import db
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import record_breach, takes_over_breaches
from app.register import rules
from app.register.models import (
    FosterCareAgreement,
    Review,
    SharingAgreement,
)


@act("Recorded a signed foster care agreement")
def sign_agreement(household: Household, *, starts_on: date, by: Actor) -> FosterCareAgreement:
    """The foster care agreement was signed on this day; it takes the place of one before."""
    before = open_row(FosterCareAgreement, household_id=household.id)
    refuse_if(
        takes_over_breaches("A signed agreement", before.starts_on if before else None, starts_on)
    )
    new = FosterCareAgreement(household_id=household.id, starts_on=starts_on)
    return begin(new, instead_of=before)


@act("Recorded an agreement to share a bedroom")
def agree_sharing(
    household: Household,
    *,
    child: Child,
    with_child: Child,
    agreed_by: str,
    starts_on: date,
    by: Actor,
) -> SharingAgreement:
    """Each child's responsible authority agrees that these two may share a bedroom here."""
    refuse_if(rules.sharing_breaches(child.id == with_child.id))
    first, second = sorted((child.id, with_child.id))
    return begin(
        SharingAgreement(
            household_id=household.id,
            child_id=first,
            with_child_id=second,
            agreed_by=agreed_by,
            starts_on=starts_on,
        )
    )


@act("Recorded a review of approval")
def record_review(
    household: Household, *, held_on: date, panel_on: date | None = None, by: Actor
) -> Review:
    """A review of approval was held (FSR 2011 regulation 28)."""
    if held_on > today():
        refuse_if([record_breach("A review is recorded once it has been held.", "held_on")])
    review = Review(household_id=household.id, held_on=held_on, panel_on=panel_on)
    db.session.add(review)
    db.session.flush()
    return review

"""What a household can offer for now: holds, and places not available."""

from __future__ import annotations

from datetime import date

from app.audit.act import Actor, act
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, record_breach
from app.register import rules
from app.register.models import (
    Hold,
    HoldReason,
    NotAvailable,
    Unavailability,
)
from app.register.rules import holding
from app.statute.local import HOLD_REVIEW


@act("Put a household on hold")
def put_on_hold(
    household: Household,
    *,
    reason: HoldReason,
    starts_on: date,
    places: int | None = None,
    note: str = "",
    plan: str = "",
    review_on: date | None = None,
    by: Actor,
) -> Hold:
    """No placements for now, or so many places fewer; approval is not touched.

    `review_on`: when it is looked at again, within the council's own time unless said.
    """
    refuse_if(holding.hold_breaches(places, starts_on, review_on))
    if (before := open_row(Hold, household_id=household.id)) is not None:
        since = f"{before.starts_on:%d/%m/%Y}"
        refuse_if([record_breach(f"This household is already on hold, since {since}.")])
    return begin(
        Hold(
            household_id=household.id,
            reason=reason,
            starts_on=starts_on,
            places=places,
            note=note.strip(),
            plan=plan.strip(),
            review_on=review_on or HOLD_REVIEW.last_day(starts_on),
        )
    )


@act("Looked at a hold again")
def look_again_at_hold(hold: Hold, *, plan: str, review_on: date, by: Actor) -> Hold:
    """The hold goes on, with this plan, until it is looked at again. Lifting it is a decision."""
    refuse_if(holding.going_on_breaches(review_on, plan, today()))
    hold.plan = plan.strip()
    hold.review_on = review_on
    return hold


@act("Lifted a hold")
def lift_hold(hold: Hold, *, on: date, by: Actor) -> Hold:
    """The household may take placements again from this day."""
    refuse_if(ending_breaches("This hold", hold.starts_on, hold.ends_on, on))
    hold.end(on)
    return hold


@act("Recorded places as not available")
def make_unavailable(
    household: Household,
    *,
    places: int | None,
    reason: NotAvailable,
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
    by: Actor,
) -> Unavailability:
    """So many places (None: all) cannot be offered from this day, and why."""
    breaches = rules.unavailability_breaches(places)
    if ends_on is not None:
        breaches += ending_breaches("This", starts_on, None, ends_on, "ends_on")
    refuse_if(breaches)
    gone = Unavailability(
        household_id=household.id,
        places=places,
        reason=reason,
        starts_on=starts_on,
        note=note.strip(),
    )
    if ends_on is not None:
        gone.end(ends_on)
    return begin(gone)


@act("Recorded places as available again")
def make_available(unavailability: Unavailability, *, on: date, by: Actor) -> Unavailability:
    """What was not available can be offered again from this day."""
    refuse_if(ending_breaches("This", unavailability.starts_on, unavailability.ends_on, on))
    unavailability.end(on)
    return unavailability

"""What the final decision on an application ends: a proposal, a review that was waited for."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import act
from app.core.today import today
from app.panel.models import Determination
from app.panel.queries.determining import extensions_for_review
from app.register import actions as register
from app.register.deciding import Outcome as Came


@act("Closed what was proposed to applicants")
def close(
    found: Determination, *, approved: bool, as_proposed: bool, why: str, by: User
) -> Determination:
    """It was decided: as proposed, or otherwise because they are approved as they asked."""
    found.outcome = Came.AGREED if as_proposed or not approved else Came.REFUSED
    found.decided_on, found.decided_by_id = today(), by.id
    found.decided_because = why.strip()
    return found


@act("Ended extensions that waited for an independent review")
def end_review_extensions(household_id: int, *, on: date, by: User) -> None:
    """A temporary approval that ran until the review was decided has its last day now.

    The review recommends; its outcome is known with the decision that takes it into account.
    """
    for each in extensions_for_review(household_id):
        register.end_review_extension(each, known_on=on, by=by)

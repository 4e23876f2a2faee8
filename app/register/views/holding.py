"""Holds: put on, looked at again; lifting one is a decision."""

from __future__ import annotations

from flask import abort, request

from app.accounts.permissions import May
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.people.changing import change
from app.register import actions, queries
from app.register.forms import HoldForm, LookAgainForm
from app.register.views.opening import bp, to_edit
from app.statute.local import HOLD_REVIEW


@bp.route("/households/<ref>/hold", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def hold(ref):
    """No placements for now, or fewer."""
    household = to_edit(ref)
    form = HoldForm()
    if request.method == "GET":
        form.review_on.data = HOLD_REVIEW.last_day(today())
    return change(
        household,
        form,
        actions.put_on_hold,
        household,
        title="Put on hold",
        says="No child is placed while it lasts, or fewer. Approval is not touched. Lifting it is "
        "a decision.",
        save="Put on hold",
        part="availability",
    )


@bp.route("/households/<ref>/hold/look-again", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def look_again(ref):
    """A hold goes on, with a plan; whoever thinks it should not asks for a decision."""
    household = to_edit(ref)
    found = [each for each in queries.standing_of(household.id).holds if each.held_on(today())]
    if not found:
        abort(404)
    form = LookAgainForm()
    if request.method == "GET":
        form.plan.data = found[0].plan
        form.review_on.data = HOLD_REVIEW.last_day(today())
    return change(
        household,
        form,
        actions.look_again_at_hold,
        found[0],
        title="Look at the hold again",
        says=f"On hold since {long_day(found[0].starts_on)}. It goes on until somebody decides "
        "otherwise.",
        save="Save the plan",
        part="availability",
    )

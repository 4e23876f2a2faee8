"""Who may be told where a household lives: decided for each person, because of each child."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.documents import actions, queries
from app.documents.forms import ToldForm
from app.documents.views.making import _children_here
from app.documents.views.opening import bp
from app.people.changing import household_to_change
from app.supervision import queries as supervision


@bp.route("/households/<ref>/address/told", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def told(ref):
    """The decisions in force, and a form for another. Without any, nobody is told."""
    household = household_to_change(ref, supervision.may_edit)
    looked([f"household:{household.id}"], Kept.NARRATIVE, "who may be told the address")
    here = _children_here(household)
    form = ToldForm(children=here)
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.tell_address,
            household,
            told_name=form.told_name.data,
            child_id=int(form.child.data) if form.child.data else None,
            decided_by=form.decided_by.data,
            why=form.why.data,
            leads_to=lambda _: url_for("documents.told", ref=ref),
        )
    ):
        return done.redirect
    page = render_template(
        "documents/told.html",
        household=household,
        form=form,
        names=dict(here),
        decisions=queries.told_where(household.id, today()),
        button=HearthForm(formdata=None),
        who_decides=current_user.name,
    )
    return page, form.http_status


@bp.post("/households/<ref>/address/told/<told_ref>/end")
@requires(May.EDIT_HOUSEHOLD)
def told_no_longer(ref, told_ref):
    """End a decision from today."""
    household = household_to_change(ref, supervision.may_edit)
    decision = queries.told_by_ref(told_ref)
    if decision is None or decision.household_id != household.id:
        abort(404)
    done = carried_out(
        HearthForm(),
        actions.tell_address_no_longer,
        decision,
        on=today(),
        leads_to=lambda _: url_for("documents.told", ref=ref),
    )
    if done is None:
        abort(400)
    return done.redirect

"""Planning visits: many at once, then each by itself."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.small_page import pressed
from app.core.db import db
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.people.forms import offered
from app.people.models import Household
from app.supervision import queries as supervision
from app.supervision.visits import actions, queries
from app.supervision.visits.forms import MoveForm, PlanForm
from app.supervision.visits.views.opening import bp, user


@bp.route("/visits/plan", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def plan():
    """Every so many weeks for these households until a day, in one go."""
    homes = {each.ref: each for each in _households()}
    workers = {each.ref: each for each in supervision.workers_to_choose_from(today())}
    form = PlanForm(
        worker=user().ref if user().ref in workers else None,
        households=request.args.getlist("household"),
    )
    form.households.choices = offered((ref, each.name) for ref, each in homes.items())
    form.worker.choices = offered(
        [("", "Choose"), *((ref, each.name) for ref, each in workers.items())]
    )
    if form.validate_on_submit():
        there = url_for("supervision.visits.index")
        carried = carried_out(
            form,
            actions.plan_visits,
            [
                db.session.get(Household, homes[ref].household_id)
                for ref in form.households.data or ()
            ],
            worker=workers[form.worker.data],
            first=form.planned_on.data,
            until=form.until.data,
            weeks=form.weeks.data,
            begins_at=form.begins_at.data or "",
            notice=form.notice.data,
            leads_to=lambda _: there,
        )
        if carried is not None:
            number = len(carried.result or ())
            flash(
                f"{number} {'visit is' if number == 1 else 'visits are'} planned. "
                "Each can be moved or called off by itself.",
                "success",
            )
            return carried.redirect
    page = render_template("supervision/visits/plan.html", form=form)
    return page, form.http_status


def _households():
    """The households that this person may plan visits to, by name."""
    found = queries.supervised(today())
    if not user().may(May.ALLOCATE_WORKER):
        own = supervision.own_households(user(), today())
        found = [each for each in found if each.household_id in own]
    return sorted(found, key=lambda each: each.name)


def _to_change(ref):
    """The planned visit, for its worker and for those who keep the household's record."""
    planned = queries.planned_by_ref(ref)
    if planned is None:
        abort(404)
    if planned.worker_id != user().id and not supervision.may_edit(user(), planned.household_id):
        abort(404)
    return planned


@bp.route("/visits/planned/<ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def planned(ref):
    """Record it, move it, hand it over, or call it off."""
    found = _to_change(ref)
    workers = {each.ref: each for each in supervision.workers_to_choose_from(today())}
    workers.setdefault(found.worker.ref, found.worker)
    form = MoveForm(
        record=found,
        planned_on=found.planned_on,
        begins_at=found.begins_at,
        worker=found.worker.ref,
    )
    form.worker.choices = offered((ref, each.name) for ref, each in workers.items())
    if form.validate_on_submit() and found.is_to_come:
        carried = carried_out(
            form,
            actions.move_planned,
            found,
            planned_on=form.planned_on.data,
            begins_at=form.begins_at.data or "",
            worker=workers[form.worker.data],
            record=found,
            leads_to=lambda _: url_for("supervision.visits.index"),
        )
        if carried is not None:
            flash("The planned visit is changed.", "success")
            return carried.redirect
    page = render_template(
        "supervision/visits/planned.html",
        form=form,
        planned=found,
        button=HearthForm(formdata=None),
        may_record=supervision.may_edit(user(), found.household_id),
    )
    return page, form.http_status


@bp.post("/visits/planned/<ref>/call-off")
@requires(May.EDIT_HOUSEHOLD)
def call_off(ref):
    """It is not to be."""
    found, there = _to_change(ref), url_for("supervision.visits.index")
    if not found.is_to_come:
        return redirect(there, 303)
    return pressed(actions.call_off, found, there=there, done="The planned visit is called off")

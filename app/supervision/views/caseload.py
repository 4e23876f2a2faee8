"""What each worker carries and weighs, how they work, and what the council weighs it by."""

from __future__ import annotations

from operator import methodcaller

from flask import flash, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, known_at
from app.supervision import actions, queries
from app.supervision.forms import ArrangementForm, WeightsForm
from app.supervision.rules.weighing import MILES_COUNTED, SHOWN, Weight
from app.supervision.views.opening import bp, listed, worker_or_404

OTHER = "Other matters"
"""What an allegation is called before those who may not see why a household is on hold."""


def _columns(sees_reasons):
    return (
        Shown("Worker", lambda load: load.name),
        Shown("Per cent of full time", lambda load: load.works.percent, numeric=True),
        Shown("Households", lambda load: len(load.lines), numeric=True),
        Shown("Children placed", lambda load: load.children, numeric=True),
        Shown("Assessments", lambda load: len(_assessments(load)), numeric=True),
        *(
            Shown(f"Points: {_short(weight, sees_reasons)}", methodcaller("of", weight))
            for weight in SHOWN
        ),
        Shown("Points", lambda load: load.points, numeric=True),
        Shown("Per cent of a full caseload", lambda load: load.per_cent, numeric=True),
        Shown("Leaves on", lambda load: load.left_on),
    )


def _short(weight, sees_reasons):
    if weight is Weight.ALLEGATION and not sees_reasons:
        return OTHER
    return SHORT[weight]


SHORT = {
    Weight.HOUSEHOLD: "Households",
    Weight.FIRST_YEAR: "First year",
    Weight.CONNECTED: "Connected",
    Weight.ALLEGATION: "Allegations",
    Weight.CHILD: "Children",
    Weight.TRAVEL: "Travel",
    Weight.ASSESSMENT: "Assessments",
}

OF_ONE = {**SHORT, Weight.HOUSEHOLD: "Household", Weight.ALLEGATION: "Allegation"}
OF_ONE.pop(Weight.ASSESSMENT)
"""The same of one household."""


def _assessments(load):
    return [other for other in load.others if other.kind == "assessment"]


@bp.route("/supervision/caseload")
@requires(May.SEE_CASELOAD)
def caseload():
    """Everybody who supervises, the heaviest first."""
    loads = [load for load in queries.caseloads(as_at(), known_at()) if _shown(load)]
    sees = current_user.may(May.SEE_HOLD_REASON)
    answer = listed(_columns(sees), loads, "caseload", "Caseload")
    if answer is not None:
        return answer
    return render_template(
        "supervision/caseload.html",
        loads=loads,
        assessments=_assessments,
        parts=[(weight, _short(weight, sees)) for weight in SHOWN],
        leavers=queries.leavers(as_at()) if current_user.may(May.ALLOCATE_WORKER) else [],
        nobody=len(queries.households_without_worker(as_at(), known_at())),
    )


def _shown(load):
    """Managers who have nothing, and may have something, are no row."""
    return load.lines or load.others or load.works.is_said


@bp.route("/supervision/caseload/<ref>")
@requires(May.SEE_CASELOAD)
def worker(ref):
    """Of what one worker's caseload is made: each household, each assessment, each open action."""
    found = worker_or_404(ref)
    loads = {load.worker_id: load for load in queries.caseloads(as_at(), known_at())}
    load = loads.get(found.id)
    sees = current_user.may(May.SEE_HOLD_REASON)
    if sees and load is not None:
        alleged = [line for line in load.lines if line.carries.allegation]
        looked([f"household:{line.household_id}" for line in alleged], Kept.NARRATIVE, "caseload")
    return render_template(
        "supervision/worker.html",
        worker=found,
        load=load,
        sees_reasons=sees,
        parts=list(OF_ONE.items()),
        other_matters=load.of(Weight.ALLEGATION) if load and not sees else 0,
        points=queries.weights(as_at(), known_at()),
        Weight=Weight,
    )


# --------------------------------------------------------------------------------------- settings


@bp.get("/supervision/caseload/weights")
@requires(May.SEE_CASELOAD)
def weights():
    """What everything weighs, since when, and what it weighed before."""
    return _weights_page(_weights_form())


@bp.post("/supervision/caseload/weights")
@requires(May.SET_WEIGHTS)
def set_weights():
    """The council's own points from today."""
    form = _weights_form()
    if form.validate_on_submit():
        there = url_for("supervision.weights")
        done = carried_out(form, actions.set_weights, form.points(), leads_to=lambda _: there)
        if done is not None:
            flash("Weights set.", "success")
            return done.redirect
    return _weights_page(form), 422


def _weights_form():
    now_used = queries.weights(today())
    return WeightsForm(data={weight.value: points for weight, points in now_used.items()})


def _weights_page(form):
    return render_template(
        "supervision/weights.html",
        form=form,
        may_set=current_user.may(May.SET_WEIGHTS),
        now_used=queries.weights(today()),
        history=queries.weights_through_time(),
        Weight=Weight,
        miles=MILES_COUNTED,
    )


@bp.route("/supervision/workers/<ref>/arrangement", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def arrangement(ref):
    """What part of full time a worker works, and from where they set out."""
    found = worker_or_404(ref)
    history = queries.arrangements_of(found.id)
    latest = history[0] if history else None
    form = ArrangementForm(
        data={
            "percent": latest.percent if latest else 100,
            "postcode": latest.postcode if latest else "",
            "starts_on": today(),
        }
    )
    there = url_for("supervision.worker", ref=ref)
    if form.validate_on_submit():
        done = carried_out(form, actions.arrange, found, leads_to=lambda _: there, **form.answers())
        if done is not None:
            flash("Recorded how they work.", "success")
            return done.redirect
    if history:
        looked([f"user_account:{found.id}"], Kept.LOCATION, "arrangement")
    page = render_template(
        "supervision/arrangement.html", form=form, worker=found, history=history, there=there
    )
    return page, form.http_status

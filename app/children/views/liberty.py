"""Deprivation of liberty: orders, their reviews and ends; and what a placement rests on."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import actions, forms, queries
from app.children.views.opening import (
    bp,
    change_child,
    child_or_404,
    named,
    placement_or_404,
    user_now,
)
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, known_at
from app.people.forms import OnForm


@bp.route("/children/<ref>/liberty")
@requires(May.SEE_LEDGER)
def liberty(ref):
    """Every order about one child, the latest first, with its reviews."""
    child = child_or_404(ref)
    looked([f"child:{child.id}"], Kept.NARRATIVE, "deprivation of liberty")
    orders = queries.liberty_of(child.id, known_at())
    day = as_at()
    now = next((each for each in orders if each.held_on(day, known_at())), None)
    is_now = day == today() and known_at() is None
    return render_template(
        "children/liberty.html",
        child=child,
        orders=orders,
        now=now,
        reviews=queries.liberty_reviews_of([each.id for each in orders], known_at()),
        may_keep=is_now and user_now().may(May.KEEP_LIBERTY),
    )


def _open_order(ref):
    child = child_or_404(ref)
    order = next((each for each in queries.liberty_of(child.id) if each.ends_on is None), None)
    if order is None:
        abort(404)
    return order


def _there(child_ref):
    return lambda _: url_for("children.liberty", ref=child_ref)


@bp.route("/children/<ref>/liberty/order", methods=["GET", "POST"])
@requires(May.KEEP_LIBERTY)
def record_liberty(ref):
    return change_child(
        ref,
        forms.LibertyForm(),
        actions.record_liberty,
        title="Record an order that deprives of liberty",
        says="A further order takes over from the one before it, on its first day.",
        leads_to=_there(ref),
    )


@bp.route("/children/<ref>/liberty/review", methods=["GET", "POST"])
@requires(May.KEEP_LIBERTY)
def review_liberty(ref):
    return change_child(
        ref,
        forms.LibertyReviewForm(),
        actions.record_liberty_review,
        _open_order(ref),
        title="Record a review of a deprivation of liberty",
        leads_to=_there(ref),
    )


@bp.route("/children/<ref>/liberty/end", methods=["GET", "POST"])
@requires(May.KEEP_LIBERTY)
def end_liberty(ref):
    return change_child(
        ref,
        OnForm(),
        actions.end_liberty,
        _open_order(ref),
        title="The restrictions have ended",
        says="From this day the child is no longer deprived of liberty.",
        leads_to=_there(ref),
    )


@bp.route("/placements/<ref>/rests-on", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def ground(ref):
    placement, child = placement_or_404(ref)
    return change_child(
        child.ref,
        forms.GroundForm(),
        actions.record_ground,
        placement,
        title="Record what a placement rests on",
        says=f"{named(placement)}. For what is neither an ordinary placement nor a decision.",
        part="basis",
    )

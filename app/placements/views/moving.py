"""Planned moves with their introductions, and beds that are held."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.children import queries as children
from app.core.columns import Kept
from app.core.db import db
from app.core.present import short_day
from app.core.security import requires
from app.core.today import now, today
from app.placements import forms, queries
from app.placements.actions import moves as actions
from app.placements.views.opening import bp, look, own_households, user_now, visible

LATELY = timedelta(days=7)
"""How long a hold that expired by itself is still shown."""


@bp.get("/moves")
@requires(May.SEE_CHILDREN)
def moves():
    """Planned moves and held beds of the children whom this person may see."""
    seen = set(db.session.scalars(visible()))
    found = [each for each in queries.moves(recently=LATELY) if each.child.id in seen]
    looked({f"child:{each.child.id}" for each in found}, Kept.CHILD, "moves")
    moment = now()
    return render_template(
        "placements/moves.html",
        planned=[each for each in found if not each.is_held],
        held=[each for each in found if each.is_held and each.claim.counts_at(moment)],
        expired=[each for each in found if each.is_held and not each.claim.counts_at(moment)],
        day=today(),
    )


def _move_or_404(ref):
    found = next(iter(queries.moves(only=ref, recently=LATELY)), None)
    if found is None or not children.may_see_child(
        user_now(), found.child, households=own_households()
    ):
        abort(404)
    look(found.child, "a planned move")
    return found


@bp.get("/moves/<ref>")
@requires(May.SEE_CHILDREN)
def move(ref):
    """One planned move or held bed: when, and each step before it."""
    found = _move_or_404(ref)
    return render_template(
        "placements/move.html",
        move=found,
        claim=found.claim,
        counts=found.claim.counts_at(now()),
        day=today(),
        may_keep=current_user.may(May.KEEP_PLACEMENT_LISTS),
        may_place=current_user.may(May.RECORD_PLACEMENT),
    )


def _small(found, form, action, *args, title, **kw):
    return small_page(
        form,
        action,
        *(args or (found.claim,)),
        there=url_for("placements.move", ref=found.claim.ref),
        about=f"{found.child.person.name}, to {found.household.name}",
        title=title,
        **kw,
    )


@bp.route("/moves/<ref>/plan", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def plan_move(ref):
    """A held bed becomes a planned move."""
    found = _move_or_404(ref)
    return _small(
        found,
        forms.MoveForm(),
        actions.plan_move,
        title="Plan the move",
        says="The bed is then kept from that day, and no longer let go by itself.",
        leads_to=lambda made: url_for("placements.move", ref=made.ref),
    )


@bp.route("/moves/<ref>/introductions", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def introduction(ref):
    """A step before the move, on a day to come."""
    found = _move_or_404(ref)
    return _small(
        found,
        forms.IntroductionForm(),
        actions.add_introduction,
        title="Plan an introduction",
        says=f"The move is on {short_day(found.claim.starts_on)}. Once introductions have begun, "
        "the child and the carers count on it.",
    )


@bp.route("/moves/<ref>/introductions/<step_ref>", methods=["GET", "POST"])
@requires(May.KEEP_PLACEMENT_LISTS)
def went(ref, step_ref):
    """How a step went."""
    found = _move_or_404(ref)
    step = queries.introduction_by_ref(found.claim.id, step_ref)
    if step is None:
        abort(404)
    return _small(
        found,
        forms.WentForm(record=step),
        actions.record_introduction,
        step,
        title="How it went",
        says=f"Planned for {short_day(step.planned_on)}.",
        record=step,
    )


@bp.route("/moves/<ref>/let-go", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def let_move_go(ref):
    """The move is not to be."""
    found, form = _move_or_404(ref), forms.LetGoForm()
    return _small(
        found,
        form,
        actions.let_move_go,
        title="Let it go",
        says="Once the child or the carers were told, it is a manager’s decision.",
        save="Let it go",
        warning=True,
        answers=lambda: form.answers() | {"may_change": current_user.may(May.CHANGE_TOLD_MATCH)},
        leads_to=lambda _: url_for("placements.moves"),
    )

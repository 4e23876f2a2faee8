"""One household's training: the card on its page, its own page, and what is recorded there."""

from __future__ import annotations

from flask import abort, render_template

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.db import db
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, known_at
from app.people.changing import change, household_or_404, household_to_change
from app.people.models import Person
from app.supervision import queries as supervision
from app.training import actions, present, queries
from app.training.forms import (
    AttendedHereForm,
    DoneForm,
    PlanForm,
    SetAsideForm,
    StandardsForm,
)
from app.training.views.opening import bp, may_edit, user


@bp.app_context_processor
def _for_pages():
    """What the card on a household's page asks."""
    return {"training_on_household": _on_household}


def _on_household(household_id, day, known):
    return {
        "carers": queries.learnt(day, known, household_ids=[household_id]),
        "said": present.said,
    }


@bp.get("/households/<ref>/training")
@requires(May.SEE_HOUSEHOLDS)
def household(ref):
    """What each carer of a household needs, has done, and wants to learn."""
    home = household_or_404(ref)
    day, known = as_at(), known_at()
    found = queries.learnt(day, known, household_ids=[home.id])
    ids = {each.carer.person_id for each in found}
    may_read = queries.may_read_plans(user(), home.id, day)
    plans = queries.plans_of(ids if may_read else (), day, known)
    looked([f"person:{each}" for each in plans], Kept.NARRATIVE, "training")
    return render_template(
        "training/household.html",
        household=home,
        carers=found,
        attended=queries.attendances_of(ids, day, known),
        plans=plans,
        may_edit=day == today() and may_edit(home.id),
        said=present.said,
    )


def _to_change(ref):
    """The household, its approved carers today, for somebody who may change it."""
    home = household_to_change(ref, supervision.may_edit)
    return home, queries.carers(today(), household_ids=[home.id])


def _people(form):
    return [db.session.get_one(Person, each) for each in form.chosen()]


@bp.route("/households/<ref>/training/attended", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def attended_here(ref):
    home, carers = _to_change(ref)
    form = AttendedHereForm(
        carers=carers, everybody=len(carers) == 1, courses=queries.courses(today())
    )
    return change(
        home,
        form,
        actions.record_attended,
        queries.course_by_ref(form.course.data or ""),
        title="Record a course",
        answers=lambda: {"people": _people(form), **form.told()},
        part="training",
        template="training/record.html",
    )


@bp.route("/households/<ref>/training/induction", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def induction(ref):
    home, carers = _to_change(ref)
    form = DoneForm(carers=carers, everybody=True)
    return change(
        home,
        form,
        actions.record_induction,
        title="Record an induction",
        says="Every new carer has one (national minimum standard 20.1).",
        answers=lambda: {"people": _people(form), "on": form.on.data},
        part="training",
        template="training/record.html",
    )


@bp.route("/households/<ref>/training/standards", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def standards(ref):
    home, carers = _to_change(ref)
    form = StandardsForm(carers=carers, everybody=True)
    if not form.is_submitted():
        form.checked_by.data = user().name
    return change(
        home,
        form,
        actions.record_standards,
        home,
        title="Record that the standards were evidenced",
        says="Carers who foster together may share one workbook: tick everybody whose it is.",
        answers=lambda: {
            "people": _people(form),
            "on": form.on.data,
            "checked_by": form.checked_by.data,
        },
        part="training",
        template="training/record.html",
    )


@bp.route("/households/<ref>/training/plan/<person_ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def plan(ref, person_ref):
    home, carers = _to_change(ref)
    carer = next((each for each in carers if each.person_ref == person_ref), None)
    if carer is None:
        abort(404)
    form = PlanForm()
    before = queries.plans_of([carer.person_id], today()).get(carer.person_id)
    if before is not None:
        looked([f"person:{carer.person_id}"], Kept.NARRATIVE, "development plan")
        if not form.is_submitted() and not form.words.data:
            form.words.data = before.words
    return change(
        home,
        form,
        actions.record_plan,
        db.session.get_one(Person, carer.person_id),
        title=f"{carer.given_name}’s development plan",
        says="The plan before it stands here to be changed; it stays on record as it was.",
        part="training",
    )


@bp.route("/households/<ref>/training/set-aside", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def set_aside(ref):
    home, carers = _to_change(ref)
    rows = queries.recorded_of(home.id, [each.person_id for each in carers])
    if not rows:
        abort(404)
    form = SetAsideForm(rows=rows)
    return change(
        home,
        form,
        actions.set_aside,
        form.chosen(),
        title="Set aside what was recorded in error",
        says="It stays in the history, marked as an error.",
        save="Set it aside",
        answers=dict,
        part="training",
    )

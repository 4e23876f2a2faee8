"""Assessments: the list, one of them, and what may be done with it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments import actions, brief, carrying, forms, queries
from app.assessments.rules import CLOCKS, AssessmentKind
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at
from app.core.words import words
from app.people.changing import change, household_to_change
from app.people.forms import OnForm, offered
from app.supervision import queries as supervision
from app.supervision.rules.weighing import Weight

__all__ = ["bp", "carrying"]

bp = Blueprint("assessments", __name__)

STATES = {"": "Open", "late": "Late", "paused": "Paused", "nobody": "Nobody assesses", "all": "All"}


def _columns(day) -> tuple[Shown[queries.Listed], ...]:
    return (
        Shown("Household", lambda row: row.household),
        Shown("Assessed as", lambda row: row.kind),
        Shown("Application received", lambda row: row.began_on),
        Shown("Days", lambda row: row.days(day), numeric=True),
        Shown("Assessor", lambda row: row.worker or "Nobody"),
        Shown("Last day in time", lambda row: row.due_on),
        Shown("Late", lambda row: row.is_late(day)),
        Shown("Paused since", lambda row: row.paused_on),
        Shown("Paused because", lambda row: words(row.paused_because) if row.paused_on else ""),
        Shown("Ended", lambda row: row.ended_on),
    )


@bp.get("/assessments")
@requires(May.SEE_HOUSEHOLDS)
def index():
    """Those open on a day, the longest first; or all of them."""
    day, state, kind = as_at(), request.args.get("state", ""), request.args.get("kind", "")
    if state not in STATES or kind not in {"", *AssessmentKind}:
        abort(400)
    everything = queries.assessments(day, known_at(), ended_since=day.min)
    found = [row for row in everything if kind in ("", row.kind.value) and _is_in(row, state, day)]
    stem = f"assessments-{day:%Y-%m-%d}"
    return as_file(stem, "Assessments", _columns(day), found) or render_template(
        "assessments/index.html",
        rows=found,
        state=state,
        kind=kind,
        counts={each: sum(_is_in(row, each, day) for row in everything) for each in STATES},
        said=STATES,
        kinds=list(AssessmentKind),
    )


def _is_in(row, state, day):
    match state:
        case "":
            return row.is_open
        case "late":
            return row.is_open and row.is_late(day)
        case "paused":
            return row.paused_on is not None
        case "nobody":
            return row.is_open and (row.worker is None or row.worker_left)
    return True


@bp.app_template_global()
def assessments_of(household):
    """One household's assessments, for its page."""
    day = as_at()
    return queries.assessments(day, known_at(), household_id=household.id, ended_since=day.min)


@bp.get("/assessments/<ref>")
@requires(May.SEE_HOUSEHOLDS)
def assessment(ref):
    """One assessment: of whom, by whom, how long, and what is next."""
    found = _or_404(ref)
    sees = _reads(found)
    if sees:
        looked([f"household:{found.household_id}"], Kept.NARRATIVE, "assessment")
    return render_template(
        "assessments/assessment.html",
        assessment=found,
        row=queries.listed(found, today()),
        story=queries.story_of(found.id),
        clock=CLOCKS.get(found.kind),
        sees=sees,
        brief=queries.brief_of(found.id),
        views_until=brief.views_until,
        panel_from=brief.panel_from,
        brief_cite=brief.BRIEF,
        may_be_brief=found.kind in brief.KINDS,
        may_keep=queries.may_keep(_user(), found),
        may_allocate=current_user.may(May.ALLOCATE_WORKER),
    )


def _reads(found):
    """May this person read the notes and what came of it?"""
    user = _user()
    return user.may(May.SEE_HOLD_REASON) or queries.may_keep(user, found)


@bp.route("/households/<ref>/assess", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def begin(ref):
    """An assessment of a household begins."""
    household = household_to_change(ref, supervision.may_edit)
    workers = {each.ref: each for each in supervision.workers_to_choose_from(today())}
    form = forms.BeginForm()
    form.assessor.choices = offered(
        [("", "Nobody yet"), *((each.ref, each.name) for each in workers.values())]
    )
    return change(
        household,
        form,
        lambda **told: actions.begin_assessment(household, **told),
        title="Begin an assessment",
        save="Begin",
        done="Assessment begun",
        answers=lambda: {
            "kind": form.kind.data,
            "starts_on": form.starts_on.data,
            "assessor": workers.get(form.assessor.data),
        },
    )


@bp.route("/assessments/<ref>/assessor", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def assessor(ref):
    """Who assesses from a day; the one suggested is chosen already."""
    found = _or_404(ref)
    workers = {each.ref: each for each in supervision.workers_to_choose_from(today())}
    key = f"assessment:{ref}"
    suggested = supervision.suggestions(
        [supervision.Wanted(key, found.household_id, Weight.ASSESSMENT)], today()
    )
    first = suggested.of(key)
    form = forms.AssessorForm(data={"worker": first.worker.ref} if first else None)
    form.worker.choices = offered(
        [("", "Choose"), *((each.ref, each.name) for each in workers.values())]
    )

    def answers():
        worker = workers[form.worker.data]
        because = suggested.why(key, worker.id)
        return {"worker": worker, "starts_on": form.starts_on.data, "because": because}

    return _doing(
        found,
        form,
        actions.give,
        answers,
        title="Who assesses?",
        says=f"Suggested: {first.worker.name}. {first.because}." if first else "",
        done="Allocated",
    )


@bp.route("/assessments/<ref>/pause", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def pause(ref):
    """It stands still from a day, and why."""
    form = forms.PauseForm()
    return _doing(
        _to_keep(ref),
        form,
        actions.pause,
        form.answers,
        title="Pause this assessment",
        says="Its clock runs on: the reason stands beside a delay.",
        done="Paused",
    )


@bp.route("/assessments/<ref>/resume", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def resume(ref):
    """It goes on from a day."""
    found = _to_keep(ref)
    paused = queries.open_pause(found.id)
    form = OnForm()
    if paused is None:
        abort(404)
    return _doing(
        found,
        form,
        lambda _found, **told: actions.resume(paused, **told),
        form.answers,
        title="Take this assessment up again",
        done="Taken up again",
    )


@bp.route("/assessments/<ref>/finish", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def finish(ref):
    """It ends: finished with what came of it, withdrawn or stopped."""
    found = _to_keep(ref)
    form = forms.FinishForm(kind=found.kind, record=found)
    return _doing(
        found,
        form,
        actions.finish,
        form.answers,
        title="End this assessment",
        says="Where the panel recommends, give the day of its recommendation.",
        done="Ended",
        record=found,
    )


@bp.route("/assessments/<ref>/brief", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def write_brief(ref):
    """A brief report: they are unlikely to be suitable, and the panel is told so."""
    form = forms.BriefForm()
    return _doing(
        _to_keep(ref),
        form,
        actions.write_brief,
        form.answers,
        title="Write a brief report",
        says="The assessment is not completed. They have ten working days for their views from the "
        "day they are sent a copy; then the panel recommends that they are not suitable, or asks "
        "for a full report.",
        warning=True,
    )


@bp.route("/assessments/<ref>/brief/views", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def brief_views(ref):
    """What the applicants say of the brief report."""
    found, form = _to_keep(ref), forms.ViewsForm()
    report = queries.brief_of(found.id)
    if report is None:
        abort(404)
    return _doing(
        found,
        form,
        lambda _found, **told: actions.observe_brief(report, **told),
        form.answers,
        title="Their views on the brief report",
        done="Recorded their views",
    )


def _doing(found, form, action, answers, **shown):
    """Show a form about an assessment; once sent, carry it out and go back to the assessment."""
    return small_page(
        form,
        action,
        found,
        there=url_for("assessments.assessment", ref=found.ref),
        answers=answers,
        about=f"{found.household.name}: {words(found.kind).lower()}",
        **shown,
    )


def _or_404(ref):
    found = queries.by_ref(ref)
    if found is None:
        abort(404)
    return found


def _to_keep(ref):
    found = _or_404(ref)
    if not queries.may_keep(_user(), found):
        abort(403)
    return found


def _user():
    return current_user._get_current_object()

"""Decisions on applications after the panel: what waits, each one, deciding it, telling of it."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments.queries import by_ref
from app.assessments.rules import AssessmentKind
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, file_wanted, page_of
from app.panel import forms, present
from app.panel.actions import deciding as actions
from app.panel.kinds import Outcome
from app.panel.queries import deciding as queries
from app.panel.queries import minutes
from app.panel.queries.lacking import approvals_lacking
from app.panel.rules.deciding import decider_breaches
from app.panel.views.opening import bp
from app.people.forms import offered


@bp.get("/panel/decisions")
@requires(May.SEE_PANEL)
def decisions():
    """What waits for the decision maker, and what was decided here."""
    waiting, decided = queries.waiting(today()), queries.decided()
    homes = {f"household:{each.assessment.household_id}" for each in (*waiting, *decided)}
    looked(homes, Kept.NARRATIVE, "panel decisions")
    return render_template("panel/decisions.html", waiting=waiting, decided=decided)


@bp.get("/panel/decisions/lacking")
@requires(May.SEE_PANEL)
def lacking():
    """Approvals on record without a recommendation that was needed, or without who decided."""
    found = approvals_lacking(today())
    if file_wanted():
        return as_file(f"approvals-lacking-{today():%Y-%m-%d}", "Lacking", present.LACKING, found)
    return render_template("panel/lacking.html", page=page_of(found))


def _application(ref):
    assessment = by_ref(ref)
    if assessment is None or assessment.kind not in queries.KINDS:
        abort(404)
    looked([f"household:{assessment.household_id}"], Kept.NARRATIVE, "panel decision")
    return queries.application(assessment)


@bp.get("/panel/decisions/<ref>")
@requires(May.SEE_PANEL)
def decision(ref):
    """One application: what the panel said, the days left, and what was decided."""
    found = _application(ref)
    user = current_user._get_current_object()
    may = current_user.may(May.DECIDE_AFTER_PANEL)
    return render_template(
        "panel/decision.html",
        found=found,
        written=minutes.minutes_of(found.item.id) if found.item else None,
        those=queries.applicants(found.assessment.household_id, today()),
        against=decider_breaches(queries.decider(user, found, today())) if may else [],
        may_decide=may and found.decision is None and found.assessment.outcome is not None,
        may_tell=current_user.may(May.KEEP_PANEL) and found.decision is not None,
    )


@bp.route("/panel/decisions/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def decide(ref):
    """The decision maker approves the applicants, on terms, with reasons."""
    found = _application(ref)
    form = forms.DecideForm()
    children = _children(found)
    form.children.choices = offered([(each.ref, each.person.name) for each in children])
    if not children:
        del form.children
    if found.minutes_on is not None or found.said is None:
        del form.without_minutes
    if found.said is None or found.said.outcome is not Outcome.NOT_RECOMMENDED:
        del form.departs
    return small_page(
        form,
        actions.approve_applicants,
        found.assessment,
        there=url_for("panel.decision", ref=ref),
        about=found.assessment.household.name,
        title="Approve these applicants",
        says="They are approved from today. Terms, register and what follows come of it.",
        save="Approve them",
        answers=lambda: form.decided({each.ref: each for each in children}),
    )


def _children(found):
    """The children whom connected carers may be approved for by name."""
    if found.assessment.kind is not AssessmentKind.CONNECTED:
        return []
    children = queries.children_named(found.assessment.household_id, today())
    looked({f"child:{each.id}" for each in children}, Kept.CHILD, "panel decision")
    return children


@bp.route("/panel/decisions/<ref>/told", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def decision_told(ref):
    """The applicants were told."""
    found = _application(ref)
    if found.decision is None:
        abort(404)
    form = forms.ToldForm()
    if form.how.data is None and found.to_tell:
        form.how.data = found.to_tell[0][0]
    return small_page(
        form,
        actions.tell,
        found.decision,
        there=url_for("panel.decision", ref=ref),
        about=found.assessment.household.name,
        title="The applicants were told",
        says="By word of mouth within two working days, in writing within five.",
    )

"""The small pages of approval, terms, exemptions and temporary approval."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.accounts.permissions import May
from app.accounts.queries import users_in_role
from app.accounts.roles import Role
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.people import queries as people
from app.people.changing import change
from app.people.forms import OnForm, offered
from app.register import actions, present, queries
from app.register.forms import (
    MOST_LINES,
    ApproveForm,
    EndApprovalForm,
    ExemptionForm,
    ExtensionForm,
    InErrorForm,
    TemporaryForm,
    TermsForm,
)
from app.register.views.opening import NOT_LISTED, bp, children_by_ref, names_to_choose, of, to_edit


def _filled_in(form, role):
    """The decider's name stands in the form already where one person alone has that role."""
    who = users_in_role(role, today())
    if request.method == "GET" and len(who) == 1:
        form.decided_by.data = who[0].name
    return form


@bp.route("/households/<ref>/approve", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def approve(ref):
    household = to_edit(ref)
    carers = people.home_of(household.id, today()).carers
    form = _filled_in(ApproveForm(), Role.DECISION_MAKER)
    form.person.choices = offered((carer.ref, carer.name) for carer in carers)
    if request.method == "GET" and len(carers) == 1:
        form.person.data = carers[0].ref
    return change(
        household,
        form,
        lambda **told: actions.approve(household, **told),
        title="Record an approval",
        says="Who was approved, by the decision of which day. Terms and the agreement follow.",
        part="approval",
        done="Recorded an approval",
        answers=lambda: {
            **form.answers(),
            "person": next(carer for carer in carers if carer.ref == form.person.data),
        },
    )


@bp.route("/households/<ref>/approvals/<approval_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_approval(ref, approval_ref):
    household = to_edit(ref)
    approval = of(household, queries.approval_by_ref(approval_ref))
    return change(
        household,
        EndApprovalForm(record=approval),
        actions.end_approval,
        approval,
        title=f"End {approval.person.name}’s approval",
        says="A register entry is closed, never deleted: it is kept at least ten years from then.",
        save="End the approval",
        warning=True,
        part="approval",
        record=approval,
    )


@bp.route("/households/<ref>/terms", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def terms(ref):
    household = to_edit(ref)
    in_force = queries.open_terms(household.id)
    found = children_by_ref(household)
    form = _terms_form(in_force, found)
    if request.method == "POST" and (_adds_a_line(form) or _others_came_first(form, in_force)):
        return _terms_page(household, form)
    return change(
        household,
        form,
        actions.set_terms,
        household,
        title="Record terms of approval",
        says="Each line says how many children, of which ages. The terms before these end on the "
        "day that these begin.",
        part="approval",
        template="register/terms.html",
        record=in_force,
        answers=lambda: {
            "overall": form.overall.data,
            "criteria": form.criteria(found),
            "starts_on": form.starts_on.data,
            "decided_on": form.decided_on.data,
            "note": form.note.data or "",
        },
    )


def _terms_form(in_force, found):
    """The form, filled in from the terms in force when it is opened."""
    refs = {child.id: ref for ref, child in found.items()}
    known = TermsForm.answers_from(in_force, refs) if request.method == "GET" else None
    form = TermsForm(record=in_force, data=known)
    form.name_children(names_to_choose(found))
    return form


def _adds_a_line(form):
    """Was another line asked for? Then the form has it, if there may be one more."""
    if not request.form.get("add"):
        return False
    if len(form.lines) < MOST_LINES:
        choices = form.lines[0].form.child.choices
        form.lines.append_entry().form.child.choices = choices
    return True


def _others_came_first(form, in_force):
    """Did somebody record other terms while this form was open? Then it says which."""
    if form.replaces.data == str(in_force.id if in_force else ""):
        return False
    form.replaces.data = str(in_force.id if in_force else "")
    form.version.data = str(in_force.version if in_force else "")
    said = present.terms_said(in_force, {}) if in_force else "none"
    form.form_errors.append(
        f"Somebody recorded other terms while you had this open: {said}. What you typed is still "
        "here: look at both, then save again."
    )
    return True


def _terms_page(household, form):
    page = render_template(
        "register/terms.html",
        about=household.name,
        form=form,
        heading="Record terms of approval",
        says="",
        save="Save",
        there=url_for("register.household", ref=household.ref),
    )
    return page, (422 if form.form_errors else 200)


@bp.route("/households/<ref>/exemption", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def exemption(ref):
    household = to_edit(ref)
    found = children_by_ref(household)
    form = ExemptionForm()
    here = {
        each.child_ref for each in queries.children_here(household.id) if each.lives_here(today())
    }
    form.children.choices = offered(each for each in names_to_choose(found) if each[0] in here)
    form.another.choices = offered([("", "Nobody else"), *names_to_choose(found)])
    return change(
        household,
        form,
        actions.grant_exemption,
        household,
        title="Record an exemption from the usual limit",
        says="It covers the children named, and nobody else. The carer’s own area authority "
        "decides, in writing, before the child moves.",
        part="approval",
        answers=lambda: {
            "children": [found[each] for each in form.refs()],
            "starts_on": form.starts_on.data,
            "decided_on": form.decided_on.data,
            "decided_by": form.decided_by.data,
            "conditions": form.conditions.data or "",
        },
    )


@bp.route("/households/<ref>/exemptions/<exemption_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_exemption(ref, exemption_ref):
    household = to_edit(ref)
    return change(
        household,
        OnForm(),
        actions.end_exemption,
        of(household, queries.exemption_by_ref(exemption_ref)),
        title="End an exemption",
        part="approval",
    )


@bp.route("/households/<ref>/temporary-approval", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def temporary_approval(ref):
    household = to_edit(ref)
    found = children_by_ref(household)
    form = _filled_in(TemporaryForm(), Role.NOMINATED_OFFICER)
    form.child.choices = offered([("", "Choose a child"), *names_to_choose(found)])
    return change(
        household,
        form,
        lambda **told: actions.record_temporary_approval(household, **told),
        title="Record a temporary approval",
        says="A connected person may care for this one child, for sixteen weeks at most "
        f"(regulation 24). {NOT_LISTED}",
        part="approval",
        done="Recorded a temporary approval",
        answers=lambda: {**form.answers(), "child": found[form.child.data]},
    )


@bp.route("/households/<ref>/temporary-approvals/<approval_ref>/extend", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def extension(ref, approval_ref):
    household = to_edit(ref)
    approval = of(household, queries.temporary_by_ref(approval_ref))
    return change(
        household,
        _filled_in(ExtensionForm(), Role.NOMINATED_OFFICER),
        actions.record_extension,
        approval,
        title="Record an extension",
        says=f"The first period runs to {long_day(approval.original_last_day)}. It can be extended "
        "once, by eight weeks at most (regulation 25).",
        part="approval",
    )


@bp.route("/households/<ref>/temporary-approvals/<approval_ref>/end", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def end_temporary(ref, approval_ref):
    household = to_edit(ref)
    return change(
        household,
        OnForm(),
        actions.end_temporary_approval,
        of(household, queries.temporary_by_ref(approval_ref)),
        title="End a temporary approval",
        part="approval",
    )


@bp.route("/households/<ref>/in-error", methods=["GET", "POST"])
@requires(May.RECORD_APPROVAL)
def in_error(ref):
    household = to_edit(ref)
    told = present.all_in_words(
        queries.standing_of(household.id), people.home_of(household.id, today()), {}
    )
    form = InErrorForm(told)
    return change(
        household,
        form,
        actions.set_aside,
        form.chosen(),
        title="Set aside what was recorded in error",
        says="It never was. It stays in what was known before today, and in the history. What it "
        "took over from stays ended: record that anew if it still holds.",
        save="Set it aside",
        warning=True,
        answers=dict,
    )

"""Asking applicants and referees by link; what they told, beside the record; and taking it over."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.audit.carried_out import carried_out
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.links.answering import shown_once
from app.people.forms import WhichForm
from app.recruitment import forms, link_forms
from app.recruitment.actions import telling as actions
from app.recruitment.queries import enquiries as asked
from app.recruitment.queries import telling as queries
from app.recruitment.queries.stages import referees_missing
from app.recruitment.views.opening import (
    application_or_404,
    bp,
    small_page,
    user,
)


def _there(assessment):
    return url_for("recruitment.told", ref=assessment.ref)


@bp.get("/recruitment/applications/<ref>/told")
@requires(May.EDIT_HOUSEHOLD)
def told(ref):
    """What each applicant told beside the record, their consents, and their referees."""
    found = application_or_404(ref, to_change=True)
    everybody = queries.asked(found, today())
    people = [each.person.id for each in everybody]
    looked_at(
        "what applicants told",
        {
            Kept.CHECKS: [f"household:{found.household_id}"],
            Kept.LOCATION: [f"person:{each}" for each in people],
        },
    )
    return render_template(
        "recruitment/told.html",
        assessment=found,
        everybody=everybody,
        consents=queries.consents_of(people, today()),
        referees=queries.referees_of(found.id),
        referees_missing=referees_missing(found, today()),
        questions=link_forms.QUESTIONS,
        open=found.ends_on is None,
    )


@bp.route("/recruitment/applications/<ref>/ask", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def ask_applicant(ref):
    """A one-time link to one of the applicants."""
    found = application_or_404(ref, to_change=True)
    people = queries.applicants(found, today())
    form = forms.AskForm().offer(people)
    return _links(
        found,
        form,
        actions.ask_applicant,
        found,
        title="Ask an applicant by link",
        says="They fill in their own part on a telephone, and can save it and come back. Ask one "
        "of them about the household, and each about themselves.",
        save="Make the link",
    )


@bp.route("/recruitment/applications/<ref>/consents/withdraw", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def withdraw_consent(ref):
    """One of the applicants does not agree to something any more."""
    found = application_or_404(ref, to_change=True)
    people = queries.applicants(found, today())
    given = queries.consents_of([each.id for each in people], today())
    form = WhichForm(
        rows=[
            (consent, f"{each.name}: {words(consent.consents_to)}")
            for each in people
            for consent in given.get(each.id, ())
        ]
    )
    if not form.rows:
        abort(404)
    return small_page(
        form,
        actions.withdraw_consent,
        form.chosen(),
        there=_there(found),
        about=found.household.name,
        title="A consent was taken back",
        says="Nothing more is asked of others on it from that day.",
        answers=lambda: {"on": form.on.data},
    )


@bp.route("/recruitment/referees/<ref>/ask", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def ask_referee(ref):
    """A one-time link to a referee."""
    referee, found = _referee_or_404(ref)
    return _links(
        found,
        forms.NoneForm(),
        actions.ask_referee,
        referee,
        title=f"Ask {referee.name} by link",
        says="They are told whom the reference is about, and nothing else.",
        save="Make the link",
    )


def _links(found, form, action, *args, title, says, save):
    """Carry out an act that makes links, and show their addresses once."""
    there = _there(found)
    if form.validate_on_submit():
        done = carried_out(form, action, *args, leads_to=lambda _: there, **form.answers())
        if done is not None and done.result:
            return shown_once(done.result, back=there, back_says="Back to what they told")
        if done is not None:
            return done.redirect
    page = render_template(
        "recruitment/step.html",
        form=form,
        there=there,
        about=found.household.name,
        heading=title,
        says=says,
        save=save,
        warning=False,
    )
    return page, form.http_status


def _referee_or_404(ref):
    referee = queries.referee_by_ref(ref) or abort(404)
    found = asked.assessment_by_id(referee.assessment_id)
    if not assessments.may_keep(user(), found):
        abort(403)
    return referee, found


@bp.route("/recruitment/applications/<ref>/referees/add", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def name_referee(ref):
    """Somebody whom the applicants named."""
    found = application_or_404(ref, to_change=True)
    return small_page(
        forms.RefereeForm(),
        actions.name_referee,
        found,
        there=_there(found),
        about=found.household.name,
        title="Name a referee",
        says="At least two whom they name are interviewed (regulation 26(1A)(c)). This council "
        "does not count a relative as one of the two.",
    )


@bp.route("/recruitment/referees/<ref>/interview", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def interview_referee(ref):
    """What a referee said when they were seen."""
    referee, found = _referee_or_404(ref)
    return small_page(
        forms.InterviewForm(data={"words": referee.words, "on": referee.interviewed_on or today()}),
        actions.interview_referee,
        referee,
        there=_there(found),
        about=found.household.name,
        title=f"What {referee.name} said",
    )


@bp.route("/recruitment/told/<ref>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def settle(ref):
    """One difference: taken over, taken over put right, or the record left as it is."""
    fact = queries.fact_by_ref(ref) or abort(404)
    found = asked.assessment_by_id(fact.form.assessment_id)
    if not assessments.may_keep(user(), found):
        abort(403)
    looked_at("what an applicant told", {Kept.LOCATION: [f"household:{fact.household_id}"]})
    form = forms.SETTLING[fact.kind](fact)
    return small_page(
        form,
        actions.settle,
        fact,
        there=_there(found),
        about=found.household.name,
        template="recruitment/settle.html",
        title="What they told, and the record",
        beside=queries.beside_of(fact, today()),
        record=fact,
    )

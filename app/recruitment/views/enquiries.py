"""An enquiry taken down, its page, and what can be done about it next."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.recruitment import forms, queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.kinds import WITHDRAWAL_CODES, Step, VisitOutcome
from app.recruitment.queries import enquiries as asked
from app.recruitment.views.opening import (
    bp,
    enquiry_or_404,
    look,
    page_of_enquiry,
    small_page,
    user,
)
from app.register.present import area_name


@bp.route("/recruitment/enquiries/take", methods=["GET", "POST"])
@requires(May.KEEP_RECRUITMENT)
def take():
    """An enquiry is taken down; who may be on record already is shown before it is kept."""
    form = forms.TakeForm().offer(asked.sources(today()))
    alike = _alike_typed(form) if request.method == "POST" else []
    return small_page(
        form,
        actions.take_enquiry,
        there=url_for("recruitment.enquiries"),
        about="Enquiries",
        template="recruitment/take.html",
        title="Take down an enquiry",
        save="Save the enquiry",
        done="Enquiry taken down",
        leads_to=page_of_enquiry,
        alike=alike,
    )


def _alike_typed(form):
    """Who may be the same as what was typed; each name shown is a look."""
    found = asked.alike(
        form.given_name.data or "",
        form.family_name.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
    )
    look_alike(found)
    return found


def look_alike(found):
    """Record the looks at those who may be the same people."""
    looked_at(
        "enquiry like another",
        {Kept.CHILD: [f"enquiry:{each.enquiry.id}" for each in found if each.enquiry]},
    )


@bp.get("/recruitment/enquiries/<ref>")
@requires(May.SEE_RECRUITMENT)
def enquiry(ref):
    """One enquiry: who, what they said, how it stands, and its next action."""
    found = enquiry_or_404(ref)
    look(found, "enquiry")
    alike = asked.alike(
        found.given_name, found.family_name, phone=found.phone, email=found.email, but=found.id
    )
    alike = [
        each for each in alike if each.household is None or each.household.id != found.household_id
    ]
    look_alike(alike)
    case = queries.case_of(today(), enquiry_id=found.id)
    return render_template(
        "recruitment/enquiry.html",
        enquiry=found,
        case=case,
        visits=asked.visits_of(found.id),
        alike=alike,
        area=area_name(found.authority_code) if found.authority_code else "",
        next=_next(case),
        may_keep=user().may(May.KEEP_RECRUITMENT),
        codes=WITHDRAWAL_CODES,
        invited=VisitOutcome.INVITED,
    )


NEXT = {
    Step.ENQUIRY: ("visit", "Ask for a visit"),
    Step.VISIT: ("held", "Record the visit"),
    Step.INVITED: ("application", "Application received"),
    Step.LATER: ("visit", "Ask for a visit"),
    Step.TO_END: ("end", "End it"),
}
"""The one action that an enquiry waits for, where it stands."""


def _next(case):
    return NEXT.get(case.step) if case is not None else None

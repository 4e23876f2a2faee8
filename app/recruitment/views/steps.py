"""Each small step of an enquiry: one form, one act, and back to the enquiry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort

from app.accounts.permissions import May
from app.core.security import requires
from app.core.today import today
from app.recruitment import forms
from app.recruitment.actions import enquiries as actions
from app.recruitment.queries import enquiries as asked
from app.recruitment.views.enquiries import look_alike
from app.recruitment.views.opening import (
    bp,
    enquiry_or_404,
    look,
    page_of_application,
    page_of_enquiry,
    small_page,
)
from app.supervision import queries as supervision


@dataclass(frozen=True)
class Deed:
    """A step: its form, filled in with what is known; its act; how the page puts it."""

    form: Callable[[Any], Any]
    act: Any
    title: str
    says: str = ""
    save: str = "Save"
    leads_to: Callable[[Any], str] | None = None
    warning: bool = False


def _change_form(enquiry):
    form = forms.EnquiryForm(obj=enquiry, record=enquiry)
    return form.offer(asked.sources(today()), enquiry.source)


def _household_form(enquiry):
    found = asked.alike(
        enquiry.given_name,
        enquiry.family_name,
        phone=enquiry.phone,
        email=enquiry.email,
        but=enquiry.id,
    )
    look_alike(found)
    return forms.HouseholdForm().offer([each.household for each in found if each.household])


def _called(family):
    """What a household of this name is usually called: The Doyles, The Gileses."""
    return f"The {family}{'es' if family.endswith(('s', 'x', 'z', 'ch', 'sh')) else 's'}"


def _application_form(enquiry):
    workers = supervision.workers_to_choose_from(today())
    if enquiry.household_id is not None:
        return forms.ApplicationForm().offer(workers)
    partner = enquiry.partner.split()
    form = forms.NewHouseholdForm(
        data={
            "name": _called(enquiry.family_name),
            "given_name": enquiry.given_name,
            "family_name": enquiry.family_name,
            "given_name_2": partner[0] if partner else "",
            "family_name_2": " ".join(partner[1:]),
            "received_on": today(),
        }
    )
    form.reached = {
        name: getattr(enquiry, name) for name in ("phone", "email") if getattr(enquiry, name)
    }
    return form.offer(workers)


DEEDS: dict[str, Deed] = {
    "visit": Deed(
        lambda each: forms.VisitForm(), actions.ask_visit, "Ask for an initial visit",
        "Ten working days from the day it is asked for, as this council’s aim.",
    ),
    "held": Deed(
        lambda each: forms.HeldForm(), actions.hold_visit, "Record the initial visit",
        "If they are not to go on, end the enquiry afterwards, with the reason.",
    ),
    "application": Deed(
        _application_form, actions.receive_application, "Application received",
        "The eight months to the panel’s recommendation run from this day (NMS 14.4).",
        leads_to=page_of_application,
    ),
    "end": Deed(
        lambda each: forms.EndForm(), actions.end_case, "End it",
        "They withdrew, or we ended it. An assessment that is open ends with it.",
        save="End it", warning=True,
    ),
    "reopen": Deed(
        lambda each: forms.NoneForm(), actions.reopen_enquiry, "Take this enquiry up again",
        save="Take it up",
    ),
    "change": Deed(_change_form, actions.change_enquiry, "Change this enquiry"),
    "worker": Deed(
        lambda each: forms.WhoForm().offer(supervision.workers_to_choose_from(today())),
        actions.give_enquiry, "Who follows it up?",
    ),
    "household": Deed(
        _household_form, actions.link_household, "They are on record already",
        "An application will then be that household’s.",
    ),
}  # fmt: skip
"""Every small step, by its name in the address."""


@bp.route("/recruitment/enquiries/<ref>/do/<step>", methods=["GET", "POST"])
@requires(May.KEEP_RECRUITMENT)
def enquiry_step(ref, step):
    """One step of an enquiry."""
    enquiry = enquiry_or_404(ref)
    deed = DEEDS.get(step) or abort(404)
    look(enquiry, "enquiry step")
    form = deed.form(enquiry)
    return small_page(
        form,
        deed.act,
        enquiry,
        there=page_of_enquiry(enquiry),
        about=f"Enquiry: {enquiry.name}",
        template="recruitment/step.html",
        title=deed.title,
        says=deed.says,
        save=deed.save,
        warning=deed.warning,
        leads_to=deed.leads_to,
        record=enquiry if form.version.data else None,
    )

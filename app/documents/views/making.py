"""Letters made from the record: what is known is filled in, what is missing is listed first."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.errors import RuleBroken
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.documents import letters as making
from app.documents import store
from app.documents.actions import ON_FILES
from app.documents.forms import letter_form
from app.documents.kinds import LetterKey
from app.documents.letters import pdf
from app.documents.letters.fields import fields_of, missing
from app.documents.preview import APT_LINE
from app.documents.views.keeping import KEEPS, _found, list_of, user
from app.documents.views.known import facts_known
from app.documents.views.opening import bp
from app.documents.views.seeing import Of
from app.people import queries as people
from app.people.changing import household_to_change
from app.people.models import MemberRole
from app.register import queries as register
from app.statute.breach import Breach
from app.supervision import queries as supervision

NOT_ASKED = frozenset({"service", "recipient", "recipient_address", "household"})
"""Fields that follow from the record and the recipient."""

MAY_READ = frozenset({MemberRole.CARER, MemberRole.ADULT})


@bp.app_template_global()
def makes_pdf():
    """Whether PDFs can be made on this machine."""
    return pdf.makes_pdf()


@bp.get("/households/<ref>/letters")
@requires(May.EDIT_HOUSEHOLD)
def letters(ref):
    """The letters that can be made for a household, and what each still needs."""
    household = household_to_change(ref, supervision.may_edit)
    known = facts_known(LetterKey, household, current_user.name)
    return render_template(
        "documents/letters.html",
        household=household,
        lacking={key: _lacking(key, known[key]) for key in LetterKey},
        apt_line=APT_LINE,
    )


def _lacking(key, known):
    given = known | dict.fromkeys(("service", "recipient", "written_on", "household"), "told")
    return missing(key, given)


def _key_or_404(key):
    if key not in set(LetterKey):
        abort(404)
    return LetterKey(key)


@bp.route("/households/<ref>/letters/<key>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def make_letter(ref, key):
    """Make one letter for one or several recipients, a document for each."""
    household = household_to_change(ref, supervision.may_edit)
    key = _key_or_404(key)
    fields = [field for field in fields_of(key) if field.name not in NOT_ASKED]
    known = facts_known([key], household, current_user.name)[key] | {"written_on": today()}
    adults = {
        str(each.person_id): each.person
        for each in people.members_of(household.id, today())
        if each.role in MAY_READ
    }
    looked([f"household:{household.id}"], Kept.CHILD, "letter")
    here = _children_here(household)
    form = letter_form(fields, [(number, person.name) for number, person in adults.items()], here)(
        data=None if request.method == "POST" else _as_typed(known) | {"to": list(adults)}
    )
    if form.validate_on_submit() and (done := _made(form, key, household, fields, adults)):
        return done
    page = render_template(
        "documents/letter.html",
        form=form,
        key=key,
        household=household,
        fields=fields,
        lacking=_lacking(key, known),
        any_child=bool(here),
        apt_line=APT_LINE,
    )
    return page, form.http_status


def _as_typed(known):
    return {
        name: "\n".join(value) if isinstance(value, tuple) else value
        for name, value in known.items()
    }


def _children_here(household):
    """The children placed here whom this person may see, by number."""
    here = [each for each in register.children_here(household.id) if each.lives_here(today())]
    own = supervision.own_households(user(), today())
    seen = register.visible_among(
        user(), [each.child_id for each in here], households=own, as_at=today()
    )
    looked([f"child:{each}" for each in seen], Kept.CHILD, "letter")
    return [(str(each.child_id), each.person.name) for each in here if each.child_id in seen]


def _made(form, key, household, fields, adults):
    """Make and keep the letters; what is wrong with any of them is on the form."""
    about = f"household:{household.id}"
    recipients = [adults[number] for number in form.to.data]
    recipients += [form.another.data.strip()] if (form.another.data or "").strip() else []
    try:
        if not recipients:
            raise RuleBroken(Breach("Choose for whom it is.", ON_FILES, "to"))
        ready = [
            making.prepare(
                key,
                about,
                recipient=recipient,
                with_address=form.with_address.data,
                concerning=int(form.concerning.data) if form.concerning.data else None,
                by=current_user,
                **form.told(field.name for field in fields),
            )
            for recipient in recipients
        ]
    except RuleBroken as refused:
        form.refused(refused.breaches)
        return None
    done = carried_out(
        form, making.keep_letters, ready, about=about, leads_to=lambda made: _there(household, made)
    )
    if done is None:
        return None
    if len(ready) > 1:
        flash(f"Made {len(ready)} letters, one for each recipient.", "success")
    return done.redirect


def _there(household, made):
    if len(made) == 1:
        return url_for("documents.document", ref=made[0].ref)
    return list_of(Of(household=household))


@bp.post("/documents/<ref>/pdf")
@requires(*KEEPS)
def make_pdf(ref):
    """Make the PDF of a letter that has none yet."""
    found, _ = _found(ref, to_change=True)
    there = url_for("documents.document", ref=found.ref)
    if pdf.makes_pdf():
        try:
            carried_out(HearthForm(), making.add_pdf, found, leads_to=lambda _: there)
        except store.ContentsGone:
            abort(404)
    return redirect(there, 303)

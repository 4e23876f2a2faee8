"""Asking carers to sign what was recorded of a visit, by a one-time link."""

from __future__ import annotations

from flask import abort, redirect, url_for
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.columns import Kept
from app.core.db import db
from app.core.security import requires
from app.core.today import today
from app.links import actions as links
from app.links.answering import ask, looked_by_link, shown_once
from app.links.forms import LinkForm
from app.links.purposes import purpose
from app.people.forms import offered, required
from app.supervision.visits import actions, present, queries
from app.supervision.visits.forms import SignatureForm
from app.supervision.visits.models import Visit
from app.supervision.visits.views.opening import bp, visit_to_change

PURPOSE = "visit_signature"


class SignForm(LinkForm):
    """A carer's signature: what they think of what was recorded, and their name."""

    agrees = RadioField(
        "Is this how you remember it?",
        choices=offered([("yes", "Yes"), ("no", "Not quite: see what I say")]),
        validators=[required("Choose yes, or not quite")],
    )
    words = TextAreaField("Anything you want to say", validators=[Optional(), Length(max=5_000)])
    name = StringField(
        "Your name, as your signature",
        validators=[required("Type your name to sign"), Length(max=120)],
    )

    def answers(self):
        """What was answered, as it is kept."""
        said = (self.words.data or "").strip()
        if self.agrees.data == "no":
            said = f"Not quite as remembered. {said}".strip()
        return {"name": (self.name.data or "").strip(), "words": said}


@bp.post("/visits/<ref>/signature")
@requires(May.EDIT_HOUSEHOLD)
def ask_signature(ref):
    """Send a carer a link to read and sign what was recorded. Its address is shown once."""
    visit = visit_to_change(ref)
    there = url_for("supervision.visits.visit", ref=visit.ref)
    form = SignatureForm()
    carers = {
        each.person.ref: each.person
        for each in queries.residents(visit.household_id, today())
        if each.role == "carer"
    }
    form.holder.choices = offered((ref, person.name) for ref, person in carers.items())
    if not form.validate_on_submit():
        return redirect(there, 303)
    holder = carers[form.holder.data]
    carried = carried_out(
        form,
        links.send,
        purpose=PURPOSE,
        subject=f"household:{visit.household_id}",
        item=f"visit:{visit.id}",
        holder=holder.name,
        email=holder.email,
        leads_to=lambda _: there,
    )
    if carried is None or carried.result is None:
        return redirect(there, 303)
    return shown_once([carried.result], back=there, back_says="Back to the visit")


@purpose(
    PURPOSE,
    title="Our visit to you",
    why=(
        "Read what we wrote down about our visit to you, say if it is as you remember it, sign.",
        "What you say is kept beside it. Nothing of what we wrote is changed.",
    ),
)
def sign(link):
    """A carer reads what was recorded of the visit, and signs."""
    _, _, number = link.item.partition(":")
    visit = db.session.get(Visit, int(number)) if number.isdigit() else None
    if visit is None or visit.voided_at is not None:
        abort(404)
    subject = [f"household:{visit.household_id}"]
    looked_by_link(link, subject, Kept.NARRATIVE, "visit signature")
    return ask(
        link,
        SignForm(link),
        "supervision/visits/sign.html",
        finish=lambda **told: actions.sign_visit(visit, **told),
        visit=visit,
        agreed=queries.actions_of(visit.id),
        when_said=present.when_said,
    )

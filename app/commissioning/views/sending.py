"""Sending a profile out: to whom, reminders, taking back, and answers that came otherwise."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.commissioning import forms
from app.commissioning.actions import out as actions
from app.commissioning.kinds import Service, Step
from app.commissioning.queries import providers
from app.commissioning.queries import referrals as queries
from app.commissioning.rules import course
from app.commissioning.views.opening import (
    bp,
    look,
    names,
    small_page,
    there,
    whole_or_404,
)
from app.core.security import requires
from app.core.today import today
from app.links.answering import shown_once
from app.matching.queries import authority_code
from app.people.forms import offered
from app.statute.local import REFERRAL_OUT_ANSWER
from sufficiency.types import age_on


def _links(form, action, *args, back, template, **shown):
    """Carry out an act that makes links, and show their addresses once."""
    answers = shown.pop("answers")
    if form.validate_on_submit():
        done = carried_out(form, action, *args, leads_to=lambda _: back, **answers())
        if done is not None and done.result:
            return shown_once(done.result, back=back, back_says="Back to the referral")
        if done is not None:
            return done.redirect
    page = render_template(template, form=form, there=back, warning=False, **shown)
    return page, form.http_status


@bp.route("/<ref>/send", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def send(ref):
    """To which providers, by framework and area, and until when."""
    found = whole_or_404(ref, "referral out")
    referral, day = found.referral, today()
    ages = [age_on(each.person.born, day) for each in referral.children if each.person.born]
    rows = providers.listed(day)
    waits = queries.open_with([each.provider.id for each in rows], referral.id)
    reasons = {
        row.provider.ref: _why_not(row, row.provider.id in waits, found.step) for row in rows
    }
    may = [row for row in rows if not reasons[row.provider.ref]]
    further = found.step is Step.FURTHER
    fits = {
        row.provider.ref
        for row in may
        if row.fits(ages, authority_code())
        and (further or (row.entry is not None and row.entry.service.fosters))
    }
    may.sort(key=lambda row: row.provider.ref not in fits)
    form = forms.SendForm()
    form.providers.choices = offered((row.provider.ref, row.provider.name) for row in may)
    if not form.is_submitted():
        form.providers.data = sorted(fits)
        form.answer_by.data = max(day, REFERRAL_OUT_ANSWER.last_day(day))
    by_ref = {row.provider.ref: row.provider for row in may}
    return _links(
        form,
        actions.send,
        referral,
        back=there(referral, "sent"),
        template="commissioning/send.html",
        answers=lambda: {
            "to": [by_ref[each] for each in form.providers.data or () if each in by_ref],
            "answer_by": form.answer_by.data,
        },
        found=found,
        referral=referral,
        names=names(referral),
        hints={row.provider.ref: _hint(row, row.provider.ref in fits) for row in may},
        left_out=[(row, reasons[row.provider.ref]) for row in rows if reasons[row.provider.ref]],
    )


def _why_not(row, asked_already, step):
    breaches = course.recipient_breaches(
        row.provider.name,
        asked_already=asked_already,
        email=row.entry.email if row.entry else "",
        standing=row.standing,
        on_framework=row.tier is not None,
        neighbour=row.is_neighbour,
        step=step,
    )
    return " ".join(each.says for each in breaches)


def _hint(row, fits):
    entry = row.entry
    said = [entry.service.words(), f"ages {entry.min_age} to {entry.max_age}"]
    said += [f"{each.framework.name}, tier {each.tier}" for each in row.memberships]
    if row.check is None:
        said.append("the regulator’s list was never looked at")
    elif row.check_due_on() < today():
        said.append(f"the regulator’s list was looked at on {row.check.checked_on:%d/%m/%Y}")
    if not fits:
        said.append("not for these ages, not in our area, or another kind of home")
    return "; ".join(said)


def _sending(ref):
    sending = queries.sending_by_ref(ref) or abort(404)
    referral = queries.referral_of(sending) or abort(404)
    look(referral, "referral out")
    return sending, referral


@bp.route("/sent/<ref>/remind", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def remind(ref):
    """Another link, and until another day."""
    sending, referral = _sending(ref)
    form = forms.RemindForm()
    if not form.is_submitted():
        form.answer_by.data = REFERRAL_OUT_ANSWER.last_day(today())
    return _links(
        form,
        actions.remind,
        sending,
        back=there(referral, "sent"),
        template="small_page.html",
        answers=form.answers,
        about=names(referral),
        heading=f"Remind {sending.provider.name}",
        says="They get another link; the one before opens nothing from then on.",
        save="Make another link",
    )


@bp.route("/sent/<ref>/take-back", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def take_back(ref):
    """They are asked no longer."""
    sending, referral = _sending(ref)
    return small_page(
        referral,
        forms.BecauseForm(),
        actions.take_back,
        sending,
        title=f"Take it back from {sending.provider.name}",
        says="Their link opens nothing from then on. What they have read cannot be unread.",
        save="Take it back",
        part="sent",
    )


@bp.route("/sent/<ref>/answer", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def answer(ref):
    """What a provider answered by e-mail or telephone."""
    sending, referral = _sending(ref)
    form = forms.ReplyForm()
    form.reply.label.text = "Their answer"
    return small_page(
        referral,
        form,
        actions.record_reply,
        sending,
        template="commissioning/answer.html",
        title=f"Record the answer of {sending.provider.name}",
        says="Their link opens nothing once an answer is recorded here.",
        part="sent",
        leads_to=lambda made: (
            url_for("commissioning.offer", ref=made.ref) if made else there(referral, "sent")
        ),
        service=Service(sending.service),
        may=current_user.may(May.OPEN_REFERRAL),
    )

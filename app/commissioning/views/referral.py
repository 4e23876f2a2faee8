"""The referral out: how wide the search is, the profile without identity, and who was told."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.commissioning import forms
from app.commissioning.actions import choosing
from app.commissioning.actions import out as actions
from app.commissioning.kinds import Section, Step
from app.commissioning.queries import referrals as queries
from app.commissioning.rules.drafting import as_one
from app.commissioning.views.opening import (
    bp,
    look,
    may_keep,
    names,
    referral_or_404,
    small_page,
    there,
    whole_or_404,
)
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.people.forms import offered


@bp.get("/<ref>", endpoint="out")
@requires(May.SEE_REFERRALS)
def out(ref):
    """How wide the search is, what went out, what came, and what is next."""
    found = whole_or_404(ref, "referral out")
    return render_template(
        "commissioning/out.html",
        found=found,
        referral=found.referral,
        names=names(found.referral),
        may_keep=may_keep(found.referral),
        counted=found.counted(),
        by=queries.names_of([each.sending.sent_by_id for each in found.sent]),
    )


@bp.route("/<ref>/widen", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def widen(ref):
    """The search goes wider, with why."""
    found = whole_or_404(ref, "referral out")
    form = forms.WidenForm()
    reached = found.step.number if found.step else 0
    form.step.choices = offered(
        (each.value, each.words()) for each in Step if each.number > reached
    )
    if not form.is_submitted() and found.next_step is not None:
        form.step.data = found.next_step
    return small_page(
        found.referral,
        form,
        actions.widen,
        found.referral,
        title="Widen the search",
        says="What the search of our own carers answers now is kept with it: how many could, how "
        "many nearly, and what ruled the others out.",
        save="Widen it",
        part="steps",
    )


# ----------------------------------------------------------------------------------- the profile


@bp.post("/<ref>/draft")
@requires(May.OPEN_REFERRAL)
def draft(ref):
    """Another draft of the profile."""
    found, form = referral_or_404(ref), HearthForm()
    to = url_for("commissioning.profile", ref=ref)
    if form.validate_on_submit():
        done = carried_out(form, actions.draft_profile, found, leads_to=lambda _: to)
        if done:
            return done.redirect
    return redirect(to, 303)


@bp.route("/<ref>/profile", methods=["GET", "POST"])
@requires(May.SEE_REFERRALS)
def profile(ref):
    """What providers are to be told, and what in it gives the children away."""
    found = whole_or_404(ref, "profile without identity")
    keeps = may_keep(found.referral)
    row = found.draft
    if request.method == "POST" and (not keeps or row is None):
        abort(403)
    form = forms.ProfileForm(data=dict(row.words) if row else {}, record=row)
    if row is not None and form.validate_on_submit():
        done = carried_out(
            form,
            actions.write_profile,
            row,
            record=row,
            words=form.sections(),
            leads_to=lambda _: url_for("commissioning.profile", ref=ref) + "#found",
        )
        if done:
            return done.redirect
    return (
        render_template(
            "commissioning/profile.html",
            found=found,
            referral=found.referral,
            names=names(found.referral),
            form=form,
            draft=row if keeps else None,
            findings=queries.findings(found.referral, row.words, today()) if row else (),
            section_words={each.value: each.words() for each in Section},
            released=[
                (each, as_one(each.words)) for each in reversed(found.profiles) if each.released_at
            ],
            may_keep=keeps,
            button=HearthForm(),
        ),
        form.http_status,
    )


@bp.route("/<ref>/profile/release", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def release(ref):
    """Read it once more, and release it."""
    found = whole_or_404(ref, "profile without identity")
    row = found.draft
    if row is None:
        return redirect(url_for("commissioning.profile", ref=ref))
    findings = queries.findings(found.referral, row.words, today())
    form = forms.ReleaseForm(record=row)
    if not any(not each.must for each in findings):
        del form.why_it_stands
    return small_page(
        found.referral,
        form,
        actions.release_profile,
        row,
        there=url_for("commissioning.profile", ref=ref),
        template="commissioning/release.html",
        title="Release the profile",
        says="What is released stays as it is, with your name. To change it, draft another.",
        save="Release it",
        record=row,
        leads_to=lambda _: there(found.referral, "profile"),
        words=as_one(row.words),
        findings=findings,
    )


# ------------------------------------------------------------------------------- nothing fits


@bp.route("/<ref>/escalate", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def escalate(ref):
    """Somebody was told that nothing fits."""
    found = whole_or_404(ref, "referral out")
    form = forms.EscalateForm()
    if not form.is_submitted():
        form.tried.data = queries.tried(found, today())
    look(found.referral, "referral out")
    return small_page(
        found.referral,
        form,
        choosing.escalate,
        found.referral,
        title="Record who was told that nothing fits",
        says="What was tried is filled in from the record.",
        part="told",
    )

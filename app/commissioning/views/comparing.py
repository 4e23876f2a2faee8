"""Comparing and choosing: one page, whom to ask first, and the choice with its reasons."""

from __future__ import annotations

from flask import abort, render_template, url_for

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children.queries import children_by_id
from app.commissioning import forms
from app.commissioning.actions import choosing as actions
from app.commissioning.queries import comparing
from app.commissioning.queries import referrals as queries
from app.commissioning.views.opening import (
    bp,
    may_keep,
    names,
    small_page,
    user,
    whole_or_404,
)
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.matching.queries import sees_exactly
from app.matching.rules import TWENTY_TWO_C
from app.people.forms import offered
from app.people.queries import household_by_ref
from app.travel import queries as travel


@bp.get("/<ref>/compare")
@requires(May.SEE_REFERRALS)
def compare(ref):
    """Own homes, near misses and offered homes side by side."""
    found = whole_or_404(ref, "compare homes")
    return render_template(
        "commissioning/compare.html",
        found=found,
        referral=found.referral,
        names=names(found.referral),
        rows=comparing.compared(found, user(), today()),
        missing=found.missing(),
        heard=queries.latest_heard(found),
        may_keep=may_keep(found.referral),
        exact=sees_exactly(user()),
        words_22c=TWENTY_TWO_C,
        by_road=travel.by_road(),
    )


@bp.route("/<ref>/heard", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def heard(ref):
    """What a child wishes and feels, or the parents think."""
    found = whole_or_404(ref, "compare homes")
    by_ref = {each.ref: each for each in found.referral.children}
    form = forms.HeardForm()
    form.child.choices = offered((key, each.person.given_name) for key, each in by_ref.items())
    return small_page(
        found.referral,
        form,
        actions.record_heard,
        found.referral,
        there=url_for("commissioning.compare", ref=ref),
        title="Record wishes and views",
        says="Placing is filled with it, with who said it and when.",
        answers=lambda: {**form.answers(), "child": by_ref[form.child.data]},
    )


@bp.route("/<ref>/effect/<household_ref>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def effect(ref, household_ref):
    """What it would mean for a child who lives in a home already."""
    found = whole_or_404(ref, "compare homes")
    household = household_by_ref(household_ref) or abort(404)
    those = children_by_id(queries.children_there(household.id, today()))
    looked([f"child:{each}" for each in those], Kept.CHILD, "compare homes")
    by_ref = {each.ref: each for each in those.values()}
    form = forms.EffectForm()
    form.child.choices = offered((key, each.person.name) for key, each in by_ref.items())
    return small_page(
        found.referral,
        form,
        actions.record_effect,
        found.referral,
        household,
        there=url_for("commissioning.compare", ref=ref),
        title=f"A child already with {household.name}",
        says="Ask the worker of each child who lives there."
        if by_ref
        else "No child is placed there today: nobody need be asked.",
        answers=lambda: {**form.answers(), "child": by_ref[form.child.data]},
    )


@bp.route("/<ref>/choose/<key>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def choose(ref, key):
    """Why this home; where it falls short of section 22C, why it is still right."""
    found = whole_or_404(ref, "compare homes")
    rows = comparing.compared(found, user(), today())
    row = comparing.row_of(rows, key) or abort(404)
    form = forms.ChooseForm()
    for each in TWENTY_TWO_C:
        if each not in row.short_of:
            del form[f"why_{each}"]
    if row.household_id is not None:
        del form.effect
    if not comparing.connected_instead(rows, row):
        del form.why_not_connected
    return small_page(
        found.referral,
        form,
        actions.choose,
        found.referral,
        there=url_for("commissioning.compare", ref=ref),
        template="commissioning/choose.html",
        title=f"Choose {row.name}",
        says="Placing comes after it, with its own checks and whoever has to decide.",
        save="Choose this home",
        answers=lambda: {
            "key": key,
            "why": form.why.data or "",
            "effect": (form.effect.data or "") if "effect" in form else "",
            "why_not_connected": (form.why_not_connected.data or "")
            if "why_not_connected" in form
            else "",
            "reasons": {each: form[f"why_{each}"].data or "" for each in row.short_of},
        },
        leads_to=lambda made: _after(found.referral, made, row),
        row=row,
        missing=found.missing(),
        by_road=travel.by_road(),
    )


def _after(referral, made, row):
    """On to placing, or to what regulation 22 asks of an offered home first."""
    if made.household_id is not None:
        return url_for("matching.place", ref=referral.ref, household_ref=_household_ref(row))
    return url_for("commissioning.offer", ref=row.ref)


def _household_ref(row):
    return row.offer.household.ref if row.offer else row.ref

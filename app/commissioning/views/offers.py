"""An offer: the home, its price and conditions, what regulation 22 asks, and how it ends."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.accounts.permissions import May
from app.commissioning import forms
from app.commissioning.actions import offers as actions
from app.commissioning.actions import placing as placing_actions
from app.commissioning.kinds import Check22
from app.commissioning.queries import choosing, comparing
from app.commissioning.queries import referrals as queries
from app.commissioning.views.opening import bp, look, may_keep, names, small_page
from app.core.db import db
from app.core.security import requires
from app.core.today import today
from app.matching import placing
from app.matching.queries import sees_exactly
from app.matching.rules import TWENTY_TWO_C, Area
from app.people.forms import offered
from app.people.models import Household


def _offer(ref):
    found = queries.offer_by_ref(ref) or abort(404)
    referral = queries.referral_of(found) or abort(404)
    look(referral, "offer")
    return found, referral


def _there(found):
    return url_for("commissioning.offer", ref=found.ref)


@bp.get("/offers/<ref>")
@requires(May.SEE_REFERRALS)
def offer(ref):
    """One offered home."""
    found, referral = _offer(ref)
    answered = queries.checks_of_offer(found)
    asked = comparing.asked_of(found)
    exact = sees_exactly(current_user)
    return render_template(
        "commissioning/offer.html",
        offer=found,
        referral=referral,
        names=names(referral),
        asked=asked,
        answered=answered,
        all_asked=all(each in answered and answered[each].so for each in asked),
        area=placing.area_of(comparing.home_of(found)),
        may_keep=may_keep(referral) and found.ended_on is None,
        may_see_where=exact,
        household=db.session.get(Household, found.household_id) if found.household_id else None,
        lapsed=found.good_until is not None and found.good_until < today(),
        may_place=found.setting_id is not None
        and found.ended_on is None
        and referral.closed_on is None
        and (current_user.may(May.CONFIRM_PLACEMENT) or current_user.may(May.DECIDE_AT_A_DISTANCE)),
    )


@bp.route("/offers/<ref>/check/<what>", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def check(ref, what):
    """An answer to a question of regulation 22."""
    found, referral = _offer(ref)
    if what not in set(Check22):
        abort(404)
    which, form = Check22(what), forms.CheckForm()
    return small_page(
        referral,
        form,
        actions.record_check,
        found,
        there=_there(found),
        title=which.asks,
        says=f"{which.cite.short}, of {found.called} ({found.provider.name}).",
        answers=lambda: {"what": which, **form.answers()},
    )


@bp.route("/offers/<ref>/end", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def end(ref):
    """It stands no longer."""
    found, referral = _offer(ref)
    return small_page(
        referral,
        forms.EndForm(),
        actions.end_offer,
        found,
        there=_there(found),
        title="The offer stands no longer",
        says=f"{found.called}, of {found.provider.name}. Tell them yourself.",
        save="Record it",
    )


@bp.route("/offers/<ref>/enter", methods=["GET", "POST"])
@requires(May.OPEN_REFERRAL)
def enter(ref):
    """The home is entered under its own provider, to place there."""
    found, referral = _offer(ref)
    if found.household_id is not None:
        return redirect(_there(found))
    if not found.service.fosters:
        return _enter_setting(found, referral)
    known = {
        each.ref: each
        for each in db.session.scalars(
            select(Household)
            .where(Household.provider_id == found.provider_id, Household.stands())
            .order_by(Household.name, Household.id)
        )
    }
    form = forms.EnterForm()
    form.known.choices = offered(
        [("", "No, it is new to us"), *((ref, each.name) for ref, each in known.items())]
    )
    named = known.get(form.known.data or "")
    return small_page(
        referral,
        form,
        actions.name_home if named else actions.enter_home,
        found,
        there=_there(found),
        title=f"Enter {found.called} to place there",
        says=f"It stands under {found.provider.name}, and on no register of ours. Everything that "
        "placing checks is then checked of it as of any home.",
        save="Enter it, and go on to placing",
        answers=lambda: {"household": named} if named else form.new_home(),
        leads_to=lambda made: url_for("matching.place", ref=referral.ref, household_ref=made.ref),
    )


@bp.route("/offers/<ref>/place", methods=["GET", "POST"])
@requires(May.CONFIRM_PLACEMENT, May.DECIDE_AT_A_DISTANCE)
def place(ref):
    """The children are placed in the offered setting; over the border, by whoever approves that."""
    found, referral = _offer(ref)
    form = forms.PlaceForm()
    if request.method == "GET":
        form.starts_on.data = max(referral.needed_on, today())
    return small_page(
        referral,
        form,
        placing_actions.place_in_setting,
        found,
        there=_there(found),
        title=f"Place in {found.called}",
        says=AREA_SAYS[placing.area_of(comparing.home_of(found))],
        save="Place them",
        template="commissioning/place.html",
        offer=found,
        to_compare=url_for("commissioning.compare", ref=referral.ref),
        choice=choosing.choice_of_offer(found),
        said=_said_before(referral, choosing.choice_of_offer(found)),
    )


def _said_before(referral, choice):
    """What the children and their parents said, and why this home where section 22C is not met."""
    heard = queries.latest_heard(queries.whole(referral, today()))
    short = choice.reasons_22c if choice is not None else {}
    return [(each.whose.words(), queries.in_words(each)) for each in heard.values()] + [
        (TWENTY_TWO_C[key][0], why) for key, why in short.items()
    ]


AREA_SAYS = {
    Area.IN_AREA: "It is in our area.",
    Area.ADJOINING: "It is in an adjoining council’s area. A nominated officer places there, and "
    "by that approves it (regulation 11).",
    Area.AT_A_DISTANCE: "It is at a distance. The director of children’s services places there, "
    "and by that approves it (regulation 11).",
    Area.NOT_KNOWN: "Whose area it is in is not known: record where it is first.",
}


def _enter_setting(found, referral):
    return small_page(
        referral,
        forms.EnterSettingForm(),
        actions.enter_setting,
        found,
        there=_there(found),
        title=f"Enter {found.called} as a setting",
        says="Look at the regulator’s own list now. Placing comes after it, by whoever decides.",
        save="Enter it",
    )

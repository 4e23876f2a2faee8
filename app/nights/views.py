"""Tonight and the morning after: the sheet, who has it, what was done, how it is judged."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.children import queries as children
from app.children.views.opening import own_authority
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.reader import reading_without
from app.core.security import requires
from app.core.today import now, today
from app.links.answering import looked_by_link, shown_once
from app.links.purposes import purpose
from app.nights import actions, forms, present, queries, rules
from app.oversight import queries as oversight
from app.people.forms import OnForm
from app.people.queries import household_by_ref
from app.restricted import queries as restricted

bp = Blueprint("nights", __name__)

LATELY = timedelta(days=28)


def _night():
    return rules.night_of(now())


@bp.get("/tonight")
@requires(May.KEEP_NIGHTS)
def tonight():
    """Who can take a child tonight: own carers, and agencies to ring."""
    night = _night()
    sheet = queries.tonight(night)
    looked({f"household:{home.household_id}" for home in sheet.homes}, Kept.LOCATION, "tonight")
    return render_template(
        "nights/tonight.html",
        sheet=sheet,
        out=queries.sheets(night - LATELY),
        now=now(),
        button=HearthForm,
        ready_says=present.ready_says,
        there_says=present.there_says,
    )


@bp.post("/tonight/<ref>/said")
@requires(May.KEEP_NIGHTS)
def said(ref):
    """With one press: they are ready tonight, or not."""
    household = household_by_ref(ref) or abort(404)
    form = HearthForm()
    if form.validate_on_submit():
        ready = request.form.get("ready") == "yes"
        done = carried_out(
            form,
            actions.say_of_tonight,
            household,
            night=_night(),
            ready=ready,
            leads_to=lambda _: url_for("nights.tonight"),
        )
        if done is not None:
            return done.redirect
        flash(" ".join(form.form_errors), "notice")
    return redirect(url_for("nights.tonight"), 303)


@bp.route("/tonight/sign-out", methods=["GET", "POST"])
@requires(May.KEEP_NIGHTS)
def sign_out():
    """The sheet goes to a named person, by a link that shuts in the morning."""
    form = forms.SignOutForm()
    there = url_for("nights.tonight")
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.sign_out,
            holder=form.holder.data,
            night=_night(),
            leads_to=lambda _: there,
        )
        if done is not None and done.result is not None:
            _, sent = done.result
            return shown_once([sent], back=there, back_says="Back to tonight")
        if done is not None:
            return done.redirect
    page = render_template(
        "small_page.html",
        form=form,
        there=there,
        about="Tonight",
        heading="Sign out tonight’s sheet",
        says="They open it with a link, on a telephone too. It shows carers with room tonight and "
        "agencies’ numbers, no child’s name and no address. It shuts at half past nine tomorrow "
        "morning, and you can take it back before.",
        save="Make the link",
        warning=False,
    )
    return page, form.http_status


@bp.post("/tonight/sheets/<ref>/take-back")
@requires(May.KEEP_NIGHTS)
def take_back(ref):
    """The sheet's link opens nothing from now on."""
    sheet = queries.sheet_by_ref(ref) or abort(404)
    form, there = HearthForm(), url_for("nights.tonight") + "#out"
    if form.validate_on_submit():
        done = carried_out(form, actions.take_back, sheet, leads_to=lambda _: there)
        says = "The sheet is taken back." if done else " ".join(form.form_errors)
        flash(says, "success" if done else "notice")
    return redirect(there, 303)


@bp.route("/tonight/numbers/add", methods=["GET", "POST"])
@requires(May.KEEP_NIGHTS)
def add_number():
    """An agency that answers at night."""
    return small_page(
        forms.DutyForm(),
        actions.set_duty_number,
        there=url_for("nights.tonight"),
        about="Tonight",
        title="Somebody to ring at night",
        says="What is recorded of the same agency before ends on that day.",
    )


@bp.route("/tonight/numbers/<ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_NIGHTS)
def end_number(ref):
    """Nobody answers there any more."""
    row = queries.duty_number_by_ref(ref) or abort(404)
    return small_page(
        OnForm(),
        actions.end_duty_number,
        row,
        there=url_for("nights.tonight"),
        about=row.agency,
        title="Ring them no more",
    )


# ------------------------------------------------------------------------------ what a holder sees


@purpose(
    actions.PURPOSE,
    title="Carers for tonight",
    why=(
        "The fostering service’s sheet for the out-of-hours team: carers with room tonight, and "
        "agencies to ring.",
        "Ring the carers first: they tell you where they live. It is kept that you looked. The "
        "sheet shuts in the morning.",
    ),
)
def sheet_by_link(link):
    """The sheet as it stands at this moment, without anything that is restricted."""
    row = queries.sheet_of(link)
    if row is None or row.shuts_at <= now():
        return render_template("nights/over.html", link=link), 410
    with reading_without(restricted.everything_restricted()):
        sheet = queries.tonight(row.night_of)
    seen = {f"household:{home.household_id}" for home in sheet.homes}
    looked_by_link(link, seen, Kept.LOCATION, "tonight’s sheet by link")
    return render_template(
        "nights/by_link.html",
        link=link,
        row=row,
        sheet=sheet,
        now=now(),
        ready_says=present.ready_says,
        there_says=present.there_says,
    )


# ------------------------------------------------------------------------------- the morning after


@bp.get("/nights")
@requires(May.SEE_REFERRALS)
def index():
    """What was done out of hours, the latest first, and what each is judged to be."""
    found = queries.nights(today() - LATELY)
    looked({f"child:{each.record.child_id}" for each in found}, Kept.CHILD, "nights")
    stands = {each.child_id: each for each in oversight.ledger(today())} if found else {}
    return render_template(
        "nights/index.html",
        nights=found,
        stands=stands,
        missing={each.record.id: queries.missing_of(each) for each in found},
        may_keep=current_user.may(May.KEEP_NIGHTS),
    )


@bp.route("/nights/record", methods=["GET", "POST"])
@requires(May.KEEP_NIGHTS)
def record():
    """What was done overnight: few questions, never refused for what was done.

    Offered are the children who are looked after; of anybody else it is said who they are.
    """
    user = current_user._get_current_object()
    known = {each.child_id for each in children.looked_after(today())}
    listed = [
        each
        for each in children.children_listed(children.children_visible_to(user))
        if each.id in known
    ]
    looked({f"child:{each.id}" for each in listed}, Kept.CHILD, "what was done overnight")
    form = forms.NightForm().offer(
        [(each.ref, each.name) for each in listed], children.households_to_choose()
    )
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.record_night,
            **_told(form),
            leads_to=lambda made: url_for("nights.night", ref=made.ref),
        )
        if done is not None:
            flash("Recorded. What is missing is listed here.", "success")
            return done.redirect
    page = render_template("nights/record.html", form=form, there=url_for("nights.index"))
    return page, form.http_status


def _told(form):
    household = form.household.data
    newcomer = actions.Newcomer(
        form.given_name.data or "",
        form.family_name.data or "",
        form.born.data,
        form.sex.data,
        form.status.data,
        own_authority(),
    )
    return {
        "child": None if form.is_new() else children.child_by_ref(form.child.data) or abort(404),
        "newcomer": newcomer if form.is_new() else None,
        "household": (household_by_ref(household) or abort(404)) if household else None,
        "postcode": form.postcode.data or "",
        "urn": form.urn.data or "",
        "connected": bool(form.connected.data),
        "happened_at": form.happened_at(),
        "placed_by": form.placed_by.data,
        "why": form.why.data,
        "wishes": form.wishes.data or "",
    }


@bp.get("/nights/<ref>")
@requires(May.SEE_REFERRALS)
def night(ref):
    """One night: what was done, what it is judged to be, and what is still to be asked."""
    found = queries.night_by_ref(ref) or abort(404)
    child = found.record.child
    looked([f"child:{child.id}"], Kept.NARRATIVE, "night")
    return render_template(
        "nights/night.html",
        night=found,
        child=child,
        standing=oversight.basis(child.id, today()),
        missing=queries.missing_of(found),
        may_keep=current_user.may(May.KEEP_NIGHTS),
    )

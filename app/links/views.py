"""A link's own page, open to whoever holds it, and the pages of those who sent it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts import queries as accounts
from app.accounts.actions import count_attempt, hash_of_token
from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.audit.small_page import pressed
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import open_to_anyone, requires
from app.core.today import today
from app.links import actions, queries
from app.links.answering import shown_once
from app.links.purposes import purpose_of
from app.links.rules import State
from app.people import queries as people
from app.supervision import queries as supervision

bp = Blueprint("links", __name__)


@bp.after_request
def _keep_out_of_sight(answer):
    """Nobody indexes or keeps these pages, and no page that is gone to learns their address."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@bp.route("/link/<token>", methods=["GET", "POST"])
@open_to_anyone
def hold(token):
    """What a link's holder sees. Nothing of it is shown to anybody signed in, whose it is not."""
    address = request.remote_addr or ""
    if accounts.too_many_failures(hash_of_token(token), address):
        abort(429)
    link = queries.link_by_token(token)
    if link is None:
        if not count_attempt(hash_of_token(token), address):
            abort(429)
        return render_template("links/unknown.html"), 404
    if current_user.is_authenticated:
        return render_template("links/not_yours.html")
    state = link.state(today())
    if state is State.ANSWERED:
        return render_template("links/thanks.html", link=link, purpose=purpose_of(link))
    if not state.is_open:
        return render_template("links/shut.html", link=link, state=state), 410
    return purpose_of(link).handler(link) if state is State.OPENED else _start(link)


def _start(link):
    """The first page says what is asked, why and by whom, and shows nothing of the record."""
    if request.method == "POST" and request.form.get("start") == "yes":
        actions.open_link(link, by=actions.holder_of(link))
        return redirect(request.path, 303)
    return render_template("links/start.html", link=link, purpose=purpose_of(link))


def _ask_again():
    """The browser forgot its token for sending: what was typed is offered to be sent again."""
    typed = [
        (name, value)
        for name, values in request.form.lists()
        if name != "csrf_token"
        for value in values
    ]
    return render_template("links/again.html", typed=typed)


hold.ask_again = _ask_again  # type: ignore[attr-defined]


# ----------------------------------------------------------------------------- those who send them


@bp.route("/links/household/<ref>")
@requires(May.EDIT_HOUSEHOLD)
def about_household(ref):
    """Everything asked by link about one household: sent, opened, answered, run out, taken back."""
    household = people.household_by_ref(ref)
    if household is None:
        abort(404)
    if not supervision.may_edit(current_user, household.id):
        abort(403)
    looked([f"household:{household.id}"], Kept.CHILD, "links")
    return render_template(
        "links/about.html",
        household=household,
        links=queries.links_about(f"household:{household.id}"),
        button=HearthForm(),
        purpose_of=purpose_of,
    )


def _to_keep(ref):
    """The link, for whoever sent it or keeps that household's record; otherwise there is none."""
    link = queries.link_by_ref(ref)
    if link is None or not _may_keep(link):
        abort(404)
    return link


def _may_keep(link):
    household = queries.household_about(link)
    if household is not None:
        return supervision.may_edit(current_user, household.id)
    return link.sent_by_id == current_user.id


def _leads_to(link):
    """The list that a link stands in, or Today."""
    household = queries.household_about(link)
    if household is None:
        return url_for("front.today")
    return url_for("links.about_household", ref=household.ref)


@bp.post("/links/<ref>/revoke")
@requires(May.EDIT_HOUSEHOLD)
def revoke(ref):
    """Take a link back."""
    link = _to_keep(ref)
    done = "The link is taken back: it opens nothing now"
    return pressed(actions.revoke, link, there=_leads_to(link), done=done)


@bp.post("/links/<ref>/again")
@requires(May.EDIT_HOUSEHOLD)
def again(ref):
    """Send a link again: another address, and the one before opens nothing."""
    link = _to_keep(ref)
    form = HearthForm()
    if not form.validate_on_submit():
        abort(400)
    there = _leads_to(link)
    done = carried_out(form, actions.send_again, link, leads_to=lambda _: there)
    if done is None:
        flash(" ".join(form.form_errors), "notice")
    elif done.result is not None:
        return shown_once([done.result], back=there, back_says="Back to the links")
    return redirect(there, 303)

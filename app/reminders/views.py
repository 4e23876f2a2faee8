"""The administrator's page of digests, and everybody's own choice to have none."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.forms import HearthForm
from app.core.security import open_to_signed_in, requires
from app.core.today import today
from app.reminders import actions, queries
from app.reminders.models import DigestState

bp = Blueprint("reminders", __name__, url_prefix="/reminders")


@bp.get("")
@requires(May.MANAGE_USERS)
def index():
    """What was sent, what waits, what failed and why."""
    since = today() - queries.SHOWN
    return render_template(
        "reminders/index.html",
        sending=current_app.config["SETTINGS"].sending,
        days=queries.counted(since),
        states=list(DigestState),
        left=queries.not_sent(since),
        State=DigestState,
        button=HearthForm(formdata=None),
    )


@bp.post("/<ref>/again")
@requires(May.MANAGE_USERS)
def again(ref):
    """Put one that failed back into the outbox."""
    digest = queries.digest_by_ref(ref)
    if digest is None:
        abort(404)
    done = carried_out(
        HearthForm(), actions.send_again, digest, leads_to=lambda _: url_for("reminders.index")
    )
    if done is None:
        abort(400)
    flash("It waits again: the next run sends it.", "success")
    return done.redirect


@bp.route("/mine", methods=["GET", "POST"])
@open_to_signed_in
def mine():
    """Whether I have a digest each morning."""
    form = HearthForm()
    none = queries.has_none(current_user.id, today())
    if form.validate_on_submit():
        action = actions.have_them if none else actions.have_none
        done = carried_out(
            form,
            action,
            current_user._get_current_object(),
            leads_to=lambda _: url_for("reminders.mine"),
        )
        if done is not None:
            return done.redirect
    sending = current_app.config["SETTINGS"].sending
    return render_template("reminders/mine.html", form=form, none=none, sending=sending)

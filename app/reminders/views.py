"""The administrator's page of digests, and everybody's own choice to have none."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.small_page import pressed
from app.core.forms import HearthForm
from app.core.security import open_to_signed_in, requires
from app.core.today import today
from app.reminders import actions, queries
from app.reminders.models import MessageState

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
        states=list(MessageState),
        left=queries.not_sent(since),
        State=MessageState,
        button=HearthForm(formdata=None),
    )


@bp.post("/<ref>/again")
@requires(May.MANAGE_USERS)
def again(ref):
    """Put one that failed back into the outbox."""
    message = queries.message_by_ref(ref) or abort(404)
    done = "It waits again: the next run sends it"
    return pressed(actions.send_again, message, there=url_for("reminders.index"), done=done)


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

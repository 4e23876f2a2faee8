"""Long-term matches after the panel: one of them, and the decision on it."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.panel import forms
from app.panel.actions import matches as actions
from app.panel.queries import matches as queries
from app.panel.queries import minutes
from app.panel.queries.papers import read
from app.panel.rules.deciding import decider_breaches
from app.panel.views.opening import asks_only, bp


def _match(ref):
    match = queries.match_by_ref(ref) or abort(404)
    looked([f"child:{match.child_id}"], Kept.NARRATIVE, "panel decision")
    return queries.match_heard(match)


@bp.get("/panel/matches/<ref>")
@requires(May.SEE_PANEL)
def match_decision(ref):
    """One match: what the panel said, the days left, and what was decided. Names no child."""
    found, user = _match(ref), current_user._get_current_object()
    may = current_user.may(May.DECIDE_AFTER_PANEL)
    against = decider_breaches(queries.decider(user, found.match, today())) if may else []
    return render_template(
        "panel/match.html",
        found=found,
        written=minutes.minutes_of(found.item.id) if found.item else None,
        read=read(found.item),
        against=against,
        may_decide=may and found.decision is None and found.match.held_on(today()) and not against,
    )


@bp.route("/panel/matches/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def decide_match(ref):
    """The decision maker decides that it is to be, or is not, with reasons."""
    found, form = _match(ref), forms.MatchForm()
    asks_only(form, found, departs=found.said is not None)
    return small_page(
        form,
        actions.decide_match,
        found.match,
        there=url_for("panel.match_decision", ref=ref),
        about=found.match.household.name,
        title="Decide on this match",
        says="A match that is not to be ends today, even where somebody was told of it.",
        save="Record the decision",
        answers=form.decided,
    )

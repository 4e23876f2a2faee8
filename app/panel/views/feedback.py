"""Feedback on reports: given at an item, and reported back by author and theme."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments.grading import Theme
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.security import requires
from app.core.web import as_at
from app.panel import forms
from app.panel.actions.feedback import give_feedback
from app.panel.queries import feedback as queries
from app.panel.queries.listing import accounts
from app.panel.views.opening import bp, heard_item, of_item
from app.people.forms import offered

A_YEAR = timedelta(days=365)


@bp.route("/panel/items/<ref>/feedback", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def item_feedback(ref):
    """What the panel said of the report; its author is chosen already where the record knows."""
    item = heard_item(ref, "panel feedback")
    form = forms.FeedbackForm()
    users = {each.ref: each for each in accounts()}
    named = [(each, one.name) for each, one in users.items()]
    form.author.choices = offered([("", "Choose"), *named])
    if request.method == "GET":
        wrote = queries.author_of(item)
        form.author.data = next((each for each, one in users.items() if one.id == wrote), "")
    return of_item(
        item,
        form,
        give_feedback,
        title="The quality of the report",
        says="From 1, poor, to 5, very good. It goes back to whoever wrote it.",
        answers=lambda: {
            "author": users.get(form.author.data or ""),
            "scores": form.scores(),
            "words": form.words.data,
        },
    )


@bp.get("/panel/feedback")
@requires(May.SEE_PANEL)
def feedback():
    """What panels said of reports in the last twelve months, by author and theme."""
    return _page(queries.by_author(as_at() - A_YEAR, as_at()), "Feedback on reports")


@bp.get("/panel/feedback/mine")
@requires(May.EDIT_HOUSEHOLD)
def own_feedback():
    """What panels said of one's own reports in the last twelve months."""
    found = queries.by_author(as_at() - A_YEAR, as_at(), current_user.id)
    return _page(found, "What the panel said of my reports")


def _page(found, title):
    homes = {item.household_id for each in found for item, _ in each.words}
    looked({f"household:{each}" for each in homes if each}, Kept.NARRATIVE, "panel feedback")
    return render_template("panel/feedback.html", found=found, heading=title, themes=list(Theme))

"""Who decides after the panel: named, away, with a conflict."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.accounts.queries import users_in_role
from app.accounts.roles import Role
from app.assessments.queries import by_ref
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.panel import forms
from app.panel.actions import makers as actions
from app.panel.kinds import MakerRank
from app.panel.queries import makers as queries
from app.panel.views.opening import bp, heard_item
from app.people.forms import OnForm, offered

ABOUT = "Decision makers"


def _there():
    return url_for("panel.decision_makers")


def _maker(ref):
    return queries.maker_by_ref(ref) or abort(404)


@bp.get("/panel/decision-makers")
@requires(May.SEE_PANEL, May.NAME_DECISION_MAKER)
def decision_makers():
    """Who is named to decide, what they are, and when they do not."""
    named = queries.makers(today())
    return render_template(
        "panel/decision_makers.html",
        named=named,
        qualified={each.id: queries.is_qualified(each, today()) for each in named},
        aways=queries.aways(today()),
        without=set(MakerRank) - {each.rank for each in named},
    )


@bp.route("/panel/decision-makers/name", methods=["GET", "POST"])
@requires(May.NAME_DECISION_MAKER)
def name_decision_maker():
    """Somebody who holds the role is named, first or second."""
    form = forms.MakerForm()
    holding = {each.ref: each for each in users_in_role(Role.DECISION_MAKER, today())}
    names = ((ref, each.name) for ref, each in holding.items())
    form.who.choices = offered([("", "Choose"), *names])
    return small_page(
        form,
        lambda **told: actions.name_maker(holding[form.who.data], **told),
        there=_there(),
        about=ABOUT,
        title="Name a decision maker",
        says="Whoever was named so before is that no more from the day given. It is an appointment "
        "and no delegation: the second one is qualified as the first.",
        save="Name them",
        done="Named a decision maker",
        answers=form.named,
    )


@bp.route("/panel/decision-makers/<ref>/end", methods=["GET", "POST"])
@requires(May.NAME_DECISION_MAKER)
def end_decision_maker(ref):
    """They decide no more."""
    maker = _maker(ref)
    return small_page(
        OnForm(),
        actions.end_maker,
        maker,
        there=_there(),
        about=maker.user.name,
        title="End this appointment",
        save="End it",
        warning=True,
    )


@bp.route("/panel/decision-makers/<ref>/away", methods=["GET", "POST"])
@requires(May.KEEP_PANEL, May.NAME_DECISION_MAKER)
def decision_maker_away(ref):
    """They are away for a time: the second one decides."""
    maker = _maker(ref)
    return small_page(
        forms.AwayForm(),
        actions.go_away,
        maker,
        there=_there(),
        about=maker.user.name,
        title="Away",
        says="While the first decision maker is away the second one decides.",
    )


@bp.route("/panel/decision-makers/away/<ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_PANEL, May.NAME_DECISION_MAKER)
def decision_maker_back(ref):
    """The absence or the conflict is over."""
    away = queries.away_by_ref(ref) or abort(404)
    return small_page(
        OnForm(),
        actions.come_back,
        away,
        there=_there(),
        about=away.maker.user.name,
        title="Decides again" if away.household_id is None else "The conflict is over",
    )


@bp.route("/panel/decisions/<ref>/conflict", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def decision_maker_conflict(ref):
    """Whoever is named declares that they have a conflict in this application."""
    assessment = by_ref(ref) or abort(404)
    looked([f"household:{assessment.household_id}"], Kept.NARRATIVE, "panel decision")
    there = url_for("panel.decision", ref=ref)
    return _conflict(assessment.household_id, assessment.household.name, there)


@bp.route("/panel/items/<ref>/decider-conflict", methods=["GET", "POST"])
@requires(May.DECIDE_AFTER_PANEL)
def item_decider_conflict(ref):
    """The same of whatever an item is about: a match, a review, what was proposed of carers."""
    item = heard_item(ref, "panel item")
    return _conflict(item.household_id, item.title, url_for("panel.item", ref=ref))


def _conflict(household_id, about, there):
    own = [each for each in queries.makers(today()) if each.user_id == current_user.id]
    if not own:
        abort(403)
    form = forms.WhyForm()
    return small_page(
        form,
        actions.declare_conflict,
        own[0],
        there=there,
        about=about,
        title="I have a conflict in this",
        says="The other decision maker decides what concerns this household.",
        save="Declare it",
        warning=True,
        answers=lambda: {"household_id": household_id, "why": form.reasons.data or ""},
    )

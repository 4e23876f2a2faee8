"""The panel's medical and legal advisers: who they are, when they are to be had, what they gave."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, known_at
from app.core.words import words
from app.panel import forms
from app.panel.actions import advisers as actions
from app.panel.kinds import AdviserRole
from app.panel.queries import advisers as queries
from app.panel.views.opening import bp
from app.people.actions import change_person
from app.people.forms import OnForm


@bp.get("/panel/advisers")
@requires(May.SEE_CENTRAL_LIST)
def advisers():
    """Who advises the panel, since when, when they are away, what they gave and attend."""
    found = queries.advisers(as_at(), known_at())
    looked({f"person:{each.adviser.person_id}" for each in found}, Kept.LOCATION, "panel advisers")
    return render_template(
        "panel/advisers.html",
        found=found,
        lacks=[
            role for role in AdviserRole if all(each.adviser.role is not role for each in found)
        ],
        may_keep=current_user.may(May.KEEP_PANEL) and as_at() == today() and known_at() is None,
    )


def _adviser(ref):
    return queries.adviser_by_ref(ref) or abort(404)


def _page(form, action, *args, title, **kw):
    there = url_for("panel.advisers")
    return small_page(form, action, *args, there=there, title=title, **kw)


@bp.route("/panel/advisers/new", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def new_adviser():
    """Somebody is appointed to advise the panel."""
    form = forms.AdviserForm()
    if request.method == "GET" and request.args.get("role") in set(AdviserRole):
        form.role.data = AdviserRole(request.args["role"])
    return _page(
        form,
        actions.appoint_adviser,
        title="Appoint an adviser",
        about="Panel",
        says="An adviser is no member: their advice is a paper of an item, and they may attend it.",
    )


@bp.route("/panel/advisers/<ref>/particulars", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def adviser_particulars(ref):
    """What an adviser is called, and how they are reached."""
    person = _adviser(ref).person
    looked([f"person:{person.id}"], Kept.LOCATION, "panel advisers")
    form = forms.ParticularsForm(obj=person, record=person)
    return _page(
        form,
        change_person,
        person,
        about=person.name,
        title="Name, email address and telephone",
        record=person,
        answers=lambda: form.answers() | {"born": person.born, "sex": person.sex},
    )


@bp.route("/panel/advisers/<ref>/away", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def adviser_away(ref):
    """They are not to be had for a time."""
    adviser = _adviser(ref)
    return _page(
        forms.AdviserAwayForm(),
        actions.adviser_away,
        adviser,
        about=adviser.person.name,
        title="When they are not to be had",
    )


@bp.route("/panel/advisers/<ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def end_adviser(ref):
    """They advise no more."""
    adviser = _adviser(ref)
    return _page(
        OnForm(record=adviser),
        actions.end_adviser,
        adviser,
        about=adviser.person.name,
        title=f"No longer our {words(adviser.role).lower()}",
        says="What they wrote stays with the items it was about.",
        record=adviser,
    )

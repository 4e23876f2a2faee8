"""The register of settings: homes and places children live in that are not a family's home."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import actions, forms, present, queries
from app.children.changing import change
from app.children.views.opening import authority_name, bp, own_households, user_now
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at
from app.core.words import words
from app.oversight import queries as oversight
from app.people.forms import OnForm
from app.register import queries as register
from app.statute.local import SETTING_CHECK


@bp.route("/settings")
@requires(May.SEE_CHILDREN)
def settings():
    """Every setting, those where children live first, and what is wrong with its registration."""
    found = _listed()
    shown = {each: [row for row in found if each.of(row)] for each in present.Settings}
    asked = request.args.get("show", "")
    if asked not in {"", *present.Settings}:
        abort(400)
    rows = shown[present.Settings(asked)] if asked else found
    stem = f"settings-{as_at():%Y-%m-%d}"
    return as_file(stem, "Settings", present.SETTINGS, rows) or render_template(
        "children/settings.html",
        rows=rows,
        everything=found,
        asked=asked,
        shown=shown,
        authority_name=authority_name,
        may_change=_may_change(),
    )


def _listed():
    day, known = as_at(), known_at()
    found = queries.settings_listed()
    registrations = queries.registrations_of([each.id for each in found], known)
    there: dict[str, list[oversight.Standing]] = {}
    for each in oversight.ledger(day, known):
        if each.setting_ref is not None:
            there.setdefault(each.setting_ref, []).append(each)
    return sorted(
        (
            present.SettingRow(
                each,
                tuple(registrations.get(each.id, ())),
                len(there.get(each.ref, ())),
                sum(one.answer.needs_somebody for one in there.get(each.ref, ())),
                day,
                known,
            )
            for each in found
        ),
        key=lambda row: (not row.red, not row.children, row.setting.name),
    )


def _may_change():
    return current_user.may(May.RECORD_PLACEMENT) and as_at() == today() and known_at() is None


@bp.route("/settings/<ref>")
@requires(May.SEE_CHILDREN)
def setting(ref):
    """One setting: its registrations through time, and who lives there."""
    found = _setting_or_404(ref)
    day, known = as_at(), known_at()
    there = [each for each in oversight.ledger(day, known) if each.setting_ref == found.ref]
    seen = register.visible_among(
        user_now(), {each.child_id for each in there}, households=own_households(), as_at=day
    )
    looked({f"child:{each}" for each in seen}, Kept.CHILD, "setting")
    held = queries.registrations_of([found.id], known).get(found.id, [])
    return render_template(
        "children/setting.html",
        setting=found,
        row=present.SettingRow(found, tuple(held), len(there), 0, day, known),
        there=there,
        seen=seen,
        clock=SETTING_CHECK,
        authority_name=authority_name,
        may_change=_may_change(),
    )


def _setting_or_404(ref):
    found = queries.setting_by_ref(ref)
    if found is None:
        abort(404)
    return found


@bp.route("/settings/add", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def add_setting():
    return change(
        forms.SettingForm(),
        actions.add_setting,
        about="Settings",
        there=url_for("children.settings"),
        title="Add a setting",
        says="A place children live in that is not a family’s home. Record its registration next.",
        leads_to=lambda made: url_for("children.setting", ref=made.ref),
    )


def _about(ref, form, action, *args, title, says="", **more):
    """One form about a setting."""
    found = _setting_or_404(ref)
    there = url_for("children.setting", ref=found.ref)
    return change(
        form, action, *args, about=found.name, there=there, title=title, says=says, **more
    )


@bp.route("/settings/<ref>/change", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def correct_setting(ref):
    found = _setting_or_404(ref)
    return _about(
        ref,
        forms.SettingForm(obj=found, record=found),
        actions.correct_setting,
        found,
        record=found,
        title="Correct a setting",
        says="What it was always: every child who lived there is judged by what you say here.",
    )


@bp.route("/settings/<ref>/registration", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def register_setting(ref):
    found = _setting_or_404(ref)
    form = forms.RegistrationForm()
    if request.method == "GET":
        form.registered_as.data = found.kind
    return _about(
        ref,
        form,
        actions.register_setting,
        found,
        title="Record a registration",
        says="A registration of the same kind before it ends on the day that this one starts.",
    )


def _registration(ref, number):
    found = _setting_or_404(ref)
    held = queries.registrations_of([found.id]).get(found.id, [])
    own = [each for each in held if each.id == number]
    if not own:
        abort(404)
    return own[0]


@bp.route("/settings/<ref>/registration/<int:number>/check", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def check_registration(ref, number):
    held = _registration(ref, number)
    return _about(
        ref,
        OnForm(),
        actions.check_registration,
        held,
        title="Checked with the regulator",
        says=f"{_named(held)} stands in the regulator’s own list. If it does not, record its end.",
        save="It stands",
    )


@bp.route("/settings/<ref>/registration/<int:number>/correct", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def correct_registration(ref, number):
    held = _registration(ref, number)
    return _about(
        ref,
        forms.CorrectRegistrationForm(obj=held),
        actions.correct_registration,
        held,
        title="Correct a registration",
        says="What was recorded in error is set aside; the past as it was known keeps it.",
    )


@bp.route("/settings/<ref>/registration/<int:number>/end", methods=["GET", "POST"])
@requires(May.RECORD_PLACEMENT)
def end_registration(ref, number):
    held = _registration(ref, number)
    return _about(
        ref,
        OnForm(),
        actions.end_registration,
        held,
        title="Record that a registration ended",
        says=f"{_named(held)}. Every child there turns red from that day, until it is registered "
        "again or they have moved.",
    )


def _named(held):
    return f"{words(held.registered_as)}, {words(held.regulator)}, {held.urn}"

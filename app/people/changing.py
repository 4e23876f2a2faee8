"""One small page, one act: how every form about a household is shown, carried out and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, render_template, url_for
from flask_login import current_user

from app.accounts.models import User
from app.audit.carried_out import carried_out
from app.core.forms import HearthForm
from app.people import queries
from app.people.models import Household

MayChange = Callable[[User, int], bool]
"""May this person change this household's record?"""


def household_or_404(ref: str) -> Household:
    """The household with this public id, or the page that says there is nothing here."""
    household = queries.household_by_ref(ref)
    if household is None:
        abort(404)
    return household


def household_to_change(ref: str, may: MayChange) -> Household:
    """The household, for somebody who may change it: otherwise 404, or 403 if they may see it."""
    household = household_or_404(ref)
    if not may(current_user._get_current_object(), household.id):
        abort(403)
    return household


def change(
    household: Household,
    form: HearthForm,
    action: Callable[..., Any],
    *args: Any,
    title: str,
    says: str = "",
    save: str = "Save",
    warning: bool = False,
    part: str = "",
    record: Any = None,
    answers: Callable[[], dict[str, Any]] | None = None,
    done: str = "",
    template: str = "people/change.html",
    **shown: Any,
) -> Any:
    """Show a form about a household; once sent, carry out the act and go back to the household.

    `part` is the part of the household's page to go back to. `record` is what a stale form would
    overwrite. `answers` turns what was typed into the action's arguments. `done` says what was
    done, where the action is no act itself.
    """
    there = url_for("register.household", ref=household.ref) + (f"#{part}" if part else "")
    if form.validate_on_submit():
        told = answers() if answers is not None else form.answers()
        carried = carried_out(form, action, *args, leads_to=lambda _: there, record=record, **told)
        if carried is not None:
            flash(f"{done or action.says}.", "success")  # type: ignore[attr-defined]
            return carried.redirect
    page = render_template(
        template,
        form=form,
        household=household,
        heading=title,
        says=says,
        save=save,
        warning=warning,
        there=there,
        **shown,
    )
    return page, form.http_status

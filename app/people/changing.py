"""One small page, one act: how every form about a household is shown, carried out and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask_login import current_user

from app.accounts.models import User
from app.audit.small_page import small_page
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
    part: str = "",
    **shown: Any,
) -> Any:
    """Show a form about a household; once sent, carry out the act and go back to the household.

    `part` is the part of the household's page to go back to; the rest is as `small_page` says.
    """
    there = url_for("register.household", ref=household.ref) + (f"#{part}" if part else "")
    return small_page(
        form, action, *args, there=there, about=household.name, household=household, **shown
    )

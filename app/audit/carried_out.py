"""Carry a form out: once, whole, on the record as it was seen, or say why not.

It stands here and not in `core` because it opens an act's transaction and, when a form is stale,
asks the trail who changed what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.audit import queries
from app.core.db import db, take, transaction
from app.core.errors import RuleBroken, Stale
from app.core.forms import HearthForm
from app.core.models import FormSent


@dataclass(frozen=True, slots=True)
class Carried:
    """A form was carried out. `redirect` leads on; `result` is what the action gave (None if
    this form had been sent before, and so was not carried out again)."""

    led_to: str
    result: Any = None

    @property
    def redirect(self) -> Response:
        """The way on, so that going back or reloading does nothing twice."""
        return redirect(self.led_to, 303)


def carried_out(
    form: HearthForm,
    action: Callable[..., Any],
    *args: Any,
    leads_to: Callable[[Any], str],
    record: Any = None,
    **kw: Any,
) -> Carried | None:
    """Carry out `action(*args, **kw, by=current_user)` in one transaction.

    Gives None with the reasons on the form when the rules refuse it, or when `record` was changed
    after the form was drawn; everything typed is still on the form.
    """
    try:
        with transaction():
            before = db.session.get(FormSent, form.once.data)
            if before is not None:
                form.sent()
                return Carried(before.led_to)
            if record is not None:
                _require_fresh(form, record)
            result = action(*args, **kw, by=current_user._get_current_object())
            led_to = leads_to(result)
            db.session.add(FormSent(once=form.once.data, user_id=current_user.id, led_to=led_to))
            form.sent()
        return Carried(led_to, result)
    except RuleBroken as refused:
        form.refused(refused.breaches)
    except (Stale, StaleDataError):
        if record is None:
            raise Stale(None) from None
        form.conflict = queries.changes_since(record, _seen(form))
        form.version.data = str(record.version)
    return None


def _seen(form: HearthForm) -> int:
    try:
        return int(form.version.data or 0)
    except ValueError:
        return 0


def _require_fresh(form: HearthForm, record: Any) -> None:
    take(record)
    if form.version.data and _seen(form) != record.version:
        raise Stale(record)

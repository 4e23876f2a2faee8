"""What the pages of supervision share."""

from __future__ import annotations

from flask import Blueprint, abort

from app.accounts import queries as accounts
from app.core.web import as_at, as_file

bp = Blueprint("supervision", __name__)


def listed(columns, rows, name, title):
    """The list to take away, if that is what was asked for."""
    return as_file(f"{name}-{as_at():%Y-%m-%d}", title, columns, rows)


def worker_or_404(ref):
    """The person with this public id, or the page that says there is nothing here."""
    found = accounts.user_by_ref(ref)
    if found is None:
        abort(404)
    return found

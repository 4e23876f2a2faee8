"""What the pages of supervision share."""

from __future__ import annotations

from flask import Blueprint, abort, request

from app.accounts import queries as accounts
from app.core.present import to_csv, to_xlsx
from app.core.web import as_at, file_answer

bp = Blueprint("supervision", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listed(columns, rows, name, title):
    """The list to take away, if that is what was asked for."""
    name = f"{name}-{as_at():%Y-%m-%d}"
    match request.args.get("format"):
        case "csv":
            return file_answer(to_csv(columns, rows), f"{name}.csv", "text/csv")
        case "xlsx":
            return file_answer(to_xlsx(title, columns, rows), f"{name}.xlsx", XLSX)
    return None


def worker_or_404(ref):
    """The person with this public id, or the page that says there is nothing here."""
    found = accounts.user_by_ref(ref)
    if found is None:
        abort(404)
    return found

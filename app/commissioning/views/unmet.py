"""Need that our own carers did not meet: counted, and each number opens to its rows."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app.accounts.permissions import May
from app.commissioning.present import UNMET
from app.commissioning.queries import unmet as queries
from app.commissioning.views.opening import bp
from app.core.security import requires
from app.core.web import as_at, as_file, page_of

BY = ("ended", "main_reason", "band", "kind")
A_YEAR = timedelta(days=365)


@bp.get("/unmet")
@requires(May.SEE_REFERRALS)
def unmet():
    """Whom our own carers could not take in the year before a day, why, and what came of it."""
    until = as_at()
    every = queries.unmet(until - A_YEAR, until)
    asked = {name: request.args[name] for name in BY if request.args.get(name)}
    rows = [
        row
        for row in every
        if all(str(getattr(row, name)) == value for name, value in asked.items())
    ]
    sheet = as_file(f"unmet-need-{until.isoformat()}", "Unmet need", UNMET, rows)
    if sheet is not None:
        return sheet
    return render_template(
        "commissioning/unmet.html",
        page=page_of(rows),
        every=every,
        counts={name: queries.counted(every, name) for name in BY},
        asked=asked,
        until=until,
        since=until - A_YEAR,
        columns=UNMET,
    )

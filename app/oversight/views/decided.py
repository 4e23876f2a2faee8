"""Oversight of exemptions, extensions, changes of approval and places outside the area."""

from __future__ import annotations

from flask import abort, render_template, request

from app.accounts.permissions import May
from app.core.forms import read_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, page_of
from app.oversight import decided as taken
from app.oversight import present
from app.oversight.views.opening import bp


@bp.get("/where-every-child-is/decisions")
@requires(May.SEE_LEDGER)
def decided():
    """Counts by kind; each opens to its decisions, the retrospective ones in red."""
    last = _day("until", today())
    first = _day("since", last.replace(year=last.year - 1, day=min(last.day, 28)))
    everything = taken.taken(first, last)
    asked = present.Sought.read(request.args)
    rows = asked.of(everything)
    stem = f"decisions-{first:%Y-%m-%d}-to-{last:%Y-%m-%d}"
    return as_file(stem, "Decisions", present.DECIDED, rows) or render_template(
        "oversight/decided.html",
        asked=asked,
        counts=[each for each in taken.counts(everything) if each.rows],
        everything=everything,
        page=page_of(rows) if asked.any else None,
        first=first,
        last=last,
    )


def _day(name, unless):
    typed = request.args.get(name, "").strip()
    found = read_day(typed) if typed else unless
    if found is None:
        abort(400, f"“{typed}” is not a date. Use one like 31/03/2026.")
    return found

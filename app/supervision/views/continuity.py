"""How often households' workers change: a list, as at any day."""

from __future__ import annotations

from flask import render_template

from app.accounts.permissions import May
from app.core.present import Shown
from app.core.security import requires
from app.core.web import as_at, known_at, page_of
from app.supervision import queries
from app.supervision.views.opening import bp, listed

COLUMNS: tuple[Shown[queries.Continuity], ...] = (
    Shown("Household", lambda row: row.name),
    Shown("Supervised by", lambda row: row.worker or "Nobody"),
    Shown("Since", lambda row: row.since),
    Shown("Days with this worker", lambda row: row.days, numeric=True),
    Shown("Changes in 12 months", lambda row: row.changes_in_year, numeric=True),
    Shown("Changes ever", lambda row: row.changes, numeric=True),
    Shown("Workers ever", lambda row: row.workers, numeric=True),
    Shown("Days with nobody in 12 months", lambda row: row.without_in_year, numeric=True),
    Shown("Days with nobody ever", lambda row: row.without, numeric=True),
)


@bp.route("/supervision/continuity")
@requires(May.SEE_REGISTER)
def continuity():
    """Each of our approved households, the most changes first."""
    found = queries.continuity(as_at(), known_at())
    answer = listed(COLUMNS, found, "continuity", "Continuity")
    if answer is not None:
        return answer
    covered = [row.days for row in found if row.days is not None]
    return render_template(
        "supervision/continuity.html",
        page=page_of(found),
        changes=sum(row.changes_in_year for row in found),
        changed=sum(row.changes_in_year > 0 for row in found),
        often=sum(row.changes_in_year > 1 for row in found),
        middle=sorted(covered)[len(covered) // 2] if covered else None,
        without=sum(row.without_in_year for row in found),
    )


@bp.app_template_global()
def continuity_of(household):
    """One household's changes of worker and days with nobody, for its page."""
    return queries.continuity_of(household.id, household.ref, household.name, as_at(), known_at())

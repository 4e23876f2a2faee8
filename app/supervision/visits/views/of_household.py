"""One household's visits: the whole list, and the card on its page."""

from __future__ import annotations

from flask import render_template

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, page_of
from app.people.changing import household_to_change
from app.supervision import queries as supervision
from app.supervision.visits import present, queries
from app.supervision.visits.views.opening import bp, names_shown, user


def _may_read(who, household_id):
    return queries.may_read(who, household_id, today())


@bp.get("/households/<ref>/visits")
@requires(May.SEE_HOLD_REASON)
def household(ref):
    """Every visit to one household, who saw whom, and what is still to be done."""
    home = household_to_change(ref, _may_read)
    found = queries.visits_of(home.id)
    names = names_shown(
        {each.person_id: each.person for visit in found for each in visit.people},
        home.id,
        today(),
    )
    looked([f"household:{home.id}"], Kept.NARRATIVE, "visits")
    stem = f"visits-{home.ref}-{today():%Y-%m-%d}"
    return as_file(stem, "Visits", _columns(names), found) or render_template(
        "supervision/visits/household.html",
        household=home,
        page=page_of(found, 20),
        names=names,
        seen_said=present.seen_said,
        still_open=queries.open_actions(home.id, today()),
        planned=queries.planned_with(home.id),
        due=present.due_said(queries.due_of(home.id, today()), today()),
        may_edit=supervision.may_edit(user(), home.id),
    )


def _columns(names):
    return (
        Shown("Day", lambda row: row.visited_on),
        Shown("Time", lambda row: row.began_at),
        Shown("Who visited", lambda row: row.worker.name),
        Shown("Announced or not", lambda row: row.notice),
        Shown("Home inspected", lambda row: row.home_inspected),
        Shown("Seen", lambda row: present.seen_said(row, names)),
        Shown("Miles", lambda row: row.miles, numeric=True),
    )


@bp.app_context_processor
def _for_pages():
    """What the card on a household's page asks."""
    return {"visits_on_household": _on_household}


def _on_household(household_id, as_at, known_at):
    """The last visits, when the next are due, what is open and what is planned."""
    return {
        "last": queries.last_visits_of(household_id, as_at, known_at),
        "due": present.due_said(queries.due_of(household_id, as_at, known_at), as_at),
        "open": len(queries.open_actions(household_id, as_at)),
        "planned": queries.planned_with(household_id, on_or_after=today())[:1],
        "may_read": queries.may_read(user(), household_id, as_at),
        "seen_said": present.seen_said,
    }

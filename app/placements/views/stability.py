"""Stability: counted, each number opening to its rows, and what is done about each."""

from __future__ import annotations

from flask import abort, render_template, request

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children import queries as children
from app.core.columns import Kept
from app.core.db import db
from app.core.security import requires
from app.core.web import as_at, page_of
from app.permanence import queries as permanence
from app.permanence.counting import twelve_months_to
from app.permanence.kinds import PolicyNumber
from app.placements import queries
from app.placements.kinds import Ending
from app.placements.views.opening import bp, visible

PARTS = ("", "ended", "unplanned", "not_said", "settled", "unsettled")


@bp.get("/stability")
@requires(May.SEE_CHILDREN)
def stability():
    """Moves, endings and settled homes of the children whom this person may see."""
    which = request.args.get("which", "")
    if which not in PARTS:
        abort(400)
    day = as_at()
    seen = set(db.session.scalars(visible()))
    ended = [
        each
        for each in queries.ended_in(twelve_months_to(day), day)
        if each.listed.child_id in seen
    ]
    measured = [each for each in queries.settled(day) if each.child_id in seen]
    standings = [each for each in permanence.standings(day) if each.child_id in seen]
    number = PolicyNumber.PLACEMENTS
    rows = _rows(which, ended, measured)
    page = page_of(rows)
    looked({f"child:{_child_of(each)}" for each in page.rows}, Kept.CHILD, "stability")
    return render_template(
        "placements/stability.html",
        which=which,
        page=page,
        ended=ended,
        kinds=Ending,
        by_kind={kind: sum(each.kind is kind for each in ended) for kind in Ending},
        by_household=queries.by_household(ended),
        measured=len(measured),
        settled=sum(each.is_settled for each in measured),
        moved=sum("moved" in each.filters for each in standings),
        meetings=sum("meeting" in each.filters for each in standings),
        looked_after=len(standings),
        number=permanence.number_on(permanence.numbers_set(number), number, day),
        named=children.children_by_id([each.child_id for each in page.rows])
        if which in ("settled", "unsettled")
        else {},
        first=twelve_months_to(day),
    )


def _child_of(row):
    return row.listed.child_id if hasattr(row, "listed") else row.child_id


def _rows(which, ended, measured):
    if which in ("settled", "unsettled"):
        return [each for each in measured if each.is_settled is (which == "settled")]
    if which == "unplanned":
        return [each for each in ended if each.kind is Ending.UNPLANNED]
    if which == "not_said":
        return [each for each in ended if each.kind is Ending.NOT_SAID]
    return ended if which == "ended" else []

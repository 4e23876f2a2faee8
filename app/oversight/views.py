"""Where every child is: the ledger by lawful basis, as at any day, and what changed."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.forms import read_day
from app.core.security import requires
from app.core.web import as_at, as_file, file_wanted, known_at, page_of
from app.data import authorities
from app.oversight import present, queries
from app.oversight.rules import Verdict
from app.register import queries as register
from app.supervision import queries as supervision

bp = Blueprint("oversight", __name__)

PAGE_NAME = "where every child is"
AT_ONCE = 25
"""Children not lawfully placed whom the first page shows one by one; the rest are a link away."""


@bp.route("/where-every-child-is")
@requires(May.SEE_LEDGER)
def index():
    standings = queries.ledger(as_at(), known_at())
    asked = present.Asked.read(request.args)
    found = asked.of(standings)
    if file_wanted():
        stem = f"where-every-child-is-{as_at():%Y-%m-%d}"
        return as_file(stem, "Where every child is", present.COLUMNS, _lines(found))
    totals = present.totals(standings)
    if asked.any:
        page = page_of(found)
        lines = _lines(page.rows)
        return render_template(
            "oversight/children.html",
            asked=asked,
            page=page,
            lines=lines,
            totals=totals,
            authority_name=_authority_name,
        )
    before = read_day(request.args.get("compare", ""))
    changed = None
    if before is not None:
        changed = queries.differences(queries.ledger(before, known_at()), standings)
    worst = [each for each in standings if each.is_looked_after and each.answer.needs_somebody]
    unlawful = [each for each in worst if each.verdict is Verdict.NOT_LAWFUL][:AT_ONCE]
    seen = _seen([*unlawful, *(each.child for each in changed or ())])
    return render_template(
        "oversight/index.html",
        totals=totals,
        unlawful=[present.Line(each, each.child_id in seen) for each in unlawful],
        compared_with=before,
        yesterday=as_at() - timedelta(days=1),
        changed=changed,
        seen=seen,
    )


def _lines(standings):
    seen = _seen(standings)
    return [present.Line(each, each.child_id in seen) for each in standings]


def _seen(standings):
    """The children among these whose names may be shown; that they were is recorded."""
    ids = {each.child_id for each in standings}
    user = current_user._get_current_object()
    own = () if user.may(May.SEE_EVERY_CHILD) else supervision.households_of(user.id, as_at())
    seen = register.visible_among(user, ids, households=own, as_at=as_at())
    if not user.may(May.SEE_CHILDREN):
        seen = frozenset()
    looked({f"child:{each}" for each in seen}, Kept.CHILD, PAGE_NAME)
    return seen


def _authority_name(code):
    authority = authorities().get(code)
    return authority.name if authority else code

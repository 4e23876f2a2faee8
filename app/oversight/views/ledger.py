"""Where every child is: the ledger by lawful basis, as at any day, and what changed."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, render_template, request, url_for

from app.accounts.permissions import May
from app.core.forms import read_day
from app.core.security import requires
from app.core.web import as_at, as_file, file_wanted, known_at, page_of
from app.oversight import present, queries
from app.oversight.rules import Verdict
from app.oversight.views.opening import authority_name, bp, child_or_404, lines_of, seen_among

LONGEST = 3660
"""Days of one child's history that one page shows: ten years."""

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
        return as_file(stem, "Where every child is", present.COLUMNS, lines_of(found))
    totals = present.totals(standings)
    if asked.any:
        page = page_of(found)
        lines = lines_of(page.rows)
        return render_template(
            "oversight/children.html",
            asked=asked,
            page=page,
            lines=lines,
            totals=totals,
            authority_name=authority_name,
        )
    before = read_day(request.args.get("compare", ""))
    changed = None
    if before is not None:
        changed = queries.changes(before, as_at(), known_at())
    worst = [each for each in standings if each.is_looked_after and each.answer.needs_somebody]
    unlawful = [each for each in worst if each.verdict is Verdict.NOT_LAWFUL][:AT_ONCE]
    seen = seen_among([*unlawful, *(each.child for each in changed or ())])
    return render_template(
        "oversight/index.html",
        totals=totals,
        unlawful=[present.Line(each, each.child_id in seen) for each in unlawful],
        compared_with=before,
        yesterday=as_at() - timedelta(days=1),
        month_ago=as_at() - timedelta(days=28),
        undecided=queries.undecided(standings),
        inspected=len(queries.inspected(standings)),
        changed=changed,
        seen=seen,
    )


@bp.get("/where-every-child-is/questions/<question>")
@requires(May.SEE_LEDGER)
def question(question):
    """What inspectors ask, in one of three wordings: one set of children, told three ways."""
    if question not in present.QUESTIONS:
        abort(404)
    found = queries.inspected(queries.ledger(as_at(), known_at()))
    told = present.QUESTIONS[question]
    lines = lines_of(found)
    stem = f"{question}-{as_at():%Y-%m-%d}"
    return as_file(stem, told.short, present.COLUMNS, lines) or render_template(
        "oversight/question.html",
        told=told,
        question=question,
        questions=present.QUESTIONS,
        total=len(found),
        parts=present.parts_of(question, lines),
    )


@bp.get("/children/<ref>/days")
@requires(May.SEE_LEDGER)
def days(ref):
    """One child's days: every change of where and on what basis, the latest first."""
    child = child_or_404(ref, "a child's days")
    last = as_at()
    found = queries.days_of(child.id, last - timedelta(days=LONGEST), last, known_at())
    stem = f"days-of-a-child-{last:%Y-%m-%d}"
    return as_file(stem, "Days", present.DAYS, found) or render_template(
        "oversight/days.html",
        child=child,
        stretches=found,
        there=url_for("children.child", ref=child.ref),
        looked_after=sum(each.days for each in found if queries.is_looked_after(each)),
        unlawful=sum(each.days for each in found if each.answer.verdict is Verdict.NOT_LAWFUL),
    )

"""The director's work list, what was decided about one child, and deciding."""

from __future__ import annotations

from datetime import datetime, time

from flask import abort, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.children.changing import change
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import LONDON, now, today
from app.core.web import as_at, as_file, known_at
from app.oversight import actions, forms, present, queries
from app.oversight.views.opening import bp, child_or_404, lines_of

PAGE_NAME = "the director's oversight"


@bp.get("/where-every-child-is/director")
@requires(May.SEE_LEDGER)
def director():
    """Every child about whom the director must decide; those without a decision first."""
    day = as_at()
    found = queries.watched(queries.ledger(day, known_at()))
    last = queries.last_decisions([each.child_id for each in found], day)
    looked({f"child:{each}" for each in last}, Kept.NARRATIVE, PAGE_NAME)
    lines = [
        present.Overseen(line, last.get(line.standing.child_id), hours_since(line.standing))
        for line in lines_of(found, PAGE_NAME)
    ]
    stem = f"director-{day:%Y-%m-%d}"
    return as_file(stem, "Director", present.OVERSEEN, lines) or render_template(
        "oversight/director.html",
        lines=lines,
        waiting=[each for each in lines if each.waits],
        late=[each for each in lines if each.is_late(day)],
        decides=current_user.may(May.DECIDE_OVERSIGHT) and day == today() and not known_at(),
    )


def hours_since(standing):
    """Whole hours since the beginning of the day on which it began, at the end of the day asked."""
    held = standing.answer.watched
    began = datetime.combine(held.since or standing.as_at, time(), LONDON)
    until = now()
    if standing.as_at != today():
        until = datetime.combine(standing.as_at, time(23, 59), LONDON)
    return max(0, int((until - began).total_seconds() // 3600))


@bp.get("/children/<ref>/oversight")
@requires(May.SEE_LEDGER)
def about_child(ref):
    """What the director decided about one child, decision by decision."""
    child = child_or_404(ref, PAGE_NAME, Kept.NARRATIVE)
    standing = queries.basis(child.id, as_at(), known_at())
    is_now = as_at() == today() and known_at() is None
    watched = standing.answer.watched
    return render_template(
        "oversight/about_child.html",
        child=child,
        standing=standing,
        watched=watched,
        hours=hours_since(standing) if watched else 0,
        decisions=queries.decisions_about(child.id, known_at()),
        may_decide=is_now and watched is not None and current_user.may(May.DECIDE_OVERSIGHT),
    )


@bp.route("/children/<ref>/oversight/decide", methods=["GET", "POST"])
@requires(May.DECIDE_OVERSIGHT)
def decide(ref):
    """The director decides; what was said last stands there already."""
    child = child_or_404(ref, PAGE_NAME, Kept.NARRATIVE)
    standing = queries.basis(child.id, today())
    if standing.answer.watched is None:
        abort(404)
    before = next(iter(queries.decisions_about(child.id)), None)
    known = {}
    if before is not None:
        known = {"needs": before.needs, "applied": before.applied, "plan": before.plan}
    there = url_for("oversight.about_child", ref=child.ref)
    return change(
        forms.DecisionForm(data=known),
        actions.decide,
        child,
        about=child.person.name,
        there=there,
        title="Decide about this child",
        save="Decide",
        template="oversight/decide.html",
        standing=standing,
        before=before,
        leads_to=lambda _: url_for("oversight.director"),
    )

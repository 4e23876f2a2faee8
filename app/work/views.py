"""Work: everything that is due, for one person or the team; plans, and reasons for delay."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import PAGE, as_file, page_of
from app.statute.book import ALL_CLOCKS
from app.supervision import queries as supervision
from app.work import actions, forms, queries

bp = Blueprint("work", __name__)

COLUMNS: tuple[Shown[queries.Item], ...] = (
    Shown("About", lambda item: item.running.about),
    Shown("What", lambda item: item.running.rule.says),
    Shown("Law or policy", lambda item: item.running.rule.citation),
    Shown("Last day", lambda item: item.running.due_on),
    Shown("Stands", lambda item: item.state),
    Shown("Whose", lambda item: item.worker if item.worker else "Nobody"),
    Shown("Waiting for", lambda item: item.running.waiting_for),
    Shown("Reason for delay", lambda item: item.cause),
    Shown("Plan returns", lambda item: item.plan.returns_on if item.plan else None),
)

PARTS = ("overdue", "due", "waiting", "owned", "later")
AT_FIRST = PARTS[:-1]
"""What is later is shown when it is asked for."""

FIRST = 25
"""Of each part where several are shown; the whole part is a page of its own."""


def _user():
    return current_user._get_current_object()


def is_mine(asked):
    """Whose work is shown: one's own, unless the whole team's is asked for or one allocates it."""
    if asked in ("mine", "team"):
        return asked == "mine"
    return not current_user.may(May.ALLOCATE_WORKER)


@bp.get("/due")
@requires(May.SEE_REGISTER, May.SEE_CHILDREN)
def index():
    """Everything that runs, in its parts, narrowed by clock and by part."""
    mine = is_mine(request.args.get("whose", ""))
    found = queries.for_user(_user(), today(), mine=mine)
    clock = request.args.get("clock", "")
    part = request.args.get("part", "")
    shown = {
        name: [each for each in getattr(found, name) if clock in ("", each.running.clock)]
        for name in (PARTS if part or clock else AT_FIRST)
        if part in ("", name)
    }
    rows = [each for name in shown for each in shown[name]]
    return as_file(f"work-{today():%Y-%m-%d}", "Work", COLUMNS, rows) or render_template(
        "work/index.html",
        parts={name: page_of(items, size=PAGE if part else FIRST) for name, items in shown.items()},
        counts={name: len(getattr(found, name)) for name in PARTS},
        mine=mine,
        part=part,
        clock=clock,
        clocks=sorted({(i.running.rule.says, i.running.clock) for i in found.everything}),
        day=today(),
    )


@bp.route("/due/plan/<path:key>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD, May.ALLOCATE_WORKER, May.KEEP_PERMANENCE)
def plan(key):
    """Own an alert: it stays on record, and comes back on its day."""
    running = _running(key)
    form = forms.PlanForm()
    owners = {user.ref: user for user in supervision.workers_to_choose_from(today())}
    owners.setdefault(current_user.ref, _user())
    form.owner.choices = [(ref, user.name) for ref, user in owners.items()]
    if not form.is_submitted():
        form.owner.data = current_user.ref
        before = queries.plan_of(key)
        form.says.data = before.says if before else ""
    return _one(
        form,
        actions.plan,
        running,
        "work/plan.html",
        lambda: {
            "says": form.says.data,
            "owner": owners[form.owner.data],
            "returns_on": form.returns_on.data,
        },
    )


@bp.route("/due/late/<path:key>", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD, May.ALLOCATE_WORKER, May.KEEP_PERMANENCE)
def late(key):
    """Say why it is late, from the short list."""
    running = _running(key)
    form = forms.CauseForm()
    return _one(
        form,
        actions.give_cause,
        running,
        "work/late.html",
        lambda: {"cause": form.cause.data, "note": form.note.data or ""},
    )


def _one(form, action, running, template, answers):
    there = url_for("work.index", _anchor="work")
    if form.validate_on_submit():
        done = carried_out(form, action, running, leads_to=lambda _: there, **answers())
        if done is not None:
            flash(f"{action.says}.", "success")
            return done.redirect
    page = render_template(template, form=form, running=running, there=there, day=today())
    return page, form.http_status


def _running(key):
    found = queries.find(_user(), key, today())
    if found is None:
        abort(404)
    may = current_user.may(May.ALLOCATE_WORKER) or found.worker_id == current_user.id
    if not may and not supervision.may_edit(_user(), found.household_id or 0):
        abort(403)
    return found


@bp.get("/due/delay")
@requires(May.SEE_REGISTER)
def drift():
    """Delay counted by its reason, for a year; each number opens to its rows."""
    year = _year(request.args.get("year", ""))
    clock, cause = request.args.get("clock", ""), request.args.get("cause", "")
    rows = queries.drift_between(_user(), date(year, 1, 1), date(year, 12, 31))
    narrowed = [row for row in rows if clock in ("", row.clock) and cause in ("", row.cause.value)]
    late = queries.for_user(_user(), today(), mine=False).overdue
    return render_template(
        "work/drift.html",
        year=year,
        years=range(today().year, today().year - 5, -1),
        rows=narrowed,
        narrowed=bool(clock or cause),
        causes=queries.by_cause(rows),
        unexplained=[each for each in late if each.cause is None],
        says={each.key: each.says for each in ALL_CLOCKS},
    )


def _year(typed):
    return int(typed) if typed.isdigit() and 2000 < int(typed) <= today().year else today().year


@bp.get("/due/done")
@requires(May.SEE_TODAY)
def done():
    """What one did today."""
    return render_template("work/done.html", done=queries.done_by(_user(), today()), day=today())

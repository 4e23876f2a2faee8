"""Bringing files in: choose, say what columns mean, see what would happen, carry it out."""

from __future__ import annotations

from flask import (
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from sqlalchemy import func, select

from app.accounts.permissions import May
from app.audit import background, looks
from app.audit.carried_out import carried_out
from app.core.columns import Kept
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.security import requires
from app.core.web import PAGE, SPREADSHEET, Page, file_answer
from app.exchange import actions, forms, loading, progress, queries, sheets, telling
from app.exchange.fields import FIELDS
from app.exchange.models import LoadKind, LoadState, Verdict
from app.exchange.views.opening import bp

KINDS = {
    "carers": (LoadKind.CARERS, forms.CarersForm),
    "children": (LoadKind.SSDA903, forms.Ssda903Form),
    "postcodes": (LoadKind.POSTCODES, forms.PostcodesForm),
}

VERDICTS = [verdict.value for verdict in Verdict]


@bp.get("/")
@requires(May.LOAD_RECORDS)
def index():
    """What can be brought in, and what was."""
    return render_template(
        "exchange/index.html", loads=queries.recent_loads(current_user), states=LoadState
    )


@bp.get("/template.xlsx")
@requires(May.LOAD_RECORDS)
def template():
    """The carers' workbook to fill in."""
    return file_answer(sheets.template(), "carers-template.xlsx", SPREADSHEET)


@bp.route("/new/<kind>", methods=["GET", "POST"])
@requires(May.LOAD_RECORDS)
def new(kind):
    """Choose files of one kind."""
    if kind not in KINDS:
        abort(404)
    which, form_of = KINDS[kind]
    form = form_of()
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            loading.bring_in,
            which,
            forms.files_in(form),
            as_at=form.as_at.data if "as_at" in form else None,
            leads_to=lambda load: url_for("exchange.load", ref=load.ref),
        )
    ):
        if done.result is not None:
            background.begin(done.result, _told(loading.run_check))
        return done.redirect
    return render_template(f"exchange/new_{kind}.html", form=form, fields=FIELDS)


@bp.get("/<ref>")
@requires(May.LOAD_RECORDS)
def load(ref):
    """A load: how far it has come, what it would do row by row, or what it did."""
    one = _load(ref)
    under_way = progress.progress_of(one.id)
    if under_way is not None:
        return render_template("exchange/under_way.html", load=one, progress=under_way)
    if one.state is LoadState.WAITING and queries.is_waiting(one):
        return redirect(url_for("exchange.columns", ref=ref), 303)
    which = request.args.get("show") or None
    if which not in (None, queries.ODD, *VERDICTS):
        abort(404)
    page = _page(one, which)
    if page.rows:
        looks.looked([f"load:{one.id}"], Kept.CHILD, "load")
        looks.looked([f"load:{one.id}"], Kept.LOCATION, "load")
    return render_template(
        "exchange/load.html",
        load=one,
        page=page,
        show=which,
        names=queries.file_names(one),
        rejected=queries.rejected_files(one),
        before=loading.loaded_before(one),
        kept=queries.keeps_files(one),
        several=queries.has_several_tables(one),
        button=forms.ButtonForm(),
    )


def _page(one, which):
    rows = queries.rows_of(one, which)
    counted = select(func.count()).select_from(rows.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    try:
        asked = int(request.args.get("page", "1"))
    except ValueError:
        asked = 1
    number = min(max(1, asked), max(1, -(-total // PAGE)))
    found = db.session.scalars(rows.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, total)


@bp.get("/<ref>/progress")
@requires(May.LOAD_RECORDS)
def how_far(ref):
    """How far the work on a load has come, for the page that shows it."""
    return background.how_far(progress.progress_of(_load(ref).id))


@bp.route("/<ref>/columns", methods=["GET", "POST"])
@requires(May.LOAD_RECORDS)
def columns(ref):
    """Say which field each heading of a workbook is; remembered for the next."""
    one = _load(ref)
    headings = one.summary.get("headings")
    if not headings or one.state not in (LoadState.WAITING, LoadState.CHECKED):
        return redirect(url_for("exchange.load", ref=ref), 303)
    form = forms.columns_form(headings)
    if form.validate_on_submit() and (
        done := carried_out(
            form,
            actions.map_columns,
            one,
            fields=forms.fields_said(form),
            leads_to=lambda load: url_for("exchange.load", ref=load.ref),
        )
    ):
        if done.result is not None:
            background.begin(done.result, _told(loading.run_check))
        return done.redirect
    looks.looked([f"load:{one.id}"], Kept.CHILD, "columns of a load")
    unknown = sum(read["field"] is None for read in headings.values())
    return render_template("exchange/columns.html", load=one, form=form, unknown=unknown)


@bp.post("/<ref>/check")
@requires(May.LOAD_RECORDS)
def check(ref):
    """Check a load again: work that was cut off, or a record that has changed since."""
    one = _load(ref)
    if one.state in (LoadState.WAITING, LoadState.CHECKED) and queries.keeps_files(one):
        background.begin(one, _told(loading.run_check))
    return redirect(url_for("exchange.load", ref=ref), 303)


@bp.post("/<ref>/carry-out")
@requires(May.LOAD_RECORDS)
def carry_out(ref):
    """Bring a checked load into the record: all of it, or nothing."""
    one = _load(ref)
    if one.state is LoadState.CHECKED and queries.keeps_files(one):
        background.begin(one, _told(loading.carry_out))
    return redirect(url_for("exchange.load", ref=ref), 303)


@bp.post("/<ref>/discard")
@requires(May.LOAD_RECORDS)
def discard(ref):
    """Do not carry a load out, and keep nothing of it."""
    one = _load(ref)
    if progress.progress_of(one.id) is None and (
        done := carried_out(
            forms.ButtonForm(),
            loading.discard,
            one,
            leads_to=lambda load: url_for("exchange.index"),
        )
    ):
        return done.redirect
    return redirect(url_for("exchange.load", ref=ref), 303)


@bp.get("/<ref>/rejected-<int:number>.csv")
@requires(May.LOAD_RECORDS)
def rejected(ref, number):
    """The rejected rows of one file as they came, with the reason beside each."""
    one = _load(ref)
    file = next((each for each in queries.rejected_files(one) if each.number == number), None)
    if file is None:
        abort(404)
    looks.looked([f"load:{one.id}"], Kept.CHILD, "rejected rows")
    looks.looked([f"load:{one.id}"], Kept.LOCATION, "rejected rows")
    rows = queries.rejected_rows(one, file.name)
    return file_answer(
        telling.rejected_csv(rows), f"rejected-{number}.csv", "text/csv; charset=utf-8"
    )


def _load(ref):
    """The load with this public id; one that this person may not see is as if absent."""
    found = queries.load_by_ref(ref, current_user)
    if found is None:
        abort(404)
    return found


def _told(work):
    """The same work; where a rule stops it, the load says why."""

    def run(load, *, by):
        try:
            work(load, by=by)
        except RuleBroken as refused:
            loading.note_stopped(load, refused, by=by)

    return run

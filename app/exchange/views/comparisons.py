"""The record beside another system's list: compared once, then owned and closed line by line."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, page_of
from app.exchange import actions, extracts, forms, present, queries
from app.exchange.comparing import LineKind
from app.exchange.opening import FileRefused
from app.exchange.views.opening import bp
from app.oversight import queries as oversight

PAGE_NAME = "comparison"


@bp.get("/compare")
@requires(May.LOAD_RECORDS)
def reconciliations():
    """What was compared, and how much of it is still open."""
    return render_template("exchange/comparisons.html", found=queries.reconciliations())


@bp.route("/compare/return", methods=["GET", "POST"])
@requires(May.LOAD_RECORDS)
def compare_return():
    """Compare with the two files of a statutory return."""
    return _comparing(
        forms.CompareReturnForm(),
        lambda form, files: extracts.of_return(files, form.as_at.data, today()),
        title="Compare with SSDA903 files",
        says="The children looked after on a day by a Header and an Episodes file, beside those "
        "looked after here. Nothing is changed, and the files are not kept.",
    )


@bp.route("/compare/sheet", methods=["GET", "POST"])
@requires(May.LOAD_RECORDS)
def compare_sheet():
    """Compare with one sheet of another system, whose headings are said."""
    form = forms.CompareSheetForm(data={**extracts.FIELDS, **queries.last_headings()})
    return _comparing(
        form,
        lambda form, files: extracts.of_sheet(files, _headings(form), today()),
        title="Compare with a list from another system",
        says="One row for each child looked after on the day. Say under which heading each thing "
        "stands; it is remembered for the next time. Nothing is changed, and the file is not kept.",
        headings=_headings,
    )


def _headings(form):
    return {name: (form[name].data or "").strip() for name in extracts.FIELDS}


def _comparing(form, read, *, title, says, headings=None):
    if form.validate_on_submit():
        files = forms.files_in(form)
        try:
            there, unread = read(form, files)
        except FileRefused as refused:
            form.form_errors.append(str(refused))
        else:
            day = form.as_at.data
            ours = [each.child_id for each in oversight.ledger(day) if each.is_looked_after]
            done = carried_out(
                form,
                actions.reconcile,
                name=", ".join(file.name for file in files),
                as_at=day,
                headings=headings(form) if headings else {},
                there=there,
                here=queries.children_told(ours, day),
                unread=unread,
                leads_to=lambda made: url_for("exchange.reconciliation", ref=made.ref),
            )
            if done is not None:
                return done.redirect
    page = render_template("exchange/compare.html", form=form, heading=title, says=says)
    return page, form.http_status


@bp.get("/compare/<ref>")
@requires(May.LOAD_RECORDS)
def reconciliation(ref):
    """One comparison: its lines, open ones first."""
    made = queries.reconciliation_by_ref(ref)
    if made is None:
        abort(404)
    everything = queries.lines_of(made)
    show = request.args.get("show", "")
    if show not in _SHOWN:
        abort(400)
    found = [each for each in everything if _is_in(each, show)]
    looked([f"reconciliation_line:{each.id}" for each in found], Kept.CHILD, PAGE_NAME)
    looked([f"child:{each.child_id}" for each in found if each.child_id], Kept.CHILD, PAGE_NAME)
    stem = f"comparison-{made.as_at:%Y-%m-%d}"
    return as_file(stem, "Comparison", present.LINES, found) or render_template(
        "exchange/comparison.html",
        made=made,
        page=page_of(found),
        show=show,
        counts={each: sum(_is_in(row, each) for row in everything) for each in _SHOWN},
        shown=_SHOWN,
    )


_SHOWN = {"": "To look at", "mine": "Mine", "settled": "Settled", "all": "All"} | {
    each.value: each.words() for each in LineKind
}


def _is_in(line, show):
    match show:
        case "":
            return line.closed_on is None
        case "all":
            return True
        case "settled":
            return line.closed_on is not None
        case "mine":
            return line.owner_id == current_user.id and line.closed_on is None
    return line.kind.value == show


def _line(ref):
    found = queries.line_by_ref(ref)
    if found is None:
        abort(404)
    return found


def _comparison_of(line):
    return next(made for made, *_ in queries.reconciliations() if made.id == line.reconciliation_id)


@bp.post("/compare/lines/<line_ref>/own")
@requires(May.LOAD_RECORDS)
def own_line(line_ref):
    """Whoever presses it looks at this line."""
    line = _line(line_ref)
    there = url_for("exchange.reconciliation", ref=_comparison_of(line).ref)
    done = carried_out(
        forms.ButtonForm(),
        actions.own_line,
        line,
        owner=current_user._get_current_object(),
        leads_to=lambda _: there,
    )
    return done.redirect if done is not None else redirect(there, 303)


@bp.route("/compare/lines/<line_ref>/close", methods=["GET", "POST"])
@requires(May.LOAD_RECORDS)
def close_line(line_ref):
    """Say how a difference was settled."""
    line = _line(line_ref)
    made = _comparison_of(line)
    there = url_for("exchange.reconciliation", ref=made.ref)
    subjects = [f"reconciliation_line:{line.id}"]
    if line.child_id:
        subjects.append(f"child:{line.child_id}")
    looked(subjects, Kept.CHILD, PAGE_NAME)
    form = forms.CloseLineForm(kind=line.kind, record=line)
    if form.validate_on_submit():
        done = carried_out(
            form, actions.close_line, line, record=line, leads_to=lambda _: there, **form.answers()
        )
        if done is not None:
            flash("Closed.", "success")
            return done.redirect
    page = render_template("exchange/close_line.html", form=form, line=line, there=there)
    return page, form.http_status

"""Lists: the tracker, supported guardians, feedback by author and theme."""

from __future__ import annotations

from flask import abort, render_template, request

from app.accounts.permissions import May
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import Shown
from app.core.security import requires
from app.core.web import as_at, as_file, file_wanted, page_of
from app.guardianship import present
from app.guardianship.kinds import Theme
from app.guardianship.queries import cases as queries
from app.guardianship.views.opening import bp, user


@bp.get("/guardianship")
@requires(May.SEE_GUARDIANSHIP)
def index():
    """The tracker: every case, what is next, whose turn it is, and what is late."""
    day, show = as_at(), request.args.get("show", "")
    worker, week = request.args.get("worker", ""), request.args.get("week", "")
    if show not in present.SHOWS or week not in WEEKS:
        abort(400)
    everything = [
        present.row_of(each, day) for each in queries.readable(user(), queries.every_case(day))
    ]
    rows = [row for row in everything if present.shown_as(row, show) and _is_in(row, worker, week)]
    rows.sort(key=lambda row: (not row.is_late, row.first_due.due_on if row.first_due else day.max))
    if file_wanted():
        _looked(row.each for row in rows)
    stem = f"special-guardianship-{day:%Y-%m-%d}"
    return as_file(stem, "Special guardianship", present.COLUMNS, rows) or render_template(
        "guardianship/index.html",
        page=page_of(rows),
        show=show,
        worker=worker,
        week=week,
        said=present.SHOWS,
        weeks=WEEKS,
        counts={
            each: sum(present.shown_as(row, each) for row in everything) for each in present.SHOWS
        },
        workers=sorted(
            {
                (row.each.assessor.name, row.each.assessor.ref)
                for row in everything
                if row.each.assessor is not None
            }
        ),
        day=day,
    )


WEEKS = {"": "Any week", "early": "Weeks 1 to 12", "middle": "Weeks 13 to 20", "last": "From 21"}
_WEEKS = {"early": range(1, 13), "middle": range(13, 21), "last": range(21, 1000)}


def _is_in(row, worker, week):
    """Whether a row is of this worker, and in these weeks."""
    if week and row.course.week(row.day) not in _WEEKS[week]:
        return False
    return not worker or (row.each.assessor is not None and row.each.assessor.ref == worker)


def _looked(cases):
    """Who takes a list away, or reads the children's names in it, has looked at them."""
    cases = list(cases)
    looked([f"household:{each.case.household_id}" for each in cases], Kept.NARRATIVE, "tracker")
    children = {f"child:{one.child_id}" for each in cases for one in each.children}
    looked(children, Kept.CHILD, "tracker")


@bp.get("/guardianship/supported")
@requires(May.SEE_GUARDIANSHIP)
def supported():
    """Every supported guardian and what is due; what is late first."""
    day, only = as_at(), request.args.get("show", "")
    if only not in ("", "late"):
        abort(400)
    everyone = present.supported(queries.readable(user(), queries.every_case(day)), day)
    rows = [one for one in everyone if only != "late" or one.is_late]
    shown = page_of(rows)
    seen = rows if file_wanted() else shown.rows
    looked([f"household:{one.each.case.household_id}" for one in seen], Kept.NARRATIVE, "supported")
    looked([f"child:{one.order.child_id}" for one in seen], Kept.CHILD, "supported")
    stem = f"supported-guardians-{day:%Y-%m-%d}"
    return as_file(stem, "Supported guardians", present.SUPPORTED, rows) or render_template(
        "guardianship/supported.html",
        page=shown,
        show=only,
        late=sum(one.is_late for one in everyone),
        everybody=len(everyone),
        day=day,
    )


def _of_theme(theme):
    """One theme's column: how many of each grade."""

    def said(row):
        good, enough, not_yet = row.by_theme.get(theme.value, (0, 0, 0))
        return f"{good} good, {enough} good enough, {not_yet} not yet"

    return Shown(theme.words(), said)


def _summed(theme, rows):
    """How many of each grade one question has had, in these authors' reports."""
    each = [row.by_theme.get(theme.value, (0, 0, 0)) for row in rows]
    return [sum(counts) for counts in zip(*each, strict=True)] or [0, 0, 0]


_FEEDBACK = (
    Shown("Author", lambda row: row.author),
    Shown("Reports checked", lambda row: row.reports, numeric=True),
    Shown("Returned", lambda row: row.returned, numeric=True),
    *map(_of_theme, Theme),
)


@bp.get("/guardianship/feedback")
@requires(May.CHECK_REPORTS)
def feedback():
    """What checkers made of reports in the last year, by author and by theme."""
    until = as_at()
    since = until.replace(year=until.year - 1, day=min(until.day, 28))
    rows = queries.feedback(since, until)
    author = request.args.get("author", "")
    stem = f"feedback-{until:%Y-%m-%d}"
    file = as_file(stem, "Feedback on reports", _FEEDBACK, rows)
    if file:
        return file
    checks = queries.feedback_in_words(since, until, author)
    looked([f"household:{check.household_id}" for check in checks], Kept.NARRATIVE, "feedback")
    return render_template(
        "guardianship/feedback.html",
        rows=rows,
        questions=[
            (theme, _summed(theme, [row for row in rows if author in ("", row.author_ref)]))
            for theme in Theme
        ],
        checks=checks,
        cases=queries.case_refs({check.case_id for check in checks}),
        author=author,
        since=since,
    )

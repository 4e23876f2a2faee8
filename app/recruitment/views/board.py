"""The manager's board: every case by step with its days, what is late and why; and the figures."""

from __future__ import annotations

from flask import render_template, url_for

from app.accounts.permissions import May
from app.core.security import requires
from app.core.web import as_at
from app.core.words import words
from app.recruitment import present, queries
from app.recruitment.kinds import Reached, Step
from app.recruitment.queries import figures
from app.recruitment.views.opening import bp, user
from app.work import queries as work

SHOWN = 8
"""Cases of one step on the board; the rest are behind its number."""


@bp.get("/recruitment")
@requires(May.SEE_RECRUITMENT)
def index():
    """Where everybody stands, where the queue is, and what is late, with the reason given."""
    day = as_at()
    standing = figures.board(day)
    return render_template(
        "recruitment/board.html",
        standing=standing,
        day=day,
        shown=SHOWN,
        page_of=present.page_of,
        overdue=_overdue(standing, day),
        under_way=sum(len(each.cases) for each in standing),
        queue=_queue(standing),
        may_keep=user().may(May.KEEP_RECRUITMENT),
    )


def _queue(standing):
    """The step at which people usually wait longest, of those where somebody waits."""
    waits = [each for each in standing if each.usual is not None and each.step is not Step.LATER]
    return max(waits, key=lambda each: each.usual, default=None)


def _overdue(standing, day):
    """Clocks of these cases that have run out, the longest first, each with its reason."""
    subjects = {
        subject: row
        for each in standing
        for row in each.cases
        for subject in (f"enquiry:{row.enquiry_id}", f"assessment:{row.assessment_id}")
    }
    every = work.for_user(user(), day, mine=False).everything
    return [
        (item, subjects[_subject(item)])
        for item in every
        if item.running.due_on < day and _subject(item) in subjects
    ]


def _subject(item):
    """Whose clock it is: a stage's is its assessment's."""
    return item.running.subject.partition("/")[0]


@bp.get("/recruitment/figures")
@requires(May.SEE_RECRUITMENT)
def figures_page():
    """What becomes of enquiries, by month and by source, and the approvals to expect."""
    day = as_at()
    return render_template(
        "recruitment/figures.html",
        months=figures.by_month(day),
        sources=figures.by_source(day),
        headings=[{"text": words(each), "numeric": True} for each in Reached],
        expected=figures.expected(day),
        unknown=figures.without_enquiry(day),
        open_now=sum(each.is_open for each in queries.cases(day)),
        day=day,
        rows=_rows,
    )


def _rows(**asked):
    """The list that a number counts."""
    return url_for("recruitment.enquiries", **{"state": "all", "enquired": "yes", **asked})

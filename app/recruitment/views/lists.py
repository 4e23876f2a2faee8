"""Cases as a list: filtered, searched by name in what is posted, as a sheet."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.core.security import requires
from app.core.web import as_at, as_file, page_of
from app.core.words import words
from app.recruitment import present, queries
from app.recruitment.kinds import Reached, Step
from app.recruitment.views.opening import bp, user


def _asked(typed=""):
    given = request.args
    wanted = present.Wanted(
        state=given.get("state", ""),
        step=given.get("step", ""),
        reached=given.get("reached", ""),
        month=given.get("month", ""),
        source=given.get("source", ""),
        worker=given.get("worker", ""),
        late=given.get("late") == "yes",
        enquired=given.get("enquired", ""),
        since=given.get("since", ""),
        sort=given.get("sort", "-received"),
        words=typed,
    )
    if (
        wanted.state not in present.STATES
        or wanted.step not in {"", *Step}
        or wanted.reached not in {"", *Reached}
        or wanted.enquired not in ("", "yes", "no")
        or not re.fullmatch(r"(\d{4}-\d{2})?", wanted.month)
        or not re.fullmatch(r"(\d{4}-\d{2})?", wanted.since)
    ):
        abort(400)
    return wanted


@bp.get("/recruitment/enquiries")
@requires(May.SEE_RECRUITMENT)
def enquiries():
    """Everybody who asked about fostering, those under way unless others are asked for."""
    day, wanted = as_at(), _asked()
    everyone = queries.cases(day)
    found = wanted.of(everyone, day)
    stem = f"enquiries-{day:%Y-%m-%d}"
    return as_file(stem, "Enquiries", present.columns(day), found) or _page(
        everyone, wanted, page_of(found), day
    )


@bp.route("/recruitment/enquiries/search", methods=["GET", "POST"])
@requires(May.SEE_RECRUITMENT)
def search():
    """Names are searched for in what is posted, so that none is ever in an address bar."""
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    if request.method == "GET":
        return redirect(url_for("recruitment.enquiries", **asked))
    day, wanted = as_at(), _asked(request.form.get("words", "").strip()[:80])
    everyone = queries.cases(day)
    found = wanted.of(everyone, day)
    return _page(everyone, wanted, page_of(found, size=max(1, len(found))), day)


def _page(everyone, wanted, page, day):
    return render_template(
        "recruitment/enquiries.html",
        page=page,
        wanted=wanted,
        columns=present.columns(day),
        stands=present.stands,
        page_of=present.page_of,
        day=day,
        reaches=list(Reached),
        options=_options(everyone),
        may_keep=user().may(May.KEEP_RECRUITMENT),
    )


def _options(everyone):
    """What the list can be narrowed by: each with its words."""
    who = user()

    def named(rows, anything):
        return [("", anything), *((ref, name) for name, ref in sorted(rows))]

    workers = {
        (f"{row.worker} (me)" if row.worker_ref == who.ref else row.worker, row.worker_ref)
        if row.worker
        else ("Nobody", "nobody")
        for row in everyone
    }
    return {
        "state": list(present.STATES.items()),
        "step": [("", "Anywhere"), *((each.value, words(each)) for each in Step)],
        "source": named({(row.source, row.source_ref or "none") for row in everyone}, "Any"),
        "worker": named(workers, "Anybody’s"),
    }

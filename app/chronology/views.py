"""The page of a chronology: narrowed, printed, as a sheet or as a Word file."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked_at
from app.chronology import papers, queries
from app.chronology.kinds import Entry, EntryKind
from app.core.columns import Kept
from app.core.forms import read_day
from app.core.present import Shown
from app.core.security import requires
from app.core.web import as_at, as_file, file_answer, known_at, page_of
from app.people.changing import household_or_404

bp = Blueprint("chronology", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

A_PAGE = 100

COLUMNS: tuple[Shown[Entry], ...] = (
    Shown("Day", lambda entry: entry.on),
    Shown("What", lambda entry: entry.says),
    Shown("About", lambda entry: entry.kind),
)


@bp.app_template_global()
def chronology_open_to(household):
    """May whoever is signed in read this household's chronology?"""
    user = current_user._get_current_object()
    return user.may(May.SEE_CHRONOLOGY) and queries.may_read(user, household.id, as_at())


@bp.get("/households/<ref>/chronology")
@requires(May.SEE_CHRONOLOGY)
def household(ref):
    """Everything dated about one household that this person may read, the newest first."""
    home, user, day = household_or_404(ref), current_user._get_current_object(), as_at()
    if not queries.may_read(user, home.id, day):
        abort(404)
    kind, since = request.args.get("kind", ""), request.args.get("since", "").strip()
    first = read_day(since) if since else None
    if kind not in {"", *EntryKind} or (since and first is None):
        abort(400)
    everything = queries.chronology_of(home, user, day, known_at())
    found = [
        each
        for each in everything
        if kind in ("", each.kind) and (first is None or each.on >= first)
    ]
    looked_at(
        "chronology",
        {Kept.NARRATIVE: [f"household:{home.id}"], Kept.CHILD: [f"household:{home.id}"]},
    )
    stem = f"chronology-{home.ref}-{day:%Y-%m-%d}"
    if request.args.get("format") == "docx":
        made = papers.as_word(home, found, as_at=day, reader=user.name)
        return file_answer(made, f"{stem}.docx", WORD)
    return as_file(stem, "Chronology", COLUMNS, found) or render_template(
        "chronology/household.html",
        household=home,
        page=page_of(found, A_PAGE),
        kind=kind,
        since=first,
        counts={one: sum(each.kind is one for each in everything) for one in EntryKind},
        total=len(everything),
    )

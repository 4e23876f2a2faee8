"""Need against homes, what would close the gap, and the profile; each as it may be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from app.accounts.permissions import May
from app.audit import background
from app.audit.carried_out import carried_out
from app.commissioning.queries import unmet as beyond
from app.core.forms import HearthForm
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, page_of
from app.matching.queries import authority_code, sees_exactly
from app.pictures import picture_file
from app.workbench import actions, present, working_out
from app.workbench.queries import board, gap
from app.workbench.queries import profile as local
from app.workbench.rules import comparing, local_need
from app.workbench.rules.comparing import By
from app.workbench.rules.profiles import NO_TARGETS
from sufficiency.forecast.words import BANDS
from sufficiency.together import NoAnswer

bp = Blueprint("workbench", __name__)

NO_ANSWER = "There was no answer in time. Look again; if it goes on, fewer referrals help."


def _for_publishing():
    """Is the page asked for as it may be published? For some it is the only one there is."""
    return not current_user.may(May.SEE_REFERRALS) or request.args.get("published") == "yes"


def _both(for_publishing):
    if for_publishing:
        return board.for_everybody()
    return board.both(exact=sees_exactly(current_user))


@bp.get("/workbench")
@requires(May.SEE_SUFFICIENCY)
def index():
    """Need against homes by age, area, brothers and sisters, and kind."""
    publishing = _for_publishing()
    found = _both(publishing)
    weeks = board.waiting_by_week(found.day)
    pictures = present.pictures(found, weeks, for_publishing=publishing)
    return picture_file(pictures) or render_template(
        "workbench/index.html",
        found=found,
        comparisons=present.comparisons(found, for_publishing=publishing),
        words=present.heading_words,
        pictures=pictures,
        publishing=publishing,
        approved=sum(home.approved for home in found.homes),
        free=sum(home.left for home in found.homes),
    )


@bp.get("/workbench/rows")
@requires(May.SEE_REFERRALS)
def rows():
    """The children or homes that one number of a comparison counts."""
    asked = request.args.get("by", ""), request.args.get("heading", "")
    if asked[0] not in {*By}:
        abort(400)
    by, heading = By(asked[0]), asked[1]
    found = _both(False)
    what = request.args.get("what", "")
    if what not in WHAT:
        abort(400)
    those: Sequence[Any] = ROWS[what](by, heading, found)
    columns: Sequence[Shown[Any]] = present.HOMES if what in OF_HOMES else present.CHILDREN
    title = f"{WHAT[what]}: {present.heading_words(by, heading) or 'All'}"
    return as_file(f"workbench-{found.day:%Y-%m-%d}", "Rows", columns, those) or render_template(
        "workbench/rows.html",
        title=title,
        page=page_of(those),
        columns=columns,
        there=url_for("workbench.index"),
        there_is="Need and homes",
    )


WHAT = {
    "waiting": "Children waiting",
    "came": "Children who came to a foster home in the last year",
    "to_ours": "Children who came to our own carers in the last year",
    "homes": "Homes of our own carers",
    "free": "Homes with a place free",
}
OF_HOMES = ("homes", "free")

ROWS: Mapping[str, Callable[[By, str, board.Both], Sequence[Any]]] = {
    "waiting": lambda by, heading, found: comparing.under(by, heading, found.waiting),
    "came": lambda by, heading, found: comparing.under(by, heading, found.came),
    "to_ours": lambda by, heading, found: [
        each for each in comparing.under(by, heading, found.came) if each.by_ours
    ],
    "homes": lambda by, heading, found: comparing.homes_under(by, heading, found.homes),
    "free": lambda by, heading, found: comparing.free_under(by, heading, found.homes),
}
"""The rows behind the numbers of each column."""


# ------------------------------------------------------------------------- what would close it


@bp.route("/workbench/gap", methods=["GET"])
@requires(May.SEE_SUFFICIENCY)
def closing():
    """Who has no home in the best plan and why, and what would change it."""
    publishing = _for_publishing()
    exact = sees_exactly(current_user)
    try:
        found = gap.gap_for_everybody() if publishing else gap.gap(exact=exact)
        change = None if publishing or not found.found.needs else gap.change(exact=exact)
    except NoAnswer:
        return render_template("workbench/no_answer.html", says=NO_ANSWER), 503
    kept = gap.last_wanted()
    answer: Mapping[str, Any] = kept.answer if kept else {"worth": [], "targets": NO_TARGETS}
    left = len(found.unmet.blocked)
    return render_template(
        "workbench/gap.html",
        publishing=publishing,
        # one home and its terms may say which child it is for: not for the public
        ranked=request.args.get("published") != "yes",
        found=found,
        left=comparing.thinned([left])[0] if publishing else left,
        waiting=len(found.found.children),
        without=[] if publishing else present.without_home(found),
        reasons=present.reasons(found, for_publishing=publishing),
        change=change,
        changes=present.changes(found, change) if change else [],
        kept=kept,
        worth=present.wanted(answer["worth"], for_publishing=publishing),
        targets=present.wanted(answer["targets"]["homes"], for_publishing=publishing),
        places=present.places_to_recruit(
            answer["targets"]["by_area_and_age"], for_publishing=publishing
        ),
        bands=comparing.BANDS,
        progress=_under_way(),
        form=HearthForm(),
        changed=kept is not None and kept.waiting != len(found.found.children),
    )


def _under_way():
    """How far working out the homes to recruit has come; none if nobody works on it."""
    asked = gap.last_asked()
    return working_out.WANTED.progress_of(asked.id) if asked else None


@bp.post("/workbench/work-out")
@requires(May.KEEP_SUFFICIENCY)
def work_out():
    """Work out anew which homes to recruit, for whoever asks."""
    form, there = HearthForm(), url_for("workbench.closing")
    if not form.validate_on_submit():
        abort(400)
    done = carried_out(form, actions.ask_for_homes_wanted, leads_to=lambda _: there)
    if done is None:
        return redirect(there, 303)
    if done.result is not None:
        background.begin(done.result, _work_out)
    return done.redirect


def _work_out(asked, *, by):
    """What had no answer in time is asked for again by whoever wants it."""
    with suppress(NoAnswer):
        working_out.work_out(asked, by=by)


@bp.get("/workbench/work-out/progress")
@requires(May.SEE_SUFFICIENCY)
def progress():
    """How far working it out has come, for the page that shows it."""
    return background.how_far(_under_way())


# -------------------------------------------------------------------------------------- profile


def _told(day, publishing):
    return local.told_for_everybody(day) if publishing else local.told(day)


@bp.get("/workbench/profile")
@requires(May.SEE_SUFFICIENCY)
def profile():
    """Local need from the record, beside what is published."""
    publishing, day = _for_publishing(), as_at()
    told = _told(day, publishing)
    moves = local_need.movements(told.stays, day, for_publishing=publishing)
    flows = present.flows_of(moves, day)
    year = local_need.year_to(day)
    unmet = None if publishing else len(beyond.unmet(year.starts, day))
    return picture_file([flows]) or render_template(
        "workbench/profile.html",
        publishing=publishing,
        day=day,
        year=year,
        years=_marches(),
        counted=local_need.sections(told.stays, day, authority_code(), for_publishing=publishing),
        parts_of=local_need.PARTS,
        flows=flows,
        moved=[] if publishing else local_need.moves_by_age(told.stays, day),
        numeric_bands=[{"text": band, "numeric": True} for band in BANDS],
        carers=local_need.carers(told.spells, told.carers_born, day, for_publishing=publishing),
        unmet=unmet,
    )


def _marches():
    """Today and the last 31 Marches, to choose from."""
    now = today()
    last = now.year if now >= date(now.year, 3, 31) else now.year - 1
    return [now, *(date(last - back, 3, 31) for back in range(4))]


@bp.get("/workbench/profile/rows")
@requires(May.SEE_REFERRALS)
def profile_rows():
    """The children whom one number of the profile counts."""
    kind = local_need.BY_KEY.get(request.args.get("table", ""))
    if kind is None:
        abort(400)
    day, heading = as_at(), request.args.get("heading", "")
    told = local.told(day)
    those = sorted(
        (
            present.Looked(*told.refs[child])
            for child in local_need.counted_under(kind, heading, told.stays, day)
        ),
        key=lambda row: row.name,
    )
    stem = f"profile-{kind.key}-{day:%Y-%m-%d}"
    return as_file(stem, kind.title, present.LOOKED, those) or render_template(
        "workbench/rows.html",
        title=f"{kind.title}: {_words(kind.key, heading)}",
        page=page_of(those),
        columns=present.LOOKED,
        there=url_for("workbench.profile", as_at=request.args.get("as_at")),
        there_is="Profile of local need",
    )


def _words(key, heading):
    try:
        return local_need.heading_words(key, heading)
    except ValueError:
        abort(400)

"""The households with nobody, the days with nobody, and allocating with a suggestion."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.core.present import Shown
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, known_at
from app.people.changing import change, household_or_404
from app.people.forms import OnForm, offered
from app.supervision import actions, queries
from app.supervision.forms import AllocateForm
from app.supervision.views.opening import bp, listed

NOBODY_YET = "Nobody yet"

COLUMNS: tuple[Shown[queries.Unallocated], ...] = (
    Shown("Household", lambda row: row.name),
    Shown("Nobody since", lambda row: row.since),
    Shown("Days", lambda row: row.days, numeric=True),
    Shown("Last supervised by", lambda row: row.last_worker or NOBODY_YET),
)


@bp.route("/supervision/unallocated")
@requires(May.SEE_REGISTER)
def unallocated():
    """Our approved households with nobody, each with whom to give it to."""
    day = as_at()
    found = queries.households_without_worker(day, known_at())
    answer = listed(COLUMNS, found, "households-without-a-worker", "Nobody allocated")
    if answer is not None:
        return answer
    may_allocate = current_user.may(May.ALLOCATE_WORKER) and day == today()
    suggested = queries.suggestions(_wanted(found), day) if may_allocate and found else None
    year = queries.year_of(day)
    return render_template(
        "supervision/unallocated.html",
        rows=found,
        suggested=suggested,
        forms={row.ref: AllocateForm(formdata=None) for row in found} if may_allocate else {},
        may_allocate=may_allocate,
        year=year,
        days_this_year=queries.days_without_worker(year, day, known_at()),
        leavers=queries.leavers(day) if may_allocate else [],
    )


def _wanted(found):
    return [queries.Wanted(f"household:{row.ref}", row.household_id) for row in found]


# ------------------------------------------------------------------------------- days with nobody


@bp.route("/supervision/days-without")
@requires(May.SEE_REGISTER)
def days_without():
    """Every time that a household had nobody, in one of the council’s years or of one household."""
    day, household = as_at(), None
    if request.args.get("household"):
        household = household_or_404(request.args["household"])
    first, until = _asked(day, whole=household is not None)
    found = [
        (gap, gap.days(first, until))
        for gap in queries.gaps(known_at(), household_id=household.id if household else None)
        if gap.days(first, until)
    ]
    found.sort(key=lambda row: -row[1])
    answer = listed(_GAP_COLUMNS, found, "days-without-a-worker", "Days with nobody")
    if answer is not None:
        return answer
    return render_template(
        "supervision/days_without.html",
        rows=found,
        total=sum(days for _, days in found),
        household=household,
        first=first,
        until=until,
        years=[queries.year_of(day).replace(year=queries.year_of(day).year - n) for n in range(5)],
    )


_GAP_COLUMNS: tuple[Shown[tuple[queries.Gap, int]], ...] = (
    Shown("Household", lambda row: row[0].name),
    Shown("Nobody from", lambda row: row[0].starts_on),
    Shown("Until", lambda row: row[0].ends_on),
    Shown("Days in the time asked for", lambda row: row[1], numeric=True),
    Shown("Last supervised by", lambda row: row[0].last_worker or NOBODY_YET),
    Shown("They left", lambda row: row[0].left),
)


def _asked(day, *, whole):
    """The days asked for: one of the council's years up to a day, or everything up to it."""
    this_year = queries.year_of(day)
    if whole:
        return day.min, day
    asked = request.args.get("year", "")
    if not asked:
        return this_year, day
    if not asked.isdigit() or not 2000 <= int(asked) <= this_year.year:
        abort(400, "Ask for a year like 2026.")
    first = this_year.replace(year=int(asked))
    return first, min(day, first.replace(year=first.year + 1))


# -------------------------------------------------------------------------------------- allocating


@bp.route("/households/<ref>/allocate", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def allocate(ref):
    """Give a household to somebody. The one suggested is chosen already, and why is said."""
    household = household_or_404(ref)
    key = f"household:{ref}"
    workers = {each.ref: each for each in queries.workers_to_choose_from(today())}
    suggested = queries.suggestions([queries.Wanted(key, household.id)], today())
    first = suggested.of(key)
    form = AllocateForm(data={"worker": first.worker.ref} if first else None)
    form.worker.choices = offered(
        [("", "Choose"), *((each.ref, _said(each, suggested, key)) for each in workers.values())]
    )

    def answers():
        worker = workers[form.worker.data]
        because = suggested.why(key, worker.id)
        return {"worker": worker, "starts_on": form.starts_on.data, "because": because}

    return change(
        household,
        form,
        lambda **told: actions.allocate(household, **told),
        title="Allocate a supervising social worker",
        says="Whoever has the household now hands it over on that day, without a gap.",
        save="Allocate",
        part="supervision",
        done="Allocated",
        answers=answers,
        template="supervision/allocate.html",
        suggested=first,
    )


def _said(worker, suggested, key):
    """A worker to choose, with what they would carry."""
    case, candidate = suggested.cases[key], suggested.candidates.get(worker.id)
    if candidate is None:
        return worker.name
    return f"{worker.name}: {candidate.after(case.points[worker.id], suggested.full)}% with this"


@bp.route("/households/<ref>/allocation/end", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def end_allocation(ref):
    """The worker no longer has the household, whether or not somebody else does."""
    household = household_or_404(ref)
    allocation = queries.open_allocation(household.id)
    if allocation is None:
        abort(404)
    return change(
        household,
        OnForm(),
        actions.end_allocation,
        allocation,
        title=f"End {allocation.worker.name}’s allocation",
        says="If nobody else is allocated, the household shows red from that day.",
        save="End the allocation",
        warning=True,
        part="supervision",
    )

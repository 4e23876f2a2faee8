"""Who supervises which household: the list of those with nobody, and allocating."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_login import current_user

from app.accounts.permissions import May
from app.core.present import Shown, to_csv, to_xlsx
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, file_answer, known_at
from app.people.changing import change, household_or_404
from app.people.forms import OnForm, offered
from app.supervision import actions, queries
from app.supervision.forms import AllocateForm
from app.supervision.views.opening import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COLUMNS: tuple[Shown[queries.Unallocated], ...] = (
    Shown("Household", lambda row: row.name),
    Shown("Nobody since", lambda row: row.since),
    Shown("Days", lambda row: row.days, numeric=True),
    Shown("Last supervised by", lambda row: row.last_worker or "Nobody yet"),
)


@bp.route("/supervision/unallocated")
@requires(May.SEE_REGISTER)
def unallocated():
    found = queries.households_without_worker(as_at(), known_at())
    name = f"households-without-a-worker-{as_at():%Y-%m-%d}"
    match request.args.get("format"):
        case "csv":
            return file_answer(to_csv(COLUMNS, found), f"{name}.csv", "text/csv")
        case "xlsx":
            return file_answer(to_xlsx("Nobody allocated", COLUMNS, found), f"{name}.xlsx", XLSX)
    return render_template(
        "supervision/unallocated.html",
        rows=found,
        workload=queries.workload(as_at(), known_at()),
        may_allocate=current_user.may(May.ALLOCATE_WORKER),
    )


@bp.route("/households/<ref>/allocate", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def allocate(ref):
    household = household_or_404(ref)
    workers = queries.workers_to_choose_from(today())
    counts = {row.worker_id: row.households for row in queries.workload(today())}
    form = AllocateForm()
    form.worker.choices = offered(
        [
            ("", "Choose"),
            *(
                (each.ref, f"{each.name} ({_households(counts.get(each.id, 0))})")
                for each in workers
            ),
        ]
    )
    return change(
        household,
        form,
        lambda **told: actions.allocate(household, **told),
        title="Allocate a supervising social worker",
        says="Whoever has the household now hands it over on that day, without a gap.",
        save="Allocate",
        part="supervision",
        done="Allocated",
        answers=lambda: {
            "worker": next(each for each in workers if each.ref == form.worker.data),
            "starts_on": form.starts_on.data,
        },
    )


def _households(number):
    return f"{number} {'household' if number == 1 else 'households'}"


@bp.route("/households/<ref>/allocation/end", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def end_allocation(ref):
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

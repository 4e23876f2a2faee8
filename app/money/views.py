"""Money: what is paid, the files for finance, a household's level, what a visit cost."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.forms import HearthForm
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, page_of
from app.money import actions, forms, present, queries
from app.money.kinds import AgeBand, FileKind, Level, RateKind
from app.people.changing import household_or_404
from app.supervision import queries as supervision
from app.supervision.visits import queries as visits

bp = Blueprint("money", __name__)


@bp.app_context_processor
def _for_pages():
    """What a household's page, a visit's, and those that compare homes ask."""
    return {
        "level_of": lambda household_id: queries.level_of(household_id, as_at()),
        "expenses_of": queries.expenses_of,
        "cost_says": present.cost_says,
    }


@bp.get("/money")
@requires(May.KEEP_MONEY)
def index():
    """What is paid on a day, beside the national minimum; what was paid before."""
    day = as_at()
    held, amounts = queries.rates_on(day), queries.rates()
    return render_template(
        "money/index.html",
        allowances=present.allowances(held, amounts, day),
        fees=present.fees(held),
        units=present.units(held),
        mile=held.get((RateKind.MILE, AgeBand.ANY, Level.ANY)),
        minimum=queries.last_minimum(),
        before=queries.rates_before(day),
        pounds=present.pounds,
    )


@bp.route("/money/set", methods=["GET", "POST"])
@requires(May.KEEP_MONEY)
def set_rate():
    """An amount from a day."""
    form = forms.RateForm()
    if request.method == "GET":
        for name, codes in (("kind", RateKind), ("band", AgeBand), ("level", Level)):
            if request.args.get(name) in list(codes):
                form[name].data = codes(request.args[name])
        form.band.data = form.band.data or AgeBand.ANY
        form.level.data = form.level.data or Level.ANY
    return small_page(
        form,
        actions.set_rate,
        there=url_for("money.index"),
        about="What is paid",
        title="Set an amount",
        says="What was paid before ends on the day this begins. What finance was told of "
        "placements follows with the next file.",
        done="The amount is set",
    )


@bp.route("/households/<ref>/level", methods=["GET", "POST"])
@requires(May.KEEP_MONEY)
def level(ref):
    """At which level a household's carers are paid."""
    household = household_or_404(ref)
    return small_page(
        forms.LevelForm(),
        actions.set_level,
        household,
        there=url_for("register.household", ref=household.ref),
        about=household.name,
        title="Level of pay",
        says="With the level goes the fee that is paid beside each child’s allowance.",
    )


# ------------------------------------------------------------------------------------- files


@bp.get("/money/files")
@requires(May.KEEP_MONEY)
def files():
    """The files made so far, and what the next would tell."""
    placements = queries.placements_to_tell(today())
    return render_template(
        "money/files.html",
        files=queries.files(),
        lines=queries.lines_of_files(),
        coming={
            FileKind.PLACEMENTS: sum(len(each.lines) for each in placements),
            FileKind.MILEAGE: len(queries.visits_to_tell(today())),
        },
        button=HearthForm,
    )


@bp.post("/money/files/<kind>")
@requires(May.KEEP_MONEY)
def make(kind):
    """The next file."""
    if kind not in list(FileKind):
        abort(404)
    form = HearthForm()
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.make_file,
            FileKind(kind),
            leads_to=lambda made: url_for("money.file", ref=made.ref),
        )
        if done is not None:
            return done.redirect
        flash(" ".join(form.form_errors), "notice")
    return redirect(url_for("money.files"), 303)


@bp.get("/money/file/<ref>")
@requires(May.KEEP_MONEY)
def file(ref):
    """One file: its lines, to read and to take away. Whoever takes it again has the same."""
    found = queries.file_by_ref(ref) or abort(404)
    system = current_app.config["SETTINGS"].finance_system
    rows, columns = present.read(found, system)
    looked([f"money_file:{found.id}"], Kept.CHILD, "file for finance")
    stem = f"{found.kind.value}-{found.number:04}"
    return as_file(stem, f"File {found.number}", columns, rows) or render_template(
        "money/file.html",
        file=found,
        page=page_of(rows),
        columns=columns,
        rows=rows,
        system=system,
    )


# ------------------------------------------------------------------------------------- visits


@bp.route("/visits/<ref>/spent", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def spent(ref):
    """What was spent at a visit besides the miles: by whoever drove, or a manager."""
    visit = visits.visit_by_ref(ref) or abort(404)
    if not supervision.may_edit(current_user._get_current_object(), visit.household_id):
        abort(404)
    if visit.voided_at is not None:
        abort(404)
    return small_page(
        forms.SpentForm(),
        actions.record_expense,
        visit,
        there=url_for("supervision.visits.visit", ref=visit.ref),
        about=visit.household.name,
        title="What was spent at this visit",
        says="Miles are typed with the visit itself. Keep the receipt.",
    )

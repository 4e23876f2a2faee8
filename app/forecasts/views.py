"""The years ahead: forecasts, how right they were, what homes cost, plans, the statement."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    url_for,
)
from flask_login import current_user

from app.accounts.permissions import May
from app.accounts.queries import users
from app.audit import background
from app.audit.carried_out import carried_out
from app.audit.small_page import pressed, small_page
from app.core.forms import HearthForm
from app.core.present import long_day
from app.core.reader import NOTHING, reading_without
from app.core.security import requires
from app.core.today import today
from app.core.web import as_file, file_answer, page_of
from app.documents.kinds import FileType
from app.documents.letters import composed, pdf
from app.forecasts import actions, costs, forms, kinds, long_work, present, rules
from app.forecasts.queries import comparing, extract, kept, stating
from app.pictures import picture_file
from app.statute.provisions import SUFFICIENCY_DUTY
from sufficiency.gap.thin import THIN

bp = Blueprint("forecasts", __name__)


def _forecast_or_404(ref):
    return kept.forecast_by_ref(ref) or abort(404)


# ----------------------------------------------------------------------------------- forecasts


@bp.get("/years-ahead")
@requires(May.SEE_SUFFICIENCY)
def index():
    """The years ahead as they were drawn last, beside how right such forecasts have been."""
    found = kept.last_forecast()
    if found is not None:
        return _page(found)
    return render_template("forecasts/nothing.html", button=HearthForm, **_asked())


def _asked():
    """How far drawing has come, and why the last that was asked for could not be drawn."""
    asked = kept.last_asked()
    if asked is None or asked.drawn_on is not None:
        return {"progress": None, "cannot": ""}
    return {
        "progress": long_work.DRAWING.progress_of(asked.id),
        "cannot": asked.answer.get("cannot", ""),
    }


@bp.get("/years-ahead/<ref>")
@requires(May.SEE_SUFFICIENCY)
def forecast(ref):
    """One forecast that was kept."""
    return _page(_forecast_or_404(ref))


SHOWN_AS_PICTURES = ("all", "kind-fostered", "places", "short")
"""The fans on the page; each other series has its own page."""


def _page(found):
    read = present.Read(found)
    pictures = [
        picture
        for key in SHOWN_AS_PICTURES
        if (picture := read.picture(kinds.BY_KEY[key])) is not None
    ]
    said = rules.record_of([each.met for each in kept.scores(today())])
    return picture_file(pictures) or render_template(
        "forecasts/forecast.html",
        read=read,
        forecast=found,
        last=kept.last_forecast(),
        pictures=pictures,
        groups=GROUPS,
        tried=present.tried_on_past(read.answer.get("record", {})),
        said=said,
        button=HearthForm,
        number=len(kept.published()),
        **_asked(),
    )


GROUPS = (
    ("Children looked after, by kind of home", (kinds.ALL, *kinds.BY_KIND)),
    ("Children looked after, by age", kinds.BY_AGE),
    ("Our own carers", (kinds.HOMES, kinds.PLACES, *kinds.PLACES_BY_AGE)),
    ("Without a place with our own carers", (kinds.SHORT,)),
)


@bp.post("/years-ahead/draw")
@requires(May.KEEP_SUFFICIENCY)
def draw():
    """The years ahead drawn anew from the record of today, in the background."""
    form, there = HearthForm(), url_for("forecasts.index")
    if not form.validate_on_submit():
        abort(400)
    done = carried_out(
        form, actions.ask_for_forecast, leads_to=lambda _: there, futures=long_work.FUTURES
    )
    if done is None:
        return redirect(there, 303)
    if done.result is not None:
        background.begin(done.result, long_work.draw)
    return done.redirect


@bp.get("/years-ahead/draw/progress")
@requires(May.SEE_SUFFICIENCY)
def drawing():
    """How far drawing has come, for the page that shows it."""
    return background.how_far(_asked()["progress"])


@bp.get("/years-ahead/<ref>/series/<key>")
@requires(May.SEE_SUFFICIENCY)
def series(ref, key):
    """One series of a forecast, month by month."""
    found = _forecast_or_404(ref)
    of, read = kinds.BY_KEY.get(key) or abort(404), present.Read(found)
    rows = read.rows(of) or abort(404)
    picture = read.picture(of, came=_came(found, key))
    columns = present.columns(rows)
    return (
        picture_file([picture] if picture else [])
        or as_file(f"years-ahead-{key}-{found.at}", "Years ahead", columns, rows)
        or render_template(
            "forecasts/series.html",
            read=read,
            series=of,
            rows=rows,
            columns=columns,
            picture=picture,
            forecast=found,
        )
    )


def _came(found, key):
    """What came of one series of a forecast, but for numbers that are thin."""
    if found.published_on is None:
        return ()
    return [
        (each.day, each.met.came)
        for each in kept.scores(today())
        if each.ref == found.ref and each.series == key and not each.hidden
    ]


@bp.route("/years-ahead/<ref>/publish", methods=["GET", "POST"])
@requires(May.KEEP_SUFFICIENCY)
def publish(ref):
    """A forecast is published, and from then on scored."""
    found = _forecast_or_404(ref)
    return small_page(
        forms.PublishForm(record=found),
        actions.publish,
        found,
        there=url_for("forecasts.forecast", ref=found.ref),
        about=f"The years ahead as at {long_day(found.at)}",
        title="Publish this forecast",
        says="It stays as it is. Whenever a day comes that it foretold, it is scored on what came, "
        "and the score is shown beside every forecast after it.",
        save="Publish it",
        record=found,
        back_to="The years ahead",
    )


@bp.get("/years-ahead/right")
@requires(May.SEE_SUFFICIENCY)
def right():
    """How right published forecasts have been, number by number."""
    rows = kept.scores(today())
    return as_file(
        f"forecasts-scored-{today()}", "Forecasts scored", present.SCORED, rows
    ) or render_template(
        "forecasts/right.html",
        page=page_of(rows),
        columns=present.SCORED,
        said=rules.record_of([each.met for each in rows]),
        published=kept.published(),
        source_of=present.source_of,
    )


@bp.get("/years-ahead/<ref>/tried")
@requires(May.SEE_SUFFICIENCY)
def tried(ref):
    """One forecast tried on the record's own past, number by number."""
    found = _forecast_or_404(ref)
    rows = found.answer.get("record", {}).get("each", [])
    return as_file(
        f"forecast-tried-{found.at}", "Tried on the past", present.BACKTEST, rows
    ) or render_template(
        "forecasts/tried.html",
        page=page_of(rows),
        columns=present.BACKTEST,
        forecast=found,
        record=found.answer.get("record", {}),
        tried=present.tried_on_past(found.answer.get("record", {})),
        shares=kinds.SHARES,
    )


# --------------------------------------------------------------------------------------- costs


@bp.get("/years-ahead/costs", endpoint="costs")
@requires(May.SEE_SUFFICIENCY)
def costs_now():
    """What homes cost today, kind by kind, and agencies against our own."""
    sees = current_user.may(May.SEE_REFERRALS)
    if sees:
        _, priced, prices = comparing.priced_on(today())
    else:
        with reading_without(NOTHING):
            _, priced, prices = comparing.priced_on(today())
    rows, against = costs.rows(priced), costs.against(priced)
    return render_template(
        "forecasts/costs.html",
        rows=rows,
        left_out=frozenset() if sees else costs.hidden(rows),
        sees=sees,
        against=against if sees or against.children >= THIN else None,
        least=THIN,
        prices=prices,
        pounds=present.whole_pounds,
        weeks=costs.WEEKS,
    )


@bp.get("/years-ahead/costs/<kind>")
@requires(May.SEE_REFERRALS)
def cost_rows(kind):
    """The children whom one line of what homes cost counts."""
    says = dict(costs.KINDS).get(kind) or abort(404)
    those, priced, _ = comparing.priced_on(today())
    rows = sorted(
        (
            present.CostOf(lives, price)
            for lives, price in zip(those, priced, strict=True)
            if costs.kind_of(price) == kind
        ),
        key=lambda row: row.lives.name,
    )
    return as_file(f"costs-{kind}-{today()}", says, present.COSTS, rows) or render_template(
        "workbench/rows.html",
        title=says,
        page=page_of(rows),
        columns=present.COSTS,
        there=url_for("forecasts.costs"),
        there_is="What homes cost",
    )


# --------------------------------------------------------------------------------------- plans


@bp.get("/years-ahead/plans")
@requires(May.SEE_SUFFICIENCY)
def plans():
    """Plans to recruit, each compared with today."""
    return render_template(
        "forecasts/plans.html",
        plans=[present.Compared(each) for each in kept.plans()],
        more_or_less=present.more_or_less,
        weeks=costs.WEEKS,
        few=rules.few,
    )


def _plan_or_404(ref):
    return kept.plan_by_ref(ref) or abort(404)


@bp.get("/years-ahead/plans/<ref>")
@requires(May.SEE_SUFFICIENCY)
def plan(ref):
    """One plan: what it would change, and at what cost."""
    found = _plan_or_404(ref)
    return render_template(
        "forecasts/plan.html",
        plan=found,
        compared=present.Compared(found),
        progress=_comparing(found),
        pounds=present.whole_pounds,
        more_or_less=present.more_or_less,
        few=rules.few,
        least=THIN,
        weeks=costs.WEEKS,
        button=HearthForm,
    )


def _comparing(found):
    return long_work.COMPARING.progress_of(found.id) if found.compared_on is None else None


@bp.get("/years-ahead/plans/<ref>/progress")
@requires(May.SEE_SUFFICIENCY)
def planhow_far(ref):
    """How far comparing it has come, for the page that shows it."""
    return background.how_far(_comparing(_plan_or_404(ref)))


def _compared(form, action, *args, shown, **told):
    """A form of a plan: it is kept, and then compared in the background."""
    if form.validate_on_submit():
        done = carried_out(
            form,
            action,
            *args,
            leads_to=lambda made: url_for("forecasts.plan", ref=made.ref),
            **{name: value() for name, value in told.items()},
        )
        if done is not None:
            if done.result is not None:
                background.begin(done.result, long_work.compare)
            return done.redirect
    page = render_template(
        "small_page.html", form=form, save="Compare it with today", warning=False, **shown
    )
    return page, form.http_status


@bp.route("/years-ahead/plans/new", methods=["GET", "POST"])
@requires(May.KEEP_SUFFICIENCY)
def new_plan():
    """A plan in the words of recruitment, compared with today."""
    form = forms.PlanForm()
    return _compared(
        form,
        actions.make_plan,
        shown={
            "heading": "A plan to recruit",
            "says": "For example: eight homes for two brothers and sisters each, aged 0 to 17, "
            "near Leominster by 31/03/2027.",
            "there": url_for("forecasts.plans"),
            "about": "Plans to recruit",
        },
        homes=lambda: [form.line()],
        leaving=lambda: form.leaving.data,
        leaving_from=lambda: form.leaving_from.data,
    )


@bp.route("/years-ahead/plans/<ref>/add", methods=["GET", "POST"])
@requires(May.KEEP_SUFFICIENCY)
def add_homes(ref):
    """More homes in a plan, and the whole of it compared anew."""
    found = _plan_or_404(ref)
    form = forms.HomesForm(record=found)
    return _compared(
        form,
        actions.add_homes,
        found,
        shown={
            "heading": "More homes in this plan",
            "says": f"{found.says}.",
            "there": url_for("forecasts.plan", ref=found.ref),
            "about": "A plan to recruit",
        },
        line=form.line,
    )


@bp.post("/years-ahead/plans/<ref>/compare")
@requires(May.KEEP_SUFFICIENCY)
def compare_anew(ref):
    """A plan compared with the record of today."""
    form, there = HearthForm(), url_for("forecasts.plan", ref=ref)
    found = _plan_or_404(ref)
    if not form.validate_on_submit():
        abort(400)
    done = carried_out(form, actions.ask_anew, found, leads_to=lambda _: there)
    if done is None:
        return redirect(there, 303)
    if done.result is not None:
        background.begin(done.result, long_work.compare)
    return done.redirect


@bp.post("/years-ahead/plans/<ref>/take-back")
@requires(May.KEEP_SUFFICIENCY)
def take_back_plan(ref):
    """It is no plan any more."""
    found = _plan_or_404(ref)
    return pressed(actions.take_back_plan, found, there=url_for("forecasts.plans"))


# ----------------------------------------------------------------------------------- statements


def _statement_or_404(ref):
    return kept.statement_by_ref(ref) or abort(404)


@bp.get("/years-ahead/statements")
@requires(May.SEE_SUFFICIENCY)
def statements():
    """Statements of sufficiency: the one that holds, drafts, and those before."""
    return render_template(
        "forecasts/statements.html",
        statements=kept.statements(),
        holds=kept.in_force(today()),
        published=kept.last_published(),
    )


@bp.route("/years-ahead/statements/new", methods=["GET", "POST"])
@requires(May.KEEP_SUFFICIENCY)
def begin():
    """A statement is begun from a published forecast."""
    found = {each.ref: each for each in kept.published()}
    owners = {each.ref: each for each in users() if each.may(May.KEEP_SUFFICIENCY)}
    form = forms.BeginForm(
        forecasts=[
            (ref, f"As at {long_day(each.at)}: {each.published_for}") for ref, each in found.items()
        ],
        owners=[(ref, each.name) for ref, each in owners.items()],
    )
    return small_page(
        form,
        actions.begin_statement,
        there=url_for("forecasts.statements"),
        about="Statements of sufficiency",
        title="Begin a statement",
        says="Its figures are taken from the record of today and from the forecast. What we will "
        "do, and how we will know, is written next."
        if found
        else "Publish a forecast first: a statement rests on one that is scored.",
        answers=lambda: {
            "forecast": found[form.forecast.data],
            "owner": owners[form.owner.data],
            "figures": stating.figures(found[form.forecast.data], today()),
        },
        leads_to=lambda made: url_for("forecasts.statement", ref=made.ref),
    )


@bp.get("/years-ahead/statements/<ref>")
@requires(May.SEE_SUFFICIENCY)
def statement(ref):
    """One statement: each table opens to the page its numbers come from."""
    found = _statement_or_404(ref)
    return render_template(
        "forecasts/statement.html",
        statement=found,
        parts=[
            (part, stating.words_of(found, part), stating.tables_of(found, part))
            for part in stating.OUTLINE
        ],
        holds=kept.in_force(today()),
        source_of=present.source_of,
        theirs={found.owner_id, found.written_by_id},
        makes_pdf=pdf.makes_pdf(),
        button=HearthForm,
        duty=SUFFICIENCY_DUTY,
        left_out=stating.LEFT_OUT,
    )


@bp.route("/years-ahead/statements/<ref>/write", methods=["GET", "POST"])
@requires(May.KEEP_SUFFICIENCY)
def write(ref):
    """What we will do, and how we will know."""
    found = _statement_or_404(ref)
    form = forms.WriteForm(record=found, data={"doing": found.doing, "measures": found.measures})
    return small_page(
        form,
        actions.write_statement,
        found,
        there=url_for("forecasts.statement", ref=found.ref),
        about="Sufficiency statement",
        title="What we will do, and how we will know",
        record=found,
    )


@bp.route("/years-ahead/statements/<ref>/approve", methods=["GET", "POST"])
@requires(May.APPROVE_SUFFICIENCY)
def approve(ref):
    """It is approved by somebody who neither owns it nor wrote it."""
    found = _statement_or_404(ref)
    review = stating.review_by(today())
    return small_page(
        forms.ApproveForm(record=found, data={"review_on": review}),
        actions.approve_statement,
        found,
        there=url_for("forecasts.statement", ref=found.ref),
        about=f"Sufficiency statement as at {long_day(found.at)}",
        title="Approve the statement",
        says="It is kept as it stands and holds from today, until the next one is approved.",
        save="Approve it",
        record=found,
    )


@bp.post("/years-ahead/statements/<ref>/take-back")
@requires(May.KEEP_SUFFICIENCY)
def take_back_statement(ref):
    """A draft is given up."""
    found = _statement_or_404(ref)
    return pressed(actions.take_back_statement, found, there=url_for("forecasts.statements"))


@bp.get("/years-ahead/statements/<ref>/file/<kind>")
@requires(May.SEE_SUFFICIENCY)
def file(ref, kind):
    """The statement as Word or PDF: as approved, or else as a draft that says so."""
    found = _statement_or_404(ref)
    if kind not in (FileType.DOCX.value, FileType.PDF.value):
        abort(404)
    if kind == FileType.PDF and not pdf.makes_pdf():
        abort(503)
    draft = stating.document_of(found)
    made = composed.open_word_file(
        draft, foot=f"{draft.title}, as at {long_day(found.at)}", by=found.owner.name
    )
    name = f"sufficiency-statement-{found.at}.{kind}"
    if kind == FileType.PDF:
        return file_answer(pdf.as_pdf(made, draft.title), name, FileType.PDF.media)
    return file_answer(made, name, FileType.DOCX.media)


@bp.get("/years-ahead/extract")
@requires(May.SEE_SUFFICIENCY)
def regional():
    """The regional extract: a year's referrals, counted in the Placements Data Standard's words."""
    day = today()
    rows = extract.counted(day)
    return as_file(
        f"placements-data-standard-{day}", "Placements Data Standard", extract.COLUMNS, rows
    ) or render_template(
        "forecasts/extract.html",
        page=page_of(rows, 200),
        columns=extract.COLUMNS,
        day=day,
        standard=extract.named(),
    )

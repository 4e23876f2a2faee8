"""Connected carers: the board, a case, its checks, what is asked for and decided."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.evidence import key_of
from app.assessments.taking_back import take_back_page
from app.audit.carried_out import carried_out
from app.audit.looks import looked, looked_at
from app.audit.small_page import small_page
from app.connected import actions, forms, present, queries, watch
from app.connected.rules import QUESTIONS, Conditions, Kind, Outcome, Stage, Step
from app.core.columns import Kept
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at
from app.core.words import words
from app.panel.queries import on_panels, views_on_extension
from app.people import actions as people
from app.people import queries as who
from app.people.forms import OnForm, offered
from app.people.models import MemberRole
from app.statute.care_planning.connected import REG25_EXTENSION
from app.statute.schedules import Of
from app.supervision import queries as supervision
from app.work import queries as work

bp = Blueprint("connected", __name__)


def _user():
    return current_user._get_current_object()


# ---------------------------------------------------------------------------------------- the board


@bp.get("/connected")
@requires(May.SEE_CONNECTED)
def index():
    """Each child of an open case: day n, the next lawful step, who holds it, what is late."""
    day, part = as_at(), request.args.get("show", "")
    if part not in present.PARTS:
        abort(400)
    found = queries.visible(_user(), queries.open_cases(day, known_at()))
    causes = {
        (each.clock, each.ref): words(each.cause)
        for each in work.drift_between(_user(), day.replace(year=day.year - 1, day=1), day)
    }
    usual = queries.usual_time(day)
    rows = present.rows_of(found, day, usual, causes)
    shown = [row for row in rows if present.is_in(row, part)]
    looked({f"child:{row.each.row.child_id}" for row in shown}, Kept.CHILD, "connected carers")
    stem = f"connected-carers-{day:%Y-%m-%d}"
    return as_file(stem, "Connected carers", present.COLUMNS, shown) or render_template(
        "connected/index.html",
        rows=shown,
        part=part,
        parts=present.PARTS,
        counts={each: sum(present.is_in(row, each) for row in rows) for each in present.PARTS},
        usual=usual,
        may_keep=current_user.may(May.KEEP_CONNECTED),
    )


# ---------------------------------------------------------------------------------------- opening


@bp.route("/connected/new", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def new():
    """A case for carers who are not on record: they and the children, in one form."""
    form = forms.OpenForm()
    found = _offer_children(form)
    if not _looks(form) and form.validate_on_submit():
        told = {
            "carers": form.carers(),
            "adults": form.other_adults(),
            "line": form.line.data,
            "postcode": form.postcode.data,
            "same": {"yes": True, "no": False}.get(form.same.data),
            "told": form.told.data or "",
            **_children_told(form, found),
        }
        carried = carried_out(form, actions.open_with_home, leads_to=_case_address, **told)
        if carried is not None:
            flash("Case opened. Next: Schedule 4, before the children move.", "success")
            return carried.redirect
    return _opening(form, "connected/new.html", url_for("connected.index"), "Connected carers")


@bp.route("/households/<ref>/connected", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def new_of_household(ref):
    """A case for a household that is on record."""
    household = who.household_by_ref(ref)
    if household is None:
        abort(404)
    if not supervision.may_edit(_user(), household.id):
        abort(403)
    form = forms.OpenForHomeForm()
    found = _offer_children(form)
    if not _looks(form) and form.validate_on_submit():
        told = _children_told(form, found)
        new_child = told.pop("new_child")
        carried = carried_out(
            form,
            actions.open_for_household,
            household,
            told=form.told.data or "",
            new_child=new_child,
            leads_to=_case_address,
            **told,
        )
        if carried is not None:
            flash("Case opened. Next: Schedule 4, before the children move.", "success")
            return carried.redirect
    there = url_for("register.household", ref=ref)
    return _opening(form, "connected/children.html", there, household.name)


def _opening(form, template, there, about):
    page = render_template(
        template, form=form, there=there, about=about, heading="Open a connected carers’ case"
    )
    return page, form.http_status if not _looks(form) else 200


def _looks(form):
    """Was the button that finds children pressed, and not the one that saves?"""
    return request.method == "POST" and bool(request.form.get("find"))


def _offer_children(form):
    """Put those found by name, and those chosen already, on the form; offering them is a look."""
    chosen = form.children.raw_data or []
    found = {child.ref: child for child in queries.children_by_refs(chosen)}
    if request.method == "POST":
        found |= {child.ref: child for child in queries.children_named(form.words.data or "")}
    after = queries.looked_after_among(found.values(), today())
    looked({f"child:{each.id}" for each in found.values()}, Kept.CHILD, "children to choose")
    form.children.choices = offered(
        (ref, present.to_choose(child, child.id in after, today())) for ref, child in found.items()
    )
    form.nobody_found = _looks(form) and not found
    if _looks(form) and len(found) == 1:
        form.children.data = list(found)
    return found


def _children_told(form, found):
    return {
        "forward": [found[ref] for ref in form.children.data or [] if ref in found],
        "new_child": form.new_child(str(current_app.config["SETTINGS"].authority_code)),
        "relationship": form.relationship.data,
        "there_since": form.there_since.data,
    }


def _case_address(case):
    return url_for("connected.case", ref=case.ref)


# ---------------------------------------------------------------------------------------- one case


def _case(ref):
    """The case, for somebody who may see it; otherwise there is nothing here."""
    found = queries.case_by_ref(ref)
    if found is None or not queries.may_see(_user(), found):
        abort(404)
    return found


def _to_keep(ref):
    """The case, for somebody who keeps it: 403 for whoever may only see it."""
    found = _case(ref)
    if not supervision.may_edit(_user(), found.household_id):
        abort(403)
    return found


def _see(found, *kept):
    household = [f"household:{found.case.household_id}"]
    seen = dict.fromkeys(kept, household)
    seen[Kept.CHILD] = [f"child:{each.row.child_id}" for each in found.children]
    looked_at("connected carers’ case", seen)


def _reads(user, case):
    """May this person read what was found out, and what was written?"""
    return (
        user.may(May.DECIDE_CONNECTED)
        or user.may(May.SEE_HOLD_REASON)
        or supervision.may_edit(user, case.household_id)
    )


@bp.get("/connected/<ref>")
@requires(May.SEE_CONNECTED)
def case(ref):
    """How it stands for each child, the next lawful step first; the checks; the weeks."""
    row, user, day = _case(ref), _user(), as_at()
    found = queries.stands(row, day, known_at())
    sees = _reads(user, row)
    _see(found, *((Kept.CHECKS, Kept.NARRATIVE) if sees else ()))
    now = day == today() and known_at() is None
    may_keep = now and user.may(May.KEEP_CONNECTED) and supervision.may_edit(user, row.household_id)
    since = watch.given_since(found)
    return render_template(
        "connected/case.html",
        found=found,
        case=row,
        day=day,
        sees=sees,
        may_keep=may_keep,
        may_decide=now and user.may(May.DECIDE_CONNECTED),
        refs=queries.refs_of(found.people),
        weeks=present.weeks_of(found, since, day),
        decisions=queries.decisions_of(row),
        usual=queries.usual_time(day),
        deeds=present.deeds_of,
        Of=Of,
        Stage=Stage,
    )


@bp.app_template_global()
def connected_of(*, household=None, child=None):
    """The cases of a household or of a child, for their pages."""
    if not current_user.may(May.SEE_CONNECTED):
        return []
    found = queries.cases_of(
        household_id=household.id if household else None, child_id=child.id if child else None
    )
    return [each for each in found if queries.may_see(_user(), each)]


# ---------------------------------------------------------------------------------- finding out


@bp.route("/connected/<ref>/findings/<about>", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def findings(ref, about):
    """Schedule 4 and the first day's evidence about one of them: what a visit settled."""
    row = _to_keep(ref)
    found = queries.stands(row, today())
    one = queries.about_of_ref(found.people, about)
    if one is None:
        abort(404)
    _see(found, Kept.CHECKS)
    lines = (*found.lines_of(one), *found.day_zero_of(one))
    items = {line.item.key: line.item for line in lines}
    form = forms.FindingsForm()
    form.items.choices = offered((key, item.says) for key, item in items.items())
    if form.validate_on_submit():
        chosen = [items[key] for key in form.items.data or []]
        there = url_for("connected.findings", ref=ref, about=about)
        carried = carried_out(
            form,
            actions.record_findings,
            row,
            one,
            items=chosen,
            leads_to=lambda _: there,
            **form.told(),
        )
        if carried is not None:
            flash(f"Recorded: {len(chosen)}.", "success")
            return carried.redirect
    page = render_template(
        "connected/findings.html",
        form=form,
        case=row,
        about=one,
        papers=present.by_paper(lines),
        about_ref=about,
        after=queries.next_about(found, one),
        history=assessments.findings_of(row.household_id),
        key_of=key_of,
        there=url_for("connected.case", ref=ref) + "#checks",
    )
    return page, form.http_status


@bp.route("/connected/<ref>/findings/<about>/<finding>", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def take_back(ref, about, finding):
    """A finding about one of them was recorded in error: struck out, and to be found out again."""
    row = _to_keep(ref)
    found = queries.stands(row, today())
    one = queries.about_of_ref(found.people, about)
    if one is None:
        abort(404)
    _see(found, Kept.CHECKS)
    lines = (*found.lines_of(one), *found.day_zero_of(one))
    return take_back_page(
        row.household,
        finding,
        [(key_of(line.item, one), line.item, one.name) for line in lines],
        there=url_for("connected.findings", ref=ref, about=about) + "#found-out",
    )


@bp.route("/connected/<ref>/people", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def add_adult(ref):
    """Somebody who lives there, or moves in: a new line of the checklist."""
    row, form = _to_keep(ref), forms.AdultForm()

    def told():
        return {
            "given_name": form.given_name.data,
            "family_name": form.family_name.data,
            "born": form.born.data,
            "role": MemberRole(form.role.data),
            "starts_on": form.starts_on.data,
            "same": {"yes": True, "no": False}.get(form.same.data),
        }

    return _doing(
        row,
        form,
        people.add_member,
        row.household,
        told=told,
        title="Somebody else who lives there",
        says="Schedule 4 asks about everybody of 18 or over, also about who moves in later.",
        done="Added. Schedule 4 asks about every adult",
    )


@bp.route("/connected/<ref>/children", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def add_child(ref):
    """Another child for the same carers: a brother placed later needs an approval of his own."""
    row, form = _to_keep(ref), forms.ChildrenForm()
    found = _offer_children(form)
    there = _case_address(row)
    if not _looks(form) and form.validate_on_submit():
        carried = carried_out(
            form,
            actions.put_forward,
            row,
            leads_to=lambda _: there,
            **_children_told(form, found),
        )
        if carried is not None:
            flash("Added. This child needs a temporary approval of their own.", "success")
            return carried.redirect
    page = render_template(
        "connected/children.html",
        form=form,
        there=there,
        about=row.household.name,
        heading="Another child for these carers",
    )
    return page, form.http_status if not _looks(form) else 200


@bp.route("/connected/<ref>/viability", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def viability(ref):
    """A first, short assessment of these carers, asked for and answered."""
    row, form = _to_keep(ref), forms.ViabilityForm()

    def told():
        return {
            "answer": form.answer.data,
            "on": form.on.data,
            "words": form.words.data,
            "told_on": form.on.data if form.told.data else None,
        }

    return _doing(
        row,
        form,
        actions.answer_viability,
        row,
        told=told,
        title="Viability: a first, short assessment",
        says="It does not stand in for Schedule 4, and is no approval.",
        done="Viability recorded",
    )


@bp.route("/connected/<ref>/steps/<step>", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def step(ref, step):
    """A step of the weeks: draft, panel slot, extension paper."""
    row = _to_keep(ref)
    if step not in list(Step):
        abort(404)
    form = forms.StepForm()
    if step != Step.PANEL_BOOKED:
        del form.booked_for
    return _doing(
        row,
        form,
        actions.record_step,
        row,
        told=lambda: {"step": Step(step), **form.answers(), "note": form.note.data or ""},
        title=words(Step(step)),
        done="Recorded",
    )


# ---------------------------------------------------------------------------------- about one child


def _row(found, child_ref):
    """The child of a case for whom it has not ended, or else the last one."""
    mine = [each for each in found.children if each.row.child.ref == child_ref]
    if not mine:
        abort(404)
    return next((each for each in mine if each.row.ends_on is None), mine[-1])


def _child_of(ref, child_ref):
    """How a case that is this person's to keep stands, and one child of it."""
    found = queries.stands(_to_keep(ref), today())
    each = _row(found, child_ref)
    looked([f"child:{each.row.child_id}"], Kept.CHILD, "connected carers’ case")
    return found, each


ASKING = {
    "approval": (forms.AskForm, "Ask for temporary approval"),
    "extension": (forms.ExtendForm, "Ask for an extension"),
    "review": (forms.AwaitForm, "Ask for an extension while a review is pending"),
}


@bp.route("/connected/<ref>/children/<child_ref>/ask/<kind>", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def ask(ref, child_ref, kind):
    """Ask a nominated officer: what the record says is filled in, the judgement is asked."""
    if kind not in ASKING:
        abort(404)
    found, each = _child_of(ref, child_ref)
    kind_of_form, title = ASKING[kind]
    form = kind_of_form()
    given = each.course.given
    if request.method == "GET" and "last_day" in form and given is not None:
        form.last_day.data = REG25_EXTENSION.last_day(given.first_last_day)
        form.considered_on.data = today()
        _fill_panel(form, each.row)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.ask,
            each.row,
            form.KIND,
            answers=form.judgement(),
            conditions=form.conditions(),
            leads_to=lambda made: url_for("connected.decision", ref=made.ref),
        )
        if carried is not None:
            flash("Asked. Now a nominated officer decides.", "success")
            return carried.redirect
    page = render_template(
        "connected/ask.html",
        form=form,
        case=found.case,
        child=each.child,
        heading=title,
        facts=queries.facts_of(found, each, today()),
        undone=found.still_to_find_out if form.KIND is Kind.GIVE else (),
        questions=QUESTIONS[form.KIND],
        conditions=[one.name for one in form if one.name in Conditions.__dataclass_fields__],
        there=_case_address(found.case),
    )
    return page, form.http_status


def _fill_panel(form, row):
    """What a panel here said of the extension stands in the form already."""
    approval = queries.approval_of(row)
    told = views_on_extension(approval.id) if approval is not None else None
    if told is not None:
        form.panel_on.data, form.panel_views.data = told


@bp.route("/connected/<ref>/children/<child_ref>/moved", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def moved(ref, child_ref):
    """The child moved there."""
    found, each = _child_of(ref, child_ref)
    form = OnForm()
    return _doing(
        found.case,
        form,
        actions.moved_in,
        each.row,
        told=form.answers,
        title=f"{each.child.person.name} moved there",
        says="Recorded whether or not approval was given first: what happened is judged.",
        done="Recorded that the child moved",
    )


@bp.route("/connected/<ref>/children/<child_ref>/outcome", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def outcome(ref, child_ref):
    """The outcome of the independent review is known."""
    found, each = _child_of(ref, child_ref)
    form = OnForm()
    return _doing(
        found.case,
        form,
        actions.review_known,
        each.row,
        told=form.answers,
        title="The outcome of the independent review is known",
        says="That day is the last of the extension. If the carers are approved, record the "
        "approval on their own page.",
        done="Recorded",
    )


@bp.route("/connected/<ref>/children/<child_ref>/arrangements", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def arrangements(ref, child_ref):
    """The weeks have run out: what is arranged for the child."""
    found, each = _child_of(ref, child_ref)
    form = forms.ArrangeForm()
    return _doing(
        found.case,
        form,
        actions.arrange,
        each.row,
        told=form.answers,
        title=f"Other arrangements for {each.child.person.name}",
        says="What has run out cannot be given again. The placement is ended after other "
        "arrangements are made (regulation 25(6)); every day until then stays on record.",
        done="Other arrangements recorded",
    )


@bp.route("/connected/<ref>/children/<child_ref>/end", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def end(ref, child_ref):
    """How it ended for the child."""
    found, each = _child_of(ref, child_ref)
    form = forms.EndForm()
    if request.method == "GET" and each.stage is Stage.APPROVED:
        form.how.data = "carers_fully_approved"
    return _doing(
        found.case,
        form,
        actions.end_for_child,
        each.row,
        told=form.answers,
        title=f"How it ended for {each.child.person.name}",
        says="Temporary approval ends on that day; the case ends at its last child.",
        done="Ended",
        warning=True,
    )


# -------------------------------------------------------------------------------------- decisions


def _decision(ref):
    found = queries.decision_by_ref(ref)
    if found is None or not queries.may_see(_user(), found.connected.case):
        abort(404)
    looked_at(
        "temporary approval",
        {
            Kept.CHILD: [f"child:{found.connected.child_id}"],
            Kept.NARRATIVE: [f"household:{found.household_id}"],
        },
    )
    return found


@bp.get("/connected/decisions/<ref>")
@requires(May.SEE_CONNECTED)
def decision(ref):
    """What was asked for, on what, and what was decided."""
    found = _decision(ref)
    return _decision_page(found)


@bp.route("/connected/decisions/<ref>/decide", methods=["GET", "POST"])
@requires(May.DECIDE_CONNECTED)
def decide(ref):
    """The nominated officer agrees or refuses, with reasons."""
    found = _decision(ref)
    if found.outcome is not None:
        return redirect(url_for("connected.decision", ref=ref))
    form = forms.DecideForm()
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.decide,
            found,
            outcome=Outcome(form.outcome.data),
            how=form.how.data,
            reasons=form.reasons.data,
            leads_to=lambda _: url_for("connected.decision", ref=ref),
        )
        if carried is not None:
            flash("Decided.", "success")
            return carried.redirect
    return _decision_page(found, form)


def _on_panels(found, each):
    """What the panel had and said of an extension, while that temporary approval runs."""
    approval = queries.approval_of(each.row) if found.kind is not Kind.GIVE else None
    return on_panels(f"temporary_approval:{approval.id}") if approval is not None else []


def _decision_page(found, form=None):
    stands = queries.stands(found.connected.case, today())
    each = next(one for one in stands.children if one.row.id == found.connected_child_id)
    now = [list(fact) for fact in queries.facts_of(stands, each, today())]
    user = _user()
    page = render_template(
        "connected/decision.html",
        on_panels=_on_panels(found, each),
        decision=found,
        form=form,
        case=found.connected.case,
        each=each,
        facts=found.facts_decided or found.facts,
        changed=[fact for fact in now if fact not in found.facts] if not found.outcome else [],
        questions=QUESTIONS[found.kind],
        kind=Kind,
        undone=stands.still_to_find_out if found.kind is Kind.GIVE else (),
        part=queries.had_part_in(user, stands, found) if user.may(May.DECIDE_CONNECTED) else [],
        may_decide=user.may(May.DECIDE_CONNECTED) and found.outcome is None,
        may_withdraw=found.outcome is None
        and user.may(May.KEEP_CONNECTED)
        and supervision.may_edit(user, found.household_id),
    )
    return page, form.http_status if form is not None else 200


@bp.route("/connected/decisions/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.KEEP_CONNECTED)
def withdraw(ref):
    """It is no longer asked for."""
    found = _decision(ref)
    if not supervision.may_edit(_user(), found.household_id):
        abort(403)
    form = forms.ReasonsForm()
    return _doing(
        found.connected.case,
        form,
        actions.withdraw,
        found,
        told=form.answers,
        title="Withdraw what was asked",
        says=f"{words(found.kind)}, asked for on {long_day(found.asked_on)}. Nobody decides on it.",
        save="Withdraw it",
        done="Withdrawn",
    )


def _doing(case, form, action, *args, told, **shown):
    """Show one small form about a case; once sent, carry it out and go back to the case."""
    return small_page(
        form,
        action,
        *args,
        there=_case_address(case),
        answers=told,
        about=case.household.name,
        **shown,
    )

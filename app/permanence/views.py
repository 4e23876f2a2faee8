"""Pages about permanence: every child's, one child's, and the small forms of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.children import queries as children
from app.children.changing import change
from app.core.columns import Kept
from app.core.present import short_day
from app.core.security import requires
from app.core.succession import open_row
from app.core.today import today
from app.core.web import as_at, as_file, file_wanted, known_at, page_of
from app.core.words import words
from app.panel.queries import match_heard
from app.people.forms import offered
from app.people.queries import household_by_ref
from app.permanence import actions, forms, present, queries, watch
from app.permanence.kinds import Goal, PolicyNumber, Whom
from app.permanence.models import Match, PermanencePlan
from app.register import queries as register
from app.statute.care_planning.reviews import PERMANENCE_PLAN_DUE
from app.statute.local import PERMANENCE_ACHIEVED, STABILITY_MEETING
from app.supervision import queries as supervision

bp = Blueprint("permanence", __name__)


def _user():
    return current_user._get_current_object()


def _own_households():
    user = _user()
    return () if user.may(May.SEE_EVERY_CHILD) else supervision.households_of(user.id, as_at())


# ------------------------------------------------------------------------------------- every child


@bp.get("/permanence")
@requires(May.SEE_CHILDREN)
def index():
    """Every child whom this person may see, narrowed; each number above opens to its rows."""
    which, goal = request.args.get("which", ""), request.args.get("goal", "")
    if which not in present.SAID or goal not in {"", *Goal}:
        abort(400)
    everyone = _everyone()
    found = [
        child
        for child, standing in everyone
        if (not which or which in standing.filters) and goal in ("", standing.goal)
    ]
    if file_wanted():
        rows = _rows(found)
        _see(rows)
        return as_file(f"permanence-{as_at():%Y-%m-%d}", "Permanence", present.COLUMNS, rows)
    page = page_of(found)
    return _list_page(everyone, replace(page, rows=_rows(page.rows)), which, goal)


def _everyone():
    """Each child whom this person may see and who is looked after, with how it stands."""
    day = as_at()
    visible = children.children_visible_to(_user(), households=_own_households(), as_at=day)
    standings = {each.child_id: each for each in queries.standings(day, known_at())}
    listed = children.children_listed(visible)
    return [(child, standings[child.id]) for child in listed if child.id in standings]


def _rows(listed):
    found = queries.of_children([child.id for child in listed], as_at(), known_at())
    return [present.Row(child, found[child.id]) for child in listed]


def _see(rows):
    looked({f"child:{row.child.id}" for row in rows}, Kept.CHILD, "permanence list")


def _list_page(everyone, page, which, goal):
    _see(page.rows)
    standings = [standing for _, standing in everyone]
    return render_template(
        "permanence/index.html",
        page=page,
        which=which,
        goal=goal,
        goals=list(Goal),
        said=present.SAID,
        counts=present.counted(standings),
        by_goal={each: sum(one.goal is each for one in standings) for each in Goal},
        number=_number(),
    )


def _number():
    number = PolicyNumber.PLACEMENTS
    return queries.number_on(queries.numbers_set(number, known_at()), number, as_at())


# -------------------------------------------------------------------------------------- one child


def _child(ref):
    """The child, for somebody who may see this one; otherwise there is nothing here."""
    child = children.child_by_ref(ref)
    households = _own_households()
    if child is None or not children.may_see_child(_user(), child, households=households):
        abort(404)
    looked([f"child:{child.id}"], Kept.CHILD, "permanence")
    return child


@bp.get("/children/<ref>/permanence")
@requires(May.SEE_CHILDREN)
def child(ref):
    """One child: plan, match, brothers and sisters, homes, meetings; and what is next."""
    child = _child(ref)
    looked([f"child:{child.id}"], Kept.NARRATIVE, "permanence")
    found = queries.of_child(child.id, as_at(), known_at())
    now = as_at() == today() and known_at() is None
    return render_template(
        "permanence/child.html",
        child=child,
        found=found,
        heard=match_heard(found.match) if now and found.match and found.match.long_term else None,
        story=queries.story_of(child.id, known_at()),
        where=_homes_named(found.recent, child.id),
        others=_others(found),
        plan_clock=PERMANENCE_PLAN_DUE,
        meeting_clock=STABILITY_MEETING,
        whoms=list(Whom),
        late_key=_key_of(child, PERMANENCE_ACHIEVED.key) if now and found.is_late else "",
        may_keep=now and current_user.may(May.KEEP_PERMANENCE),
    )


def _key_of(child, clock):
    """The cycle of a clock that runs for this child: where the reason of its delay is said."""
    subject = f"child:{child.id}"
    lines = watch.running(today())
    return next((each.key for each in lines if (each.clock, each.subject) == (clock, subject)), "")


@bp.app_template_global()
def permanence_of(child):
    """One child's permanence on the day asked for, for the card on the child's own page."""
    return queries.of_child(child.id, as_at(), known_at())


def _others(found):
    """Those brothers and sisters whom this person may see, by their ids."""
    ids = {each.child_id for each in found.siblings}
    seen = register.visible_among(_user(), ids, households=_own_households(), as_at=as_at())
    looked({f"child:{each}" for each in seen}, Kept.CHILD, "permanence")
    return children.children_by_id(seen)


def _homes_named(homes, child_id):
    """Each home in words: the household's name, the setting's, or what kind of place it is."""
    wanted = {each.home for each in homes}
    named = {}
    placements = children.placements_of(child_id)
    households = children.households_named(
        {each.household_id for each in placements if each.household_id is not None}
    )
    for each in placements:
        home = queries.home_of(each)
        if home not in wanted or home in named:
            continue
        if each.household_id is not None:
            named[home] = households[each.household_id][1]
        else:
            named[home] = children.where_else(each)
    return named


# -------------------------------------------------------------------------------- the small forms


def _change(child, form, action, *args, title, part="", **kw):
    there = url_for("permanence.child", ref=child.ref) + (f"#{part}" if part else "")
    return change(
        form, action, *(args or (child,)), about=child.person.name, there=there, title=title, **kw
    )


def _open(kind, child):
    found = open_row(kind, child_id=child.id)
    if found is None:
        abort(404)
    return found


@bp.route("/children/<ref>/permanence/plan", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def plan(ref):
    """A plan is agreed; the one before it stands in the form."""
    child = _child(ref)
    before = open_row(PermanencePlan, child_id=child.id)
    form = forms.PlanForm()
    if request.method == "GET" and before is not None:
        form.goal.data = before.goal
        form.why.data = before.why
        if before.achieve_by > today():
            form.achieve_by.data = before.achieve_by
    return _change(
        child,
        form,
        actions.agree_plan,
        title="Agree a plan for permanence",
        says=f"The plan of {short_day(before.starts_on)} ends when this one begins."
        if before
        else "",
        save="Agree the plan",
        part="plan",
    )


@bp.route("/children/<ref>/permanence/achieved", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def achieved(ref):
    """The plan that stands was achieved."""
    child = _child(ref)
    plan = _open(PermanencePlan, child)
    return _change(
        child,
        forms.AchievedForm(),
        actions.achieve_plan,
        plan,
        title="The plan was achieved",
        says=f"{words(plan.goal)}, agreed on {short_day(plan.starts_on)}.",
        part="plan",
    )


@bp.route("/children/<ref>/permanence/match", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def match(ref):
    """A match was decided; whoever the child lives with is chosen already."""
    child = _child(ref)
    form = forms.MatchForm()
    form.household.choices = offered([("", "Choose"), *children.households_to_choose()])
    if request.method == "GET":
        _fill_match(form, child)

    def answers():
        given = form.answers()
        return given | {"household": household_by_ref(given["household"])}

    return _change(
        child,
        form,
        actions.record_match,
        title="Record a match",
        says="Once the child or the carers have been told, it is fixed: a manager’s decision alone "
        "changes it.",
        answers=answers,
        part="match",
    )


def _fill_match(form, child):
    here = children.main_placement(child.id, today())
    plan = open_row(PermanencePlan, child_id=child.id)
    if here is not None and here.household_id is not None:
        form.household.data = children.households_named({here.household_id})[here.household_id][0]
    if plan is not None and plan.goal is Goal.FOSTERING:
        form.length.data = "long"


@bp.route("/children/<ref>/permanence/match/told", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def told(ref):
    """The child or the carers were told, or introductions began."""
    child = _child(ref)
    match = _open(Match, child)
    form = forms.ToldForm()
    left = [each for each in Whom if each not in queries.told_of(match.id)]
    if request.method == "GET" and left:
        form.whom.data = left[0]
    return _change(
        child,
        form,
        actions.tell_of_match,
        match,
        title="Who was told of the match?",
        says=f"With {match.household.name}, decided on {short_day(match.starts_on)}. From the "
        "first of these on, the match is fixed.",
        part="match",
    )


@bp.route("/children/<ref>/permanence/match/end", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def end_match(ref):
    """A match ends of which nobody was told."""
    child = _child(ref)
    match = _open(Match, child)
    return _change(
        child,
        forms.EndMatchForm(record=match),
        actions.end_match,
        match,
        title="End this match",
        says=f"With {match.household.name}, decided on {short_day(match.starts_on)}.",
        save="End it",
        warning=True,
        record=match,
        part="match",
    )


@bp.route("/children/<ref>/permanence/match/change", methods=["GET", "POST"])
@requires(May.CHANGE_TOLD_MATCH)
def change_match(ref):
    """A decision with a name changes a match that was told."""
    child = _child(ref)
    match = _open(Match, child)
    form = forms.ChangeMatchForm(record=match)
    if request.method == "GET":
        form.decided_by.data = current_user.name
    return _change(
        child,
        form,
        actions.change_told_match,
        match,
        title="Decide to change a match that was told",
        says=f"With {match.household.name}, decided on {short_day(match.starts_on)}. Somebody has "
        "been told. The decision, its maker and its reason are kept for good.",
        save="Decide",
        warning=True,
        record=match,
        part="match",
    )


@bp.route("/children/<ref>/permanence/meeting", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def meeting(ref):
    """A stability meeting is called; what calls for it is chosen already."""
    child = _child(ref)
    form = forms.MeetingForm()
    _fill_reason(form, child)
    return _change(
        child,
        form,
        actions.call_meeting,
        title="Call a stability meeting",
        save="Call it",
        part="meetings",
    )


def _fill_reason(form, child):
    if request.method != "GET":
        return
    reasons = queries.of_child(child.id, today()).reasons
    if reasons:
        form.because.data, form.since.data = reasons[0].because, reasons[0].since


@bp.route("/children/<ref>/permanence/meeting/held", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def held(ref):
    """A stability meeting was held, called before or not."""
    child = _child(ref)
    called = queries.meeting_called(child.id)
    form = forms.HeldForm() if called is not None else forms.UncalledForm()
    if called is None:
        _fill_reason(form, child)
    return _change(
        child,
        form,
        actions.hold_meeting if called is not None else actions.record_meeting,
        called if called is not None else child,
        title="Record a stability meeting",
        says=f"Called on {short_day(called.called_on)}." if called is not None else "",
        part="meetings",
    )


@bp.route("/children/<ref>/permanence/meeting/called-off", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def call_off(ref):
    """A meeting that was called is not held."""
    child = _child(ref)
    called = queries.meeting_called(child.id)
    if called is None:
        abort(404)
    return _change(
        child,
        forms.CallOffForm(),
        actions.call_off_meeting,
        called,
        title="Call off the stability meeting",
        says="What called for it goes on calling for one.",
        save="Call it off",
        warning=True,
        part="meetings",
    )


def _pair(ref, number):
    """A child and a brother or sister, by the number of what links them."""
    child = _child(ref)
    link = queries.link_of(child.id, number)
    if link is None:
        abort(404)
    other = link.sibling_id if link.child_id == child.id else link.child_id
    found = queries.of_child(child.id, today()).siblings
    sibling = next(each for each in found if each.child_id == other)
    seen = register.visible_among(_user(), {other}, households=_own_households(), as_at=today())
    looked({f"child:{each}" for each in seen}, Kept.CHILD, "permanence")
    named = [each.person.name for each in children.children_by_id(seen).values()]
    return child, sibling, named[0] if named else "a brother or sister not shown to you"


@bp.route("/children/<ref>/permanence/contact/<int:number>", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def contact(ref, number):
    """How often and how two who live apart are to be in touch."""
    child, sibling, name = _pair(ref, number)
    form = forms.ContactForm()
    if request.method == "GET" and sibling.contact is not None:
        form.how_often.data, form.how.data = sibling.contact.how_often, sibling.contact.how
        form.why.data = sibling.contact.why
    return _change(
        child,
        form,
        actions.agree_contact,
        child.id,
        sibling.child_id,
        title="Agree how they keep in touch",
        says=f"With {name}.",
        part="siblings",
    )


@bp.route("/children/<ref>/permanence/contact/<int:number>/held", methods=["GET", "POST"])
@requires(May.KEEP_PERMANENCE)
def in_touch(ref, number):
    """Two who live apart were in touch."""
    child, sibling, name = _pair(ref, number)
    form = forms.InTouchForm()
    if request.method == "GET" and sibling.contact is not None:
        form.how.data = sibling.contact.how
    return _change(
        child,
        form,
        actions.record_contact,
        child.id,
        sibling.child_id,
        title="Record that they were in touch",
        says=f"With {name}.",
        part="siblings",
    )


# ----------------------------------------------------------------------------- the council's number


@bp.route("/permanence/settings", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def settings():
    """At how many placements in twelve months a stability meeting is called."""
    number = PolicyNumber.PLACEMENTS
    rows = queries.numbers_set(number)
    form = forms.NumbersForm(data={number.value: _number()})
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.set_number,
            number,
            value=form[number.value].data,
            starts_on=form.starts_on.data,
            leads_to=lambda _: url_for("permanence.settings"),
        )
        if carried is not None:
            flash("Set.", "success")
            return carried.redirect
    page = render_template(
        "permanence/settings.html", form=form, rows=rows, clock=STABILITY_MEETING
    )
    return page, form.http_status

"""Recording a visit, reading it, correcting it, setting it aside, closing what was agreed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked, looked_at
from app.core.columns import Kept
from app.core.security import requires
from app.core.today import london_day, today
from app.people.changing import household_to_change
from app.supervision import queries as supervision
from app.supervision.visits import actions, present, queries, rules
from app.supervision.visits.forms import (
    CloseForm,
    CorrectionForm,
    SignatureForm,
    VisitForm,
    WhyForm,
    visit_form,
)
from app.supervision.visits.models import Notice
from app.supervision.visits.views.opening import (
    bp,
    names_shown,
    user,
    visit_to_change,
    visit_to_read,
)


@bp.route("/households/<ref>/visits/new", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def new(ref):
    """A visit that was made, written up."""
    household = household_to_change(ref, supervision.may_edit)
    residents = queries.residents(household.id, today())
    named = supervision.worker_of([household.id], today()).get(household.id)
    form = visit_form(
        VisitForm,
        residents=residents,
        workers=_visitors(),
        topics=queries.topics(today()),
        still_open=queries.open_actions(household.id, today()),
        whose=_visitor(named),
        notice=_notice_asked(),
    )
    _look(household.id, residents)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.record_visit,
            household,
            told=form.told(),
            leads_to=lambda visit: url_for("supervision.visits.visit", ref=visit.ref),
        )
        if carried is not None:
            flash("The visit is recorded.", "success")
            return carried.redirect
    last = queries.last_visits_of(household.id, today(), most=1)
    page = render_template(
        "supervision/visits/new.html",
        form=form,
        household=household,
        due=present.due_said(queries.due_of(household.id, today()), today()),
        last=last[0] if last else None,
    )
    return page, form.http_status


def _notice_asked():
    """Announced, unless the page was opened to record a visit that was not."""
    asked = request.args.get("notice")
    return Notice.UNANNOUNCED if asked == Notice.UNANNOUNCED else Notice.ANNOUNCED


def _visitors():
    """Who may have visited: those who supervise, and whoever is signed in if they do."""
    return list(supervision.workers_to_choose_from(today()))


def _visitor(named):
    """Who visited, most likely: whoever writes it up, else the named worker."""
    workers = {each.id: each for each in _visitors()}
    return workers.get(user().id) or (workers.get(named.id) if named else None)


def _look(household_id, residents):
    home = f"household:{household_id}"
    children = [f"child:{each.child_id}" for each in residents if each.placed]
    looked_at("visit", {Kept.NARRATIVE: [home], Kept.CHILD: [home, *children]})


@bp.get("/visits/<ref>")
@requires(May.SEE_HOLD_REASON)
def visit(ref):
    """One visit, as it was recorded: what it moved, what of it was late."""
    found = visit_to_read(ref)
    household = found.household
    looked([f"household:{household.id}"], Kept.NARRATIVE, "visit")
    stands = found.voided_at is None
    names = names_shown(
        {each.person_id: each.person for each in found.people}, household.id, found.visited_on
    )
    still_open = queries.open_actions(household.id, today()) if stands else ()
    return render_template(
        "supervision/visits/visit.html",
        visit=found,
        household=household,
        names=names,
        moved=present.moved(
            found,
            queries.due_of(household.id, today()),
            names,
            queries.kept_by(found.id),
            still_open,
        )
        if stands
        else [],
        judged=rules.judged(_made(found)) if stands else [],
        agreed=queries.actions_of(found.id),
        instead=queries.stands_in_place_of(found),
        may_change=stands and supervision.may_edit(user(), household.id),
        asks_signature=stands and queries.signature_is_asked(today()),
        seen=present.seen_said(found, names),
        signature=SignatureForm(),
        carers=[each for each in queries.residents(household.id, today()) if each.role == "carer"],
    )


def _made(visit):
    """The visit as it is judged."""
    named = supervision.worker_of([visit.household_id], visit.visited_on).get(visit.household_id)
    return rules.Made(
        visited_on=visit.visited_on,
        recorded_on=london_day(queries.first_recorded(visit)),
        worker=visit.worker.name,
        named_worker=named.name if named else None,
        was_due=queries.was_due(visit),
        not_seen_unexplained=sum(
            each.placed and not each.seen and not each.why_not for each in visit.people
        ),
    )


@bp.route("/visits/<ref>/correct", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def correct(ref):
    """What was recorded was wrong: another takes its place."""
    found = visit_to_change(ref)
    names = names_shown(
        {each.person_id: each.person for each in found.people},
        found.household_id,
        found.visited_on,
    )
    people = [
        queries.Resident(
            each.person,
            None,
            each.person_id if each.placed else None,
            hidden=names[each.person_id] == present.A_CHILD,
        )
        for each in found.people
    ] or queries.residents(found.household_id, found.visited_on)
    workers = {each.ref: each for each in supervision.workers_to_choose_from(today())}
    workers.setdefault(found.worker.ref, found.worker)
    form = visit_form(
        CorrectionForm,
        residents=people,
        workers=list(workers.values()),
        topics=list(dict.fromkeys([*queries.topics(today()), *found.topics])),
        record=found,
        data=_as_recorded(found),
    )
    looked([f"household:{found.household_id}"], Kept.NARRATIVE, "visit")
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.correct_visit,
            found,
            told=form.told(),
            why=form.why.data,
            record=found,
            leads_to=lambda visit: url_for("supervision.visits.visit", ref=visit.ref),
        )
        if carried is not None:
            flash("The visit is corrected. What stood before is kept.", "success")
            return carried.redirect
    page = render_template(
        "supervision/visits/correct.html", form=form, visit=found, household=found.household
    )
    return page, form.http_status


def _as_recorded(visit):
    """What stands, as a form's answers."""
    told = {
        "worker": visit.worker.ref,
        "visited_on": visit.visited_on,
        "began_at": visit.began_at,
        "notice": visit.notice,
        "bedrooms": visit.bedrooms,
        "home_inspected": visit.home_inspected,
        "topics": list(visit.topics),
        "words": visit.words,
        "carer_words": visit.carer_words,
        "miles": visit.miles,
    }
    for each in visit.people:
        told[f"seen_{each.person.ref}"] = each.seen
        told[f"why_{each.person.ref}"] = each.why_not
    return told


@bp.route("/visits/<ref>/set-aside", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def set_aside(ref):
    """There was no such visit."""
    found = visit_to_change(ref)
    there = url_for("supervision.visits.visit", ref=found.ref)
    form = WhyForm(record=found)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.set_visit_aside,
            found,
            why=form.why.data,
            record=found,
            leads_to=lambda _: url_for("supervision.visits.household", ref=found.household.ref),
        )
        if carried is not None:
            flash("The visit is set aside.", "success")
            return carried.redirect
    page = render_template(
        "small_page.html",
        form=form,
        about=found.household.name,
        heading="Set aside a visit recorded in error",
        says="It never was: nor was anything agreed at it. It stays in what was known before, and "
        "in the history.",
        save="Set it aside",
        warning=True,
        there=there,
    )
    return page, form.http_status


@bp.route("/visits/actions/<ref>/close", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def close(ref):
    """Something agreed at a visit is done, or no longer needed."""
    action = queries.action_by_ref(ref)
    if action is None or not supervision.may_edit(user(), action.household_id):
        abort(404)
    household = action.visit.household
    there = url_for("supervision.visits.household", ref=household.ref)
    looked([f"household:{household.id}"], Kept.NARRATIVE, "visit action")
    if action.closed_on is not None:
        flash("It was closed already.", "notice")
        return redirect(there, 303)
    form = CloseForm(record=action)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            actions.close_action,
            action,
            on=form.on.data,
            how=form.how.data,
            record=action,
            leads_to=lambda _: there,
        )
        if carried is not None:
            flash("Closed.", "success")
            return carried.redirect
    page = render_template(
        "small_page.html",
        form=form,
        about=household.name,
        heading="Close what was agreed",
        says=f"{action.who}: {action.what}",
        save="Close it",
        there=there,
    )
    return page, form.http_status

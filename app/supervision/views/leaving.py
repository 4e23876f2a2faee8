"""A worker leaves: the day, and everything of theirs handed over one by one or all at once."""

from __future__ import annotations

from flask import flash, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.core.security import requires
from app.core.today import today
from app.people import queries as people
from app.supervision import actions, queries
from app.supervision.forms import LeavesForm, field_of, from_day, hand_over_form
from app.supervision.views.opening import bp, worker_or_404


@bp.route("/supervision/workers/<ref>/leaves-on", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def leaves_on(ref):
    """The day from which a worker is no longer here, to come or past."""
    worker = worker_or_404(ref)
    form = LeavesForm(data={"on": worker.left_on}, record=worker)
    there = url_for("supervision.leaving", ref=ref)
    if form.validate_on_submit():
        done = carried_out(
            form,
            actions.record_leaving,
            worker,
            on=form.on.data,
            record=worker,
            leads_to=lambda _: there,
        )
        if done is not None:
            flash("Recorded. Choose below who takes over what.", "success")
            return done.redirect
    page = render_template(
        "supervision/leaves_on.html",
        form=form,
        worker=worker,
        there=url_for("supervision.worker", ref=ref),
    )
    return page, form.http_status


@bp.route("/supervision/workers/<ref>/leaving", methods=["GET", "POST"])
@requires(May.ALLOCATE_WORKER)
def leaving(ref):
    """Everything of somebody who leaves, with who could take over each thing and why."""
    worker = worker_or_404(ref)
    leaver = queries.leaver(worker, today())
    suggested = queries.suggestions(leaver.wanted if leaver else [], today())
    rows = _rows(leaver, suggested)
    choices = [
        (each.ref, each.name)
        for each in queries.workers_to_choose_from(today())
        if each.id != worker.id
    ]
    form = hand_over_form(rows, choices)(
        data={"starts_on": from_day(leaver.left_on if leaver else today())}
    )
    if leaver is not None and form.validate_on_submit():
        done = carried_out(
            form,
            actions.hand_over,
            _accepted(form, leaver, suggested),
            starts_on=form.starts_on.data,
            leads_to=lambda _: url_for("supervision.leaving", ref=ref),
        )
        if done is not None:
            flash(_said(done.result), "success")
            return done.redirect
    page = render_template(
        "supervision/leaving.html",
        worker=worker,
        leaver=leaver,
        suggested=suggested,
        form=form,
        field_of=field_of,
        gone=leaver is not None and leaver.gone(today()),
    )
    return page, form.http_status


def _rows(leaver, suggested):
    """Everything that nobody takes over yet: its key, what it is, who is suggested."""
    if leaver is None:
        return []
    says = {each.key: each.name for each in leaver.open_households}
    says |= {each.key: each.in_words for each in leaver.others}

    def first(key):
        found = suggested.of(key)
        return found.worker.ref if found else ""

    return [(key, f"Who takes over: {words}", first(key)) for key, words in says.items()]


def _accepted(form, leaver, suggested):
    """What was chosen: everything, or the one thing whose button was pressed."""
    workers = {each.ref: each for each in queries.workers_to_choose_from(today())}
    things = {each.key: each for each in leaver.others}
    things |= {each.key: people.household_by_ref(each.ref) for each in leaver.open_households}
    chosen = form.chosen(request.form.get("one", ""))
    return [
        actions.Accepted(
            things[key],
            workers[ref],
            suggested.why(key, workers[ref].id),
        )
        for key, ref in chosen.items()
    ]


def _said(number):
    if number is None:  # the same form again
        return "Handed over."
    return f"{number} {'thing' if number == 1 else 'things'} handed over."

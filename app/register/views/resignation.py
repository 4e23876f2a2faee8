"""Leaving: resignation and what follows it, transfers, and records that other services ask for."""

from __future__ import annotations

from flask import abort, flash, render_template, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import long_day
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at
from app.people.changing import change, household_or_404
from app.people.forms import offered
from app.register import queries
from app.register.actions import resignation as leaving_acts
from app.register.deciding import ExitStepKind
from app.register.forms import (
    ExitStepForm,
    RecordsAskedForm,
    RecordsSentForm,
    ResignationForm,
    TransferForm,
)
from app.register.queries import resignation as leaving_queries
from app.register.rules.resignation import CANNOT_BE_TAKEN_BACK, COPIES, transfer_judged
from app.register.views.opening import bp, copies_go_to, of, to_edit
from app.statute import provisions
from app.statute.fostering.approval import RESIGNATION_EFFECT
from app.statute.fostering.records import RECORDS_ACCESS_OTHER_PROVIDER
from app.supervision import queries as supervision

EXIT_WORDS = {
    ExitStepKind.OFFERED: "Exit interview offered",
    ExitStepKind.HELD: "Exit interview held",
    ExitStepKind.DECLINED: "Exit interview declined",
    ExitStepKind.WISHES_TO_STAY: "They wish to take it back",
    ExitStepKind.COPIED: "Copies sent to placing and area authorities",
}


@bp.route("/households/<ref>/approvals/<approval_ref>/resign", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def resign(ref, approval_ref):
    """Written notice came: by law the approval ends 28 days after, whoever else agrees."""
    household = to_edit(ref)
    approval = of(household, queries.approval_by_ref(approval_ref))
    others = [
        each
        for each in queries.standing_of(household.id).approvals
        if each.id != approval.id and each.held_on(today()) and each.ends_on is None
    ]
    form = ResignationForm(record=approval)
    form.others.choices = offered((each.ref, each.person.name) for each in others)
    if not others:
        del form.others
    there = url_for("register.leaving", ref=ref, approval_ref=approval_ref)
    if form.validate_on_submit():
        also = [each for each in others if each.ref in (form.others.data or ())]
        carried = carried_out(
            form,
            leaving_acts.receive_notice,
            [approval, *also],
            leads_to=lambda _: there,
            record=approval,
            received_on=form.received_on.data,
            reason=form.reason.data,
        )
        if carried is not None:
            flash("Recorded a resignation.", "success")
            return carried.redirect
    page = render_template(
        "small_page.html",
        form=form,
        about=household.name,
        heading=f"Record {approval.person.name}’s resignation",
        says="Approval ends by law 28 days after written notice is received. Nobody decides it, "
        "and nobody can take it back.",
        save="Record the resignation",
        warning=False,
        there=url_for("register.household", ref=ref) + "#approval",
    )
    return page, form.http_status


def _notice_or_404(household, approval_ref):
    approval = of(household, queries.approval_by_ref(approval_ref))
    notice = leaving_queries.resignation_of(approval.id)
    if notice is None:
        abort(404)
    return approval, notice


@bp.route("/households/<ref>/approvals/<approval_ref>/leaving")
@requires(May.SEE_HOUSEHOLDS)
def leaving(ref, approval_ref):
    """One resignation: when approval ends, who still lives there, and what is left to do."""
    household = household_or_404(ref)
    approval, notice = _notice_or_404(household, approval_ref)
    day, user = today(), current_user._get_current_object()
    found = leaving_queries.leaving(day, household.id)
    mine = next((each for each in found if each.approval_id == approval.id), None)
    sees_words = user.may(May.SEE_HOLD_REASON)
    if sees_words:
        looked([f"household:{household.id}"], Kept.NARRATIVE, "resignation")
    steps = leaving_queries.exit_steps(notice)
    had = {each.step for each in steps}
    keeps = supervision.may_edit(user, household.id)
    return render_template(
        "register/leaving.html",
        household=household,
        approval=approval,
        notice=notice,
        leaving=mine,
        left=(approval.ends_on - day).days,
        here=sum(each.lives_here(day) for each in queries.children_here(household.id)),
        steps=steps,
        exit_words=EXIT_WORDS,
        sees_words=sees_words,
        next_steps=_next_steps(had, approval, day) if keeps else (),
        transfer=leaving_queries.transfer_of(approval.id),
        effect=RESIGNATION_EFFECT,
        copies=COPIES,
        cannot=CANNOT_BE_TAKEN_BACK,
        may_edit=keeps,
    )


def _next_steps(had, approval, day):
    """What may still be recorded: the interview once, copies once, a wish while it is possible."""
    over = had & {ExitStepKind.HELD, ExitStepKind.DECLINED}
    interview = () if over else (ExitStepKind.OFFERED, ExitStepKind.HELD, ExitStepKind.DECLINED)
    wish = (ExitStepKind.WISHES_TO_STAY,) if day < approval.ends_on else ()
    return [each for each in (*interview, ExitStepKind.COPIED, *wish) if each not in had]


@bp.route(
    "/households/<ref>/approvals/<approval_ref>/leaving/<step>",
    methods=["GET", "POST"],
)
@requires(May.EDIT_HOUSEHOLD)
def exit_step(ref, approval_ref, step):
    """What followed a resignation."""
    household = to_edit(ref)
    approval, notice = _notice_or_404(household, approval_ref)
    if step not in list(ExitStepKind):
        abort(404)
    step = ExitStepKind(step)
    wish, copied = step is ExitStepKind.WISHES_TO_STAY, step is ExitStepKind.COPIED
    form = ExitStepForm(data={"words": copies_go_to(household, today())} if copied else None)
    if copied or step is ExitStepKind.OFFERED:
        form.words.label.text = "To whom" if copied else "Note"
    there = url_for("register.leaving", ref=ref, approval_ref=approval_ref)
    if form.validate_on_submit():
        carried = carried_out(
            form,
            leaving_acts.record_exit_step,
            notice,
            leads_to=lambda _: there,
            step=step,
            happened_on=form.happened_on.data,
            words=form.words.data or "",
        )
        if carried is not None:
            flash("Recorded.", "success")
            return carried.redirect
    page = render_template(
        "small_page.html",
        form=form,
        about=household.name,
        back_to=f"{approval.person.name}’s resignation",
        heading=EXIT_WORDS[step],
        says=f"{CANNOT_BE_TAKEN_BACK} ({provisions.RESIGNATION.short})" if wish else "",
        save="Record the wish" if wish else "Save",
        there=there,
    )
    return page, form.http_status


@bp.route("/households/<ref>/approvals/<approval_ref>/transfer", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def transfer(ref, approval_ref):
    """Another service approved them; ours is over."""
    household = to_edit(ref)
    approval = of(household, queries.approval_by_ref(approval_ref))
    notice = leaving_queries.resignation_of(approval.id)
    judged = transfer_judged(
        today(),
        resigned_on=notice.received_on if notice else None,
        resignation_ends=approval.ends_on if notice else None,
    )
    return change(
        household,
        TransferForm(),
        leaving_acts.record_transfer,
        approval,
        title=f"Record {approval.person.name}’s transfer",
        says="Our approval ends on the day theirs begins, if it has not ended before."
        + "".join(f" {each.says} ({each.cite.short})" for each in judged),
        part="approval",
    )


# --------------------------------------------------------------------------------------- records


@bp.route("/households/<ref>/records/ask", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def ask_records(ref):
    """Another service asks for a carer's records."""
    household = to_edit(ref)
    return change(
        household,
        RecordsAskedForm(),
        leaving_acts.record_request,
        household,
        title="Record a request for records",
        says="A service that assesses somebody whom we approved may see our records, if they "
        "agree: within fifteen working days of asking "
        f"({RECORDS_ACCESS_OTHER_PROVIDER.citation}).",
        part="deciding",
    )


@bp.route("/households/<ref>/records/<request_ref>/sent", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def send_records(ref, request_ref):
    """What was sent in answer."""
    household = to_edit(ref)
    request = of(household, leaving_queries.request_by_ref(request_ref))
    form = RecordsSentForm()
    if request.consented_on is not None:
        del form.consented_on
    last = RECORDS_ACCESS_OTHER_PROVIDER.last_day(request.received_on)
    return change(
        household,
        form,
        leaving_acts.record_sent,
        request,
        title="Record what was sent",
        says=f"{request.asked_by} asked on {long_day(request.received_on)}. Last day in time: "
        f"{long_day(last)}.",
        part="deciding",
    )


@bp.app_template_global()
def leaving_from(household):
    """On a household's page: who is leaving, by notice."""
    return leaving_queries.by_notice(leaving_queries.leaving(as_at(), household.id))

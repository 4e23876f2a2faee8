"""A meeting's agenda: what is taken on it, its order, each item, conflicts, attendance."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.looks import looked
from app.core.columns import Kept
from app.core.present import short_day
from app.core.security import requires
from app.core.today import today
from app.core.words import words
from app.panel import forms
from app.panel.actions import agenda as actions
from app.panel.checklist import checked_item
from app.panel.queries import agenda as queries
from app.panel.queries import deciding, matters, minutes
from app.panel.queries.advisers import advisers, attending
from app.panel.queries.feedback import feedback_on
from app.panel.queries.followed import is_decided
from app.panel.queries.listing import listing_by_ref
from app.panel.queries.makers import makers
from app.panel.queries.meetings import company, listings_by_refs
from app.panel.queries.packs import sent_packs
from app.panel.views.opening import (
    bp,
    heard_item,
    item_or_404,
    meeting_or_404,
    of_item,
    of_meeting,
)
from app.people.forms import offered


@bp.route("/panel/meetings/<ref>/take", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def take(ref):
    """Matters are taken on the agenda; those that are for this meeting are ticked already."""
    meeting = meeting_or_404(ref)
    form = forms.TakeForm()
    placed = [each for each in matters.forecast_on(today()).placed if not each.on_agenda]
    looked({f"household:{each.matter.household_id}" for each in placed}, Kept.NARRATIVE, "panel")
    form.keys.choices = offered([(each.matter.key, _said(each, meeting)) for each in placed])
    if today() <= queries.sitting(meeting).papers_due:
        del form.late_agreed
    if request.method == "GET":
        form.keys.data = [
            each.matter.key
            for each in placed
            if each.meeting is not None and each.meeting.id == meeting.id and each.matter.ready
        ]
    return of_meeting(
        meeting,
        form,
        actions.take_items,
        meeting,
        title="What comes to this meeting",
        says="Most urgent first. What is ready and is for this meeting is ticked.",
        save="Take these",
    )


def _said(each, meeting):
    """What must come, by what rule, by when and why; and for which other meeting it would be."""
    matter = each.matter
    by = f", by {short_day(matter.by_on)}" if matter.by_on else ""
    law = "law" if matter.rule.by_law else "policy"
    told = [f"{matter.about}: {words(matter.kind).lower()} ({law}{by})", matter.says]
    if not matter.ready:
        told.append("Not ready yet")
    if each.meeting is not None and each.meeting.id != meeting.id:
        told.append(f"For {short_day(each.meeting.meets_on)} as things stand")
    return ". ".join(told)


@bp.route("/panel/meetings/<ref>/break", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def add_break(ref):
    """A break is put on the agenda."""
    meeting = meeting_or_404(ref)
    return of_meeting(
        meeting,
        forms.BreakForm(),
        actions.add_break,
        meeting,
        title="A break",
        says="It stands last until you move it.",
    )


@bp.route("/panel/meetings/<ref>/attendance", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def attendance(ref):
    """Who came, of those who were asked; those who said so are ticked."""
    meeting = meeting_or_404(ref)
    form = forms.AttendanceForm()
    found = company(meeting)
    form.came.choices = offered([(each.invited.listing.ref, each.name) for each in found.guests])
    if request.method == "GET":
        form.came.data = [each.invited.listing.ref for each in queries.who_is_there(found)]
    return of_meeting(
        meeting,
        form,
        actions.take_attendance,
        meeting,
        title="Attendance",
        says="Quorum of each item is counted from it.",
        save="Take attendance",
        answers=lambda: {"came": listings_by_refs(form.came.data or [])},
    )


@bp.route("/panel/meetings/<ref>/papers", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def papers(ref):
    """The papers were sent to the members."""
    meeting = meeting_or_404(ref)
    due = short_day(queries.sitting(meeting).papers_due)
    return of_meeting(
        meeting,
        forms.PapersForm(record=meeting),
        actions.send_papers,
        meeting,
        title="Papers sent",
        says=f"They are to reach members by {due}.",
        record=meeting,
    )


@bp.route("/panel/meetings/<ref>/papers/take-back", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def take_back_papers(ref):
    """That the papers were sent was recorded by mistake."""
    meeting = meeting_or_404(ref)
    return of_meeting(
        meeting,
        forms.TakeBackForm(record=meeting),
        actions.take_back_papers,
        title="The papers were not sent",
        says="It was recorded by mistake. They wait to be sent, and what is on record stays in its "
        "history.",
        save="Take it back",
        warning=True,
        record=meeting,
    )


# ----------------------------------------------------------------------------------------- an item


@bp.post("/panel/items/<ref>/move")
@requires(May.KEEP_PANEL)
def move(ref):
    """It is put at a place of the agenda: by button, or dragged there where scripts run."""
    item = item_or_404(ref)
    there = url_for("panel.meeting", ref=item.meeting.ref, _anchor=f"item-{item.ref}")
    form = forms.MoveForm()
    if form.validate_on_submit():
        carried = carried_out(
            form, actions.put_item, item, **form.answers(), leads_to=lambda _: there
        )
        if carried is not None:
            return carried.redirect
    flash("; ".join(form.form_errors) or "It could not be moved. Try again.", "problem")
    return redirect(there, 303)


@bp.get("/panel/items/<ref>")
@requires(May.SEE_PANEL)
def item(ref):
    """One item: why it comes, by when, who takes part, and what is missing for it."""
    item = item_or_404(ref)
    if item.household_id:
        looked([f"household:{item.household_id}"], Kept.NARRATIVE, "panel item")
    found = queries.agenda(item.meeting)
    line = next((each for each in found.lines if each.item.id == item.id), None)
    said = minutes.recommendations([item.id]).get(item.id)
    matter = next((each for each in matters.must_come(today()) if each.key == item.matter), None)
    papers = checked_item(found, item, today())
    if papers is not None:
        looked(papers.children, Kept.CHILD, "panel item")
    return render_template(
        "panel/item.html",
        item=item,
        line=line,
        matter=matter,
        company=found.company,
        there=found.there,
        said=said,
        decided=said is not None and is_decided(item),
        quality=feedback_on(item.id),
        assessment=deciding.assessment_of(item) if said else None,
        written=minutes.minutes_of(item.id),
        approved=minutes.are_approved(item.meeting_id),
        heard=item.meeting.meets_on <= today(),
        attended=queries.attendance_taken(found.company),
        may_keep=current_user.may(May.KEEP_PANEL)
        and line is not None
        and item.meeting.called_off_on is None,
        before=item.meeting.meets_on >= today(),
        may_declare=current_user.may(May.DECIDE_AFTER_PANEL)
        and any(each.user_id == current_user.id for each in makers(today())),
        papers=papers,
        packs=sent_packs(item.meeting_id),
        move=forms.EarlierForm(),
    )


@bp.route("/panel/items/<ref>/change", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def change_item(ref):
    """How long it takes, and who attends for it."""
    item = item_or_404(ref)
    form = forms.ItemForm(record=item)
    day = item.meeting.meets_on
    there = {each.adviser.ref: each for each in advisers(day)}
    form.advisers.choices = offered([(ref, _advises(each, day)) for ref, each in there.items()])
    if not there:
        del form.advisers
    if request.method == "GET":
        form.minutes.data, form.attends.data = item.minutes, item.attends
        if there:
            form.advisers.data = [
                each.adviser.ref for each in attending([item.id]).get(item.id, ())
            ]

    def answers():
        told = form.answers()
        if there:
            told["advisers"] = [there[ref].adviser for ref in told["advisers"] or ()]
        return told

    return of_item(
        item,
        form,
        actions.change_item,
        item,
        title="Time, and who attends",
        record=item,
        answers=answers,
    )


def _advises(each, day):
    """An adviser, as the form that asks who attends names them."""
    away = ", away that day" if each.is_away(day) else ""
    return f"{each.name}, {words(each.adviser.role).lower()}{away}"


@bp.route("/panel/items/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def withdraw_item(ref):
    """It is taken off this agenda."""
    item = item_or_404(ref)
    return of_item(
        item,
        forms.WithdrawForm(record=item),
        actions.withdraw_item,
        there=url_for("panel.meeting", ref=item.meeting.ref),
        title="Take it off this agenda",
        says="It waits for another meeting, while it still has to come.",
        save="Take it off",
        warning=True,
        record=item,
    )


@bp.route("/panel/items/<ref>/no-part", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def no_part(ref):
    """A member has a conflict, or was not there for it."""
    item = item_or_404(ref)
    form = forms.NoPartForm()
    guests = company(item.meeting).guests
    form.who.choices = offered(
        [("", "Choose"), *((each.invited.listing.ref, each.name) for each in guests)]
    )

    def answers():
        given = form.answers()
        return given | {"listing": listing_by_ref(given.pop("who"))}

    return of_item(
        item,
        form,
        actions.take_no_part,
        item,
        title="Somebody takes no part in it",
        says="Whoever has a conflict has neither its papers nor a voice, and does not count "
        "towards its quorum.",
        answers=answers,
    )


@bp.route("/panel/items/<ref>/part-again", methods=["GET", "POST"])
@requires(May.KEEP_PANEL)
def part_again(ref):
    """That a member takes no part was recorded in error."""
    item = heard_item(ref, "panel item")
    form = forms.PartAgainForm()
    line = next((each for each in queries.agenda(item.meeting).lines if each.item is item), None)
    form.who.choices = offered(
        [
            ("", "Choose"),
            *(
                (each.listing.ref, f"{each.listing.person.name}, {words(each.because).lower()}")
                for each in (line.no_part if line is not None else ())
            ),
        ]
    )
    return of_item(
        item,
        form,
        actions.take_part_again,
        item,
        title="Somebody takes part in it after all",
        says="It was recorded in error that they do not. From now on they have its papers and a "
        "voice, and count towards its quorum.",
        warning=True,
        answers=lambda: {"listing": listing_by_ref(form.who.data)},
    )

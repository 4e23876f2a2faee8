"""A panel member's own meetings: what they are asked to, its agenda, their answer, a conflict."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.accounts.permissions import May
from app.audit.looks import looked
from app.audit.small_page import small_page
from app.core.columns import Kept
from app.core.present import long_day
from app.core.security import requires
from app.core.today import LONDON, today
from app.core.web import file_answer
from app.panel import forms
from app.panel.actions.agenda import declare_conflict
from app.panel.actions.meetings import record_answer
from app.panel.actions.minutes import record_minutes
from app.panel.kinds import MinutesStep
from app.panel.papers import Paper, draft_of
from app.panel.queries import agenda as agendas
from app.panel.queries import minutes
from app.panel.queries import own as queries
from app.panel.queries.meetings import meeting_by_ref
from app.panel.queries.packs import sent_packs
from app.panel.views.opening import bp, item_or_404, named


def _user():
    return current_user._get_current_object()


@bp.get("/panel/mine")
@requires(May.SEE_OWN_PANEL)
def mine():
    """The meetings that this member is asked to."""
    off = queries.called_off(_user(), today())
    looked({f"panel_meeting:{each.id}" for each in off}, Kept.NARRATIVE, queries.CALLED_OFF_SEEN)
    return render_template(
        "panel/mine.html", found=queries.own_meetings(_user(), today()), called_off=off
    )


def _own(meeting):
    """This meeting, if it is one of theirs; otherwise there is nothing here."""
    own = queries.own_meeting(_user(), meeting, today()) if meeting is not None else None
    if own is None:
        abort(404)
    return own


@bp.get("/panel/mine/<ref>")
@requires(May.SEE_OWN_PANEL)
def own_meeting(ref):
    """The agenda of one of their meetings, less what they have a conflict in. Each look is kept."""
    own = _own(meeting_by_ref(ref))
    found, lines = queries.own_agenda(own)
    looked(
        {
            f"household:{each.item.household_id}"
            for each in lines
            if each.item is not None and each.item.household_id is not None
        },
        Kept.NARRATIVE,
        "own panel agenda",
    )
    return render_template(
        "panel/own_meeting.html",
        own=own,
        lines=lines,
        papers_due=found.company.papers_due,
        open=own.meeting.meets_on >= today(),
        moved_on=queries.moved_on(own) if own.meeting.meets_on >= today() else None,
        held=own.meeting.meets_on <= today(),
        packs=sent_packs(own.meeting.id) if own.invited.may_have_papers else [],
    )


def _change(own, form, action, *args, **kw):
    return small_page(
        form,
        action,
        *args,
        there=url_for("panel.own_meeting", ref=own.meeting.ref),
        about=named(own.meeting),
        **kw,
    )


@bp.get("/panel/mine/<ref>/calendar")
@requires(May.SEE_OWN_PANEL)
def own_calendar(ref):
    """The meeting for the member's own calendar: when and where, and nothing of its agenda."""
    own = _own(meeting_by_ref(ref))
    return file_answer(_event_of(own.meeting), "panel.ics", "text/calendar")


def _event_of(meeting):
    from icalendar import Calendar, Event  # a third of a second, and for this page only

    made, event = Calendar(), Event()
    made.add("prodid", "-//Hearth//Panel meetings//EN")
    made.add("version", "2.0")
    begins = datetime.combine(meeting.meets_on, time.fromisoformat(meeting.starts_at), LONDON)
    last = agendas.agenda(meeting).ends
    ends = datetime.combine(meeting.meets_on, time.fromisoformat(last), LONDON)
    event.add("uid", f"{meeting.ref}@hearth")
    event.add("dtstamp", meeting.recorded_at)
    event.add("sequence", meeting.version - 1)
    event.add("summary", meeting.panel.name)
    event.add("location", meeting.place or ("By video" if meeting.remote else ""))
    event.add("class", "PRIVATE")
    event.add("dtstart", begins)
    event.add("dtend", ends if ends > begins else begins + timedelta(hours=3))
    made.add_component(event)
    return bytes(made.to_ical())


@bp.route("/panel/mine/<ref>/answer", methods=["GET", "POST"])
@requires(May.SEE_OWN_PANEL)
def own_answer(ref):
    """Whether they come."""
    own = _own(meeting_by_ref(ref))
    form = forms.OwnAnswerForm(record=own.invited)
    if request.method == "GET":
        form.answer.data = own.invited.answer
    return _change(
        own,
        form,
        record_answer,
        own.invited,
        title="Do you come?",
        says=f"{long_day(own.meeting.meets_on)} at {own.meeting.starts_at}. {own.meeting.place}",
        record=own.invited,
    )


@bp.route("/panel/mine/items/<ref>/conflict", methods=["GET", "POST"])
@requires(May.SEE_OWN_PANEL)
def own_conflict(ref):
    """They have a conflict in an item: from then on they see nothing of it."""
    item = item_or_404(ref)
    own = _own(item.meeting)
    _, lines = queries.own_agenda(own)
    line = next((each for each in lines if each.line.item.id == item.id), None)
    if line is None or line.item is None or item.kind is None:
        abort(404)
    looked([f"household:{item.household_id}"], Kept.NARRATIVE, "own panel agenda")
    return _change(
        own,
        forms.OwnConflictForm(),
        declare_conflict,
        item,
        own.invited.listing,
        title=f"A conflict: {item.title}",
        says="You then have neither its papers nor a voice on it, and it is no longer shown to "
        "you. The panel adviser can tell you more.",
        save="I have a conflict",
        warning=True,
    )


# ------------------------------------------------------------------------------------ the minutes

OPEN_TO_MEMBERS = frozenset({MinutesStep.CIRCULATED, MinutesStep.APPROVED})
"""From which step on members read the minutes; whoever leads reads them from the first word."""


def _leads(own, found):
    """Whether this member is chair or vice chair, and was there."""
    here = (each for each in found.there if each.invited.id == own.invited.id)
    return any(each.seat is not None for each in here)


@bp.get("/panel/mine/<ref>/minutes")
@requires(May.SEE_OWN_PANEL)
def own_minutes(ref):
    """The minutes of one of their meetings, once sent to members, less where they conflict."""
    own = _own(meeting_by_ref(ref))
    found, lines = queries.own_agenda(own)
    steps = {each.step for each in minutes.steps_of(own.meeting.id)}
    leads = _leads(own, found)
    shown = own.meeting.meets_on <= today() and (leads or bool(steps & OPEN_TO_MEMBERS))
    if shown:
        homes = {each.item.household_id for each in lines if each.item is not None}
        looked({f"household:{each}" for each in homes if each}, Kept.NARRATIVE, "own panel minutes")
    return render_template(
        "panel/own_minutes.html",
        own=own,
        draft=draft_of(found, Paper.MINUTES, own.invited.listing) if shown else None,
        may_approve=shown and leads and MinutesStep.APPROVED not in steps,
    )


@bp.route("/panel/mine/<ref>/minutes/approve", methods=["GET", "POST"])
@requires(May.SEE_OWN_PANEL)
def own_approval(ref):
    """Whoever took the chair approves the minutes."""
    own = _own(meeting_by_ref(ref))
    return _change(
        own,
        forms.OwnApprovalForm(),
        record_minutes,
        own.meeting,
        title="Approve the minutes",
        says="They are then final and changed no more. They go to the decision maker, who has "
        "seven working days from today.",
        save="I approve them",
        answers=lambda: {
            "step": MinutesStep.APPROVED,
            "on": today(),
            "who": own.invited.listing,
        },
    )

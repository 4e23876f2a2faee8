"""The clocks of the panel: what each person on its list needs next, and decisions that wait."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.present import short_day
from app.panel.kinds import StepKind
from app.panel.models import Meeting
from app.panel.queries.agenda import papers_to_send
from app.panel.queries.deciding import Application, determined, still_to_tell, waiting
from app.panel.queries.determining import course_of
from app.panel.queries.listing import central_list, only_adviser
from app.panel.queries.matches import matches_waiting, matter_of
from app.panel.queries.own import Doing, ToDo, minutes_waiting, to_approve, to_do
from app.panel.rules.meetings import papers_due
from app.register.rules.deciding_clocks import running_on
from app.statute.clock import Clock
from app.statute.fostering.panel import (
    ADM_DECISION_DUE,
    NMS_CENTRAL_LIST_INDUCTION,
    NMS_PANEL_PAPERS,
    NMS_PANEL_TRAINING,
    PANEL_MEMBER_APPRAISAL,
)
from app.statute.local import PANEL_CHANGE_TOLD, PANEL_MEMBER_CHECK, PANEL_MINUTES_APPROVED
from app.statute.running import Running

SHOWN_TO = May.SEE_CENTRAL_LIST
"""Whoever lacks this is shown nothing of the central list."""

ACTIONS = {
    NMS_CENTRAL_LIST_INDUCTION.key: ("Record the induction", StepKind.INDUCTION),
    NMS_PANEL_TRAINING.key: ("Record the training day", StepKind.TRAINING),
    PANEL_MEMBER_APPRAISAL.key: ("Record the appraisal", StepKind.APPRAISAL),
    PANEL_MEMBER_CHECK.key: ("Record the check", StepKind.CHECK),
}
"""What to press for each, and which step it records."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """What runs for everybody who stays on the central list until it is due."""
    listed = central_list(as_at)
    adviser = only_adviser(as_at) if listed else None
    return tuple(
        Running(
            clock=due.clock.key,
            subject=f"central_listing:{one.listing.id}",
            about=one.name,
            due_on=due.due_on,
            action=ACTIONS[due.clock.key][0],
            page="panel.member",
            arguments=(("ref", one.listing.ref),),
            since=due.since,
            worker_id=adviser,
        )
        for one in listed
        for due in one.due
        if one.leaves_on is None or due.due_on < one.leaves_on
    )


@remembered
def decisions(as_at: date) -> tuple[Running, ...]:
    """Seven working days from the final minutes to decide; then two and five to tell.

    And what runs from a proposal not to approve, or on other terms, to its final decision.
    """
    return (
        *(
            _line(each, ADM_DECISION_DUE, each.minutes_on, each.due_on, "Decide", "the decision")
            for each in waiting(as_at)
            if each.minutes_on is not None
            and each.due_on is not None
            and each.determination is None
        ),
        *(
            Running(
                clock=ADM_DECISION_DUE.key,
                subject=matter_of(each.match.id),
                about=f"{each.match.household.name}: a match",
                due_on=each.due_on,
                action="Decide",
                page="panel.match_decision",
                arguments=(("ref", each.match.ref),),
                since=each.minutes_on,
                household_id=each.match.household_id,
                waiting_for="the decision",
            )
            for each in matches_waiting(as_at)
            if each.due_on is not None
        ),
        *(
            _line(each, due.clock, due.since, due.due_on, due.action, due.waits)
            for each in determined(as_at)
            if each.determination is not None
            for due in running_on(
                course_of(each.determination, as_at=as_at),
                proposed_on=each.determination.determined_on,
                decided_on=each.determination.decided_on,
                as_at=as_at,
            )
        ),
        *(
            _line(each, clock, each.decision.decided_on, due_on, "Record that they were told")
            for each in still_to_tell()
            if each.decision is not None and each.decision.decided_on <= as_at
            for _, clock, due_on in each.to_tell
        ),
    )


def _line(
    each: Application, clock: Clock, since: date | None, due_on: date, action: str, waits: str = ""
) -> Running:
    return Running(
        clock=clock.key,
        subject=f"assessment:{each.assessment.id}",
        about=each.assessment.household.name,
        due_on=due_on,
        action=action,
        page="panel.decision",
        arguments=(("ref", each.assessment.ref),),
        since=since,
        household_id=each.assessment.household_id,
        waiting_for=waits,
    )


@remembered
def papers(as_at: date) -> tuple[Running, ...]:
    """Papers that are to reach members five working days before each meeting."""
    found = papers_to_send(as_at)
    adviser = only_adviser(as_at) if found else None
    return tuple(
        Running(
            clock=NMS_PANEL_PAPERS.key,
            subject=f"panel_meeting:{each.id}",
            about=_named(each),
            due_on=papers_due(each.meets_on),
            action="Send the papers",
            page="panel.meeting",
            arguments=(("ref", each.ref),),
            worker_id=adviser,
        )
        for each in found
    )


def members(as_at: date) -> tuple[Running, ...]:
    """What each member who signs in is to do of their own meetings: say whether they come, read
    their papers, know what has changed, approve the minutes. Nobody is shown another member's."""
    return tuple(_of_member(each) for each in to_do(as_at))


CLOCK_OF = {
    Doing.KNOW_OFF: PANEL_CHANGE_TOLD,
    Doing.SAY_AGAIN: PANEL_CHANGE_TOLD,
    Doing.APPROVE: PANEL_MINUTES_APPROVED,
}
"""What runs from the day since when it is to do; all else is to be done by the meeting."""


def _of_member(each: ToDo) -> Running:
    clock, (page, arguments) = CLOCK_OF.get(each.doing), each.page
    return Running(
        clock=(clock or NMS_PANEL_PAPERS).key,
        subject=f"panel_invited:{each.invited.id}",
        about=_named(each.meeting),
        due_on=clock.last_day(each.since) if clock is not None else each.meeting.meets_on,
        action=each.says[:1].upper() + each.says[1:],
        page=page,
        arguments=tuple(arguments.items()),
        since=each.since,
        worker_id=each.user_id,
        only_for=May.KEEP_PANEL.value,
    )


def _named(meeting: Meeting) -> str:
    return f"{meeting.panel.name} of {short_day(meeting.meets_on)}"


@remembered
def minutes(as_at: date) -> tuple[Running, ...]:
    """Minutes that are not approved, for the panel adviser to write or to see approved; those that
    wait for whoever took the chair are that member's own line."""
    found = minutes_waiting(as_at)
    adviser = only_adviser(as_at) if found else None
    with_chair = {each.meeting.id for each in to_approve(as_at)} if found else set()
    return tuple(
        Running(
            clock=PANEL_MINUTES_APPROVED.key,
            subject=f"panel_meeting:{each.id}",
            about=_named(each),
            due_on=PANEL_MINUTES_APPROVED.last_day(each.meets_on),
            action="See that they are approved" if each.id in with_chair else "Write the minutes",
            page="panel.meeting",
            arguments=(("ref", each.ref),),
            since=each.meets_on,
            worker_id=adviser,
            waiting_for="whoever took the chair" if each.id in with_chair else "",
        )
        for each in found
    )


WATCHES = (
    (SHOWN_TO, running),
    (May.SEE_PANEL, decisions),
    (May.KEEP_PANEL, papers),
    (May.KEEP_PANEL, minutes),
    (May.SEE_OWN_PANEL, members),
)
"""Each part's clocks, and the permission without which nobody is shown them."""

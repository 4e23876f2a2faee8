"""The clocks of the panel: what each person on its list needs next, and decisions that wait."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.present import short_day
from app.panel.kinds import StepKind
from app.panel.queries.agenda import papers_to_send
from app.panel.queries.deciding import Application, determined, still_to_tell, waiting
from app.panel.queries.determining import course_of
from app.panel.queries.listing import central_list, only_adviser
from app.panel.queries.matches import matches_waiting, matter_of
from app.panel.queries.own import to_do
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
from app.statute.local import PANEL_MEMBER_CHECK
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
            about=f"{each.panel.name} of {short_day(each.meets_on)}",
            due_on=papers_due(each.meets_on),
            action="Send the papers",
            page="panel.meeting",
            arguments=(("ref", each.ref),),
            worker_id=adviser,
        )
        for each in found
    )


def members(as_at: date) -> tuple[Running, ...]:
    """What each member who signs in is to do of their own meetings: say whether they come, and read
    their papers. Nobody is shown another member's."""
    return tuple(
        Running(
            clock=NMS_PANEL_PAPERS.key,
            subject=f"panel_invited:{each.invited.id}",
            about=f"{each.meeting.panel.name} of {short_day(each.meeting.meets_on)}",
            due_on=each.meeting.meets_on,
            action=each.says.capitalize(),
            page="panel.own_meeting",
            arguments=(("ref", each.meeting.ref),),
            since=each.to_read or each.invited.invited_on,
            worker_id=each.user_id,
            only_for=May.KEEP_PANEL.value,
        )
        for each in to_do(as_at)
    )


WATCHES = (
    (SHOWN_TO, running),
    (May.SEE_PANEL, decisions),
    (May.KEEP_PANEL, papers),
    (May.SEE_OWN_PANEL, members),
)
"""Each part's clocks, and the permission without which nobody is shown them."""

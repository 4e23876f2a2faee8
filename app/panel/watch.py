"""The clocks of the panel: what each person on its list needs next, and decisions that wait."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.panel.kinds import StepKind
from app.panel.queries.listing import central_list
from app.panel.queries.minutes import undecided
from app.statute.fostering.panel import (
    ADM_DECISION_DUE,
    NMS_CENTRAL_LIST_INDUCTION,
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
        )
        for one in central_list(as_at)
        for due in one.due
        if one.leaves_on is None or due.due_on < one.leaves_on
    )


@remembered
def to_decide(as_at: date) -> tuple[Running, ...]:
    """Seven working days from the final minutes, on each approval that the panel recommended."""
    return tuple(
        Running(
            clock=ADM_DECISION_DUE.key,
            subject=f"panel_item:{item.id}",
            about=item.title,
            due_on=ADM_DECISION_DUE.last_day(since),
            action="See what the panel said",
            page="panel.item",
            arguments=(("ref", item.ref),),
            since=since,
            household_id=item.household_id,
            waiting_for="the decision",
        )
        for item, since in undecided(as_at)
    )


WATCHES = ((SHOWN_TO, running), (May.SEE_PANEL, to_decide))
"""Each part's clocks, and the permission without which nobody is shown them."""

"""The clocks of supervision: somebody for each household, visits due, unannounced visits,
inspections of the home, what was agreed at visits, and planned visits that nobody made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.statute.fostering.supervision import NMS_HOME_INSPECTION, NMS_UNANNOUNCED_VISIT
from app.statute.local import PLANNED_VISIT, VISIT_ACTION
from app.statute.running import Running
from app.supervision import unsupervised
from app.supervision.visits import queries, rules

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


DOES = {
    NMS_UNANNOUNCED_VISIT.key: "Record an unannounced visit",
    NMS_HOME_INSPECTION.key: "Record an inspection of the home",
}
"""What to press, where it is not simply a visit."""

UNEXPECTED = dict.fromkeys(DOES, (("notice", "unannounced"),))
"""The form is opened for a visit that nobody expects."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Every clock of supervision that runs on a day, or ran out unmet."""
    return (
        *unsupervised.with_nobody(as_at),
        *unsupervised.to_hand_over(as_at),
        *_visits_due(as_at),
        *_agreed(as_at),
        *_planned(as_at),
    )


def _visits_due(as_at: date) -> Iterator[Running]:
    council = queries.weeks_set()
    for home in queries.supervised(as_at):
        for due in rules.all_due(home.so_far, council):
            yield Running(
                clock=due.clock,
                subject=f"household:{home.household_id}",
                about=home.name,
                due_on=due.due_on,
                action=DOES.get(due.clock, "Record a visit"),
                page="supervision.visits.new",
                arguments=(("ref", home.ref), *UNEXPECTED.get(due.clock, ())),
                since=due.since,
                household_id=home.household_id,
            )


def _agreed(as_at: date) -> Iterator[Running]:
    for each in queries.every_open_action(as_at):
        yield Running(
            clock=VISIT_ACTION.key,
            subject=f"visit_action:{each.id}",
            about=each.household,
            due_on=each.by_when,
            action="Close what was agreed",
            page="supervision.visits.close",
            arguments=(("ref", each.ref),),
            since=each.agreed_on,
            household_id=each.household_id,
            worker_id=each.owner_id,
        )


def _planned(as_at: date) -> Iterator[Running]:
    for each in queries.planned_and_not_made(as_at):
        yield Running(
            clock=PLANNED_VISIT.key,
            subject=f"planned_visit:{each.id}",
            about=each.household,
            due_on=each.planned_on,
            action="Record it, or move it",
            page="supervision.visits.planned",
            arguments=(("ref", each.ref),),
            since=each.planned_on,
            household_id=each.household_id,
            worker_id=each.worker_id,
        )

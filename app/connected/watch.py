"""The clocks of connected carers: the weeks of temporary approvals, their steps, the visits.

The approvals of households without a case are timed here too: the law's weeks run on them as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.connected import queries
from app.connected.queries import ChildStands, Stands, Visited
from app.connected.rules import Stage, Step
from app.core.db import db
from app.people.models import Household
from app.register.models import TemporaryApproval
from app.statute.care_planning.connected import (
    REG24_EXPIRY,
    REG25_EXPIRY_TERMINATE,
    SCHEDULE_4_OF_WHOEVER_JOINED,
)
from app.statute.care_planning.visits import VISIT_REG24_AFTER_REVIEW, VISIT_REG24_BEFORE_REVIEW
from app.statute.clock import Clock
from app.statute.local import (
    CONNECTED_DRAFT_REPORT,
    CONNECTED_PANEL_SLOT,
    CONNECTED_REVIEW,
    DECISION_ON_PROPOSAL,
    REG24_EXTENSION_PAPER_TARGET,
)
from app.statute.running import Running

SHOWN_TO = May.SEE_CONNECTED
"""Whoever lacks this is shown none of these clocks but when a temporary approval runs out."""

WHO_READS_THE_REGISTER = May.SEE_REGISTER.value
"""A household's clock is shown to them and to whoever holds it: not to every child's worker."""

IN_FORCE = frozenset({Stage.RUNNING, Stage.EXTENSION_ASKED, Stage.EXTENDED, Stage.REVIEW})

STEPS: tuple[tuple[Clock, Step | None, str], ...] = (
    (CONNECTED_REVIEW, None, "Record the review"),
    (CONNECTED_DRAFT_REPORT, Step.DRAFT, "Record the draft"),
    (CONNECTED_PANEL_SLOT, Step.PANEL_BOOKED, "Book the panel"),
    (REG24_EXTENSION_PAPER_TARGET, Step.EXTENSION_PAPER, "Ask for an extension"),
)
"""The steps of the weeks: each one's clock, what stops it (None: a review held), what to press."""


def running(as_at: date) -> tuple[Running, ...]:
    """Every clock of connected carers that runs, or ran out unmet, on a day."""
    return (*expiries(as_at), *of_cases(as_at))


@remembered
def of_cases(as_at: date) -> tuple[Running, ...]:
    """The clocks of every open case, and of the visits to its children."""
    return (
        *(line for each in queries.open_cases(as_at) for line in of_case(each, as_at)),
        *(visit_clock(each) for each in queries.visited(as_at)),
    )


@remembered
def expiries(as_at: date) -> tuple[Running, ...]:
    """When each temporary approval runs out, or ran out: a fact about carers on the register."""
    return tuple(_expiries(as_at, queries.open_refs(as_at)))


WATCHES = ((May.SEE_REGISTER, expiries), (SHOWN_TO, of_cases))
"""Whoever reads the register is told when a temporary approval runs out, the panel's adviser and
the decision maker with them; of the child's case they are told nothing."""


def _expiries(as_at: date, cases: dict[int, str]) -> Iterator[Running]:
    """Each temporary approval that nobody has ended, the one that has run out included."""
    rows = db.session.execute(
        select(TemporaryApproval, Household.name, Household.ref)
        .join(Household, Household.id == TemporaryApproval.household_id)
        .where(TemporaryApproval.in_force(as_at))
        .order_by(TemporaryApproval.id)
    ).unique()
    for approval, name, ref in rows:
        last = queries.given_of(approval, as_at).last_day
        case = cases.get(approval.household_id)
        if last is not None:
            yield Running(
                clock=REG24_EXPIRY.key,
                subject=f"temporary_approval:{approval.id}",
                about=name,
                due_on=last,
                action="Open",
                page="connected.case" if case else "register.household",
                arguments=(("ref", case or ref),),
                instead=("register.household", ref),
                since=approval.starts_on,
                household_id=approval.household_id,
            )


def of_case(found: Stands, as_at: date) -> Iterator[Running]:
    """The clocks of one case: its steps, what waits for a decision, what has run out."""
    for each in found.going_on:
        yield from _ran_out(found, each, as_at)
        if each.waiting is not None:
            yield _line(
                found,
                DECISION_ON_PROPOSAL,
                f"temporary_decision:{each.waiting.id}",
                DECISION_ON_PROPOSAL.last_day(each.waiting.asked_on),
                "Decide",
                since=each.waiting.asked_on,
                waiting_for="the nominated officer",
                page=("connected.decision", each.waiting.ref),
            )
    yield from _undone(found)
    for clock, _step, action, done in steps_of(found):
        since = given_since(found)
        if not done and since is not None:
            yield _line(
                found,
                clock,
                f"connected_case:{found.case.id}",
                clock.last_day(since),
                action,
                since=since,
            )


def _undone(found: Stands) -> Iterator[Running]:
    """While an approval is temporary: each of whom Schedule 4 is not complete, from the day it was
    owed. Somebody moved in, or turned 18; or what was found was taken back."""
    since = given_since(found)
    if since is None:
        return
    for about in dict.fromkeys(line.about for line in found.undone):
        belongs = found.members.get(about)
        owed = max(since, belongs.since) if belongs is not None else since
        yield _line(
            found,
            SCHEDULE_4_OF_WHOEVER_JOINED,
            f"person:{about.person_id}" if belongs else f"household:{found.case.household_id}",
            owed,
            "Go on with Schedule 4",
            since=owed,
            page=("connected.findings", found.case.ref),
            more=(("about", belongs.ref if belongs else queries.HOME),),
            only_for=May.KEEP_CONNECTED,
        )


def given_since(found: Stands) -> date | None:
    """The first day of the earliest temporary approval still in force in a case."""
    days = [
        each.course.given.starts_on
        for each in found.going_on
        if each.course.given is not None and each.stage in IN_FORCE
    ]
    return min(days, default=None)


def steps_of(found: Stands) -> Iterator[tuple[Clock, Step | None, str, bool]]:
    """Each step of the weeks, and whether it is done or no longer asked for."""
    since = given_since(found)
    for clock, step, action in STEPS:
        if step is None:
            done = since is not None and all(
                any(review.held_on >= since for review in each.reviews)
                for each in found.going_on
                if each.stage in IN_FORCE
            )
        else:
            done = step in found.steps or found.assessment is None
        if step is Step.EXTENSION_PAPER:
            done = done or all(
                each.stage in (Stage.EXTENSION_ASKED, Stage.EXTENDED, Stage.REVIEW)
                for each in found.going_on
            )
        yield clock, step, action, done


def _ran_out(found: Stands, each: ChildStands, as_at: date) -> Iterator[Running]:
    last = each.course.given.ran_out(as_at) if each.course.given else None
    if last is not None and each.stage is Stage.RAN_OUT and each.course.there_since:
        yield _line(
            found,
            REG25_EXPIRY_TERMINATE,
            f"connected_child:{each.row.id}",
            last + timedelta(days=1),
            "Make other arrangements" if each.arrangement is None else "End the placement",
            since=last,
        )


def _line(
    found: Stands,
    clock: Clock,
    subject: str,
    due_on: date,
    action: str,
    *,
    since: date,
    waiting_for: str = "",
    page: tuple[str, str] | None = None,
    more: tuple[tuple[str, str], ...] = (),
    only_for: str = WHO_READS_THE_REGISTER,
) -> Running:
    endpoint, ref = page or ("connected.case", found.case.ref)
    return Running(
        clock=clock.key,
        subject=subject,
        about=found.household.name,
        due_on=due_on,
        action=action,
        page=endpoint,
        arguments=(("ref", ref), *more),
        since=since,
        household_id=found.case.household_id,
        worker_id=found.holder_id,
        waiting_for=waiting_for,
        only_for=only_for,
    )


def visit_clock(each: Visited) -> Running:
    """Weekly until the first review, then every four weeks at least: the child's own worker's."""
    if each.first_review_on is None:
        clock, since = VISIT_REG24_BEFORE_REVIEW, each.last_seen_on or each.there_since
    else:
        clock = VISIT_REG24_AFTER_REVIEW
        since = max(each.first_review_on, each.last_seen_on or each.there_since)
    return Running(
        clock=clock.key,
        subject=f"child:{each.child_id}",
        about=f"A child with {each.household}",
        due_on=clock.last_day(since),
        action="Record the visit",
        page="children.visit",
        arguments=(("ref", each.child_ref),),
        since=since,
        worker_id=each.worker_id,
        only_for="see_every_child",
    )

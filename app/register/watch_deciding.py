"""The clocks of decisions, notices, resignations, holds and records asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import May
from app.core.db import db
from app.people.models import Household
from app.register.deciding import KINDS, DecisionKind, ExitStepKind
from app.register.models import Decision, Hold
from app.register.queries import deciding, resignation
from app.register.queries.resignation import Leaving
from app.register.rules.deciding_clocks import Due, running_on
from app.statute.clock import Clock
from app.statute.fostering.approval import RESIGNATION_EFFECT, TERMINATION_COPY
from app.statute.fostering.records import RECORDS_ACCESS_OTHER_PROVIDER
from app.statute.local import EXIT_INTERVIEW, HOLD_REVIEW
from app.statute.running import Running


def running(as_at: date) -> Iterator[Running]:
    """Every such clock that runs on a day, in a number of queries that does not grow."""
    yield from _of_decisions(as_at)
    for together in resignation.by_notice(resignation.leaving(as_at)):
        yield from _of_leaving(together, as_at)
    yield from _of_holds(as_at)
    yield from _of_records(as_at)


# ------------------------------------------------------------------------------------- decisions


def _of_decisions(as_at: date) -> Iterator[Running]:
    for decision in deciding.decisions():
        if decision.proposed_on > as_at:
            continue
        found = running_on(
            deciding.course_of(decision, as_at=as_at),
            proposed_on=decision.proposed_on,
            decided_on=decision.decided_on,
            as_at=as_at,
        )
        yield from (_one(decision, each) for each in found)


def _one(decision: Decision, due: Due) -> Running:
    says = KINDS[decision.kind].says
    return Running(
        due.clock.key,
        f"decision:{decision.id}",
        f"{decision.household.name}: {says[:1].lower()}{says[1:]}",
        due.due_on,
        due.action,
        "register.decision",
        (("ref", decision.ref),),
        due.since,
        decision.household_id,
        waiting_for=due.waits,
        only_for=_only_for(decision.kind),
    )


def _only_for(kind: DecisionKind) -> str:
    """That a hold is to be lifted is for those who may know why it was put on."""
    return May.SEE_HOLD_REASON if kind is DecisionKind.HOLD_LIFTED else May.SEE_DECISIONS


# ------------------------------------------------------------------------------------ resignations


def _of_leaving(together: tuple[Leaving, ...], as_at: date) -> Iterator[Running]:
    """The approval ends by law; children still there are said at once, not only near the day."""
    leaving = max(together, key=lambda each: (each.is_urgent, each.ends_on))
    if leaving.ends_on > as_at or leaving.is_urgent:
        last = RESIGNATION_EFFECT.last_day(leaving.received_on)
        due_on = min(last, leaving.ends_on)
        yield _leaving(together, RESIGNATION_EFFECT, due_on, _to_do(leaving))
    if not leaving.had & {ExitStepKind.HELD, ExitStepKind.DECLINED}:
        last = EXIT_INTERVIEW.last_day(leaving.received_on)
        yield _leaving(together, EXIT_INTERVIEW, last, "Offer an exit interview")
    if leaving.children and ExitStepKind.COPIED not in leaving.had:
        yield _leaving(together, TERMINATION_COPY, leaving.received_on, "Send copies")


def _to_do(leaving: Leaving) -> str:
    if not leaving.is_urgent:
        return "See what is left to do"
    number = leaving.children
    return "Find the child another home" if number == 1 else f"Find {number} children another home"


def _leaving(together: tuple[Leaving, ...], clock: Clock, due_on: date, action: str) -> Running:
    leaving, carers = together[0], " and ".join(each.carer for each in together)
    return Running(
        clock.key,
        f"approval:{leaving.approval_id}",
        f"{leaving.household}: {carers} {'is' if len(together) == 1 else 'are'} leaving",
        due_on,
        action,
        "register.leaving",
        (("ref", leaving.household_ref), ("approval_ref", leaving.approval_ref)),
        leaving.received_on,
        leaving.household_id,
    )


# ---------------------------------------------------------------------------------------- holds


def _of_holds(as_at: date) -> Iterator[Running]:
    rows = db.session.execute(
        select(Hold, Household.ref, Household.name)
        .join(Household, Household.id == Hold.household_id)
        .where(Hold.in_force(as_at), Hold.review_on.is_not(None))
        .order_by(Hold.id)
    )
    for row in rows:
        yield Running(
            HOLD_REVIEW.key,
            f"hold:{row.Hold.id}",
            row.name,
            row.Hold.review_on,
            "Look at the hold again",
            "register.look_again",
            (("ref", row.ref),),
            row.Hold.starts_on,
            row.Hold.household_id,
            only_for=May.SEE_HOLD_REASON,
        )


# -------------------------------------------------------------------------------------- records


def _of_records(as_at: date) -> Iterator[Running]:
    requests = resignation.requests_open(as_at)
    named = _households(each.household_id for each in requests)
    for each in requests:
        ref, name = named[each.household_id]
        yield Running(
            RECORDS_ACCESS_OTHER_PROVIDER.key,
            f"records_request:{each.id}",
            f"{name}: records asked by {each.asked_by}",
            RECORDS_ACCESS_OTHER_PROVIDER.last_day(each.received_on),
            "Record what was sent",
            "register.send_records",
            (("ref", ref), ("request_ref", each.ref)),
            each.received_on,
            each.household_id,
        )


def _households(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = db.session.execute(
        select(Household.id, Household.ref, Household.name).where(
            Household.id.in_(sorted(set(ids)))
        )
    )
    return {row.id: (row.ref, row.name) for row in rows}

"""Allocating a household to its supervising social worker, ending that, and handing work over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts import actions as accounts
from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, takes_over_breaches
from app.supervision import carried, queries, rules
from app.supervision.models import Allocation, Arrangement, CaseloadWeight
from app.supervision.rules.weighing import Weight
from app.supervision.visits import queries as visits


@act("Allocated a supervising social worker")
def allocate(
    household: Household,
    worker: User,
    *,
    starts_on: date,
    because: str | None = None,
    by: Actor,
) -> Allocation:
    """The household has this worker from this day; whoever had it hands over without a gap, with
    the visits that they had planned.

    `because`: why this worker, in words; kept with the allocation.
    """
    before = open_row(Allocation, household_id=household.id)
    if before is not None and before.worker_id == worker.id:
        raise RuleBroken(rules.already_theirs_breach(worker.name))
    refuse_if(
        rules.allocation_breaches(
            left_on=worker.left_on, starts_on=starts_on, supervises=queries.supervises(worker.id)
        )
        + takes_over_breaches("An allocation", before.starts_on if before else None, starts_on)
    )
    if before is not None:
        _give_visits_to_come(household, before.worker_id, worker, since=starts_on)
    new = Allocation(
        household_id=household.id, worker_id=worker.id, starts_on=starts_on, because=because
    )
    return begin(new, instead_of=before)


def _give_visits_to_come(household: Household, former_id: int, worker: User, since: date) -> None:
    """What the former worker had planned here from that day on is the new worker's to keep."""
    for planned in visits.planned_to_come(
        worker_id=former_id, household_ids=[household.id], on_or_after=since
    ):
        planned.worker_id = worker.id


@act("Ended an allocation")
def end_allocation(allocation: Allocation, *, on: date, by: Actor) -> Allocation:
    """The worker no longer has the household. Never refused for want of a successor."""
    refuse_if(ending_breaches("This allocation", allocation.starts_on, allocation.ends_on, on))
    allocation.end(on)
    return allocation


# ----------------------------------------------------------------------------------------- leaving


@act("Recorded that a worker leaves")
def record_leaving(worker: User, *, on: date, by: Actor) -> User:
    """Somebody who supervises leaves, or left, on a day: what is theirs is to be handed over."""
    refuse_if(
        rules.leaving_breaches(
            supervises=queries.supervises(worker.id), is_oneself=worker.id == by.id
        )
    )
    accounts.record_leaving(worker, on=on, by=by)
    return worker


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who takes over one thing of a leaver's, and why they."""

    what: Household | carried.Carried
    worker: User
    because: str


@act("Handed over a leaver's work")
def hand_over(accepted: Sequence[Accepted], *, starts_on: date, by: Actor) -> int:
    """All of it from one day, or none. Gives how many things were handed over."""
    refuse_if(rules.nothing_chosen_breaches(len(accepted)))
    for each in accepted:
        if isinstance(each.what, Household):
            allocate(each.what, each.worker, starts_on=starts_on, because=each.because, by=by)
        else:
            carried.hand_over(
                each.what, each.worker, starts_on=starts_on, because=each.because, by=by
            )
    return len(accepted)


# ---------------------------------------------------------------------------------------- caseload


@act("Recorded how a worker works")
def arrange(
    worker: User, *, percent: int, postcode: str | None = None, starts_on: date, by: Actor
) -> Arrangement:
    """What part of full time somebody works from a day, and from where they set out."""
    before = open_row(Arrangement, worker_id=worker.id)
    refuse_if(
        rules.arrangement_breaches(percent)
        + takes_over_breaches("This", before.starts_on if before else None, starts_on)
    )
    new = Arrangement(
        worker_id=worker.id, percent=percent, postcode=postcode or None, starts_on=starts_on
    )
    return begin(new, instead_of=before)


@act("Set what a caseload weighs")
def set_weights(points: Mapping[Weight, int], *, by: Actor) -> list[CaseloadWeight]:
    """The council's own points from today. What is as it was is not written again."""
    refuse_if(rules.weight_breaches(points))
    now_used, on = queries.weights(today()), today()
    changed = []
    for weight, number in points.items():
        if number == now_used[weight]:
            continue
        before = open_row(CaseloadWeight, weight=weight)
        new = CaseloadWeight(weight=weight, points=number, starts_on=on)
        changed.append(begin(new, instead_of=before))
    db.session.flush()
    return changed

"""Allocating a household to its supervising social worker, and ending that."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import ending_breaches, takes_over_breaches
from app.supervision import queries, rules
from app.supervision.models import Allocation


@act("Allocated a supervising social worker")
def allocate(household: Household, worker: User, *, starts_on: date, by: Actor) -> Allocation:
    """The household has this worker from this day; whoever had it hands over without a gap."""
    before = open_row(Allocation, household_id=household.id)
    if before is not None and before.worker_id == worker.id:
        raise RuleBroken(rules.already_theirs_breach(worker.name))
    refuse_if(
        rules.allocation_breaches(
            left_on=worker.left_on, starts_on=starts_on, supervises=queries.supervises(worker.id)
        )
        + takes_over_breaches("An allocation", before.starts_on if before else None, starts_on)
    )
    new = Allocation(household_id=household.id, worker_id=worker.id, starts_on=starts_on)
    return begin(new, instead_of=before)


@act("Ended an allocation")
def end_allocation(allocation: Allocation, *, on: date, by: Actor) -> Allocation:
    """The worker no longer has the household. Never refused for want of a successor."""
    refuse_if(ending_breaches("This allocation", allocation.starts_on, allocation.ends_on, on))
    allocation.end(on)
    return allocation

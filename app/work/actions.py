"""Owning what is late, and saying why it is."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db
from app.core.today import today
from app.people.actions import refuse_if
from app.statute.running import Running
from app.work import queries, rules
from app.work.models import Cause, Drift, Plan


@act("Took on an alert, with a plan")
def plan(running: Running, *, says: str, owner: User, returns_on: date, by: User) -> Plan:
    """The alert stays on record as owned; it returns on its day, or when the facts change."""
    _still_running(running, by)
    refuse_if(rules.plan_breaches(returns_on=returns_on, today=today()))
    new = Plan(**_cycle(running), says=says, owner_id=owner.id, returns_on=returns_on)
    db.session.add(new)
    db.session.flush()
    return new


@act("Said why it is late")
def give_cause(running: Running, *, cause: Cause, note: str = "", by: User) -> Drift:
    """The last word on a cycle is the one that counts; the earlier ones stay."""
    _still_running(running, by)
    refuse_if(rules.late_breaches(running, today=today()))
    new = Drift(**_cycle(running), cause=cause, note=note, by_id=by.id)
    db.session.add(new)
    db.session.flush()
    return new


@act("Withdrew a plan")
def withdraw_plan(found: Plan, *, by: Actor) -> Plan:
    """The alert is back at once."""
    found.void()
    return found


def _still_running(running: Running, by: User) -> None:
    found = queries.find(by, running.key, today())
    refuse_if(rules.still_running_breaches(found=found is not None))


def _cycle(running: Running) -> dict[str, object]:
    return {
        "key": running.key,
        "clock": running.clock,
        "subject": running.subject,
        "household_id": running.household_id,
        "due_on": running.due_on,
    }

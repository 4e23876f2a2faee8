"""May this be owned with this plan?"""

from __future__ import annotations

from datetime import date, timedelta

from app.statute.breach import Breach
from app.statute.running import Running
from app.statute.sources import LOCAL_POLICY, Verified

LONGEST = timedelta(days=28)
"""A plan brings its alert back within this time: this council's own policy."""

OWNED = LOCAL_POLICY.provision("alerts policy", Verified.MEMORY)


def plan_breaches(*, returns_on: date, today: date) -> list[Breach]:
    """A plan returns after today and soon; nothing that is a breach is put away, only owned."""
    if returns_on <= today:
        return [Breach("Choose a day after today: until then it stays here.", OWNED, "returns_on")]
    latest = today + LONGEST
    if returns_on > latest:
        says = f"Choose a day by {latest:%d/%m/%Y}: a plan is looked at again within four weeks."
        return [Breach(says, OWNED, "returns_on")]
    return []


def plan_stands(*, due_on: date, planned_for: date, returns_on: date, today: date) -> bool:
    """Whether a plan still keeps an alert quiet: until its day, while the facts are the same."""
    return returns_on > today and due_on == planned_for


def late_breaches(running: Running, *, today: date) -> list[Breach]:
    """A reason for delay is asked of what is late."""
    if running.due_on < today:
        return []
    says = f"This is not late: its last day is {running.due_on:%d/%m/%Y}."
    return [Breach(says, running.rule.cite, "cause")]


def still_running_breaches(*, found: bool) -> list[Breach]:
    """What was done meanwhile needs no plan and no reason."""
    return [] if found else [Breach("This has been done meanwhile: nothing is to do.", OWNED)]

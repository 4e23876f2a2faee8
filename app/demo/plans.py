"""Where each child is to grow up: a plan for permanence for nearly everybody, most of it achieved.

Plans were brought in twice, as lists agreed at reviews; a few children have none, and a few plans
are late, so that both can be seen. Which goal follows from where the child lives and from age: an
assumption, for no figure is published.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.children.codes import Place
from app.children.models import Child, Placement
from app.core.db import db
from app.core.today import today
from app.demo.chance import Chance
from app.demo.chronicle.told import Rank, Told
from app.permanence import actions, queries
from app.permanence.kinds import AgreedAt, Goal
from sufficiency.types import age_on

DAY = timedelta(days=1)
HALF_A_YEAR = 182 * DAY
NONE_YET, LATE = 0.02, 0.03
"""The share of children without a plan, and of plans that are not achieved in time."""


def plan_plans(told: Told) -> None:
    """Everything of this kind, up to today."""
    for days_ago in (300, 20):
        told.on(told.today - days_ago * DAY, Rank.AFTERWARDS, _agreed, told, days_ago)
    told.on(told.today - 12 * DAY, Rank.AFTERWARDS, _met, told)


def _agreed(told: Told, turn: int) -> None:
    """What reviews agreed about every child whose plan was due and is not on record."""
    day, chance = today(), Chance.of(told.county.seed, f"plans {turn}")
    places = _places(day)
    due = queries.of_children(queries.looked_after_ids(day), day)
    for child in sorted(told.children.values(), key=lambda each: each.id):
        found = due.get(child.id)
        last_day = found.plan_due_on if found is not None else None
        if found is None or found.since is None or last_day is None or last_day > day:
            continue
        if chance.once_in(NONE_YET) or child.person.born is None:
            continue
        on = max(found.since, last_day - chance.randint(5, 60) * DAY)
        goal = _goal(chance, places.get(child.id), age_on(child.person.born, on))
        _plan(told, chance, child, goal, on)


def _places(day: date) -> dict[int, Place]:
    rows = db.session.execute(
        select(Placement.child_id, Placement.place).where(
            Placement.in_force(day), Placement.temporary.is_(False)
        )
    )
    return {row.child_id: row.place for row in rows}


def _goal(chance: Chance, place: Place | None, age: int) -> Goal:
    """Where the child is to grow up, by where the child lives."""
    code = place.value if place else ""
    if code.startswith("A"):
        return Goal.ADOPTION
    if code == Place.P1:
        return Goal.HOME
    if code in (Place.P2, Place.H5) or (age >= 16 and not code.startswith("U")):
        return Goal.INDEPENDENCE
    if code in (Place.U1, Place.U2, Place.U3):
        return Goal.GUARDIANSHIP if chance.once_in(0.3) else Goal.RELATIVES
    if code.startswith(("K", "R", "S")):
        return Goal.RESIDENTIAL
    return Goal.HOME if age < 3 and chance.once_in(0.3) else Goal.FOSTERING


def _plan(told: Told, chance: Chance, child: Child, goal: Goal, on: date) -> None:
    late = chance.once_in(LATE)
    achieve_by = told.today - chance.randint(3, 60) * DAY if late else on + HALF_A_YEAR
    plan = actions.agree_plan(
        child,
        goal=goal,
        starts_on=on,
        agreed_where=AgreedAt.REVIEW,
        achieve_by=max(achieve_by, on + DAY),
        why=_WHY[goal],
        by=told.officer,
    )
    if not late and achieve_by < today():
        actions.achieve_plan(plan, on=achieve_by - chance.randint(1, 90) * DAY, by=told.officer)


def _met(told: Told) -> None:
    """Stability meetings about what called for one, but for two: of those who moved often."""
    day = today()
    found = queries.of_children(queries.looked_after_ids(day), day)
    called = [
        child
        for child in told.children.values()
        if found.get(child.id) and found[child.id].reasons and found[child.id].called is None
    ]
    for child in sorted(called, key=lambda each: (not found[each.id].has_moved, each.id))[2:]:
        reason = found[child.id].reasons[-1]
        actions.record_meeting(
            child,
            because=reason.because,
            since=reason.since,
            held_on=max(reason.since, min(day, reason.due_on)),
            agreed="One worker at each visit, school asked to keep the place, contact as it is.",
            by=told.officer,
        )


_WHY = {
    Goal.HOME: "The parenting assessment is good and the school is at hand.",
    Goal.RELATIVES: "With family, near brothers and sisters and the same school.",
    Goal.GUARDIANSHIP: "With family for good: they wish to be guardians.",
    Goal.FOSTERING: "Settled, and wishes to stay.",
    Goal.ADOPTION: "The court made a placement order.",
    Goal.RESIDENTIAL: "The home and its school fit what the child needs now.",
    Goal.INDEPENDENCE: "A flat of one’s own by eighteen, with the same worker beside it.",
}

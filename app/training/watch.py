"""Every clock that runs in training: induction, the standards, courses, development plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.statute.local import DEVELOPMENT_PLAN
from app.statute.running import Running
from app.training import queries
from app.training.queries import Learnt
from app.training.rules import Need

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """What each approved carer of ours needs by a day, or should have had by one."""
    return tuple(each for carer in queries.learnt(as_at) for each in _of(carer))


def _of(found: Learnt) -> Iterator[Running]:
    yield from _one(found, found.induction, "Record the induction", "training.induction")
    yield from _one(found, found.standards, "Record the standards", "training.standards")
    yield from _one(found, found.plan, "Record a plan", "training.plan")
    for course, need in found.courses:
        yield from _one(
            found,
            need,
            "Record the course",
            "training.attended_here",
            f"course:{course.id}/person:{found.carer.person_id}",
            course.name,
        )


def _one(
    found: Learnt, need: Need, action: str, page: str, subject: str = "", what: str = ""
) -> Iterator[Running]:
    if need.clock is None or need.due_on is None:
        return
    carer = found.carer
    arguments = [("ref", carer.household_ref)]
    if need.clock is DEVELOPMENT_PLAN:
        arguments.append(("person_ref", carer.person_ref))
    yield Running(
        clock=need.clock.key,
        subject=subject or f"person:{carer.person_id}",
        about=f"{carer.household}: {carer.given_name}{', ' + what if what else ''}",
        due_on=need.due_on,
        action=action,
        page=page,
        arguments=tuple(arguments),
        since=need.since,
        household_id=carer.household_id,
    )

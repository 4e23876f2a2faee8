"""The clocks of permanence: plans, telling of a match, stability meetings, contact.

A line is never about a child by name: it says with whom the child lives, and opens the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children.models import Child
from app.children.queries import households_named
from app.core.db import db
from app.permanence import queries
from app.permanence.queries import Permanence, Sibling
from app.statute.care_planning.reviews import PERMANENCE_PLAN_DUE
from app.statute.local import (
    PERMANENCE_ACHIEVED,
    PERMANENCE_TOLD,
    SIBLING_CONTACT,
    STABILITY_MEETING,
)
from app.statute.running import Running

SHOWN_TO = May.SEE_CHILDREN
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """What runs for every child who is looked after on a day."""
    ids = queries.looked_after_ids(as_at)
    found = queries.of_children(ids, as_at)
    lines = _lines(ids, found)
    return tuple(each for id_ in ids for each in lines[id_].of(found[id_]))


def _lines(ids: list[int], found: dict[int, Permanence]) -> dict[int, _Line]:
    """What each child's lines have in common."""
    homes = {id_: _household(each) for id_, each in found.items()}
    named = households_named({each for each in homes.values() if each is not None})
    rows = db.session.execute(select(Child.id, Child.ref, Child.worker_id).where(Child.id.in_(ids)))
    return {
        row.id: _Line(
            row.ref,
            row.worker_id,
            f"A child with {named[homes[row.id] or 0][1]}"
            if homes[row.id] in named
            else "A child placed elsewhere",
        )
        for row in rows
    }


def _household(found: Permanence) -> int | None:
    here = found.homes[-1] if found.homes else None
    if here is None or not here.touches(found.as_at, found.as_at):
        return None
    kind, _, number = here.home.partition(":")
    return int(number) if kind == "household" else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A child's lines: the page they open, whose they are, and what they are called."""

    ref: str
    worker_id: int | None
    about: str

    def of(self, found: Permanence) -> Iterator[Running]:
        """Everything that runs for this child."""
        yield from self._plan(found)
        yield from self._match(found)
        if found.reasons:
            first = found.reasons[0]
            action = "Record the meeting" if found.called else "Call a stability meeting"
            yield self._line(found, STABILITY_MEETING.key, first.since, first.due_on, action)
        for sibling in found.siblings:
            yield from self._contact(found, sibling)

    def _plan(self, found: Permanence) -> Iterator[Running]:
        due = found.plan_due_on
        if due is not None and found.since is not None:
            yield self._line(found, PERMANENCE_PLAN_DUE.key, found.since, due, "Record the plan")
        plan = found.plan
        if plan is not None and found.achieved_on is None:
            yield self._line(
                found, PERMANENCE_ACHIEVED.key, plan.starts_on, plan.achieve_by, "Look at the plan"
            )

    def _match(self, found: Permanence) -> Iterator[Running]:
        match = found.match
        if match is not None and found.to_tell:
            due = PERMANENCE_TOLD.last_day(match.starts_on)
            yield self._line(
                found, PERMANENCE_TOLD.key, match.starts_on, due, "Record who was told"
            )

    def _contact(self, found: Permanence, sibling: Sibling) -> Iterator[Running]:
        """Once for the two: on the line of the one who stands first in their link."""
        due, contact = sibling.due_on, sibling.contact
        if due is None or contact is None or contact.child_id != found.child_id:
            return
        since = max(contact.starts_on, sibling.last or contact.starts_on)
        subject = f"sibling_contact:{contact.id}"
        yield self._line(found, SIBLING_CONTACT.key, since, due, "Record contact", subject=subject)

    def _line(
        self,
        found: Permanence,
        clock: str,
        since: date,
        due_on: date,
        action: str,
        *,
        subject: str = "",
    ) -> Running:
        return Running(
            clock=clock,
            subject=subject or f"child:{found.child_id}",
            about=self.about,
            due_on=due_on,
            action=action,
            page="permanence.child",
            arguments=(("ref", self.ref),),
            since=since,
            worker_id=self.worker_id,
            only_for=May.SEE_EVERY_CHILD.value,
        )

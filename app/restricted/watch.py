"""The clock of the conflict register: each entry is looked at again within ninety days."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.restricted import queries, rules
from app.statute.local import CONFLICT_REVIEW
from app.statute.running import Running

SHOWN_TO = May.KEEP_CONFLICTS
"""Whoever lacks this is shown none of these clocks."""


def running(as_at: date) -> tuple[Running, ...]:
    """Each entry in force, by when it is looked at again. A line names no record."""
    return tuple(
        Running(
            clock=CONFLICT_REVIEW.key,
            subject=f"conflict:{each.id}",
            about=f"{each.user.name}: whom they know",
            due_on=rules.look_again_on(each.looked_on),
            action="Look at it again",
            page="restricted.look_again",
            arguments=(("ref", each.ref),),
            since=each.looked_on,
            only_for=May.KEEP_CONFLICTS.value,
        )
        for each in queries.conflicts(as_at)
    )

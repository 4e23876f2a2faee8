"""The clocks of assessments: eight months to the panel's recommendation (NMS 14.4)."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.assessments import queries, rules
from app.audit.remembering import remembered
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each open assessment whose kind has a clock; a pause does not stop it."""
    return tuple(
        Running(
            clock=rules.CLOCKS[each.kind].key,
            subject=f"assessment:{each.id}",
            about=each.household,
            due_on=each.due_on,
            action="Finish the assessment",
            page="assessments.assessment",
            arguments=(("ref", each.ref),),
            since=each.began_on,
            household_id=each.household_id,
            worker_id=None if each.worker_left else each.worker_id,
        )
        for each in queries.assessments(as_at)
        if each.due_on is not None
    )

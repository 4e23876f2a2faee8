"""The clock of the sufficiency statement: to review it before its figures are old."""

from __future__ import annotations

from datetime import date

from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.forecasts.queries import kept
from app.statute.local import SUFFICIENCY_REVIEW
from app.statute.running import Running

SHOWN_TO = May.KEEP_SUFFICIENCY
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """The statement that holds, until the next one is approved."""
    found = kept.in_force(as_at)
    if found is None or found.review_on is None:
        return ()
    return (
        Running(
            clock=SUFFICIENCY_REVIEW.key,
            subject=f"sufficiency_statement:{found.id}",
            about="The sufficiency statement",
            due_on=found.review_on,
            action="Write the next one",
            page="forecasts.statement",
            arguments=(("ref", found.ref),),
            since=found.approved_on,
            worker_id=found.owner_id,
        ),
    )

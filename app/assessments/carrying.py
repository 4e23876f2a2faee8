"""Open assessments are weighed in the caseload, and handed over when their assessor leaves."""

from __future__ import annotations

from datetime import date, datetime

from app.assessments import actions, queries
from app.supervision.carried import Carried, Kind, carry
from app.supervision.rules.weighing import Weight


def open_assessments(as_at: date, known_at: datetime | None = None) -> list[Carried]:
    """Those open on a day. One that is paused weighs nothing."""
    return [
        Carried(
            kind="assessment",
            ref=each.ref,
            says=f"Assessment: {each.kind.words().lower()}"
            + (", paused" if each.paused_on else ""),
            household_id=each.household_id,
            household=each.household,
            household_ref=each.household_ref,
            worker_id=each.worker_id,
            since=each.began_on,
            weighed=None if each.paused_on else Weight.ASSESSMENT,
            endpoint="assessments.assessment",
        )
        for each in queries.assessments(as_at, known_at)
    ]


carry(Kind("assessment", of=open_assessments, hand_over=actions.give_by_ref))

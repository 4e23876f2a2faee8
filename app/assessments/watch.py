"""The clocks of assessments: eight months to the panel's recommendation (NMS 14.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.accounts.permissions import May
from app.assessments import queries, rules
from app.assessments.brief import views_until
from app.assessments.models import BriefReport
from app.audit.remembering import remembered
from app.statute.fostering.assessment import APPLICANT_OBSERVATIONS
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Each open assessment whose kind has a clock, and what applicants are asked to say of a brief
    report. A pause stops neither."""
    found = queries.assessments(as_at)
    briefs = queries.briefs_without_views(as_at) if found else {}
    return (*_to_finish(found), *_views_asked(found, briefs))


def _views_asked(
    found: Iterable[queries.Listed], briefs: Mapping[int, BriefReport]
) -> Iterator[Running]:
    for each in found:
        report = briefs.get(each.id)
        if report is not None:
            yield Running(
                clock=APPLICANT_OBSERVATIONS.key,
                subject=f"brief_report:{report.id}",
                about=each.household,
                due_on=views_until(report.sent_on),
                action="Record their views",
                page="assessments.assessment",
                arguments=(("ref", each.ref),),
                since=report.sent_on,
                household_id=each.household_id,
                worker_id=None if each.worker_left else each.worker_id,
                waiting_for="the applicants",
            )


def _to_finish(found: Iterable[queries.Listed]) -> tuple[Running, ...]:
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
        for each in found
        if each.due_on is not None
    )

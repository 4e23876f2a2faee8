"""The clocks of assessments: eight months to the panel's recommendation (NMS 14.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.permissions import May
from app.assessments import queries, rules
from app.assessments.brief import views_until
from app.assessments.grading import Checked
from app.assessments.handed_in import LastRound
from app.assessments.models import BriefReport
from app.audit.remembering import remembered
from app.statute.clock import Clock
from app.statute.fostering.assessment import APPLICANT_OBSERVATIONS
from app.statute.local import REPORT_CHECKED, REPORT_PUT_RIGHT, REPORT_SIGNED
from app.statute.running import Running

SHOWN_TO = May.SEE_REGISTER
"""Whoever lacks this is shown none of these clocks."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a report that was handed in is checked, put right, and (if it is) signed."""

    check: str
    right: str
    sign: str = ""


def waiting_round(each: LastRound, pages: Pages) -> Running | None:
    """Whose turn it is with a report that was handed in: whoever checks it, its author again, or
    whoever signs it. None: nobody's.

    Checking and signing are any manager's but its author's: until one does it, they are nobody's.
    """
    if each.checked_on is None:
        return _turn(each, REPORT_CHECKED, each.submitted_on, "Check the report", pages.check)
    if each.outcome is Checked.RETURNED:
        return _turn(
            each,
            REPORT_PUT_RIGHT,
            each.checked_on,
            "Put the report right",
            pages.right,
            worker_id=each.author_id,
        )
    if pages.sign and each.signed_on is None:
        return _turn(each, REPORT_SIGNED, each.checked_on, "Sign the report", pages.sign)
    return None


def _turn(
    each: LastRound,
    clock: Clock,
    since: date,
    action: str,
    page: str,
    *,
    worker_id: int | None = None,
) -> Running:
    return Running(
        clock=clock.key,
        subject=each.subject,
        about=each.about,
        due_on=clock.last_day(since),
        action=action,
        page=page,
        arguments=(("ref", each.ref),),
        since=since,
        household_id=each.household_id if worker_id is not None else None,
        worker_id=worker_id,
        only_for="" if worker_id is not None else May.CHECK_REPORTS.value,
    )


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

"""The clocks of special guardianship: the report, viability, hearings, support and money after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accounts.permissions import May
from app.assessments.handed_in import LastRound
from app.assessments.watch import Pages, waiting_round
from app.audit.remembering import remembered
from app.guardianship.queries import cases as queries
from app.guardianship.queries.cases import Whole
from app.guardianship.rules.course import Course, Report, Viable
from app.statute.clock import Clock
from app.statute.guardianship import (
    SG_FINANCIAL_REVIEW,
    SG_FOSTER_REMUNERATION,
    SG_RESPONSIBLE_AUTHORITY,
    SG_SUPPORT_REVIEW,
    SGO_COURT_REPORT_DUE,
    SGO_FULL_ASSESSMENT_3_MONTHS,
    SGO_HEARING,
)
from app.statute.local import SGO_IVA
from app.statute.running import Running

SHOWN_TO = May.SEE_GUARDIANSHIP
"""Whoever lacks this is shown none of these clocks."""


PAGES = Pages(check="guardianship.check", right="guardianship.schedule")


@remembered
def running(as_at: date) -> tuple[Running, ...]:
    """Every clock of every open case on a day."""
    return tuple(clock for each in queries.every_case(as_at) for clock in running_of(each, as_at))


def running_of(each: Whole, as_at: date) -> Iterator[Running]:
    """The clocks of one case."""
    course = queries.course_of(each, as_at)
    if not course.is_open:
        return
    if course.undecided:
        yield from _to_the_court(each, course)
    yield from _hearings(each)
    if course.made:
        yield from _after(each)


def _one(
    each: Whole,
    clock: Clock,
    since: date,
    due_on: date,
    action: str,
    *,
    worker_id: int | None = None,
    subject: str = "",
) -> Running:
    return Running(
        clock=clock.key,
        subject=subject or f"guardianship_case:{each.case.id}",
        about=each.case.household.name,
        due_on=due_on,
        action=action,
        page="guardianship.case",
        arguments=(("ref", each.case.ref),),
        since=since,
        household_id=each.case.household_id,
        worker_id=worker_id or (each.assessor.id if each.assessor is not None else None),
    )


def _to_the_court(each: Whole, course: Course) -> Iterator[Running]:
    asked = each.viability
    if course.viable is Viable.ASKED and asked is not None:
        last = SGO_IVA.last_day(asked.asked_on)
        yield _one(
            each, SGO_IVA, asked.asked_on, last, "Answer the viability assessment",
            worker_id=asked.worker_id,
        )  # fmt: skip
    if course.report is Report.FILED:
        return
    if course.filing_due_on is not None:
        yield _one(
            each, SGO_COURT_REPORT_DUE, course.entered_on, course.filing_due_on, "File the report"
        )
    if (check := each.check) is not None and course.submitted_on is not None:
        turn = waiting_round(
            LastRound(
                f"guardianship_case:{each.case.id}",
                each.case.household.name,
                each.case.ref,
                each.case.household_id,
                check.author_id,
                course.submitted_on,
                course.checked_on,
                course.checked,
            ),
            PAGES,
        )
        if turn is not None:
            yield turn
    if course.begun_on is not None and SGO_FULL_ASSESSMENT_3_MONTHS.runs_for(course.begun_on):
        last = SGO_FULL_ASSESSMENT_3_MONTHS.last_day(course.begun_on)
        yield _one(
            each, SGO_FULL_ASSESSMENT_3_MONTHS, course.begun_on, last, "Finish the assessment"
        )


def _hearings(each: Whole) -> Iterator[Running]:
    for hearing in each.hearings:
        if hearing.outcome is None:
            yield _one(
                each, SGO_HEARING, hearing.listed_for, hearing.listed_for,
                "Record what came of the hearing", subject=f"guardianship_hearing:{hearing.id}",
            )  # fmt: skip


def support_review_due(each: Whole) -> tuple[date, date] | None:
    """Since when, and by when, support is next reviewed; None where no plan is in force or no
    order was made."""
    plan = each.plan_in_force
    if plan is None or plan.agreed_on is None or not each.living:
        return None
    since = max(plan.agreed_on, queries.last_support_review(each) or plan.agreed_on)
    return since, SG_SUPPORT_REVIEW.last_day(since)


def money_review_due(each: Whole) -> tuple[date, date] | None:
    """Since when, and by when, money is next reviewed; None where none is paid."""
    since = each.paid_since
    if since is None or not each.living:
        return None
    since = queries.last_money_review(each) or since
    return since, SG_FINANCIAL_REVIEW.last_day(since)


def reward_ends(each: Whole) -> tuple[date, date] | None:
    """Since when a foster carer's reward is paid after an order, and the last day of its two years;
    None where none is part of the money."""
    if each.paid is None or not each.paid.reward_pence or not each.living:
        return None
    since = min(order.decided_on for order in each.living)
    return since, SG_FOSTER_REMUNERATION.last_day(since)


def _after(each: Whole) -> Iterator[Running]:
    plan = each.plan_in_force
    watcher = plan.watcher_id if plan is not None else None
    review, money = support_review_due(each), money_review_due(each)
    if review is not None:
        yield _one(each, SG_SUPPORT_REVIEW, *review, "Review the support", worker_id=watcher)
    if money is not None:
        yield _one(each, SG_FINANCIAL_REVIEW, *money, "Review the money", worker_id=watcher)
    reward = reward_ends(each)
    if reward is not None:
        yield _one(
            each, SG_FOSTER_REMUNERATION, *reward, "Assess the money without the reward",
            worker_id=watcher,
        )  # fmt: skip
    for order in each.living:
        if order.looked_after_before and order.passed_on is None:
            last = SG_RESPONSIBLE_AUTHORITY.last_day(order.decided_on)
            yield _one(
                each, SG_RESPONSIBLE_AUTHORITY, order.decided_on, last,
                "Settle who is responsible now", worker_id=watcher,
                subject=f"guardianship_order:{order.id}",
            )  # fmt: skip

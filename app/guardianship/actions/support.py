"""Support and money: assessed, proposed, answered, agreed, reviewed; what ends after an order."""

from __future__ import annotations

from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin
from app.core.today import today
from app.guardianship.kinds import ReviewOutcome, SupportEnd
from app.guardianship.models import (
    GuardianMoney,
    GuardianshipCase,
    GuardianshipOrder,
    MoneyReview,
    SupportPlan,
    SupportReview,
)
from app.guardianship.queries import cases as queries
from app.guardianship.queries.cases import Whole
from app.guardianship.rules import steps
from app.people.actions import refuse_if
from app.people.rules import record_breach, takes_over_breaches
from app.statute.breach import Breach
from app.statute.guardianship import SG_PROPOSAL_REPRESENTATIONS


def _taken(case: GuardianshipCase) -> Whole:
    take(case)
    return queries.whole_of(case)


@act("Assessed what support special guardians need")
def assess_support(case: GuardianshipCase, *, on: date, needs: str, by: Actor) -> SupportPlan:
    """What they and the child need; the next plan begins with it."""
    each = _taken(case)
    refuse_if(
        steps.assessing_support_breaches(queries.course_of(each), needs=needs, on=on, today=today())
    )
    plan = SupportPlan(
        household_id=case.household_id, case_id=case.id, assessed_on=on, needs=needs.strip()
    )
    db.session.add(plan)
    db.session.flush()
    return plan


@act("Proposed a support plan to special guardians")
def propose_support(
    case: GuardianshipCase, *, on: date, services: str, answer_by: date | None = None, by: Actor
) -> SupportPlan:
    """Notice of what is proposed, with time to answer: 28 days unless the notice gives another."""
    each = _taken(case)
    last = answer_by or SG_PROPOSAL_REPRESENTATIONS.last_day(on)
    refuse_if(
        steps.proposing_breaches(
            queries.course_of(each), services=services, on=on, answer_by=last, today=today()
        )
    )
    plan = _plan(each)
    plan.proposed_on, plan.services, plan.answer_by = on, services.strip(), last
    db.session.flush()
    return plan


@act("Recorded what special guardians say to a support plan")
def answer_support(case: GuardianshipCase, *, on: date, words: str, by: Actor) -> SupportPlan:
    """Their representations, or that they agree."""
    each = _taken(case)
    refuse_if(steps.answering_breaches(queries.course_of(each), words=words, on=on, today=today()))
    plan = _plan(each)
    plan.answered_on, plan.answer = on, words.strip()
    db.session.flush()
    return plan


@act("Decided a support plan")
def agree_support(
    case: GuardianshipCase, *, on: date, reasons: str, watcher: User | None, by: Actor
) -> SupportPlan:
    """Decided with reasons, and somebody named who watches over it; the plan before it ends."""
    each = _taken(case)
    refuse_if(
        steps.agreeing_breaches(
            queries.course_of(each),
            has_watcher=watcher is not None,
            reasons=reasons,
            on=on,
            today=today(),
        )
    )
    plan, before = _plan(each), each.plan_in_force
    if before is not None:
        before.ended_on = on
    plan.agreed_on, plan.reasons = on, reasons.strip()
    plan.watcher_id = watcher.id if watcher is not None else None
    db.session.flush()
    db.session.expire(plan, ["watcher"])
    return plan


def _plan(each: Whole) -> SupportPlan:
    if each.plan is None:
        raise RuleBroken(record_breach("Assess what they need first."))
    return each.plan


@act("Reviewed support to special guardians")
def review_support(
    case: GuardianshipCase, *, on: date, outcome: ReviewOutcome, words: str, by: Actor
) -> SupportReview:
    """At least yearly (regulation 17). A change is proposed as a new plan, beside this one."""
    each = _taken(case)
    plan = each.plan_in_force
    refuse_if(
        steps.reviewing_breaches(
            queries.course_of(each),
            agreed=plan is not None,
            since=plan.agreed_on if plan else None,
            words=words,
            on=on,
            today=today(),
        )
    )
    if plan is None:
        raise RuleBroken(record_breach("No support plan is in force."))
    row = SupportReview(
        household_id=case.household_id,
        plan_id=plan.id,
        held_on=on,
        outcome=outcome,
        words=words.strip(),
    )
    db.session.add(row)
    if outcome is ReviewOutcome.ENDS:
        plan.ended_on = on
    db.session.flush()
    if outcome is ReviewOutcome.VARY and plan is each.plan:
        assess_support(case, on=on, needs=words, by=by)
    return row


# ------------------------------------------------------------------------------------------- money


@act("Assessed money for special guardians")
def assess_money(
    case: GuardianshipCase,
    *,
    starts_on: date,
    weekly_pence: int | None,
    reward_pence: int | None = None,
    means: str = "",
    basis: str,
    until: date | None = None,
    by: Actor,
) -> GuardianMoney:
    """So many pence a week from a day, on these means; instead of what was paid before.

    `reward_pence`: how much of it goes on as the reward of somebody who fostered the child, for two
    years after the order (regulation 7).
    """
    each = _taken(case)
    before = each.paid
    refuse_if(
        steps.money_breaches(
            queries.course_of(each),
            weekly_pence=weekly_pence,
            reward_pence=reward_pence,
            basis=basis,
            on=min(starts_on, today()),
            today=today(),
        )
        + takes_over_breaches("Money", before.starts_on if before else None, starts_on)
    )
    new = GuardianMoney(
        household_id=case.household_id,
        case_id=case.id,
        starts_on=starts_on,
        assessed_on=today(),
        weekly_pence=weekly_pence,
        reward_pence=reward_pence or None,
        means=means.strip(),
        basis=basis.strip(),
        until=until,
    )
    return begin(new, instead_of=before)


@act("Reminded special guardians of their yearly statement")
def remind_of_statement(case: GuardianshipCase, *, on: date, by: Actor) -> GuardianMoney:
    """The reminder after which, 28 days later, payments may be suspended."""
    paid = _paid(case, on)
    refuse_if(steps.by_today(on, today()))
    paid.reminded_on = on
    db.session.flush()
    return paid


@act("Suspended payments to special guardians")
def suspend_money(case: GuardianshipCase, *, on: date, by: Actor) -> GuardianMoney:
    """No statement came within 28 days of the reminder."""
    paid = _paid(case, on)
    refuse_if(
        steps.suspending_breaches(
            reminded_on=paid.reminded_on,
            suspended=paid.suspended_on is not None,
            on=on,
            today=today(),
        )
    )
    paid.suspended_on = on
    db.session.flush()
    return paid


@act("Reviewed money for special guardians")
def review_money(
    case: GuardianshipCase,
    *,
    statement_on: date,
    on: date,
    outcome: ReviewOutcome,
    words: str = "",
    by: Actor,
) -> MoneyReview:
    """Yearly, on the carers' own statement (regulation 18). Payments suspended go on."""
    paid = _paid(case, on)
    refuse_if(
        steps.by_today(on, today(), since=statement_on)
        + steps.by_today(statement_on, today(), "statement_on")
    )
    row = MoneyReview(
        household_id=case.household_id,
        case_id=case.id,
        statement_on=statement_on,
        held_on=on,
        outcome=outcome,
        words=words.strip(),
    )
    db.session.add(row)
    paid.reminded_on = paid.suspended_on = None
    if outcome is ReviewOutcome.ENDS:
        paid.end(on)
    db.session.flush()
    return row


@act("Ended payments to special guardians")
def end_money(case: GuardianshipCase, *, on: date, by: Actor) -> GuardianMoney:
    """Nothing is paid from this day."""
    paid = _paid(case, on)
    paid.end(on)
    db.session.flush()
    return paid


def _paid(case: GuardianshipCase, on: date) -> GuardianMoney:
    each = _taken(case)
    paid = each.paid
    refuse_if(
        steps.open_breaches(queries.course_of(each))
        + steps.money_since_breaches(on, paid.starts_on if paid else None)
    )
    if paid is None:
        raise RuleBroken(record_breach("No money is being paid."))
    return paid


# --------------------------------------------------------------------------------- after the order


@act("Recorded until when a child under special guardianship is in education")
def record_education(order: GuardianshipOrder, *, until: date | None, by: Actor) -> None:
    """Support goes on past eighteen while the young person is in full-time education."""
    take(order)
    refuse_if(_after(order))
    order.education_until = until
    db.session.flush()


@act("Settled who is responsible for support after three years")
def settle_responsibility(order: GuardianshipOrder, *, on: date, to: str, by: Actor) -> None:
    """Where the guardian lives then: this council, or another that was told."""
    take(order)
    refuse_if(_after(order, on) + steps.said("which council is responsible", to, "to"))
    order.passed_on, order.passed_to = on, to.strip()
    db.session.flush()


@act("Ended support for a child under special guardianship")
def end_support(order: GuardianshipOrder, *, on: date, because: SupportEnd, by: Actor) -> None:
    """Eighteen, the end of education, the order discharged, another council's; with the last
    child the plan and the money end too."""
    take(order)
    refuse_if(_after(order, on))
    order.ended_on, order.ended_because = on, because
    db.session.flush()
    case = db.session.get_one(GuardianshipCase, order.case_id)
    each = queries.whole_of(case)
    if each.living or each.undecided:
        return
    for plan in each.plans:
        if plan.ended_on is None:
            plan.ended_on = on
    if each.paid is not None:
        each.paid.end(max(on, each.paid.starts_on))
    db.session.flush()


def _after(order: GuardianshipOrder, on: date | None = None) -> list[Breach]:
    return steps.after_breaches(
        made=order.made,
        ended=order.ended_on is not None,
        on=on,
        decided_on=order.decided_on,
        today=today(),
    )

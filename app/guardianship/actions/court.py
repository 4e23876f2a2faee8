"""The court: hearings, orders made or refused, and what follows from an order on the facts."""

from __future__ import annotations

from datetime import date

from app.assessments.rules import Outcome
from app.audit.act import Actor, act
from app.audit.ended import take_back_ends
from app.children import actions as children
from app.children import queries as who
from app.children.codes import Ls, Rec, is_in_care
from app.children.kinds import Relationship
from app.children.models import Child, LegalStatus, Placement
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import today
from app.guardianship.actions.cases import end_assessment
from app.guardianship.kinds import HearingKind, HearingOutcome
from app.guardianship.models import GuardianshipCase, GuardianshipOrder, Hearing
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import FOSTERED
from app.guardianship.rules import steps
from app.people.actions import claim_room, refuse_if
from app.people.models import Household
from app.people.rules import record_breach
from app.register import actions as register
from app.register.models import TemporaryApproval


@act("Recorded a hearing that the court listed")
def list_hearing(
    case: GuardianshipCase, *, kind: HearingKind, listed_for: date, by: Actor
) -> Hearing:
    """At any point of a case: the court lists as it sees fit."""
    take(case)
    refuse_if(steps.open_breaches(queries.course_of(queries.whole_of(case))))
    row = Hearing(household_id=case.household_id, case_id=case.id, kind=kind, listed_for=listed_for)
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded what came of a hearing")
def record_hearing(
    hearing: Hearing,
    *,
    outcome: HearingOutcome | None,
    words: str = "",
    filing_due_on: date | None = None,
    next_on: date | None = None,
    by: Actor,
) -> Hearing:
    """What the court said; another day for the report, and the next hearing, where it gave one."""
    take(hearing)
    refuse_if(
        steps.hearing_breaches(
            listed_for=hearing.listed_for,
            decided=hearing.outcome is not None,
            outcome=outcome,
            today=today(),
        )
    )
    hearing.outcome, hearing.words = outcome, words.strip()
    case = db.session.get_one(GuardianshipCase, hearing.case_id)
    if filing_due_on is not None:
        case.filing_due_on = filing_due_on
    db.session.flush()
    if next_on is not None:
        list_hearing(case, kind=hearing.kind, listed_for=next_on, by=by)
    return hearing


# ---------------------------------------------------------------------------------------- the order


@act("Recorded that the court made a special guardianship order")
def record_order(
    case: GuardianshipCase,
    child: Child,
    *,
    on: date,
    words: str = "",
    own_motion: bool = False,
    accommodated_until: date | None = None,
    by: Actor,
) -> GuardianshipOrder:
    """The order as it was made, with or without our report: the record takes it and shows it.

    It discharges a care order that day. A child accommodated under section 20 stops being looked
    after on the facts: with the guardian already, that day; otherwise `accommodated_until`, or
    not yet. A temporary approval for the child ends; a fully approved carer stays approved.
    """
    order = _decide(case, child, on=on, made=True, words=words, by=by, own_motion=own_motion)
    status = open_row(LegalStatus, child_id=child.id)
    placement = who.main_placement(child.id, on)
    with_guardian = placement is not None and placement.household_id == case.household_id
    held = status if status is not None and status.starts_on <= on else None
    order.status_before = held.status if held is not None else None
    order.looked_after_before = held is not None
    if held is not None:
        until = _stops_on(held.status, on, accommodated_until, with_guardian=with_guardian)
        if until is not None:
            because = _because(case, child, placement)
            children.stop_looking_after(
                child, on=max(until, held.starts_on), because=because, by=by
            )
    approval = open_row(TemporaryApproval, household_id=case.household_id, child_id=child.id)
    if approval is not None:
        register.end_temporary_approval(approval, on=max(on, approval.starts_on), by=by)
    _when_all_decided(case, on, by)
    return order


@act("Recorded that the court refused a special guardianship order")
def record_refusal(
    case: GuardianshipCase, child: Child, *, on: date, words: str = "", by: Actor
) -> GuardianshipOrder:
    """Refused for this child: nothing changes in where the child lives or why."""
    order = _decide(case, child, on=on, made=False, words=words, by=by)
    _when_all_decided(case, on, by)
    return order


@act("Marked a decision of the court as recorded in error")
def void_order(order: GuardianshipOrder, *, why: str, by: Actor) -> None:
    """The court did not decide so for this child, or not that day: it is open again in the case.

    What ended with it goes on as if it had not: the legal status, where the child lives, a
    temporary approval, the assessment; all that is the child's, or none of it where something was
    recorded in its place since (`queries.ended_by`). Raises RuleBroken without a reason, or when
    it was taken back already.
    """
    take(order)
    if not order.stood():
        raise RuleBroken(record_breach("This was taken back already."))
    refuse_if(steps.said("why", why, "why"))
    ended = queries.ended_by(order)
    for each in ended.back:
        if isinstance(each.fact, Placement) and each.fact.household_id is not None:
            claim_room(db.session.get_one(Household, each.fact.household_id))
    take_back_ends(ended.back)
    order.void()
    order.why_voided = why.strip()
    db.session.flush()


def _decide(
    case: GuardianshipCase,
    child: Child,
    *,
    on: date,
    made: bool,
    words: str,
    by: Actor,
    own_motion: bool = False,
) -> GuardianshipOrder:
    take(case)
    each = queries.whole_of(case)
    refuse_if(
        steps.order_breaches(
            queries.course_of(each),
            decided=each.order_of(child.id) is not None,
            in_case=child.id in {one.child_id for one in each.children},
            on=on,
            today=today(),
        )
    )
    order = GuardianshipOrder(
        household_id=case.household_id,
        case_id=case.id,
        child_id=child.id,
        decided_on=on,
        made=made,
        own_motion=own_motion,
        words=words.strip(),
    )
    db.session.add(order)
    db.session.flush()
    return order


def _stops_on(
    status: Ls, on: date, accommodated_until: date | None, *, with_guardian: bool
) -> date | None:
    """The day on which the child stops being looked after; None while the facts do not say so."""
    if is_in_care(status):
        return on
    if accommodated_until is not None:
        return accommodated_until
    return on if with_guardian else None


def _because(case: GuardianshipCase, child: Child, placement: Placement | None) -> Rec:
    """As the return counts it: to those who fostered the child or not, to relatives or not."""
    each = queries.whole_of(case)
    relation = next(
        (one.relation for one in each.children if one.child_id == child.id), Relationship.OTHER
    )
    fostered = (
        placement is not None
        and placement.household_id == case.household_id
        and placement.place in FOSTERED
    )
    if fostered:
        return Rec.E45 if relation.is_connected else Rec.E46
    return Rec.E47 if relation.is_connected else Rec.E48


def _when_all_decided(case: GuardianshipCase, on: date, by: Actor) -> None:
    """Once the court has decided for every child, there is no report left to write."""
    if not queries.whole_of(case).undecided:
        end_assessment(case, outcome=Outcome.STOPPED, on=on, by=by)

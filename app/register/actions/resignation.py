"""What follows a resignation; transfers; records opened to another service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.audit.act import Actor, act
from app.core.db import db
from app.core.today import today
from app.people.actions import refuse_if
from app.people.models import Household
from app.people.rules import record_breach
from app.register.actions.approval import end_approval, receive_resignation
from app.register.deciding import ExitReason, ExitStepKind
from app.register.models import (
    Approval,
    ApprovalEnd,
    ExitStep,
    RecordsRequest,
    RecordsSent,
    Resignation,
    Transfer,
)
from app.register.queries import resignation as queries
from app.register.rules import resignation as rules


@act("Recorded a resignation")
def receive_notice(
    approvals: Sequence[Approval], *, received_on: date, reason: ExitReason, by: Actor
) -> list[Resignation]:
    """One notice, from these carers of a household: each one's approval ends 28 days after."""
    return [
        receive_resignation(each, received_on=received_on, reason=reason, by=by)
        for each in approvals
    ]


@act("Recorded what followed a resignation")
def record_exit_step(
    notice: Resignation,
    *,
    step: ExitStepKind,
    happened_on: date,
    words: str = "",
    by: Actor,
) -> ExitStep:
    """The exit interview was offered, held or declined; copies went out; they wish to stay.

    A wish to take the resignation back changes nothing: the approval ends on its day by law.
    """
    approval = db.session.get_one(Approval, notice.approval_id)
    refuse_if(
        rules.exit_step_breaches(
            step,
            happened_on,
            received_on=notice.received_on,
            ends_on=approval.ends_on or date.max,
            had=[each.step for each in queries.exit_steps(notice)],
            words=words,
            today=today(),
        )
    )
    row = ExitStep(
        resignation_id=notice.id,
        household_id=notice.household_id,
        step=step,
        happened_on=happened_on,
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded a transfer to another service")
def record_transfer(
    approval: Approval, *, to_service: str, approved_on: date, by: Actor
) -> Transfer:
    """Another service approved this carer: ours is over from that day, if it was not already.

    It happened, so it is not refused; `rules.transfer_judged` says what is wrong with it.
    """
    if queries.transfer_of(approval.id) is not None:
        refuse_if([record_breach("This transfer is recorded already.", "to_service")])
    if not to_service.strip():
        refuse_if([record_breach("Enter which service approved them.", "to_service")])
    if approved_on > today():
        refuse_if([record_breach("Record it once they are approved there.", "approved_on")])
    if approval.ends_on is None or approval.ends_on > approved_on:
        end_approval(approval, on=approved_on, how=ApprovalEnd.TRANSFERRED, by=by)
    moved = Transfer(
        approval_id=approval.id,
        household_id=approval.household_id,
        to_service=to_service.strip(),
        approved_on=approved_on,
    )
    db.session.add(moved)
    db.session.flush()
    return moved


@act("Recorded a request for records")
def record_request(
    household: Household,
    *,
    asked_by: str,
    received_on: date,
    consented_on: date | None = None,
    by: Actor,
) -> RecordsRequest:
    """Another service asks for these carers' records; fifteen working days run from now."""
    refuse_if(rules.request_breaches(received_on, consented_on, today()))
    request = RecordsRequest(
        household_id=household.id,
        asked_by=asked_by.strip(),
        received_on=received_on,
        consented_on=consented_on,
    )
    db.session.add(request)
    db.session.flush()
    return request


@act("Recorded which records were sent")
def record_sent(
    request: RecordsRequest,
    *,
    sent_on: date,
    what: str,
    consented_on: date | None = None,
    by: Actor,
) -> RecordsSent:
    """Records were opened to the service that asked: which, when, by whom."""
    agreed = request.consented_on or consented_on
    refuse_if(
        rules.sending_breaches(
            sent_on,
            received_on=request.received_on,
            consented=agreed is not None and agreed <= today(),
            what=what,
            today=today(),
        )
    )
    request.consented_on = agreed
    sent = RecordsSent(
        request_id=request.id,
        household_id=request.household_id,
        sent_on=sent_on,
        what=what.strip(),
        by_id=by.id,
    )
    db.session.add(sent)
    db.session.flush()
    return sent

"""Carers who are leaving, the children still with them, and records that other services ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.children.models import Child, Placement
from app.core.db import db
from app.core.holding import is_recorded
from app.people.models import Address, Household, Person
from app.register.deciding import ExitStepKind
from app.register.models import (
    Approval,
    ExitStep,
    RecordsRequest,
    RecordsSent,
    Resignation,
    Transfer,
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A resignation: whose, when it came, when approval ends by law, and who still lives there.

    `last_carer`: nobody else's approval goes on there afterwards, so that children still placed
    would be with an unapproved person.
    """

    resignation_id: int
    approval_id: int
    approval_ref: str
    household_id: int
    household_ref: str
    household: str
    carer: str
    received_on: date
    ends_on: date
    children: int
    last_carer: bool
    had: frozenset[ExitStepKind]

    @property
    def is_urgent(self) -> bool:
        """Children need another home before the approval ends."""
        return self.children > 0 and self.last_carer


def authorities_to_copy(household_id: int, as_at: date) -> list[str]:
    """The codes of those who are sent a copy of a notice that ends an approval (reg 28(14)): every
    authority with a child there, and the one of the area; in order, each once."""
    placing = select(Child.responsible_authority).where(
        Child.id.in_(
            select(Placement.child_id).where(
                Placement.household_id == household_id, Placement.in_force(as_at)
            )
        )
    )
    area = select(Address.authority_code).where(
        Address.household_id == household_id,
        Address.in_force(as_at),
        Address.authority_code.is_not(None),
    )
    return sorted(set(db.session.scalars(placing.union(area))))


def leaving(as_at: date, household_id: int | None = None) -> list[Leaving]:
    """Carers whose notice has come by a day, until their approval is over and no child is there.

    In five queries, however many there are.
    """
    if not is_recorded(Resignation, household_id):
        return []
    asked = (
        select(Resignation, Approval, Household.ref, Household.name, Person)
        .join(Approval, Approval.id == Resignation.approval_id)
        .join(Household, Household.id == Resignation.household_id)
        .join(Person, Person.id == Approval.person_id)
        .where(
            Resignation.stands(),
            Resignation.received_on <= as_at,
            Approval.stands(),
            Approval.starts_on <= as_at,
            or_(Approval.ends_on.is_(None), Approval.ends_on > as_at, _child_is_there(as_at)),
        )
        .order_by(Approval.ends_on, Resignation.id)
    )
    if household_id is not None:
        asked = asked.where(Resignation.household_id == household_id)
    rows = db.session.execute(asked).all()
    if not rows:
        return []
    homes = {row.Resignation.household_id for row in rows}
    placed = _children_placed(homes, as_at)
    staying = _others_staying(homes)
    had = _steps_had(homes, as_at)
    found = []
    for row in rows:
        notice, approval = row.Resignation, row.Approval
        ends = approval.ends_on or notice.received_on
        found.append(
            Leaving(
                notice.id,
                approval.id,
                approval.ref,
                notice.household_id,
                row.ref,
                row.name,
                row.Person.name,
                notice.received_on,
                ends,
                placed.get(notice.household_id, 0),
                not any(end is None or end > ends for end in staying[notice.household_id]),
                frozenset(had[notice.household_id, notice.received_on]),
            )
        )
    return [each for each in found if each.ends_on > as_at or each.is_urgent]


def _child_is_there(as_at: date) -> ColumnElement[bool]:
    return (
        select(Placement.id)
        .where(
            Placement.household_id == Resignation.household_id,
            Placement.in_force(as_at),
            Placement.temporary.is_(False),
        )
        .exists()
    )


def _children_placed(homes: Collection[int], as_at: date) -> dict[int, int]:
    rows = db.session.execute(
        select(Placement.household_id, func.count(Placement.child_id.distinct()))
        .where(
            Placement.household_id.in_(sorted(homes)),
            Placement.in_force(as_at),
            Placement.temporary.is_(False),
        )
        .group_by(Placement.household_id)
    )
    return {int(row[0]): int(row[1]) for row in rows if row[0] is not None}


def _others_staying(homes: Collection[int]) -> dict[int, list[date | None]]:
    """When each approval in these households ends: None while it goes on."""
    found: dict[int, list[date | None]] = defaultdict(list)
    rows = db.session.execute(
        select(Approval.household_id, Approval.ends_on).where(
            Approval.household_id.in_(sorted(homes)), Approval.stands()
        )
    )
    for row in rows:
        found[row.household_id].append(row.ends_on)
    return found


def _steps_had(homes: Collection[int], as_at: date) -> dict[tuple[int, date], set[ExitStepKind]]:
    """What followed each notice: a couple's one letter is answered once, for both."""
    found: dict[tuple[int, date], set[ExitStepKind]] = defaultdict(set)
    rows = db.session.execute(
        select(ExitStep.household_id, Resignation.received_on, ExitStep.step)
        .join(Resignation, Resignation.id == ExitStep.resignation_id)
        .where(
            ExitStep.household_id.in_(sorted(homes)),
            ExitStep.stands(),
            ExitStep.happened_on <= as_at,
        )
    )
    for row in rows:
        found[row.household_id, row.received_on].add(row.step)
    return found


def by_notice(found: Iterable[Leaving]) -> list[tuple[Leaving, ...]]:
    """Those who left by one notice, together."""
    groups: dict[tuple[int, date], list[Leaving]] = defaultdict(list)
    for each in found:
        groups[each.household_id, each.received_on].append(each)
    return [tuple(group) for group in groups.values()]


def resignation_of(approval_id: int) -> Resignation | None:
    """The resignation of this approval, if notice has come."""
    return db.session.scalar(
        select(Resignation)
        .where(Resignation.approval_id == approval_id, Resignation.stands())
        .order_by(Resignation.id.desc())
        .limit(1)
    )


def exit_steps(notice: Resignation) -> Sequence[ExitStep]:
    """What followed a notice, whichever of the carers who gave it it is recorded of, in order."""
    return db.session.scalars(
        select(ExitStep)
        .join(Resignation, Resignation.id == ExitStep.resignation_id)
        .where(
            Resignation.household_id == notice.household_id,
            Resignation.received_on == notice.received_on,
            ExitStep.stands(),
        )
        .order_by(ExitStep.happened_on, ExitStep.id)
    ).all()


def transfer_of(approval_id: int) -> Transfer | None:
    """Where a carer transferred to, if they did."""
    return db.session.scalar(
        select(Transfer).where(Transfer.approval_id == approval_id, Transfer.stands()).limit(1)
    )


# ------------------------------------------------------------------------- records asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of another service for records, and what was sent in answer."""

    request: RecordsRequest
    sent: tuple[RecordsSent, ...]


def records_asked(household_id: int) -> list[Asked]:
    """Every request for a household's records, the newest first, with what was sent."""
    if not is_recorded(RecordsRequest, household_id):
        return []
    requests = db.session.scalars(
        select(RecordsRequest)
        .where(RecordsRequest.household_id == household_id, RecordsRequest.stands())
        .order_by(RecordsRequest.received_on.desc(), RecordsRequest.id.desc())
    ).all()
    if not requests:
        return []
    sent: dict[int, list[RecordsSent]] = defaultdict(list)
    for each in db.session.scalars(
        select(RecordsSent)
        .where(RecordsSent.household_id == household_id, RecordsSent.stands())
        .order_by(RecordsSent.sent_on, RecordsSent.id)
    ):
        sent[each.request_id].append(each)
    return [Asked(each, tuple(sent[each.id])) for each in requests]


def request_by_ref(ref: str) -> RecordsRequest | None:
    """The request with this public id."""
    return db.session.scalar(
        select(RecordsRequest).where(RecordsRequest.ref == ref, RecordsRequest.stands())
    )


def requests_open(as_at: date) -> Sequence[RecordsRequest]:
    """Requests received by a day to which nothing has been sent by it."""
    answered = select(RecordsSent.id).where(
        and_(
            RecordsSent.request_id == RecordsRequest.id,
            RecordsSent.stands(),
            RecordsSent.sent_on <= as_at,
        )
    )
    return db.session.scalars(
        select(RecordsRequest)
        .where(
            RecordsRequest.stands(),
            RecordsRequest.received_on <= as_at,
            ~answered.exists(),
        )
        .order_by(RecordsRequest.received_on, RecordsRequest.id)
    ).all()

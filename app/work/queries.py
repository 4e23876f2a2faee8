"""What is overdue, due and waiting: every room's clocks gathered, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.permissions import May, permissions_of
from app.audit.models import ActRecord
from app.core.db import db
from app.core.today import LONDON
from app.people.models import Household
from app.statute.fostering.concerns import DESIGNATED_OFFICER_REFERRAL
from app.statute.fostering.supervision import NOTIFIABLE_EVENT_24H, SERIOUS_INCIDENT_PANEL
from app.statute.local import CONCERN_LOOKED_AT
from app.statute.running import Running, State
from app.statute.sources import Standing
from app.supervision import queries as supervision
from app.work.models import Cause, Drift, Plan
from app.work.rules import plan_stands

DUE_WITHIN = timedelta(days=7)
LATER_WITHIN = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Item:
    """A running clock as a line of work: whose, how it stands, its plan, why it is late."""

    running: Running
    state: State
    worker_id: int | None
    worker: str
    plan: Plan | None = None
    cause: Cause | None = None
    shut: bool = False
    """Whether its page is shut to whoever asks: it is somebody else's household."""

    @property
    def is_owned(self) -> bool:
        """Whether somebody said what they will do, and it has not come back yet."""
        return self.plan is not None


@dataclass(frozen=True, slots=True)
class Work:
    """One person's or the whole team's work on a day, each part the soonest first."""

    overdue: tuple[Item, ...]
    """What the law asks before what a standard asks, and that before this council's own policy."""

    due: tuple[Item, ...]
    waiting: tuple[Item, ...]
    """Somebody else's turn, whether late or not."""
    owned: tuple[Item, ...]
    later: tuple[Item, ...]

    @property
    def everything(self) -> tuple[Item, ...]:
        """Every part in order."""
        return (*self.overdue, *self.due, *self.waiting, *self.owned, *self.later)


def running(user: User, as_at: date) -> list[Running]:
    """Every clock that runs and that this person may be shown, the soonest first."""
    may = permissions_of(user.roles_now())
    found = [
        each
        for permission, watch in _watches()
        if permission in may
        for each in watch(as_at)
        if not each.only_for or each.worker_id == user.id or each.only_for in may
    ]
    return sorted(found, key=lambda each: (each.due_on, each.about, each.clock))


def _watches() -> tuple[tuple[May, Callable[[date], tuple[Running, ...]]], ...]:
    """Each room's clocks, and the permission without which nobody is shown them (`app.rooms`)."""
    watches: tuple[tuple[May, Callable[[date], tuple[Running, ...]]], ...]
    watches = current_app.extensions["watches"]
    return watches


def for_user(user: User, as_at: date, *, mine: bool) -> Work:
    """What is to do: this person's own, or everybody's that they may see."""
    workers = supervision.worker_of(None, as_at)
    plans, causes = _plans(), _causes()
    names = _names()
    own = {home for home, worker in workers.items() if worker.id == user.id}
    items = []
    for each in running(user, as_at):
        supervised_by = workers.get(each.household_id or 0)
        worker_id = each.worker_id or (supervised_by.id if supervised_by else None)
        if mine and worker_id != user.id:
            continue
        plan = plans.get(each.key)
        stands = plan is not None and plan_stands(
            due_on=each.due_on, planned_for=plan.due_on, returns_on=plan.returns_on, today=as_at
        )
        if each.due_on > as_at + LATER_WITHIN and not (stands or each.waiting_for):
            continue
        items.append(
            Item(
                each,
                each.state(as_at, near=DUE_WITHIN),
                worker_id,
                names.get(worker_id or 0, ""),
                plan if stands else None,
                causes.get(each.key),
                _is_shut(user, each, own),
            )
        )
    return _parted(items)


_OF_REVIEWS = frozenset({"register.open_review", "register.review_case"})


def _is_shut(user: User, running: Running, own: Collection[int]) -> bool:
    """A team sees that a review is due; its pages open to those alone who may read it."""
    return running.page in _OF_REVIEWS and not supervision.may_read_reviews(
        user, running.household_id or 0, own
    )


_WORST = (Standing.LAW, Standing.STANDARD, Standing.GUIDANCE, Standing.LOCAL)


def _parted(items: Iterable[Item]) -> Work:
    parts: dict[str, list[Item]] = {"overdue": [], "due": [], "waiting": [], "owned": []}
    later = []
    for item in items:
        if item.is_owned:
            parts["owned"].append(item)
        elif item.running.waiting_for:
            parts["waiting"].append(item)
        elif item.state is not State.LATER:
            parts[item.state.value].append(item)
        else:
            later.append(item)
    parts["overdue"].sort(key=lambda item: _WORST.index(item.running.rule.standing))
    return Work(**{name: tuple(part) for name, part in parts.items()}, later=tuple(later))


def find(user: User, key: str, as_at: date) -> Running | None:
    """The cycle of that key, if it runs and this person may be shown it."""
    return next((each for each in running(user, as_at) if each.key == key), None)


def plan_of(key: str) -> Plan | None:
    """The latest plan for a cycle."""
    return db.session.scalar(
        select(Plan).where(Plan.key == key, Plan.stands()).order_by(Plan.id.desc()).limit(1)
    )


def plan_by_ref(ref: str) -> Plan | None:
    """The plan of that reference."""
    return db.session.scalar(select(Plan).where(Plan.ref == ref, Plan.stands()))


def _plans() -> dict[str, Plan]:
    """The latest plan of each cycle."""
    found = db.session.scalars(select(Plan).where(Plan.stands()).order_by(Plan.id))
    return {plan.key: plan for plan in found}


def _causes() -> dict[str, Cause]:
    rows = db.session.execute(
        select(Drift.key, Drift.cause).where(Drift.stands()).order_by(Drift.id)
    )
    return {row.key: row.cause for row in rows}


def _names() -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name))}


# ------------------------------------------------------------------------------------------- drift


@dataclass(frozen=True, slots=True)
class DriftRow:
    """What was late, why, and who said so."""

    clock: str
    household: str
    ref: str
    due_on: date
    said_on: date
    cause: Cause
    note: str
    by: str


KEPT_CLOSELY: Mapping[str, May] = dict.fromkeys(
    (
        DESIGNATED_OFFICER_REFERRAL.key,
        NOTIFIABLE_EVENT_24H.key,
        SERIOUS_INCIDENT_PANEL.key,
        CONCERN_LOOKED_AT.key,
    ),
    May.SEE_EVERY_CONCERN,
)
"""Clocks of which a line alone would say that there is a concern, and who may be told of them."""


def drift_between(user: User, first: date, last: date) -> list[DriftRow]:
    """Every reason given for what was due between two days, the latest first; the last word on
    each cycle counts. Of what is kept closely nothing to whom it is not for."""
    may = user.permissions_now()
    not_for_them = [clock for clock, needed in KEPT_CLOSELY.items() if needed not in may]
    latest = select(func.max(Drift.id)).where(Drift.stands()).group_by(Drift.key)
    rows = db.session.execute(
        select(Drift, User.name.label("by"), Household.name, Household.ref)
        .join(User, User.id == Drift.by_id)
        .outerjoin(Household, Household.id == Drift.household_id)
        .where(
            Drift.id.in_(latest),
            Drift.due_on >= first,
            Drift.due_on <= last,
            Drift.clock.not_in(not_for_them),
        )
        .order_by(Drift.due_on.desc(), Drift.id.desc())
    )
    return [
        DriftRow(
            row.Drift.clock,
            row.name or "",
            row.ref or "",
            row.Drift.due_on,
            row.Drift.recorded_at.astimezone(LONDON).date(),
            row.Drift.cause,
            row.Drift.note,
            row.by,
        )
        for row in rows
    ]


def by_cause(rows: Iterable[DriftRow]) -> list[tuple[Cause, int]]:
    """How often each reason was given, the most first."""
    counted = Counter(row.cause for row in rows)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0].value))


# --------------------------------------------------------------------------------------- done by me


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a person did: when, and what."""

    at: datetime
    says: str


def done_by(user: User, day: date) -> list[Done]:
    """What this person did on a day, the latest first."""
    begins = datetime.combine(day, time(), LONDON)
    ends = datetime.combine(day + timedelta(days=1), time(), LONDON)
    rows = db.session.execute(
        select(ActRecord.at, ActRecord.says)
        .where(ActRecord.user_id == user.id, ActRecord.at >= begins, ActRecord.at < ends)
        .order_by(ActRecord.id.desc())
    )
    return [Done(row.at, row.says) for row in rows]

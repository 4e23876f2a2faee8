"""Who leaves or has left, and what of theirs nobody has taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.core.db import db
from app.people.models import Household
from app.register.models import Approval, TemporaryApproval
from app.supervision.carried import Carried, carried
from app.supervision.models import Allocation
from app.supervision.queries.suggesting import Wanted


@dataclass(frozen=True, slots=True)
class TheirHousehold:
    """A household of somebody who leaves: who has it afterwards, if anybody."""

    household_id: int
    ref: str
    name: str
    since: date
    goes_to: str | None

    @property
    def key(self) -> str:
        """Names it among everything to be handed over."""
        return f"household:{self.ref}"


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with a leaving date, and everything that is theirs."""

    id: int
    ref: str
    name: str
    left_on: date
    households: tuple[TheirHousehold, ...]
    others: tuple[Carried, ...]
    handed_over: tuple[tuple[Carried, str], ...]
    """What else is theirs today and somebody else's on the day they go, and whose."""

    def gone(self, day: date) -> bool:
        """Have they left by this day?"""
        return self.left_on <= day

    @property
    def open_households(self) -> list[TheirHousehold]:
        """Households that nobody takes over yet."""
        return [each for each in self.households if each.goes_to is None]

    @property
    def open(self) -> int:
        """How many things nobody takes over yet."""
        return len(self.open_households) + len(self.others)

    @property
    def wanted(self) -> list[Wanted]:
        """All of it, as work that somebody is to have."""
        return [
            *(Wanted(each.key, each.household_id) for each in self.open_households),
            *(Wanted(each.key, each.household_id, each.weighed) for each in self.others),
        ]


def leaver(user: User, as_at: date) -> Leaver | None:
    """One worker's leaving; None while no leaving date is recorded."""
    found = _leavers(as_at, user.id)
    return found[0] if found else None


@remembered
def leavers(as_at: date) -> tuple[Leaver, ...]:
    """Those who are to leave and have work, and those who left and whose work nobody has; the
    first to have left first."""
    return tuple(each for each in _leavers(as_at) if each.open or not each.gone(as_at))


def _leavers(as_at: date, user_id: int | None = None) -> list[Leaver]:
    asked = select(User).where(User.left_on.is_not(None), User.stands())
    if user_id is not None:
        asked = asked.where(User.id == user_id)
    users = {user.id: user for user in db.session.scalars(asked)}
    if not users:
        return []
    households = _households(users, as_at)
    others, given = _others(users, as_at), _handed_over(users, as_at)
    found = [
        Leaver(
            user.id,
            user.ref,
            user.name,
            user.left_on or as_at,
            tuple(households.get(user.id, ())),
            tuple(others.get(user.id, ())),
            tuple(given.get(user.id, ())),
        )
        for user in users.values()
        if user_id is not None or households.get(user.id) or others.get(user.id)
    ]
    return sorted(found, key=lambda each: (each.left_on, each.name, each.id))


def _others(users: dict[int, User], as_at: date) -> dict[int, list[Carried]]:
    """What else each of these still has on the day they go, or today when they have gone."""
    found: dict[int, list[Carried]] = defaultdict(list)
    for day in sorted({max(as_at, user.left_on or as_at) for user in users.values()}):
        for each in carried(day):
            user = users.get(each.worker_id or 0)
            if user is not None and max(as_at, user.left_on or as_at) == day:
                found[user.id].append(each)
    return found


def _handed_over(users: dict[int, User], as_at: date) -> dict[int, list[tuple[Carried, str]]]:
    """What else each of these has today that is somebody else's on the day they go."""
    found: dict[int, list[tuple[Carried, str]]] = defaultdict(list)
    days = {user.left_on for user in users.values() if user.left_on and user.left_on > as_at}
    if not days:
        return found
    theirs = {each.key: each for each in carried(as_at) if each.worker_id in users}
    names = {row.id: row.name for row in db.session.execute(select(User.id, User.name))}
    for day in sorted(days):
        for after in carried(day):
            before = theirs.get(after.key)
            if before is None or before.worker_id is None or after.worker_id is None:
                continue
            if users[before.worker_id].left_on == day and after.worker_id != before.worker_id:
                found[before.worker_id].append((before, names[after.worker_id]))
    return found


def _households(users: dict[int, User], as_at: date) -> dict[int, list[TheirHousehold]]:
    """The households that each of these has on their last day, or would have had from then on.

    One no longer approved needs nobody; one not yet approved may.
    """
    rows = db.session.execute(
        select(Allocation, Household.ref, Household.name)
        .join(Household, Household.id == Allocation.household_id)
        .join(User, User.id == Allocation.worker_id)
        .where(
            Allocation.worker_id.in_(sorted(users)),
            Allocation.stands(),
            or_(Allocation.ends_on.is_(None), Allocation.ends_on >= User.left_on),
        )
        .order_by(Household.name, Household.id)
    ).all()
    ids = {row.Allocation.household_id for row in rows}
    needed = _needing_somebody(ids, as_at)
    goes_to = _taken_over(ids)
    found: dict[int, list[TheirHousehold]] = defaultdict(list)
    for row in rows:
        theirs, leaves = row.Allocation, users[row.Allocation.worker_id].left_on
        after = goes_to.get((theirs.household_id, theirs.ends_on)) if theirs.ends_on else None
        ended_with_nobody = theirs.ends_on is not None and after is None
        if theirs.household_id not in needed or ended_with_nobody:
            continue
        if theirs.ends_on is not None and (leaves is None or leaves <= as_at):
            continue  # handed over, and they have gone: nothing to say any more
        found[theirs.worker_id].append(
            TheirHousehold(theirs.household_id, row.ref, row.name, theirs.starts_on, after)
        )
    return found


def _taken_over(household_ids: Collection[int]) -> dict[tuple[int, date | None], str]:
    """Who takes over each household on which day."""
    rows = db.session.execute(
        select(Allocation.household_id, Allocation.starts_on, User.name)
        .join(User, User.id == Allocation.worker_id)
        .where(Allocation.household_id.in_(sorted(household_ids)), Allocation.stands())
    )
    return {(row.household_id, row.starts_on): row.name for row in rows}


def _needing_somebody(household_ids: Collection[int], as_at: date) -> set[int]:
    """Those of these households that are approved on a day or later, or never were."""
    ever: set[int] = set()
    still: set[int] = set()
    for kind in (Approval, TemporaryApproval):
        for row in db.session.execute(
            select(kind.household_id, kind.ends_on).where(
                kind.household_id.in_(sorted(household_ids)), kind.stands()
            )
        ):
            ever.add(row.household_id)
            if row.ends_on is None or row.ends_on > as_at:
                still.add(row.household_id)
    return still | (set(household_ids) - ever)

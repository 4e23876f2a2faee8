"""Questions about the outbox, and about who has digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.accounts.models import User
from app.core.db import db
from app.people.models import Household
from app.reminders.models import Digest, DigestState, NoReminders

SHOWN = timedelta(days=14)
"""How far back the administrator's page looks."""


def people_on(day: date) -> Sequence[User]:
    """Everybody who works here on a day and did not ask to have no digests."""
    none = select(NoReminders.user_id).where(NoReminders.in_force(day))
    found = db.session.scalars(
        select(User)
        .where(
            User.stands(),
            User.suspended_at.is_(None),
            or_(User.left_on.is_(None), User.left_on > day),
            User.id.not_in(none),
        )
        .order_by(User.id)
    )
    return found.all()


def has_none(user_id: int, day: date) -> bool:
    """Did this person ask to have no digests?"""
    asked = select(NoReminders.id).where(NoReminders.user_id == user_id, NoReminders.in_force(day))
    return db.session.scalar(asked.limit(1)) is not None


def households_named(numbers: Iterable[int | None]) -> dict[int, str]:
    """The public ids of these households."""
    wanted = sorted({number for number in numbers if number is not None})
    rows = db.session.execute(select(Household.id, Household.ref).where(Household.id.in_(wanted)))
    return {row.id: row.ref for row in rows}


def prepared_for(day: date) -> frozenset[int]:
    """Whose digest of a day stands in the outbox already."""
    return frozenset(db.session.scalars(select(Digest.user_id).where(Digest.day == day)))


def unfinished() -> Sequence[int]:
    """The digests that wait, or whose sending was begun, by number."""
    return db.session.scalars(
        select(Digest.id)
        .where(Digest.state.in_([DigestState.WAITING, DigestState.SENDING]))
        .order_by(Digest.id)
    ).all()


def digest_by_ref(ref: str) -> Digest | None:
    """The digest with this public id."""
    return db.session.scalar(select(Digest).where(Digest.ref == ref))


def not_sent(since: date) -> Sequence[Digest]:
    """The digests since a day that wait or failed, the newest first."""
    return db.session.scalars(
        select(Digest)
        .where(Digest.day >= since, Digest.state != DigestState.SENT)
        .order_by(Digest.day.desc(), Digest.id)
    ).all()


def counted(since: date) -> dict[date, dict[DigestState, int]]:
    """How many digests of each day since one stand in each state."""
    rows = db.session.execute(
        select(Digest.day, Digest.state, func.count())
        .where(Digest.day >= since)
        .group_by(Digest.day, Digest.state)
        .order_by(Digest.day.desc())
    )
    found: dict[date, dict[DigestState, int]] = {}
    for day, state, number in rows:
        found.setdefault(day, {})[state] = number
    return found

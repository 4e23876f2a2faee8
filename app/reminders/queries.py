"""Questions about the outbox, and about who has digests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.accounts.models import User
from app.checks.kinds import ChasedBy
from app.checks.models import CheckChase
from app.core.db import db
from app.panel.models import MeetingNotice
from app.people.models import Household
from app.reminders.models import (
    ChasingMessage,
    Digest,
    MeetingMessage,
    Message,
    MessageState,
    NoReminders,
)
from app.reminders.rules import CHASING_WAITS

KINDS: tuple[type[Message], ...] = (Digest, ChasingMessage, MeetingMessage)

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


def unfinished() -> Sequence[tuple[type[Message], int]]:
    """The messages that wait, or whose sending was begun, by kind and number; digests first."""
    waits = [MessageState.WAITING, MessageState.SENDING]
    return [
        (kind, number)
        for kind in KINDS
        for number in db.session.scalars(
            select(kind.id).where(kind.state.in_(waits)).order_by(kind.id)
        )
    ]


def message_by_ref(ref: str) -> Message | None:
    """The message with this public id."""
    found = (db.session.scalar(select(kind).where(kind.ref == ref)) for kind in KINDS)
    return next((each for each in found if each is not None), None)


def not_sent(since: date) -> Sequence[Message]:
    """The messages since a day that wait or failed, the newest first."""
    found = [
        each
        for kind in KINDS
        for each in db.session.scalars(
            select(kind)
            .where(kind.day >= since, kind.state != MessageState.SENT)
            .order_by(kind.day.desc(), kind.id)
        )
    ]
    return sorted(found, key=lambda each: each.day, reverse=True)


def counted(since: date) -> dict[date, dict[MessageState, int]]:
    """How many messages of each day since one stand in each state."""
    found: dict[date, Counter[MessageState]] = defaultdict(Counter)
    for kind in KINDS:
        for day, state, number in db.session.execute(
            select(kind.day, kind.state, func.count())
            .where(kind.day >= since)
            .group_by(kind.day, kind.state)
        ):
            found[day][state] += number
    return {day: dict(found[day]) for day in sorted(found, reverse=True)}


# ------------------------------------------------------------------------- checks that are chased


def chased_without_message(day: date) -> Sequence[tuple[int, date]]:
    """Every time that a check was chased by email, of which no message is in the outbox; and when.

    What was chased too long ago to be sent is left out.
    """
    rows = db.session.execute(
        select(CheckChase.id, CheckChase.chased_on)
        .outerjoin(ChasingMessage, ChasingMessage.check_chase_id == CheckChase.id)
        .where(
            CheckChase.stands(),
            CheckChase.how == ChasedBy.EMAIL,
            CheckChase.chased_on >= day - CHASING_WAITS,
            ChasingMessage.id.is_(None),
        )
        .order_by(CheckChase.id)
    )
    return [(row.id, row.chased_on) for row in rows]


def told_without_message(day: date) -> Sequence[tuple[int, date]]:
    """Every notice of a meeting of which no message is in the outbox; and when it was given."""
    rows = db.session.execute(
        select(MeetingNotice.id, MeetingNotice.told_on)
        .outerjoin(MeetingMessage, MeetingMessage.notice_id == MeetingNotice.id)
        .where(
            MeetingNotice.stands(),
            MeetingNotice.told_on >= day - CHASING_WAITS,
            MeetingMessage.id.is_(None),
        )
        .order_by(MeetingNotice.id)
    )
    return [(row.id, row.told_on) for row in rows]


def emails_about(check_ids: Iterable[int]) -> dict[int, tuple[date, MessageState]]:
    """When each of these checks was last chased by email, and how far that message has come."""
    rows = db.session.execute(
        select(CheckChase.check_id, CheckChase.chased_on, ChasingMessage.state)
        .outerjoin(ChasingMessage, ChasingMessage.check_chase_id == CheckChase.id)
        .where(
            CheckChase.check_id.in_(sorted(check_ids)),
            CheckChase.stands(),
            CheckChase.how == ChasedBy.EMAIL,
        )
        .order_by(CheckChase.id)
    )
    return {row.check_id: (row.chased_on, row.state or MessageState.WAITING) for row in rows}

"""The outbox: digests, and checks chased by email; and who asked to have no digests."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public
from app.core.db import Model


class MessageState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    LAPSED = "not_sent_on_its_day"


class Message(Public, Model):
    """One message in the outbox. What it says is not kept; it is made when it is sent.

    `day` is the day on which it is to go.
    """

    __abstract__ = True

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    day: Mapped[date] = column("Day", Kept.OPENLY, index=True)
    state: Mapped[MessageState] = column("State", Kept.OPENLY, code=MessageState)
    by_way_of: Mapped[str] = column("By way of", Kept.OPENLY, String(10), default="")
    attempts: Mapped[int] = column("Attempts", Kept.OPENLY, default=0)
    cut_off: Mapped[int] = column("Attempts that were cut off", Kept.OPENLY, default=0)
    taken_at: Mapped[datetime | None] = column("Last attempt", Kept.OPENLY, Moment)
    sent_at: Mapped[datetime | None] = column("Sent", Kept.OPENLY, Moment)
    why: Mapped[str] = column("Why it was not sent", Kept.OPENLY, String(200), default="")


class Digest(Message):
    """One person's digest of one day: at most one, whoever prepares it and however often."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("user_id", "day"),)
    TRAIL = False

    user_id: Mapped[int] = column("For", Kept.OPENLY, ForeignKey("user_account.id"))
    user: Mapped[User] = relationship(lazy="joined")


class ChasingMessage(Message):
    """The message by which a check was chased: one for each time that it was."""

    __tablename__ = "chasing_message"
    __table_args__ = (UniqueConstraint("check_chase_id"),)
    TRAIL = False

    check_chase_id: Mapped[int] = column("Chased", Kept.OPENLY, ForeignKey("check_chase.id"))


class NoReminders(Dated, Model):
    """Somebody chose to have no digests, for a time."""

    __tablename__ = "no_reminders"
    ONE_OPEN_PER = ("user_id",)
    SUBJECT = ("user_account", "user_id")

    user_id: Mapped[int] = column("Whose", Kept.OPENLY, ForeignKey("user_account.id"))

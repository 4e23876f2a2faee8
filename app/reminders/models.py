"""The outbox: digests, checks chased by email, members told of a meeting; who has no digests."""

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

    @property
    def whom(self) -> str:
        """For whom it is, as the administrator's page says it."""
        raise NotImplementedError


class Digest(Message):
    """One person's digest of one day: at most one, whoever prepares it and however often."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("user_id", "day"),)
    TRAIL = False

    user_id: Mapped[int] = column("For", Kept.OPENLY, ForeignKey("user_account.id"))
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")

    @property
    def whom(self) -> str:
        """By name."""
        return self.user.name


class ChasingMessage(Message):
    """The message by which a check was chased: one for each time that it was."""

    __tablename__ = "chasing_message"
    __table_args__ = (UniqueConstraint("check_chase_id"),)
    TRAIL = False

    check_chase_id: Mapped[int] = column("Chased", Kept.OPENLY, ForeignKey("check_chase.id"))

    @property
    def whom(self) -> str:
        """Whoever it is, not by name: that would tell about whom the check is."""
        return "Whoever was asked for a check"


class MeetingMessage(Message):
    """The message by which a member without an account learns that a meeting is called off, or
    moved: one for each notice."""

    __tablename__ = "meeting_message"
    __table_args__ = (UniqueConstraint("notice_id"),)
    TRAIL = False

    notice_id: Mapped[int] = column("Told", Kept.OPENLY, ForeignKey("panel_meeting_notice.id"))

    @property
    def whom(self) -> str:
        """As the list of all such messages names them."""
        return "Somebody asked to a meeting"


class NoReminders(Dated, Model):
    """Somebody chose to have no digests, for a time."""

    __tablename__ = "no_reminders"
    ONE_OPEN_PER = ("user_id",)
    SUBJECT = ("user_account", "user_id")

    user_id: Mapped[int] = column("Whose", Kept.OPENLY, ForeignKey("user_account.id"))

"""The outbox of digests, and who asked to have none."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public
from app.core.db import Model


class DigestState(StrEnum):
    """How far one person's digest of one day has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    LAPSED = "not_sent_on_its_day"


class Digest(Public, Model):
    """One person's digest of one day: at most one, whoever prepares it and however often.

    What it says is not kept; it is made from the record when it is sent.
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("user_id", "day"),)
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    user_id: Mapped[int] = column("For", Kept.OPENLY, ForeignKey("user_account.id"))
    day: Mapped[date] = column("Day", Kept.OPENLY, index=True)
    state: Mapped[DigestState] = column("State", Kept.OPENLY, code=DigestState)
    by_way_of: Mapped[str] = column("By way of", Kept.OPENLY, String(10), default="")
    attempts: Mapped[int] = column("Attempts", Kept.OPENLY, default=0)
    cut_off: Mapped[int] = column("Attempts that were cut off", Kept.OPENLY, default=0)
    taken_at: Mapped[datetime | None] = column("Last attempt", Kept.OPENLY, Moment)
    sent_at: Mapped[datetime | None] = column("Sent", Kept.OPENLY, Moment)
    why: Mapped[str] = column("Why it was not sent", Kept.OPENLY, String(200), default="")
    user: Mapped[User] = relationship(lazy="joined")


class NoReminders(Dated, Model):
    """Somebody chose to have no digests, for a time."""

    __tablename__ = "no_reminders"
    ONE_OPEN_PER = ("user_id",)
    SUBJECT = ("user_account", "user_id")

    user_id: Mapped[int] = column("Whose", Kept.OPENLY, ForeignKey("user_account.id"))

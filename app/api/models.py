"""Other systems, their tokens, the calls they made, and answers kept so that none is given twice.

A token is shown once; here stands only its hash. Of a call stands which page was asked for, never
whom it was about: that is in the trail, as looks and acts of the system.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.api.rules import Scope, TokenState, token_state
from app.core.columns import Kept, Moment, column
from app.core.dated import Public, Recorded, Versioned
from app.core.db import Model
from app.core.today import now


class OtherSystem(Public, Versioned, Recorded, Model):
    """A system that may read or write here. `key` is what it is called in addresses."""

    __tablename__ = "other_system"

    name: Mapped[str] = column("Name", Kept.OPENLY, String(80), unique=True)
    key: Mapped[str] = column("Short name, in addresses", Kept.OPENLY, String(30), unique=True)
    contact: Mapped[str] = column("Whom to ring about it", Kept.OPENLY, String(120), default="")
    allowed: Mapped[list[Any]] = column("May", Kept.OPENLY, JSON)
    stopped_at: Mapped[datetime | None] = column("Stopped", Kept.OPENLY, Moment)

    @property
    def scopes(self) -> list[Scope]:
        """What it may do, in the list's order."""
        return [each for each in Scope if each.value in self.allowed]


class SystemToken(Public, Recorded, Model):
    """A token of a system, kept in one place, until a day."""

    __tablename__ = "system_token"
    SUBJECT = ("other_system", "system_id")

    system_id: Mapped[int] = column(
        "System", Kept.OPENLY, ForeignKey("other_system.id"), index=True
    )
    label: Mapped[str] = column("Kept in", Kept.OPENLY, String(80))
    token_hash: Mapped[str] = column("Token", Kept.RESTRICTED, String(64), unique=True)
    last_day: Mapped[date] = column("Last day", Kept.OPENLY)
    made_by_id: Mapped[int | None] = column("Made by", Kept.OPENLY, ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None] = column("Taken back", Kept.OPENLY, Moment)
    system: Mapped[OtherSystem] = relationship(viewonly=True, lazy="joined")
    made_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")

    def state(self, day: date) -> TokenState:
        """How it stands on a day."""
        return token_state(
            last_day=self.last_day,
            revoked=self.revoked_at is not None,
            stopped=self.system.stopped_at is not None,
            day=day,
        )


class SystemCall(Model):
    """A call that a token opened, counted before it is answered."""

    __tablename__ = "system_call"
    __table_args__ = (Index("ix_system_call_system_id_at", "system_id", "at"),)
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now, index=True)
    system_id: Mapped[int] = column("System", Kept.OPENLY, ForeignKey("other_system.id"))
    token_id: Mapped[int] = column("Token", Kept.OPENLY, ForeignKey("system_token.id"), index=True)
    method: Mapped[str] = column("How", Kept.OPENLY, String(7))
    rule: Mapped[str] = column("What was asked", Kept.OPENLY, String(80))
    refused: Mapped[int | None] = column("Refused with", Kept.OPENLY)
    request_id: Mapped[str | None] = column("Request", Kept.OPENLY, String(40))


class SystemAnswer(Model):
    """What was answered to a call with a key of its own: asked again, it is answered the same.

    Closed under the key of whom the call was about, and gone with it.
    """

    __tablename__ = "system_answer"
    __table_args__ = (UniqueConstraint("system_id", "key_hash"),)
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now, index=True)
    system_id: Mapped[int] = column("System", Kept.OPENLY, ForeignKey("other_system.id"))
    key_hash: Mapped[str] = column("Key of the call", Kept.RESTRICTED, String(64))
    body_hash: Mapped[str] = column("What was sent", Kept.RESTRICTED, String(64))
    subject: Mapped[str] = column("Whose record", Kept.OPENLY, String(63))
    status: Mapped[int] = column("Answered with", Kept.OPENLY)
    answer: Mapped[bytes] = column("Answer", Kept.RESTRICTED, LargeBinary)

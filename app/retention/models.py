"""Holds that keep a record from destruction, and proposals that end in a certificate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.retention.kinds import State, Why

WAITING = text("state = 'waits_for_a_decision'")
"""Of one record no more than one proposal waits at a time."""


class RetentionHold(Public, Versioned, Dated, Model):
    """A record is held from destruction, whatever its time, until two people lift it."""

    __tablename__ = "retention_hold"
    SUBJECT = (None, "about")

    about: Mapped[str] = column("Whose record", Kept.OPENLY, String(63), index=True)
    why: Mapped[Why] = column("Why", Kept.OPENLY, code=Why)
    reason: Mapped[str] = column("Reason", Kept.NARRATIVE, Text)
    placed_by_id: Mapped[int | None] = column(
        "Placed by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    looked_on: Mapped[date | None] = column("Looked at again on", Kept.OPENLY)
    asked_by_id: Mapped[int | None] = column(
        "Asked to be lifted by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    asked_because: Mapped[str] = column("To be lifted because", Kept.NARRATIVE, Text, default="")
    lifted_by_id: Mapped[int | None] = column(
        "Lifted by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    lifted_because: Mapped[str] = column("Lifted because", Kept.NARRATIVE, Text, default="")
    placed_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="RetentionHold.placed_by_id"
    )
    asked_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="RetentionHold.asked_by_id"
    )
    lifted_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="RetentionHold.lifted_by_id"
    )


class Disposal(Public, Versioned, Recorded, Model):
    """A proposal to destroy a record and, once it is destroyed, the certificate of it.

    It outlives what it is about: it says which class of record, which rule, how many rows, who and
    when, and nobody's name. Its reasons are refused if they name anybody whom it destroys.
    """

    __tablename__ = "disposal"
    __table_args__ = (
        Index(
            "uq_disposal_waiting",
            "about",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    about: Mapped[str] = column("Whose record", Kept.OPENLY, String(63), index=True)
    clock: Mapped[str] = column("Rule", Kept.OPENLY, String(80))
    provision: Mapped[str] = column("Provisions", Kept.OPENLY, String(400))
    since: Mapped[date | None] = column("Counted from (not a birth)", Kept.OPENLY)
    kept_until: Mapped[date | None] = column("Kept until (not a birthday)", Kept.OPENLY)
    reach: Mapped[dict[str, Any]] = column("What is destroyed", Kept.OPENLY, JSON)
    proposed_on: Mapped[date] = column("Proposed on", Kept.OPENLY)
    proposed_by_id: Mapped[int] = column("Proposed by", Kept.OPENLY, ForeignKey("user_account.id"))
    reason: Mapped[str] = column("Reason", Kept.OPENLY, Text)
    state: Mapped[State] = column("Stands", Kept.OPENLY, code=State, default=State.WAITING)
    decided_at: Mapped[datetime | None] = column("Decided", Kept.OPENLY, Moment)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    decided_because: Mapped[str] = column("Because", Kept.OPENLY, Text, default="")
    swept_at: Mapped[datetime | None] = column("Left in no free space since", Kept.OPENLY, Moment)
    proposed_by: Mapped[User] = relationship(
        viewonly=True, foreign_keys="Disposal.proposed_by_id", lazy="joined"
    )
    decided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Disposal.decided_by_id", lazy="joined"
    )

    @property
    def kind(self) -> str:
        """ "household", "child" or "enquiry"."""
        return self.about.partition(":")[0]

    @property
    def rows(self) -> list[tuple[str, int]]:
        """How many rows of which table, the most first."""
        counted: dict[str, int] = self.reach.get("rows", {})
        return sorted(counted.items(), key=lambda each: (-each[1], each[0]))

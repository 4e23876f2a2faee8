"""Loads of records: what came, what it would do, what it did."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, Moment, column
from app.core.dated import HowFar, Public, Recorded, Versioned
from app.core.db import Model
from app.exchange.comparing import ClosedHow, LineKind, closing_words


class LoadKind(StrEnum):
    """What a load brings."""

    CARERS = "carers_workbook"
    SSDA903 = "ssda903"
    POSTCODES = "postcodes"

    def words(self) -> str:
        """What people call it."""
        return {"carers_workbook": "Carers’ workbook", "ssda903": "Children (SSDA903)"}.get(
            self.value, "Postcodes"
        )


class LoadState(StrEnum):
    """How far a load has come. Whether one is being worked on just now is asked of `progress`."""

    WAITING = "waiting"
    CHECKED = "checked"
    DONE = "done"
    REFUSED = "refused"
    DISCARDED = "discarded"

    def words(self) -> str:
        """How far it is, to somebody who looks."""
        return {
            "waiting": "Not checked yet",
            "checked": "Checked, not loaded",
            "done": "Loaded",
        }.get(self.value, self.value.capitalize())


class Verdict(StrEnum):
    """What a row does to the record."""

    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"
    SAME = "same"
    REJECTED = "rejected"


class Load(Public, Versioned, Recorded, Model):
    """Files brought in together: checked first, then all or nothing.

    `summary` holds the counts by verdict, `notes` for the reader, and, when the files could not be
    read at all, `refused`: the sentences that say what to do.
    """

    __tablename__ = "load"

    kind: Mapped[LoadKind] = column("Kind", Kept.OPENLY, code=LoadKind)
    state: Mapped[LoadState] = column("State", Kept.OPENLY, code=LoadState)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    as_at: Mapped[date] = column("The files say what held on", Kept.OPENLY)
    fingerprint: Mapped[str] = column("Fingerprint", Kept.OPENLY, String(64), index=True)
    mapping: Mapped[dict[str, Any]] = column("Columns", Kept.OPENLY, JSON, default=dict)
    summary: Mapped[dict[str, Any]] = column("Counts", Kept.CHILD, JSON, default=dict)
    done_rows: Mapped[int] = column("Rows done", Kept.OPENLY, default=0)
    finished_at: Mapped[datetime | None] = column("Finished", Kept.OPENLY, Moment)

    @property
    def cleared_on(self) -> date | None:
        """The day on which what it kept of its files was cleared; none while it is kept."""
        said = self.summary.get("cleared")
        return date.fromisoformat(said) if said else None


class LoadFile(Model):
    """A file of a load, kept until the load is done or discarded."""

    __tablename__ = "load_file"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    load_id: Mapped[int] = column("Load", Kept.OPENLY, ForeignKey("load.id"), index=True)
    name: Mapped[str] = column("File name", Kept.OPENLY, String(200))
    content: Mapped[bytes | None] = column("Content", Kept.CHILD, LargeBinary)


class LoadRow(Model):
    """One row of a load: what it would do, or why it cannot."""

    __tablename__ = "load_row"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    load_id: Mapped[int] = column("Load", Kept.OPENLY, ForeignKey("load.id"), index=True)
    file: Mapped[str] = column("File", Kept.OPENLY, String(200))
    row: Mapped[int] = column("Row", Kept.OPENLY)
    verdict: Mapped[Verdict] = column("Verdict", Kept.OPENLY, code=Verdict)
    odd: Mapped[bool] = column("Odd: somebody should look", Kept.OPENLY, default=False)
    subject: Mapped[str] = column("Whose", Kept.CHILD, String(200), default="")
    reason: Mapped[str] = column("Reason", Kept.CHILD, Text, default="")
    values: Mapped[dict[str, Any]] = column("As it came", Kept.CHILD, JSON, name="cells")


class LoadProgress(HowFar, Model):
    """How far the work on a load has come."""

    __tablename__ = "load_progress"

    load_id: Mapped[int] = column("Load", Kept.OPENLY, ForeignKey("load.id"), primary_key=True)


class ColumnMapping(Recorded, Model):
    """A heading that somebody mapped, remembered for the next file. A blank field: left out."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "heading"),)

    kind: Mapped[LoadKind] = column("Kind", Kept.OPENLY, code=LoadKind)
    heading: Mapped[str] = column("Heading", Kept.OPENLY, String(120))
    field: Mapped[str] = column("Field", Kept.OPENLY, String(40))


class Reconciliation(Public, Recorded, Model):
    """The record was compared with another system's list of children, as at a day.

    Of the files nothing is kept but the lines that differ. Nothing in the record is changed by it.
    """

    __tablename__ = "reconciliation"

    name: Mapped[str] = column("Files", Kept.OPENLY, String(400))
    as_at: Mapped[date] = column("As at", Kept.OPENLY)
    headings: Mapped[dict[str, Any]] = column("Headings", Kept.OPENLY, JSON, default=dict)
    there: Mapped[int] = column("Children in the file", Kept.OPENLY)
    here: Mapped[int] = column("Children looked after here", Kept.OPENLY)
    unread: Mapped[int] = column("Rows that could not be read", Kept.OPENLY, default=0)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ReconciliationLine(Public, Versioned, Recorded, Model):
    """One child to be looked at: on one side only, or told otherwise; whose it is, how closed."""

    __tablename__ = "reconciliation_line"
    SUBJECT = ("reconciliation_line", "id")

    reconciliation_id: Mapped[int] = column(
        "Comparison", Kept.OPENLY, ForeignKey("reconciliation.id"), index=True
    )
    kind: Mapped[LineKind] = column("What", Kept.OPENLY, code=LineKind)
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    key: Mapped[str] = column("Their number", Kept.CHILD, String(80), default="")
    name: Mapped[str] = column("Name", Kept.CHILD, String(160), default="")
    differences: Mapped[dict[str, Any]] = column("What differs", Kept.CHILD, JSON, default=dict)
    owner_id: Mapped[int | None] = column("Whose", Kept.OPENLY, ForeignKey("user_account.id"))
    closed_on: Mapped[date | None] = column("Closed on", Kept.OPENLY)
    closed_how: Mapped[ClosedHow | None] = column("How", Kept.OPENLY, code=ClosedHow)
    note: Mapped[str] = column("Because", Kept.NARRATIVE, Text, default="")
    before_id: Mapped[int | None] = column(
        "Looked at before", Kept.OPENLY, ForeignKey("reconciliation_line.id")
    )
    child: Mapped[Child | None] = relationship(viewonly=True, lazy="joined")
    owner: Mapped[User | None] = relationship(viewonly=True, lazy="joined")
    before: Mapped[ReconciliationLine | None] = relationship(
        viewonly=True, remote_side="ReconciliationLine.id", lazy="selectin", join_depth=1
    )

    @property
    def closed_words(self) -> str:
        """How it was closed, as its choice said it."""
        return closing_words(self.kind, self.closed_how) if self.closed_how else ""

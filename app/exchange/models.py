"""Loads of records: what came, what it would do, what it did."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.columns import Kept, Moment, column
from app.core.dated import Public, Recorded, Versioned
from app.core.db import Model


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


class LoadProgress(Model):
    """How far the work on a load has come, written while it runs (see `progress`)."""

    __tablename__ = "load_progress"
    TRAIL = False

    load_id: Mapped[int] = column("Load", Kept.OPENLY, ForeignKey("load.id"), primary_key=True)
    doing: Mapped[str] = column("Doing", Kept.OPENLY, String(60))
    done: Mapped[int] = column("Rows done", Kept.OPENLY, default=0)
    total: Mapped[int] = column("Rows in all", Kept.OPENLY, default=0)


class ColumnMapping(Recorded, Model):
    """A heading that somebody mapped, remembered for the next file. A blank field: left out."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "heading"),)

    kind: Mapped[LoadKind] = column("Kind", Kept.OPENLY, code=LoadKind)
    heading: Mapped[str] = column("Heading", Kept.OPENLY, String(120))
    field: Mapped[str] = column("Field", Kept.OPENLY, String(40))

"""The trail: acts, the changes made under them, looks at sensitive records, and seals.

No foreign keys to live data: the trail neither blocks nor follows it. Append only; triggers refuse
change and removal. `change_draft` is where the row triggers write; before each commit the drafts
become `change` rows, every value above F1 encrypted under its subject's key.

Changes and looks are numbered without gaps, in the order in which they were committed, and each
carries its own code (`mac`, keyed): what is missing, altered or added later can be named.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from app.core.columns import Kept, Moment, column
from app.core.db import Model
from app.core.today import now


class Op(StrEnum):
    """What was done to a row."""

    INSERT = "I"
    UPDATE = "U"
    ACT = "A"  # the act's own line, by which the act itself is held


TrailId = BigInteger().with_variant(Integer, "sqlite")


class ActRecord(Model):
    """A named act by a named person. Why stands closed on the act's own line of `change`."""

    __tablename__ = "act"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now)
    says: Mapped[str] = column("What was done", Kept.OPENLY, String(120))
    user_id: Mapped[int | None] = column("By", Kept.OPENLY, index=True)
    by_name: Mapped[str] = column("By", Kept.OPENLY, String(120))
    request_id: Mapped[str | None] = column("Request", Kept.OPENLY, String(40))


class Change(Model):
    """One row of the record, before and after. Each act has a line of its own (`Op.ACT`)."""

    __tablename__ = "change"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True, autoincrement=False)
    act_id: Mapped[int] = column("Act", Kept.OPENLY, TrailId, index=True)
    table: Mapped[str] = column("Table", Kept.OPENLY, String(63), name="table_name")
    row_id: Mapped[str] = column("Row", Kept.OPENLY, String(63))
    op: Mapped[Op] = column("Operation", Kept.OPENLY, code=Op)
    subject: Mapped[str] = column("About", Kept.OPENLY, String(63), index=True)
    openly: Mapped[str] = column("Open values", Kept.OPENLY, Text)
    closed: Mapped[bytes | None] = column("Closed values", Kept.OPENLY, LargeBinary)
    stamped_at: Mapped[datetime] = column("Database's own stamp", Kept.OPENLY, Moment)
    mac: Mapped[str] = column("Code", Kept.OPENLY, String(64))


class ChangeDraft(Model):
    """Where row triggers write. Empty outside a transaction: a row left here bypassed the house."""

    __tablename__ = "change_draft"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True)
    act_id: Mapped[int] = column("Act", Kept.OPENLY, TrailId)
    table: Mapped[str] = column("Table", Kept.OPENLY, String(63), name="table_name")
    row_id: Mapped[str] = column("Row", Kept.OPENLY, String(63))
    op: Mapped[Op] = column("Operation", Kept.OPENLY, code=Op)
    subject: Mapped[str] = column("About", Kept.OPENLY, String(63))
    openly: Mapped[str] = column("Open values", Kept.OPENLY, Text)
    closed: Mapped[str] = column("Values to close", Kept.RESTRICTED, Text)
    stamped_at: Mapped[datetime] = column("Database's own stamp", Kept.OPENLY, Moment)


class Look(Model):
    """Who saw which sensitive record, committed before the page is sent."""

    __tablename__ = "look"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now)
    user_id: Mapped[int | None] = column("By", Kept.OPENLY, index=True)
    by_name: Mapped[str] = column("By", Kept.OPENLY, String(120))
    subject: Mapped[str] = column("Whose record", Kept.OPENLY, String(63), index=True)
    kept: Mapped[str] = column("Class seen", Kept.OPENLY, String(2))
    page: Mapped[str] = column("Page", Kept.OPENLY, String(80))
    request_id: Mapped[str | None] = column("Request", Kept.OPENLY, String(40))
    mac: Mapped[str] = column("Code", Kept.OPENLY, String(64))


class Seal(Model):
    """A keyed seal over a run of changes and looks, chained to the seal before it."""

    __tablename__ = "seal"
    TRAIL = False

    n: Mapped[int] = column("Number", Kept.OPENLY, TrailId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now)
    last_change: Mapped[int] = column("Last change", Kept.OPENLY, TrailId)
    last_look: Mapped[int] = column("Last look", Kept.OPENLY, TrailId)
    previous: Mapped[str] = column("Seal before", Kept.OPENLY, String(64))
    mac: Mapped[str] = column("Seal", Kept.OPENLY, String(64))


class SubjectKey(Model):
    """A subject's key, wrapped under the trail's own. Destroy it and its values are gone."""

    __tablename__ = "subject_key"
    TRAIL = False

    subject: Mapped[str] = column("Subject", Kept.OPENLY, String(63), primary_key=True)
    wrapped: Mapped[bytes | None] = column("Wrapped key", Kept.RESTRICTED, LargeBinary)
    destroyed_at: Mapped[datetime | None] = column("Destroyed", Kept.OPENLY, Moment)


class Destruction(Model):
    """The certificate that a subject's key was destroyed: whose, when, by whom, and why.

    Everything in it stands openly and it is its own subject, or it would go with the key.
    """

    __tablename__ = "destruction"

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now)
    subject: Mapped[str] = column("Whose key", Kept.OPENLY, String(63), unique=True)
    why: Mapped[str] = column("Why", Kept.OPENLY, String(300))
    by_id: Mapped[int] = column("By", Kept.OPENLY)
    by_name: Mapped[str] = column("By", Kept.OPENLY, String(120))
    approved_by_id: Mapped[int] = column("Approved by", Kept.OPENLY)
    approved_by_name: Mapped[str] = column("Approved by", Kept.OPENLY, String(120))


class TrailCheck(Model):
    """The trail was checked from end to end, and what was found."""

    __tablename__ = "trail_check"
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, TrailId, primary_key=True)
    at: Mapped[datetime] = column("At", Kept.OPENLY, Moment, default=now)
    changes: Mapped[int] = column("Changes read", Kept.OPENLY, TrailId)
    looks: Mapped[int] = column("Looks read", Kept.OPENLY, TrailId)
    findings: Mapped[int] = column("Findings", Kept.OPENLY)
    first: Mapped[str] = column("First finding", Kept.OPENLY, Text, default="")

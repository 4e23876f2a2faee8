"""What the trail answers: who changed what, under which act; who looked; what one person did."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import JSON, Boolean, Column, Date, Table, select

from app.audit import trail, triggers
from app.audit.keys import MOST_AT_ONCE, Subject, keys_for_reading
from app.audit.models import ActRecord, Change, Look, Op
from app.core.columns import Code, Kept, Moment
from app.core.db import Base, db
from app.core.present import say
from app.core.words import words

HOUSEKEEPING = frozenset(
    {"id", "ref", "version", "room_act_id", "recorded_at", "end_recorded_at", "mac"}
)
"""Columns that say nothing to a reader: numbers, stamps and locks."""

NOT_YOURS = "not shown to you"
DESTROYED = "destroyed"
AGAIN = "open the record again to see it"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after, in words, with who changed it and when."""

    label: str
    was: str
    now: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row added or changed: what kind of fact, and its values before and after."""

    fact: str
    added: bool
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class ActShown:
    """An act as the trail tells it, with what it changed about the subjects asked for."""

    id: int
    at: datetime
    says: str
    by: str
    reason: str | None
    rows: Sequence[RowChange]


@dataclass(frozen=True, slots=True)
class Done:
    """An act, by its number in the trail's order, and when it was done."""

    number: int
    at: datetime


def acts_about(*subjects: str) -> Sequence[int]:
    """The ids of every act that changed something about these subjects, newest first."""
    return db.session.scalars(
        select(Change.act_id)
        .where(Change.subject.in_(subjects), Change.op != Op.ACT)
        .distinct()
        .order_by(Change.act_id.desc())
    ).all()


def history_of(
    *subjects: str,
    may_see: Collection[Kept] = frozenset({Kept.OPENLY}),
    acts: Collection[int] | None = None,
) -> list[ActShown]:
    """Every act that changed something about these subjects ("child:12"), newest first.

    Values of classes not in `may_see` are named but not shown. Values whose subject's key was
    destroyed say so. `acts`: only these, for a page of a long history.
    """
    asked = (
        select(Change, ActRecord)
        .join(ActRecord, ActRecord.id == Change.act_id)
        .where(Change.subject.in_(subjects), Change.op != Op.ACT)
        .order_by(Change.id)
    )
    if acts is not None:
        asked = asked.where(Change.act_id.in_(acts))
    pairs = db.session.execute(asked).all()
    reader = _Reader(subjects, may_see)
    told: dict[int, tuple[ActRecord, list[RowChange]]] = {}
    for change, act in pairs:
        row = reader.row(change, act)
        rows = told.setdefault(act.id, (act, []))[1]
        if row.fields:
            rows.append(row)
    reasons = _reasons(told) if Kept.NARRATIVE in may_see else {}
    shown = [
        ActShown(act.id, act.at, act.says, act.by_name, reasons.get(act.id), rows)
        for act, rows in told.values()
    ]
    return sorted(shown, key=lambda act: act.id, reverse=True)


def last_done(says: Collection[str], table: str, subjects: Collection[str]) -> dict[str, Done]:
    """Of each row of a table about these subjects, by its id, the last of these acts that changed
    it; none of those that no such act changed."""
    found = db.session.execute(
        select(Change.row_id, ActRecord.id, ActRecord.at)
        .join(ActRecord, ActRecord.id == Change.act_id)
        .where(
            Change.subject.in_(sorted(subjects)),
            Change.table == table,
            Change.op != Op.ACT,
            ActRecord.says.in_(sorted(says)),
        )
        .order_by(ActRecord.id)
    )
    return {row.row_id: Done(row.id, row.at) for row in found}


def _reasons(acts: Collection[int]) -> dict[int, str]:
    """Why each of these acts was done, where somebody said so and it can still be read."""
    lines: list[Change] = []
    ids = list(acts)
    for first in range(0, len(ids), MOST_AT_ONCE):
        some = ids[first : first + MOST_AT_ONCE]
        lines += db.session.scalars(
            select(Change).where(
                Change.act_id.in_(some), Change.op == Op.ACT, Change.closed.is_not(None)
            )
        )
    reader = _Reader((line.subject for line in lines), frozenset())
    read = {line.act_id: reader.closed(line) for line in lines}
    return {act_id: values["reason"][1] for act_id, values in read.items() if values}


def changes_since(record: Any, version: int) -> list[FieldChange]:
    """What was changed in `record` after it had this version: label, was, now, by, at.

    Open values are shown; of the others only that they changed, for the record itself says who
    may see them. An act that changed no value of the record's own is there by its name.
    """
    table: Table = record.__table__
    subject = triggers.trailed()[table.name].of(record)
    pairs = db.session.execute(
        select(Change, ActRecord)
        .join(ActRecord, ActRecord.id == Change.act_id)
        .where(
            Change.subject == subject,
            Change.table == table.name,
            Change.row_id == str(record.id),
        )
        .order_by(Change.id)
    ).all()
    reader = _Reader([subject], frozenset({Kept.OPENLY}), hidden=AGAIN)
    since: list[FieldChange] = []
    for change, act in pairs:
        if _version(change) > version:
            fields = reader.row(change, act).fields
            since += fields or [FieldChange(act.says, "", "", act.by_name, act.at)]
    return since


def values_of(lines: Sequence[Change]) -> list[dict[str, tuple[Any, Any]]]:
    """What each of these lines changed: column, was, now, as the record has them.

    Of a record whose key was destroyed, only what stands openly.
    """
    reader = _Reader((line.subject for line in lines), frozenset())
    found = []
    for line in lines:
        columns = Base.metadata.tables[line.table].c
        values = {**json.loads(line.openly), **(reader.closed(line) or {})}
        found.append(
            {
                name: (_typed(columns[name], was), _typed(columns[name], now))
                for name, (was, now) in values.items()
            }
        )
    return found


def _version(change: Change) -> int:
    return int(json.loads(change.openly).get("version", [0, 0])[1] or 0)


def acts_by(user_id: int, *, limit: int = 500) -> list[ActRecord]:
    """What this person did, newest first."""
    return list(
        db.session.scalars(
            select(ActRecord)
            .where(ActRecord.user_id == user_id)
            .order_by(ActRecord.id.desc())
            .limit(limit)
        )
    )


def looks_at(*subjects: str, since: datetime | None = None) -> list[Look]:
    """Who saw these subjects' sensitive values, newest first."""
    asked = select(Look).where(Look.subject.in_(subjects)).order_by(Look.id.desc())
    return list(db.session.scalars(asked if since is None else asked.where(Look.at >= since)))


def looks_by(user_id: int, *, since: datetime | None = None) -> list[Look]:
    """Whose sensitive values this person saw, newest first."""
    asked = select(Look).where(Look.user_id == user_id).order_by(Look.id.desc())
    return list(db.session.scalars(asked if since is None else asked.where(Look.at >= since)))


class _Reader:
    """Reads lines for somebody who may see some classes: values in words, names for numbers."""

    def __init__(
        self, subjects: Iterable[str], may_see: Collection[Kept], hidden: str = NOT_YOURS
    ) -> None:
        self._may_see = may_see
        self._hidden = hidden
        self._names: dict[tuple[str, int], str] = {}
        connection = db.session.connection()
        self._keys: Mapping[str, Subject] = keys_for_reading(
            connection, trail.keys_of(connection), subjects
        )

    def row(self, change: Change, act: ActRecord) -> RowChange:
        """One line of the trail, in words."""
        table = Base.metadata.tables[change.table]
        closed = self.closed(change)
        values: dict[str, Any] = {**json.loads(change.openly), **(closed or {})}
        added = change.op is Op.INSERT
        fields = []
        for column in table.columns:
            if column.name not in HOUSEKEEPING and column.name in values:
                told = self._told(column, values[column.name], added=added)
                if told is not None:
                    label = str(column.info.get("label", column.name))
                    fields.append(FieldChange(label, *told, act.by_name, act.at))
        if closed is None:
            fields.append(FieldChange("Closed values", "", DESTROYED, act.by_name, act.at))
        return RowChange(table.name.replace("_", " "), added, fields)

    def closed(self, change: Change) -> dict[str, Any] | None:
        """The closed values; None if there were some whose key is no more."""
        if change.closed is None:
            return {}
        key = self._keys.get(change.subject)
        if key is None:
            return None
        try:
            opened: dict[str, Any] = json.loads(
                key.open(change.closed, trail.belongs_to(change.id))
            )
        except InvalidTag:  # altered: `hearth check-record` names it
            return None
        return opened

    def _told(
        self, column: Column[Any], pair: Sequence[Any], *, added: bool
    ) -> tuple[str, str] | None:
        if triggers.kept_of(column) not in self._may_see:
            return None if added else ("", self._hidden)
        was, became = self._words(column, pair[0]), self._words(column, pair[1])
        return None if was == became == "" else (was, became)

    def _words(self, column: Column[Any], value: Any) -> str:
        if value is None:
            return ""
        for key in column.foreign_keys:
            return self.name(key.column.table, int(value))
        return say(_typed(column, value))

    def name(self, table: Table, number: int) -> str:
        """A record's own name where it is an open one, otherwise what it is and its number."""
        asked = (table.name, number)
        if asked not in self._names:
            name = None
            if "name" in table.c and triggers.kept_of(table.c["name"]) is Kept.OPENLY:
                name = db.session.scalar(select(table.c["name"]).where(table.c.id == number))
            self._names[asked] = name or f"{table.name.replace('_', ' ')} {number}"
        return self._names[asked]


def _typed(column: Column[Any], value: Any) -> Any:
    """A value of the trail's JSON, as the record has it."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Code):
        try:
            return kind.codes(value)
        except ValueError:  # a code that a later release no longer has
            return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(f"{value}+00:00")
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, JSON) and isinstance(value, str):
        value = json.loads(value)
    return _plainly(value)


def _plainly(value: Any) -> Any:
    """A list or a table of values as people read one; nothing where it is empty."""
    if isinstance(value, list):
        return "; ".join(str(_plainly(each)) for each in value if each not in (None, "", [], {}))
    if isinstance(value, dict):
        pairs = ((words(key), _plainly(each)) for key, each in value.items())
        return "; ".join(f"{key}: {each}" for key, each in pairs if each not in (None, ""))
    return value


def open_names(subjects: Collection[str]) -> dict[str, str]:
    """What each subject ("household:3") is called in words that everybody may read: a record's own
    name where that is an open value, otherwise what it is and its number."""
    reader = _Reader((), frozenset())
    names = {}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        table = Base.metadata.tables.get(kind)
        if table is None or not number.isdigit():
            names[subject] = subject
        else:
            names[subject] = reader.name(table, int(number))
    return names

"""The record as it stands, held against what the trail says became of each row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Row, Table, TextClause, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from app.audit import trail, triggers
from app.audit.checking.written import Finding, as_written
from app.audit.keys import Subject, TrailKeys, keys_for_reading
from app.audit.seals import AT_ONCE, CHANGE
from app.core.db import Base

_NEXT = (
    as_written(CHANGE)
    .where(CHANGE.c.table_name == bindparam("name"), CHANGE.c.id > bindparam("after"))
    .order_by(CHANGE.c.id)
    .limit(AT_ONCE)
)
"""The next changes of one table, as they stand on disk."""


def rows_that_differ(connection: Connection, keys: TrailKeys) -> Iterator[Finding]:
    """Rows of the record that are not as the trail says they became, are not in it, or are gone."""
    for name in triggers.trailed():
        table = Base.metadata.tables[name]
        told = _as_told(connection, keys, table)
        try:
            for row_id, stands in _as_it_stands(connection, table):
                differs = _difference(stands, told.pop(row_id, None))
                if differs:
                    yield Finding(name, row_id, differs)
        except SQLAlchemyError:
            yield Finding(name, "", "holds a value that cannot be read")
            continue
        for row_id in sorted(told):
            yield Finding(name, row_id, "is gone from the record; the trail has it")


def _difference(stands: Mapping[str, Any], became: _Told | None) -> str:
    if became is None:
        return "stands in the record but not in the trail"
    differ = [
        column
        for column, value in stands.items()
        if column not in became.unread and became.values.get(column) != value
    ]
    return f"is not as the trail says it became: {', '.join(differ)}" if differ else ""


def _as_told(connection: Connection, keys: TrailKeys, table: Table) -> dict[str, _Told]:
    """What the trail says became of each row of a table."""
    closed_columns = frozenset(column.name for column in triggers.columns_kept(table)[1])
    told: dict[str, _Told] = {}
    after = 0
    while True:
        rows = connection.execute(_NEXT, {"name": table.name, "after": after}).all()
        subjects = [row.subject for row in rows if row.closed is not None]
        in_hand = keys_for_reading(connection, keys, subjects)
        for row in rows:
            became = told.setdefault(row.row_id, _Told({}, set()))
            became.take(_read(row.openly))
            if row.closed is not None:
                became.take_closed(row, in_hand.get(row.subject), closed_columns)
        if len(rows) < AT_ONCE:
            return told
        after = rows[-1].id


@dataclass(slots=True)
class _Told:
    """A row as the trail tells it; `unread` are columns whose key was destroyed."""

    values: dict[str, Any]
    unread: set[str]

    def take(self, changed: Mapping[str, list[Any]]) -> None:
        for column, pair in changed.items():
            self.values[column] = pair[1]

    def take_closed(self, row: Row[Any], key: Subject | None, columns: frozenset[str]) -> None:
        if key is None:
            self.unread |= columns
            return
        try:
            self.take(json.loads(key.open(bytes(row.closed), trail.belongs_to(row.id))))
        except (InvalidTag, TypeError, ValueError):  # its line is named as altered already
            self.unread |= columns


def _read(openly: Any) -> dict[str, list[Any]]:
    try:
        values = json.loads(openly)
    except (TypeError, ValueError):  # its line is named as altered already
        return {}
    if not isinstance(values, dict):
        return {}
    return {
        name: pair for name, pair in values.items() if isinstance(pair, list) and len(pair) == 2
    }


def _as_it_stands(connection: Connection, table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row as the trail would write it."""
    for number, values in connection.execute(_every_row(table, triggers.of(connection))):
        yield number, json.loads(values) if isinstance(values, str) else values


@cache
def _every_row(table: Table, engine: ModuleType) -> TextClause:
    pairs = ", ".join(f"'{each.name}', {engine.value('r', each)}" for each in table.columns)
    row_id = triggers.row_id(table, "r")
    return text(f'SELECT CAST({row_id} AS TEXT), {engine.OBJECT}({pairs}) FROM "{table.name}" r')

"""Rows for any table of the record, made from the table itself: no table can be forgotten."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

from app.audit.act import act_under_way
from app.core.columns import Code, Moment
from app.core.db import Base
from app.core.today import now

A_DAY = date(2024, 2, 29)

CAN_BE_NULL_TOGETHER = {"ends_on", "voided_at", "end_recorded_at"}


def table_named(name: str) -> Table:
    """A table of the record."""
    return Base.metadata.tables[name]


def values_for(connection: Connection, table: Table) -> dict[str, Any]:
    """Values for a new row; the rows it must refer to are made first."""
    values = {
        column.name: _value(connection, column)
        for column in table.columns
        if column.name != "id" and (not column.nullable or column.name == "note")
    }
    for column in _counted_together(table):
        values[column.name] = secrets.randbelow(1_000_000) + 1
    if _one_open_of_each_code(table):
        values["ends_on"] = A_DAY + timedelta(days=400)  # many may stand beside each other
    if table.name == "sibling_link":
        pair = sorted([values["child_id"], values["sibling_id"]])
        values["child_id"], values["sibling_id"] = pair
    if "household_id" in values and table.name in ("room_claim", "placement"):
        claim(connection, values["household_id"])
    return values


def _counted_together(table: Table) -> list[Column[Any]]:
    """Numbers that may stand once with another column: a template's versions, say."""
    return [
        column
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1
        for column in constraint.columns
        if isinstance(column.type, Integer) and not column.foreign_keys
    ]


def _one_open_of_each_code(table: Table) -> bool:
    """Whether at most one row may be open for each value of a short list, whoever it is about."""
    return any(
        (index.name or "").endswith("_open")
        and all(isinstance(column.type, Code) for column in index.columns)
        for index in table.indexes
    )


def claim(connection: Connection, household_id: int) -> None:
    """What `people.actions.claim_room` does, for rows written by hand."""
    connection.execute(
        text("UPDATE household SET room_act_id = :act WHERE id = :id"),
        {"act": act_under_way(), "id": household_id},
    )


def add_row(connection: Connection, table: Table) -> Any:
    """A new row; gives its key (its id, where it has one)."""
    done = connection.execute(table.insert().values(**values_for(connection, table)))
    return done.inserted_primary_key[0]


def _value(connection: Connection, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return add_row(connection, key.column.table)
    return another_value(column)


def another_value(column: Column[Any], turn: int = 0) -> Any:
    """A value that a column may hold; another for another turn."""
    kind = column.type
    if isinstance(kind, Code):
        codes = list(kind.codes)
        return codes[turn % len(codes)]
    if isinstance(kind, Moment):
        return now() + timedelta(seconds=turn)
    return _value_of(kind.impl if isinstance(kind, TypeDecorator) else kind, turn, column)


def _value_of(kind: Any, turn: int, column: Column[Any]) -> Any:
    if isinstance(kind, Date):
        return A_DAY + timedelta(days=turn)
    if isinstance(kind, Boolean):
        return bool(turn % 2)
    if isinstance(kind, LargeBinary):
        return bytes([turn, 0, 255]) + secrets.token_bytes(5)
    if isinstance(kind, JSON):
        return {"turn": turn, "words": "“Señor” 家"}
    if isinstance(kind, Text):
        return f"Said {turn}: {secrets.token_hex(3)} “quoted” 'single' \\ 家"
    if isinstance(kind, String):
        return secrets.token_hex(8)[: kind.length or 16]
    if isinstance(kind, Integer):
        return turn + 1
    raise AssertionError(f"no value for {column}")


def column_to_change(table: Table) -> Column[Any] | None:
    """A column of a table that an update may change, preferring what is not a number or a code."""
    free = [
        column
        for column in table.columns
        if not column.primary_key
        and not column.foreign_keys
        and column.name not in ("ref", "version", "room_act_id")
        and not column.unique
    ]

    def rank(column: Column[Any]) -> tuple[bool, bool]:
        return (isinstance(column.type, Code), column.name in CAN_BE_NULL_TOGETHER)

    return min(free, key=rank, default=None)

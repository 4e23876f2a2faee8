"""Whose a row is, and how closely each of its values is kept, as the models say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from app.core.columns import Kept
from app.core.db import Base


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose row it is: `kind` and the column (or the parent's column) that holds the id.

    Without a kind the column holds the whole name ("child:12"). A row that names nobody, where its
    column may be empty, is its own subject.
    """

    table: str
    nullable: bool
    kind: str | None
    column: str
    parent: str | None = None
    parent_column: str = "id"

    def sql(self, row: str) -> str:
        """SQL for "kind:id" of the row named `row` (NEW or OLD)."""
        own = f'{row}."{self.column}"'
        if self.parent is not None:
            own = f'(SELECT p."{self.parent_column}" FROM "{self.parent}" p WHERE p.id = {own})'
        whole = f"'{self.kind}:' || {own}" if self.kind is not None else own
        return f"coalesce({whole}, '{self.table}:' || {row}.id)" if self.nullable else whole

    def of(self, record: Any) -> str:
        """The same of a row in hand."""
        own = getattr(record, self.column)
        if self.kind is None and own:
            return str(own)
        return f"{self.kind}:{own}" if own else f"{self.table}:{record.id}"


def trailed() -> dict[str, Subject]:
    """Every table of the record that leaves a trail, with whose its rows are."""
    found = {}
    for mapper in Base.registry.mappers:
        cls = mapper.class_
        if getattr(cls, "TRAIL", True) is False or mapper.local_table is None:
            continue
        table = cls.__table__
        said = getattr(cls, "SUBJECT", (table.name, "id"))
        found[table.name] = Subject(table.name, table.c[said[1]].nullable, *said)
    return dict(sorted(found.items()))


def kept_of(column: Column[object]) -> Kept:
    """How closely a column's values are kept; restricted unless the column says otherwise."""
    kept = column.info.get("kept")
    if isinstance(kept, Kept):
        return kept
    return Kept.OPENLY if column.foreign_keys or column.primary_key else Kept.RESTRICTED


@cache
def columns_kept(table: Table) -> tuple[tuple[Column[object], ...], tuple[Column[object], ...]]:
    """A table's columns: those whose values stand openly in the trail, and the others."""
    openly = tuple(column for column in table.columns if not _is_closed(column))
    closed = tuple(column for column in table.columns if _is_closed(column))
    return openly, closed


def _is_closed(column: Column[object]) -> bool:
    """Kept more closely than openly, or a name: what would outlive its subject's key if open."""
    return kept_of(column) is not Kept.OPENLY or bool(column.info.get("names"))

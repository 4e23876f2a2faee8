"""What a check says, and how it reads what may have been tampered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Select, String, Table, TypeDecorator, select, type_coerce

from app.core.columns import Code, Moment


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: where, and what."""

    table: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.id} {self.what}".replace("  ", " ")


def as_written(table: Table) -> Select[Any]:
    """A table's rows with every value as it stands on disk: what was tampered with may be no
    moment and no code of ours, and is to be named, not stumbled over."""
    return select(
        *(
            type_coerce(column, _Written()).label(column.name)
            if isinstance(column.type, Moment | Code)
            else column
            for column in table.columns
        )
    )


class _Written(TypeDecorator[Any]):
    """A moment or a code as it stands on disk."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value

"""How a column is said once: its label, how closely it is kept, and what it may hold."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    MetaData,
    String,
)
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


class Kept(Enum):
    """How closely a value is kept (classes F1 to F6 of the need-to-know rules).

    OPENLY values stand in the trail as they are; every other class stands there encrypted under
    the key of the person, household or child it is about.
    """

    OPENLY = "F1"  # register facts: terms, places, dates
    LOCATION = "F2"  # where a carer lives, telephone, exact point
    CHECKS = "F3"  # criminal record, health, references, finances
    CHILD = "F4"  # a child's identity and need
    NARRATIVE = "F5"  # free text, allegations, standards of care
    RESTRICTED = "F6"  # restricted records


class Code(TypeDecorator[StrEnum]):
    """A code list: a `StrEnum` kept as its value. Unknown values are refused on the way in."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        self.codes = codes
        super().__init__(max((len(code) for code in codes), default=1))

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.codes(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def column(
    label: str,
    kept: Kept,
    *args: Any,
    code: type[StrEnum] | None = None,
    names: bool = False,
    **kw: Any,
) -> MappedColumn[Any]:
    """A column with its label (forms, pages, sheets, trail) and how closely it is kept.

    `names`: whoever sees the record sees it, but it may say who somebody is. The trail keeps it
    closed, so that it goes when the subject's key is destroyed.
    """
    if code is not None:
        args = (Code(code), *args)
    return mapped_column(*args, info={"label": label, "kept": kept, "names": names}, **kw)


REF_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
REF_LENGTH = 13


def new_ref() -> str:
    """A random public id for an address bar: 13 of 30 characters, 63 bits, says nothing."""
    left, found = secrets.randbelow(len(REF_LETTERS) ** REF_LENGTH), []
    for _ in range(REF_LENGTH):
        left, at = divmod(left, len(REF_LETTERS))
        found.append(REF_LETTERS[at])
    return "".join(found)


def add_named_checks(metadata: MetaData) -> None:
    """Give every date, boolean and code column its named CHECK. May be called twice.

    SQLite stores anything in a DATE or BOOLEAN column, so those two are checked there; code lists
    are checked on every database. Only what is impossible is refused here, never the unlawful.
    """
    for table in metadata.tables.values():
        named = {constraint.name for constraint in table.constraints}
        for col in table.columns:
            name = f"ck_{table.name}_{col.name}"
            if name in named:
                continue
            check = _check(col.name, col.type, name)
            if check is not None:
                table.append_constraint(check)


def _check(name: str, kind: Any, constraint: str) -> CheckConstraint | None:
    if isinstance(kind, Code):
        allowed = ", ".join(f"'{code.value}'" for code in kind.codes)
        return CheckConstraint(f"{name} IN ({allowed})", name=constraint)
    if isinstance(kind, Boolean):
        check = CheckConstraint(f"{name} IN (0, 1)", name=constraint)
    elif isinstance(kind, Date):
        check = CheckConstraint(f"{name} IS date({name}, '+0 days')", name=constraint)
    else:
        return None
    return check.ddl_if(dialect="sqlite")

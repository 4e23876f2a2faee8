"""What belongs to a case, told from the trail; and how it is emptied.

The trail files every row under whose it is, under that subject's key. So what is to be destroyed
with a household is what the trail filed under it, whichever room it stands in and whenever that
room was built; nothing has to be listed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    cast,
    delete,
    distinct,
    func,
    literal,
    null,
    or_,
    select,
    update,
)

from app.audit.models import Change, Destruction, Op, SubjectKey
from app.audit.triggers import columns_kept, trailed
from app.core.columns import Code
from app.core.db import Base, db
from app.documents.models import DocumentContent
from app.exchange.report import in_runs

AT_ONCE = 400
"""Values in one statement: SQLite bounds them."""

GONE = "Record destroyed"
"""What stands where a name stood."""

NAMES = {("household", "name"), ("person", "family_name")}
"""Names that pages show: they say that the record was destroyed. Every other value is emptied."""

NEUTRAL = ("not_recorded", "unknown", "other")
"""Codes that say nothing. Other codes stay: they count, and name nobody."""


def subjects_of_rows(column: str, number: int) -> list[str]:
    """Rows filed as their own subjects that name this household or child (`column` holds it)."""
    found = []
    for name, subject in trailed().items():
        table = Base.metadata.tables[name]
        if (
            subject.kind == name
            and subject.column == "id"
            and column in table.c
            and name != "child"
        ):
            ids = db.session.scalars(select(table.c.id).where(table.c[column] == number))
            found += [f"{name}:{each}" for each in ids]
    return found


def destroyed_among(subjects: Collection[str]) -> set[str]:
    """Which of these were destroyed before."""
    found: set[str] = set()
    for some in in_runs(sorted(subjects), AT_ONCE):
        found |= set(
            db.session.scalars(select(Destruction.subject).where(Destruction.subject.in_(some)))
        )
    return found


def counted(subjects: Collection[str]) -> tuple[tuple[tuple[str, int], ...], int]:
    """Rows by table that the trail files under these, the most first; and its closed lines."""
    rows: dict[str, int] = defaultdict(int)
    lines = 0
    for some in in_runs(sorted(subjects), AT_ONCE):
        asked = (
            select(Change.table, func.count(distinct(Change.row_id)), func.count(Change.closed))
            .where(Change.subject.in_(some), Change.op != Op.ACT)
            .group_by(Change.table)
        )
        for table, number, closed in db.session.execute(asked):
            rows[table] += number
            lines += closed
    return tuple(sorted(rows.items(), key=lambda each: (-each[1], each[0]))), lines


def contents_of(subjects: Collection[str]) -> int:
    """How many files' contents are kept about these."""
    return sum(
        db.session.scalar(
            select(func.count()).select_from(DocumentContent).where(DocumentContent.about.in_(some))
        )
        or 0
        for some in in_runs(sorted(subjects), AT_ONCE)
    )


def with_keys(subjects: Collection[str]) -> list[str]:
    """Those that have a key to destroy."""
    found: list[str] = []
    for some in in_runs(sorted(subjects), AT_ONCE):
        found += db.session.scalars(
            select(SubjectKey.subject)
            .where(SubjectKey.subject.in_(some), SubjectKey.wrapped.is_not(None))
            .order_by(SubjectKey.subject)
        ).all()
    return found


# ------------------------------------------------------------------------------------- emptying


def empty(subjects: Collection[str]) -> None:
    """Empty every row that the trail files under these, and remove the contents of their files.

    Inside an act, before the keys are destroyed. What stands openly in the trail stays in the row
    (days, codes, numbers): the trail would tell it anyway, and it names nobody.
    """
    connection = db.session.connection()
    for name, row_ids in sorted(_rows(subjects).items()):
        table = Base.metadata.tables.get(name)
        changes = _emptied(table) if table is not None else {}
        if table is None or not changes:
            continue
        for some in in_runs(sorted(row_ids), AT_ONCE):
            connection.execute(update(table).where(_these(table, some)).values(changes))
    for some in in_runs(sorted(subjects), AT_ONCE):
        connection.execute(
            delete(DocumentContent.__table__).where(DocumentContent.about.in_(some))  # type: ignore[arg-type]
        )
    db.session.expire_all()


def _rows(subjects: Collection[str]) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = defaultdict(set)
    for some in in_runs(sorted(subjects), AT_ONCE):
        asked = (
            select(Change.table, Change.row_id)
            .where(Change.subject.in_(some), Change.op != Op.ACT)
            .distinct()
        )
        for table, row_id in db.session.execute(asked):
            rows[table].add(row_id)
    return rows


def _these(table: Table, row_ids: Iterable[str]) -> Any:
    keys = list(table.primary_key)
    if len(keys) == 1:
        return keys[0].in_([_number(row_id) for row_id in row_ids])
    return or_(
        *(
            and_(*(key == _number(part) for key, part in zip(keys, row_id.split(","), strict=True)))
            for row_id in row_ids
        )
    )


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _emptied(table: Table) -> dict[str, Any]:
    """What each closed column becomes, and a version that tells open forms so."""
    changes = blanks(table)
    if changes and "version" in table.c:
        changes["version"] = table.c.version + 1
    return changes


def blanks(table: Table) -> dict[str, Any]:
    """What each closed column of a table becomes; a code that has no neutral one stays."""
    return dict(_blanks(table))


def _blanks(table: Table) -> Iterator[tuple[str, Any]]:
    for column in columns_kept(table)[1]:
        if (table.name, column.name) in NAMES:
            yield column.name, GONE
        elif column.nullable:
            yield column.name, null()
        elif isinstance(column.type, Code):
            neutral = [each for each in column.type.codes if each.value in NEUTRAL]
            if neutral:
                yield column.name, neutral[0]
        elif isinstance(column.type, String | Text):
            yield column.name, _unlike_any(table) if _is_unique(table, column) else ""
        elif isinstance(column.type, JSON):
            yield column.name, {}


def _unlike_any(table: Table) -> Any:
    """Words that no other row of this table has, where the database asks for that."""
    return literal("destroyed ") + cast(next(iter(table.primary_key)), String)


def _is_unique(table: Table, column: Column[Any]) -> bool:
    return bool(column.unique) or any(
        isinstance(each, UniqueConstraint) and column.name in each.columns
        for each in table.constraints
    )

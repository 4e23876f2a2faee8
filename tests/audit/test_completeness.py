"""Every table of the record, by every way there is to write a row: rows changed = rows told.

Each table is written to in a fourth of the ways on each database, by turn, and other tables in
others; in every way in tests/soak/test_completeness.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.orm import class_mapper

from app.audit import triggers
from app.audit.act import INSTALLER, acting
from app.audit.checking import check_record
from app.audit.models import Change, ChangeDraft
from app.core.db import Base, db, transaction
from tests.audit.rows import (
    add_row,
    another_value,
    column_to_change,
    table_named,
    values_for,
)


def _class_of(table: Any) -> type:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)


def _attributes(cls: type, values: dict[str, Any]) -> dict[str, Any]:
    mapper = class_mapper(cls)
    return {
        mapper.get_property_by_column(cls.__table__.c[name]).key: value
        for name, value in values.items()
    }


def _bound(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Values as SQL text binds them, past every type of ours."""
    dialect = db.engine.dialect
    bound = {}
    for name, value in values.items():
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        bound[name] = process(value) if process else value
    return bound


# --- ways to insert -----------------------------------------------------------------------------


def orm_add(table: Any, rows: list[dict[str, Any]]) -> None:
    cls = _class_of(table)
    db.session.add_all([cls(**_attributes(cls, row)) for row in rows])
    db.session.flush()


def orm_insert_many(table: Any, rows: list[dict[str, Any]]) -> None:
    cls = _class_of(table)
    db.session.execute(insert(cls), [_attributes(cls, row) for row in rows])


def bulk_save(table: Any, rows: list[dict[str, Any]]) -> None:
    cls = _class_of(table)
    db.session.bulk_insert_mappings(class_mapper(cls), [_attributes(cls, row) for row in rows])


def core_insert(table: Any, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        db.session.connection().execute(table.insert().values(**row))


def core_many(table: Any, rows: list[dict[str, Any]]) -> None:
    db.session.connection().execute(table.insert(), rows)


def _text_insert(table: Any, row: dict[str, Any], ending: str = "", verb: str = "INSERT") -> None:
    names = ", ".join(f'"{name}"' for name in row)
    binds = ", ".join(f":{name}" for name in row)
    db.session.connection().execute(
        text(f'{verb} INTO "{table.name}" ({names}) VALUES ({binds}) {ending}'), _bound(table, row)
    )


def text_insert(table: Any, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        _text_insert(table, row)


def text_insert_unless_there(table: Any, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        _text_insert(table, row, "ON CONFLICT DO NOTHING")


def text_insert_or_replace(table: Any, rows: list[dict[str, Any]]) -> None:
    verb = "INSERT OR REPLACE" if db.engine.dialect.name == "sqlite" else "INSERT"
    for row in rows:
        _text_insert(table, row, verb=verb)


def driver_insert(table: Any, rows: list[dict[str, Any]]) -> None:
    sqlite = db.engine.dialect.name == "sqlite"
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        mark = "?" if sqlite else "%s"
        db.session.connection().exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(row))})',
            tuple(_bound(table, row).values()),
        )


def select_insert(table: Any, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        binds = ", ".join(f"CAST(:{name} AS {_type(table, name)})" for name in row)
        db.session.connection().execute(
            text(f'INSERT INTO "{table.name}" ({names}) SELECT {binds}'), _bound(table, row)
        )


def _type(table: Any, name: str) -> str:
    kind = table.c[name].type.dialect_impl(db.engine.dialect).compile(dialect=db.engine.dialect)
    sqlite_text = db.engine.dialect.name == "sqlite" and not kind.startswith(("INT", "BOOL"))
    return "TEXT" if sqlite_text else kind


INSERTS: list[Callable[[Any, list[dict[str, Any]]], None]] = [
    orm_add,
    orm_insert_many,
    bulk_save,
    core_insert,
    core_many,
    text_insert,
    text_insert_unless_there,
    text_insert_or_replace,
    driver_insert,
    select_insert,
]


def _whole_row(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The row, with what otherwise only the ORM and Core would fill in."""
    return {
        column.name: row.get(column.name, another_value(column))
        for column in table.columns
        if column.name in row or (not column.nullable and column.name != "id")
    }


def _count(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(table_named(table)))


def _drafts(table: str, op: str) -> int:
    """Drafts about a table in the transaction under way."""
    return db.session.scalar(
        select(func.count())
        .select_from(ChangeDraft)
        .where(ChangeDraft.table == table, ChangeDraft.op == op)
    )


def _lines(table: str, op: str) -> int:
    """Lines about a table since the test began: its record was empty."""
    return db.session.scalar(
        select(func.count()).select_from(Change).where(Change.table == table, Change.op == op)
    )


def by_turn(way: Callable[..., None]) -> list[str]:
    """The tables whose turn it is to be written to in this way, on this database."""
    first = (INSERTS + UPDATES).index(way) + 2 * (db.engine.dialect.name == "sqlite")
    return list(triggers.trailed())[first % 4 :: 4]


@pytest.mark.parametrize("way", INSERTS, ids=lambda way: way.__name__)
def test_every_row_added_to_any_table_by_any_way_is_told_once(db, way):
    every_row_added_is_told_once(way, by_turn(way))


def every_row_added_is_told_once(way: Callable[..., None], tables: list[str]) -> None:
    """Add two rows to each of these tables in this way."""
    added = {}
    with transaction(), acting("Adding everywhere", INSTALLER):
        connection = db.session.connection()
        for name in tables:
            table = table_named(name)
            rows = [_whole_row(table, values_for(connection, table)) for _ in range(2)]
            before = _count(name), _drafts(name, "I")
            way(table, rows)
            added[name] = (_count(name) - before[0], _drafts(name, "I") - before[1])
    assert {name: two for name, two in added.items() if two != (2, 2)} == {}
    assert {name: _lines(name, "I") for name in added} == {name: _count(name) for name in added}
    assert check_record(db.engine, keep=False) == []


# --- ways to update -----------------------------------------------------------------------------


def orm_set(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    cls = _class_of(table)
    row = db.session.get(cls, tuple(key.values()))
    setattr(row, class_mapper(cls).get_property_by_column(column).key, value)
    db.session.flush()


def bulk_map(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    cls = _class_of(table)
    changed = {**key, column.name: value}
    if "version" in table.c:
        changed["version"] = 1
    db.session.bulk_update_mappings(class_mapper(cls), [_attributes(cls, changed)])


def core_update(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    asked = table.update().values({column.name: value})
    for name, part in key.items():
        asked = asked.where(table.c[name] == part)
    db.session.connection().execute(asked)


def core_update_many(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    asked = table.update().values({column.name: bindparam("value", type_=column.type)})
    for name in key:
        asked = asked.where(table.c[name] == bindparam(f"key_{name}"))
    row = {f"key_{name}": part for name, part in key.items()} | {"value": value}
    db.session.connection().execute(asked, [row])


def housekeeping_update(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    asked = update(_class_of(table)).values({column.name: value})
    for name, part in key.items():
        asked = asked.where(table.c[name] == part)
    db.session.execute(asked, execution_options={"housekeeping": True})


def text_update(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    which = " AND ".join(f"{name} = :key_{name}" for name in key)
    db.session.connection().execute(
        text(f'UPDATE "{table.name}" SET "{column.name}" = :value WHERE {which}'),
        {f"key_{name}": part for name, part in key.items()}
        | {"value": _bound(table, {column.name: value})[column.name]},
    )


def upsert(table: Any, column: Any, key: dict[str, Any], value: Any) -> None:
    asked = select(table)
    for name, part in key.items():
        asked = asked.where(table.c[name] == part)
    row = dict(db.session.connection().execute(asked).mappings().one())
    row[column.name] = value
    row = {name: part for name, part in row.items() if part is not None}
    _text_insert(
        table,
        row,
        f'ON CONFLICT ({", ".join(key)}) DO UPDATE SET "{column.name}" = excluded."{column.name}"',
    )


UPDATES: list[Callable[[Any, Any, dict[str, Any], Any], None]] = [
    orm_set,
    bulk_map,
    core_update,
    core_update_many,
    housekeeping_update,
    text_update,
    upsert,
]


@pytest.mark.parametrize("way", UPDATES, ids=lambda way: way.__name__)
def test_every_row_changed_in_any_table_by_any_way_is_told_once(db, way):
    every_row_changed_is_told_once(way, by_turn(way))


def every_row_changed_is_told_once(way: Callable[..., None], tables: list[str]) -> None:
    """Add a row to each of these tables, and change it in this way."""
    changed, told = {}, {}
    with transaction(), acting("Changing everywhere", INSTALLER):
        connection = db.session.connection()
        for name in tables:
            table = table_named(name)
            column = column_to_change(table)
            if column is None:
                continue  # nothing in it but the two records it joins
            row = _whole_row(table, values_for(connection, table))
            key = connection.execute(table.insert().values(**row)).inserted_primary_key._asdict()
            before = _drafts(name, "U")
            way(table, column, key, another_value(column, turn=1))
            changed[name] = _drafts(name, "U") - before
            told[name] = _drafts(name, "U")
    assert {name: times for name, times in changed.items() if times != 1} == {}
    assert {name: _lines(name, "U") for name in told}.items() >= told.items() - {
        ("household", told.get("household"))  # rows made later also locked households
    }
    assert check_record(db.engine, keep=False) == []


def test_an_update_that_changes_nothing_is_not_told(db):
    with transaction(), acting("Adding", INSTALLER):
        add_row(db.session.connection(), table_named("person"))
    with transaction(), acting("Changing nothing", INSTALLER):
        db.session.connection().execute(text("UPDATE person SET given_name = given_name"))
    assert _lines("person", "U") == 0


def test_on_each_database_each_table_has_its_turn(db):
    for ways in (INSERTS, UPDATES):
        tried = [name for way in ways for name in by_turn(way)]
        assert set(tried) == set(triggers.trailed())

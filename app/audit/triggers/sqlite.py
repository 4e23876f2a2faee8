"""The guards on SQLite: triggers that ask the application which act is under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import JSON, Boolean, Column, Connection, LargeBinary, Table, text

from app.audit.triggers.guard import (
    APPEND_ONLY,
    CLAIM_UNLOCKED,
    CLAIMS_ROOM,
    DESTROYS,
    NOT_DELETED,
    ONLY_ADDED_TO,
    OUTSIDE_AN_ACT,
    PREFIX,
    Guard,
    plain,
    row_id,
    takes_more,
)
from app.audit.triggers.kept import Subject, columns_kept, trailed
from app.core.db import Base

OBJECT = "json_object"
"""The function that makes a JSON object of names and values."""


def value(row: str, column: Column[object]) -> str:
    """SQL for a value as it stands in the trail's JSON, on SQLite."""
    value = f'{row}."{column.name}"'
    kind = plain(column)
    if isinstance(kind, JSON):
        # what is no JSON (only tampering leaves such) is told as the text it is
        return f"json(CASE WHEN json_valid({value}) THEN {value} ELSE json_quote({value}) END)"
    if isinstance(kind, LargeBinary):
        return f"CASE WHEN {value} IS NOT NULL THEN lower(hex({value})) END"
    if isinstance(kind, Boolean):
        return f"json(CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    return value


def _changed(columns: Iterable[Column[object]], *, inserted: bool) -> str:
    rows = []
    for column in columns:
        new = value("NEW", column)
        old = "NULL" if inserted else value("OLD", column)
        before = "NULL" if inserted else f'OLD."{column.name}"'
        differs = f'{before} IS NOT NEW."{column.name}"'
        rows.append(f"('{column.name}', json_array({old}, {new}), {differs})")
    if not rows:
        return "'{}'"
    return (
        "(SELECT json_group_object(column1, json(column2)) FROM (VALUES "
        + ", ".join(rows)
        + ") WHERE column3)"
    )


def _draft(table: Table, subject: Subject, op: str) -> str:
    openly, closed = columns_kept(table)
    inserted = op == "I"
    return (
        f"SELECT RAISE(ABORT, '{OUTSIDE_AN_ACT}') WHERE hearth_act() IS NULL; "
        "INSERT INTO change_draft "
        "(act_id, table_name, row_id, op, subject, openly, closed, stamped_at) VALUES "
        f"(hearth_act(), '{table.name}', {row_id(table, 'NEW')}, '{op}', "
        f"{subject.sql('NEW')}, {_changed(openly, inserted=inserted)}, "
        f"{_changed(closed, inserted=inserted)}, "
        "strftime('%Y-%m-%d %H:%M:%f000', 'now'));"
    )


def guards() -> Iterator[Guard]:
    """Every trigger that the models ask for."""
    for name, subject in trailed().items():
        table = Base.metadata.tables[name]
        changed = " OR ".join(
            f'OLD."{column.name}" IS NOT NEW."{column.name}"' for column in table.columns
        )
        yield Guard(f"{PREFIX}{name}_insert", name, "AFTER INSERT", _draft(table, subject, "I"))
        yield Guard(
            f"{PREFIX}{name}_update",
            name,
            f"AFTER UPDATE WHEN {changed}",
            _draft(table, subject, "U"),
        )
        yield _refusal(f"{name}_delete", name, "BEFORE DELETE", NOT_DELETED)
    for name in CLAIMS_ROOM:
        claimed = (
            'NEW.household_id IS NOT NULL AND (SELECT h.room_act_id FROM "household" h '
            "WHERE h.id = NEW.household_id) IS NOT hearth_act()"
        )
        more = takes_more(name, "IS NOT")
        yield _refusal(f"{name}_claim", name, f"BEFORE INSERT WHEN {claimed}", CLAIM_UNLOCKED)
        yield _refusal(
            f"{name}_more",
            name,
            f"BEFORE UPDATE WHEN {claimed} AND ({more})",
            CLAIM_UNLOCKED,
        )
    for name in APPEND_ONLY:
        key = next(iter(Base.metadata.tables[name].primary_key)).name
        exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE "{key}" = NEW."{key}")'
        yield _refusal(f"{name}_update", name, "BEFORE UPDATE", ONLY_ADDED_TO)
        yield _refusal(f"{name}_delete", name, "BEFORE DELETE", ONLY_ADDED_TO)
        yield _refusal(f"{name}_replace", name, f"BEFORE INSERT WHEN {exists}", ONLY_ADDED_TO)
    yield _refusal(
        "subject_key_update", "subject_key", f"BEFORE UPDATE WHEN NOT ({DESTROYS})", ONLY_ADDED_TO
    )
    yield _refusal("subject_key_delete", "subject_key", "BEFORE DELETE", ONLY_ADDED_TO)
    yield _refusal(
        "subject_key_replace",
        "subject_key",
        "BEFORE INSERT WHEN EXISTS (SELECT 1 FROM subject_key WHERE subject = NEW.subject)",
        ONLY_ADDED_TO,
    )
    yield _refusal("change_draft_update", "change_draft", "BEFORE UPDATE", ONLY_ADDED_TO)


def _refusal(name: str, table: str, fires: str, says: str) -> Guard:
    return Guard(f"{PREFIX}{name}", table, fires, f"SELECT RAISE(ABORT, '{says}');")


def statements(guard: Guard) -> list[str]:
    """The statements that make a guard."""
    moment, _, condition = guard.fires.partition(" WHEN ")
    when = f" WHEN {condition}" if condition else ""
    return [
        f'CREATE TRIGGER "{guard.name}" {moment} ON "{guard.table}" FOR EACH ROW{when} '
        f"BEGIN {guard.body} END"
    ]


def asked(guard: Guard) -> str:
    """What `standing` gives for a guard that stands as it is asked to."""
    (statement,) = statements(guard)
    return statement


def standing(connection: Connection) -> dict[str, str]:
    """The triggers that stand, by name, each in its own words."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {name: str(sql) for name, sql in rows}


def drop_all(connection: Connection) -> None:
    """Drop every trigger."""
    for name in standing(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')

"""The guards on PostgreSQL: triggers, each on a function of its own, that read the act under way
from the transaction's setting `hearth.act`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Column, Connection, DateTime, LargeBinary, Table, text

from app.audit.triggers.guard import (
    APPEND_ONLY,
    CLAIM_UNLOCKED,
    CLAIMS_ROOM,
    DESTROYS,
    DRAFT_LEFT,
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

OBJECT = "jsonb_build_object"
"""The function that makes a JSON object of names and values."""

ACT = "nullif(current_setting('hearth.act', true), '')::bigint"


def value(row: str, column: Column[object]) -> str:
    """SQL for a value as it stands in the trail's JSON, on PostgreSQL."""
    value = f'{row}."{column.name}"'
    kind = plain(column)
    if isinstance(kind, LargeBinary):
        value = f"encode({value}, 'hex')"
    elif isinstance(kind, DateTime):
        value = f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"to_jsonb({value})"


def _changed(columns: Iterable[Column[object]], into: str) -> str:
    rows = [
        f"('{column.name}', {value('OLD', column)}, {value('NEW', column)})" for column in columns
    ]
    if not rows:
        return f"{into} := '{{}}'::jsonb;"
    return (
        f"SELECT coalesce(jsonb_object_agg(c, jsonb_build_array(o, n)), '{{}}'::jsonb) INTO {into} "
        f"FROM (VALUES {', '.join(rows)}) AS v(c, o, n) WHERE o IS DISTINCT FROM n;"
    )


def _draft(table: Table, subject: Subject) -> str:
    openly, closed = columns_kept(table)
    return (
        f"DECLARE act bigint := {ACT}; openly jsonb; closed jsonb; BEGIN "
        f"IF act IS NULL THEN {_raise(OUTSIDE_AN_ACT)} END IF; "
        f"{_changed(openly, 'openly')} "
        f"{_changed(closed, 'closed')} "
        "IF openly = '{}'::jsonb AND closed = '{}'::jsonb THEN RETURN NULL; END IF; "
        "INSERT INTO change_draft "
        "(act_id, table_name, row_id, op, subject, openly, closed, stamped_at) VALUES "
        f"(act, '{table.name}', {row_id(table, 'NEW')}::text, left(TG_OP, 1), "
        f"{subject.sql('NEW')}, openly::text, closed::text, clock_timestamp()); "
        "RETURN NULL; END"
    )


def _raise(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"


def _refusal(name: str, table: str, fires: str, says: str) -> Guard:
    return Guard(f"{PREFIX}{name}", table, fires, f"BEGIN {_raise(says)} END")


def guards() -> Iterator[Guard]:
    """Every trigger that the models ask for."""
    for name, subject in trailed().items():
        table = Base.metadata.tables[name]
        yield Guard(
            f"{PREFIX}{name}_write",
            name,
            "AFTER INSERT OR UPDATE ROW",
            _draft(table, subject),
        )
        yield _refusal(f"{name}_delete", name, "BEFORE DELETE ROW", NOT_DELETED)
        yield _refusal(f"{name}_truncate", name, "BEFORE TRUNCATE STATEMENT", NOT_DELETED)
    for name in CLAIMS_ROOM:
        more = takes_more(name, "IS DISTINCT FROM")
        yield Guard(
            f"{PREFIX}{name}_claim",
            name,
            "BEFORE INSERT OR UPDATE ROW",
            f"DECLARE act bigint := {ACT}; BEGIN "
            f"IF TG_OP = 'UPDATE' AND NOT coalesce({more}, false) "
            "THEN RETURN NEW; END IF; "
            "IF NEW.household_id IS NOT NULL AND (SELECT h.room_act_id FROM household h "
            "WHERE h.id = NEW.household_id) IS DISTINCT FROM act "
            f"THEN {_raise(CLAIM_UNLOCKED)} END IF; RETURN NEW; END",
        )
    for name in APPEND_ONLY:
        yield _refusal(f"{name}_change", name, "BEFORE UPDATE OR DELETE ROW", ONLY_ADDED_TO)
        yield _refusal(f"{name}_truncate", name, "BEFORE TRUNCATE STATEMENT", ONLY_ADDED_TO)
    yield Guard(
        f"{PREFIX}subject_key_update",
        "subject_key",
        "BEFORE UPDATE ROW",
        f"BEGIN IF NOT coalesce({DESTROYS}, false) THEN {_raise(ONLY_ADDED_TO)} END IF; "
        "RETURN NEW; END",
    )
    yield _refusal("subject_key_delete", "subject_key", "BEFORE DELETE ROW", ONLY_ADDED_TO)
    yield _refusal(
        "subject_key_truncate", "subject_key", "BEFORE TRUNCATE STATEMENT", ONLY_ADDED_TO
    )
    yield _refusal("change_draft_update", "change_draft", "BEFORE UPDATE ROW", ONLY_ADDED_TO)
    yield Guard(
        f"{PREFIX}change_draft_left",
        "change_draft",
        "AFTER INSERT DEFERRED",
        "BEGIN IF EXISTS (SELECT 1 FROM change_draft WHERE id = NEW.id) "
        f"THEN {_raise(DRAFT_LEFT)} END IF; RETURN NULL; END",
    )


def statements(guard: Guard) -> list[str]:
    """The statements that make a guard."""
    moment, _, each = guard.fires.rpartition(" ")
    constraint, deferred = "", ""
    if each == "DEFERRED":
        constraint, deferred, each = "CONSTRAINT ", " DEFERRABLE INITIALLY DEFERRED", "ROW"
    return [
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $${guard.body}$$',
        f'CREATE {constraint}TRIGGER "{guard.name}" {moment} ON "{guard.table}"{deferred} '
        f'FOR EACH {each} EXECUTE FUNCTION "{guard.name}"()',
    ]


def asked(guard: Guard) -> str:
    """What `standing` gives for a guard that stands as it is asked to."""
    return f"{guard.table} O {guard.body}"


def standing(connection: Connection) -> dict[str, str]:
    """The triggers that stand, by name: each one's table, whether it fires, and what it does."""
    rows = connection.execute(
        text(
            "SELECT t.tgname, c.relname || ' ' || t.tgenabled::text || ' ' || p.prosrc"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    )
    return {name: str(body) for name, body in rows}


def drop_all(connection: Connection) -> None:
    """Drop every function of ours, and with it the trigger that stands on it."""
    names = connection.scalars(
        text(
            "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
            " AND starts_with(proname, :prefix)"
        ),
        {"prefix": PREFIX},
    )
    for name in names.all():
        connection.exec_driver_sql(f'DROP FUNCTION "{name}"() CASCADE')

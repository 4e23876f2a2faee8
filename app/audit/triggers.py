"""The database's own guards, written out from the models for either engine.

They belong to no revision: `remake` drops and makes all of them after every upgrade, so that a
table rebuilt by a revision never stands unwatched. What they hold:

- a row of the record changes only inside an act, and leaves a draft of the change behind;
- nothing in the record or the trail is deleted, and the trail itself is only added to;
- a child's place in a household is claimed only by the act that locked that household.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import JSON, Boolean, Column, Connection, DateTime, LargeBinary, Table, text
from sqlalchemy.types import TypeDecorator

from app.core.columns import Kept
from app.core.db import Base

OUTSIDE_AN_ACT = "nothing changes outside an act"
NOT_DELETED = "nothing in the record is deleted: end it or void it"
ONLY_ADDED_TO = "the trail is only added to"
CLAIM_UNLOCKED = "room is claimed only by the act that locked the household"
DRAFT_LEFT = "a change was left as a draft"

APPEND_ONLY = ("act", "change", "look", "seal", "database_mark")
CLAIMS_ROOM = ("placement", "room_claim")

PREFIX = "hearth_"


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: its name, its table, and the statements that make it on each engine.

    On PostgreSQL a trigger stands on a function; `function` is its body, `fires` when it fires.
    """

    name: str
    table: str
    fires: str
    body: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose row it is: `kind` and the column (or the parent's column) that holds the id.

    A row that names nobody, where its column may be empty, is its own subject.
    """

    table: str
    nullable: bool
    kind: str
    column: str
    parent: str | None = None
    parent_column: str = "id"

    def sql(self, row: str) -> str:
        """SQL for "kind:id" of the row named `row` (NEW or OLD)."""
        own = f'{row}."{self.column}"'
        if self.parent is not None:
            own = f'(SELECT p."{self.parent_column}" FROM "{self.parent}" p WHERE p.id = {own})'
        whole = f"'{self.kind}:' || {own}"
        return f"coalesce({whole}, '{self.table}:' || {row}.id)" if self.nullable else whole


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


def columns_kept(table: Table) -> tuple[list[Column[object]], list[Column[object]]]:
    """A table's columns: those whose values stand openly in the trail, and the others."""
    openly = [column for column in table.columns if kept_of(column) is Kept.OPENLY]
    closed = [column for column in table.columns if kept_of(column) is not Kept.OPENLY]
    return openly, closed


# --- what a trigger says of a value, so that both engines say the same -------------------------


def _plain(column: Column[object]) -> object:
    kind = column.type
    return kind.impl if isinstance(kind, TypeDecorator) else kind


def sqlite_value(row: str, column: Column[object]) -> str:
    """SQL for a value as it stands in the trail's JSON, on SQLite."""
    value = f'{row}."{column.name}"'
    kind = _plain(column)
    if isinstance(kind, JSON):
        # what is no JSON (only tampering leaves such) is told as the text it is
        return f"json(CASE WHEN json_valid({value}) THEN {value} ELSE json_quote({value}) END)"
    if isinstance(kind, LargeBinary):
        return f"lower(hex({value}))"
    if isinstance(kind, Boolean):
        return f"json(CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    return value


def postgresql_value(row: str, column: Column[object]) -> str:
    """SQL for a value as it stands in the trail's JSON, on PostgreSQL."""
    value = f'{row}."{column.name}"'
    kind = _plain(column)
    if isinstance(kind, LargeBinary):
        value = f"encode({value}, 'hex')"
    elif isinstance(kind, DateTime):
        value = f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"to_jsonb({value})"


def row_id(table: Table, row: str) -> str:
    """SQL for the number by which the trail names a row."""
    return " || ',' || ".join(f'{row}."{column.name}"' for column in table.primary_key)


# --- SQLite -------------------------------------------------------------------------------------


def _sqlite_changed(columns: Iterable[Column[object]], *, inserted: bool) -> str:
    rows = []
    for column in columns:
        new = sqlite_value("NEW", column)
        old = "NULL" if inserted else sqlite_value("OLD", column)
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


def _sqlite_draft(table: Table, subject: Subject, op: str) -> str:
    openly, closed = columns_kept(table)
    inserted = op == "I"
    return (
        f"SELECT RAISE(ABORT, '{OUTSIDE_AN_ACT}') WHERE hearth_act() IS NULL; "
        "INSERT INTO change_draft "
        "(act_id, table_name, row_id, op, subject, openly, closed, stamped_at) VALUES "
        f"(hearth_act(), '{table.name}', {row_id(table, 'NEW')}, '{op}', "
        f"{subject.sql('NEW')}, {_sqlite_changed(openly, inserted=inserted)}, "
        f"{_sqlite_changed(closed, inserted=inserted)}, "
        "strftime('%Y-%m-%d %H:%M:%f000', 'now'));"
    )


def _sqlite_guards() -> Iterator[Guard]:
    for name, subject in trailed().items():
        table = Base.metadata.tables[name]
        changed = " OR ".join(
            f'OLD."{column.name}" IS NOT NEW."{column.name}"' for column in table.columns
        )
        yield Guard(
            f"{PREFIX}{name}_insert", name, "AFTER INSERT", _sqlite_draft(table, subject, "I")
        )
        yield Guard(
            f"{PREFIX}{name}_update",
            name,
            f"AFTER UPDATE WHEN {changed}",
            _sqlite_draft(table, subject, "U"),
        )
        yield _sqlite_refusal(f"{name}_delete", name, "BEFORE DELETE", NOT_DELETED)
    for name in CLAIMS_ROOM:
        claimed = (
            'NEW.household_id IS NOT NULL AND (SELECT h.room_act_id FROM "household" h '
            "WHERE h.id = NEW.household_id) IS NOT hearth_act()"
        )
        takes_more = _takes_more(name, "IS NOT")
        yield _sqlite_refusal(
            f"{name}_claim", name, f"BEFORE INSERT WHEN {claimed}", CLAIM_UNLOCKED
        )
        yield _sqlite_refusal(
            f"{name}_more",
            name,
            f"BEFORE UPDATE WHEN {claimed} AND ({takes_more})",
            CLAIM_UNLOCKED,
        )
    for name in APPEND_ONLY:
        key = next(iter(Base.metadata.tables[name].primary_key)).name
        exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE "{key}" = NEW."{key}")'
        yield _sqlite_refusal(f"{name}_update", name, "BEFORE UPDATE", ONLY_ADDED_TO)
        yield _sqlite_refusal(f"{name}_delete", name, "BEFORE DELETE", ONLY_ADDED_TO)
        yield _sqlite_refusal(
            f"{name}_replace", name, f"BEFORE INSERT WHEN {exists}", ONLY_ADDED_TO
        )
    yield _sqlite_refusal(
        "subject_key_update", "subject_key", f"BEFORE UPDATE WHEN NOT ({DESTROYS})", ONLY_ADDED_TO
    )
    yield _sqlite_refusal("subject_key_delete", "subject_key", "BEFORE DELETE", ONLY_ADDED_TO)
    yield _sqlite_refusal(
        "subject_key_replace",
        "subject_key",
        "BEFORE INSERT WHEN EXISTS (SELECT 1 FROM subject_key WHERE subject = NEW.subject)",
        ONLY_ADDED_TO,
    )
    yield _sqlite_refusal("change_draft_update", "change_draft", "BEFORE UPDATE", ONLY_ADDED_TO)


DESTROYS = (
    "NEW.subject = OLD.subject AND NEW.wrapped IS NULL"
    " AND OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL"
)
"""The one change that a subject's key may undergo."""


def _takes_more(table: str, differs: str) -> str:
    """SQL: an update that takes room the row did not take before."""
    cases = [
        f"NEW.household_id {differs} OLD.household_id",
        "NEW.starts_on < OLD.starts_on",
        "OLD.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on)",
        "OLD.voided_at IS NOT NULL AND NEW.voided_at IS NULL",
    ]
    if table == "room_claim":
        cases += [
            "OLD.released_at IS NOT NULL AND NEW.released_at IS NULL",
            "OLD.expires_at IS NOT NULL"
            " AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at)",
        ]
    return " OR ".join(f"({case})" for case in cases)


def _sqlite_refusal(name: str, table: str, fires: str, says: str) -> Guard:
    return Guard(f"{PREFIX}{name}", table, fires, f"SELECT RAISE(ABORT, '{says}');")


def _sqlite_statement(guard: Guard) -> str:
    moment, _, condition = guard.fires.partition(" WHEN ")
    when = f" WHEN {condition}" if condition else ""
    return (
        f'CREATE TRIGGER "{guard.name}" {moment} ON "{guard.table}" FOR EACH ROW{when} '
        f"BEGIN {guard.body} END"
    )


# --- PostgreSQL ---------------------------------------------------------------------------------

ACT = "nullif(current_setting('hearth.act', true), '')::bigint"


def _postgresql_changed(columns: Iterable[Column[object]], into: str) -> str:
    rows = [
        f"('{column.name}', {postgresql_value('OLD', column)}, {postgresql_value('NEW', column)})"
        for column in columns
    ]
    if not rows:
        return f"{into} := '{{}}'::jsonb;"
    return (
        f"SELECT coalesce(jsonb_object_agg(c, jsonb_build_array(o, n)), '{{}}'::jsonb) INTO {into} "
        f"FROM (VALUES {', '.join(rows)}) AS v(c, o, n) WHERE o IS DISTINCT FROM n;"
    )


def _postgresql_draft(table: Table, subject: Subject) -> str:
    openly, closed = columns_kept(table)
    return (
        f"DECLARE act bigint := {ACT}; openly jsonb; closed jsonb; BEGIN "
        f"IF act IS NULL THEN {_raise(OUTSIDE_AN_ACT)} END IF; "
        f"{_postgresql_changed(openly, 'openly')} "
        f"{_postgresql_changed(closed, 'closed')} "
        "IF openly = '{}'::jsonb AND closed = '{}'::jsonb THEN RETURN NULL; END IF; "
        "INSERT INTO change_draft "
        "(act_id, table_name, row_id, op, subject, openly, closed, stamped_at) VALUES "
        f"(act, '{table.name}', {row_id(table, 'NEW')}::text, left(TG_OP, 1), "
        f"{subject.sql('NEW')}, openly::text, closed::text, clock_timestamp()); "
        "RETURN NULL; END"
    )


def _raise(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgresql_refusal(name: str, table: str, fires: str, says: str) -> Guard:
    return Guard(f"{PREFIX}{name}", table, fires, f"BEGIN {_raise(says)} END")


def _postgresql_guards() -> Iterator[Guard]:
    for name, subject in trailed().items():
        table = Base.metadata.tables[name]
        yield Guard(
            f"{PREFIX}{name}_write",
            name,
            "AFTER INSERT OR UPDATE ROW",
            _postgresql_draft(table, subject),
        )
        yield _postgresql_refusal(f"{name}_delete", name, "BEFORE DELETE ROW", NOT_DELETED)
        yield _postgresql_refusal(
            f"{name}_truncate", name, "BEFORE TRUNCATE STATEMENT", NOT_DELETED
        )
    for name in CLAIMS_ROOM:
        takes_more = _takes_more(name, "IS DISTINCT FROM")
        yield Guard(
            f"{PREFIX}{name}_claim",
            name,
            "BEFORE INSERT OR UPDATE ROW",
            f"DECLARE act bigint := {ACT}; BEGIN "
            f"IF TG_OP = 'UPDATE' AND NOT coalesce({takes_more}, false) "
            "THEN RETURN NEW; END IF; "
            "IF NEW.household_id IS NOT NULL AND (SELECT h.room_act_id FROM household h "
            "WHERE h.id = NEW.household_id) IS DISTINCT FROM act "
            f"THEN {_raise(CLAIM_UNLOCKED)} END IF; RETURN NEW; END",
        )
    for name in APPEND_ONLY:
        yield _postgresql_refusal(
            f"{name}_change", name, "BEFORE UPDATE OR DELETE ROW", ONLY_ADDED_TO
        )
        yield _postgresql_refusal(
            f"{name}_truncate", name, "BEFORE TRUNCATE STATEMENT", ONLY_ADDED_TO
        )
    yield Guard(
        f"{PREFIX}subject_key_update",
        "subject_key",
        "BEFORE UPDATE ROW",
        f"BEGIN IF NOT coalesce({DESTROYS}, false) THEN {_raise(ONLY_ADDED_TO)} END IF; "
        "RETURN NEW; END",
    )
    yield _postgresql_refusal(
        "subject_key_delete", "subject_key", "BEFORE DELETE ROW", ONLY_ADDED_TO
    )
    yield _postgresql_refusal(
        "subject_key_truncate", "subject_key", "BEFORE TRUNCATE STATEMENT", ONLY_ADDED_TO
    )
    yield _postgresql_refusal(
        "change_draft_update", "change_draft", "BEFORE UPDATE ROW", ONLY_ADDED_TO
    )
    yield Guard(
        f"{PREFIX}change_draft_left",
        "change_draft",
        "AFTER INSERT DEFERRED",
        "BEGIN IF EXISTS (SELECT 1 FROM change_draft WHERE id = NEW.id) "
        f"THEN {_raise(DRAFT_LEFT)} END IF; RETURN NULL; END",
    )


def _postgresql_statements(guard: Guard) -> list[str]:
    moment, _, each = guard.fires.rpartition(" ")
    constraint, deferred = "", ""
    if each == "DEFERRED":
        constraint, deferred, each = "CONSTRAINT ", " DEFERRABLE INITIALLY DEFERRED", "ROW"
    return [
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $${guard.body}$$',
        f'CREATE {constraint}TRIGGER "{guard.name}" {moment} ON "{guard.table}"{deferred} '
        f'FOR EACH {each} EXECUTE FUNCTION "{guard.name}"()',
    ]


# --- making and comparing -----------------------------------------------------------------------


def guards(dialect: str) -> list[Guard]:
    """Every trigger that the models ask for."""
    return list(_sqlite_guards() if dialect == "sqlite" else _postgresql_guards())


def drop_all(connection: Connection) -> None:
    """Drop every trigger of ours, so that a revision may rebuild tables."""
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    for name in connection.scalars(
        text(
            "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
            " AND starts_with(proname, :prefix)"
        ),
        {"prefix": PREFIX},
    ).all():
        connection.exec_driver_sql(f'DROP FUNCTION "{name}"() CASCADE')


def remake(connection: Connection) -> None:
    """Drop every trigger and make them all again from the models."""
    drop_all(connection)
    dialect = connection.dialect.name
    for guard in guards(dialect):
        if dialect == "sqlite":
            connection.exec_driver_sql(_sqlite_statement(guard))
        else:
            for statement in _postgresql_statements(guard):
                connection.exec_driver_sql(statement)


def differences(connection: Connection) -> list[tuple[str, str]]:
    """Which triggers do not stand as the models ask, and how; empty if all do."""
    asked, stand = _asked(connection.dialect.name), standing(connection)
    said = [(name, "is missing") for name in asked.keys() - stand.keys()]
    said += [(name, "is not ours") for name in stand.keys() - asked.keys()]
    said += [
        (name, "is not as the models ask")
        for name in asked.keys() & stand.keys()
        if asked[name] != stand[name]
    ]
    return sorted(said)


def _asked(dialect: str) -> dict[str, str]:
    if dialect == "sqlite":
        return {guard.name: _digest(_sqlite_statement(guard)) for guard in guards(dialect)}
    return {guard.name: _digest(f"{guard.table} O {guard.body}") for guard in guards(dialect)}


def standing(connection: Connection) -> dict[str, str]:
    """The triggers that stand, by name, each as a digest of what it does."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
        return {name: _digest(sql) for name, sql in rows}
    rows = connection.execute(
        text(
            "SELECT t.tgname, c.relname || ' ' || t.tgenabled::text || ' ' || p.prosrc"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    )
    return {name: _digest(body) for name, body in rows}


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()

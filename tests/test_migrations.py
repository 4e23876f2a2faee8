"""Revisions bring an empty database to exactly what the models say, wholly or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from app.audit import trail, triggers
from app.core import schema
from app.core.db import Base, prepare_engine, writing

SECRET = "a trail key for tests, and for nothing else"


@pytest.fixture
def made(db: Any, each_database: Any) -> Iterator[Engine]:
    """An engine on a database that the revisions brought forward from nothing."""
    url = db.engine.url
    db.session.remove()
    db.engine.dispose()
    engine = create_engine(url)
    prepare_engine(engine)
    trail.watch(engine, SECRET)
    yield engine
    engine.dispose()


@pytest.fixture
def nothing(made: Engine) -> Engine:
    """An engine on the same database with nothing in it."""
    empty(made)
    return made


def empty(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            for (name,) in raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                raw.execute(f'DROP TRIGGER "{name}"')
            for (name,) in raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall():
                raw.execute(f'DROP TABLE "{name}"')
            raw.execute("PRAGMA foreign_keys=ON")
        return
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def _plain(said: Any) -> str:
    """SQL without the spaces, quotes and brackets that engines add as they like."""
    return re.sub(r'[\s"()]+', " ", str(said)).strip().lower()


def _parts(engine: Engine, kind: str) -> Iterator[tuple[str, Any]]:
    """Every table's parts of a kind, asked for all at once where the database can."""
    for (_, table), parts in getattr(inspect(engine), f"get_multi_{kind}")().items():
        if table != "alembic_version":
            for part in parts if isinstance(parts, list) else [parts]:
                yield table, part


def _described(engine: Engine) -> dict[str, str]:
    """Everything a table is made of, each by a name that a person can find."""
    found: dict[str, str] = {}
    for table, column in _parts(engine, "columns"):
        null = "null" if column["nullable"] else "not null"
        found[f"column {table}.{column['name']}"] = f"{column['type']} {null}"
    for table, key in _parts(engine, "pk_constraint"):
        found[f"primary key of {table}"] = f"{key['name']} {key['constrained_columns']}"
    for table, key in _parts(engine, "foreign_keys"):
        found[f"reference {table}.{key['constrained_columns']}"] = (
            f"{key['name']} {key['referred_table']}.{key['referred_columns']}"
        )
    for table, unique in _parts(engine, "unique_constraints"):
        found[f"unique {table}.{unique['name']}"] = str(unique["column_names"])
    for table, index in _parts(engine, "indexes"):
        only = index["dialect_options"].get(f"{engine.dialect.name}_where", "")
        found[f"index {table}.{index['name']}"] = (
            f"{index['unique']} {index['column_names']} {_plain(only)}"
        )
    for table, check in _parts(engine, "check_constraints"):
        found[f"check {table}.{check['name']}"] = _plain(check["sqltext"])
    return found


def test_revisions_from_nothing_give_what_the_models_say(made):
    from_revisions = _described(made)
    with made.connect() as connection:
        assert triggers.differences(connection) == []
    empty(made)
    with writing(), made.begin() as connection:
        Base.metadata.create_all(connection)
    from_models = _described(made)
    missing = sorted(from_models.keys() - from_revisions.keys())
    assert not missing, f"the revisions do not make: {missing}"
    left_over = sorted(from_revisions.keys() - from_models.keys())
    assert not left_over, f"the models no longer have: {left_over}"
    differ = {
        name: (from_models[name], from_revisions[name])
        for name in from_models
        if from_models[name] != from_revisions[name]
    }
    assert not differ, f"by the models, by the revisions: {differ}"
    assert any(name.startswith("check person.ck_person_sex") for name in from_revisions)


@pytest.mark.only_on("sqlite")  # PostgreSQL's own types refuse such values
def test_every_date_and_every_yes_or_no_has_its_check(made):
    found = _described(made)
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if str(column.type) in ("DATE", "BOOLEAN"):
                assert f"check {table.name}.ck_{table.name}_{column.name}" in found


def test_down_to_nothing_and_up_again(made):
    before = _described(made)
    from alembic import command

    command.downgrade(schema.configured(made), "base")
    assert _described(made) == {}
    schema.upgrade(made)
    assert _described(made) == before
    with made.connect() as connection:
        assert triggers.differences(connection) == []


def test_upgrading_what_is_upgraded_changes_nothing(made):
    before = _described(made)
    schema.upgrade(made)
    assert _described(made) == before


def test_revisions_are_numbered_in_one_line_and_the_last_is_named():
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    numbers = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert (schema.MIGRATIONS / ".head").read_text().strip() == numbers[-1]


class PowerCut(Exception):
    """Everything stops at this statement."""


def cut_at(engine: Engine, statement: int) -> Any:
    """Stop at the nth statement that would change something."""
    counted = 0

    def count(_c: Connection, _cursor: Any, said: str, *_: Any) -> None:
        nonlocal counted
        if said.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE")):
            counted += 1
            if counted == statement:
                raise PowerCut

    event.listen(engine, "before_cursor_execute", count)
    return lambda: (event.remove(engine, "before_cursor_execute", count), counted)[1]


def everything(engine: Engine) -> tuple[Any, ...]:
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
        stand = sorted(triggers.of(connection).standing(connection).items())
    return heads, tuple(stand), tuple(sorted(_described(engine).items()))


def test_an_upgrade_stopped_at_any_statement_leaves_wholly_old_or_wholly_new(made):
    new = everything(made)

    def is_cut_at(statement: int) -> None:
        stop = cut_at(made, statement)
        with pytest.raises(PowerCut):
            schema.upgrade(made)
        stop()
        assert everything(made) == old

    empty(made)
    old = everything(made)
    assert old != new
    is_cut_at(MIDDLE)  # each of them: tests/soak
    uncut = cut_at(made, -1)
    schema.upgrade(made)
    statements = uncut()
    assert everything(made) == new
    empty(made)
    is_cut_at(statements)


MIDDLE = 400
"""A statement somewhere in the middle of all revisions."""


def test_a_table_rebuilt_by_a_later_revision_keeps_rows_triggers_and_checks(made, tmp_path):
    new = everything(made)
    versions = tmp_path / "versions"
    versions.mkdir()
    for path in (schema.MIGRATIONS / "versions").glob("*.py"):
        (versions / path.name).write_text(path.read_text())
    (versions / "9998_again.py").write_text(REBUILDS.replace("NEWEST", new[0][0]))
    config = schema.configured(made)
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(versions))
    from alembic import command

    with writing(), made.begin() as connection:
        triggers.drop_all(connection)
        connection.execute(
            text(
                "INSERT INTO person (ref, version, given_name, family_name, sex, recorded_at)"
                " VALUES ('p', 1, 'Ada', 'Byron', 'female', '2026-01-01 12:00:00.000000')"
            )
        )
        triggers.remake(connection)
    command.upgrade(config, "9998")
    after = everything(made)
    assert after[0] == ("9998",)
    assert after[1] == new[1]
    rebuilt = {name for name, _ in after[2]}
    assert {name for name, _ in new[2]} <= rebuilt
    with made.connect() as connection:
        assert connection.scalar(text("SELECT given_name FROM person")) == "Ada"


REBUILDS = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9998", "NEWEST"
branch_labels = depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.alter_column("given_name", type_=sa.String(120), existing_type=sa.String(80))


def downgrade() -> None:
    pass
"""

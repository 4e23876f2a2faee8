"""Runs the revisions: the whole upgrade in one transaction, wholly done or wholly undone.

Triggers are dropped before the first revision and remade from the models after the last, in the
same transaction: a table that SQLite rebuilds never stands unwatched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import context
from alembic.autogenerate import renderers
from alembic.operations.ops import AddColumnOp, MigrateOperation
from sqlalchemy import CheckConstraint, Connection, DefaultClause, Engine, text

from app import rooms
from app.audit import triggers
from app.core.columns import Code, Moment
from app.core.db import Base, writing

rooms.furnish()

VERSIONS = Path(__file__).parent / "versions"


def _render(kind: str, item: Any, _context: Any) -> str | bool:
    """Revisions speak plain SQLAlchemy: they must read the same when our types have changed."""
    if kind == "type" and isinstance(item, Code):
        return f"sa.String(length={item.impl.length})"  # type: ignore[attr-defined]
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "check":
        said = f"sa.CheckConstraint({str(item.sqltext)!r}, name=op.f({item.name!r}))"
        only = _only_on(str(item.name))
        return said if only is None else f"{said}.ddl_if(dialect={only!r})"
    return False


def _only_on(name: str) -> str | None:
    """The one engine a CHECK is for; Alembic's copy of the constraint has forgotten it."""
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            only = getattr(constraint, "_ddl_if", None)
            if constraint.name == name and only is not None:
                return str(only.dialect)
    return None


class CheckAdded(MigrateOperation):
    """A named CHECK on a column that an older table gains; Alembic compares no CHECKs itself."""

    def __init__(self, table: str, check: CheckConstraint) -> None:
        self.table, self.name = table, str(check.name)
        self.says, self.only = str(check.sqltext), _only_on(self.name)


class CheckGone(CheckAdded):
    """The same, before its column goes again; PostgreSQL takes it away with the column."""


@renderers.dispatch_for(CheckAdded)
def _render_added(_context: Any, check: CheckAdded) -> list[str]:
    return _on(check.only, check, f"create_check_constraint(op.f({check.name!r}), {check.says!r})")


@renderers.dispatch_for(CheckGone)
def _render_gone(_context: Any, check: CheckGone) -> list[str]:
    return _on("sqlite", check, f"drop_constraint(op.f({check.name!r}), type_='check')")


def _on(engine: str | None, check: CheckAdded, does: str) -> list[str]:
    """The printer indents after a colon, and goes back at an empty line."""
    lines = [f"with op.batch_alter_table({check.table!r}) as batch_op:", f"batch_op.{does}", ""]
    return (
        lines
        if engine is None
        else [f"if op.get_context().dialect.name == {engine!r}:", *lines, ""]
    )


def _complete(directive: Any) -> None:
    """What Alembic leaves out of a column added to an older table: its CHECK; its first value."""
    for change in list(directive.upgrade_ops.ops):
        for added in getattr(change, "ops", []):
            if not isinstance(added, AddColumnOp):
                continue
            column, table = added.column, Base.metadata.tables[change.table_name]
            if not column.nullable and column.server_default is None:
                column.server_default = DefaultClause(text("''"))  # the rows that are there
            name = f"ck_{table.name}_{column.name}"
            for each in table.constraints:
                if isinstance(each, CheckConstraint) and each.name == name:
                    directive.upgrade_ops.ops.append(CheckAdded(table.name, each))
                    directive.downgrade_ops.ops.insert(0, CheckGone(table.name, each))


def _number(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Revisions are numbered 0001, 0002, and the last is named in `.head`."""
    if not directives:
        return
    _complete(directives[0])
    last = max((int(path.name[:4]) for path in VERSIONS.glob("[0-9]*_*.py")), default=0)
    directives[0].rev_id = f"{last + 1:04}"
    (VERSIONS.parent / ".head").write_text(f"{directives[0].rev_id}\n")


@contextmanager
def _one_transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with writing(), connection.begin():
                yield connection
                _require_whole(connection)
        finally:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite rebuilds a table by dropping it: its references are checked at the end instead."""
    if connection.dialect.name == "sqlite" and not connection.closed:
        raw = connection.connection.driver_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"a row of {broken[0]} refers to a row that is not there")


def _moves_the_schema() -> bool:
    """Whether this is an upgrade or a downgrade, and not a comparison."""
    return "destination_rev" in context.get_context().environment_context.context_opts  # type: ignore[union-attr]


def _newest() -> str | None:
    return context.script.get_current_head()


def run() -> None:
    """Run what was asked, in one transaction."""
    with _one_transaction(context.config.attributes["engine"]) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render,
            process_revision_directives=_number,
            compare_type=True,
            transactional_ddl=True,
        )
        moves = _moves_the_schema()
        if moves:
            triggers.drop_all(connection)
        context.run_migrations()
        stands = context.get_context().get_current_revision()
        finished = stands is not None and stands == _newest()
        if moves and finished and not context.config.attributes.get("without_triggers"):
            triggers.remake(connection)  # on the way there are tables they would not fit


run()

"""The database: one session a request, one way to write.

SQLite and PostgreSQL behave alike here: foreign keys hold, a write takes its lock when it begins
(`transaction`), and an acknowledged commit is on disk (`synchronous=FULL`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # or INSERT OR REPLACE hides its delete from the trail
    "synchronous=FULL",  # NORMAL loses acknowledged writes when the power goes
    "secure_delete=ON",
    "busy_timeout=30000",
    "cache_size=-16000",  # of the 2 MB that are usual, a long write puts out what it needs again
)

PREPARED_AT = 2
"""How often a connection is asked the same question before PostgreSQL prepares it."""

PREPARED = 1000
"""How many prepared questions a connection keeps; one person's pages ask over five hundred."""


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(Base):
        """What every table inherits."""

        __abstract__ = True
else:
    Model = db.Model

_writing: ContextVar[bool] = ContextVar("a write transaction is open", default=False)


def is_writing() -> bool:
    """Whether this context is inside `transaction()`."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock at once (`BEGIN IMMEDIATE` on SQLite)."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def transaction() -> Iterator[None]:
    """One write, whole or not at all.

    Ends whatever read came before, so that everything inside is read again under the lock.
    Inside another `transaction()` it joins that one.
    """
    if _writing.get():
        yield
        return
    db.session.rollback()
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def take(record: Model) -> None:
    """Read a row again and keep it for this transaction: whoever else takes it waits.

    Rows that refer to it may be written meanwhile (FOR NO KEY UPDATE on PostgreSQL). So it does not
    matter whether such a row was written before: two that had each written one would otherwise
    wait for each other, and one of them would fail.
    """
    db.session.refresh(record, with_for_update={"of": type(record), "key_share": True})


def take_every(kind: type[Any]) -> None:
    """Take every row of this kind, in one order for everybody."""
    db.session.execute(select(kind.id).order_by(kind.id).with_for_update(key_share=True)).all()


def prepare_engine(engine: Engine) -> None:
    """Set up an engine's connections; called once for each engine made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        engine.dialect.do_rollback = _roll_back  # type: ignore[method-assign, assignment]


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # this module says BEGIN, not the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.prepare_threshold = PREPARED_AT
    connection.prepared_max = PREPARED


def _roll_back(connection: Any) -> None:
    """End a transaction, and keep the questions that the connection has prepared.

    Every page that only reads ends so. The driver's own way forgets with it everything prepared,
    in case the transaction made what was prepared for; here only migrations make tables.
    """
    from psycopg.pq import ExecStatus, TransactionStatus  # not loaded where SQLite keeps the record

    raw = connection.pgconn
    under_way = raw.transaction_status == TransactionStatus.INTRANS
    if not under_way or raw.exec_(b"ROLLBACK").status != ExecStatus.COMMAND_OK:
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    """Rows change one at a time, inside an act: bulk UPDATE and DELETE are refused."""
    if (state.is_update or state.is_delete) and not state.execution_options.get("housekeeping"):
        raise RuntimeError("bulk UPDATE and DELETE are refused: end, void or change each row")

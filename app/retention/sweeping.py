"""After a destruction: nothing of it left in the free space of the database's own file.

A row that was emptied, and a page that was freed, may keep their old bytes in the file and in its
log until something else is written there. Sweeping writes the file anew and empties the log. It is
no part of the act: interrupted, it is done again, and until it is done the certificate says so.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.audit.act import Actor, StandingActor
from app.core.db import Base, db
from app.retention import queries

SWEEPER = StandingActor("Retention")

PATIENCE = 5_000
"""Milliseconds for which others who read an old state of the file are waited for."""


def sweep(*, by: Actor = SWEEPER) -> int:
    """Sweep if any destroyed record waits for it, and say so on their certificates.

    Gives how many certificates were completed; 0 too where others kept the file busy, and then it
    is to be asked again. Never inside a transaction.
    """
    from app.retention import actions

    owed = [each.id for each in queries.unswept()]
    tables = sorted({table for each in queries.unswept() for table, _ in each.rows})
    db.session.rollback()
    if not owed or not _swept(db.engine, tables):
        return 0
    actions.note_swept(owed, by=by)
    return len(owed)


def _swept(engine: Engine, tables: list[str]) -> bool:
    try:
        if engine.dialect.name == "sqlite":
            return _rewritten(engine)
        _vacuumed(engine, tables)
    except SQLAlchemyError:
        current_app.logger.exception("the free space of the database could not be swept")
        return False
    return True


def _rewritten(engine: Engine) -> bool:
    """Write SQLite's file anew and empty its log; False while somebody reads an old state."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            was_busy = (cursor.fetchone() or (1,))[0]
        except sqlite3.OperationalError as wrong:
            current_app.logger.warning("the free space was not swept: %s", wrong)
            return False
        finally:
            cursor.close()
            connection.detach()  # its patience is not for anybody else
    return not was_busy


def _vacuumed(engine: Engine, tables: list[str]) -> None:
    """Write PostgreSQL's tables anew; its own log and back-ups go as its keepers recycle them."""
    known = [name for name in tables if name in Base.metadata.tables]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in [*known, "change_draft", "document_content", "draft", "load_file", "load_row"]:
            connection.exec_driver_sql(f'VACUUM (FULL) "{name}"')

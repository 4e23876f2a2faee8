"""How far the work on a load has come, told to whoever asks, from whichever process.

Whoever works on a load holds a lock that the operating system or the database lets go when the
process dies, so that work cut off is known to be cut off. On PostgreSQL that is an advisory lock,
and progress is a row written through a connection of its own. SQLite has one writer, and that is
the work itself; there both are a small file beside the database.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from flask import Flask
from sqlalchemy import Connection, text

from app.core.db import db

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how many rows are, and how many there are in all."""

LOAD_LOCK = 4_711_003
SECONDS_BETWEEN = 0.3


class Busy(Exception):
    """Somebody is working on this load already."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, how many rows are done, and how many there are (0: not known yet)."""

    doing: str
    done: int
    total: int

    @property
    def per_cent(self) -> int:
        """How much is done, of a hundred."""
        return min(100, 100 * self.done // self.total) if self.total else 0


def quiet(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def working_on(load_id: int, tell: Tell = quiet) -> Iterator[Tell]:
    """Take a load to work on it. Raises Busy when somebody has it.

    Gives the function to call as rows are done; it also calls `tell`.
    """
    holding = _holding_on_postgresql if _is_postgresql() else _holding_on_sqlite
    with holding(load_id) as write:
        last = 0.0

        def told(doing: str, done: int, total: int) -> None:
            nonlocal last
            tell(doing, done, total)
            if done == 0 or time.monotonic() - last > SECONDS_BETWEEN:
                last = time.monotonic()
                write(Progress(doing, done, total))

        yield told


def progress_of(load_id: int) -> Progress | None:
    """How far the work on a load has come; None when nobody is working on it."""
    return _seen_on_postgresql(load_id) if _is_postgresql() else _seen_on_sqlite(load_id)


def in_background(app: Flask, work: Callable[[], None], wait: float) -> None:
    """Do work in a thread of its own, and wait a little, so that short work is done on return."""

    def run() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=run, name="load", daemon=True)
    thread.start()
    thread.join(wait)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


# -------------------------------------------------------------------------------------- PostgreSQL


@contextmanager
def _holding_on_postgresql(load_id: int) -> Iterator[Callable[[Progress], None]]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        which = {"lock": LOAD_LOCK, "load": load_id}
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock, :load)"), which):
            raise Busy
        try:
            yield lambda progress: _write_row(connection, load_id, progress)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock, :load)"), which)


def _write_row(connection: Connection, load_id: int, progress: Progress) -> None:
    connection.execute(
        text(
            "INSERT INTO load_progress (load_id, doing, done, total) "
            "VALUES (:load, :doing, :done, :total) ON CONFLICT (load_id) DO UPDATE "
            "SET doing = excluded.doing, done = excluded.done, total = excluded.total"
        ),
        {
            "load": load_id,
            "doing": progress.doing,
            "done": progress.done,
            "total": progress.total,
        },
    )


def _seen_on_postgresql(load_id: int) -> Progress | None:
    held = db.session.scalar(
        text(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND datname = current_database() "
            "AND classid = :lock AND objid = :load"
        ),
        {"lock": LOAD_LOCK, "load": load_id},
    )
    if not held:
        return None
    row = db.session.execute(
        text("SELECT doing, done, total FROM load_progress WHERE load_id = :load"),
        {"load": load_id},
    ).first()
    return Progress(*row) if row else Progress("Starting", 0, 0)


# ------------------------------------------------------------------------------------------ SQLite


def _file(load_id: int) -> Path:
    database = Path(db.engine.url.database or "hearth")
    return database.with_name(f"{database.name}.load-{load_id}")


@contextmanager
def _holding_on_sqlite(load_id: int) -> Iterator[Callable[[Progress], None]]:
    path = _file(load_id)
    with _locked_file(path) as file:

        def write(progress: Progress) -> None:
            file.seek(0)
            file.truncate()
            file.write(json.dumps([progress.doing, progress.done, progress.total]))
            file.flush()

        write(Progress("Starting", 0, 0))
        try:
            yield write
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _locked_file(path: Path) -> Iterator[TextIO]:
    """The file, locked, and still the one at its path.

    Whoever only looks holds the lock for a moment, and takes away a file that was left: so the lock
    is tried for again, on the file that is there by then.
    """
    for _ in range(20):
        with path.open("a+", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.01)
                continue
            if _is_still_at(path, file):
                yield file
                return
    raise Busy


def _is_still_at(path: Path, file: TextIO) -> bool:
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False


def _seen_on_sqlite(load_id: int) -> Progress | None:
    try:
        file = _file(load_id).open(encoding="utf-8")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            with suppress(ValueError, TypeError):
                return Progress(*json.loads(file.read()))
            return Progress("Starting", 0, 0)
    _file(load_id).unlink(missing_ok=True)  # left by work that was cut off
    return None

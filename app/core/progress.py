"""How far long work has come, told to whoever asks, from whichever process.

Whoever works on something (a load, a pack) holds a lock that the operating system or the database
lets go when the process dies, so that work cut off is known to be cut off. On PostgreSQL that is an
advisory lock, and progress is a row written through a connection of its own. SQLite has one writer,
and that may be the work itself; there both are a small file beside the database.
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

from app.core.db import db, is_writing

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and how much there is in all."""

SECONDS_BETWEEN = 0.3


class Busy(Exception):
    """Somebody is working on this already."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, how much is done, and how much there is (0: not known yet)."""

    doing: str
    done: int
    total: int

    @property
    def per_cent(self) -> int:
        """How much is done, of a hundred."""
        return min(100, 100 * self.done // self.total) if self.total else 0


def quiet(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of long work: of each thing there is one at a time, and how far it has come is seen.

    `name` is of what ("load"): its table is `load_progress`, by `load_id`. `lock` is its own number
    among PostgreSQL's advisory locks.
    """

    name: str
    lock: int

    @contextmanager
    def working_on(self, number: int, tell: Tell = quiet) -> Iterator[Tell]:
        """Take the thing of that number to work on it. Raises Busy when somebody has it.

        Gives the function to call as the work is done; it also calls `tell`. Inside a write nobody
        else sees the thing yet: nobody can have it, and nobody else is told.
        """
        if is_writing():
            yield tell
            return
        holding = _holding_on_postgresql if _is_postgresql() else _holding_on_sqlite
        with holding(self, number) as write:
            last = 0.0

            def told(doing: str, done: int, total: int) -> None:
                nonlocal last
                tell(doing, done, total)
                if done == 0 or time.monotonic() - last > SECONDS_BETWEEN:
                    last = time.monotonic()
                    write(Progress(doing, done, total))

            yield told

    def progress_of(self, number: int) -> Progress | None:
        """How far the work on it has come; None when nobody is working on it."""
        return (_seen_on_postgresql if _is_postgresql() else _seen_on_sqlite)(self, number)


def in_background(app: Flask, work: Callable[[], None], wait: float) -> None:
    """Do work in a thread of its own, and wait a little, so that short work is done on return."""

    def run() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=run, name="long work", daemon=True)
    thread.start()
    thread.join(wait)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


# -------------------------------------------------------------------------------------- PostgreSQL


@contextmanager
def _holding_on_postgresql(work: Work, number: int) -> Iterator[Callable[[Progress], None]]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        which = {"lock": work.lock, "number": number}
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock, :number)"), which):
            raise Busy
        try:
            yield lambda progress: _write_row(connection, work, number, progress)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock, :number)"), which)


def _write_row(connection: Connection, work: Work, number: int, progress: Progress) -> None:
    connection.execute(
        text(
            f"INSERT INTO {work.name}_progress ({work.name}_id, doing, done, total) "
            f"VALUES (:number, :doing, :done, :total) ON CONFLICT ({work.name}_id) DO UPDATE "
            "SET doing = excluded.doing, done = excluded.done, total = excluded.total"
        ),
        {
            "number": number,
            "doing": progress.doing,
            "done": progress.done,
            "total": progress.total,
        },
    )


def _seen_on_postgresql(work: Work, number: int) -> Progress | None:
    held = db.session.scalar(
        text(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND datname = current_database() "
            "AND classid = :lock AND objid = :number"
        ),
        {"lock": work.lock, "number": number},
    )
    if not held:
        return None
    row = db.session.execute(
        text(f"SELECT doing, done, total FROM {work.name}_progress WHERE {work.name}_id = :number"),
        {"number": number},
    ).first()
    return Progress(*row) if row else Progress("Starting", 0, 0)


# ------------------------------------------------------------------------------------------ SQLite


def _file(work: Work, number: int) -> Path:
    database = Path(db.engine.url.database or "hearth")
    return database.with_name(f"{database.name}.{work.name}-{number}")


@contextmanager
def _holding_on_sqlite(work: Work, number: int) -> Iterator[Callable[[Progress], None]]:
    path = _file(work, number)
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


def _seen_on_sqlite(work: Work, number: int) -> Progress | None:
    try:
        file = _file(work, number).open(encoding="utf-8")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            with suppress(ValueError, TypeError):
                return Progress(*json.loads(file.read()))
            return Progress("Starting", 0, 0)
    _file(work, number).unlink(missing_ok=True)  # left by work that was cut off
    return None

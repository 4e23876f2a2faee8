"""Seals: each minute, one code over everything the trail has gained, chained to the seal before.

The head of the chain also goes to the anchor, a file outside the database's folder (better still,
on another machine): who cuts the end of the trail and its seals cannot cut that.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from app.audit import canon, trail
from app.audit.models import TrailCheck
from app.core.db import Base, db, writing
from app.core.today import now

CHANGE = Base.metadata.tables["change"]
LOOK = Base.metadata.tables["look"]
SEAL = Base.metadata.tables["seal"]

EVERY_SECONDS = 60

FIRST = "0" * 64
"""What stands before the first seal."""

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Health:
    """How the trail stands: how much of it is sealed, since when it is not, the last check."""

    changes: int
    looks: int
    seals: int
    sealed_at: datetime | None
    unsealed: int
    unsealed_since: datetime | None
    anchored: int | None
    checked: TrailCheck | None

    @property
    def unsealed_minutes(self) -> int:
        """Whole minutes for which the oldest unsealed line has waited."""
        if self.unsealed_since is None:
            return 0
        return max(0, int((now() - self.unsealed_since).total_seconds() // 60))


def seal(engine: Engine, anchor: Path | None = None) -> int | None:
    """Seal what the trail has gained and write the head to the anchor.

    Gives the number of the seal made, or None if there was nothing new. `anchor` is the setting's
    file unless given. Processes that seal at the same moment take turns.
    """
    made = None
    with engine.connect() as connection:
        new = _is_anything_new(connection)
    if new:
        with writing(), engine.begin() as connection:
            made = _seal(connection)
    where = anchor or _anchor_setting()
    if where is not None:
        with engine.connect() as connection:
            write_anchor(connection, where)
    return made


def _anchor_setting() -> Path | None:
    path: Path | None = current_app.config["SETTINGS"].anchor_path
    return path


def _is_anything_new(connection: Connection) -> bool:
    _, change, look, _ = last_seal(connection)
    return trail.last_id(connection, CHANGE) > change or trail.last_id(connection, LOOK) > look


def _seal(connection: Connection) -> int | None:
    trail.lock(connection, trail.CHANGE_LOCK)
    trail.lock(connection, trail.LOOK_LOCK)
    number, change, look, previous = last_seal(connection)
    last_change, last_look = trail.last_id(connection, CHANGE), trail.last_id(connection, LOOK)
    if (last_change, last_look) == (change, look):
        return None
    made = {
        "n": number + 1,
        "at": now(),
        "last_change": last_change,
        "last_look": last_look,
        "previous": previous,
    }
    made["mac"] = canon.seal_code(
        trail.keys_of(connection).sealing,
        seal_values(made),
        codes_between(connection, CHANGE, change, last_change),
        codes_between(connection, LOOK, look, last_look),
    )
    connection.execute(insert(SEAL), made)
    return number + 1


def seal_values(row: Any) -> list[Any]:
    """A seal's own values, in the order of its code."""
    return [row[name] for name in ("n", "at", "last_change", "last_look", "previous")]


def last_seal(connection: Connection) -> tuple[int, int, int, str]:
    """The last seal: its number, the last change and look it holds, its code."""
    row = connection.execute(
        select(SEAL.c.n, SEAL.c.last_change, SEAL.c.last_look, SEAL.c.mac)
        .order_by(SEAL.c.n.desc())
        .limit(1)
    ).first()
    return (0, 0, 0, FIRST) if row is None else (row.n, row.last_change, row.last_look, row.mac)


def codes_between(connection: Connection, table: Table, after: int, last: int) -> Iterator[str]:
    """The codes of the lines after one number, up to and with another."""
    while after < last:
        rows = connection.execute(
            select(table.c.id, table.c.mac)
            .where(table.c.id > after, table.c.id <= last)
            .order_by(table.c.id)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        yield from (row.mac for row in rows)
        after = rows[-1].id


# --- the anchor ---------------------------------------------------------------------------------


def write_anchor(connection: Connection, path: Path) -> None:
    """Append to the anchor every seal that it does not hold yet: one line each, "n at code"."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii") as anchor:
        fcntl.flock(anchor, fcntl.LOCK_EX)
        held = max((number for number, _ in _lines(anchor)), default=0)
        rows = connection.execute(
            select(SEAL.c.n, SEAL.c.at, SEAL.c.mac).where(SEAL.c.n > held).order_by(SEAL.c.n)
        ).all()
        for row in rows:
            anchor.write(f"{row.n} {row.at:%Y-%m-%dT%H:%M:%SZ} {row.mac}\n")
        anchor.flush()
        os.fsync(anchor.fileno())


def read_anchor(path: Path) -> dict[int, str]:
    """The seals that the anchor names, by number; empty if there is no anchor yet."""
    if not path.exists():
        return {}
    with path.open(encoding="ascii", errors="replace") as anchor:
        return dict(_lines(anchor))


def _lines(anchor: Any) -> Iterator[tuple[int, str]]:
    for line in anchor:
        parts = line.split()
        if len(parts) == 3 and parts[0].isdigit():
            yield int(parts[0]), parts[2]


# --- how it stands ------------------------------------------------------------------------------


def health() -> Health:
    """How the trail stands now."""
    connection = db.session.connection()
    number, change, look, _ = last_seal(connection)
    changes, looks = trail.last_id(connection, CHANGE), trail.last_id(connection, LOOK)
    waiting = [
        connection.scalar(select(func.min(CHANGE.c.stamped_at)).where(CHANGE.c.id > change)),
        connection.scalar(select(func.min(LOOK.c.at)).where(LOOK.c.id > look)),
    ]
    path = _anchor_setting()
    return Health(
        changes=changes,
        looks=looks,
        seals=number,
        sealed_at=connection.scalar(select(SEAL.c.at).where(SEAL.c.n == number)),
        unsealed=changes - change + looks - look,
        unsealed_since=min((moment for moment in waiting if moment), default=None),
        anchored=None if path is None else max(read_anchor(path), default=0),
        checked=db.session.scalar(select(TrailCheck).order_by(TrailCheck.id.desc()).limit(1)),
    )


# --- each minute --------------------------------------------------------------------------------


class Sealer:
    """Seals each minute in a thread of its own, and once more when told to stop."""

    def __init__(self, app: Flask, every: float = EVERY_SECONDS) -> None:
        self._app = app
        self._every = every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sealer", daemon=True)

    def start(self) -> None:
        """Begin. Call it in the process that serves, after any fork."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and seal what is left."""
        self._stopping.set()
        self._thread.join(timeout=10)
        self._once()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self._once()

    def _once(self) -> None:
        with self._app.app_context():
            try:
                seal(db.engine)
            except (SQLAlchemyError, OSError):  # tried again next minute; the age shows it
                self._app.logger.exception("the trail could not be sealed")

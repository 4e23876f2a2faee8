"""`hearth demo`: the demonstration county on this machine, from one command."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from flask import Flask

from app.cli import live
from app.core.db import db
from app.core.models import MarkedAs
from app.settings import Mode, Settings

INSTANCE = Path(__file__).resolve().parent.parent.parent / "instance"
FIRST_PORT = 8000
ANSWERS_WITHIN = 60
"""Seconds that the server is given to answer."""


@click.command()
@click.option("--reset", is_flag=True, help="Begin again: everything done so far is removed.")
@click.option(
    "--folder", type=click.Path(path_type=Path, resolve_path=True), default=INSTANCE, hidden=True
)
@click.option("--build-only", is_flag=True, hidden=True)
def demo(reset: bool, folder: Path, build_only: bool) -> None:
    """Make the demonstration county, if it is not there yet, and serve it on this machine."""
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _only_one(folder):
        environment = _environment(folder)
        database = folder / "demonstration.db"
        if reset:
            click.echo("Removing what was done in the demonstration so far.")
            remove(database)
            (folder / "demonstration.anchor").unlink(missing_ok=True)
        if not database.exists():
            _build(folder, environment, database)
        app = _application({**environment, "HEARTH_DATABASE_URL": f"sqlite:///{database}"})
        _bring_up_to_date(app)
        if not build_only:
            _serve(app, folder, environment, database)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the demonstration; a second one is told where the first answers."""
    with (folder / "demonstration.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            where = lock.read().strip() or "on its way"
            raise click.ClickException(
                f"The demonstration is running already: {where}. "
                "Stop it there (Ctrl-C) before starting it again."
            ) from None
        lock.truncate(0)
        yield


def _environment(folder: Path) -> dict[str, str]:
    """The demonstration's settings. Its two keys are made once and kept in the folder."""
    file = folder / "demonstration.env"
    if not file.exists():
        keys = ("HEARTH_SECRET_KEY", "HEARTH_TRAIL_KEY")
        file.touch(mode=0o600)
        file.write_text("".join(f"{key}={secrets.token_urlsafe(36)}\n" for key in keys))
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
    return {
        **kept,
        "HEARTH_MODE": Mode.DEMONSTRATION.value,
        "HEARTH_HOSTS": "127.0.0.1,localhost",
        "HEARTH_ANCHOR": str(folder / "demonstration.anchor"),
        "HEARTH_FINANCE_SYSTEM": "casework",
    }


def _application(environment: dict[str, str]) -> Flask:
    from app import create_app

    return create_app(Settings.from_environment(environment))


def _build(folder: Path, environment: dict[str, str], database: Path) -> None:
    """Build beside, and put in place when whole: a build that was stopped leaves nothing."""
    from app import demo as county
    from app.core.schema import prepare

    building = folder / "building.db"
    remove(building)
    started = time.monotonic()
    click.echo("Making the demonstration county; this takes about a minute, and only once.")
    app = _application({**environment, "HEARTH_DATABASE_URL": f"sqlite:///{building}"})
    click.echo("  Setting up an empty record.")
    prepare(app, MarkedAs.DEMONSTRATION)
    with app.app_context():
        county.build(app, say=lambda line: click.echo(f"  {line}"))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    building.rename(database)
    remove(building)
    click.echo(f"  Made in {time.monotonic() - started:.0f} seconds.")


def _bring_up_to_date(app: Flask) -> None:
    """Migrations of a newer release, where the county was made by an older one."""
    from app.core.schema import prepare

    if live.reasons_not_to_serve(app):
        click.echo("Bringing the record to this release.")
        prepare(app, MarkedAs.DEMONSTRATION)


def remove(database: Path) -> None:
    """Remove an SQLite database with the files beside it."""
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)


def listening(first: int = FIRST_PORT) -> socket.socket:
    """A socket that listens on the first free port of this machine's loopback, from `first` on.

    It is handed to the server as it is: a port found free, and taken later, would be another
    demonstration's when two are started together."""
    for port in range(first, first + 1000):
        try:
            return socket.create_server(("127.0.0.1", port), backlog=2048)
        except OSError:
            continue
    raise click.ClickException(f"No port between {first} and {first + 999} is free.")


def _serve(app: Flask, folder: Path, environment: dict[str, str], database: Path) -> None:
    with listening() as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        click.echo(f"Starting the server on {address}")
        server = subprocess.Popen(  # noqa: S603 (our own interpreter, no shell)
            [*live.gunicorn(f"fd://{door.fileno()}"), "--log-level", "warning"],
            env={**os.environ, **environment, "HEARTH_DATABASE_URL": f"sqlite:///{database}"},
            pass_fds=[door.fileno()],
        )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _wait_until_it_answers(server, address)
    (folder / "demonstration.lock").write_text(address)
    _say_how_to_sign_in(app, address)
    server.wait()
    click.echo("The demonstration has stopped; what was done in it is kept.")


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str) -> None:
    give_up = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < give_up:
        if server.poll() is not None:
            raise click.ClickException("The server stopped before it answered; see above why.")
        try:
            with urllib.request.urlopen(f"{address}health", timeout=2):  # noqa: S310 (loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    server.terminate()
    raise click.ClickException(f"The server did not answer within {ANSWERS_WITHIN} seconds.")


def _say_how_to_sign_in(app: Flask, address: str) -> None:
    from app.accounts import queries
    from app.accounts.permissions import ROLES

    click.echo("")
    click.echo(f"Hearth answers at {address}")
    click.echo("Everybody in it is invented. Press a name on its first page to sign in, or type:")
    click.echo("")
    with app.app_context():
        for role, people in queries.people_of_the_demonstration():
            click.echo(f"  {ROLES[role].name:<34}{people[0].email}")
    click.echo("")
    click.echo(f"  The password of each is: {queries.DEMONSTRATION_PASSWORD}")
    click.echo("")
    click.echo("Ctrl-C stops it; what was done is kept. `make demo-reset` begins again.")

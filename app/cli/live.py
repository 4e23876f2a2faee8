"""A live service: its application on its settings, and the server that answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.core.models import DatabaseMark, MarkedAs
from app.settings import Mode, Settings, UnsafeSettings

GUNICORN_CONF = Path(__file__).resolve().parent.parent / "gunicorn_conf.py"


def settings() -> Settings:
    """The settings from the environment, or every reason against them, one a line."""
    try:
        return Settings.from_environment()
    except UnsafeSettings as unsafe:
        reasons = "\n".join(f"  - {reason}" for reason in str(unsafe).split("; "))
        raise click.ClickException(
            f"Hearth does not start with these settings:\n{reasons}"
        ) from None
    except ValueError as wrong:
        raise click.ClickException(f"A setting cannot be read: {wrong}") from None


def application() -> Flask:
    """The application on the settings from the environment."""
    from app import create_app

    told = settings()
    try:
        return create_app(told)
    except SQLAlchemyError as wrong:
        raise click.ClickException(f"The database cannot be opened: {_first_line(wrong)}") from None


@contextmanager
def record() -> Iterator[Flask]:
    """The record on the settings from the environment, for one command: its connections are
    closed at the end, however the command ends."""
    app = application()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def reasons_not_to_serve(app: Flask) -> list[str]:
    """Why this database may not be served with these settings; empty if it may."""
    told: Settings = app.config["SETTINGS"]
    with app.app_context():
        try:
            missing = not inspect(db.engine).has_table(DatabaseMark.__tablename__)
            marks = [] if missing else list(db.session.scalars(select(DatabaseMark.marked_as)))
        except SQLAlchemyError as wrong:
            return [f"the database does not answer: {_first_line(wrong)}"]
        if missing or not _is_upgraded():
            return ["the database is not at this release: run `hearth upgrade` first"]
    if told.mode is Mode.LIVE and marks:
        return ["this database is marked as holding invented people, and cannot be served live"]
    if told.mode is Mode.DEMONSTRATION and MarkedAs.DEMONSTRATION not in marks:
        return ["this database is not a demonstration: anybody could sign in to it as anyone"]
    return []


def _is_upgraded() -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from app.core.schema import MIGRATIONS

    newest = set(ScriptDirectory(MIGRATIONS).get_heads())
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest


WORKERS, THREADS = 2 * (os.cpu_count() or 1), 2
"""How many processes serve, and how many requests each has in hand. A page is work for one core
throughout: two in hand in one process make each other wait, in two processes they hardly do."""


def gunicorn(bind: str, workers: int = WORKERS, threads: int = THREADS) -> list[str]:
    """The server's command line."""
    command = [
        sys.executable,
        *("-m", "gunicorn", "app:create_app()"),
        *("--bind", bind),
        *("--worker-class", "gthread"),
        *("--workers", str(workers)),
        *("--threads", str(threads)),
        "--no-control-socket",
    ]
    return [*command, "--config", f"file:{GUNICORN_CONF}"] if GUNICORN_CONF.exists() else command


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option("--workers", default=WORKERS, show_default=True, help="Processes.")
@click.option("--threads", default=THREADS, show_default=True, help="Threads in each process.")
def serve(bind: str, workers: int, threads: int) -> None:
    """Answer requests, behind a proxy that keeps TLS (set HEARTH_PROXIES to how many)."""
    reasons = reasons_not_to_serve(application())
    if reasons:
        raise click.ClickException("; ".join(reasons))
    command = gunicorn(bind, workers, threads)
    os.execv(command[0], command)  # noqa: S606 (our own interpreter, no shell)


@click.command()
def routes() -> None:
    """Every page, what may be done there, and the permission that it says it needs."""
    from app.core.security import opens_to

    app = application()
    with app.app_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            needs = " or ".join(opens_to(rule.endpoint)) or "SHUT"
            click.echo(f"{methods:<9} {needs:<22} {rule.rule}")

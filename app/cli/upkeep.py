"""Keeping a service: upgrade, first users, checks of the record, loads and back-ups."""

from __future__ import annotations

import secrets
import sqlite3
import sys
from pathlib import Path

import click

from app.accounts.permissions import ROLES
from app.accounts.roles import Role
from app.cli import live
from app.core.db import db
from app.core.errors import RuleBroken


@click.command()
def upgrade() -> None:
    """Bring the database to this release, and remake its triggers. Back it up first."""
    from app.core.schema import prepare

    app = live.application()
    prepare(app)
    click.echo("The record is at this release.")


@click.command()
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--email", required=True, help="Their work email address.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given more than once. Held for a year.",
)
def add_user(name: str, email: str, roles: tuple[str, ...]) -> None:
    """Add somebody who may sign in, and print the password to give them, once."""
    from app.accounts import actions, passwords
    from app.audit.act import INSTALLER
    from app.core.db import transaction

    first = passwords.made_up(name, email)
    with live.record():
        try:
            with transaction():
                user = actions.add_user(
                    name=name, email=email, password=first, first=True, by=INSTALLER
                )
                for role in roles:
                    actions.grant_role(user, role=Role(role), by=INSTALLER)
        except RuleBroken as refused:
            raise click.ClickException(str(refused)) from None
    granted = ", ".join(ROLES[Role(role)].name for role in roles) or "no role yet"
    click.echo(f"Added {name} ({granted}).")
    click.echo(f"First password: {first}")
    click.echo("They choose their own when they first sign in, within seven days.")


@click.command("check-record")
def check_record() -> None:
    """Check every line of the trail against its seals, and name the first that does not agree."""
    from app.audit.checking import check_record as check

    with live.record():
        findings = check(db.engine)
    for finding in findings:
        click.echo(str(finding))
    if findings:
        sys.exit(1)
    click.echo("The record agrees with its trail, and the trail with its seals.")


@click.command()
def seal() -> None:
    """Seal what the trail holds so far, and write the seal's head to the anchor."""
    from app.audit.seals import seal as seal_now

    with live.record():
        sealed = seal_now(db.engine)
    click.echo("Sealed." if sealed else "There was nothing new to seal.")


@click.command()
def sweep() -> None:
    """Sweep the free space of the database where records were destroyed and that was interrupted.

    For a timer, each night. Ends with 1 while others keep the database busy: it is done again.
    """
    from app.retention import queries, sweeping

    with live.record():
        swept = sweeping.sweep()
        waiting = len(queries.unswept())
    click.echo(f"{swept} certificates completed, {waiting} still waiting for the sweep.")
    if waiting:
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a whole copy of the record to FILE while the service runs.

    On PostgreSQL it prints the command that does it there.
    """
    told = live.settings()
    if told.sqlite_path is None:
        click.echo("Run this, as somebody who may read the whole database:")
        click.echo(f'  pg_dump --format=custom --file={file} "$HEARTH_DATABASE_URL"')
        return
    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name.")
    if not told.sqlite_path.exists():
        raise click.ClickException("There is no database yet: run `hearth upgrade` first.")
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with sqlite3.connect(told.sqlite_path, timeout=30) as source:
            source.execute("VACUUM INTO ?", (str(unfinished),))
        _check_copy(unfinished)
        unfinished.rename(file)
    except sqlite3.Error as wrong:
        raise click.ClickException(f"No copy was made: {wrong}") from None
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"Copied to {file} and checked. Keep it, and the trail's key, in different places.")


def _check_copy(copy: Path) -> None:
    with sqlite3.connect(copy) as opened:
        said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(f"the copy is not whole ({said})")

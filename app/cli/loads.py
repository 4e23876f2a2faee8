"""`hearth load`: records from files, checked first, then all or nothing."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import live
from app.core.errors import RuleBroken
from app.core.forms import read_day

if TYPE_CHECKING:
    from app.exchange.models import Load

SHOWN = 20
"""Rejected rows that are printed; all of them go to the file named by --rejected."""


@click.command()
@click.argument("kind", type=click.Choice(["carers", "ssda903", "postcodes"]))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--as-at", "as_at", help="The day that the files speak of; today unless said.")
@click.option(
    "--rejected", type=click.Path(dir_okay=False, path_type=Path), help="Where rejected rows go."
)
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
def load(
    kind: str, files: tuple[str, ...], as_at: str | None, rejected: Path | None, yes: bool
) -> None:
    """Bring records in from files, all or nothing, after saying what that would do.

    carers: one workbook or CSV. ssda903: the Header and the Episodes file of a year. postcodes:
    the ONS Postcode Directory, Code-Point Open, or any CSV with postcode and position.
    """
    from app.audit.act import INSTALLER
    from app.exchange import loading
    from app.exchange.models import LoadKind, LoadState
    from app.exchange.progress import Busy

    kinds = dict(zip(("carers", "ssda903", "postcodes"), LoadKind, strict=True))
    given = [Path(name) for name in files]
    with live.record():
        try:
            checked = loading.check(kinds[kind], given, by=INSTALLER, as_at=_day(as_at), tell=tell)
            _say(checked)
            _keep_rejected(checked, rejected)
            if checked.state is not LoadState.CHECKED:
                sys.exit(1)
            if not yes and not click.confirm("Carry it out?"):
                loading.discard(checked, by=INSTALLER)
                click.echo("Nothing was brought in.")
                return
            done = loading.carry_out(checked, by=INSTALLER, tell=tell, files=given)
        except RuleBroken as refused:
            raise click.ClickException(str(refused)) from None
        except Busy:
            raise click.ClickException(
                "Somebody else is loading. Try again when it is done."
            ) from None
        click.echo(f"Done: {done.done_rows} rows.")


def _day(typed: str | None) -> date | None:
    if typed is None:
        return None
    day = read_day(typed)
    if day is None:
        raise click.BadParameter(f"“{typed}” is not a date. Use one like 31/03/2026.")
    return day


def tell(doing: str, done: int, total: int) -> None:
    """How far it has come, on one line where there is somebody to watch it."""
    if sys.stderr.isatty():
        far = f" {done:,} of {total:,}" if total else ""
        click.echo(f"\r\033[K{doing}{far}", err=True, nl=done >= total)


def _say(checked: Load) -> None:
    """The counts, then what was noticed."""
    told = checked.summary
    for refused in told.get("refused", ()):
        click.echo(f"These files cannot be read: {refused}")
    for counted, number in told.items():
        if isinstance(number, int):
            click.echo(f"  {counted:<10}{number:>8,}")
    for note in told.get("notes", ()):
        click.echo(f"  {note}")


def _keep_rejected(checked: Load, file: Path | None) -> None:
    """Print the first rejected rows with their reasons; write them all where that is asked for."""
    from app.exchange import queries, telling

    rows = [
        row
        for each in queries.rejected_files(checked)
        for row in queries.rejected_rows(checked, each.name)
    ]
    for row in rows[:SHOWN]:
        click.echo(
            f"  {row.file} row {row.row}: {row.reason.splitlines()[0] if row.reason else ''}"
        )
    if len(rows) > SHOWN:
        click.echo(f"  and {len(rows) - SHOWN} more rejected rows")
    if file is not None and rows:
        file.write_bytes(telling.rejected_csv(rows))
        click.echo(f"  The rejected rows are in {file}, each with its reason.")


@click.command("clear-loads")
def clear_loads() -> None:
    """Clear what loads kept of their files for long enough. Each check of a load does so too."""
    from app.exchange import loading

    with live.record():
        cleared = loading.clear_old()
    click.echo(f"Cleared {cleared} load{'' if cleared == 1 else 's'}.")

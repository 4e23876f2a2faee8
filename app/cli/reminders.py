"""The daily digests, prepared and sent."""

from __future__ import annotations

import click

from app.cli import live


@click.command()
def remind() -> None:
    """Prepare today's digests and send whatever waits. For a timer: run it as often as you like.

    HEARTH_REMINDERS says by which way: smtp, notify, or none.
    """
    from app.core.words import words
    from app.reminders.outbox import run
    from app.settings import ByWayOf

    with live.record() as app:
        if app.config["SETTINGS"].sending.by_way_of is ByWayOf.NOTHING:
            click.echo("No reminders are sent: HEARTH_REMINDERS is none.")
            return
        done = run()
    ended = ", ".join(f"{words(state).lower()} {number}" for state, number in done.ended.items())
    click.echo(f"Prepared {done.prepared}. {ended.capitalize() or 'Nothing waited'}.")

"""Documents that wait for the scanner, asked about again."""

from __future__ import annotations

import click

from app.cli import live


@click.command()
def scan() -> None:
    """Ask the scanner about every document that waits for it. For a timer, every few minutes."""
    from app.audit.act import INSTALLER
    from app.core.db import db
    from app.documents import actions, queries, store
    from app.documents.kinds import FileState
    from app.documents.scanning import scan as ask

    answered = waiting = 0
    with live.record():
        for file in queries.files_waiting():
            content = store.read(file.content_id, file.code)
            db.session.rollback()  # nothing is held open while the scanner takes its time
            said = ask(content)
            if said.state is FileState.WAITING:
                waiting += 1
                continue
            actions.settle(file, scanned=said, by=INSTALLER)
            answered += 1
    click.echo(f"{answered} answered for, {waiting} still waiting.")

"""The command `hearth`: the demonstration, a live service, and its upkeep."""

from __future__ import annotations

import os

import click
from flask import Flask

from app.cli import demonstration, engine, forecasts, live, loads, papers, reminders, roads, upkeep


@click.group()
def main() -> None:
    """Hearth: a fostering service's record, and homes found for children.

    `hearth demo` and `hearth forecast` need no settings, nor do `hearth match`, `together` and
    `gap` over folders of files. Every other command reads the service's from the environment:
    HEARTH_DATABASE_URL, HEARTH_SECRET_KEY, HEARTH_TRAIL_KEY, HEARTH_HOSTS and HEARTH_ANCHOR.
    """
    os.umask(0o077)  # whatever is written here is for its owner only


for command in (
    demonstration.demo,
    live.serve,
    live.routes,
    upkeep.upgrade,
    upkeep.add_user,
    upkeep.check_record,
    upkeep.seal,
    loads.load,
    roads.load_roads,
    loads.clear_loads,
    upkeep.sweep,
    upkeep.backup,
    papers.scan,
    reminders.remind,
    forecasts.forecast,
    forecasts.years_ahead,
    engine.match,
    engine.together,
    engine.gap,
    engine.homes_wanted,
):
    main.add_command(command)


def install(app: Flask) -> None:
    """Nothing to put on the application: each command makes its own when it runs."""

"""The command `hearth`."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import FlaskGroup


def _create() -> Flask:
    from app import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_create, add_version_option=False)
def main() -> None:
    """Hearth: a fostering service's record, and homes found for children."""


def install(app: Flask) -> None:
    """Put the commands that need an application on it."""

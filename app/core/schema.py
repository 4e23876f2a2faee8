"""Bring a database to this release: every revision, then the triggers, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import Engine

from app.core.db import db, transaction
from app.core.models import DatabaseMark, MarkedAs

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def configured(engine: Engine) -> Config:
    """Alembic, told where the revisions are and which database to bring forward."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to a revision and remake its triggers: wholly, or not at all."""
    command.upgrade(configured(engine), to)


def prepare(app: Flask, mark: MarkedAs | None = None) -> None:
    """Upgrade to the newest revision, and mark the database if asked."""
    with app.app_context():
        upgrade(db.engine)
        if mark is not None and db.session.get(DatabaseMark, mark) is None:
            with transaction():
                db.session.add(DatabaseMark(marked_as=mark))

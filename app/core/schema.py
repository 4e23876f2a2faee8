"""Bring a database to this release: migrations, then the triggers that belong to none of them."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.core.db import db, transaction
from app.core.models import DatabaseMark, MarkedAs

MIGRATIONS = str(Path(__file__).resolve().parent.parent.parent / "migrations")


def prepare(app: Flask, mark: MarkedAs | None = None) -> None:
    """Upgrade to the newest revision, remake every trigger, and mark the database if asked."""
    from flask_migrate import upgrade

    from app.audit import trail

    with app.app_context():
        upgrade(MIGRATIONS)
        trail.remake_triggers(db.engine)
        if mark is not None and db.session.get(DatabaseMark, mark) is None:
            with transaction():
                db.session.add(DatabaseMark(marked_as=mark))

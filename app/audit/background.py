"""Long work for whoever is signed in: in the background, and how far it has come for their page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from flask import Response, current_app, jsonify
from flask_login import current_user

from app.core.db import db
from app.core.progress import Busy, Progress, in_background

WAIT = 2.5
"""Seconds that a page waits for long work, before it shows how far it has come."""


def begin(row: db.Model, work: Callable[..., None]) -> None:  # type: ignore[name-defined]
    """Call `work(row, by=whoever is signed in)` in the background; where somebody is working on the
    row already, theirs goes on."""
    person = current_user._get_current_object()
    what, whom = (type(row), row.id), (type(person), person.id)
    db.session.rollback()

    def run() -> None:
        with suppress(Busy):
            work(db.session.get_one(*what), by=db.session.get_one(*whom))

    in_background(current_app._get_current_object(), run, WAIT)  # type: ignore[attr-defined]
    db.session.rollback()


def how_far(found: Progress | None) -> Response:
    """How far long work has come, for the page that shows it; None: nobody works on it."""
    if found is None:
        return jsonify(running=False)
    return jsonify(running=True, doing=found.doing, done=found.done, total=found.total)

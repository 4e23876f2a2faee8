"""Who saw what: a look is on disk before the page is sent, or the page is not sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import abort, current_app, g, has_request_context
from flask_login import current_user
from sqlalchemy import Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from app.audit import trail
from app.audit.act import Actor
from app.core.columns import Kept
from app.core.db import Base, db, is_writing, writing
from app.core.today import now

LOOK = Base.metadata.tables["look"]

_ADD = insert(LOOK)

SINGLE_PAGE = "hearth.looked"


def looked(subjects: Iterable[str], kept: Kept, page: str, *, by: Actor | None = None) -> None:
    """Record that whoever is signed in sees values of this class about these subjects.

    `subjects` are "kind:id" ("child:12"); `page` is the page's name, never an address with values
    in it. Written in a connection of its own and committed before this returns. If it cannot be
    written, the answer is 503 and nothing is shown. A page that says the same twice is one look.
    """
    looked_at(page, {kept: subjects}, by=by)


def looked_at(page: str, seen: Mapping[Kept, Iterable[str]], *, by: Actor | None = None) -> None:
    """The same of values of several classes, in one write: whom the page shows, by class."""
    new = [
        (subject, kept)
        for kept, subjects in seen.items()
        if kept is not Kept.OPENLY
        for subject in _not_yet_said(sorted(set(subjects)), kept, page)
    ]
    if not new:
        return
    if is_writing():
        raise RuntimeError("a look is committed by itself: record it outside transaction()")
    who: Any = by if by is not None else current_user
    look = {
        "at": now(),
        "user_id": who.id,
        "by_name": who.name,
        "page": page,
        "request_id": g.get("request_id") if has_request_context() else None,
    }
    rows = [{**look, "subject": subject, "kept": kept.value} for subject, kept in new]
    try:
        _write(db.engine, rows)
    except SQLAlchemyError:
        current_app.logger.exception("a look could not be recorded: the page was not sent")
        abort(503)
    _said(new, page)


def _write(engine: Engine, rows: list[dict[str, Any]]) -> None:
    with writing(), engine.begin() as connection:
        trail.lock(connection, trail.LOOK_LOCK)
        key = trail.keys_of(connection).sealing
        first = trail.last_id(connection, LOOK) + 1
        for number, row in enumerate(rows, start=first):
            row["id"] = number
            row["mac"] = trail.look_code(key, row)
        connection.execute(_ADD, rows)


def _not_yet_said(subjects: list[str], kept: Kept, page: str) -> list[str]:
    said = g.get(SINGLE_PAGE, frozenset()) if has_request_context() else frozenset()
    return [subject for subject in subjects if (subject, kept, page) not in said]


def _said(new: Iterable[tuple[str, Kept]], page: str) -> None:
    if has_request_context():
        said = g.get(SINGLE_PAGE, frozenset())
        setattr(g, SINGLE_PAGE, said | {(*each, page) for each in new})

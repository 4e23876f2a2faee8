"""Answers that are kept until the record changes.

Whatever changes the record leaves a line in the trail, whichever way it was written, so the last
line says whether an answer worked out before is still true. Each process keeps its own few
answers; nothing has to be told that they are old.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, has_request_context, request
from sqlalchemy import select

from app.audit.models import Change
from app.core.db import db, is_writing

Asked = ParamSpec("Asked")
Told = TypeVar("Told")

ANSWERS = 8
"""Answers kept of each question: today's, and a few other days that people look at."""


_LAST_LINE = select(Change.id, Change.mac).order_by(Change.id.desc()).limit(1)


def version() -> Hashable:
    """What the record is at this moment: its database, its council and the trail's last line.

    A page that only reads asks once: what it shows is then of one moment.
    """
    if not (has_request_context() and request.method == "GET"):
        return _version()
    if "record_version" not in g:
        g.record_version = _version()
    known: Hashable = g.record_version
    return known


def _version() -> Hashable:
    settings = current_app.config["SETTINGS"]
    last = db.session.execute(_LAST_LINE).first()
    return (settings.database_url, settings.authority_code, *(last or ()))


def remembered(question: Callable[Asked, tuple[Told, ...]]) -> Callable[Asked, tuple[Told, ...]]:
    """Keep a question's answers until the record changes.

    For a question whose answer depends on the record and on what is asked (a day, a moment) and on
    nothing else: not on the clock, not on who asks. Its answer is plain values in a tuple. Inside a
    write it is always asked anew.
    """

    @lru_cache(maxsize=ANSWERS)
    def kept(_version: Hashable, *args: Asked.args, **kw: Asked.kwargs) -> tuple[Told, ...]:
        return question(*args, **kw)

    @wraps(question)
    def ask(*args: Asked.args, **kw: Asked.kwargs) -> tuple[Told, ...]:
        if is_writing():
            return question(*args, **kw)
        return kept(version(), *args, **kw)  # type: ignore[arg-type]

    return ask

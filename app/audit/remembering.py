"""Answers that are kept until the record changes.

Whatever changes the record leaves a line in the trail, whichever way it was written, so the last
line says whether an answer worked out before is still true. Each process keeps its own few
answers; nothing has to be told that they are old.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

from flask import current_app, g, has_request_context, request
from sqlalchemy import select

from app.audit.models import Change
from app.core.db import db, is_writing
from app.core.reader import shut

Asked = ParamSpec("Asked")
Told = TypeVar("Told")

ANSWERS = 48
"""Answers kept of each question: today's, and some other days that people look at; for all others,
and for those to whom something is shut, apart for each set of families."""


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


class remembered(Generic[Asked, Told]):
    """Keep a question's answers until the record changes.

    For a question whose answer depends on the record and on what is asked (a day, a moment) and on
    nothing else: not on the clock, not on who asks, but that what is shut to the reader is left out
    of it, and each such reader has answers of their own. Its answer is plain values in a tuple.
    Inside a write it is always asked anew.
    """

    def __init__(self, question: Callable[Asked, tuple[Told, ...]]) -> None:
        self.question = question
        self.answers: OrderedDict[Hashable, tuple[Told, ...]] = OrderedDict()
        self.record: Hashable = None
        self.lock = Lock()
        update_wrapper(self, question)

    def __call__(self, *args: Asked.args, **kw: Asked.kwargs) -> tuple[Told, ...]:
        if is_writing():
            return self.question(*args, **kw)
        key = _key(args, kw)
        found = self._found(key)
        if found is None:
            found = self.question(*args, **kw)
            self._keep(key, found)
        return found

    def at_hand(self, *args: Asked.args, **kw: Asked.kwargs) -> tuple[Told, ...] | None:
        """The answer if it has been worked out and is still true; None if it would have to be.

        For a question about one of many that can be asked alone as well.
        """
        return None if is_writing() else self._found(_key(args, kw))

    def _found(self, key: Hashable) -> tuple[Told, ...] | None:
        with self.lock:
            if key in self.answers:
                self.answers.move_to_end(key)
            return self.answers.get(key)

    def _keep(self, key: tuple[Hashable, ...], answer: tuple[Told, ...]) -> None:
        with self.lock:
            self._let_go(key[0])
            self.answers[key] = answer
            while len(self.answers) > ANSWERS:
                self.answers.popitem(last=False)

    def _let_go(self, record: Hashable) -> None:
        """Answers of another moment of the record are not asked for again."""
        if self.record != record:
            self.answers.clear()
            self.record = record


def _key(args: tuple[Any, ...], kw: dict[str, Any]) -> tuple[Hashable, ...]:
    return version(), shut(), args, tuple(sorted(kw.items()))

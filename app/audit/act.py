"""Acts: nothing in the record changes except inside a named act, by a named person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar

from flask import g, has_request_context
from sqlalchemy import insert, select, text

from app.audit.trail import ACT, NotedAct, note_act
from app.core import today
from app.core.db import db, transaction
from app.core.models import DatabaseMark


class Actor(Protocol):
    """Who acts: a user, or one of the product's own standing actors below."""

    @property
    def id(self) -> Any: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StandingActor:
    """Acts without a person signed in; its name says what it is."""

    name: str
    id: None = None


INSTALLER = StandingActor("Installation")
DEMONSTRATION = StandingActor("Demonstration county")
OUTBOX = StandingActor("Outbox")

_act_id: ContextVar[int | None] = ContextVar("the act under way", default=None)

Action = TypeVar("Action", bound=Callable[..., Any])


class ActsOfThePast(Exception):
    """The clock was set back for a database that is not a demonstration or a test."""


def act_under_way() -> int | None:
    """The id of the act under way; the row triggers ask for it."""
    return _act_id.get()


def act(says: str) -> Callable[[Action], Action]:
    """Make a function the only door to a change. It takes `by`, keyword-only, and never commits.

    Opens the transaction if none is open. An act called by another act is part of that one.
    """

    def decorate(action: Action) -> Action:
        @wraps(action)
        def run(*args: Any, by: Actor, **kw: Any) -> Any:
            with transaction(), acting(says, by):
                result = action(*args, by=by, **kw)
                db.session.flush()  # also when this act is part of another
                return result

        run.says = says  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


@contextmanager
def acting(
    says: str, by: Actor, reason: str | None = None, about: str | None = None
) -> Iterator[int]:
    """Record an act and do what follows under it. Yields the act's id.

    `reason` says why, in somebody's own words: it is kept closed under the key of the subject it
    is `about` ("child:12"), or the actor's own.
    """
    under_way = _act_id.get()
    if under_way is not None:
        yield under_way
        return
    if today.is_set():
        _require_mark()
    act_id = _record(says, by)
    note_act(db.session.connection(), NotedAct(act_id, reason, about))
    token = _act_id.set(act_id)
    _tell_database(str(act_id))
    try:
        yield act_id
        db.session.flush()  # what was changed under this act is written under it
        _tell_database("")
    finally:
        _act_id.reset(token)


def because(reason: str, about: str | None = None) -> None:
    """Why the act under way is done, in somebody's own words, where no row of its own says so.

    Kept closed under the key of the subject it is `about` ("person:12"), or the actor's own.
    """
    under_way = _act_id.get()
    if under_way is None:
        raise RuntimeError("a reason belongs to an act")
    note_act(db.session.connection(), NotedAct(under_way, reason.strip(), about))


_LINE = insert(ACT).returning(ACT.c.id)


def _record(says: str, by: Actor) -> int:
    db.session.flush()  # what was changed before belongs to no act, and is refused
    line = {
        "at": today.now(),
        "says": says,
        "user_id": by.id,
        "by_name": by.name,
        "request_id": g.get("request_id") if has_request_context() else None,
    }
    act_id: int = db.session.connection().execute(_LINE, line).scalar_one()
    return act_id


def _tell_database(act_id: str) -> None:
    """PostgreSQL's triggers read the act from the transaction; SQLite's ask `act_under_way`."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT set_config('hearth.act', :id, true)"), {"id": act_id})


def _require_mark() -> None:
    """The mark is written once and never removed, so that a session asks for it once."""
    if db.session.info.get("is marked"):
        return
    if db.session.scalar(select(DatabaseMark.marked_as)) is None:
        raise ActsOfThePast("only a demonstration or a test may be written with a past clock")
    db.session.info["is marked"] = True

"""One dated fact takes over from another: no gap, and never two open at once."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, bindparam, select

from app.core.dated import Dated
from app.core.db import db

Fact = TypeVar("Fact", bound=Dated)


def begin(fact: Fact, *, instead_of: Dated | None = None) -> Fact:
    """Add a fact; the one it takes over from ends on the day the new one starts.

    The end is written first, so that the database never sees two open facts.
    """
    if instead_of is not None:
        instead_of.end(fact.starts_on)
        db.session.flush()
    db.session.add(fact)
    db.session.flush()
    return fact


def open_row(kind: type[Fact], /, **keys: object) -> Fact | None:
    """The row of this kind that is still open for these keys, if there is one."""
    asked: Select[Fact] = _asked(cast(Any, kind), tuple(keys))
    return db.session.scalar(asked, keys)


@cache
def _asked(kind: type[Any], names: tuple[str, ...]) -> Select[Any]:
    """The question of `open_row`, put together once for each kind of fact."""
    same = (getattr(kind, name) == bindparam(name) for name in names)
    return select(kind).where(*same, kind.ends_on.is_(None), kind.stands()).limit(1)


def follows(fact: Dated | None, starts_on: date) -> bool:
    """Could a fact that starts on this day take over from the one that is open?"""
    return fact is None or fact.starts_on <= starts_on

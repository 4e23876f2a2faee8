"""One dated fact takes over from another: no gap, and never two open at once."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sqlalchemy import select

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
    return db.session.scalar(
        select(kind).filter_by(**keys).where(kind.ends_on.is_(None), kind.stands()).limit(1)
    )


def follows(fact: Dated | None, starts_on: date) -> bool:
    """Could a fact that starts on this day take over from the one that is open?"""
    return fact is None or fact.starts_on <= starts_on

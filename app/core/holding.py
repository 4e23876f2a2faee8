"""Whether anything of a kind was ever recorded about one record: asked of every kind at once.

A page about a household asks for thirty kinds of fact, and of most homes nothing was ever recorded
of half of them. One question, what there is at all, costs less than any two of those.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import TextClause, event, text
from sqlalchemy.orm import Session, SessionTransaction

from app.core.db import Base, db

KNOWN = "what is recorded at all"


def is_recorded(kind: type[Any], number: int | None, whose: str = "household_id") -> bool:
    """Whether any row of a kind, standing or not, has this number in the column `whose`.

    What was asked is remembered until this session writes or its transaction ends. True without
    asking where no one record is meant (None), and of a table without an index on that column.
    """
    name = kind.__tablename__
    if number is None or name not in _tables(whose):
        return True
    known: dict[tuple[str, int], frozenset[str]] = db.session().info.setdefault(KNOWN, {})
    if (whose, number) not in known:
        found = db.session.execute(_what_is_there(whose), {"number": number}).one()
        known[whose, number] = frozenset(
            table for table, there in zip(_tables(whose), found, strict=True) if there
        )
    return name in known[whose, number]


@cache
def _tables(whose: str) -> tuple[str, ...]:
    """The tables that can be asked quickly whether they have something of a record."""
    return tuple(
        table.name
        for table in Base.metadata.sorted_tables
        if any(next(iter(index.columns)).name == whose for index in table.indexes)
    )


@cache
def _what_is_there(whose: str) -> TextClause:
    asked = (f'EXISTS (SELECT 1 FROM "{name}" WHERE {whose} = :number)' for name in _tables(whose))
    return text(f"SELECT {', '.join(asked)}")


@event.listens_for(Session, "after_flush")
def _written(session: Session, _context: object) -> None:
    session.info.pop(KNOWN, None)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(KNOWN, None)

"""What many tests begin with is written once by each worker, and put back for every one of them.

    @told_once
    def met(five):
        return met_today(five)

is a fixture `met`, made from the fixture `five`. It writes rows, and gives rows or plain values,
one or several of them. A quarter of what the tests of a room took went into writing the same
meeting again for each. On SQLite the pages that differ are kept and put back; on PostgreSQL it is
written each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from inspect import signature
from typing import Any

import pytest
from sqlalchemy import inspect

from app.core.db import Model, db
from app.core.today import today
from tests.databases import Further, SqliteFile


@dataclass(frozen=True)
class Row:
    """A row that a builder gave, to be fetched again."""

    of: type[Model]
    key: tuple[Any, ...]


@dataclass(frozen=True)
class Kept:
    """What a builder wrote, and what it gave."""

    state: Further
    gave: Any


class Told:
    """Begins with the record as it is, and goes on for as long as nobody else writes."""

    kept: dict[Hashable, Kept] = {}

    def __init__(self, database: Any) -> None:
        self.copy = database.copied if isinstance(database, SqliteFile) else None
        self.so_far: Hashable = (database.url, self.copy and self.copy.template)
        self.written = self.copy.as_put_back if self.copy else 0

    def __call__(self, builder: Callable[..., Any], args: list[Any]) -> Any:
        """What a builder gives."""
        if self.copy is None or self.copy.written() != self.written:
            return builder(*args)
        name = (builder.__module__, builder.__qualname__)
        key = (self.so_far, name, repr(_rows_named(args)), today())
        if key in self.kept:
            gave = self._put_back(self.kept[key])
        else:
            gave = self._write(key, builder, args)
        self.so_far, self.written = key, self.copy.written()
        return gave

    def _put_back(self, kept: Kept) -> Any:
        db.session.rollback()
        assert self.copy is not None
        assert self.copy.again(kept.state), "somebody else has the record open"
        return _rows_fetched(kept.gave)

    def _write(self, key: Hashable, builder: Callable[..., Any], args: list[Any]) -> Any:
        gave = builder(*args)
        named = _rows_named(gave)
        db.session.rollback()
        assert self.copy is not None
        state = self.copy.further()
        if state is not None:
            self.kept[key] = Kept(state, named)
        return gave


def _rows_named(gave: Any) -> Any:
    if isinstance(gave, Model):
        return Row(type(gave), tuple(inspect(gave).identity))
    if isinstance(gave, (list, tuple)):
        return type(gave)(map(_rows_named, gave))
    return gave


def _rows_fetched(named: Any) -> Any:
    if isinstance(named, Row):
        return db.session.get_one(named.of, named.key)
    if isinstance(named, (list, tuple)):
        return type(named)(map(_rows_fetched, named))
    return named


def told_once(builder: Callable[..., Any]) -> Any:
    """A fixture of the builder's name, from the fixtures that its arguments name."""

    def of(request: pytest.FixtureRequest, told_so_far: Told) -> Any:
        given = [request.getfixturevalue(name) for name in signature(builder).parameters]
        return told_so_far(builder, given)

    return pytest.fixture(name=builder.__name__)(of)

"""What is shut to whoever reads: the one place where every question is narrowed.

Somebody who knows a family sees nothing of it: not its page, nor in a list, a count, a search, a
file or a drawing. Instead of each page asking, every SELECT of the ORM is given the same criteria
here, for each table in it: those rows that are a shut household, child or person, that refer to
one, or that belong to a row that does. A new table is shut as soon as it refers to one.

Writing is never narrowed: rules count every child and every bed, whoever acts (`is_writing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    Table,
    and_,
    bindparam,
    event,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.visitors import ExtendedInternalTraversal

from app.core.db import Base, is_writing

Column = Callable[[str], Any]
"""A table's column by its name: of the mapped class, or of the table itself."""


@dataclass(frozen=True, slots=True)
class Shut:
    """The households, children and people that somebody is shut out of, by id."""

    households: frozenset[int] = frozenset()
    children: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.households or self.children or self.people)

    def meets(self, other: Shut) -> bool:
        """Whether anything is in both."""
        return bool(
            self.households & other.households
            or self.children & other.children
            or self.people & other.people
        )

    def of(self, table: str) -> tuple[int, ...]:
        """The ids of one of the three tables, in order."""
        return tuple(sorted(getattr(self, ROOTS[table])))

    def in_words(self) -> tuple[str, ...]:
        """Each as the trail and documents name it: "household:12"."""
        return tuple(f"{table}:{number}" for table in ROOTS for number in self.of(table))


ROOTS = {"household": "households", "child": "children", "person": "people"}
"""What a record is about, and what `Shut` calls them."""

IN_WORDS = frozenset({"about", "subject"})
"""Columns that name a record in words ("household:12") instead of by its number."""

NOTHING = Shut()

_shut: ContextVar[Shut] = ContextVar("what is shut to the reader", default=NOTHING)


def shut() -> Shut:
    """What is shut to whoever reads at this moment. Nothing is shut to what is written."""
    return NOTHING if is_writing() else _shut.get()


def read_without(what: Shut) -> None:
    """From here on, in this context, these are shut."""
    _shut.set(what)


@contextmanager
def reading_without(what: Shut) -> Iterator[None]:
    """These are shut to what is asked inside."""
    token = _shut.set(what)
    try:
        yield
    finally:
        _shut.reset(token)


# ------------------------------------------------------------------------ which rows are shut


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of which of the three tables something is shut. What a question leaves out is put into words
    for these, once for all to whom the same kinds are shut; the ids are given when it is asked."""

    households: bool
    children: bool
    people: bool

    def of(self, table: str) -> BindParameter[Any] | None:
        """The ids of one of the three tables; None if nothing of it is shut."""
        return _given(table) if getattr(self, ROOTS[table]) else None

    def in_words(self) -> BindParameter[Any]:
        """What is shut, as the trail and documents name it."""
        return _given("words")


def _given(what: str) -> BindParameter[Any]:
    return bindparam(f"shut_{what}", expanding=True)


def _kinds(what: Shut) -> Kinds:
    return Kinds(bool(what.households), bool(what.children), bool(what.people))


@lru_cache(maxsize=64)
def _ids(what: Shut) -> dict[str, tuple[Any, ...]]:
    """What is given to every question when it is asked."""
    given: dict[str, tuple[Any, ...]] = {_given(table).key: what.of(table) for table in ROOTS}
    return {**given, _given("words").key: what.in_words()}


Also = Callable[[Column, Kinds], ColumnElement[bool] | None]

_ALSO: dict[str, Also] = {}


def also_shut(table: str, rule: Also) -> None:
    """Rows of a table that are shut for another reason than whom they refer to: what several of
    them together make, such as a referral of several children."""
    _ALSO[table] = rule


@dataclass(frozen=True, slots=True)
class _Refers:
    """How a table refers to what may be shut."""

    direct: tuple[tuple[str, str, bool], ...]
    """The column, the table of `ROOTS`, and whether it may be empty."""

    words: tuple[str, ...]
    belongs: tuple[tuple[str, str], ...]
    """The column and the table of what it belongs to, and cannot be without."""


@cache
def _refers(name: str) -> _Refers:
    table = Base.metadata.tables[name]
    direct, belongs = [], []
    for column in table.columns:
        for key in column.foreign_keys:
            other = key.column.table.name
            if other in ROOTS:
                direct.append((column.name, other, bool(column.nullable)))
            elif other != name and not column.nullable and _is_guarded(other):
                belongs.append((column.name, other))
    words = tuple(
        column.name
        for column in table.columns
        if column.name in IN_WORDS and isinstance(column.type, String)
    )
    return _Refers(tuple(direct), words, tuple(belongs))


@cache
def _is_guarded(name: str) -> bool:
    """Whether any row of this table may be shut."""
    found = _refers(name)
    return name in ROOTS or name in _ALSO or bool(found.direct or found.words or found.belongs)


def _rows_shut(name: str, column: Column, what: Kinds) -> ColumnElement[bool] | None:
    """Which rows of a table are shut; None if none can be."""
    found: list[ColumnElement[bool]] = []
    if name in ROOTS and (own := what.of(name)) is not None:
        found.append(column("id").in_(own))
    refers = _refers(name)
    for key, table, may_be_empty in refers.direct:
        if (those := what.of(table)) is not None:
            among = column(key).in_(those)
            found.append(and_(column(key).is_not(None), among) if may_be_empty else among)
    found += [column(key).in_(what.in_words()) for key in refers.words]
    for key, other in refers.belongs:
        above = _table_rows_shut(Base.metadata.tables[other], what)
        if above is not None:
            found.append(column(key).in_(above))
    if name in _ALSO and (more := _ALSO[name](column, what)) is not None:
        found.append(more)
    return or_(*found) if found else None


def _table_rows_shut(table: Table, what: Kinds) -> Any:
    """The ids of a table's shut rows, as a question that is itself not narrowed."""
    those = table.alias()
    shut_there = _rows_shut(table.name, lambda key: those.c[key], what)
    return None if shut_there is None else select(those.c.id).where(shut_there)


# --------------------------------------------------------------------------------- narrowing


class _LeftOut(LoaderCriteriaOption):
    """Criteria of one table, also where it is joined under another name: there the library puts
    them beside the join as they are, and they would speak of the table itself."""

    __slots__ = ()

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        said = super()._resolve_where_criteria(ext_info)
        if ext_info.is_aliased_class:
            said = ext_info._adapter.traverse(said)
        return said


class Narrowed(CriteriaOption):
    """Leaves out of a whole question, and of every question inside it, the rows that are shut.

    One option with a short key, so that a question put before costs hardly more to put again,
    whoever put it before.
    """

    __slots__ = ("what",)

    _traverse_internals = [("what", ExtendedInternalTraversal.dp_plain_obj)]

    propagate_to_loaders = False

    def __init__(self, what: Kinds) -> None:
        self.what = what

    def process_compile_state(self, compile_state: Any) -> None:
        """Asked by the library when a question is put into words."""
        self.get_global_criteria(compile_state.global_attributes)

    def process_compile_state_replaced_entities(
        self, compile_state: Any, mapper_entities: Any
    ) -> None:
        """The same of a question whose columns were replaced."""
        self.process_compile_state(compile_state)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Give every table its criteria."""
        for each in _criteria(self.what):
            each.get_global_criteria(attributes)


@cache
def _criteria(what: Kinds) -> tuple[Any, ...]:
    """For each mapped class of which a row may be shut: that those rows are left out."""
    found = []
    for mapper in Base.registry.mappers:
        table, kind = mapper.local_table, mapper.class_
        if not isinstance(table, Table) or not _is_guarded(table.name):
            continue

        def attribute(key: str, mapper: Any = mapper, table: Table = table) -> Any:
            return mapper.get_property_by_column(table.c[key]).class_attribute

        shut_there = _rows_shut(table.name, attribute, what)
        if shut_there is not None:
            found.append(_LeftOut(kind, not_(shut_there), include_aliases=True))
    return tuple(found)


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """Every question that is put for a reader is narrowed; what an act writes is not."""
    what = shut()
    if what and state.is_select and not state.is_column_load:
        state.statement = state.statement.options(Narrowed(_kinds(what)))
        given: Any = state.parameters or {}
        state.parameters = {**given, **_ids(what)}

"""Facts that hold for a time, and when we came to know them.

`starts_on` is the first day a fact holds, `ends_on` the first day it no longer does. Both are what
happened; `recorded_at`, `end_recorded_at` and `voided_at` are when this record was told. A question
is asked with `in_force(as_at, known_at)` and never by comparing these columns by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any, ClassVar, ParamSpec, TypeVar, cast

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    Index,
    String,
    Table,
    and_,
    bindparam,
    case,
    null,
    or_,
    true,
    type_coerce,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.core.columns import Kept, Moment, column, new_ref
from app.core.db import Base
from app.core.today import now
from sufficiency.period import Period

Asked = ParamSpec("Asked")
Said = TypeVar("Said")

KEPT = 256
"""How many of each are kept: for every kind of fact, today's and those of other days looked at."""


def put_together_once(built: Callable[Asked, Said]) -> Callable[Asked, Said]:
    """Keep a condition, or a whole question, for the kind of fact, the day and the moment it is
    about. It never says anything else, and putting it together takes longer than the database takes
    to answer. Whose facts are asked for is no part of it but a `bindparam`, given when it is asked.
    """
    kept = lru_cache(maxsize=KEPT)(built)

    @wraps(built)
    def said(*args: Asked.args, **kw: Asked.kwargs) -> Said:
        return kept(*args, **kw)  # type: ignore[arg-type]

    return said


def these(column: Any, of_some: bool = True) -> ColumnElement[bool]:
    """Of those whose ids are given as `ids` when the question is asked; or, not of some, of all."""
    return column.in_(bindparam("ids", expanding=True)) if of_some else true()


class Public:
    """Has a random public id, the only one that an address bar ever shows."""

    ref: Mapped[str] = column("Reference", Kept.OPENLY, String(16), unique=True, default=new_ref)


class Versioned:
    """Raises its version at each change, so that a stale form can be told."""

    version: Mapped[int] = mapped_column(default=1, info={"label": "Version", "kept": Kept.OPENLY})

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Recorded:
    """Something that happened or was decided, with the moment it was written here."""

    id: Mapped[int] = mapped_column(primary_key=True, info={"label": "Id", "kept": Kept.OPENLY})
    recorded_at: Mapped[datetime] = column("Recorded", Kept.OPENLY, Moment, default=now)
    voided_at: Mapped[datetime | None] = column("Recorded in error", Kept.OPENLY, Moment)

    @classmethod
    @put_together_once
    def stands(cls, known_at: datetime | None = None) -> ColumnElement[bool]:
        """Rows not recorded in error; with `known_at`, as the record stood at that moment."""
        if known_at is None:
            return cls.voided_at.is_(None)
        return and_(
            cls.recorded_at <= known_at,
            or_(cls.voided_at.is_(None), cls.voided_at > known_at),
        )

    def stood(self, known_at: datetime | None = None) -> bool:
        """`stands`, asked of a row in hand."""
        if known_at is None:
            return self.voided_at is None
        return self.recorded_at <= known_at and (
            self.voided_at is None or self.voided_at > known_at
        )

    def void(self) -> None:
        """Mark as recorded in error. It stays, and the past as we knew it keeps it."""
        self.voided_at = now()

    def stand_again(self) -> None:
        """Take back that it was recorded in error; the trail keeps both."""
        self.voided_at = None


class HowFar:
    """How far long work on something has come, written while it goes on (see `core.progress`)."""

    TRAIL = False

    doing: Mapped[str] = column("Doing", Kept.OPENLY, String(60))
    done: Mapped[int] = column("Done", Kept.OPENLY, default=0)
    total: Mapped[int] = column("In all", Kept.OPENLY, default=0)


class Dated(Recorded):
    """A fact that holds for a time. Ended or voided, never edited and never deleted."""

    ONE_OPEN_PER: ClassVar[tuple[str, ...]] = ()
    """Columns for which the database allows at most one open row (empty: no such limit)."""

    starts_on: Mapped[date] = column("From", Kept.OPENLY)
    ends_on: Mapped[date | None] = column("Until (first day it no longer holds)", Kept.OPENLY)
    end_recorded_at: Mapped[datetime | None] = column("End recorded", Kept.OPENLY, Moment)

    @classmethod
    @put_together_once
    def in_force(cls, as_at: date, known_at: datetime | None = None) -> ColumnElement[bool]:
        """Rows that held on `as_at`; with `known_at`, as the record believed at that moment."""
        not_ended: ColumnElement[bool] = or_(cls.ends_on.is_(None), cls.ends_on > as_at)
        if known_at is not None:
            not_ended = or_(not_ended, cls.end_recorded_at > known_at)
        return and_(cls.stands(known_at), cls.starts_on <= as_at, not_ended)

    @classmethod
    @put_together_once
    def in_force_during(
        cls, starts: date, ends: date | None, known_at: datetime | None = None
    ) -> ColumnElement[bool]:
        """Rows that held on any day from `starts` until before `ends` (None: for ever)."""
        not_ended: ColumnElement[bool] = or_(cls.ends_on.is_(None), cls.ends_on > starts)
        if known_at is not None:
            not_ended = or_(not_ended, cls.end_recorded_at > known_at)
        begun = cls.starts_on < ends if ends is not None else cls.starts_on.is_not(None)
        return and_(cls.stands(known_at), begun, not_ended)

    @classmethod
    @put_together_once
    def end_known(cls, known_at: datetime | None = None) -> ColumnElement[date | None]:
        """`end_as_known`, asked of the database."""
        if known_at is None:
            return type_coerce(cls.ends_on, Date)
        learned_later = cls.end_recorded_at > known_at
        return case((learned_later, as_type(null(), Date)), else_=cls.ends_on)

    def held_on(self, as_at: date, known_at: datetime | None = None) -> bool:
        """`in_force`, asked of a row in hand."""
        end = self.end_as_known(known_at)
        return self.stood(known_at) and self.starts_on <= as_at and (end is None or end > as_at)

    def end_as_known(self, known_at: datetime | None = None) -> date | None:
        """The first day it no longer holds, as the record knew at `known_at`."""
        if known_at is not None and self.end_recorded_at and self.end_recorded_at > known_at:
            return None
        return self.ends_on

    def period(self, known_at: datetime | None = None) -> Period | None:
        """The days it holds; None if there are none (it ended on the day it began)."""
        end = self.end_as_known(known_at)
        return None if end is not None and end <= self.starts_on else Period(self.starts_on, end)

    def end(self, on: date) -> None:
        """It no longer holds from `on`. Ending before the start is impossible (ValueError)."""
        if on < self.starts_on:
            raise ValueError("a fact cannot end before it began")
        self.ends_on = on
        self.end_recorded_at = now()

    def goes_on(self) -> None:
        """Take back that it ended, as that was recorded in error; the trail keeps both."""
        self.ends_on, self.end_recorded_at = None, None


def complete(base: type[Base]) -> None:
    """Add to every dated table what its class says: end after start, and one open row at most."""
    for mapper in base.registry.mappers:
        cls = mapper.class_
        if not issubclass(cls, Dated):
            continue
        table = cast(Table, mapper.local_table)
        period = f"ck_{table.name}_period"
        if period in {constraint.name for constraint in table.constraints}:
            continue
        table.append_constraint(CheckConstraint("ends_on >= starts_on", name=period))
        if cls.ONE_OPEN_PER:
            open_rows = and_(table.c.ends_on.is_(None), table.c.voided_at.is_(None))
            Index(
                f"uq_{table.name}_open",
                *(table.c[name] for name in cls.ONE_OPEN_PER),
                unique=True,
                sqlite_where=open_rows,
                postgresql_where=open_rows,
            )

"""What an act ended, and those ends taken back where nothing was built on them since.

An end that was recorded in error is not wiped out: the fact as it was told is set aside, and is
told anew without that end. So what was known on any day in between is answered as it was then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from app.audit import triggers
from app.audit.models import Change, Op
from app.audit.queries import values_of
from app.core.dated import Dated, Recorded, Versioned
from app.core.db import Base, db

ITS_OWN = frozenset({"id", "ref", "version", "recorded_at", "voided_at"})
"""What a fact told anew has of its own."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A fact that an act ended. `was`: what the act changed in it, as it was before.

    `built_on`: the fact was changed since, or another stands in its place that was told since.
    """

    fact: Dated
    was: Mapping[str, Any]
    built_on: bool


def ended_with(record: Any) -> list[Ended]:
    """The facts that were ended by the act which wrote this record; none before it is committed."""
    told = _told(record).where(Change.row_id == str(record.id))
    act_id = db.session.scalar(told.with_only_columns(Change.act_id))
    if act_id is None:
        return []
    asked = select(Change).where(Change.act_id == act_id, Change.op == Op.UPDATE)
    lines = db.session.scalars(asked.order_by(Change.id)).all()
    changed: dict[tuple[str, str], dict[str, tuple[Any, Any]]] = {}
    for line, values in zip(lines, values_of(lines), strict=True):
        row = changed.setdefault((line.table, line.row_id), {})
        for name, (was, now) in values.items():
            row[name] = row.get(name, (was, now))[0], now
    return list(_ended(changed, act_id))


def _ended(
    changed: Mapping[tuple[str, str], Mapping[str, tuple[Any, Any]]], act_id: int
) -> Iterator[Ended]:
    kinds = {kind.__tablename__: kind for kind in _kinds(Dated)}
    for (table, row_id), values in changed.items():
        was, now = values.get("ends_on", (None, None))
        if table not in kinds or was is not None or now is None:
            continue
        fact: Any = db.session.get_one(kinds[table], int(row_id))
        values = {name: pair for name, pair in values.items() if name not in ITS_OWN}
        altered = any(getattr(fact, name) != now for name, (_, now) in values.items())
        built_on = altered or not fact.stood() or _succeeded(fact, act_id)
        yield Ended(fact, {name: was for name, (was, _) in values.items()}, built_on)


def _succeeded(fact: Any, act_id: int) -> bool:
    """Was another fact of this kind, about the same, told after this act?"""
    kind = type(fact)
    later = _told(fact).where(Change.act_id > act_id)
    ids = [int(each) for each in db.session.scalars(later.with_only_columns(Change.row_id))]
    keys = kind.ONE_OPEN_PER or kind.SUBJECT[1:2]
    same = (getattr(kind, key) == getattr(fact, key) for key in keys)
    others = select(kind.id).where(kind.id.in_(ids), kind.id != fact.id, kind.stands(), *same)
    return db.session.scalar(others.limit(1)) is not None


def _told(record: Any) -> Any:
    """The trail's lines of rows added to this record's table about the same subject."""
    return select(Change).where(
        Change.subject == triggers.trailed()[record.__tablename__].of(record),
        Change.table == record.__tablename__,
        Change.op == Op.INSERT,
    )


def _kinds(of: type[Recorded]) -> list[Any]:
    return [each.class_ for each in Base.registry.mappers if issubclass(each.class_, of)]


def take_back_ends(ended: Sequence[Ended]) -> None:
    """These facts never ended: each is set aside and told anew, with what refers to it.

    Inside an act. What was told once about a fact (a decision, an extension) is told anew with it;
    what is changed in place is pointed to it.
    """
    was: dict[Recorded, Mapping[str, Any]] = {each.fact: each.was for each in ended}
    done: set[Recorded] = set()

    def anew(fact: Any, more: Mapping[str, Any]) -> None:
        done.add(fact)
        names = {column.key for column in inspect(type(fact)).column_attrs} - ITS_OWN
        told = {name: getattr(fact, name) for name in names}
        twin = type(fact)(**{**told, **was.get(fact, {}), **more})
        fact.void()
        db.session.flush()
        db.session.add(twin)
        db.session.flush()
        for row, column in _referring(fact):
            if isinstance(row, Versioned):
                setattr(row, column, twin.id)
            elif row not in done:
                anew(row, {column: twin.id})
        db.session.flush()

    for each in sorted(ended, key=lambda one: not any(_referring(one.fact))):
        if each.fact not in done:
            anew(each.fact, {})
    db.session.expire_all()


def _referring(fact: Any) -> list[tuple[Any, str]]:
    """Every row that stands and refers to this one, and by which column."""
    return [
        (row, column.name)
        for kind in _kinds(Recorded)
        for column in kind.__table__.columns
        if any(key.column.table.name == fact.__tablename__ for key in column.foreign_keys)
        for row in db.session.scalars(select(kind).where(column == fact.id, kind.stands())).unique()
    ]

"""Two records of one person are made one, with nothing lost; and that is taken back.

Every row of the record that refers to the one refers to the other afterwards, whatever room keeps
it. Where both say the same thing twice (both are a carer of one household), one of the two rows is
set aside, never deleted, and what referred to it refers to the other. What differed, what was
moved and what was set aside stand in the merging itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm.attributes import flag_modified

from app.audit.act import Actor, act
from app.core.dated import Dated
from app.core.db import Base, Model, db, take
from app.core.errors import RuleBroken
from app.core.today import today
from app.people.actions import refuse_if
from app.people.merging import queries, rules
from app.people.models import ExternalKey, NotTheSame, Person, PersonMerge
from app.people.rules import record_breach

DATES = frozenset(
    {"id", "ref", "version", "recorded_at", "voided_at", "starts_on", "ends_on", "end_recorded_at"}
)
"""What may differ between two rows that say the same thing."""


@act("Merged two records of one person")
def merge_people(
    kept: Person,
    other: Person,
    *,
    why: str,
    chosen: Mapping[str, str] | None = None,
    confirmed: bool = False,
    by: Actor,
) -> PersonMerge:
    """Everything of `other` becomes `kept`'s. `chosen` says whose value stays where they differ
    ("kept" or "other"); nothing chosen: kept's own, or the other's where kept has none.

    Refused as `rules.merge_breaches` says.
    """
    for person in sorted((kept, other), key=lambda each: each.id):
        take(person)
    day = today()
    refuse_if(
        rules.merge_breaches(
            queries.lives_of(kept, day),
            queries.lives_of(other, day),
            confirmed=confirmed,
            same=kept.id == other.id or not (kept.stood() and other.stood()),
        )
    )
    differed = _settle(kept, other, chosen or {})
    other.void()
    db.session.flush()
    moved = _Moving(kept, other).everything()
    merge = PersonMerge(
        kept_id=kept.id, merged_id=other.id, why=why.strip(), differed=differed, moved=moved
    )
    db.session.add(merge)
    db.session.flush()
    return merge


@act("Took back a merging of two records")
def take_back(merge: PersonMerge, *, by: Actor) -> PersonMerge:
    """The two are two again: what was moved goes back, what was set aside stands.

    What was recorded since stays where it is. Refused while a later merging of either stands.
    """
    if not merge.stood():
        raise RuleBroken(record_breach("This merging was taken back already."))
    later = queries.merged_later(merge)
    if later is not None:
        raise RuleBroken(record_breach("One of them was merged again since. Take that back first."))
    kept, other = merge.kept, merge.merged
    for step in reversed(merge.moved):
        row = db.session.get_one(_class_of(step["table"]), step["id"])
        if "column" not in step:
            row.stand_again()
        elif getattr(row, step["column"]) == step["now"]:
            setattr(row, step["column"], step["was"])
        db.session.flush()
    other.stand_again()
    for each in merge.differed:
        if _said(getattr(kept, each["field"])) == each["is"]:
            setattr(kept, each["field"], _read(each["field"], each["kept"]))
    merge.void()
    return merge


@act("Recorded that two people are two")
def keep_apart(one: Person, other: Person, *, why: str, by: Actor) -> NotTheSame:
    """They look alike on record and are two people: they are not offered again."""
    told = NotTheSame(person_id=one.id, other_id=other.id, why=why.strip())
    db.session.add(told)
    db.session.flush()
    return told


# ------------------------------------------------------------------------------- their own values


def _settle(kept: Person, other: Person, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Settle each value that differs; gives both, and which stays."""
    differed = []
    for field in queries.COMPARED:
        own, theirs = getattr(kept, field), getattr(other, field)
        if own == theirs:
            continue
        take_theirs = chosen.get(field) == "other" if field in chosen else _is_blank(own)
        if take_theirs and not _is_blank(theirs):
            setattr(kept, field, theirs)
        differed.append(
            {
                "field": field,
                "kept": _said(own),
                "other": _said(theirs),
                "is": _said(getattr(kept, field)),
            }
        )
    return differed


def _is_blank(value: Any) -> bool:
    return value in (None, "") or getattr(value, "value", None) == "unknown"


def _said(value: Any) -> str | None:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _read(field: str, said: str | None) -> Any:
    if said is None:
        return None
    if field == "born":
        return date.fromisoformat(said)
    return type(Person.sex.type.codes(said))(said) if field == "sex" else said


# ----------------------------------------------------------------------------------------- moving


def _class_of(table: str) -> type[Any]:
    return next(
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.local_table.name == table  # type: ignore[attr-defined]
    )


class _Moving:
    """Moves every row from one person to another, and notes each step so that it can go back."""

    def __init__(self, kept: Person, other: Person) -> None:
        self.kept, self.other = kept, other
        self.steps: list[dict[str, Any]] = []

    def everything(self) -> list[dict[str, Any]]:
        """Rows that refer by number, by another system's key, and by name in words."""
        for each in queries.references():
            self._column(each.kind, each.column, self.other.id, self.kept.id)
        for key in db.session.scalars(
            select(ExternalKey).where(
                ExternalKey.kind == "person", ExternalKey.record_id == self.other.id
            )
        ):
            self._set(key, "record_id", self.kept.id)
        for each in queries.told_in_words():
            was, now = f"person:{self.other.id}", f"person:{self.kept.id}"
            self._column(each.kind, each.column, was, now)
        return self.steps

    def _column(self, kind: type[Any], column: str, was: Any, now: Any) -> None:
        rows = db.session.scalars(
            select(kind).where(getattr(kind, column) == was).order_by(kind.id)
        ).all()
        for row in rows:
            standing = _in_the_way(row, column, now)
            if standing is not None:
                self._fold(row, standing, column)
            self._set(row, column, now)

    def _set(self, row: Any, column: str, now: Any) -> None:
        step = {
            "table": row.__tablename__,
            "id": row.id,
            "column": column,
            "was": getattr(row, column),
            "now": now,
        }
        setattr(row, column, now)
        flag_modified(row, column)
        db.session.flush()
        self.steps.append(step)

    def _fold(self, row: Any, standing: Any, column: str) -> None:
        """Both say one thing: the earlier stays if they say just the same, else the kept's own."""
        same = all(
            getattr(row, each.key) == getattr(standing, each.key)
            for each in row.__table__.columns
            if each.key not in DATES and each.key != column
        )
        earlier = same and row.starts_on < standing.starts_on
        stays, goes = (row, standing) if earlier else (standing, row)
        goes.void()
        db.session.flush()
        self.steps.append({"table": goes.__tablename__, "id": goes.id})
        for each in queries.references(goes.__tablename__):
            for told in db.session.scalars(
                select(each.kind).where(getattr(each.kind, each.column) == goes.id)
            ).all():
                self._set(told, each.column, stays.id)


def _in_the_way(row: Any, column: str, now: Any) -> Model | None:
    """The row that would say the same of the other person; None: there is room for this one.

    Raises RuleBroken where the record can hold one only and neither can be set aside.
    """
    kind = type(row)
    once = [
        [each.name for each in constraint.columns]
        for constraint in kind.__table__.constraints
        if isinstance(constraint, UniqueConstraint) and column in constraint.columns
    ]
    if once and _same(kind, row, column, now, once[0]) is not None:
        raise RuleBroken(
            record_breach(f"Both have a {kind.__tablename__.replace('_', ' ')} of their own.")
        )
    if not issubclass(kind, Dated) or column not in kind.ONE_OPEN_PER:
        return None
    if row.ends_on is not None or row.voided_at is not None:
        return None
    found: Model | None = _same(
        kind,
        row,
        column,
        now,
        kind.ONE_OPEN_PER,
        kind.ends_on.is_(None),
        kind.stands(),
    )
    return found


def _same(kind: type[Any], row: Any, column: str, now: Any, names: Any, *more: Any) -> Any:
    wanted = {name: now if name == column else getattr(row, name) for name in names}
    return db.session.scalar(select(kind).filter_by(**wanted).where(*more).limit(1))

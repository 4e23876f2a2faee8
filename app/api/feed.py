"""Which records a list gives next: the whole list once, then what has changed, told by the trail.

The trail numbers every change in the order in which it was committed, without a gap. So a cursor
that says up to which number somebody has read misses nothing, whoever wrote meanwhile; what changed
twice may come twice, as it is now.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.api.problems import Problem
from app.audit.models import ActRecord, Change, Op
from app.children.models import Child, Placement, Referral
from app.commissioning.models import Offer, Sending
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.people.models import ExternalKey

LOOKED_THROUGH = 20
"""Changes looked through for each record asked for."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its records, and in which tables a change is a change of one of them."""

    name: str
    kind: Any
    own: str
    """The table whose rows are the records."""

    by_subject: frozenset[str] = frozenset()
    """Tables whose rows the trail files under the record ("child:12")."""

    by_person: bool = False
    """A change of the person is one of the record."""

    @property
    def tables(self) -> frozenset[str]:
        """Where a change may be one of its records'."""
        return self.by_subject | {self.own} | ({"person"} if self.by_person else set())


CHILDREN = Listed("children", Child, "child", frozenset({"legal_status"}), by_person=True)
PLACEMENTS = Listed("placements", Placement, "placement")
REFERRALS = Listed("referrals", Referral, "referral")
SENT = Listed("sent", Sending, "referral_sending")
OFFERS = Listed("offers", Offer, "home_offer")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where somebody is: the whole list being read, up to a record; then the changes, up to one.

    `change`: the last change that has been told, or was there when the whole list was begun.
    `record`: the last record of the whole list; None: that is behind them.
    """

    change: int
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The ids to give next, in order, and the cursor after them."""

    ids: Sequence[int]
    cursor: str
    more: bool
    left_out: int


def write_cursor(name: str, cursor: Cursor) -> str:
    """A cursor as it stands in an address."""
    said = json.dumps([name, cursor.change, cursor.record], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(name: str, said: str) -> Cursor:
    """A cursor of ours. Problem: it is none, or of another list."""
    try:
        told = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        told = None
    if not (isinstance(told, list) and len(told) == 3 and told[0] == name):
        raise _no_cursor()
    change, record = told[1:]
    if not _is_number(change) or not (record is None or _is_number(record)):
        raise _no_cursor()
    return Cursor(change, record)


def _is_number(said: object) -> bool:
    return type(said) is int and 0 <= said < 2**53


def _no_cursor() -> Problem:
    return Problem(400, "This cursor is none of this list's. Ask without one, and begin again.")


def next_of(
    listed: Listed, limit: int, said: str | None, changed_since: datetime | None = None
) -> Found:
    """What comes next of a list: where the cursor ended, since a moment, or from the beginning."""
    if said is not None:
        cursor = read_cursor(listed.name, said)
    elif changed_since is not None:
        cursor = Cursor(_before(changed_since))
    else:
        cursor = Cursor(_last_change(), 0)
    ids, after, more = _whole(listed, cursor, limit)
    if after is None:
        ids, after, more = _changes(listed, cursor, limit)
    return Found(ids, write_cursor(listed.name, after), more, left_out(listed.kind))


def _last_change() -> int:
    return db.session.scalar(select(func.max(Change.id))) or 0


def _before(moment: datetime) -> int:
    """The last change of the last act before a moment."""
    first = db.session.scalar(select(func.min(ActRecord.id)).where(ActRecord.at >= moment))
    if first is None:
        return _last_change()
    change = db.session.scalar(select(func.min(Change.id)).where(Change.act_id >= first))
    return (change or 1) - 1


def _whole(listed: Listed, cursor: Cursor, limit: int) -> tuple[list[int], Cursor | None, bool]:
    if cursor.record is None:
        return [], None, False
    ids = list(
        db.session.scalars(
            select(listed.kind.id)
            .where(listed.kind.id > cursor.record)
            .order_by(listed.kind.id)
            .limit(limit + 1)
        )
    )
    if len(ids) > limit:
        return ids[:limit], Cursor(cursor.change, ids[limit - 1]), True
    return ids, Cursor(cursor.change), False


def _changes(listed: Listed, cursor: Cursor, limit: int) -> tuple[list[int], Cursor, bool]:
    rows = db.session.execute(
        select(Change.id, Change.table, Change.row_id, Change.subject)
        .where(
            Change.id > cursor.change,
            Change.table.in_(sorted(listed.tables)),
            Change.op != Op.ACT,
        )
        .order_by(Change.id)
        .limit(limit * LOOKED_THROUGH)
    ).all()
    people = _children_of([row.row_id for row in rows if row.table == "person"])
    found: dict[int, None] = {}
    upto, whole = cursor.change, True
    for row in rows:
        number = _record_of(listed, row, people)
        if number is not None and number not in found:
            if len(found) == limit:
                whole = False
                break
            found[number] = None
        upto = row.id
    whole = whole and len(rows) < limit * LOOKED_THROUGH
    return _seen(listed.kind, found), Cursor(upto), not whole


def _record_of(listed: Listed, row: Any, people: dict[str, int]) -> int | None:
    if row.table == listed.own:
        return int(row.row_id)
    if row.table == "person":
        return people.get(row.row_id)
    _, _, number = row.subject.partition(":")
    return int(number) if number.isdigit() else None


def _children_of(person_ids: Collection[str]) -> dict[str, int]:
    if not person_ids:
        return {}
    rows = db.session.execute(
        select(Child.person_id, Child.id).where(
            Child.person_id.in_({int(number) for number in person_ids})
        )
    )
    return {str(person): child for person, child in rows}


def _seen(kind: Any, ids: Iterable[int]) -> list[int]:
    """Those that the reader may see, in their order."""
    wanted = list(ids)
    if not wanted:
        return []
    there = set(db.session.scalars(select(kind.id).where(kind.id.in_(wanted))))
    return [number for number in wanted if number in there]


def left_out(kind: Any) -> int:
    """How many records of this kind there are that no system is told of."""
    asked = select(func.count()).select_from(kind)
    with reading_without(NOTHING):
        there = db.session.scalar(asked) or 0
    return there - (db.session.scalar(asked) or 0)


def keys(system: str, kind: str, ids: Collection[int]) -> dict[int, str]:
    """What a system calls these records of ours, by our id; never what another calls them."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(ExternalKey.record_id, ExternalKey.key).where(
            ExternalKey.system == system,
            ExternalKey.kind == kind,
            ExternalKey.record_id.in_(set(ids)),
            ExternalKey.stands(),
        )
    )
    return {row.record_id: row.key for row in rows}

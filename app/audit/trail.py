"""The trail's own work at each commit: drafts become lines, numbered, closed and coded.

Row triggers (`triggers.py`) write a draft for every row changed, whatever wrote it. `watch` puts
this module before every COMMIT of an engine: under one lock the transaction's acts and drafts
become lines of `change`, numbered without gaps in the order in which they commit, and the drafts
go. A transaction that changed nothing does nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
    text,
)

from app.audit import canon, triggers
from app.audit.keys import (
    DESTROYED,
    MOST_AT_ONCE,
    TrailKeys,
    keys_for_writing,
)
from app.audit.models import Op
from app.core.columns import Moment
from app.core.dated import put_together_once
from app.core.db import Base, writing

ACTS = "hearth.acts"
"""Where a connection keeps the acts recorded in its transaction."""

KEYS = "hearth.trail_keys"

NOTHING = "{}"
"""Values of a draft that are none."""

Draft = Mapping[str, Any]

CHANGE_LOCK = 4_711_001
LOOK_LOCK = 4_711_002
"""PostgreSQL advisory locks: whoever numbers changes, or looks, holds one until commit."""

ACT = Base.metadata.tables["act"]
CHANGE = Base.metadata.tables["change"]
CHANGE_DRAFT = Base.metadata.tables["change_draft"]


def watch(engine: Engine, secret: str | None = None) -> None:
    """Keep the trail on this engine; called once, before its first connection.

    `secret` is the trail's key; the application's own setting unless given.
    """
    keys = TrailKeys(secret or current_app.config["SETTINGS"].trail_key)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _register_act)
    event.listen(engine, "connect", lambda _raw, record: record.info.update({KEYS: keys}))
    event.listen(engine, "commit", close_drafts)
    event.listen(engine, "rollback", _forget)


def remake_triggers(engine: Engine) -> None:
    """Drop every trigger and make them all again from the models."""
    with writing(), engine.begin() as connection:
        triggers.remake(connection)


def keys_of(connection: Connection) -> TrailKeys:
    """The trail's keys on this connection."""
    keys: TrailKeys = connection.info[KEYS]
    return keys


@dataclass(frozen=True, slots=True)
class NotedAct:
    """An act recorded in a transaction under way, with why, and whom the reason is about."""

    id: int
    reason: str | None = None
    about: str | None = None


def note_act(connection: Connection, act: NotedAct) -> None:
    """An act was recorded in this connection's transaction: it gets its line at commit."""
    connection.info.setdefault(ACTS, {})[act.id] = act


def _register_act(raw: Any, record: Any) -> None:
    """SQLite's triggers ask which act is under way; a bare shell cannot answer, and fails."""
    from app.audit.act import act_under_way

    raw.create_function("hearth_act", 0, act_under_way)


def _forget(connection: Connection) -> None:
    connection.info.pop(ACTS, None)
    connection.info.pop(DESTROYED, None)


def close_drafts(connection: Connection) -> None:
    """Before COMMIT: the transaction's acts and drafts become lines of the trail."""
    noted = connection.info.pop(ACTS, None)
    destroyed = frozenset(connection.info.pop(DESTROYED, ()))
    if not noted:
        return
    lock(connection, CHANGE_LOCK)
    acts = _acts(connection, sorted(noted))
    drafts, seen = _drafts(connection, acts)
    last, stamp = _last_and_time(connection)
    in_order: list[Draft] = []
    for act_id, act in acts.items():
        in_order += [_act_draft(act, noted[act_id], stamp), *drafts[act_id]]
    if in_order:
        lines = list(_lines(connection, acts, in_order, destroyed, last + 1))
        connection.execute(_ADD_LINES, lines)
    _remove(connection, [draft["id"] for own in drafts.values() for draft in own], seen)


def lock(connection: Connection, which: int) -> None:
    """Hold the right to number changes, or looks, until commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:which)"), {"which": which})


_CLOCKS = {
    "sqlite": literal_column("strftime('%Y-%m-%d %H:%M:%f000', 'now')", Moment),
    "postgresql": literal_column("clock_timestamp()", Moment),
}
"""The moment by the database's own clock, which no setting of ours moves."""

_LAST_AND_TIME = {kind: select(func.max(CHANGE.c.id), at) for kind, at in _CLOCKS.items()}
_ADD_LINES = insert(CHANGE)
_ALL_DRAFTS = select(CHANGE_DRAFT).order_by(CHANGE_DRAFT.c.id)


def _last_and_time(connection: Connection) -> tuple[int, datetime]:
    """The number of the last change, 0 before the first, and the database's own time."""
    last, moment = connection.execute(_LAST_AND_TIME[connection.dialect.name]).one()
    return last or 0, moment


def last_id(connection: Connection, table: Table) -> int:
    """The number of the last line, 0 before the first."""
    return connection.scalar(_last(table)) or 0


@put_together_once
def _last(table: Table) -> Select[int]:
    return select(func.max(table.c.id))


def change_code(key: bytes, change: Mapping[str, Any], act: Mapping[str, Any] | None) -> str:
    """The code of a change; an act's own line holds the act as well."""
    lines = [canon.line([change[name] for name in canon.CHANGE])]
    if act is not None:
        lines.append(canon.line([act[name] for name in canon.ACT]))
    return canon.code(key, "change", *lines)


def look_code(key: bytes, look: Mapping[str, Any]) -> str:
    """The code of a look."""
    return canon.code(key, "look", canon.line([look[name] for name in canon.LOOK]))


def belongs_to(change_id: int) -> str:
    """What a change's closed values are bound to: moved to another line, they do not open."""
    return f"change {change_id}"


def _acts(connection: Connection, noted: Sequence[int]) -> dict[int, RowMapping]:
    """The acts noted that are really there (one may have been undone), in their order."""
    found: dict[int, RowMapping] = {}
    for first in range(0, len(noted), MOST_AT_ONCE):
        some = select(ACT).where(ACT.c.id.in_(noted[first : first + MOST_AT_ONCE]))
        found.update((act["id"], act) for act in connection.execute(some).mappings())
    return dict(sorted(found.items()))


def _drafts(connection: Connection, acts: Collection[int]) -> tuple[dict[int, list[Draft]], int]:
    """The drafts of each of these acts, and how many drafts there are in all.

    Another act's draft was written past the house: it stays where it is, to be found.
    """
    drafts: dict[int, list[Draft]] = {act_id: [] for act_id in acts}
    seen = connection.execute(_ALL_DRAFTS).mappings().all()
    for draft in seen:
        if draft["act_id"] in drafts:
            drafts[draft["act_id"]].append(dict(draft))
    return drafts, len(seen)


def _act_draft(act: RowMapping, noted: NotedAct, stamp: datetime) -> Draft:
    """The line by which an act is held, whether or not it changed a row."""
    own = "house" if act["user_id"] is None else f"user_account:{act['user_id']}"
    return {
        "act_id": act["id"],
        "table_name": "act",
        "row_id": str(act["id"]),
        "op": Op.ACT,
        "subject": noted.about or own,
        "openly": NOTHING,
        "closed": json.dumps({"reason": [None, noted.reason]}) if noted.reason else NOTHING,
        "stamped_at": stamp,
    }


def _lines(
    connection: Connection,
    acts: Mapping[int, RowMapping],
    drafts: Sequence[Draft],
    destroyed: frozenset[str],
    first: int,
) -> Iterator[dict[str, Any]]:
    """Drafts as lines: numbered from the `first`, closed under their subjects' keys, coded.

    About a subject `destroyed` in this transaction, what was emptied is told, and no closed value.
    """
    keys = keys_of(connection)
    living = [draft for draft in drafts if draft["subject"] not in destroyed]
    closed = {draft["subject"] for draft in living if draft["closed"] != NOTHING}
    subjects = keys_for_writing(connection, keys, closed, (one["subject"] for one in living))
    for number, draft in enumerate(drafts, start=first):
        line = {**draft, "id": number, "closed": None}
        if draft["closed"] != NOTHING and draft["subject"] not in destroyed:
            line["closed"] = subjects[draft["subject"]].close(draft["closed"], belongs_to(number))
        act = dict(acts[draft["act_id"]]) if draft["op"] is Op.ACT else None
        line["mac"] = change_code(keys.sealing, line, act)
        yield line


def _remove(connection: Connection, ids: Sequence[int], seen: int) -> None:
    """Remove the drafts that became lines: all at once when there are no others."""
    if ids and len(ids) == seen:
        connection.execute(delete(CHANGE_DRAFT))
    elif ids:
        one = delete(CHANGE_DRAFT).where(CHANGE_DRAFT.c.id == bindparam("draft"))
        connection.execute(one, [{"draft": draft} for draft in ids])

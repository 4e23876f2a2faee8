"""Other systems, their tokens and their calls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.accounts.actions import hash_of_token
from app.api.models import OtherSystem, SystemAnswer, SystemCall, SystemToken
from app.audit.models import ActRecord, Change, Op
from app.children.models import Placement
from app.core.db import db
from app.core.today import now

MINUTE = timedelta(minutes=1)

ACTS_AS = re.compile(r"System .* \((?P<key>[a-z][a-z0-9-]*)\)")
"""How a system stands in the trail (`admitting.actor_of`)."""


@dataclass(frozen=True, slots=True)
class Called:
    """How often a system called lately, how often it was refused, and when last."""

    calls: int = 0
    refused: int = 0
    last: datetime | None = None


def systems() -> Sequence[OtherSystem]:
    """Every system, by name; those that are stopped come last."""
    return db.session.scalars(
        select(OtherSystem)
        .where(OtherSystem.stands())
        .order_by(OtherSystem.stopped_at.is_not(None), OtherSystem.name)
    ).all()


def system_by_ref(ref: str) -> OtherSystem | None:
    """The system with this public id."""
    return db.session.scalar(
        select(OtherSystem).where(OtherSystem.ref == ref, OtherSystem.stands())
    )


def tokens_of(system: OtherSystem) -> Sequence[SystemToken]:
    """A system's tokens, the newest first."""
    return db.session.scalars(
        select(SystemToken)
        .where(SystemToken.system_id == system.id, SystemToken.stands())
        .order_by(SystemToken.id.desc())
    ).all()


def token_by_ref(system: OtherSystem, ref: str) -> SystemToken | None:
    """A token of this system, by its public id."""
    return db.session.scalar(
        select(SystemToken).where(
            SystemToken.ref == ref, SystemToken.system_id == system.id, SystemToken.stands()
        )
    )


def token_of(token: str) -> SystemToken | None:
    """What is kept of this token, however it stands."""
    return db.session.scalar(
        select(SystemToken).where(
            SystemToken.token_hash == hash_of_token(token), SystemToken.stands()
        )
    )


def calls_within(system_id: int, time: timedelta = MINUTE) -> int:
    """How often a system called within this time."""
    return (
        db.session.scalar(
            select(func.count()).where(
                SystemCall.system_id == system_id, SystemCall.at > now() - time
            )
        )
        or 0
    )


def called_since(since: datetime) -> Mapping[int, Called]:
    """How often each system called since a moment, by its id."""
    rows = db.session.execute(
        select(
            SystemCall.system_id,
            func.count(),
            func.count(SystemCall.refused),
            func.max(SystemCall.at),
        )
        .where(SystemCall.at > since)
        .group_by(SystemCall.system_id)
    )
    return {row[0]: Called(row[1], row[2], row[3]) for row in rows}


def last_used(system: OtherSystem) -> Mapping[int, datetime]:
    """When each token of a system was last used, by its id."""
    rows = db.session.execute(
        select(SystemCall.token_id, func.max(SystemCall.at))
        .where(SystemCall.system_id == system.id)
        .group_by(SystemCall.token_id)
    )
    return {row[0]: row[1] for row in rows}


def calls_by_page(system: OtherSystem, since: datetime) -> Sequence[tuple[str, str, int, int]]:
    """What a system asked for since a moment: how, which page, how often, how often refused."""
    rows = db.session.execute(
        select(SystemCall.method, SystemCall.rule, func.count(), func.count(SystemCall.refused))
        .where(SystemCall.system_id == system.id, SystemCall.at > since)
        .group_by(SystemCall.method, SystemCall.rule)
        .order_by(SystemCall.rule, SystemCall.method)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def refused_calls(system: OtherSystem, since: datetime, most: int) -> Sequence[SystemCall]:
    """The calls of a system that were refused since a moment, the latest first."""
    return db.session.scalars(
        select(SystemCall)
        .where(
            SystemCall.system_id == system.id,
            SystemCall.at > since,
            SystemCall.refused.is_not(None),
        )
        .order_by(SystemCall.id.desc())
        .limit(most)
    ).all()


def told_by(placement: Placement) -> str | None:
    """The short name of the system that told a placement; None: somebody here recorded it."""
    by_name = db.session.scalar(
        select(ActRecord.by_name)
        .join(Change, Change.act_id == ActRecord.id)
        .where(
            Change.subject == f"child:{placement.child_id}",
            Change.table == "placement",
            Change.row_id == str(placement.id),
            Change.op == Op.INSERT,
        )
        .limit(1)
    )
    found = ACTS_AS.fullmatch(by_name or "")
    return found["key"] if found else None


def answer_kept(system_id: int, key_hash: str) -> SystemAnswer | None:
    """What was answered to a system's call of this key."""
    return db.session.scalar(
        select(SystemAnswer).where(
            SystemAnswer.system_id == system_id, SystemAnswer.key_hash == key_hash
        )
    )

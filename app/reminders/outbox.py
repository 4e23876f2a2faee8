"""The outbox: prepared once for each person and day, sent once, whoever runs it and how often.

Nothing is locked while a server answers. A digest is taken by one short transaction (only one of
several runs can), sent, and marked by another. A run killed between the two leaves it taken: after
a quarter of an hour another run tries once more, and that message says that it may have come
before. Cut off a second time it is left for a person to look at. So there is one message, in the
worst case two, and never three.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Insert, update
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.core.columns import new_ref
from app.core.db import Base, db, transaction
from app.core.today import now, today
from app.reminders import queries
from app.reminders.content import content_for
from app.reminders.models import Digest, DigestState
from app.reminders.rules import MOST_ATTEMPTS, is_over, may_repeat, was_cut_off
from app.reminders.sending import How, NotSent, Outgoing, send

DIGEST = Base.metadata.tables["digest"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did: how many it prepared, and what became of those it took."""

    prepared: int
    ended: Counter[DigestState]


def run() -> Run:
    """Prepare today's digests and send whatever waits."""
    prepared = prepare(today())
    ended: Counter[DigestState] = Counter()
    for number in queries.unfinished():
        state = send_one(number)
        if state is not None:
            ended[state] += 1
    return Run(prepared, ended)


def prepare(day: date) -> int:
    """Put a digest into the outbox for everybody who has something to do. Gives how many."""
    already = queries.prepared_for(day)
    wanted = [
        user.id
        for user in queries.people_on(day)
        if user.id not in already and not content_for(user, day).is_empty
    ]
    if not wanted:
        return 0
    with transaction():
        return sum(_put(user_id, day) for user_id in wanted)


def _put(user_id: int, day: date) -> bool:
    """One row; nothing if another run put it there meanwhile."""
    values = {
        "ref": new_ref(),
        "user_id": user_id,
        "day": day,
        "state": DigestState.WAITING,
        "attempts": 0,
        "cut_off": 0,
        "by_way_of": "",
        "why": "",
    }
    put: Any = db.session.execute(
        _insert().values(values).on_conflict_do_nothing(index_elements=["user_id", "day"])
    )
    return bool(put.rowcount == 1)


def _insert() -> Any:
    engine = db.engine.dialect.name
    made: Insert = postgresql.insert(DIGEST) if engine == "postgresql" else sqlite.insert(DIGEST)
    return made


def send_one(number: int) -> DigestState | None:
    """Send one digest if it is this run's to send. Gives what became of it; None: not ours."""
    digest = _take(number)
    if digest is None:
        return None
    if digest.state is not DigestState.SENDING:
        return digest.state
    user = db.session.get_one(User, digest.user_id)
    content = content_for(user, digest.day)
    if content.is_empty or not user.is_active or queries.has_none(user.id, digest.day):
        return _mark(number, DigestState.LAPSED, why="nothing to say any more")
    outgoing = Outgoing(user.email, content, f"hearth-{digest.ref}", again=digest.cut_off > 0)
    db.session.rollback()  # no transaction is open while a server answers
    try:
        send(outgoing, current_app.config["SETTINGS"].sending)
    except NotSent as failed:
        return _failed(number, failed)
    return _mark(number, DigestState.SENT, sent_at=now())


def _take(number: int) -> Digest | None:
    """Take a digest to send it: only one run can. It is given back as it then stands."""
    with transaction():
        digest = db.session.get(Digest, number, with_for_update={"of": Digest})
        if digest is None or not _is_free(digest):
            return None
        if digest.state is DigestState.SENDING:
            digest.cut_off += 1
        if is_over(digest.day, today()):
            digest.state = DigestState.LAPSED
            digest.why = "its day was over before it could be sent"
        elif not may_repeat(digest.cut_off):
            digest.state = DigestState.FAILED
            digest.why = "cut off twice while it was sent: it may have come"
        else:
            digest.state = DigestState.SENDING
            digest.taken_at = now()
            digest.attempts += 1
            digest.by_way_of = current_app.config["SETTINGS"].sending.by_way_of.value
    return digest


def _is_free(digest: Digest) -> bool:
    """It waits, or whoever took it is gone."""
    if digest.state is DigestState.WAITING:
        return True
    return digest.state is DigestState.SENDING and was_cut_off(digest.taken_at, now())


def _failed(number: int, failed: NotSent) -> DigestState:
    """Mark an attempt that failed: it waits for the next run, or for somebody to look."""
    digest = db.session.get_one(Digest, number)
    cut_off = digest.cut_off + (failed.how is How.UNSURE)
    for_good = (
        failed.how is How.FOR_GOOD or digest.attempts >= MOST_ATTEMPTS or not may_repeat(cut_off)
    )
    state = DigestState.FAILED if for_good else DigestState.WAITING
    return _mark(number, state, why=failed.why, cut_off=cut_off)


def _mark(number: int, state: DigestState, **values: Any) -> DigestState:
    """Mark what became of a digest that this run took."""
    with transaction():
        db.session.execute(
            update(DIGEST)
            .where(DIGEST.c.id == number, DIGEST.c.state == DigestState.SENDING)
            .values(state=state, **values),
            execution_options={"housekeeping": True},
        )
    return state

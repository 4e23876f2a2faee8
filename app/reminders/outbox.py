"""The outbox: prepared once for each person and day, for each time that a check was chased by
email, and for each member who is told of a meeting; sent once, whoever runs it and how often.

Nothing is locked while a server answers. A message is taken by one short transaction (only one of
several runs can), sent, and marked by another. A run killed between the two leaves it taken: after
a quarter of an hour another run tries once more, and that message says that it may have come
before. Cut off a second time it is left for a person to look at. So there is one message, in the
worst case two, and never three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Table, update
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.audit.act import OUTBOX
from app.checks import queries as checks
from app.checks.actions import note_sent
from app.checks.models import CheckChase
from app.core.columns import new_ref
from app.core.db import Base, db, transaction
from app.core.today import now, today
from app.panel.queries import meetings
from app.reminders import chasing, queries, telling
from app.reminders.content import content_for
from app.reminders.models import ChasingMessage, Digest, MeetingMessage, Message, MessageState
from app.reminders.rules import (
    MOST_ATTEMPTS,
    chasing_is_over,
    is_over,
    may_repeat,
    was_cut_off,
)
from app.reminders.sending import Content, How, NotSent, Outgoing, send

DIGEST = Base.metadata.tables["digest"]
CHASING = Base.metadata.tables["chasing_message"]
MEETINGS = Base.metadata.tables["meeting_message"]
TABLES: Mapping[type[Message], Table] = {
    Digest: DIGEST,
    ChasingMessage: CHASING,
    MeetingMessage: MEETINGS,
}

OVER: Mapping[type[Message], Callable[[date, date], bool]] = {
    Digest: is_over,
    ChasingMessage: chasing_is_over,
    MeetingMessage: chasing_is_over,
}
"""Whether a message's day is over, so that it is not sent any more."""

ENDED = frozenset({MessageState.SENT, MessageState.FAILED, MessageState.LAPSED})
"""What a run leaves as it is."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did: how many it prepared, and what became of those it took."""

    prepared: int
    ended: Counter[MessageState]


def run() -> Run:
    """Prepare today's digests, what chases checks and what tells of meetings, and send whatever
    waits."""
    prepared = prepare(today()) + prepare_chasing(today()) + prepare_meetings(today())
    ended: Counter[MessageState] = Counter()
    for kind, number in queries.unfinished():
        state = send_one(kind, number)
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


def prepare_chasing(day: date) -> int:
    """Put a message into the outbox for every check chased by email that has none. Gives how
    many."""
    return _put_each(CHASING, "check_chase_id", queries.chased_without_message(day))


def prepare_meetings(day: date) -> int:
    """Put a message into the outbox for every notice of a meeting that has none. Gives how many."""
    return _put_each(MEETINGS, "notice_id", queries.told_without_message(day))


def _put_each(table: Table, what: str, wanted: Sequence[tuple[int, date]]) -> int:
    """A message for each of these rows, to go on its day."""
    if not wanted:
        return 0
    with transaction():
        return sum(_put_row(table, [what], day=on, **{what: number}) for number, on in wanted)


def _put(user_id: int, day: date) -> bool:
    return _put_row(DIGEST, ["user_id", "day"], user_id=user_id, day=day)


def _put_row(table: Table, one_per: list[str], **told: Any) -> bool:
    """One row; nothing if another run put it there meanwhile."""
    values = told | {
        "ref": new_ref(),
        "state": MessageState.WAITING,
        "attempts": 0,
        "cut_off": 0,
        "by_way_of": "",
        "why": "",
    }
    into: Any = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)
    put: Any = db.session.execute(
        into.values(values).on_conflict_do_nothing(index_elements=one_per)
    )
    return bool(put.rowcount == 1)


def send_one(kind: type[Message], number: int) -> MessageState | None:
    """Send one message if it is this run's to send. Gives what became of it; None: not ours."""
    message = _take(kind, number)
    if message is None:
        return None
    if message.state is not MessageState.SENDING:
        return message.state
    to, content = _to_say(message)
    if content is None:
        return _mark(kind, number, MessageState.LAPSED, why="nothing to say any more")
    outgoing = Outgoing(to, content, f"hearth-{message.ref}", again=message.cut_off > 0)
    db.session.rollback()  # no transaction is open while a server answers
    try:
        send(outgoing, current_app.config["SETTINGS"].sending)
    except NotSent as failed:
        return _failed(kind, number, failed)
    return _mark(kind, number, MessageState.SENT, sent_at=now())


def _to_say(message: Message) -> tuple[str, Content | None]:
    """To which address, and what; None: there is nothing to say any more."""
    if isinstance(message, Digest):
        return _digest(message)
    if isinstance(message, ChasingMessage):
        chased = checks.chased_by_email(message.check_chase_id)
        return (chased.to, chasing.Content(chased)) if chased is not None else ("", None)
    if isinstance(message, MeetingMessage):
        told = meetings.to_tell(message.notice_id)
        return (told.to, telling.Content(told)) if told is not None else ("", None)
    raise TypeError(message)


def _digest(digest: Digest) -> tuple[str, Content | None]:
    user = db.session.get_one(User, digest.user_id)
    content = content_for(user, digest.day)
    if content.is_empty or not user.is_active or queries.has_none(user.id, digest.day):
        return "", None
    return user.email, content


def _take(kind: type[Message], number: int) -> Message | None:
    """Take a message to send it: only one run can. It is given back as it then stands."""
    with transaction():
        message = db.session.get(kind, number, with_for_update={"of": kind})
        if message is None or not _is_free(message):
            return None
        if message.state is MessageState.SENDING:
            message.cut_off += 1
        if OVER[kind](message.day, today()):
            message.state = MessageState.LAPSED
            message.why = "its day was over before it could be sent"
        elif not may_repeat(message.cut_off):
            message.state = MessageState.FAILED
            message.why = "cut off twice while it was sent: it may have come"
        else:
            message.state = MessageState.SENDING
            message.taken_at = now()
            message.attempts += 1
            message.by_way_of = current_app.config["SETTINGS"].sending.by_way_of.value
        _tell_checks(message, message.state)
    return message


def _tell_checks(message: Message, state: MessageState) -> None:
    """A check was chased by a message that went, and by no other."""
    if not isinstance(message, ChasingMessage) or state not in ENDED:
        return
    chased = db.session.get_one(CheckChase, message.check_chase_id)
    sent = state is MessageState.SENT
    if sent is not (chased.not_sent_at is None):
        note_sent(chased, sent=sent, by=OUTBOX)


def _is_free(message: Message) -> bool:
    """It waits, or whoever took it is gone."""
    if message.state is MessageState.WAITING:
        return True
    return message.state is MessageState.SENDING and was_cut_off(message.taken_at, now())


def _failed(kind: type[Message], number: int, failed: NotSent) -> MessageState:
    """Mark an attempt that failed: it waits for the next run, or for somebody to look."""
    message = db.session.get_one(kind, number)
    cut_off = message.cut_off + (failed.how is How.UNSURE)
    for_good = (
        failed.how is How.FOR_GOOD or message.attempts >= MOST_ATTEMPTS or not may_repeat(cut_off)
    )
    state = MessageState.FAILED if for_good else MessageState.WAITING
    return _mark(kind, number, state, why=failed.why, cut_off=cut_off)


def _mark(kind: type[Message], number: int, state: MessageState, **values: Any) -> MessageState:
    """Mark what became of a message that this run took."""
    table = TABLES[kind]
    with transaction():
        db.session.execute(
            update(table)
            .where(table.c.id == number, table.c.state == MessageState.SENDING)
            .values(state=state, **values),
            execution_options={"housekeeping": True},
        )
        if kind is ChasingMessage:
            _tell_checks(db.session.get_one(kind, number), state)
    return state

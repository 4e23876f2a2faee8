"""Servers killed outright while people write: what was acknowledged stays, once, and no more."""

from __future__ import annotations

import random
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import func, select

from app.accounts.roles import Role
from app.audit.checking import check_record
from app.audit.models import ActRecord, ChangeDraft
from app.children import actions as children
from app.core.db import db
from app.core.models import FormSent
from app.core.today import today
from app.matching.models import Call, Shortlisting
from sufficiency.types import Kind
from tests import builders
from tests.serving import NotAnswered, Server, Visitor, serving

WRITERS = 3
WHOLE_SERVER_EVERY = 3
"""Of so many kills, one takes the whole server; the others take one worker."""


@dataclass
class Writer:
    """Somebody who logs calls, one after another, each with a key and a note of its own."""

    visitor: Visitor
    path: str
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def write_until(self, stop: Event) -> None:
        """Log calls until told to stop; note which were acknowledged."""
        while not stop.is_set():
            self.log(secrets.token_urlsafe(24))

    def log(self, key: str) -> None:
        """Send one call. Without an answer, nobody knows whether it was carried out."""
        try:
            answer = self.visitor.send(self.path, once=key, answer="no_reply", note=key)
        except NotAnswered:
            self.unanswered.append(key)
            return
        assert answer.status == 303, answer.text[:2000]
        self.acknowledged.append(key)

    def send_again(self) -> int:
        """Send what was never answered again with the same key, and the last that was, too.

        Gives how many had not been answered.
        """
        waiting, self.unanswered = self.unanswered, []
        for key in waiting:
            self.log(key)
        assert not self.unanswered, "nobody kills the server now, and it does not answer"
        for key in self.acknowledged[-1:]:
            self.log(key)
            self.acknowledged.pop()
        return len(waiting)


def kill_and_check(app: Any, folder: Path, kills: int, seed: int = 1) -> None:
    """Kill so many times during writes; after each, the record is whole and holds what was
    acknowledged. Ask inside an application context, on an empty record."""
    builders.postcodes()
    home = builders.household("The Lasts", postcode="HR6 8AB")
    chance, cut = random.Random(seed), 0
    with serving(app, folder) as server:
        writers = list(_writers(server, home.ref))
        for number in range(kills):
            _kill_during_writes(server, writers, number, chance)
            cut += sum(writer.send_again() for writer in writers)
            _holds_what_was_acknowledged(writers)
            _is_whole(server)
    _is_whole(server)
    assert cut >= max(1, kills // 4), (
        f"only {cut} of {kills} kills cut anybody off: not a trial at all"
    )


def _writers(server: Server, household: str) -> Iterator[Writer]:
    for number in range(WRITERS):
        officer = builders.user(Role.PLACEMENT_OFFICER, name=f"Officer {number}")
        child = builders.child(f"Child {number}")
        referral = children.open_referral(
            [child], needed_on=today(), kind=Kind.SHORT_TERM, by=officer
        )
        path = f"/find/{referral.ref}/call/{household}"
        visitor = server.visitor(officer)
        db.session.rollback()
        assert visitor.open(path).status == 200
        yield Writer(visitor, path)


def _kill_during_writes(
    server: Server, writers: list[Writer], number: int, chance: random.Random
) -> None:
    stop = Event()
    threads = [Thread(target=writer.write_until, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(0.05, 0.5))
    if number % WHOLE_SERVER_EVERY == WHOLE_SERVER_EVERY - 1:
        server.kill_all()
        server.begin()
    else:
        server.kill_worker(number)
        server.wait()
    stop.set()
    for thread in threads:
        thread.join()


def _holds_what_was_acknowledged(writers: list[Writer]) -> None:
    """Every call that was acknowledged is there once; and there is no other."""
    db.session.rollback()
    expected = Counter(key for writer in writers for key in writer.acknowledged)
    assert Counter(db.session.scalars(select(Call.note))) == expected
    assert set(expected.values()) <= {1}
    assert Counter(db.session.scalars(select(FormSent.once))) == expected
    acts = select(func.count()).select_from(ActRecord).where(ActRecord.says == "Logged a call")
    assert db.session.scalar(acts) == len(expected)
    listed = Counter(db.session.scalars(select(Shortlisting.referral_id)))
    assert set(listed.values()) <= {1}
    assert db.session.scalar(select(func.count()).select_from(ChangeDraft)) == 0
    db.session.rollback()


def _is_whole(server: Server) -> None:
    """The database's own check, and the trail's."""
    path = server.app.config["SETTINGS"].sqlite_path
    if path is not None:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert check_record(db.engine, server.anchor, keep=False) == []

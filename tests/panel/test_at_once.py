"""Two people at one moment: a matter goes to one agenda, and approved minutes stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.audit.act import acting
from app.core.db import db as record
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel.actions import agenda as agendas
from app.panel.actions import minutes
from app.panel.kinds import MinutesStep
from app.panel.models import Item, Listing, Meeting
from app.panel.queries.matters import must_come
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    called,
    come,
    five_who_make_a_quorum,
    led_panel,
    met_today,
    says,
    taken,
)

pytestmark = pytest.mark.only_on("postgresql")  # on SQLite the second begins after the first ends

A_WHILE = 3
"""Seconds that one waits for the other, who waits for it meanwhile."""


def at_once(app, *works: Callable[[], object]) -> list[object]:
    """Carry these acts out at the same moment: what each gave, or why it was refused."""

    def run(work):
        with app.app_context():
            try:
                with transaction(), acting("Wrote", SOMEBODY):
                    return work()
            except RuleBroken as refused:
                return refused

    with ThreadPoolExecutor(len(works)) as many:
        return [done.result(timeout=60) for done in [many.submit(run, each) for each in works]]


def test_of_two_advisers_who_take_one_matter_on_two_agendas_one_is_told(db, app, monkeypatch):
    five = five_who_make_a_quorum()
    meetings = called(led_panel(chair=five[0], vice=five[1]), 20, 27)
    for each in meetings:
        come(each, *five)
    applied()
    key, adviser = must_come(today())[0].key, make.worker().id
    ids = [each.id for each in meetings]
    record.session.remove()
    both_asked, asked = Barrier(2, timeout=A_WHILE), agendas.taken_to

    def taken_to(day):
        found = asked(day)
        with suppress(BrokenBarrierError):  # the other waits for us
            both_asked.wait()
        return found

    monkeypatch.setattr(agendas, "taken_to", taken_to)

    def take(number: int):
        meeting, by = (
            record.session.get_one(Meeting, number),
            record.session.get_one(User, adviser),
        )
        return len(agendas.take_items(meeting, keys=[key], by=by))

    came = at_once(app, lambda: take(ids[0]), lambda: take(ids[1]))
    assert sum(each == 1 for each in came) == 1
    (refused,) = [each for each in came if isinstance(each, RuleBroken)]
    assert "on the agenda of" in str(refused)
    assert record.session.scalar(select(func.count()).select_from(Item)) == 1


def test_nobody_writes_in_minutes_while_they_are_approved(db, app, monkeypatch):
    five = five_who_make_a_quorum()
    meeting = met_today(five)
    applied()
    item = taken(meeting, "The News")
    says(item)
    ids, adviser = (meeting.id, item.id, five[0].id), make.worker().id
    record.session.remove()
    looked, is_approved, order = Event(), Event(), []
    asked = minutes.minutes.minutes_of

    def minutes_of(number):
        """Whoever writes has been let in; now the other one tries to approve."""
        looked.set()
        is_approved.wait(A_WHILE)
        return asked(number)

    monkeypatch.setattr(minutes.minutes, "minutes_of", minutes_of)

    def write():
        item = record.session.get_one(Item, ids[1])
        minutes.minute_item(item, strengths="Late words.", by=SOMEBODY)
        order.append("written")

    def approve():
        assert looked.wait(A_WHILE)
        minutes.record_minutes(
            record.session.get_one(Meeting, ids[0]),
            step=MinutesStep.APPROVED,
            on=today(),
            who=record.session.get_one(Listing, ids[2]),
            by=record.session.get_one(User, adviser),
        )
        order.append("approved")
        is_approved.set()

    at_once(app, write, approve)
    assert order == ["written", "approved"]

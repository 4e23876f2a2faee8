"""A member without an account is told by email that a meeting is called off, or moved."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.today import today
from app.panel.actions import meetings
from app.panel.actions.deciding import link_user
from app.people.actions import change_person
from app.reminders import outbox
from app.reminders.models import MeetingMessage, MessageState
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import called, come, led_panel, listed

ASH = "ash@home.example"


@pytest.fixture
def priya(db):
    return make.worker("Priya Asks")


@pytest.fixture
def met(db):
    """A meeting to which three are asked: with an address, with none, and with an account."""
    ash, birch, chair = listed("Ash"), listed("Birch"), listed("Chair")
    for one, email in ((ash, ASH), (chair, "chair@home.example")):
        person = one.person
        told = {
            each: getattr(person, each) for each in ("given_name", "family_name", "born", "sex")
        }
        change_person(person, **told, phone=None, email=email, by=SOMEBODY)
    link_user(chair, user_id=make.worker("The Chair").id, by=SOMEBODY)
    (meeting,) = called(led_panel(chair=chair), 14)
    come(meeting, ash, birch, chair)
    return meeting


def states(db):
    db.session.rollback()
    return list(db.session.scalars(select(MeetingMessage.state).order_by(MeetingMessage.id)))


def test_whoever_has_no_account_is_told_once_and_of_nothing_but_the_day(db, box, met, priya):
    meetings.change_meeting(met, starts_at="13:00", place="Secret Hall", by=priya)
    meetings.call_off(met, because="The Markernames withdrew.", by=priya)
    outbox.run()
    outbox.run()
    (message,) = [each for each in box.messages if each["To"] == ASH]
    words = message.get_content()
    assert "is not held" in words
    assert message["Reply-To"] == priya.email
    for unsaid in ("Markername", "Secret", "13:00", "panel", "foster", "Ash"):
        assert unsaid.lower() not in f"{message['Subject']} {words}".lower(), unsaid
    assert states(db) == [MessageState.LAPSED, MessageState.SENT], "the last said goes"
    assert not [each for each in box.messages if each["To"] == "chair@home.example"]


def test_what_changes_nothing_tells_nobody_and_a_move_asks_for_an_answer(db, box, met, priya):
    as_it_was = {"starts_at": met.starts_at, "place": met.place, "remote": met.remote}
    meetings.change_meeting(met, **as_it_was, by=priya)
    outbox.run()
    assert states(db) == []
    meetings.change_meeting(met, starts_at="13:00", by=priya)
    outbox.run()
    (message,) = [each for each in box.messages if each["To"] == ASH]
    assert "another time or place" in message.get_content()
    assert met.meets_on > today()

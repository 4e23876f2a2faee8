"""A check that is chased by email: once for each press, and naming nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.checks import actions as checks
from app.checks.kinds import ChasedBy
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.people.actions import change_person
from app.reminders import outbox, queries
from app.reminders.actions import send_again
from app.reminders.models import ChasingMessage, MessageState
from app.statute.checks import CheckKind
from tests import builders as make
from tests.builders import SOMEBODY
from tests.checks.homes import DAY, asked, carer_of, line
from tests.reminders.conftest import by_notify

MEDICAL, RECORDS = CheckKind.MEDICAL, CheckKind.COUNCIL_RECORDS
SURGERY = "reports@surgery.example"


@pytest.fixture
def home(db):
    return make.household("The Markernames", since=today() - 20 * DAY)


@pytest.fixture
def kate(db):
    return make.worker("Kate Assesses")


def chased(home, kate, kind=MEDICAL, **told):
    """A check that was asked for a fortnight ago, of a surgery, and chased by email today."""
    (row,) = checks.ask(
        home, carer_of(home), kinds=[kind], on=today() - 14 * DAY, by=SOMEBODY, **told
    )
    checks.chase(row, how=ChasedBy.EMAIL, by=kate)
    return row


def waits_since(home):
    """Since when the surgery's answer is waited for."""
    return line(home, carer_of(home), MEDICAL).standing.waits_since


def states(db):
    db.session.rollback()
    return list(db.session.scalars(select(ChasingMessage.state).order_by(ChasingMessage.id)))


def test_whoever_is_to_answer_is_written_to_once_and_nobody_is_named(db, box, home, kate):
    row = chased(home, kate, asked_of="Their surgery", email=SURGERY)
    outbox.run()
    outbox.run()
    (message,) = [each for each in box.messages if each["To"] == SURGERY]
    assert message["Reply-To"] == kate.email
    words = message.get_content()
    for said in ("Medical report", row.ref, kate.name):
        assert said in words
    carer = carer_of(home)
    for unsaid in ("Markername", carer.given_name, carer.family_name, "foster", "surgery"):
        assert unsaid.lower() not in f"{message['Subject']} {words}".lower(), unsaid
    assert states(db) == [MessageState.SENT]
    assert queries.emails_about([row.id]) == {row.id: (today(), MessageState.SENT)}


def test_what_is_theirs_to_bring_goes_to_their_own_address_and_another_s_never(db, home, kate):
    carer = carer_of(home)
    change_person(
        carer,
        given_name=carer.given_name,
        family_name=carer.family_name,
        born=carer.born,
        sex=carer.sex,
        phone=None,
        email="jo@home.example",
        by=SOMEBODY,
    )
    chased(home, kate)
    for kind, told in ((RECORDS, {}), (CheckKind.IDENTITY, {"asked_of": "The registrar"})):
        with pytest.raises(RuleBroken, match="No email address"):
            chased(home, kate, kind, **told)


def test_what_came_back_meanwhile_is_not_chased_and_what_waited_too_long_is_told(
    db, box, home, kate
):
    row = chased(home, kate, email=SURGERY)
    checks.record_came(row, received_on=today(), by=kate)
    late = chased(home, kate, RECORDS, email=SURGERY)
    outbox.prepare_chasing(today())
    with clock_at(now() + 6 * DAY):
        outbox.run()
    assert states(db) == [MessageState.LAPSED] * 2
    assert not box.messages
    assert queries.emails_about([late.id])[late.id][1] is MessageState.LAPSED


def test_what_could_not_be_sent_waits_for_somebody_and_keeps_no_address(db, box, home, kate):
    row = chased(home, kate, email=SURGERY)
    assert queries.emails_about([row.id])[row.id][1] is MessageState.WAITING
    box.replies["RCPT"] = "550 no such person"
    assert waits_since(home) == today()
    outbox.run()
    (message,) = db.session.scalars(select(ChasingMessage))
    assert message.state is MessageState.FAILED
    assert "@" not in message.why
    assert queries.not_sent(today()) == [message]
    assert waits_since(home) == today() - 14 * DAY, "nobody was chased by it"
    box.replies.clear()
    send_again(message, by=kate)
    outbox.run()
    assert states(db) == [MessageState.SENT]
    assert waits_since(home) == today()


def test_chased_otherwise_nothing_is_sent(db, box, home, kate):
    checks.chase(asked(home, carer_of(home), RECORDS), by=kate)
    outbox.run()
    assert states(db) == []


def test_notify_says_it_by_a_template_of_its_own(db, notify, home, kate, set_sending):
    assert not by_notify(notify).may_chase
    set_sending(replace(by_notify(notify), notify_chase_template="a template"))
    chased(home, kate, email=SURGERY)
    outbox.run()
    (sent,) = [each for each in notify.sent if each["email_address"] == SURGERY]
    assert (sent["template_id"], set(sent["personalisation"])) == (
        "a template",
        {"subject", "words"},
    )

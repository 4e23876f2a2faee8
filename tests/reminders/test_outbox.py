"""One digest for each person and day, whoever runs the outbox, whatever is killed."""

from __future__ import annotations

import logging
import signal
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts import actions as accounts
from app.core.db import db as record
from app.core.today import clock_at, now, today
from app.reminders import actions, outbox
from app.reminders.content import content_for, initials_of
from app.reminders.models import Digest, MessageState
from app.reminders.rules import LEASE
from tests import builders as make
from tests.builders import SOMEBODY
from tests.processes import begun, hearth

DAY = timedelta(days=1)


def digests(db):
    db.session.rollback()
    return db.session.scalars(select(Digest).order_by(Digest.id)).all()


def states(db):
    return [digest.state for digest in digests(db)]


def a_quarter_of_an_hour_later(db):
    """Whatever was taken was taken long ago."""
    db.session.rollback()
    with record.engine.begin() as connection:
        connection.execute(update(outbox.DIGEST).values(taken_at=now() - LEASE))


# ----------------------------------------------------------------------------------- what it says


def test_a_digest_says_initials_and_a_link_and_nothing_more(db, box, sarah):
    outbox.run()
    (message,) = box.messages
    assert message["To"] == sarah.email
    assert message["Subject"].startswith("Hearth: ")
    words = message.get_content()
    assert "D.  https://hearth.example.org/" in words
    lines = words.splitlines()
    assert sum(line.startswith("D.  ") for line in lines) == 1, (
        "two things about one household are one line"
    )
    for told in ("Doyle", "review", "visit", "Sarah", "HR6", "approv"):
        assert told.lower() not in words.lower(), f"it says “{told}”"


@pytest.mark.parametrize(
    ("about", "initials"),
    [
        ("The Doyles", "D."),
        ("The Owen-Smiths", "O.S."),
        ("Mary Ann Price", "M.A.P."),
        ("Jo Price’s induction", "J.P."),
        ("", "–"),
    ],
)
def test_initials_are_of_the_name_alone(about, initials):
    assert initials_of(about) == initials


def test_whoever_has_nothing_to_do_is_sent_nothing(db, box):
    make.worker("Nobody Waiting")
    outbox.run()
    assert digests(db) == []
    assert box.messages == []


def test_a_manager_is_told_of_what_is_nobodys(db, box):
    from app.accounts.roles import Role

    manager = make.user(Role.TEAM_MANAGER, name="The Manager")
    make.household("The Lefts", since=today() - timedelta(days=800))
    assert not content_for(manager, today()).is_empty


# ------------------------------------------------------------------------------- once, and to whom


def test_running_twice_sends_once(db, box, sarah):
    outbox.run()
    outbox.run()
    assert states(db) == [MessageState.SENT]
    assert len(box.messages) == 1


def test_the_next_day_has_its_own(db, box, sarah):
    outbox.run()
    with clock_at(now() + DAY):
        outbox.run()
    assert states(db) == [MessageState.SENT] * 2
    assert len(box.messages) == 2


def test_nobody_who_left_is_shut_out_or_asked_for_none_is_sent_anything(db, box, sarah):
    actions.have_none(sarah, by=sarah)
    outbox.run()
    assert box.messages == []
    actions.have_them(sarah, by=sarah)
    outbox.prepare(today())
    accounts.record_leaving(sarah, on=today(), by=SOMEBODY)
    outbox.run()
    assert states(db) == [MessageState.LAPSED]
    assert box.messages == []


def test_what_was_not_sent_on_its_day_is_not_sent_later(db, box, sarah):
    outbox.prepare(today())
    with clock_at(now() + DAY):
        outbox.run()
    assert states(db) == [MessageState.LAPSED, MessageState.SENT]
    assert len(box.messages) == 1


# --------------------------------------------------------------------------------------- failing


@pytest.mark.only_on("sqlite")  # what a server says does not depend on the database
@pytest.mark.parametrize(
    ("replies", "state", "why"),
    [
        ({"RCPT": "550 no such person"}, MessageState.FAILED, "refused the recipient (550)"),
        ({"RCPT": "451 later"}, MessageState.WAITING, "refused the recipient (451)"),
        ({"end of DATA": "554 spam"}, MessageState.FAILED, "refused it (554)"),
        ({"end of DATA": "421 busy"}, MessageState.WAITING, "refused it (421)"),
        ({"MAIL": "530 sign in first"}, MessageState.FAILED, "refused it (530)"),
    ],
)
def test_a_refusal_is_kept_with_why_and_without_an_address(db, box, sarah, replies, state, why):
    box.replies.update(replies)
    outbox.run()
    (digest,) = digests(db)
    assert digest.state is state
    assert why in digest.why
    assert "@" not in digest.why


def test_a_server_that_is_not_there_is_tried_again_but_not_for_ever(db, box, sarah, set_sending):
    from dataclasses import replace

    from tests.reminders.conftest import by_smtp

    set_sending(replace(by_smtp(box), smtp_port=9))
    for _ in range(4):
        outbox.run()
        assert states(db) == [MessageState.WAITING]
    outbox.run()
    assert states(db) == [MessageState.FAILED]
    (failed,) = digests(db)
    set_sending(by_smtp(box))
    actions.send_again(failed, by=SOMEBODY)
    outbox.run()
    assert states(db) == [MessageState.SENT]
    assert "already" not in box.words()[0]


def test_a_server_that_hangs_up_gets_it_once_more_and_the_message_says_so(db, box, sarah):
    box.hangs_up = True
    outbox.run()
    assert states(db) == [MessageState.WAITING]
    outbox.run()
    assert states(db) == [MessageState.FAILED]
    outbox.run()
    first, second = box.words()
    assert "You may have had this message already" not in first
    assert "You may have had this message already" in second
    assert box.messages[0]["Message-ID"] == box.messages[1]["Message-ID"]


def test_no_name_address_or_key_is_logged(db, box, sarah, caplog):
    caplog.set_level(logging.DEBUG)
    box.replies["RCPT"] = "550 no"
    outbox.run()
    assert sarah.email not in caplog.text
    assert "Doyle" not in caplog.text


# --------------------------------------------------------------------------------- GOV.UK Notify


def test_notify_is_given_the_lines_and_a_reference(db, notify, sarah):
    outbox.run()
    outbox.run()
    (sent,) = notify.sent
    assert sent["email_address"] == sarah.email
    assert set(sent["personalisation"]) == {"subject", "lines", "today", "choice"}
    assert "D.  https://hearth.example.org/" in sent["personalisation"]["lines"]
    assert sent["reference"] == f"hearth-{digests(db)[0].ref}"


@pytest.mark.only_on("sqlite")  # the same
@pytest.mark.parametrize(
    ("status", "state"),
    [(400, MessageState.FAILED), (403, MessageState.FAILED), (429, MessageState.WAITING),
     (500, MessageState.WAITING)],
)  # fmt: skip
def test_what_notify_refuses_is_kept_with_its_number(db, notify, sarah, status, state):
    notify.fails.append(status)
    outbox.run()
    (digest,) = digests(db)
    assert (digest.state, str(status) in digest.why) == (state, True)


def test_notify_is_asked_before_anything_is_sent_twice(db, notify, sarah):
    notify.hangs_up = True
    outbox.run()
    assert states(db) == [MessageState.WAITING]
    outbox.run()
    assert states(db) == [MessageState.SENT]
    assert len(notify.sent) == 1


# ------------------------------------------------------------------- several processes, and kills


def remind(app, box):
    """`hearth remind` as a process of its own on this application's database."""
    environment = {
        "HEARTH_REMINDERS": "smtp",
        "HEARTH_ADDRESS": "https://hearth.example.org",
        "HEARTH_SMTP": f"127.0.0.1:{box.port}",
        "HEARTH_SMTP_TLS": "none",
        "HEARTH_MAIL_FROM": "hearth@example.org",
    }
    return begun(app, hearth, "remind", environment=environment)


def test_two_processes_at_once_send_each_digest_once(app, db, box, sarah):
    for number in range(6):
        worker = make.worker(f"Worker {number}")
        make.household(
            f"The Homes {number}", since=today() - timedelta(days=800), supervised_by=worker
        )
    db.session.rollback()
    with remind(app, box) as one, remind(app, box) as other:
        told = [one.ended(), other.ended()]
    assert [code for code, _ in told] == [0, 0], told
    assert states(db) == [MessageState.SENT] * 7
    assert len(box.messages) == len({message["To"] for message in box.messages}) == 7


def test_a_run_killed_while_it_sends_leads_to_one_repeat_that_says_so_and_no_more(
    app, db, box, sarah
):
    """Killed twice, after the message came and before that was marked; a third run sends none."""
    for times in (1, 2):
        box.hangs_up = True
        with remind(app, box) as sending:
            box.came = sending.process.kill
            code, _ = sending.ended()
        assert code == -signal.SIGKILL
        assert states(db) == [MessageState.SENDING]
        outbox.run()
        assert len(box.messages) == times, "another run waits while the first may still be at it"
        a_quarter_of_an_hour_later(db)
    box.came = lambda: None
    outbox.run()
    assert states(db) == [MessageState.FAILED]
    first, second = box.words()
    assert "already" not in first
    assert "already" in second

"""What tests of reminders share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.today import today
from app.settings import ByWayOf, Sending
from tests import builders as make
from tests.reminders.fakes import HOST, NOTIFY_KEY, mail_server, notify_server

ADDRESS = "https://hearth.example.org"


def by_smtp(box):
    """The settings that send by this mail server."""
    return Sending(
        by_way_of=ByWayOf.SMTP,
        address=ADDRESS,
        smtp_host=HOST,
        smtp_port=box.port,
        tls="none",
        mail_from="Hearth <hearth@example.org>",
    )


def by_notify(notify):
    """The settings that send by this GOV.UK Notify."""
    return Sending(
        by_way_of=ByWayOf.NOTIFY,
        address=ADDRESS,
        notify_key=NOTIFY_KEY,
        notify_template="33333333-3333-3333-3333-333333333333",
        notify_url=notify.url,
    )


@pytest.fixture
def set_sending(app, monkeypatch):
    """`set_sending(Sending(...))`: how this application sends, for one test."""

    def set_to(sending):
        settings = replace(app.config["SETTINGS"], sending=sending)
        monkeypatch.setitem(app.config, "SETTINGS", settings)

    return set_to


@pytest.fixture
def box(set_sending):
    """A mail server, set as this application's."""
    with mail_server() as box:
        set_sending(by_smtp(box))
        yield box


@pytest.fixture
def notify(set_sending):
    """GOV.UK Notify, set as this application's way."""
    with notify_server() as notify:
        set_sending(by_notify(notify))
        yield notify


@pytest.fixture
def sarah(db):
    """A worker with a household whose review is long overdue."""
    worker = make.worker("Sarah Webb")
    make.household("The Doyles", since=today() - timedelta(days=800), supervised_by=worker)
    return worker

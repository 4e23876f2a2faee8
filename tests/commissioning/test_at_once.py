"""Two officers at one moment: one provider is asked once, and one answer stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.accounts.models import User
from app.children.models import Referral
from app.commissioning.actions import out
from app.commissioning.kinds import CameBy, NoOffer, Reply
from app.commissioning.models import Offer, Sending
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import today
from app.people.models import Provider
from tests import builders
from tests.commissioning.asked import DAY, OFFER, agency, going_out, released
from tests.matching.asking import officer

pytestmark = pytest.mark.only_on("postgresql")  # on SQLite the second begins after the first ends


def both_at_once(app, *works):
    """Carry these out at the same moment: what each gave, or why it was refused."""
    begin = Barrier(len(works), timeout=20)

    def run(work):
        with app.app_context():
            begin.wait()
            try:
                return work()
            except RuleBroken as refused:
                record.session.rollback()
                return refused

    with ThreadPoolExecutor(len(works)) as many:
        return [done.result(timeout=60) for done in [many.submit(run, each) for each in works]]


def test_two_who_send_to_one_provider_ask_it_once_and_two_answers_are_one(db, app):
    builders.postcodes()
    priya = officer()
    asked = going_out(priya)
    released(asked, priya)
    marches = agency()
    ids = asked.id, marches.id, priya.id
    record.session.remove()

    def send():
        return out.send(
            record.session.get_one(Referral, ids[0]),
            to=[record.session.get_one(Provider, ids[1])],
            answer_by=today() + DAY,
            by=record.session.get_one(User, ids[2]),
        )

    said = both_at_once(app, send, send)
    assert sum(isinstance(each, RuleBroken) for each in said) == 1
    (sending,) = record.session.query(Sending).all()
    number = sending.id
    record.session.remove()

    def offers():
        row = record.session.get_one(Sending, number)
        offer = {**OFFER, "from_on": today()}
        return out.record_reply(
            row, came_by=CameBy.LINK, reply=Reply.OFFER, offer=offer, by=builders.SOMEBODY
        )

    def refuses():
        row = record.session.get_one(Sending, number)
        return out.record_reply(
            row,
            came_by=CameBy.EMAIL,
            reply=Reply.NO_OFFER,
            no_offer=NoOffer.NO_PLACE,
            by=builders.SOMEBODY,
        )

    said = both_at_once(app, offers, refuses)
    (refused,) = [each for each in said if isinstance(each, RuleBroken)]
    assert "somebody has been quicker" in refused.breaches[0].says
    (sending,) = record.session.query(Sending).all()
    assert len(record.session.query(Offer).all()) == (sending.reply is Reply.OFFER)

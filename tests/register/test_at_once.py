"""Two who write about one home at the same moment wait for each other, and never both for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.audit.act import acting
from app.children import actions as children
from app.children.kinds import AwayKind
from app.children.models import Away, Child
from app.core.db import take, transaction
from app.core.today import today
from app.exchange import loading
from app.people.actions import claim_room
from app.people.models import Household
from app.register import actions as register
from app.register.models import NotAvailable, Unavailability
from tests import builders
from tests.builders import SOMEBODY

pytestmark = pytest.mark.only_on("postgresql")  # on SQLite the second begins after the first ends


def both(app, *works: Callable[[Callable[[], None]], None]) -> None:
    """Carry out two acts at once; each calls what it is given when both must have come so far."""
    so_far = Barrier(len(works), timeout=30)

    def run(work: Callable[[Callable[[], None]], None]) -> None:
        with app.app_context(), transaction(), acting("Wrote", SOMEBODY):
            work(lambda: so_far.wait() and None)

    with ThreadPoolExecutor(len(works)) as many:
        for done in [many.submit(run, work) for work in works]:
            done.result(timeout=60)


def test_two_who_wrote_about_a_home_may_both_claim_room_there_afterwards(db, app):
    home = builders.household().id
    db.session.remove()

    def write_and_then_claim(both_came: Callable[[], None]) -> None:
        household = db.session.get_one(Household, home)
        register.make_unavailable(
            household, places=1, reason=NotAvailable.OTHER, starts_on=today(), by=SOMEBODY
        )
        both_came()
        claim_room(household)

    both(app, write_and_then_claim, write_and_then_claim)
    assert db.session.scalar(select(func.count()).select_from(Unavailability)) == 2


def test_who_has_a_childs_page_in_hand_and_who_places_the_child_do_not_block_each_other(db, app):
    home, child = builders.household().id, builders.child().id
    db.session.remove()

    def page(both_came: Callable[[], None]) -> None:
        take(db.session.get_one(Child, child))
        both_came()
        claim_room(db.session.get_one(Household, home))

    def placing(both_came: Callable[[], None]) -> None:
        claim_room(db.session.get_one(Household, home))
        both_came()
        children.record_away(
            db.session.get_one(Child, child), kind=AwayKind.MISSING, starts_on=today(), by=SOMEBODY
        )

    both(app, page, placing)
    assert db.session.scalar(select(func.count()).select_from(Away)) == 1


def test_a_load_and_somebody_who_claims_room_do_not_block_each_other(db, app):
    homes = [builders.household(name).id for name in ("The Firsts", "The Seconds")]
    child = builders.child().id
    db.session.remove()

    def load(both_came: Callable[[], None]) -> None:
        both_came()
        loading.take_all_who_are_placed()
        for home in homes:
            claim_room(db.session.get_one(Household, home))
        db.session.get_one(Child, child).upn = "A load's"

    def page(both_came: Callable[[], None]) -> None:
        record = db.session.get_one(Child, child)
        take(record)
        both_came()
        record.upn = "A page's"
        claim_room(db.session.get_one(Household, homes[1]))

    both(app, load, page)
    assert db.session.get_one(Child, child).upn == "A load's"

"""Each of the shapes is done by a person, on a page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place
from app.children.kinds import SettingKind
from app.children.models import Child
from app.core.db import db as session
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.money import queries as money
from app.nights import actions as out_of_hours
from app.nights import queries as nights
from app.staying import actions as staying
from app.staying import present, watch
from app.staying.kinds import BridgesTo, StayFor, Wish
from app.staying.rules import eighteenth
from tests import builders as make
from tests.builders import SHROPSHIRE, SOMEBODY

DAY = timedelta(days=1)


def test_another_councils_child_a_parent_alongside_and_a_bridge(signed_in, db):
    make.postcodes()
    home = make.household(postcode="HR6 8AB", bedrooms=2)
    client = signed_in(Role.PLACEMENT_OFFICER)
    answer = client.post_form(
        "/children/add",
        given_name="Idris",
        family_name="Hollowell",
        born="3/2/2026",
        sex="male",
        starts_on="today",
        authority=SHROPSHIRE,
    )
    assert answer.status_code == 303
    who = session.session.query(Child).one()
    assert who.responsible_authority == SHROPSHIRE
    placement = make.placed(who, home)
    client.post_form(
        f"/placements/{placement.ref}/parent",
        given_name="Ada",
        family_name="Hollowell",
        born="3/2/2001",
        sex="female",
        starts_on="today",
    )
    move_by = today() + 40 * DAY
    client.post_form(
        f"/placements/{placement.ref}/bridge", moves_to="family", move_by=f"{move_by:%d/%m/%Y}"
    )
    page = client.get(f"/children/{who.ref}").get_data(as_text=True)
    assert "Ada Hollowell lives there too" in page
    assert "Bridges until there is: family or friends" in page
    assert "Idris Hollowell" in client.get("/stays?show=bridges").get_data(as_text=True)
    assert "Ada Hollowell" in client.get("/stays?show=parents&format=csv").get_data(as_text=True)


def test_a_stay_is_arranged_with_whoever_has_room_and_refused_with_every_reason(signed_in, db):
    make.postcodes()
    free = make.household("The Frees", postcode="HR6 8AB")
    full = make.household("The Fulls", places=1)
    make.placed(make.child(), full)
    who = make.child("Bramwell")
    make.placed(who, make.household("The Doyles"))
    client = signed_in(Role.PLACEMENT_OFFICER)
    asked = {"why": "respite", "starts_on": "tomorrow", "household": free.ref}
    address = f"/children/{who.ref}/stay"
    page = client.get(address).get_data(as_text=True)
    assert "The Frees" in page
    assert "The Fulls" not in page
    late = f"{today() + 20 * DAY:%d/%m/%Y}"
    refused = client.post_form(address, **asked, ends_on=late)
    assert "7 days at most" in refused.get_data(as_text=True)
    soon = f"{today() + 3 * DAY:%d/%m/%Y}"
    assert client.post_form(address, **asked, ends_on=soon).status_code == 303
    assert "The Frees" in client.get("/stays").get_data(as_text=True)


def test_at_seventeen_and_a_half_both_are_asked_before_the_birthday(signed_in, db):
    home = make.household("The Doyles")
    half = today() - 17 * 365 * DAY - 190 * DAY
    who, young = make.child("Bramwell", born=half), make.child(born=half + 60 * DAY)
    make.placed(who, home)
    make.placed(young, make.household("The Prices"))
    (line,) = watch.running(today())
    assert (line.clock, line.arguments) == ("staying_put_asked", (("ref", who.ref),))
    assert "Doyles" in line.about
    assert line.due_on < eighteenth(half)
    browser = signed_in(Role.PLACEMENT_OFFICER)
    assert "Nobody has been asked about staying put yet" in browser.get(f"/children/{who.ref}").text
    told = {"asked_on": "today", "young_person": "yes", "carers": "not_sure"}
    sent = browser.post_form(f"/children/{who.ref}/staying-put/asked", **told, words="A bed.")
    assert sent.status_code == 303
    assert watch.running(today()) == ()
    page = browser.get("/stays?show=eighteen").text
    assert "The young person: Wishes it. The carers: Not sure yet" in page
    with pytest.raises(RuleBroken, match="do not live with a foster carer"):
        staying.record_wishes(
            make.child(born=half),
            asked_on=today(),
            young_person=Wish.YES,
            carers=Wish.YES,
            by=SOMEBODY,
        )


def test_lists_ask_no_more_for_many_than_for_few(db, counted):
    make.postcodes()

    def asked():
        session.session.expire_all()
        with counted() as count:
            for show in present.SHOWS:
                present.lines(show, today())
            nights.nights(today() - DAY)
            money.placements_to_tell(today())
            money.visits_to_tell(today())
            nights.tonight(today())
        return count.number

    def more():
        home, other = make.household(places=3), make.household(places=3)
        one, two, grown = make.child(), make.child(), make.child(born=_eighteen_today())
        make.siblings(one, two)
        placement = make.placed(one, home)
        make.placed(two, other)
        apart, away = make.child(), make.child()
        make.siblings(apart, away)
        make.placed(apart, home)
        children.record_placement(
            away,
            place=Place.K2,
            setting=children.add_setting(
                name="A home", kind=SettingKind.CHILDRENS_HOME, by=SOMEBODY
            ),
            starts_on=today(),
            by=SOMEBODY,
        )
        make.placed(grown, home)
        staying.begin_staying_put(grown, places=0, by=SOMEBODY)
        staying.set_bridge(placement, moves_to=BridgesTo.FAMILY, move_by=today() + DAY, by=SOMEBODY)
        staying.arrange_stay(
            one,
            other,
            why=StayFor.RESPITE,
            starts_on=today() + DAY,
            ends_on=today() + 2 * DAY,
            by=SOMEBODY,
        )
        out_of_hours.record_night(
            child=make.child(),
            newcomer=None,
            household=home,
            happened_at=now(),
            placed_by="J. Hall",
            why="Brought by the police",
            by=SOMEBODY,
        )

    more()
    few = asked()
    for _ in range(3):
        more()
    assert asked() <= few + 2
    assert few < 60


def _eighteen_today():
    return date(today().year - 18, today().month, today().day)

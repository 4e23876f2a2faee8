"""The board of everyone who waits: what it proposes, what is tried, who is left over and why."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from app.accounts.roles import Role
from app.children.models import Placement
from app.cli import live, main
from app.matching import queries as matching
from app.register.models import RoomClaim
from app.waiting import queries
from tests import builders
from tests.builders import child, household, siblings
from tests.matching.asking import referral


@pytest.fixture
def waiting(db):
    """Leo came first; Ava and Mia are sisters. Near is the better home and has two places."""
    builders.postcodes()
    household("The Nears", postcode="HR6 8AB", bedrooms=2, places=2)
    household("The Fars", postcode="HR1 2AB", bedrooms=1, places=1)
    leo, ava, mia = child("Leo"), child("Ava"), child("Mia")
    siblings(ava, mia)
    return [
        referral(leo, home_postcode="HR6 9UX"),
        referral(ava, mia, home_postcode="HR6 9UX"),
    ]


def said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)).split())


def link(page, words):
    """The address behind the first link that says so."""
    found = re.search(rf'href="([^"]+)">\s*(?:<[^>]+>)?{words}', page.get_data(as_text=True))
    return found[1].replace("&amp;", "&")


def test_sisters_are_kept_together_where_one_at_a_time_would_part_them(waiting, signed_in, db):
    page = signed_in(Role.PLACEMENT_OFFICER).get("/waiting")
    words = said(page)
    assert "Several referrals wait at once" in words
    assert "Brothers and sisters all together, of 1 family 1 0" in words
    assert "No better answer exists" in words
    assert "Here they stay together" in words
    assert db.session.query(Placement).count() == db.session.query(RoomClaim).count() == 0
    tried = signed_in(Role.PLACEMENT_OFFICER).get(link(page, "Keep"))
    assert "with The" in said(tried).split("What is tried")[1]


def test_a_referral_leads_to_its_own_line_of_the_board(waiting, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    board = browser.get("/waiting").get_data(as_text=True)
    for each in waiting:
        there = link(browser.get(f"/find/{each.ref}"), "(Their|This child’s) place among everyone")
        address, line = there.split("#")
        assert address == "/waiting"
        assert board.count(f'id="{line}"') == 1


def test_what_cannot_be_kept_is_refused_in_words_and_a_home_is_left_out(waiting, signed_in):
    browser = signed_in(Role.PLACEMENT_OFFICER)
    found = {card.name: card.ref for card in _everyone().cards.values()}
    leo = next(each for each in _everyone().children.values() if "Leo" in each.name)
    out = said(browser.get(f"/waiting?out={found['The Nears']}"))
    assert "Without The Nears Take back" in out
    assert "No home in this plan" in out
    kept = said(browser.get(f"/waiting?keep={leo.ref}~{found['The Nears']}&wait=nobody&keep=x"))
    assert f"{leo.name} with The Nears Take back" in kept
    both = f"/waiting?keep={leo.ref}~{found['The Nears']}&out={found['The Nears']}"
    assert "not possible, with the rest of what is tried" in said(browser.get(both))


def _everyone():
    return queries.everyone(exact=True)


def test_nobody_waiting_is_said(db, signed_in):
    assert "Nobody is waiting for a home" in said(signed_in(Role.SERVICE_MANAGER).get("/waiting"))


def test_one_referral_by_itself_makes_no_difference(db, signed_in):
    builders.postcodes()
    referral(child("Leo"), home_postcode="HR6 9UX")
    assert "makes no difference" in said(signed_in(Role.PLACEMENT_OFFICER).get("/waiting"))


def test_children_planned_to_live_apart_are_needs_of_their_own(db):
    builders.postcodes()
    referral(child("Ava"), child("Mia"), together=False, together_why="By their assessment")
    one, other = _everyone().needs
    assert (len(one.children), len(other.children)) == (1, 1)
    assert one.apart_from == {other.children[0].id}


def test_more_referrals_ask_the_record_no_more_often(waiting, db, counted):
    def asked():
        db.session.expunge_all()
        with counted() as count:
            matching.needs_of(matching.open_referrals())
        return count.number

    first = asked()
    for name in ("Bea", "Cal", "Dot"):
        referral(child(name), home_postcode="HR6 9UX")
    assert asked() <= first
    assert [need.id for need in matching.needs_of(matching.open_referrals())] == [
        matching.need_of(each).id for each in matching.open_referrals()
    ]


def test_many_needs_are_each_as_one_would_be(waiting, db):
    found = matching.open_referrals()
    assert matching.needs_of(found) == [matching.need_of(each) for each in found]


@pytest.mark.parametrize("asked", ["together", "gap"])
def test_the_command_asks_the_record_and_names_nobody(waiting, monkeypatch, asked):
    monkeypatch.setattr(live, "record", nullcontext)
    done = CliRunner().invoke(main, [asked, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    plan = told["plan"] if asked == "together" else told["smallest_change"]["now"]
    assert len([child for each in plan["placed"] for child in each["children"]]) == 3
    if asked == "gap":
        assert told["worth_of_one_more"], "new homes were tried in our own areas"
    assert not re.search(r"\b(Leo|Ava|Mia|Nears|Fars)\b", done.output)

"""The workbench's pages: numbers that open to rows, what may be published, homes to recruit."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from app.accounts.roles import Role
from app.audit.act import INSTALLER
from app.cli import live, main
from app.workbench import actions, working_out
from app.workbench.models import HomesWanted
from app.workbench.queries import board, gap
from app.workbench.queries import profile as local
from tests import builders
from tests.builders import child, household, placed, siblings
from tests.matching.asking import referral


@pytest.fixture
def monday(db):
    """Leo and two sisters wait for homes with one place each; Cal is placed."""
    builders.postcodes()
    near = household("The Nears", postcode="HR6 8AB", bedrooms=2, places=2)
    household("The Fars", postcode="HR1 2AB", bedrooms=1, places=1)
    cal = child("Cal", age=9)
    placed(cal, near)
    leo, ava, mia = child("Leo", age=14), child("Ava", age=6), child("Mia", age=4)
    siblings(ava, mia)
    referral(leo, home_postcode="HR6 9UX")
    referral(ava, mia, home_postcode="HR6 9UX")


def said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)).split())


def links(page, what):
    """Addresses behind numbers of a column, with the numbers."""
    found = re.findall(rf'href="(/workbench/rows\?what={what}&[^"]+)">(\d+)<', page.text)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def test_every_number_opens_to_as_many_rows(monday, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    page = browser.get("/workbench")
    assert "3 children wait for a home today" in said(page)
    for what in ("waiting", "homes", "free"):
        first = {}
        for address, number in links(page, what):
            first.setdefault(address, number)  # behind it stand its places, at the same address
        assert first, what
        for address, number in list(first.items())[:4]:
            rows = browser.get(f"{address}&format=csv").text.strip().splitlines()[1:]
            assert len(rows) == number, address
    picture = browser.get("/workbench?picture=need-by-age&format=csv")
    assert picture.text.splitlines()[0].endswith("Places that take them")
    assert browser.get("/workbench?picture=need-by-area&format=png").data.startswith(b"\x89PNG")
    assert browser.get("/workbench?picture=nothing&format=svg").status_code == 404


def test_a_commissioner_sees_no_name_no_row_and_no_thin_number(monday, signed_in):
    browser = signed_in(Role.COMMISSIONER)
    for address in ("/workbench", "/workbench/gap", "/workbench/profile"):
        page = browser.get(address)
        assert page.status_code == 200
        assert not re.search(r"\b(Leo|Ava|Mia|Cal|Nears|Fars|rows\?)\b", page.text), address
        assert not re.search(r'--numeric">\s*[1-4]\s*<', page.text), address
    assert browser.get("/workbench/rows?what=waiting&by=age&heading=x").status_code == 403
    assert browser.get("/workbench/profile/rows?table=age&heading=x").status_code == 403


def test_it_says_who_is_left_over_and_what_would_change_it(monday, signed_in):
    page = said(signed_in(Role.SERVICE_MANAGER).get("/workbench/gap"))
    assert "of 3 children who wait" in page
    assert "It has not been worked out yet" in page
    assert "smallest lawful change" in page


def test_what_is_worked_out_is_kept_with_its_day_and_names_nobody(monday, signed_in, db):
    browser = signed_in(Role.SERVICE_MANAGER)
    page = browser.get("/workbench/gap")
    form = dict(re.findall(r'name="(csrf_token|once)"[^>]*value="([^"]+)"', page.text))
    sent = browser.post("/workbench/work-out", data=form)
    assert sent.status_code == 303
    kept = db.session.query(HomesWanted).one()
    assert kept.waiting == 3
    assert kept.answer["worth"]
    assert not re.search(r"\b(Leo|Ava|Mia|Nears|Fars)\b", json.dumps(kept.answer))
    shown = said(browser.get("/workbench/gap"))
    assert "Worked out on" in shown
    assert kept.answer["worth"][0]["area"] in shown
    assert "Places in them, by area" in shown
    published = said(browser.get("/workbench/gap?published=yes"))
    assert "not for publication" in published
    assert kept.answer["worth"][0]["area"] not in published
    assert browser.get("/workbench/work-out/progress").json == {"running": False}


def test_nobody_waiting_is_nothing_to_work_out(db, signed_in):
    asked = actions.ask_for_homes_wanted(by=INSTALLER)
    working_out.work_out(asked, by=INSTALLER)
    assert (asked.waiting, asked.answer["worth"]) == (0, [])
    browser = signed_in(Role.TEAM_MANAGER)
    assert "Nobody waits for a home today" in said(browser.get("/workbench/gap"))
    assert browser.get("/workbench").status_code == 200


def test_by_night_it_is_worked_out_by_command(monday, monkeypatch, db):
    monkeypatch.setattr(live, "record", nullcontext)
    done = CliRunner().invoke(main, ["homes-wanted"])
    assert done.exit_code == 0, done.output
    kept = db.session.query(HomesWanted).one()
    assert f"{len(kept.answer['worth'])} sorts of home" in done.output
    assert kept.by_id is None


def test_the_profile_counts_the_record_beside_what_is_published(monday, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    page = browser.get("/workbench/profile")
    assert "England 2025" in page.text
    assert "year ending 31 March 2025" in said(page)
    rows = browser.get("/workbench/profile/rows?table=age&heading=5 to 9")
    assert "Cal" in rows.text
    assert browser.get("/workbench/profile/rows?table=nothing").status_code == 400
    assert browser.get("/workbench/profile/rows?table=kind&heading=nothing").status_code == 400


def test_pages_ask_the_record_no_more_often_for_more_children(monday, db, counted):
    def asked():
        for question in (board._both, gap._gap, local._told):
            question.answers.clear()
        db.session.expunge_all()
        with counted() as count:
            board.both(exact=True)
            local.told(board.both(exact=True).day)
        return count.number

    first = asked()
    for name in ("Bea", "Dot", "Eve"):
        one = child(name)
        referral(one, home_postcode="HR6 9UX")
        placed(child(f"{name} too"), household(f"The {name}s"))
    assert asked() <= first
    assert first < 60

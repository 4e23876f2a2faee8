"""Today: each number is true, is the length of the list it opens, and leads to no shut door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.core.today import today
from app.supervision import actions as supervision
from tests import builders as make
from tests.matching.asking import referral


def found(client, says):
    """The count beside these words on the page."""
    words = re.sub(r"<[^>]+>", " ", client.get("/").text)
    match = re.search(rf"(\d+)\s+{says}", words)
    assert match, f"“{says}” is not on the page"
    return int(match[1])


def test_a_household_that_nobody_supervises_is_counted_with_its_days(signed_in, db):
    make.household("The Prices", supervised_by=make.worker())
    home = make.household("The Doyles", supervised_by=make.worker("Leaving"))
    allocation = supervision_of(home)
    supervision.end_allocation(allocation, on=today() - timedelta(days=12), by=make.SOMEBODY)
    page = signed_in(Role.TEAM_MANAGER).get("/").text
    assert "1 household has no supervising social worker" in page
    assert "The Doyles" in page
    assert "for 12 days" in page
    assert f"/households/{home.ref}/allocate" in page


def supervision_of(home):
    from app.supervision.queries import open_allocation

    return open_allocation(home.id)


def test_a_number_about_children_is_the_ledgers_own(signed_in, db):
    from app.oversight.queries import ledger

    make.placed(make.child(), make.household(terms=[make.line(1, (0, 4))]))
    worst = [
        each for each in ledger(today()) if each.is_looked_after and each.answer.needs_somebody
    ]
    assert worst
    client = signed_in(Role.SERVICE_MANAGER)
    assert found(client, "child(?:ren)? (?:is|are) where it is not lawful") == len(worst)


def test_children_with_nowhere_to_live_are_two_clicks_from_their_homes(signed_in, db):
    leo, mason, zoe = make.child(age=7), make.child(age=4), make.child("Zoe", age=9)
    make.siblings(leo, mason)
    make.placed(make.child(), make.household())
    referral(zoe)  # somebody looks for hers
    client = signed_in(Role.PLACEMENT_OFFICER)
    assert found(client, "children have nowhere to live") == 2
    line = re.search(
        r'href="([^"]+)">Find a home for 2 brothers or sisters</a>, aged 7 and 4',
        client.get("/").text,
    )
    chosen = client.get(line[1].replace("&amp;", "&")).text
    assert {leo.ref, mason.ref} == set(re.findall(r'value="(\w+)" checked', chosen))
    assert "nowhere to live" not in signed_in(Role.SERVICE_MANAGER).get("/").text


def test_nothing_on_the_page_names_a_child_and_so_nothing_is_a_look(signed_in, db):
    child = make.child("Zebedee")
    make.placed(child, make.household(terms=[make.line(1, (0, 4))]))
    page = signed_in(Role.SERVICE_MANAGER).get("/").text
    assert "Zebedee" not in page
    assert db.session.query(Look).count() == 0


def test_a_social_worker_finds_their_own_households_with_something_to_do(signed_in, db):
    client = signed_in(Role.SOCIAL_WORKER)
    make.household("The Owns", supervised_by=client.user, agreement=False)
    make.household("The Others", supervised_by=make.worker(), agreement=False)
    page = client.get("/").text
    part = re.search(r"1 of your households has something to do.*?</section>", page, re.S)[0]
    assert "The Owns" in part
    assert "no agreement recorded" in part
    assert "The Others" not in part


def test_a_child_social_workers_children_are_counted(signed_in, db):
    client = signed_in(Role.CHILD_SOCIAL_WORKER)
    make.child(social_worker=client.user)
    make.child()
    assert found(client, "child is yours") == 1


def test_users_without_a_role_are_the_administrators_to_see(signed_in, db):
    make.user(name="Nobody Yet")
    page = signed_in(Role.ADMINISTRATOR).get("/").text
    assert "1 person holds no role" in page
    assert "Nobody Yet" in page


def test_a_panel_member_is_told_that_nothing_waits(signed_in, db):
    page = signed_in(Role.PANEL_MEMBER).get("/").text.split("<main")[1]
    assert "Nothing is waiting for you. Go to" in page
    assert 'href="/panel/mine">My panels</a>.' in page


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.only_on("sqlite")  # where the links lead does not depend on the database
def test_no_link_of_the_page_leads_to_a_shut_door(signed_in, db, role):
    make.household("The Doyles", agreement=False)
    make.placed(make.child(), make.household("The Prices", terms=[make.line(1, (0, 4))]))
    client = signed_in(role)
    page = client.get("/").text
    links = set(re.findall(r'href="(/[^"#]*)', page)) - {"/"}
    for link in links:
        if not link.startswith("/static"):
            assert client.get(link.replace("&amp;", "&")).status_code in (200, 303), link


@pytest.mark.only_on("sqlite")  # the questions are the same on every database
def test_the_page_asks_a_bounded_number_of_questions(signed_in, app, db):
    from sqlalchemy import event

    client = signed_in(Role.SERVICE_MANAGER)

    def questions():
        asked = []

        def note(_connection, _cursor, statement, *_):
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get("/").status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    make.placed(make.child(), make.household("One", agreement=False))
    few = questions()
    for number in range(6):
        make.placed(make.child(), make.household(f"Home {number}", agreement=False))
    assert questions() == few
    assert few <= 188  # nothing remembered: every room is asked for its clocks


@pytest.mark.only_on("sqlite")  # the filter is the page's own
def test_the_number_of_my_households_opens_to_those_households(signed_in, db):
    client = signed_in(Role.SOCIAL_WORKER)
    make.household("The Owns", supervised_by=client.user, agreement=False)
    lately = today() - timedelta(days=30)
    make.household("The Calms", supervised_by=client.user, since=lately)
    make.household("The Others", supervised_by=make.worker(), agreement=False)
    page = client.get("/").text
    number = re.search(r'href="([^"]+)">1 of your households has something to do', page)
    opened = client.get(number[1].replace("&amp;", "&")).text
    assert "The Owns" in opened
    assert "The Calms" not in opened
    assert "The Others" not in opened


@pytest.mark.only_on("sqlite")  # words only
def test_what_is_in_order_is_said_as_good_news(signed_in, db):
    page = signed_in(Role.ADMINISTRATOR).get("/").text
    assert "Nobody’s last role ends within two weeks" in page
    assert "0 people" not in page

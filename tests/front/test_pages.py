"""The clocks with their law, the search box, whose data this uses."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions as children
from app.core.db import transaction
from app.core.today import today
from app.front.clocks import rule_lines, rule_of, unverified_first
from app.front.searching import places_asked
from app.people import actions as people
from app.statute.book import ALL_CLOCKS, ALL_GATES
from app.statute.sources import Standing
from tests import builders as make

# --------------------------------------------------------------------------------------- the clocks


def test_every_clock_and_gate_has_its_line():
    keys = [line.key for line in rule_lines()]
    assert keys == [rule.key for rule in (*ALL_CLOCKS, *ALL_GATES)]


def test_the_lines_that_were_not_checked_say_so():
    assert {line.key for line in rule_lines(verified=False)} == {
        rule.key for rule in (*ALL_CLOCKS, *ALL_GATES) if not rule.verified
    }


def test_words_narrow_the_list_wherever_they_stand():
    assert "reg24_expiry" in {line.key for line in rule_lines(words="temporary 24(1)")}
    assert rule_lines(words="no such words at all") == []


def test_a_standing_narrows_the_list():
    assert {line.standing for line in rule_lines(standing=Standing.LOCAL)} == {
        "This council’s own policy"
    }


def test_what_is_not_checked_comes_first_for_whoever_has_to_check_it():
    marks = [line.verified for line in unverified_first(rule_lines())]
    assert marks == sorted(marks)
    assert not marks[0]


@pytest.mark.only_on("sqlite")  # the law is not in the database
def test_an_administrator_sees_the_unchecked_first_and_others_the_book_in_order(signed_in, db):
    def first(role):
        page = signed_in(role).get("/clocks").text
        return re.search(r'<tr class="govuk-table__row" id="([^"]+)"', page)[1]

    assert not rule_of(first(Role.ADMINISTRATOR)).verified
    assert first(Role.SERVICE_MANAGER) == ALL_CLOCKS[0].key


@pytest.mark.only_on("sqlite")  # the law is not in the database
def test_every_clock_and_gate_has_its_own_page(signed_in, db):
    client = signed_in(Role.SERVICE_MANAGER)
    for rule in (*ALL_CLOCKS, *ALL_GATES):
        page = client.get(f"/clocks/{rule.key}")
        assert page.status_code == 200
        assert ("Not verified" in page.text) is not bool(rule.verified)


@pytest.mark.only_on("sqlite")  # the law is not in the database
def test_a_question_that_the_page_does_not_know_is_refused(signed_in, db):
    client = signed_in(Role.SERVICE_MANAGER)
    assert client.get("/clocks?standing=rumour").status_code == 400
    assert client.get("/clocks?checked=maybe").status_code == 400
    assert client.get("/clocks/no_such_clock").status_code == 404


def test_a_limit_that_changed_shows_each_length_with_its_day(signed_in, db):
    page = signed_in(Role.INSPECTOR).get("/clocks/reg24_expiry").text
    for said in ("From 1 April 2011", "24 weeks", "From 26 September 2020"):
        assert said in page


# ------------------------------------------------------------------------------------- the search


def search(client, words):
    return client.post_form("/search", words=words)


def test_a_household_is_found_by_its_name_and_by_its_carers(signed_in, db):
    home = make.household("The Okafors")
    client = signed_in(Role.PLACEMENT_OFFICER)
    assert home.ref in search(client, "okaf").text
    assert home.ref in search(client, "the oka").text
    assert home.ref in search(client, home.ref).text
    assert "Nothing is found" in search(client, "zzz").text


def test_a_child_is_found_only_by_whoever_may_see_that_child_and_it_is_a_look(signed_in, db):
    child = make.child("Zebedee")
    officer = signed_in(Role.PLACEMENT_OFFICER)
    assert child.ref in search(officer, "zebed").text
    looks = db.session.scalars(select(Look.subject).where(Look.page == "search")).all()
    assert looks == [f"child:{child.id}"]
    other = signed_in(Role.CHILD_SOCIAL_WORKER)
    assert "Nothing is found" in search(other, "zebed").text
    assert "Nothing is found" in search(signed_in(Role.DECISION_MAKER), "zebed").text


@pytest.mark.parametrize("typed", ["", " ", "z", "%", "_", "%%", "\\", "'; DROP TABLE person; --"])
@pytest.mark.only_on("sqlite")  # the patterns are bound the same way on every database
def test_signs_find_nothing_and_break_nothing(signed_in, db, typed):
    make.child("Zebedee")
    page = search(signed_in(Role.PLACEMENT_OFFICER), typed)
    assert page.status_code == 200
    assert "Zebedee" not in page.text


def test_what_is_searched_for_is_never_in_an_address(signed_in, db):
    page = signed_in(Role.PLACEMENT_OFFICER).get("/search").text
    form = re.search(r'<form class="hearth-search"[^>]*>', page)[0]
    assert 'method="post"' in form


def test_whose_data_this_uses_is_open_to_anyone(client):
    page = client.get("/about").text
    assert "Open Government Licence" in page
    assert "Office for National Statistics" in page


# ----------------------------------------------------------------------------------- the sections


def lit(page):
    """The sections that the page says it stands in."""
    items = re.findall(r'<li class="govuk-service-navigation__item[^"]*".*?</li>', page.text, re.S)
    return [
        re.sub(r"<[^>]+>", "", item).strip() for item in items if re.search(r"aria-current", item)
    ]


def test_each_page_lights_the_section_that_it_stands_in(signed_in, db):
    home, child = make.household("The Okafors"), make.child()
    client = signed_in(Role.TEAM_MANAGER)
    for path, section in {
        "/": ["Today"],
        f"/households/{home.ref}": ["Register"],
        f"/households/{home.ref}/name": ["Register"],
        f"/households/{home.ref}/allocate": ["Register"],
        f"/history/household/{home.ref}": ["Register"],
        "/supervision/unallocated": ["Register"],
        f"/children/{child.ref}": ["Children"],
        f"/looks/child/{child.ref}": ["Children"],
        "/where-every-child-is": ["Where every child is"],
        "/clocks/reg24_expiry": ["Clocks"],
        "/password": [],
        "/search": [],
    }.items():
        assert lit(client.get(path)) == section, path


# ------------------------------------------------------------------------------ search by postcode


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("hr6", ["HR6 "]),
        ("HR6 8", ["HR6 8"]),
        ("hr68ab", ["HR6 8AB"]),
        ("HR11", ["HR11 ", "HR1 1"]),
        ("HR1 1", ["HR1 1"]),
        ("Herbert", []),
        ("8AB", []),
        ("HR6 8AB9", []),
        ("HR%", []),
    ],
)
@pytest.mark.only_on("sqlite")  # words alone
def test_a_postcode_may_be_typed_whole_or_in_part(typed, begins):
    assert [place.begins for place in places_asked(typed)] == begins


@pytest.fixture
def lived_in(db):
    make.postcodes()
    return make.household("The Okafors", postcode="HR6 8AB")


def test_by_its_district_a_home_is_found_by_whoever_sees_homes(signed_in, lived_in):
    for role in (Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.PANEL_ADVISER):
        page = search(signed_in(role), "hr6").text
        assert lived_in.ref in page
        assert "8AB" not in page


def test_by_more_of_its_postcode_a_home_is_found_only_by_whoever_may_see_where_it_is(
    signed_in, lived_in, db
):
    for typed in ("hr6 8", "HR68AB"):
        assert lived_in.ref in search(signed_in(Role.TEAM_MANAGER), typed).text
        assert lived_in.ref not in search(signed_in(Role.PLACEMENT_OFFICER), typed).text
    looks = db.session.scalars(select(Look.subject).where(Look.page == "search")).all()
    assert set(looks) == {f"household:{lived_in.id}"}


def test_a_protected_address_is_not_found_even_by_its_district(signed_in, lived_in, db):
    with transaction():
        people.move_household(
            lived_in,
            line="2 The Street",
            postcode="HR6 8AB",
            protected=True,
            starts_on=today(),
            by=make.SOMEBODY,
        )
    assert lived_in.ref not in search(signed_in(Role.PLACEMENT_OFFICER), "HR6").text
    assert lived_in.ref in search(signed_in(Role.TEAM_MANAGER), "HR6").text


def test_a_child_is_found_by_the_family_home_and_only_by_whoever_may_see_the_child(signed_in, db):
    make.postcodes()
    child = make.child("Zebedee")
    with transaction():
        children.set_family_home(child, postcode="HR6 8AB", starts_on=today(), by=make.SOMEBODY)
    assert child.ref in search(signed_in(Role.PLACEMENT_OFFICER), "hr6 8ab").text
    assert child.ref not in search(signed_in(Role.CHILD_SOCIAL_WORKER), "hr6 8ab").text

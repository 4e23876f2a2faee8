"""The pages of recruitment: two minutes on the telephone, the list, an enquiry, an application."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit.models import Look
from app.core.today import today
from app.recruitment import queries
from app.recruitment.actions import enquiries as actions
from app.recruitment.actions import stages
from app.recruitment.kinds import Because, EndedBy, Step
from app.recruitment.models import Enquiry
from tests import builders as make
from tests.builders import SOMEBODY
from tests.recruitment.people import DAY, applied, in_stage, part_1, rang, send, visited

TOLD = {
    "given_name": "Ann",
    "family_name": "Price",
    "phone": "01432 111222",
    "received_on": "today",
}


@pytest.fixture
def sarah(signed_in):
    """A fostering social worker's browser."""
    return signed_in(Role.SOCIAL_WORKER)


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_an_enquiry_is_taken_down_with_three_fields_and_its_page_says_what_is_next(sarah, db):
    actions.add_source(name="Radio", starts_on=make.LONG_AGO, by=SOMEBODY)
    page = send(sarah, "/recruitment/enquiries/take", **TOLD)
    assert "Ann Price" in words_of(page)
    assert "Ask for a visit" in words_of(page)
    assert db.session.scalars(select(Enquiry)).one().received_on == today()


def test_whoever_may_be_the_same_is_shown_before_anything_is_kept(sarah, db):
    rang(given="Ann", family="Price", phone="01432 111 222")
    page = send(sarah, "/recruitment/enquiries/take", **TOLD)
    assert page.status_code == 422
    assert "They may be on record already" in words_of(page)
    assert len(db.session.scalars(select(Enquiry)).all()) == 1
    page = send(sarah, "/recruitment/enquiries/take", **TOLD, anyway="y")
    assert len(db.session.scalars(select(Enquiry)).all()) == 2
    assert "the same name" in words_of(page)


def test_names_are_found_by_what_is_posted_and_stand_in_no_address(sarah, db):
    rang(given="Ann", family="Price")
    rang(given="Bob", family="Other")
    token = re.search(
        r'name="csrf_token" value="([^"]+)"', sarah.get("/recruitment/enquiries").text
    )[1]
    page = sarah.post("/recruitment/enquiries/search", data={"csrf_token": token, "words": "pri"})
    assert "Ann Price" in words_of(page)
    assert "Bob Other" not in words_of(page)


def test_the_list_is_narrowed_and_taken_away_as_a_sheet(sarah, db):
    radio = actions.add_source(name="Radio", starts_on=make.LONG_AGO, by=SOMEBODY)
    rang(given="Ann", family="Price", source=radio, phone="01432 999888")
    gone = rang(given="Bob", family="Other")
    actions.end_case(
        gone, on=today(), by_whom=EndedBy.SERVICE, because=Because.NO_ROOM, by=SOMEBODY
    )
    assert "Bob Other" not in words_of(sarah.get("/recruitment/enquiries"))
    assert "Bob Other" in words_of(sarah.get("/recruitment/enquiries?state=ended"))
    sheet = sarah.get("/recruitment/enquiries?state=all&format=csv").get_data(as_text=True)
    assert "Ann Price" in sheet
    assert "Radio" in sheet
    assert "999888" not in sheet, "how to reach them stays on their page"
    assert sarah.get("/recruitment/enquiries?format=xlsx").status_code == 200
    for wrong in ("state=x", "step=x", "reached=x", "month=2026", "enquired=x"):
        assert sarah.get(f"/recruitment/enquiries?{wrong}").status_code == 400


def test_a_look_is_recorded_at_who_rang(sarah, db):
    enquiry = rang()
    sarah.get(f"/recruitment/enquiries/{enquiry.ref}")
    assert (
        "F2"
        in db.session.scalars(
            select(Look.kept).where(Look.subject == f"enquiry:{enquiry.id}")
        ).all()
    )


def test_an_enquiry_goes_by_its_pages_from_visit_to_application(sarah, db):
    make.postcodes()
    make.own_service()
    enquiry = rang(today() - 9 * DAY, given="Ann", family="Price", partner="Bill Price")
    there = f"/recruitment/enquiries/{enquiry.ref}"
    send(sarah, f"{there}/do/visit", asked_on="today")
    send(sarah, f"{there}/do/held", held_on="today", outcome="invited_to_apply", words="Warm.")
    page = sarah.get(f"{there}/do/application").get_data(as_text=True)
    assert 'value="The Prices"' in page
    page = send(
        sarah,
        f"{there}/do/application",
        received_on="today",
        stage_1_on="today",
        name="The Prices",
        line="1 The Street",
        postcode="HR6 8AB",
        given_name="Ann",
        family_name="Price",
        given_name_2="Bill",
    )
    said = words_of(page)
    assert "Application to foster" in said
    assert "Stage 1" in said
    found = queries.case_of(today(), enquiry_id=enquiry.id)
    assert found.step is Step.STAGE_1
    home = db.session.get(Enquiry, enquiry.id).household
    assert {each.person.name for each in home.members} == {"Ann Price", "Bill Price"}


def test_an_application_says_what_part_1_lacks_and_why_the_panel_waits(sarah, db):
    made = applied(rang(today() - 9 * DAY), today() - 8 * DAY)
    in_stage(made)
    there = f"/recruitment/applications/{made.ref}"
    said = words_of(sarah.get(there))
    assert "The panel may not have it yet" in said
    assert said.count("Missing") == 10
    send(sarah, f"{there}/do/part-1", items=["health", "children"], on="today")
    assert words_of(sarah.get(there)).count("Missing") == 8


def test_reasons_are_read_by_who_may_and_by_nobody_else(signed_in, db):
    made = applied(rang(today() - 9 * DAY), today() - 8 * DAY)
    in_stage(made)
    stages.refuse_at_stage_1(
        made, on=today(), reasons="The marker reason.", told_on=today(), by=SOMEBODY
    )
    there = f"/recruitment/applications/{made.ref}"
    assert "The marker reason." in words_of(signed_in(Role.TEAM_MANAGER).get(there))
    assert "The marker reason." not in words_of(signed_in(Role.DIRECTOR).get(there))


def test_the_board_and_the_figures_open_to_their_rows(signed_in, db):
    for days in (1, 40, 400):
        visited(rang(today() - days * DAY))
    in_stage(applied(rang(today() - 300 * DAY), today() - 290 * DAY))
    client = signed_in(Role.SERVICE_MANAGER)
    for path in ("/recruitment", "/recruitment/figures"):
        page = client.get(path).get_data(as_text=True)
        links = set(re.findall(r'href="(/recruitment/enquiries\?[^"]+)"[^>]*>(\d+)<', page))
        assert links, path
        for href, number in links:
            listed = client.get(href.replace("&amp;", "&") + "&format=csv").get_data(as_text=True)
            assert len(listed.strip().splitlines()) - 1 == int(number), href


def test_what_is_late_stands_on_the_board_with_its_reason_or_without(signed_in, db):
    in_stage(applied(rang(today() - 300 * DAY), today() - 290 * DAY))
    said = words_of(signed_in(Role.TEAM_MANAGER).get("/recruitment"))
    assert "Stage 1 of an assessment" in said
    assert "No reason given" in said


def test_an_empty_house_says_what_would_fill_it(signed_in, db):
    client = signed_in(Role.SERVICE_MANAGER)
    assert "Nobody is under way" in words_of(client.get("/recruitment"))
    assert "Too few" in words_of(client.get("/recruitment/figures"))
    assert "No source is on the list yet" in words_of(client.get("/recruitment/sources"))


def test_a_whole_part_1_says_until_when_not_suitable_can_be_told(sarah, db):
    made = applied(rang(today() - 9 * DAY), today() - 8 * DAY)
    in_stage(made)
    part_1(made)
    said = words_of(sarah.get(f"/recruitment/applications/{made.ref}"))
    assert "All of Part 1 came by" in said
    assert "only a brief report to panel ends it" in said

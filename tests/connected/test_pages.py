"""The pages of connected carers: the evening's form, the checklist, the board, who sees what."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, func, select

from app.accounts.roles import Role
from app.audit.models import Look
from app.connected import queries
from app.connected.models import ConnectedCase
from app.core.db import db as session
from app.core.present import long_day
from app.core.today import today
from tests import builders as make
from tests.connected.family import DAY, Family


def main_of(answer):
    html = answer.get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def counted(doing):
    """How many questions the database was asked."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(session.engine, "before_cursor_execute", note)
    try:
        doing()
    finally:
        event.remove(session.engine, "before_cursor_execute", note)
    return len(asked)


@pytest.fixture
def duty(db, signed_in):
    """A duty worker signed in; a boy is looked after since today."""
    make.own_service()
    make.postcodes()
    browser = signed_in(Role.SOCIAL_WORKER)
    browser.boy = make.child("Leo", family_name="Tolladay")
    return browser


TOLD = {
    "relationship": "grandparent",
    "given_name": "Jean",
    "family_name": "Tolladay",
    "line": "4 Bargates",
    "postcode": "hr68ab",
    "adults": "Ray Tolladay, 3/4/1990\nSue",
    "told": "Their mother is in hospital.",
}


def send(browser, path, **told):
    page = browser.get(path).get_data(as_text=True)
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    hidden = {"once": once} | ({"csrf_token": token[1]} if token else {})
    return browser.post(path, data=hidden | told, follow_redirects=True)


def test_a_case_is_opened_from_nothing_in_one_form(duty):
    found = send(duty, "/connected/new", words="toll leo", find="yes")
    assert duty.boy.ref in found.get_data(as_text=True)
    answer = send(duty, "/connected/new", children=[duty.boy.ref], **TOLD)
    said = main_of(answer)
    assert "Finish Schedule 4" in said
    for name in ("Jean Tolladay", "Ray Tolladay", "Sue Tolladay", "The home"):
        assert name in said
    assert session.session.scalar(select(func.count(ConnectedCase.id))) == 1


def test_a_child_who_is_not_on_record_is_added_in_the_same_form(duty):
    new = {"new_given_name": "Ivy", "new_family_name": "Tolladay", "new_born": "1/2/2020"}
    refused = send(duty, "/connected/new", **new, **TOLD)
    assert refused.status_code == 422
    assert "Ivy Tolladay is not looked after" in main_of(refused)
    answer = send(duty, "/connected/new", new_status="V2", **new, **TOLD)
    assert "Ivy Tolladay" in main_of(answer)


def test_a_private_arrangement_is_refused_with_what_to_do_and_nothing_is_left_behind(duty):
    other = make.child("Sid", family_name="Tolladay", status=None)
    answer = send(duty, "/connected/new", children=[other.ref], **TOLD)
    assert answer.status_code == 422
    assert "record the legal status" in main_of(answer)
    assert session.session.scalar(select(func.count(ConnectedCase.id))) == 0


def test_a_search_of_one_letter_lists_nobody(duty):
    found = send(duty, "/connected/new", words="t", find="yes")
    assert duty.boy.ref not in found.get_data(as_text=True)
    assert "Nobody of that name" in main_of(found)


def test_children_found_are_looks(duty):
    send(duty, "/connected/new", words="tolladay", find="yes")
    looks = session.session.scalars(select(Look.page).where(Look.subject == f"child:{duty.boy.id}"))
    assert "children to choose" in set(looks)


def test_several_items_are_recorded_at_one_press(duty):
    send(duty, "/connected/new", children=[duty.boy.ref], **TOLD)
    case = session.session.scalar(select(ConnectedCase))
    carer = queries.stands(case, today()).people[0]
    path = f"/connected/{case.ref}/findings/{queries.refs_of([carer])[carer]}"
    chosen = ["schedule_4/carer/identity", "schedule_4/carer/health", "schedule_4/carer/offences"]
    page = duty.get(path).get_data(as_text=True)
    chosen = [key for key in chosen if key in page]
    nothing = send(duty, path, items=chosen, found="established", words="", on="today")
    assert "Say what was found" in main_of(nothing)
    send(duty, path, items=chosen, found="established", words="Told and checked.", on="today")
    assert len(chosen) == sum(
        line.is_done for line in queries.stands(case, today()).lines_of(carer)
    )


def test_a_finding_recorded_in_error_is_taken_back_from_its_page_and_stays_struck_out(
    db, signed_in
):
    browser = signed_in(Role.SOCIAL_WORKER)
    family = Family("Mrs Bufton")
    family.open(make.child("Leo"))
    family.check()
    nan = family.stands().people[0]
    path = f"/connected/{family.case.ref}/findings/{queries.refs_of([nan])[nan]}"
    line, other = family.stands().lines_of(nan)[:2]
    back = f"{path}/{line.known.ref}"
    assert back in browser.get(path).get_data(as_text=True)
    assert "Say what was wrong" in main_of(send(browser, back, why=""))
    page = send(browser, back, why="That was said of her sister.")
    assert "<s>Seen and talked about.</s>" in page.get_data(as_text=True)
    assert "Taken back by" in main_of(page)
    assert "That was said of her sister." in main_of(page)
    undone = [one.item for one in family.stands().lines_of(nan) if not one.is_done]
    assert undone == [line.item]
    assert browser.get(back).status_code == 404, "it is taken back once"
    home = f"/connected/{family.case.ref}/findings/home/"
    assert browser.get(home + other.known.ref).status_code == 404, "that is not about the home"


@pytest.fixture
def nan(db):
    family = Family("Mrs Bufton")
    family.boy = make.child("Leo", family_name="Bufton")
    (family.leo,) = family.open(family.boy)
    family.check()
    return family


def test_the_officer_decides_on_what_was_asked(nan, signed_in):
    asked = nan.ask(nan.leo)
    browser = signed_in(Role.NOMINATED_OFFICER)
    assert "Decide" in main_of(browser.get(f"/connected/{nan.case.ref}"))
    answer = send(
        browser,
        f"/connected/decisions/{asked.ref}/decide",
        outcome="agreed",
        how="by_telephone",
        reasons="Suitable.",
    )
    assert "Agreed" in main_of(answer)
    said = main_of(browser.get(f"/connected/{nan.case.ref}"))
    assert "Day 1 of 112" in said
    assert f"{long_day(today() + 111 * DAY)}" in said


def test_whoever_asked_does_not_decide(nan, signed_in):
    asked = nan.ask(nan.leo)
    browser = signed_in(Role.SOCIAL_WORKER)
    assert browser.get(f"/connected/decisions/{asked.ref}/decide").status_code == 403


def test_the_board_asks_as_many_questions_for_five_as_for_one(nan, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    nan.approved(nan.leo)
    browser.get("/connected")
    one = counted(lambda: browser.get("/connected"))
    for number in range(4):
        family = Family(f"Mrs Ackery {number}")
        (row,) = family.open(make.child())
        family.check()
        family.approved(row)
    browser.get("/connected")
    five = counted(lambda: browser.get("/connected"))
    assert five <= one + 3
    assert five < 60


def test_a_case_asks_a_bounded_number_of_questions(nan, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    nan.approved(nan.leo)
    browser.get(f"/connected/{nan.case.ref}")
    assert counted(lambda: browser.get(f"/connected/{nan.case.ref}")) < 70


def test_the_board_is_taken_away_as_a_file_and_its_parts_open_to_their_rows(nan, signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    sheet = browser.get("/connected?format=csv").get_data(as_text=True)
    assert "Leo Bufton" in sheet
    assert "Leo Bufton" in main_of(browser.get("/connected?show=checks"))
    assert "Leo Bufton" not in main_of(browser.get("/connected?show=running"))
    assert browser.get("/connected?show=nothing").status_code == 400


def test_a_childs_own_worker_sees_the_case_and_records_the_visits(db, signed_in):
    browser = signed_in(Role.CHILD_SOCIAL_WORKER)
    family = Family()
    child = make.child("Ida", social_worker=db.session.merge(browser.user))
    family.open(child, there_since=today())
    assert family.case.household.name in main_of(browser.get("/connected"))
    answer = send(
        browser,
        f"/children/{child.ref}/visit",
        visited_on="today",
        seen="y",
        words="Happy there.",
    )
    assert "Happy there." in main_of(answer)
    send(browser, f"/children/{child.ref}/review", held_on="today")
    assert family.of(family.row(child)).first_review_on == today()
    assert browser.get(f"/connected/{family.case.ref}/people").status_code == 403

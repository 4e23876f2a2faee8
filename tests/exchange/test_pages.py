"""Pages of loads: choose, say what columns mean, see what would happen, carry it out."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.models import Look
from app.core.today import today
from app.exchange import loading, progress
from app.exchange.models import Load, LoadKind
from app.exchange.opening import Incoming
from app.people.models import Household
from app.register.models import Terms
from tests.conftest import PageCheckingClient, hidden_fields
from tests.exchange.conftest import a_file

SignedIn = Callable[..., PageCheckingClient]

TWO_ROWS = (
    b"Carer,Date approved,Postcode\r\nJo Doyle,12/03/2019,HR6 8NZ\r\nAnn Price,soon,HR6 8NZ\r\n"
)


def send(browser: PageCheckingClient, kind: str, **files: tuple[bytes, str]) -> TestResponse:
    """Choose files on the page of one kind and send them."""
    address = f"/load/new/{kind}"
    fields: dict[str, Any] = hidden_fields(browser.get(address).get_data(as_text=True))
    fields |= {name: (io.BytesIO(content), called) for name, (content, called) in files.items()}
    if kind == "carers":
        fields["as_at"] = today().strftime("%d/%m/%Y")
    return browser.post(address, data=fields, content_type="multipart/form-data")


def settled(browser: PageCheckingClient, address: str) -> str:
    """The page of a load once nobody is working on it."""
    for _ in range(200):
        page = browser.get(address, follow_redirects=True).get_data(as_text=True)
        if "data-progress=" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the work on this load does not end")


def words(page: str) -> str:
    """The page's text."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_workbook_is_chosen_checked_loaded_and_its_rejected_rows_given_back(
    db: Any, points: None, signed_in: SignedIn
) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    assert "Nothing has been brought in yet" in words(browser.get("/load/").get_data(as_text=True))
    sent = send(browser, "carers", list=(TWO_ROWS, "carers.csv"))
    assert sent.status_code == 303
    page = words(settled(browser, sent.location))
    assert "Nothing is loaded yet" in page
    assert "Load 1 row" in page
    assert "“soon” is not a date" in page
    assert db.session.scalar(select(func.count(Household.id))) == 0
    browser.post_form(f"{sent.location}/carry-out", _of=sent.location)
    page = words(settled(browser, sent.location))
    assert "1 row, on" in page
    assert "Rejected and not loaded: 1" in page
    assert db.session.scalar(select(func.count(Household.id))) == 1
    file = browser.get(f"{sent.location}/rejected-1.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="rejected-1.csv"'
    assert "Ann Price,soon,HR6 8NZ" in file.get_data(as_text=True)
    listed = words(browser.get("/load/").get_data(as_text=True))
    assert "Carers’ workbook" in listed
    again = send(browser, "carers", list=(TWO_ROWS, "carers.csv"))
    page = words(settled(browser, again.location))
    assert "This changes nothing" in page
    assert "These very files were loaded on" in page
    assert "Load 1 row" not in page


def test_headings_that_are_not_known_are_mapped_on_screen(
    db: Any, points: None, signed_in: SignedIn
) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    content = (
        b"Carer,Date approved,How many,Which ages,Colour\r\nJo Doyle,12/03/2019,2,0 to 4,red\r\n"
    )
    sent = send(browser, "carers", list=(content, "carers.csv"))
    page = settled(browser, sent.location)
    assert "3 of 5 headings are not known yet" in words(page)
    names = dict(
        re.findall(r'<label class="govuk-label" for="(column_\d+)">\s*([^<]+?)\s*</label>', page)
    )
    chosen = {"How many": "places", "Which ages": "ages", "Colour": "", "Carer": "name",
              "Date approved": "approved_on"}  # fmt: skip
    address = f"{sent.location}/columns"
    unsaid = dict.fromkeys(names, "?")
    refused = browser.post(address, data=hidden_fields(page) | unsaid)
    assert "Say what “How many” is, or leave it out" in words(refused.get_data(as_text=True))
    said = {name: chosen[heading] for name, heading in names.items()}
    mapped = browser.post(address, data=hidden_fields(page) | said)
    assert mapped.status_code == 303
    assert "Nothing is loaded yet" in words(settled(browser, sent.location))
    browser.post_form(f"{sent.location}/carry-out", _of=sent.location)
    settled(browser, sent.location)
    terms = db.session.scalars(select(Terms)).one()
    assert (terms.overall, terms.criteria[0].max_age) == (2, 4)
    next_time = send(browser, "carers", list=(content, "carers.csv"))
    assert "This changes nothing" in words(settled(browser, next_time.location))


def test_children_and_postcodes_are_loaded_from_their_pages(db: Any, signed_in: SignedIn) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    path = a_file("postcodes_onspd.csv")
    sent = send(browser, "postcodes", postcodes=(path.read_bytes(), path.name))
    assert "Load 6 rows" in words(settled(browser, sent.location))
    browser.post_form(f"{sent.location}/carry-out", _of=sent.location)
    assert "7 rows, on" in words(settled(browser, sent.location))
    header, episodes = a_file("ssda903_faults_header.csv"), a_file("ssda903_faults_episodes.csv")
    sent = send(
        browser,
        "children",
        header=(header.read_bytes(), header.name),
        episodes=(episodes.read_bytes(), episodes.name),
    )
    page = settled(browser, sent.location)
    assert "SSDA903 rule 501" in page
    for number, name in ((1, header.name), (2, episodes.name)):
        assert f"rejected rows of {name}" in words(page) or f"row of {name}" in words(page)
        assert browser.get(f"{sent.location}/rejected-{number}.csv").status_code in (200, 404)
    only_odd = words(browser.get(f"{sent.location}?show=odd").get_data(as_text=True))
    assert "rule 355" in only_odd
    assert "rule 501" not in only_odd


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.7", "carers.xlsx", "a PDF document"),
        (b"Colour,Size\r\nred,2\r\n", "carers.csv", "No list of carers was found"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    db: Any, signed_in: SignedIn, content: bytes, name: str, says: str
) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    sent = send(browser, "carers", list=(content, name))
    page = words(settled(browser, sent.location))
    assert "These files cannot be read" in page
    assert says in page


def test_no_file_is_an_error_beside_its_field(db: Any, signed_in: SignedIn) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    answer = send(browser, "carers")
    assert "Choose the workbook or CSV file" in words(answer.get_data(as_text=True))


def test_a_formula_and_a_script_in_a_name_are_only_shown(
    db: Any, points: None, signed_in: SignedIn
) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    browser.check_pages = False  # it takes what is meant to be text for markup gone wrong
    content = b"Carer,Date approved\r\n<script>alert(1)</script>,soon\r\n=1+1,12/03/2019\r\n"
    sent = send(browser, "carers", list=(content, "<b>.csv"))
    page = settled(browser, sent.location)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>.csv" not in page


def test_a_load_is_seen_by_whoever_brought_it_and_by_those_who_see_everything(
    db: Any, signed_in: SignedIn
) -> None:
    mine = signed_in(Role.PLACEMENT_OFFICER)
    sent = send(mine, "carers", list=(TWO_ROWS, "carers.csv"))
    settled(mine, sent.location)
    other = signed_in(Role.PLACEMENT_OFFICER)
    addresses = ["", "/columns", "/progress", "/rejected-1.csv"]
    for address in addresses:
        assert other.get(f"{sent.location}{address}").status_code == 404
    for address in ("/check", "/carry-out", "/discard"):
        assert (
            other.post_form(f"{sent.location}{address}", _of="/load/new/carers").status_code == 404
        )
    assert "Carers’ workbook" not in words(other.get("/load/").get_data(as_text=True))
    manager = signed_in(Role.TEAM_MANAGER)
    assert manager.get(sent.location).status_code == 200
    worker = signed_in(Role.SOCIAL_WORKER)
    assert worker.get(sent.location).status_code == 403
    assert worker.get("/load/").status_code == 403


def test_seeing_the_rows_of_a_load_is_a_look(db: Any, signed_in: SignedIn) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    sent = send(browser, "carers", list=(TWO_ROWS, "carers.csv"))
    settled(browser, sent.location)
    one = db.session.scalars(select(Load)).one()
    looks = db.session.scalars(select(Look.subject).where(Look.page == "load")).all()
    assert set(looks) == {f"load:{one.id}"}


def test_progress_is_shown_and_can_be_left_and_returned_to(
    app: Flask, db: Any, signed_in: SignedIn
) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    brought = loading.bring_in(
        LoadKind.CARERS, [Incoming("carers.csv", content=TWO_ROWS)], by=_user(db, browser)
    )
    ref, load_id = brought.ref, brought.id
    db.session.rollback()
    with progress.working_on(load_id) as told:
        told("Checking", 0, 300)
        page = browser.get(f"/load/{ref}").get_data(as_text=True)
        assert "0 of 300" in words(page)
        assert "You may leave this page" in page
        said = browser.get(f"/load/{ref}/progress").get_json()
        assert said == {"running": True, "doing": "Checking", "done": 0, "total": 300}
    assert browser.get(f"/load/{ref}/progress").get_json() == {"running": False}
    cut_off = words(browser.get(f"/load/{ref}").get_data(as_text=True))
    assert "The check stopped before it was done" in cut_off
    browser.post_form(f"/load/{ref}/check", _of=f"/load/{ref}")
    assert "Nothing is loaded yet" in words(settled(browser, f"/load/{ref}"))


def _user(db: Any, browser: PageCheckingClient) -> User:
    assert browser.user is not None
    user: User = db.session.get_one(User, browser.user.id)
    return user


def test_a_discarded_load_keeps_nothing(db: Any, signed_in: SignedIn) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    sent = send(browser, "carers", list=(TWO_ROWS, "carers.csv"))
    settled(browser, sent.location)
    browser.post_form(f"{sent.location}/discard", _of=sent.location)
    page = words(settled(browser, sent.location))
    assert "nothing of it is kept" in page
    assert "Jo Doyle" not in page


def test_the_template_is_a_workbook_to_take_away(db: Any, signed_in: SignedIn) -> None:
    answer = signed_in(Role.TEAM_MANAGER).get("/load/template.xlsx")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_pages_that_are_not_there_are_not_found(db: Any, signed_in: SignedIn) -> None:
    browser = signed_in(Role.TEAM_MANAGER)
    for address in ("/load/new/cars", "/load/abcdefghjkmnp"):
        assert browser.get(address).status_code == 404
    sent = send(browser, "carers", list=(TWO_ROWS, "carers.csv"))
    settled(browser, sent.location)
    assert browser.get(f"{sent.location}?show=purple").status_code == 404
    assert browser.get(f"{sent.location}/rejected-7.csv").status_code == 404
    assert browser.get(f"{sent.location}?page=99").status_code == 200


def test_the_page_of_a_load_asks_the_database_little(
    db: Any, points: None, signed_in: SignedIn
) -> None:
    from sqlalchemy import event

    browser = signed_in(Role.TEAM_MANAGER)
    path: Path = a_file("carers_couples_in_one_row.xlsx")
    sent = send(browser, "carers", list=(path.read_bytes(), path.name))
    settled(browser, sent.location)
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get(sent.location)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) <= 32, "\n".join(asked)

"""The pages of a report: written in place, checked, signed, made as Word, and who may read it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments.grading import Theme
from app.audit.models import Look
from app.core.columns import Kept
from app.documents.letters import word
from app.documents.models import Document
from app.reports import actions
from app.reports.kinds import State
from app.statute.schedules import Matter
from tests import builders as make
from tests.reports.cases import Case

MARKER = "Markerword."


@pytest.fixture
def case(db):
    make.postcodes()
    return Case()


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def at(case, part=""):
    return f"/reports/{case.assessment.ref}{part}"


def test_a_section_is_written_in_place_and_saves_itself(case, signed_in):
    browser = signed_in(case.worker)
    page = at(case, "/sections/report")
    assert "data-draft=" in browser.get(page).get_data(as_text=True)
    answer = browser.post_form(page, words_suitability=MARKER)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(at(case))
    assert case.line(Matter.SUITABILITY).is_done
    assert MARKER in text(browser.get(at(case)))
    browser.post_form(page, words_suitability=f"{MARKER} And more.")
    assert "Recorded before: 1" in text(browser.get(at(case)))


def test_what_is_missing_is_listed_and_what_is_known_is_said_before_it_is_typed(case, signed_in):
    browser = signed_in(case.worker)
    page = text(browser.get(at(case)))
    assert "neither answered nor explained yet" in page
    assert "Accommodation 5" in page
    section = text(browser.get(at(case, "/sections/home")))
    assert "In the report already, from the record: Bedroom 1: sleeps 1." in section
    assert browser.get(at(case, "/sections/nothing")).status_code == 404


def test_it_is_handed_in_checked_and_signed_on_its_pages(case, signed_in):
    case.whole()
    author, manager = signed_in(case.worker), signed_in(case.checker)
    assert (
        author.post_form(at(case, "/hand-in"), recommends="suitable_to_foster").status_code == 303
    )
    assert "Carla" not in text(author.get(at(case)))
    refused = manager.post_form(at(case, "/check"), outcome="passed")
    assert refused.status_code == 422
    grades = {theme.value: "good" for theme in Theme}
    told = {**grades, "outcome": "passed", "say_weighing_up": "Clear and kind."}
    assert manager.post_form(at(case, "/check"), **told).status_code == 303
    page = text(author.get(at(case)))
    assert "Clear and kind." in page
    assert "To be signed" in page
    assert "To be signed" in text(manager.get("/reports"))
    assert manager.post_form(at(case, "/sign")).status_code == 303
    assert case.written.state is State.SIGNED
    assert "Signed" in text(author.get("/reports"))


def made(case):
    (file, *_) = actions.prepare(case.assessment, recipient="The fostering panel", by=case.worker)
    return word.words_in(file.content)


def test_it_is_made_as_word_for_one_reader_with_what_is_missing_first(case, signed_in, db):
    case.write(Matter.SUITABILITY, MARKER)
    browser = signed_in(case.worker)
    page = at(case, "/document")
    assert "missing" in text(browser.get(page))
    assert browser.post_form(page, recipient="The fostering panel").status_code == 303
    about = f"household:{case.home.id}"
    assert db.session.scalars(select(Document).where(Document.about == about)).all()
    assert MARKER in made(case)
    assert "Still missing" in made(case)
    case.whole().handed_in().checked().signed()
    assert "Still missing" not in made(case)
    assert "Signed by Mona Manager" in made(case)
    assert "The Street" not in made(case)
    assert "as it was signed" in text(browser.get(page))


def test_an_address_in_what_was_written_is_refused_unless_the_reader_may_know_it(case, signed_in):
    case.write(Matter.SUITABILITY, "They live at 1 The Street, HR6 8AB.")
    refused = signed_in(case.worker).post_form(at(case, "/document"), recipient="The panel")
    assert refused.status_code == 422
    assert "may not know" in text(refused)


def test_whose_report_it_is_not_does_not_read_it_and_each_reading_is_a_look(case, signed_in, db):
    case.write(Matter.SUITABILITY, MARKER)
    for role in (Role.PLACEMENT_OFFICER, Role.DECISION_MAKER, Role.DIRECTOR, Role.PANEL_ADVISER):
        assert signed_in(role).get(at(case)).status_code == 403
    assert signed_in(Role.INSPECTOR).get(at(case)).status_code == 200
    looks = db.session.scalars(select(Look).where(Look.page == "report")).all()
    assert {each.kept for each in looks} == {Kept.CHECKS.value, Kept.NARRATIVE.value}
    assert signed_in(case.worker).get("/reports/zzzzzzzzzzzzz").status_code == 404


def test_the_assessments_page_leads_to_its_report(case, signed_in):
    browser = signed_in(case.worker)
    page = browser.get(f"/assessments/{case.assessment.ref}").get_data(as_text=True)
    assert at(case) in page

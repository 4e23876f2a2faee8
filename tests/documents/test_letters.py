"""Letters: what is missing is listed, addresses are off, one for each, as Word and PDF/UA."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents import actions, preview, queries, store
from app.documents.kinds import FileType, LetterKey
from app.documents.letters import first, letter, missing, pdf, word
from app.documents.letters.fields import examples, fields_of
from app.documents.models import LetterMade
from app.documents.opened import Opened
from app.people import actions as people
from app.people.queries import home_of
from tests import builders as make
from tests.builders import SOMEBODY
from tests.documents import papers

OWN = {"recipient", "recipient_address", "service", "household"}


@pytest.fixture
def home(db):
    """A household that lives somewhere, with a worker."""
    make.postcodes()
    return make.household(
        "The Doyles", carers=2, postcode="HR6 8AB", supervised_by=make.worker("Own Worker")
    )


@pytest.fixture
def carers(home):
    """Those who foster there."""
    return home_of(home.id, today()).carers


def facts(key):
    return {name: value for name, value in examples(key).items() if name not in OWN}


def made(key, home, recipient, **more):
    told = facts(key) | more
    return letter(key, f"household:{home.id}", recipient=recipient, by=SOMEBODY, **told)


def words_of(document):
    file = document.newest
    return word.words_in(store.read(file.content_id, file.code))


def pdf_of(document):
    from pypdf import PdfReader

    file = document.version_of(1)[1]
    assert file.type is FileType.PDF
    return PdfReader(io.BytesIO(store.read(file.content_id, file.code)))


# ---------------------------------------------------------------------------------- what they say


@pytest.mark.only_on("sqlite")  # the words of a letter are the same on every database
@pytest.mark.parametrize("key", list(LetterKey))
def test_every_letter_is_made_as_word_and_pdf_from_the_first_template(db, home, carers, key):
    document = made(key, home, carers[0])
    assert [file.type for file in document.files] == [FileType.DOCX, FileType.PDF]
    words = words_of(document)
    assert carers[0].name in words
    assert "{" not in words
    printed = "".join(page.extract_text() for page in pdf_of(document).pages)
    assert carers[0].name.replace(" ", "") in printed.replace(" ", "").replace("\n", "")


def test_what_is_missing_is_listed_before_anything_is_made(db, home, carers):
    about = f"household:{home.id}"
    with pytest.raises(RuleBroken) as refused:
        letter("review_notice", about, recipient=carers[0], by=SOMEBODY, held_on=today())
    asked = {breach.field for breach in refused.value.breaches}
    assert asked == {"outcome", "terms", "next_due_on", "decided_by"}
    lacking = missing(LetterKey.REVIEW_NOTICE, {"held_on": today()})
    assert {field.name for field in lacking} >= asked
    assert queries.documents_about(about) == []


def test_a_fact_that_no_letter_knows_is_a_mistake(home, carers):
    with pytest.raises(TypeError, match="no adress"):
        made("review_notice", home, carers[0], adress="1 The Street")


def test_what_is_typed_into_a_letter_is_words_and_nothing_else(db, home, carers):
    document = made(
        "notice_of_proposal", home, carers[0], reasons="A & B <w:p> {{ 7*7 }} {% raw %}"
    )
    assert "A & B <w:p> {{ 7*7 }} {% raw %}" in words_of(document)


def test_each_letter_says_for_whom_from_what_and_with_what_it_was_made(db, home, carers):
    document = made("records_answer", home, "Marches Fostering")
    record = db.session.scalars(select(LetterMade)).one()
    assert record.document_id == document.id
    assert (record.recipient, record.shows_address) == ("Marches Fostering", False)
    assert record.facts["asked_by"] == "Marches Fostering"
    assert record.template_id is None


# -------------------------------------------------------------------------------------- addresses


def test_no_address_is_in_a_letter_unless_it_is_asked_for(db, home, carers):
    assert "HR6" not in words_of(made("review_notice", home, carers[0]))
    told = made("review_notice", home, carers[0], with_address=True)
    assert "1 The Street" in words_of(told)
    assert queries.letter_of(told.id).shows_address


def test_nobody_else_is_told_the_address_without_a_decision(db, home):
    with pytest.raises(RuleBroken, match="Nobody decided"):
        made("records_answer", home, "Ms K. Jones", with_address=True)
    decided = actions.tell_address(
        home, told_name="Ms K. Jones", why="Agreed in court", decided_by="A. Manager", by=SOMEBODY
    )
    assert "HR6 8AB" in words_of(made("records_answer", home, "ms k.  jones", with_address=True))
    actions.tell_address_no_longer(decided, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Nobody decided"):
        made("records_answer", home, "Ms K. Jones", with_address=True)


def test_a_decision_because_of_one_child_counts_for_that_child_only(db, home):
    one, other = make.child("One"), make.child("Other")
    actions.tell_address(
        home,
        told_name="Ms K. Jones",
        why="Contact at home",
        decided_by="A. Manager",
        child_id=one.id,
        by=SOMEBODY,
    )
    for concerning in (None, other.id):
        with pytest.raises(RuleBroken, match="Nobody decided"):
            made(
                "records_answer",
                home,
                "Ms K. Jones",
                with_address=True,
                concerning=concerning,
            )
    assert made("records_answer", home, "Ms K. Jones", with_address=True, concerning=one.id)


def test_somebody_who_moved_out_is_not_told_where_the_others_live(db, home, carers):
    member = next(
        each for each in home_of(home.id, today()).members if each.person_id == carers[1].id
    )
    with transaction():
        people.leave_household(member, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Nobody decided"):
        made("review_notice", home, carers[1], with_address=True)


TYPED = [
    "near HR6 8AB",
    "hr68ab",
    "H R 6 - 8 a b",
    "1 the street",
    "1, The  Street",
    "07700 900123",
]


@pytest.mark.only_on("sqlite")  # what is compared are words
def test_an_address_typed_into_a_letter_is_found_however_it_is_spaced(db, home, carers):
    people.change_person(
        carers[0],
        given_name=carers[0].given_name,
        family_name=carers[0].family_name,
        born=carers[0].born,
        sex=carers[0].sex,
        phone="07700900123",
        email=None,
        by=SOMEBODY,
    )
    for typed in TYPED:
        with pytest.raises(RuleBroken, match="may not know"):
            made("records_answer", home, "Marches Fostering", withheld=f"They live {typed}.")
    assert made("review_notice", home, carers[0], outcome=f"You live {TYPED[0]}.")


def test_where_a_household_lived_before_is_kept_from_others_as_well(db, home):
    with transaction():
        people.move_household(
            home, line="7 Lower Road", postcode="HR7 4AA", starts_on=today(), by=SOMEBODY
        )
    with pytest.raises(RuleBroken, match="may not know"):
        made("records_answer", home, "Marches Fostering", withheld="Once at HR6 8AB.")


# -------------------------------------------------------------------------------------------- PDF


def test_the_pdf_is_tagged_in_its_language_with_its_title(db, home, carers):
    found = pdf_of(made("approval_notice", home, carers[0]))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == "Notice of approval and its terms"
    assert re.search(rb"pdfuaid:part(>|=\")1", root["/Metadata"].get_data())
    roles = structure(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/L", "/LI"} <= roles


def test_a_table_in_a_letter_has_its_headings():
    import docx

    made_in_word = docx.Document()
    table = made_in_word.add_table(2, 2)
    for number, words in enumerate(("Day", "What", "Monday", "A visit")):
        table.cell(number // 2, number % 2).text = words
    out = io.BytesIO()
    made_in_word.save(out)
    from pypdf import PdfReader

    found = PdfReader(io.BytesIO(pdf.as_pdf(out.getvalue(), "A table")))
    assert {"/Table", "/TH", "/TD"} <= structure(found.trailer["/Root"]["/StructTreeRoot"])


def test_a_table_that_runs_over_pages_says_its_headings_on_each_and_keeps_every_row_whole():
    import docx
    from pypdf import PdfReader

    made_in_word = docx.Document()
    table = made_in_word.add_table(80, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Number", "Said"
    for number, row in enumerate(table.rows):
        if number:
            row.cells[0].text = f"begins{number:02}"
            row.cells[1].text = f"{'A visit that took long. ' * 11}ends{number:02}"
    out = io.BytesIO()
    made_in_word.save(out)
    pages = PdfReader(io.BytesIO(pdf.as_pdf(out.getvalue(), "A table"))).pages
    words = [page.extract_text() for page in pages]
    assert len(words) > 3
    assert all("Number" in each and "Said" in each for each in words)
    for each in words:
        assert re.findall(r"begins(\d\d)", each) == re.findall(r"ends(\d\d)", each)


def structure(node):
    """The kinds of element in a PDF's structure."""
    found, waiting, seen = set(), [node], set()
    while waiting:
        one = waiting.pop()
        if hasattr(one, "get_object"):
            one = one.get_object()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if "/S" in one:
                found.add(one["/S"])
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def test_a_letters_words_cannot_fetch_anything_into_its_pdf(db, home, carers, monkeypatch):
    html = pdf.as_html(papers.docx('<img src="http://127.0.0.1:9/x.png">'), "T")
    assert "&lt;img" in html


def test_without_the_libraries_the_word_file_is_made_and_the_pdf_later(
    db, home, carers, monkeypatch
):
    from app.documents.letters import add_pdf

    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    document = made("review_notice", home, carers[0])
    assert [file.type for file in document.files] == [FileType.DOCX]
    monkeypatch.undo()
    add_pdf(document, by=SOMEBODY)
    add_pdf(document, by=SOMEBODY)
    assert [file.type for file in document.files] == [FileType.DOCX, FileType.PDF]


# -------------------------------------------------------------------------------------- templates


def template(*lines):
    return Opened(FileType.DOCX, "l.docx", papers.docx(*lines))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{{ recipent }}", "no field of this letter"),
        ("{{ terms.__class__ }}", "Only fields"),
        ("{{ recipient[0] }}", "Only fields"),
        ("{{ recipient() }}", "Only fields"),
        ("{{ recipient | upper }}", "Only fields"),
        ("{{ 7 * 7 }}", "Only fields"),
        ("{{ 'x' }}", "Only fields"),
        ("{{ cycler }}", "no field"),
        ("{% set a = recipient %}", "Only fields"),
        ("{% include 'x' %}", "Only fields"),
        ("{% for a in recipient %}{{ a }}{% endfor %}", "goes through a field of lines"),
        ("{% for a in range(9) %}{{ a }}{% endfor %}", "goes through a field of lines"),
        (
            "{% for a in terms %}{% for b in terms %}{{ b }}{% endfor %}{% endfor %}",
            "may not stand inside another",
        ),
        ("{% if recipient %}", "cannot be read"),
        ("Words only", "names no field"),
    ],
)
def test_a_template_that_does_more_than_name_fields_is_refused_in_words(line, says):
    faults = word.faults_of_template(LetterKey.REVIEW_NOTICE, template(line))
    assert any(says in fault for fault in faults), faults


def test_a_fault_in_a_header_or_in_the_properties_is_found_too():
    import docx

    for spoil in (
        lambda made: setattr(made.sections[0].header.paragraphs[0], "text", "{{ nobody }}"),
        lambda made: setattr(made.core_properties, "subject", "{{ nobody }}"),
    ):
        document = docx.Document()
        document.add_paragraph("{{ recipient }}")
        spoil(document)
        out = io.BytesIO()
        document.save(out)
        opened = Opened(FileType.DOCX, "l.docx", out.getvalue())
        faults = word.faults_of_template(LetterKey.REVIEW_NOTICE, opened)
        assert any("nobody" in fault for fault in faults)


@pytest.mark.parametrize("key", list(LetterKey))
def test_the_first_templates_are_such_as_a_council_may_send(key):
    opened = Opened(FileType.DOCX, "l.docx", first.template(key))
    assert word.faults_of_template(key, opened) == []
    unused = {field.name for field in fields_of(key)} - used_in(first.template(key))
    assert unused <= {"household"}, "a field that no letter uses is asked for in vain"


def used_in(content):
    from docxtpl import DocxTemplate

    return DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables() | {"service"}


def test_a_new_version_is_tried_used_from_its_day_and_history_stays(db, home, carers):
    key = LetterKey.REVIEW_NOTICE
    before = made(key, home, carers[0])
    version = actions.try_template(
        key, name="ours.docx", content=papers.docx("OURS {{ recipient }}"), by=SOMEBODY
    )
    assert "OURS" not in words_of(made(key, home, carers[0]))
    tomorrow = today() + timedelta(days=1)
    actions.use_template(version, used_from=tomorrow, by=SOMEBODY)
    assert queries.template_in_use(key, today()) is None
    assert queries.template_in_use(key, tomorrow) == version
    second = actions.try_template(
        key, name="ours.docx", content=papers.docx("OURS TOO {{ recipient }}"), by=SOMEBODY
    )
    actions.use_template(second, used_from=today(), by=SOMEBODY)
    after = made(key, home, carers[0])
    assert words_of(after).count("OURS TOO") == 1
    assert queries.letter_of(after.id).template_id == second.id
    assert "OURS" not in words_of(before)
    assert [each.number for each in queries.templates_of(key)] == [2, 1]


def test_a_letter_is_not_changed_backwards(db):
    version = actions.try_template(
        LetterKey.REVIEW_NOTICE,
        name="o.docx",
        content=papers.docx("{{ recipient }}"),
        by=SOMEBODY,
    )
    with pytest.raises(RuleBroken, match="not changed backwards"):
        actions.use_template(version, used_from=date(2026, 1, 1), by=SOMEBODY)


def test_what_the_tests_install_is_what_a_page_names():
    installs = (Path(__file__).parents[2] / "scripts" / "browser.sh").read_text()
    for package in preview.LIBRARIES:
        assert package in installs

"""Documents that the record writes itself: their structure, their reader, what they lack."""

from __future__ import annotations

import io

import pytest

from app.documents.letters import addresses, pdf, word
from app.documents.letters.composed import Draft, Part, word_file

WHOLE = Draft(
    "A report",
    ("The first of May",),
    (
        Part("Numbers", ("In a year.",), table=(("Kind", "How many"), ("Reviews", "7"))),
        Part("Of each", items=(("Of the first", ("Patience.",)),)),
    ),
)


def test_every_page_names_its_reader_and_its_service(home):
    made = word_file(WHOLE, reader="Ada Okafor", by="Priya Dell")
    html = pdf.as_html(made, "A report")
    assert "Confidential. For Ada Okafor." in html
    assert f"<header><p>{addresses.service_name()}" in html
    assert "by Priya Dell" in html


def test_headings_stand_within_headings_and_tables_say_what_stands_below(db):
    html = pdf.as_html(word_file(WHOLE, reader="Ada", by="Priya"), "A report")
    for each in (
        "<h1>A report",
        "<h2>Numbers",
        "<h3>Of the first",
        '<th scope="col">Kind',
        "<td>7",
    ):
        assert each in html


def test_what_is_missing_comes_first_and_a_whole_one_says_nothing_of_it(db):
    lacking = Draft("A report", (), WHOLE.parts, ("The recommendation",))
    said = word.words_in(word_file(lacking, reader="Ada", by="Priya"))
    assert said.index("Still missing") < said.index("The recommendation") < said.index("Numbers")
    assert "Still missing" not in word.words_in(word_file(WHOLE, reader="Ada", by="Priya"))


def test_what_no_document_can_hold_is_left_out(db):
    draft = Draft(
        "A\x0b report",
        ("one\x00two",),
        (
            Part(
                "H",
                table=(("A\x01", "B"), ("c", "d")),
            ),
        ),
    )
    assert "onetwo" in word.words_in(word_file(draft, reader="A\x02da", by="Priya"))


def test_its_pdf_is_tagged(db):
    from pypdf import PdfReader

    if not pdf.makes_pdf():
        with pytest.raises(pdf.PdfNotMade):
            pdf.as_pdf(word_file(WHOLE, reader="Ada", by="Priya"), "A report")
        return
    made = pdf.as_pdf(word_file(WHOLE, reader="Ada", by="Priya"), "A report")
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]

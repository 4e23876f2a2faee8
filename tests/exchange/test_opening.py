"""A file is what is in it, not what it is called; what is unsafe is not opened."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import opening, rows
from app.exchange.opening import FileRefused, Incoming, look_at, tidy_name
from app.exchange.rows import read_tables
from tests.exchange.conftest import a_file


def a_zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def a_workbook(sheet: str, **more: bytes) -> bytes:
    """A workbook whose one sheet is this XML."""
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{}" Target="{}"/></Relationships>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return a_zip(
        {
            "[Content_Types].xml": kinds.encode(),
            "_rels/.rels": relations.format("officeDocument", "xl/workbook.xml").encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": relations.format(
                "worksheet", "worksheets/sheet1.xml"
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
            **more,
        }
    )


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def a_sheet(rows: str, before: str = "") -> str:
    return SHEET.format(rows=rows, before=before)


def a_row(number: int, text: str) -> str:
    return f'<row r="{number}">{a_cell(f"A{number}", text)}</row>'


def a_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


PLAIN = a_sheet(a_row(1, "Name"))


def refused(name: str, content: bytes, **kw: Any) -> str:
    incoming = Incoming(name, content=content)
    with pytest.raises(FileRefused) as told:
        read_tables(incoming, look_at(incoming, **kw))
    return str(told.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"\xff\xd8\xff\xe0....", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel file"),
        (b"<html><table><tr><td>x", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "a web page or an XML file"),
        (b"MZ\x90\x00....", "a program"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"abc\x00\x01\x02", "neither a workbook nor text"),
        (b"PK\x03\x04 cut off", "damaged"),
        (a_zip({"word/document.xml": b"<w/>"}), "a Word document"),
        (a_zip({"content.xml": b"<o/>"}), "an OpenDocument file"),
        (a_zip({"xl/workbook.bin": b"x"}), "binary Excel workbook"),
        (a_zip({"a.csv": b"x"}), "a zip archive"),
        (a_workbook(PLAIN, **{"xl/vbaProject.bin": b"x"}), "macros"),
        (a_workbook("<not xml"), "cannot be read as a workbook"),
        (a_workbook(a_sheet("")), "no sheet with anything in it"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(
    content: bytes, says: str
) -> None:
    said = refused("carers.xlsx", content)
    assert says in said
    assert "“carers.xlsx”" in said
    assert said.endswith(".")


def test_a_workbook_and_a_text_file_are_known_whatever_they_are_called() -> None:
    book = look_at(Incoming("carers.csv", content=a_workbook(PLAIN)))
    assert book.kind == "xlsx"
    assert "whatever its name" in book.notes[0]
    plain = look_at(Incoming("carers.xlsx", content=b"Name,Approved\r\nA,1\r\n"))
    assert plain.kind == "csv"
    assert "plain text" in plain.notes[0]


def test_a_macro_workbook_is_refused_by_its_ending_too() -> None:
    assert "macros" in refused("carers.xlsm", a_workbook(PLAIN))


def test_links_to_other_workbooks_are_said_and_not_followed() -> None:
    seen = look_at(
        Incoming(
            "a.xlsx", content=a_workbook(PLAIN, **{"xl/externalLinks/externalLink1.xml": b"<x/>"})
        )
    )
    assert "were not opened" in seen.notes[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = a_workbook(PLAIN, **{"xl/media/bomb.bin": bytes(60_000_000)})
    assert len(bomb) < 100_000
    began = time.process_time()
    assert "far more than a list should" in refused("carers.xlsx", bomb)
    assert time.process_time() - began < 2


def test_a_file_that_lies_about_its_size_is_stopped_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED", 1_000_000)
    content = bytearray(a_workbook(PLAIN, **{"xl/media/lie.bin": bytes(3_000_000)}))
    told = (3_000_000).to_bytes(4, "little")
    place = content.find(told)
    while place >= 0:
        content[place : place + 4] = (1000).to_bytes(4, "little")
        place = content.find(told)
    said = refused("carers.xlsx", bytes(content))
    assert "damaged" in said or "far more" in said


def test_thousands_of_parts_are_refused() -> None:
    parts = {f"xl/media/{number}.xml": b"" for number in range(opening.MOST_ENTRIES)}
    assert "parts inside" in refused("carers.xlsx", a_workbook(PLAIN, **parts))


def test_an_entity_bomb_and_an_outside_entity_are_refused() -> None:
    assert openpyxl.DEFUSEDXML, "defusedxml is not in use"
    for attack in (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "other.xml">]>',
    ):
        sheet = attack + a_sheet(a_row(1, "&a;"))
        assert "cannot be read" in refused("carers.xlsx", a_workbook(sheet))


def test_a_sheet_that_says_it_has_a_million_rows_is_read_by_what_it_has() -> None:
    sheet = a_sheet(
        a_row(1, "Name") + a_row(900_000, ""),
        before='<dimension ref="A1:XFD1048576"/>',
    )
    incoming = Incoming("carers.xlsx", content=a_workbook(sheet))
    began = time.process_time()
    (table,) = read_tables(incoming, look_at(incoming))
    assert [row.cells for row in table.rows] == [("Name",)]
    assert time.process_time() - began < 5


@pytest.mark.parametrize("below", [rows.LAST_ROW + 2, 2_000_000_000])
def test_something_written_far_below_is_refused_and_not_dropped(below: int) -> None:
    sheet = a_sheet(a_row(1, "Name") + a_row(below, "Jo"))
    assert "below row" in refused("carers.xlsx", a_workbook(sheet))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_sixty_thousand_rows_are_refused_in_words_and_in_time(kind: str) -> None:
    if kind == "csv":
        content = b"Name,Approved\r\n" + b"Jo Doyle,12/03/2019\r\n" * 60_000
    else:
        content = a_workbook(
            a_sheet(
                "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_001))
            )
        )
    began = time.process_time()
    said = refused(f"carers.{kind}", content)
    assert "more than 12,000 rows" in said
    assert "Nothing was loaded" in said
    assert time.process_time() - began < 10


def test_a_formula_gives_the_value_saved_with_it_and_is_never_run() -> None:
    sheet = a_sheet(
        '<row r="1"><c r="A1" t="str"><f>1+1</f><v>two</v></c><c r="B1"><f>1+1</f></c>'
        f"{a_cell('C1', '=1+1')}</row>"
    )
    incoming = Incoming("carers.xlsx", content=a_workbook(sheet))
    (table,) = read_tables(incoming, look_at(incoming))
    assert table.rows[0].cells == ("two", None, "=1+1")


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "utf-16-be")],
)
def test_text_is_read_in_the_encodings_and_delimiters_that_people_send(
    delimiter: str, encoding: str
) -> None:
    text = "\r\n".join(
        delimiter.join(row) for row in (("Name", "Town"), ("Zoë Müller", "Hay, on Wye"))
    )
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    if delimiter == ",":
        text = text.replace("Hay, on Wye", '"Hay, on Wye"')
    incoming = Incoming("carers.csv", content=mark + text.encode(encoding))
    (table,) = read_tables(incoming, look_at(incoming))
    assert [tuple(row.cells) for row in table.rows] == [
        ("Name", "Town"),
        ("Zoë Müller", "Hay, on Wye"),
    ]


def test_a_quotation_mark_that_is_never_closed_is_said_with_its_row() -> None:
    content = b'Name,Notes\r\nA,"open\r\n' + b"B,more text that is swallowed\r\n" * 2_000
    assert "Row 2 of “carers.csv” cannot be read" in refused("carers.csv", content)


def test_names_with_folders_in_them_are_only_names() -> None:
    assert tidy_name("../../etc/passwd") == "passwd"
    assert tidy_name("C:\\Users\\me\\carers.xlsx") == "carers.xlsx"
    assert tidy_name("a\x00\nb.csv") == "ab.csv"
    assert tidy_name("") == "file"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall_over(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"Name,Approved\r\n"):
        incoming = Incoming("carers.xlsx", content=start + content)
        try:
            read_tables(incoming, look_at(incoming))
        except FileRefused:
            continue


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=4))
def test_no_damage_to_a_workbook_makes_the_reader_fall_over(place: int, damage: bytes) -> None:
    good = a_file("carers_of_agencies.xlsx").read_bytes()
    place %= len(good)
    incoming = Incoming("a.xlsx", content=good[:place] + damage + good[place + len(damage) :])
    try:
        read_tables(incoming, look_at(incoming))
    except FileRefused:
        return

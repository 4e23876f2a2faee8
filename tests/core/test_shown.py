"""Values in words; lists as pages and sheets; days as they are typed."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.exceptions import BadRequest
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.core import present, shown, web
from app.core.cells import cell as table_cell
from app.core.forms import HearthForm, read_day, tidy_postcode
from app.core.present import Shown, say, to_csv, to_xlsx
from app.core.today import clock_at, end_of_day, london_day

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "  =1+1", "＝1+1", "＋1",
    "－1", "＠x", "\ufeff=1", "\u200b=1", "%0A=1", "=cmd|' /C calc'!A0",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (date(2026, 3, 1), "01/03/2026"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "01/07/2026 00:30"),
        (0, "0"),
        ("words", "words"),
    ],
)
def test_a_value_in_words(value, words):
    assert say(value) == words


def test_a_day_in_words():
    assert present.long_day(date(2026, 11, 3)) == "3 November 2026"
    assert present.short_day(date(2026, 11, 3)) == "3 Nov 2026"
    assert present.long_day(None) == ""


def test_a_moment_in_words_is_londons():
    assert shown.clock_time(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 00:30"
    assert shown.clock_time(None) == ""


def test_how_long_ago_in_words():
    with clock_at(date(2026, 3, 10)):
        assert shown.days_ago(date(2026, 3, 10)) == "today"
        assert shown.days_ago(date(2026, 3, 9)) == "1 day ago"
        assert shown.days_ago(date(2026, 3, 1)) == "9 days ago"
        assert shown.days_ago(date(2026, 3, 12)) == "in 2 days"
        assert shown.days_ago(None) == ""


COLUMNS = [Shown("Name", lambda row: row[0]), Shown("Places", lambda row: row[1], numeric=True)]


def test_no_cell_of_a_csv_is_a_formula_and_the_words_are_all_there():
    rows = [(text, 1) for text in HOSTILE]
    read = list(csv.reader(io.StringIO(to_csv(COLUMNS, rows).decode("utf-8-sig"), newline="")))
    assert read[0] == ["Name", "Places"]
    for (text, _), (cell, _) in zip(rows, read[1:], strict=True):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
        assert cell.endswith(text)


def test_no_cell_of_a_spreadsheet_is_a_formula_and_the_words_are_unchanged():
    rows = [(text, 1) for text in HOSTILE if "\0" not in text]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx("Homes", COLUMNS, rows)))
    assert book.sheetnames == ["Homes"]
    cells = list(book["Homes"].iter_rows(min_row=2))
    for (text, number), (cell, count) in zip(rows, cells, strict=True):
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x000D_", "\r").strip() == text.strip()
        assert count.value == number


def test_a_spreadsheet_keeps_days_as_days():
    book = openpyxl.load_workbook(
        io.BytesIO(to_xlsx("Days", [Shown("Day", lambda row: row)], [date(2026, 3, 1)]))
    )
    assert book["Days"]["A2"].value == datetime(2026, 3, 1)


def test_a_text_too_long_for_a_cell_is_never_cut_without_a_word():
    with pytest.raises(ValueError, match="too long"):
        to_xlsx("Long", [Shown("Text", lambda row: row)], ["x" * 40_000])


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23/11/2026", date(2026, 11, 23)),
        ("23.11.26", date(2026, 11, 23)),
        ("23-11-2026", date(2026, 11, 23)),
        ("23 11 2026", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("23 Nov 2026", date(2026, 11, 23)),
        ("23 November", date(2026, 11, 23)),
        ("23rd November 2026", date(2026, 11, 23)),
        ("1st Sept 2026", date(2026, 9, 1)),
        ("23/11", date(2026, 11, 23)),
        ("1/2/85", date(1985, 2, 1)),
        ("1/2/36", date(2036, 2, 1)),
        ("1/2/37", date(1937, 2, 1)),
        ("today", date(2026, 11, 20)),
        ("Tonight", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 21)),
        ("yesterday", date(2026, 11, 19)),
        ("30/02/2026", None),
        ("11/23/2026", None),
        ("23/11/0026", None),
        ("next week", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_sensibly_typed(typed, day):
    with clock_at(date(2026, 11, 20)):
        assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("hr6 8ab", "HR6 8AB"),
        ("HR68AB", "HR6 8AB"),
        (" hr1  2 ab", "HR1 2AB"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("HR6", None),
        ("Leominster", None),
    ],
)
def test_a_postcode_is_read_however_it_is_spaced(typed, tidy):
    assert tidy_postcode(typed) == tidy


def test_a_summer_evening_in_utc_is_the_next_day_in_london():
    assert london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_the_end_of_a_day_is_just_before_the_next_begins_in_london():
    last = end_of_day(date(2026, 6, 30))
    assert london_day(last) == date(2026, 6, 30)
    assert london_day(last + timedelta(microseconds=1)) == date(2026, 7, 1)


def asked(question):
    return Flask("plain").test_request_context(f"/?{question}")


def test_a_page_past_the_end_is_the_last_and_one_before_the_start_is_the_first():
    rows = list(range(101))
    for question, first, last in (
        ("", 1, 50),
        ("page=2", 51, 100),
        ("page=3", 101, 101),
        ("page=99", 101, 101),
        ("page=0", 1, 50),
        ("page=-4", 1, 50),
        ("page=two", 1, 50),
    ):
        with asked(question):
            page = web.page_of(rows)
        assert (page.first, page.last, page.pages) == (first, last, 3), question


def test_an_empty_list_has_one_empty_page():
    with asked("page=7"):
        page = web.page_of([])
    assert (page.first, page.last, page.pages, page.total) == (0, 0, 1, 0)


def test_the_day_asked_about_is_today_unless_said():
    with clock_at(date(2026, 11, 20)), asked(""):
        assert web.as_at() == date(2026, 11, 20)
        assert web.known_at() is None
    with asked("as_at=2026-03-31&known_at=1 April 2026"):
        assert web.as_at() == date(2026, 3, 31)
        assert web.known_at() == end_of_day(date(2026, 4, 1))


def test_a_day_that_is_none_is_refused_with_what_was_typed():
    with asked("as_at=soon"), pytest.raises(BadRequest, match="“soon” is not a date"):
        web.as_at()


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (("A & B",), '<td class="govuk-table__cell hearth-table__short">A &amp; B</td>'),
        (
            (Markup("<b>so</b> it is said here"),),
            '<td class="govuk-table__cell"><b>so</b> it is said here</td>',
        ),
        (
            ("The Doyles", '/x?a="1"&b=2'),
            '<td class="govuk-table__cell hearth-table__short">'
            '<a class="govuk-link" href="/x?a=&#34;1&#34;&amp;b=2">The Doyles</a></td>',
        ),
        (
            (12, None, True),
            '<td class="govuk-table__cell hearth-table__short govuk-table__cell--numeric">12</td>',
        ),
        ((None, None, False, True), '<th scope="row" class="govuk-table__header"></th>'),
    ],
)
def test_a_cell_escapes_what_people_typed_and_leaves_what_a_page_made(given, made):
    assert table_cell(*given) == made


class Chosen(HearthForm):
    """A form with a long list to choose from."""

    one = SelectField(
        "Which",
        choices=[
            SelectChoice("", "Choose"),
            SelectChoice("a", "A & B"),
            SelectChoice('q"q', "<x>", {"data-of": 'y"z'}),
        ],
        default="a",
    )


def test_the_options_of_a_select_are_escaped_and_one_is_chosen(app):
    with app.test_request_context("/"):
        form = Chosen(formdata=None)
        drawn = app.jinja_env.get_template("macros/forms.html").module.select(form.one)
    assert re.findall(r"<option.*</option>", drawn) == [
        '<option value="">Choose</option>',
        '<option value="a" selected>A &amp; B</option>',
        '<option value="q&#34;q" data-of="y&#34;z">&lt;x&gt;</option>',
    ]
    assert re.search(r'<select[^>]*id="one"[^>]*>\s*<option.*</option>\s*</select>', drawn, re.S)

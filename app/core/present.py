"""A list, described once: page, CSV, spreadsheet and print come from the same columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Generic, TypeVar

from app.core.today import LONDON
from app.core.words import words

Row = TypeVar("Row")

LONGEST_CELL = 32_767
"""Characters a spreadsheet cell can hold; more would be cut without a word."""

RISKY = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
    "﻿",
    "​",
    "%0A",
)
"""Lead-ins that a spreadsheet may read as a formula."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """A column of a list: its heading, what it shows, and where it leads."""

    heading: str
    value: Callable[[Row], Any]
    link: Callable[[Row], str | None] | None = None
    sort: str | None = None
    numeric: bool = False
    on_page: bool = True


def say(value: Any) -> str:
    """A value as words on a page or in a sheet: UK dates, yes and no, code words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, StrEnum):
        return words(value)
    return str(value)


def long_day(day: date | None) -> str:
    """A day as people say it: 23 November 2026."""
    return f"{day.day} {day:%B %Y}" if day else ""


def short_day(day: date | None) -> str:
    """A day, short: 23 Nov 2026."""
    return f"{day.day} {day:%b %Y}" if day else ""


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote goes before a risky lead-in."""
    return f"'{text}" if text.startswith(RISKY) or text.lstrip().startswith(RISKY[:4]) else text


def to_csv(columns: Sequence[Shown[Row]], rows: Iterable[Row]) -> bytes:
    """The list as CSV: UTF-8 with its mark, so that spreadsheets read accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([safe_cell(say(column.value(row))) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, columns: Sequence[Shown[Row]], rows: Iterable[Row]) -> bytes:
    """The list as one sheet, every cell text, a number or a date; never a formula.

    A text longer than a cell can hold raises ValueError: it is never cut without a word.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.heading, bold)
        sheet.set_column(place, place, max(12, len(column.heading) + 2))
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = column.value(row)
            if isinstance(value, bool) or value is None:
                sheet.write_string(line, place, say(value))
            elif isinstance(value, int | float):
                sheet.write_number(line, place, value)
            elif isinstance(value, date) and not isinstance(value, datetime):
                sheet.write_datetime(line, place, datetime.combine(value, time()), day)
            else:
                text = say(value)
                if len(text) > LONGEST_CELL:
                    raise ValueError(f"“{column.heading}” in row {line} is too long for a cell")
                sheet.write_string(line, place, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()

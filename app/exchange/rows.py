"""A workbook or a text file as plain rows, one at a time, within bounded memory.

A formula gives the value last worked out and saved; it is never run and never written again.
"""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any, BinaryIO, cast

from app.exchange.opening import FileRefused, Incoming, Opened

MOST_COLUMNS = 250
MOST_ROWS = 12_000
"""Rows with something in them; a large council's return of a year has some 5,000 episodes."""

LAST_ROW = 200_000
"""The last row of a sheet that is looked at: below it is only formatting, or it is refused."""

MOST_ROWS_OF_ALL = 1_048_576
"""No spreadsheet has more."""

LONGEST = 10_000
"""Characters of one cell; more is a sign of a quotation mark left open."""

DELIMITERS = ",;\t|"

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in its file: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: Sequence[Cell]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet or a text file: where it came from and the rows that hold anything."""

    name: str
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)


def read_tables(incoming: Incoming, opened: Opened, most_rows: int = MOST_ROWS) -> list[Table]:
    """Every visible sheet of a workbook, or the one table of a text file."""
    if opened.kind == "xlsx":
        return _sheets(incoming, most_rows)
    with incoming.open() as file, closing(text_rows(file, incoming.name)) as found:
        rows = list(_counted(found, incoming.name, most_rows))
    return [Table(incoming.name, rows)]


def _counted(rows: Iterable[Row], name: str, most_rows: int) -> Iterator[Row]:
    """The rows that are not blank, refused when there are too many of them."""
    kept = 0
    for row in rows:
        if row.is_blank:
            continue
        kept += 1
        if kept > most_rows:
            raise FileRefused(
                f"“{name}” has more than {most_rows:,} rows. One council's list is far shorter: "
                "check that it is the right one, or send it in parts. Nothing was loaded."
            )
        yield row


# ------------------------------------------------------------------------------------ workbooks


def _sheets(incoming: Incoming, most_rows: int) -> list[Table]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with incoming.open() as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and print settings that openpyxl leaves out
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                return _tables_of(book, incoming.name, most_rows)
            finally:
                book.close()
        except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError) as damage:
            raise FileRefused(
                f"“{incoming.name}” cannot be read as a workbook. Open it in Excel, save it again "
                "as .xlsx and send that."
            ) from damage


def _tables_of(book: Any, name: str, most_rows: int) -> list[Table]:
    tables, hidden = [], []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        rows = list(_counted(_sheet_rows(sheet, name), name, most_rows))
        tables.append(Table(f"{name}, sheet “{sheet.title}”", rows))
    if not any(table.rows for table in tables):
        raise FileRefused(
            f"“{name}” has no sheet with anything in it"
            + (" that is not hidden" if hidden else "")
            + ". Check that the right file was chosen."
        )
    if hidden:
        note = f"Hidden sheets were not read: {', '.join(hidden)}."
        tables[0] = Table(tables[0].name, tables[0].rows, (note,))
    return tables


def _sheet_rows(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not to be trusted
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = Row(number, _without_tail(cells))
        if len(row.cells) > MOST_COLUMNS:
            raise FileRefused(
                f"Row {number} of “{name}” has something written beyond column {MOST_COLUMNS}. "
                "Delete the empty columns in between, and send it again."
            )
        if number > LAST_ROW and (number > MOST_ROWS_OF_ALL or not row.is_blank):
            raise FileRefused(
                f"“{name}” has something written below row {LAST_ROW:,}. Delete the empty rows in "
                "between, and send it again."
            )
        yield row


def _without_tail(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    kept = list(cells)
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


# ----------------------------------------------------------------------------------- text files


def text_rows(file: IO[bytes], name: str) -> Generator[Row, None, None]:
    """The rows of a text file, whatever its encoding and delimiter."""
    number = 0
    text: io.TextIOWrapper | None = None
    try:
        text = as_text(file)
        delimiter = delimiter_of(text.read(64_000))
        text.seek(0)
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            if any(len(cell) > LONGEST for cell in cells):
                raise FileRefused(_left_open(name, number))
            yield Row(number, tuple(cells))
    except csv.Error as trouble:
        raise FileRefused(_left_open(name, number + 1)) from trouble
    except UnicodeError as trouble:
        raise FileRefused(_not_text(name)) from trouble
    finally:
        if text is not None:
            with suppress(ValueError):  # closed by its opener already
                text.detach()


def _left_open(name: str, number: int) -> str:
    return (
        f"Row {number} of “{name}” cannot be read: perhaps a quotation mark is opened there and "
        "never closed. Open it in Excel, save it as .xlsx and send that."
    )


def _not_text(name: str) -> str:
    return (
        f"“{name}” is not text in any encoding that we read. Open it in Excel, save it as .xlsx "
        "and send that."
    )


def as_text(file: IO[bytes]) -> io.TextIOWrapper:
    """A file's bytes as text: UTF-8 with or without its mark, UTF-16, or Windows-1252."""
    head = file.read(4)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif _is_utf8(file):
        encoding = "utf-8-sig"
    else:
        encoding = "cp1252"
    file.seek(0)
    return io.TextIOWrapper(cast(BinaryIO, file), encoding=encoding, newline="")


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(start: str) -> str:
    """Which of comma, semicolon, tab or bar separates the cells: the steadiest of them."""
    lines = [_unquoted(line) for line in start.splitlines()[:40] if line.strip()]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        number, often = counts.most_common(1)[0]
        if often * min(number, 20) > most:
            best, most = delimiter, often * min(number, 20)
    return best


def _unquoted(line: str) -> str:
    return "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)

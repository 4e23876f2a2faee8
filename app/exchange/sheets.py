"""A carers' workbook: where its headings stand, which column says what, and the template.

A heading is known by its words alone: case, spaces, punctuation and "(dd/mm/yyyy)" do not matter.
What is not known here is mapped on screen and remembered.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.exchange.cells import text_of
from app.exchange.fields import FIELDS, KNOWN, WORKED_OUT, heading_words
from app.exchange.opening import FileRefused
from app.exchange.rows import Row, Table

TOP = 25
"""How many rows may stand above the headings: titles, notes, blank lines."""

LEFT_OUT = ""
"""The field of a heading whose column is deliberately left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose headings have been found: which column says which field, and the rows below."""

    name: str
    header: int
    columns: Mapping[int, str]
    headings: Sequence[str]
    unknown: Sequence[str]
    rows: Sequence[Row]

    def said(self, row: Row) -> dict[str, Any]:
        """What a row says, by field. Two columns of one field: the first that says anything."""
        found: dict[str, Any] = {}
        for place, field in self.columns.items():
            cell = row.cells[place] if place < len(row.cells) else None
            if not text_of(found.get(field)):
                found[field] = cell
        return found

    @property
    def read_as(self) -> dict[str, str | None]:
        """Each heading with the field it was read as: "" when left out, None when not known."""
        fields = {heading: LEFT_OUT for heading in self.headings if heading}
        said: dict[str, str | None] = {**fields, **dict.fromkeys(self.unknown)}
        for place, field in self.columns.items():
            said[self.headings[place]] = field
        return said

    def some_of(self, heading: str) -> list[str]:
        """Some of the values below a heading, for whoever says what it means."""
        place = self.headings.index(heading)
        said = (text_of(row.cells[place]) for row in self.rows if place < len(row.cells))
        return list(dict.fromkeys(text[:60] for text in said if text))[:3]

    def as_it_came(self, row: Row) -> dict[str, str]:
        """The row by its own headings, as text: to be given back if it is rejected."""
        return {
            heading or f"Column {place + 1}": text_of(cell)
            for place, (heading, cell) in enumerate(_paired(self.headings, row.cells))
        }


def _paired(headings: Sequence[str], cells: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    width = max(len(headings), len(cells))
    for place in range(width):
        yield (
            headings[place] if place < len(headings) else "",
            cells[place] if place < len(cells) else None,
        )


def find_sheets(tables: Sequence[Table], mapped: Mapping[str, str]) -> list[Sheet]:
    """The tables that list carers. `mapped`: headings (as words) that somebody has mapped before.

    Raises FileRefused, naming what was found, when no table has a row of headings with a name and
    a date of approval among the first rows.
    """
    known = {**KNOWN, **mapped}
    found = [sheet for table in tables if (sheet := _find_header(table, known)) is not None]
    if found:
        return found
    seen = [text_of(cell) for cell in _fullest(tables) if text_of(cell)]
    raise FileRefused(
        "No list of carers was found: it needs a row of headings with at least the carer's name "
        "and the date of approval. "
        + (f"The nearest to one is: {', '.join(seen[:12])[:300]}. " if seen else "")
        + "Put headings above the columns, or copy the list into our template, and send it again."
    )


def _find_header(table: Table, known: Mapping[str, str]) -> Sheet | None:
    best: tuple[int, int] | None = None
    for place, row in enumerate(table.rows[:TOP]):
        fields = {known.get(heading_words(text_of(cell)), "") for cell in row.cells if _heads(cell)}
        fields.discard(LEFT_OUT)
        if _enough(fields) and (best is None or len(fields) > best[0]):
            best = (len(fields), place)
    if best is None:
        return None
    header = table.rows[best[1]]
    headings = [text_of(cell) for cell in header.cells]
    columns = {}
    unknown = []
    for place, heading in enumerate(headings):
        words = heading_words(heading)
        if known.get(words):
            columns[place] = known[words]
        elif words and words not in known and words not in WORKED_OUT and heading not in unknown:
            unknown.append(heading)
    return Sheet(
        table.name, header.number, columns, headings, tuple(unknown), table.rows[best[1] + 1 :]
    )


def _heads(cell: Any) -> bool:
    """Whether a cell can be a heading: words, not a number or a date."""
    return isinstance(cell, str) and 0 < len(cell.strip()) <= 120


def _enough(fields: set[str]) -> bool:
    """Whether headings name a carer and say when they were approved."""
    return bool(fields & {"name", "family_name"}) and "approved_on" in fields


def _fullest(tables: Sequence[Table]) -> Sequence[Any]:
    rows = [row.cells for table in tables for row in table.rows[:TOP]]
    return max(rows, key=lambda cells: sum(_heads(cell) for cell in cells), default=())


def template() -> bytes:
    """The workbook to fill in: headings over one marked example, and a sheet of notes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    carers = book.add_worksheet("Carers")
    notes = book.add_worksheet("Notes")
    carers.freeze_panes(1, 0)
    for place, field in enumerate(FIELDS):
        carers.write_string(0, place, field.label, bold)
        carers.set_column(place, place, max(14, min(28, len(field.label) + 2)))
        _write(carers, place, EXAMPLE if field.name == "household_name" else field.example, day)
    notes.set_column(0, 0, 34)
    notes.set_column(1, 1, 90)
    notes.write_string(0, 0, "Column", bold)
    notes.write_string(0, 1, "What to write", bold)
    for line, field in enumerate(FIELDS, start=1):
        notes.write_string(line, 0, field.label, wrap)
        notes.write_string(line, 1, field.says, wrap)
    for line, sentence in enumerate(NOTES, start=len(FIELDS) + 2):
        notes.write_string(line, 1, sentence, wrap)
    book.close()
    return out.getvalue()


EXAMPLE = "EXAMPLE - delete this row"

NOTES = (
    "One row for each household. A couple stands in one row, or in two rows with the same "
    "household reference.",
    "Row 2 of the sheet “Carers” is an example. A row whose household begins with EXAMPLE is "
    "never loaded.",
    "Needed: the carer's name and the date of approval. Everything else may be blank; what is "
    "blank is shown as not recorded.",
    "Vacancies are not asked for: they are worked out from the children placed.",
)


def is_example(household: Any) -> bool:
    """Whether a row is the template's own example."""
    return text_of(household).upper().startswith("EXAMPLE - ")


def _write(sheet: Any, place: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(1, place, datetime.combine(value, time()), day)
    elif isinstance(value, int):
        sheet.write_number(1, place, value)
    elif value:
        sheet.write_string(1, place, value)

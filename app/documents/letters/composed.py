"""A document that the record writes itself, as a Word file: headings, paragraphs, lists, tables.

For papers that no council's template can hold, since they have as many parts as there are people
or items: agendas, minutes, reports. Each is for one reader, who is named at the foot of every page.
Its PDF (`pdf.as_pdf`) takes the same structure from the Word file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.core.present import long_day
from app.core.today import today
from app.documents.letters import addresses, word

DRAFT = "This is a draft. It cannot be sent before these are answered."


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[str, ...] = ()
    items: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each with a heading of its own, below this one."""

    table: tuple[tuple[str, ...], ...] = ()
    """Rows of cells; the first says what stands below."""

    below: bool = False
    """Does it stand below the part before it?"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it would be made for one reader."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    """What it lacks: said in the document itself, so that a draft never looks finished."""


def word_file(draft: Draft, *, reader: str, by: str) -> bytes:
    """A draft as a Word file for one reader. `by`: who made it."""
    return _word_file(draft, foot=f"Confidential. For {_clean(reader)}.", by=by)


def open_word_file(draft: Draft, *, foot: str, by: str) -> bytes:
    """The same of a document for everybody: `foot` stands at the foot of every page."""
    return _word_file(draft, foot=_clean(foot), by=by)


def _word_file(draft: Draft, *, foot: str, by: str) -> bytes:
    document = _page(foot)
    document.add_heading(_clean(draft.title), level=1)
    _paragraphs(document, (*draft.facts, f"Made on {long_day(today())} by {by}"))
    if draft.missing:
        document.add_heading("Still missing", level=2)
        _paragraphs(document, (DRAFT,))
        _paragraphs(document, draft.missing, "List Bullet")
    for part in draft.parts:
        document.add_heading(_clean(part.heading), level=3 if part.below else 2)
        _paragraphs(document, part.lines)
        for heading, said in part.items:
            document.add_heading(_clean(heading), level=3)
            _paragraphs(document, said)
        if part.table:
            _table(document, part.table)
    properties = document.core_properties
    properties.title, properties.language = _clean(draft.title), "en-GB"
    properties.author = properties.last_modified_by = addresses.service_name()
    properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(foot: str) -> Any:
    """An empty A4 document with the service's name above and whose it is below."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    for style, size in (("Normal", 11), ("Heading 1", 15), ("Heading 2", 13), ("Heading 3", 11)):
        document.styles[style].font.name = "Arial"
        document.styles[style].font.size = Pt(size)
    page.header.paragraphs[0].text = addresses.service_name()
    page.footer.paragraphs[0].text = foot
    return document


def _paragraphs(document: Any, lines: Iterable[str], style: str | None = None) -> None:
    for line in lines:
        document.add_paragraph(_clean(line), style=style)


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    """A table whose first row is repeated on each page that it runs over, and whose rows are each
    on one page."""
    from docx.oxml import OxmlElement

    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, said in zip(row.cells, cells, strict=False):
            cell.text = _clean(said)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _clean(line: str) -> str:
    return word.UNPRINTABLE.sub("", line)

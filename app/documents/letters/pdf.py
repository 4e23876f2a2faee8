"""A letter's Word file as PDF/UA: tagged, in its language, with its title.

Made from the Word file itself, so that there is one template and one text. Headings, paragraphs,
lists, tables, bold and italic words, and pictures with their descriptions come over; the header
stands at the top of the first page, the footer at the foot of each.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from markupsafe import Markup, escape

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = f"{WORD}t"
PICTURES = (f"{WORD}drawing", f"{WORD}pict", f"{WORD}object")

STYLE = """
@page { size: A4; margin: 25mm 22mm 25mm 22mm;
  @bottom-left { content: "%s"; font: 8.5pt Arial, sans-serif; color: #444; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages);
    font: 8.5pt Arial, sans-serif; color: #444; } }
html { font: 11pt/1.45 Arial, "Liberation Sans", sans-serif; color: #111; }
header { margin-bottom: 12mm; font-weight: bold; }
h1, h2, h3 { font-size: 13pt; margin: 6mm 0 2mm; break-after: avoid; }
h1 { font-size: 14pt; }
p { margin: 0 0 3mm; }
ul, ol { margin: 0 0 3mm; padding-left: 7mm; }
table { border-collapse: collapse; width: 100%%; margin: 0 0 4mm; }
tr { break-inside: avoid; }
th, td { border: 0.5pt solid #777; padding: 1.5mm 2mm; text-align: left; vertical-align: top; }
.right { text-align: right; }
.center { text-align: center; }
img { max-width: 100%%; max-height: 30mm; }
"""


class PdfNotMade(Exception):
    """PDFs cannot be made on this machine: its libraries are missing."""


@cache
def makes_pdf() -> bool:
    """Whether the libraries that draw PDFs are on this machine."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def as_pdf(content: bytes, title: str) -> bytes:
    """A Word file as PDF/UA-1. Nothing is fetched from anywhere."""
    if not makes_pdf():
        raise PdfNotMade("the libraries that draw PDFs are not on this machine")
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    page = HTML(string=as_html(content, title), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def as_html(content: bytes, title: str) -> str:
    """A Word file's own structure as one HTML page."""
    import docx

    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    foot = " ".join(each.text for each in section.footer.paragraphs).strip()
    style = STYLE % foot.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    head = Markup("").join(_blocks(section.header))
    body = Markup("").join(_blocks(document))
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body><header>{head}</header><main>{body}</main></body></html>"
    )


def left_behind(content: bytes) -> str:
    """What of somebody's own Word file would not come over, in a few words; nothing: all comes.

    A letter made here has only what is drawn. A file from outside may keep words in boxes, fields,
    forms or notes, and pictures of other kinds: a paper that silently lost some would be worse than
    none.
    """
    import docx

    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    drawn = Markup("").join(_blocks(document))
    for part in document.part.package.parts:
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            from defusedxml.ElementTree import fromstring

            if any((each.text or "").strip() for each in fromstring(part.blob).iter(TEXT)):
                return "footnotes or endnotes"
    said = "".join(
        each.text or ""
        for each in body.iter(TEXT)
        if not any(above.tag.endswith("}Fallback") for above in each.iterancestors())
    )
    if _bare(said) != _bare(drawn.striptags()):
        return "words in boxes, fields, forms or tracked changes"
    pictures = sum(1 for _ in body.iter(*PICTURES))
    return "pictures or drawings of its own kind" if pictures != drawn.count("<img ") else ""


def _bare(words: str) -> str:
    return "".join(words.split())


def _blocks(story: Any) -> Iterator[Markup]:
    """Paragraphs, lists and tables, in their order."""
    from docx.table import Table

    points: list[Markup] = []
    kind = ""
    for block in story.iter_inner_content():
        tag = "" if isinstance(block, Table) else _tag_of(block)
        if points and tag != kind:
            yield _list(kind, points)
            points = []
        if tag in ("ul", "ol"):
            kind = tag
            points.append(Markup("<li>{}</li>").format(_words(block)))
        elif isinstance(block, Table):
            yield _table(block)
        elif words := _words(block):
            yield Markup("<{0}{1}>{2}</{0}>").format(tag, _aligned(block), words)
    if points:
        yield _list(kind, points)


def _list(tag: str, points: list[Markup]) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(tag, Markup("").join(points))


def _tag_of(paragraph: Any) -> str:
    """The HTML element that a paragraph's style asks for."""
    style = str(paragraph.style.name if paragraph.style is not None else "")
    if style == "Title":
        return "h1"
    if style.startswith("Heading "):
        level = style.removeprefix("Heading ")
        return f"h{level}" if level in ("1", "2", "3") else "h3"
    if style.startswith("List Number"):
        return "ol"
    if style.startswith("List") or paragraph._p.xpath("./w:pPr/w:numPr"):
        return "ul"
    return "p"


def _aligned(paragraph: Any) -> Markup:
    where = {1: "center", 2: "right"}.get(int(paragraph.alignment or 0), "")
    return Markup(' class="{}"').format(where) if where else Markup("")


def _words(paragraph: Any) -> Markup:
    """A paragraph's words, bold and italic where they are, and its pictures."""
    found = Markup("")
    for piece in paragraph.iter_inner_content():
        runs = getattr(piece, "runs", None) or [piece]
        for run in runs:
            found += _run(run)
    return found.strip()


def _run(run: Any) -> Markup:
    words = Markup("<br>").join(escape(line) for line in run.text.split("\n"))
    if words and run.bold:
        words = Markup("<strong>{}</strong>").format(words)
    if words and run.italic:
        words = Markup("<em>{}</em>").format(words)
    return words + Markup("").join(_pictures(run))


def _pictures(run: Any) -> Iterator[Markup]:
    """A run's pictures with their descriptions; one that has none is decoration."""
    for drawing in run._r.findall(".//wp:inline", NAMES):
        told = drawing.find("wp:docPr", NAMES)
        alt = told.get("descr", "") if told is not None else ""
        for blip in drawing.findall(".//a:blip", NAMES):
            part = run.part.related_parts.get(blip.get(f"{{{NAMES['r']}}}embed", ""))
            if part is not None and part.content_type in ("image/png", "image/jpeg"):
                data = base64.b64encode(part.blob).decode()
                address = f"data:{part.content_type};base64,{data}"
                yield Markup('<img src="{}" alt="{}">').format(address, alt)


HEADING = Markup('<th scope="col">{}</th>')
CELL = Markup("<td>{}</td>")


def _table(table: Any) -> Markup:
    """A table; its first row says what stands below, again on every page that it runs over."""
    first, *others = table.rows
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(
        _row(first, HEADING), Markup("").join(_row(row, CELL) for row in others)
    )


def _row(row: Any, kind: Markup) -> Markup:
    cells = (Markup("<br>").join(map(_words, cell.paragraphs)) for cell in row.cells)
    return Markup("<tr>{}</tr>").format(Markup("").join(map(kind.format, cells)))

"""What the pack draws itself: its contents, the numbers of pages, the watermark."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from pypdf import PdfReader

from app.documents.preview import APT_LINE
from app.panel.pack.asked import Limit, PackNotMade
from app.panel.pack.objects import Copied, Made, matrix
from app.panel.pack.sheets import MARK, STAMP

FONT = 'Arial, "Liberation Sans", "DejaVu Sans", sans-serif'

GOES_TO = "https://page.invalid/"
"""The address of a page of the pack while the contents are drawn; links to pages after that."""

STYLE = """
@page { size: A4; margin: 18mm 20mm 22mm 20mm;
  @bottom-center { content: "Contents, page " counter(page) " of %(of)d"; font: 9pt %(font)s;
    color: #111; padding-top: 6mm; } }
html { font: %(size).1fpt/1.35 %(font)s; color: #111; }
h1 { font-size: 1.6em; margin: 0 0 1mm; }
h2 { font-size: 1.2em; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; }
table { border-collapse: collapse; table-layout: fixed; width: 100%%; margin: 4mm 0 0; }
tbody { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1mm 0; overflow-wrap: break-word; }
th + th, td + td { width: 18mm; text-align: right; }
thead th { border-bottom: 0.8pt solid #111; }
.item td { padding-top: 2.5mm; font-weight: bold; }
.paper td:first-child { padding-left: 8mm; }
a { color: #111; text-decoration: none; }
ul { margin: 0 0 2mm; padding-left: 6mm; }
.empty { break-before: page; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the contents: its title and the page it begins on."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in the contents: as somebody may read it, and as somebody may not."""

    number: int
    title: str
    lines: tuple[Line, ...] = ()
    withheld: bool = False
    pages: tuple[int, int] | None = None
    """First and last, of what is withheld."""


@dataclass(frozen=True, slots=True)
class Front:
    """What the contents say."""

    title: str
    on: date
    entries: tuple[Entry, ...]
    limits: tuple[tuple[Limit, tuple[str, ...]], ...]
    follows_ua: bool
    of: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents drawn: a PDF, and where each item stands in it (page from 0, points up)."""

    content: bytes
    pages: int
    places: dict[int, tuple[int, float]]


def in_words(day: date) -> str:
    """Thursday 10 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def contents(front: Front, *, pages: int) -> Contents:
    """The contents on exactly so many pages, so that all members have the same numbers."""
    for size in (10.5, 9.5, 8.5, 7.5):
        laid = _rendered(_contents_html(front, size, 0))
        short = pages - len(laid.pages)
        if short > 0:
            laid = _rendered(_contents_html(front, size, short))
        if short >= 0:
            places = {
                int(name.removeprefix("item-")): (index, page.height * 0.75 - place[1] * 0.75)
                for index, page in enumerate(laid.pages)
                for name, place in page.anchors.items()
                if name.startswith("item-")
            }
            return Contents(laid.write_pdf(pdf_variant="pdf/ua-1"), len(laid.pages), places)
    raise PackNotMade(
        "The contents are longer for somebody with a conflict than for everybody else. "
        "Shorten the titles that say what is withheld."
    )


def contents_take(front: Front) -> int:
    """How many pages the contents take."""
    return len(_rendered(_contents_html(front, 10.5, 0)).pages)


def stamped(texts: Sequence[str], made: Made, resources: int) -> list[bytes]:
    """What draws each of these numbers of pages, with one object for their letters."""
    if not texts:
        return []
    pages = Markup("").join(Markup("<p>{}</p>").format(each) for each in texts)
    style = (
        f"@page {{ size: {STAMP[0]}pt {STAMP[1]}pt; margin: 0 }} html {{ font: 9pt {FONT}; "
        f"color: #111 }} p {{ margin: 0; line-height: {STAMP[1]}pt; text-align: center; "
        "break-after: page; white-space: nowrap }"
    )
    reader = _untagged(_page(style, pages))
    copied = Copied(made)
    made.add(b"<<%b>>" % copied.entries(reader.pages[0]["/Resources"]), resources)
    copied.finish()
    found = [page.get_contents().get_data() for page in reader.pages]
    if len(found) != len(texts):
        raise PackNotMade("The numbers of the pages could not be drawn, each by itself.")
    return found


def watermark(name: str, on: date, made: Made, number: int) -> None:
    """The form that lies across every page: whose file it is, and of which day. So faint that
    nothing under it is hidden."""
    size = max(9.0, min(36.0, 1100 / max(len(name), 1)))
    style = (
        f"@page {{ size: {MARK[0]}pt {MARK[1]}pt; margin: 0 }} html {{ font: bold {size:.1f}pt/1.2 "
        f"{FONT}; color: #000 }} body {{ margin: 0; display: table; width: 100%; "
        f"height: {MARK[1]}pt }} div {{ display: table-cell; vertical-align: middle; "
        "text-align: center }"
    )
    body = Markup("<div>{}<br>{}</div>").format(name, in_words(on))
    reader = _untagged(_page(style, body))
    copied = Copied(made)
    page = reader.pages[0]
    resources = copied.entries(page["/Resources"], frozenset(("/ExtGState",)))
    made.add_stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 %b] /Group <</S /Transparency>> "
        b"/Resources <<%b/ExtGState <</Faint <</ca 0.1 /CA 0.1>>>>>> " % (matrix(MARK), resources),
        b"/Faint gs\n" + _without_states(page.get_contents().get_data()),
        number,
    )
    copied.finish()


def _without_states(content: bytes) -> bytes:
    """Without the settings of opacity that would undo the watermark's own."""
    return b"\n".join(line for line in content.split(b"\n") if not line.rstrip().endswith(b" gs"))


def _untagged(html: str) -> Any:
    return PdfReader(io.BytesIO(_rendered(html, tagged=False).write_pdf()))


def _rendered(html: str, *, tagged: bool = True) -> Any:
    try:
        from weasyprint import HTML
    except OSError:
        raise PackNotMade(f"Nothing here draws PDFs. On Debian: {APT_LINE}") from None
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=["data"])
    variant = "pdf/ua-1" if tagged else None
    return HTML(string=html, url_fetcher=fetcher).render(pdf_variant=variant)


def _page(style: str, body: Markup, title: str = "") -> str:
    return Markup(
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{}</title>'
        "<style>{}</style></head><body>{}</body></html>"
    ).format(title, Markup(style), body)  # noqa: S704 (our own style)


# --------------------------------------------------------------------------------------- contents


def _contents_html(front: Front, size: float, empty: int) -> str:
    style = STYLE % {"of": front.of, "font": FONT, "size": size}
    body = Markup("<h1>{}</h1><p>{}</p>").format(front.title, in_words(front.on))
    body += _table(front.entries) if front.entries else Markup("<p>No items yet.</p>")
    body += _about(front)
    body += EMPTY * empty
    return _page(style, body, f"{front.title}, {in_words(front.on)}")


EMPTY = Markup(
    '<p class="empty">Nothing stands on this page, so that page numbers are the same for '
    "everybody.</p>"
)
ROW = Markup('<tr class="{}"><td{}>{}</td><td>{}</td></tr>')


def _table(entries: Sequence[Entry]) -> Markup:
    head = Markup('<thead><tr><th scope="col">Items and papers</th><th scope="col">Page</th></tr>')
    rows = Markup("").join(_entry(each) for each in entries)
    return Markup("<table>{}{}</table>").format(head, rows)


def _entry(entry: Entry) -> Markup:
    words = f"Item {entry.number}: {entry.title}" if entry.title else f"Item {entry.number}"
    anchor = Markup(' id="item-{}"').format(entry.number)
    first = entry.lines[0].page if entry.lines else None
    rows = ROW.format("item", anchor, _to(first, words), _to(first, str(first or "")))
    if entry.withheld:
        rows += ROW.format("paper", "", _withheld(entry.pages), "")
    elif not entry.lines:
        rows += ROW.format("paper", "", "No papers", "")
    for line in entry.lines:
        cells = (_to(line.page, each) for each in (line.title, str(line.page)))
        rows += ROW.format("paper", "", *cells)
    return Markup("<tbody>{}</tbody>").format(rows)


def _to(page: int | None, words: str) -> Markup:
    if page is None or not words:
        return Markup("{}").format(words)
    return Markup('<a href="{}{}">{}</a>').format(GOES_TO, page, words)


def _withheld(pages: tuple[int, int] | None) -> str:
    if pages is None:
        return "Withheld from you: a conflict of interest."
    first, last = pages
    which = f"Page {first} is" if first == last else f"Pages {first} to {last} are"
    return f"Withheld from you: a conflict of interest. {which} not in this file."


def _about(front: Front) -> Markup:
    said = [Markup("<p>Page numbers are the same in every member’s file.</p>")]
    if front.follows_ua:
        said.append(Markup("<p>This file is tagged to be read aloud and follows PDF/UA-1.</p>"))
    else:
        said.append(Markup("<p>These papers have limits; all others are tagged to be read aloud."))
        said.append(Markup("</p><ul>"))
        for limit, papers in front.limits:
            words = limit[0].upper() + limit[1:]
            said.append(Markup("<li>{}. {}.</li>").format(words, "; ".join(papers)))
        said.append(Markup("</ul>"))
    return Markup("<h2>About this file</h2>{}").format(Markup("").join(said))


def goes_to(pages: dict[int, int]) -> Callable[[str], bytes | None]:
    """What a link of the contents opens, by the number of the page."""

    def leads(address: str) -> bytes | None:
        if not address.startswith(GOES_TO):
            return None
        number = int(address.removeprefix(GOES_TO))
        words = f"Page {number}".encode()
        return b"/Contents (%b) /Dest [%d 0 R /XYZ null null null] " % (words, pages[number])

    return leads

"""Papers for a pack, and two readers of what comes out: pypdf, and poppler's own programs.

What is asked of a file here is asked without the pack's own code.
"""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PdfReader, PdfWriter

from app.panel.pack import Item, Meeting, Paper

ON = date(2026, 12, 10)


def meeting(*items: Item, title: str = "Fostering panel") -> Meeting:
    return Meeting(title, ON, items)


# ------------------------------------------------------------------------------------- papers


@cache
def own(*pages: str, title: str = "Report", ua: bool = True) -> bytes:
    """A paper as the record writes them: tagged, each page with a heading, a list, a table."""
    from weasyprint import HTML

    def page(number: int, words: str) -> str:
        return (
            f'<section><h1 id="p{number}">{escape(words)}</h1><p>Words of it.</p>'
            "<ul><li>first</li><li>second</li></ul>"
            "<table><tr><th>When</th><th>What</th></tr><tr><td>May</td><td>seen</td></tr></table>"
            '<p><a href="#p0">The first page</a> <a href="https://example.org/law">The law</a></p>'
            "</section>"
        )

    body = "".join(page(number, words) for number, words in enumerate(pages))
    html = (
        f'<html lang="en-GB"><head><title>{escape(title)}</title><style>@page {{ size: A4; '
        "margin: 20mm; @bottom-right { content: 'Its own page ' counter(page); "
        "font: 9pt Arial } } html { font: 11pt Arial } "
        "section + section { break-before: page } td, th { border: 1pt solid }"
        f"</style></head><body>{body}</body></html>"
    )
    made: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1" if ua else None)
    return made


def outside(
    *pages: str,
    box: str = "0 0 595 842",
    page: str = "",
    catalog: str = "",
    objects: Sequence[str] = (),
    content: str = "BT /F1 24 Tf 72 700 Td ({}) Tj ET",
    resources: str = "/Font <</F1 3 0 R>>",
) -> bytes:
    """A paper from outside, written by hand: no tags, and letters that are not in the file.

    `page` and `catalog` go into those dictionaries; `objects` are numbers 10, 11, ….
    """
    numbers = [100 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    written = {
        1: f"<</Type /Catalog /Pages 2 0 R {catalog}>>",
        2: f"<</Type /Pages /Kids [{kids}] /Count {len(pages)}>>",
        3: "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    }
    for number, words in zip(numbers, pages, strict=True):
        drawn = content.replace("{}", words)
        written[number] = (
            f"<</Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {number + 1} 0 R "
            f"/Resources <<{resources}>> {page}>>"
        )
        written[number + 1] = f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream"
    written.update(enumerate(objects, start=10))
    return _assembled(written)


def changed(pdf: bytes, change: Callable[[Any], object]) -> bytes:
    """A file whose catalogue was changed."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer.root_object)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _assembled(written: dict[int, str]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    at: dict[int, int] = {}
    for number, body in written.items():
        at[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in sorted(at.items()):
        out += f"{number} 1\n{offset:010} 00000 n \n".encode()
    out += f"trailer\n<</Size 2000 /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def paper(*pages: str, title: str = "Report") -> Paper:
    """One of the record's own."""
    return Paper(title, own(*pages))


# ------------------------------------------------------------------------------------ readers


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


@lru_cache(maxsize=8)
def texts_by_pypdf(pdf: bytes) -> list[str]:
    """Each page's words."""
    return [" ".join(page.extract_text().split()) for page in read(pdf).pages]


@lru_cache(maxsize=8)
def texts_by_poppler(pdf: bytes) -> list[str]:
    """Each page's words, by pdftotext."""
    words = poppler("pdftotext", pdf, "-raw", "-enc", "UTF-8").decode()
    return [" ".join(page.split()) for page in words.split("\f")[:-1]]


def poppler(program: str, pdf: bytes, *options: str) -> bytes:
    """What one of poppler's programs answers; it must have nothing to complain of."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pack.pdf"
        file.write_bytes(pdf)
        after = ["-"] if program == "pdftotext" else []
        answer = subprocess.run(
            [program, *options, str(file), *after], capture_output=True, check=True, timeout=120
        )
    assert answer.stderr == b"", answer.stderr.decode()
    return answer.stdout


def bears(text: str, words: str) -> bool:
    """Whether words lie across a page: readers set letters that climb apart from each other."""
    return words.replace(" ", "") in text.replace(" ", "")


FOOT = re.compile(r"(?:Contents|Item (\d+)), page (\d+) of (\d+)")


def feet(texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """At each page's foot: its item (0 for the contents), its number, of how many."""
    out: list[tuple[int, int, int]] = []
    for text in texts:
        (found,) = FOOT.findall(text)
        out.append((int(found[0] or 0), int(found[1]), int(found[2])))
    return out


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """Depth, words and the page from 0 that each leads to."""
    reader = read(pdf)

    def below(marks: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        for mark in marks:
            if isinstance(mark, list):
                yield from below(mark, depth + 1)
            else:
                page = reader.get_destination_page_number(mark)
                assert page is not None
                yield depth, str(mark.title), page

    return list(below(reader.outline, 0))


@lru_cache(maxsize=8)
def everything(pdf: bytes) -> bytes:
    """All bytes of a file: as they lie, and unpacked, whether anything refers to them or not."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:
            found.append(stream[1])
    return b"\n".join(found)


def says(pdf: bytes, words: str) -> bool:
    """Whether these words stand anywhere in a file, in any of the ways that a PDF writes words."""
    whole = everything(pdf)
    plain = (words.encode("utf-8"), words.encode("utf-16-be"))
    ways = [*plain, *(way.hex().encode() for way in plain)]
    return any(way in whole or way.upper() in whole.upper() for way in ways) or any(
        words in text for text in (*texts_by_pypdf(pdf), *texts_by_poppler(pdf))
    )

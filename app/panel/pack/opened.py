"""A paper opened: whether it can be put in a pack, what of it comes, and what it lacks.

Nothing of a paper comes but what its pages draw, its tags where they are whole, and links of tagged
papers that lead within it, to the web or to a mail address. Scripts, forms, attached files, layers,
what opens by itself, and everything that tells who made it when stay behind, since they are never
copied. What cannot be drawn as it was meant is refused, with what to do.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject, StreamObject

from app.documents.opened import DAMAGE, SOUND_AGAIN
from app.panel.pack.asked import Limit, Paper, PaperRefused
from app.panel.pack.letters import stands_in
from app.panel.pack.marks import ContentBroken, Marks, marks_of
from app.panel.pack.objects import array, dictionary, flat_tree, resolved
from app.panel.pack.tags import NotSound, Tree, require_whole, tree_of

MOST_PAGES = 2_000
"""Pages of one paper."""

MOST_CONTENT = 50_000_000
"""Bytes that draw one page, pictures aside."""

UNLOCK = "Take the password off and add the paper again."
PRINTED = SOUND_AGAIN.replace("send that", "add that")

HIDDEN = 2 | 32
"""Flags of an annotation that is not shown."""

ACTS = frozenset("/FileAttachment /Movie /RichMedia /Screen /Sound /3D".split())


@dataclass(slots=True)
class Page:
    """One page as it came."""

    source: Any
    number: int
    """Its object number there."""

    content: bytes
    upright: tuple[float, float, float, float, float, float]
    """Turns what is drawn upright, its lower left corner at nought; in points."""

    width: float
    height: float
    marks: Marks | None = None
    loose: set[int] = field(default_factory=set)
    words: bool = True
    """Whether it has any letters, or is only a picture."""

    @property
    def resources(self) -> dict[Any, Any]:
        return _inherited(self.source, "/Resources")

    @property
    def annotations(self) -> list[Any]:
        return array(dict.get(self.source, "/Annots"))


@dataclass(slots=True)
class Source:
    """A paper that can be put in."""

    number: int
    paper: Paper
    reader: PdfReader
    pages: list[Page] = field(default_factory=list)
    tree: Tree | None = None
    limits: set[Limit] = field(default_factory=set)
    fonts: dict[int, bool] = field(default_factory=dict)
    notes: bool = False
    """Whether anything stands on its pages that is no link: fields of forms, notes, stamps."""

    @property
    def catalog(self) -> dict[Any, Any]:
        return dictionary(self.reader.trailer["/Root"])


def guarded(number: int, paper: Paper, work: Callable[[], Any]) -> Any:
    """Do something with a paper; whatever its damage causes names the paper."""
    try:
        return work()
    except (PyPdfError, ContentBroken, *DAMAGE) as wrong:
        raise PaperRefused(number, paper.title, "is a damaged PDF", PRINTED) from wrong


def opened(number: int, paper: Paper) -> Source:
    """A paper of an item. PaperRefused if it cannot be put in."""
    source: Source = guarded(number, paper, lambda: _opened(number, paper))
    return source


def _opened(number: int, paper: Paper) -> Source:
    def refuse(what: str, then: str) -> PaperRefused:
        return PaperRefused(number, paper.title, what, then)

    if b"%PDF-" not in paper.content[:1024]:
        raise refuse("is not a PDF", "Save it as PDF and add that.")
    reader = PdfReader(io.BytesIO(paper.content), strict=False)
    if reader.is_encrypted:
        raise refuse("is locked with a password", UNLOCK)
    source = Source(number, paper, reader)
    many = len(reader.pages)
    if not many:
        raise refuse("has no pages", "Check that the right file was chosen.")
    if many > MOST_PAGES:
        raise refuse(f"has more than {MOST_PAGES:,} pages", "Add it in parts.")
    _refuse_what_is_not_in_its_pages(source, refuse)
    return source


def _refuse_what_is_not_in_its_pages(
    source: Source, refuse: Callable[[str, str], PaperRefused]
) -> None:
    catalog = source.catalog
    if "/XFA" in dictionary(catalog.get("/AcroForm")):
        raise refuse("is a form that only some programs can show", PRINTED)
    if "/Collection" in catalog:
        raise refuse("is a folder of files", "Add the files in it one by one, as PDF.")
    layers = dictionary(dictionary(catalog.get("/OCProperties")).get("/D"))
    if array(layers.get("/OFF")) or resolved(layers.get("/BaseState")) == "/OFF":
        raise refuse("has layers that are switched off", PRINTED)
    if _acts(catalog):
        source.limits.add(Limit.CUT)


def _acts(catalog: dict[Any, Any]) -> bool:
    opens = dictionary(catalog.get("/OpenAction"))
    names = dictionary(catalog.get("/Names"))
    return (
        bool(opens and resolved(opens.get("/S")) != "/GoTo")
        or "/AA" in catalog
        or "/AF" in catalog
        or "/JavaScript" in names
        or "/EmbeddedFiles" in names
    )


def read(source: Source, say: Callable[[], None]) -> None:
    """Read a paper's pages, its tags, and what it lacks; `say` after each page."""
    guarded(source.number, source.paper, lambda: _read(source, say))


def _read(source: Source, say: Callable[[], None]) -> None:
    for page in source.reader.pages:
        source.pages.append(_page(source, page))
        say()
    try:
        source.tree = _sound_tree(source)
    except (NotSound, ContentBroken, PyPdfError, *DAMAGE):
        source.limits.add(Limit.NO_TAGS)
    else:
        if not _says_ua(source):
            source.limits.add(Limit.NOT_UA)
    if any(not page.words for page in source.pages):
        source.limits.add(Limit.PICTURES)
    if not all(source.fonts.values()):
        source.limits.add(Limit.FONTS)


def _page(source: Source, page: Any) -> Page:
    ref = page.indirect_reference
    x0, y0, x1, y1 = _box(source, page)
    unit = float(page.user_unit or 1)
    turned = page.rotation % 360
    upright = {
        0: (1, 0, 0, 1, -x0, -y0),
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(turned)
    if upright is None:
        raise PaperRefused(source.number, source.paper.title, "has a page on the slant", PRINTED)
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    if turned in (90, 270):
        width, height = height, width
    content = _content(page)
    taken = Page(page, ref.idnum, content, _six(each * unit for each in upright), width, height)
    before = len(source.fonts)
    any_font = _fonts(source, taken.resources, set())
    taken.words = any_font or len(source.fonts) > before or not _draws_picture(taken)
    _annotations(source, taken)
    if "/AA" in page:
        source.limits.add(Limit.CUT)
    return taken


def _six(values: Iterator[float]) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _box(source: Source, page: Any) -> tuple[float, float, float, float]:
    """What is shown of a page: its crop within its medium."""
    whole, shown = ([float(each) for each in box] for box in (page.mediabox, page.cropbox))
    edges = [(min(b[i], b[i + 2]), max(b[i], b[i + 2])) for b in (whole, shown) for i in (0, 1)]
    (x0, x1), (y0, y1) = (
        (max(edges[i][0], edges[i + 2][0]), min(edges[i][1], edges[i + 2][1])) for i in (0, 1)
    )
    if not all(map(math.isfinite, (x0, x1, y0, y1))) or x1 - x0 < 1 or y1 - y0 < 1:
        raise PaperRefused(source.number, source.paper.title, "has a page without size", PRINTED)
    return x0, y0, x1, y1


def _content(page: Any) -> bytes:
    kept = dict.get(page, "/Contents")
    streams = array(kept) if isinstance(resolved(kept), list) else [kept]
    found = (resolved(each) for each in streams)
    content = b"\n".join(each.get_data() for each in found if isinstance(each, StreamObject))
    if len(content) > MOST_CONTENT:
        raise ValueError("a page that takes too much to draw")
    return content


def _inherited(page: Any, key: str) -> dict[Any, Any]:
    for _ in range(100):
        if key in page:
            return dictionary(dict.get(page, key))
        page = dictionary(dict.get(page, "/Parent"))
    return {}


def _draws_picture(page: Page) -> bool:
    return bool(dictionary(page.resources.get("/XObject"))) or b"BI" in page.content


# ------------------------------------------------------------------------------------------ fonts


def _fonts(source: Source, resources: dict[Any, Any], seen: set[int]) -> bool:
    """Note each font that these resources reach, and whether it is in the file; whether any is."""
    found = False
    if id(resources) in seen:
        return False
    seen.add(id(resources))
    for font in dictionary(resources.get("/Font")).values():
        found = True
        key = font.idnum if isinstance(font, IndirectObject) else id(font)
        if key not in source.fonts:
            own = dictionary(font)
            source.fonts[key] = in_the_file(own) or stands_in(own)
    for kind in ("/XObject", "/Pattern"):
        for each in dictionary(resources.get(kind)).values():
            inner = dictionary(dictionary(each).get("/Resources"))
            found = (bool(inner) and _fonts(source, inner, seen)) or found
    return found


def in_the_file(font: dict[Any, Any]) -> bool:
    """Whether a font's letters are in the file."""
    if resolved(font.get("/Subtype")) == "/Type3":
        return True
    if resolved(font.get("/Subtype")) == "/Type0":
        font = next((dictionary(each) for each in array(font.get("/DescendantFonts"))), {})
    described = dictionary(font.get("/FontDescriptor"))
    return any(f"/FontFile{kind}" in described for kind in ("", "2", "3"))


# ------------------------------------------------------------------------------------ annotations


def _annotations(source: Source, page: Page) -> None:
    for each in page.annotations:
        note = dictionary(each)
        kind = resolved(note.get("/Subtype"))
        source.notes |= kind != "/Link"
        if kind == "/Link":
            action = resolved(dictionary(note.get("/A")).get("/S"))
            if action not in (None, "/URI", "/GoTo"):
                source.limits.add(Limit.CUT)
        elif kind in ACTS:
            source.limits.add(Limit.CUT)
        elif kind != "/Popup":
            source.limits.add(Limit.DRAWN)
            _require_drawn(source, note, str(kind))


def _require_drawn(source: Source, note: dict[Any, Any], kind: str) -> None:
    """Words that only a program's own form would show are not lost unseen."""
    if appearance(note) is not None or int(resolved(note.get("/F")) or 0) & HIDDEN:
        return
    field_of = note
    for _ in range(20):
        if "/V" in field_of or "/Parent" not in field_of:
            break
        field_of = dictionary(field_of["/Parent"])
    written = kind == "/Widget" and str(resolved(field_of.get("/V")) or "").strip("/") not in (
        "",
        "Off",
    )
    if written or (kind == "/FreeText" and resolved(note.get("/Contents"))):
        raise PaperRefused(
            source.number,
            source.paper.title,
            "is a form or has notes whose words are not drawn in it",
            PRINTED,
        )


def appearance(note: dict[Any, Any]) -> Any:
    """The reference to what an annotation looks like now; nothing if it has no look."""
    kept = dictionary(note.get("/AP")).get("/N")
    if isinstance(resolved(kept), StreamObject):
        return kept
    state = resolved(note.get("/AS"))
    found = dictionary(kept).get(state) if state is not None else None
    return found if isinstance(resolved(found), StreamObject) else None


# ------------------------------------------------------------------------------------------- tags


def _sound_tree(source: Source) -> Tree:
    """The paper's tags, with each page's marks. NotSound if they are not whole."""
    if source.notes:
        raise NotSound("its forms and notes are drawn, and tags would lead to what is not there")
    tree = tree_of(source.reader)
    if len({page.number for page in source.pages}) < len(source.pages):
        raise NotSound("a page stands twice")
    for page in source.pages:
        page.marks = marks_of(page.content, page.resources)
        key = resolved(dict.get(page.source, "/StructParents"))
        page.loose = require_whole(tree, page.number, key, page.marks)
    return tree


def _says_ua(source: Source) -> bool:
    described = resolved(source.catalog.get("/Metadata"))
    said = described.get_data() if isinstance(described, StreamObject) else b""
    return b"pdfuaid:part" in said


def named_places(source: Source) -> dict[str, Any]:
    """Where a paper's own links lead, by their names."""
    catalog = source.catalog
    tree = dictionary(catalog.get("/Names")).get("/Dests")
    found = {str(resolved(key)): value for key, value in flat_tree(tree, "/Names")}
    found.update((str(key), value) for key, value in dictionary(catalog.get("/Dests")).items())
    return found

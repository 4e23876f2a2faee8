"""A paper's pages as sheets of the pack: A4, upright, with room at the foot for the number.

What a sheet draws is the same in every file, so it is written once. Only what its watermark says
differs, and that stands in one object of each file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pypdf.generic import IndirectObject, StreamObject

from app.panel.pack import tags
from app.panel.pack.asked import Limit
from app.panel.pack.letters import lettered
from app.panel.pack.marks import renamed
from app.panel.pack.objects import (
    NEVER,
    Copied,
    Made,
    Numbers,
    Part,
    array,
    dictionary,
    matrix,
    plain,
    real,
    references,
    resolved,
    text,
)
from app.panel.pack.opened import HIDDEN, Page, Source, appearance, guarded, named_places

A4 = (595.2756, 841.8898)
"""Points across and up."""

FOOT = 34.0
"""Points at the foot of a sheet that the paper leaves free: 12 mm."""

MARK = (680.315, 170.079)
"""Points across and up of the watermark before it is turned: 240 by 60 mm."""

STAMP = (340.157, 22.677)
"""Points across and up of a page's number: 120 by 8 mm."""

SMALL = 0.5
"""Drawn smaller than this, a page's size is said to be a limit."""

PAGINATION = b"/Artifact <</Type /Pagination /Subtype /%b>> BDC\n"
DECORATION = b"/Artifact <</Type /Pagination>> BDC"
OPENS = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Fixed:
    """Objects that every file has under the same number."""

    pages: int
    mark: int
    document: int
    stamps: int
    """What draws the letters of pages' numbers."""


STAMP_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 %b] /Resources %%d 0 R " % matrix(STAMP)


@dataclass(frozen=True, slots=True)
class Placed:
    """How a page lies on its sheet."""

    width: float
    height: float
    turn: tuple[float, float, float, float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page lies on the sheet."""
        a, b, c, d, e, f = self.turn
        return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class Bound:
    """A paper as it stands in the pack: its bytes, its pages' and its tag's object numbers."""

    part: Part
    pages: tuple[int, ...]
    tag: int
    leaves: tags.Leaves


def placed(page: Page, *, whole: bool = False) -> Placed:
    """A page on a sheet of A4, upright or on its side as the page is; never drawn larger.

    `whole`: the page was made for the pack and fills its sheet.
    """
    if whole:
        return Placed(page.width, page.height, page.upright)
    across, up = A4 if page.width <= page.height else (A4[1], A4[0])
    scale = min(1.0, across / page.width, (up - FOOT) / page.height)
    left = (across - page.width * scale) / 2
    low = up - page.height * scale
    a, b, c, d, e, f = (each * scale for each in page.upright)
    return Placed(across, up, (a, b, c, d, e + left, f + low))


def note_size(source: Source) -> None:
    """Note among the limits that a page is drawn much smaller than it is."""
    for page in source.pages:
        across, up = A4 if page.width <= page.height else (A4[1], A4[0])
        if min(across / page.width, (up - FOOT) / page.height) < SMALL:
            source.limits.add(Limit.SMALLER)


@dataclass(slots=True)
class Binder:
    """Writes one paper into the pack."""

    source: Source
    made: Made
    keys: Numbers
    fixed: Fixed
    within: int
    """The tag that holds the paper's: its item's, or the document's."""

    prefix: bytes
    stamps: tuple[bytes, ...] = ()
    """What draws each page's number; none if the pages bear their numbers."""

    leads: Callable[[str], bytes | None] | None = None
    """Where a link of the pack's own pages leads, by its address."""

    def bind(self, say: Callable[[], None]) -> Bound:
        """Write it; `say` after each page."""
        bound: Bound = guarded(self.source.number, self.source.paper, lambda: self._bind(say))
        return bound

    def _bind(self, say: Callable[[], None]) -> Bound:
        copied = Copied(self.made, lettered)
        numbers = tuple(self.made.numbers() for _ in self.source.pages)
        tag = self.made.numbers()
        if self.source.tree is not None:
            kids, leaves = self._tagged(copied, numbers, tag, say)
        else:
            kids, leaves = self._drawn(copied, numbers, tag, say)
        head = b"<</Type /StructElem /S /Sect /P %d 0 R /T %b " % (
            self.within,
            text(self.source.paper.title),
        )
        language = resolved(self.source.catalog.get("/Lang"))
        if isinstance(language, str) and language:
            head += b"/Lang %b " % text(language)
        self.made.add(head + b"/K %b>>" % kids, tag)
        copied.finish()
        return Bound(self.made.part(), numbers, tag, leaves)

    # -------------------------------------------------------------------------- pages with tags

    def _tagged(
        self, copied: Copied, numbers: tuple[int, ...], tag: int, say: Callable[[], None]
    ) -> tuple[bytes, tags.Leaves]:
        tree = self.source.tree
        assert tree is not None  # noqa: S101 (for the types alone)
        pages = {page.number: own for page, own in zip(self.source.pages, numbers, strict=True)}
        places = named_places(self.source)
        sheets = {page.number: self._placed(page) for page in self.source.pages}
        links = {
            ref.idnum: (page, ref, there)
            for page in self.source.pages
            for ref in page.annotations
            if isinstance(ref, IndirectObject) and ref.idnum in tree.links
            if (there := self._leads(dictionary(ref), places, pages, sheets)) is not None
        }
        carried = tags.Carried(
            copied, pages, {key: self.made.numbers() for key in links}, tag, self.prefix
        )
        kids = carried.carry(tree)
        strokes: list[tuple[int, bytes]] = []
        for index, page in enumerate(self.source.pages):
            key = self.keys()
            marks = page.marks
            assert marks is not None  # noqa: S101
            strokes.append((key, tags.owners_written(carried, tree, page.number, marks)))
            own = [
                self._link(page, ref, there, carried.annotations[number])
                for number, (where, ref, there) in links.items()
                if where is page
            ]
            begun = own and b"/Annots %b " % references(number for number, _ in own)
            strokes.extend((k, b"%d 0 R" % carried.number(tree.links[o])) for _, (k, o) in own)
            loose = dict.fromkeys(page.loose, DECORATION)
            content = renamed(page.content, marks, loose.get)
            self._sheet(copied, index, numbers[index], key, content, begun or b"")
            say()
        return kids, tags.leaves(copied, strokes, carried.ids)

    def _link(
        self, page: Page, ref: IndirectObject, there: bytes, number: int
    ) -> tuple[int, tuple[int, int]]:
        """Write a link; its number, its key in the tree of strokes, and its own number before."""
        key = self.keys()
        note = dictionary(ref)
        x0, y0, x1, y1 = (float(resolved(each)) for each in array(note.get("/Rect")))
        sheet = self._placed(page)
        corners = [sheet.point(x, y) for x, y in ((x0, y0), (x1, y1))]
        box = [pick(c[i] for c in corners) for pick in (min, max) for i in (0, 1)]
        said = there if there.startswith(b"/Contents") else self._said(note) + there
        self.made.add(
            b"<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [%b] /StructParent %d %b>>"
            % (matrix(box), key, said),
            number,
        )
        return number, (key, ref.idnum)

    def _said(self, note: dict[Any, Any]) -> bytes:
        said = resolved(note.get("/Contents"))
        return b"/Contents %b " % text(str(said) if said else "Link")

    def _leads(
        self,
        note: dict[Any, Any],
        places: dict[str, Any],
        pages: dict[int, int],
        sheets: dict[int, Placed],
    ) -> bytes | None:
        """What a link opens: a page of its own paper, or an address; None for anything else."""
        action = dictionary(note.get("/A"))
        if resolved(note.get("/Subtype")) != "/Link":
            return None
        if resolved(action.get("/S")) == "/URI":
            address = str(resolved(action.get("/URI")))
            if self.leads is not None and (there := self.leads(address)) is not None:
                return there
            if not address.lower().startswith(OPENS):
                return None
            return b"/A <</S /URI /URI %b>> " % plain(resolved(action["/URI"]))
        there = resolved(action.get("/D") if action else note.get("/Dest"))
        if isinstance(there, str):
            there = resolved(places.get(str(there)))
        if isinstance(there, dict):
            there = resolved(there.get("/D"))
        to = array(there)
        if not to or not isinstance(to[0], IndirectObject) or to[0].idnum not in pages:
            return None
        sheet = sheets[to[0].idnum]
        left, top = 0.0, sheet.height
        if len(to) >= 4 and to[1] == "/XYZ":
            x, y = (resolved(each) for each in to[2:4])
            if isinstance(x, (int, float)) and isinstance(y, (int, float)):
                left, top = sheet.point(float(x), float(y))
        return b"/Dest [%d 0 R /XYZ %b %b 0] " % (pages[to[0].idnum], real(left), real(top))

    # ----------------------------------------------------------------------- pages without tags

    def _drawn(
        self, copied: Copied, numbers: tuple[int, ...], tag: int, say: Callable[[], None]
    ) -> tuple[bytes, tags.Leaves]:
        """Each page as one whole, under one tag: its words in the order in which they are drawn."""
        strokes: list[tuple[int, bytes]] = []
        kids: list[int] = []
        for index, page in enumerate(self.source.pages):
            key = self.keys()
            forms, drawing = self._forms(copied, page)
            if page.words:
                own, begins = b"/S /P ", b"/P"
            else:
                own = b"/S /Figure /Alt %b " % text(
                    f"Page {index + 1} of {len(numbers)} of {self.source.paper.title}, a picture"
                )
                own += b"/A <</O /Layout /BBox [%b]>> " % matrix(self._outline(page))
                begins = b"/Figure"
            kid = self.made.add(
                b"<</Type /StructElem %b/P %d 0 R /Pg %d 0 R /K [0]>>" % (own, tag, numbers[index])
            )
            kids.append(kid)
            strokes.append((key, b"[%d 0 R]" % kid))
            content = begins + b" <</MCID 0>> BDC\n" + drawing + b"EMC\n"
            self._sheet(copied, index, numbers[index], key, content, b"", forms)
            say()
        return references(kids), tags.leaves(copied, strokes, [])

    def _outline(self, page: Page) -> tuple[float, float, float, float]:
        sheet = placed(page)
        return 0.0, FOOT, sheet.width, sheet.height

    def _forms(self, copied: Copied, page: Page) -> tuple[list[tuple[bytes, bytes]], bytes]:
        """The page and what stands on it as forms, by name, and the strokes that draw them."""
        x0, y0, x1, y1 = self._shown(page)
        content = page.content
        if page.marks is not None:  # its numbers would be taken for the pack's own
            content = renamed(content, page.marks, lambda _: b"/Span BMC")
        resources = copied.entries(page.resources)
        whole = self.made.add_stream(
            b"/Type /XObject /Subtype /Form /BBox [%b] /Resources <<%b>> "
            % (matrix((x0, y0, x1, y1)), resources),
            content,
        )
        forms = [(b"/Paper", b"%d 0 R" % whole)]
        drawing = b"/Paper Do\n"
        for number, each in enumerate(page.annotations):
            look = self._look(dictionary(each))
            if look is not None:
                name = b"/Note%d" % number
                forms.append((name, copied.reference(look[0])))
                drawing += b"q %b cm %b Do Q\n" % (matrix(look[1]), name)
        return forms, drawing

    def _shown(self, page: Page) -> tuple[float, float, float, float]:
        """The box that is shown, in the page's own measure."""
        a, b, c, d, e, f = page.upright
        size = a * d - b * c
        corners = [
            ((d * (x - e) - c * (y - f)) / size, (a * (y - f) - b * (x - e)) / size)
            for x, y in ((0.0, 0.0), (page.width, page.height))
        ]
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _look(self, note: dict[Any, Any]) -> tuple[IndirectObject, tuple[float, ...]] | None:
        """An annotation's look and how it is laid into its rectangle (ISO 32000-1, 12.5.5)."""
        look = appearance(note)
        if (
            not isinstance(look, IndirectObject)
            or resolved(note.get("/Subtype")) in ("/Popup", "/Link")
            or int(resolved(note.get("/F")) or 0) & HIDDEN
        ):
            return None
        form = dictionary(look)
        turn = [float(resolved(each)) for each in array(form.get("/Matrix"))] or [1, 0, 0, 1, 0, 0]
        a, b, c, d, e, f = turn
        x0, y0, x1, y1 = (float(resolved(each)) for each in array(form.get("/BBox")))
        corners = [
            (a * x + c * y + e, b * x + d * y + f)
            for x, y in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))
        ]
        left, right = min(p[0] for p in corners), max(p[0] for p in corners)
        low, high = min(p[1] for p in corners), max(p[1] for p in corners)
        r = [float(resolved(each)) for each in array(note.get("/Rect"))]
        rx, ry = sorted((r[0], r[2])), sorted((r[1], r[3]))
        if right - left == 0 or high - low == 0:
            return None
        wide, tall = (rx[1] - rx[0]) / (right - left), (ry[1] - ry[0]) / (high - low)
        return look, (wide, 0, 0, tall, rx[0] - wide * left, ry[0] - tall * low)

    # ------------------------------------------------------------------------------- any page

    def _placed(self, page: Page) -> Placed:
        return placed(page, whole=not self.stamps)

    def _sheet(
        self,
        copied: Copied,
        index: int,
        number: int,
        key: int,
        content: bytes,
        annotations: bytes,
        forms: list[tuple[bytes, bytes]] | None = None,
    ) -> None:
        """Write a page: what it draws, its number, the watermark."""
        page = self.source.pages[index]
        sheet = self._placed(page)
        own = [] if forms is not None else self._own_forms(copied, page)
        drawn = list(forms or own)
        taken = {name for name, _ in drawn}
        stamp, mark = (_free(name, taken) for name in (b"/PageNumber", b"/Watermark"))
        box = self._shown(page)
        clip = (box[0], box[1], box[2] - box[0], box[3] - box[1])
        out = b"q %b cm %b re W n\n%b\nQ\n" % (matrix(sheet.turn), matrix(clip), content)
        out += _marked(sheet, mark)
        drawn.append((mark, b"%d 0 R" % self.fixed.mark))
        if self.stamps:
            out += PAGINATION % b"Footer"
            left = (sheet.width - STAMP[0]) / 2
            out += b"q 1 0 0 1 %b 6 cm %b Do Q\nEMC\n" % (real(left), stamp)
            form = self.made.add_stream(STAMP_FORM % self.fixed.stamps, self.stamps[index])
            drawn.append((stamp, b"%d 0 R" % form))
        leave = NEVER | {"/XObject"}
        rest = copied.entries(page.resources, leave) if forms is None else b""
        listed = b" ".join(b"%b %b" % pair for pair in drawn)
        self.made.add(
            b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 %b %b] /Contents %d 0 R /Tabs /S "
            b"/StructParents %d %b/Resources <<%b/XObject <<%b>>>>>>"
            % (
                self.fixed.pages,
                real(sheet.width),
                real(sheet.height),
                self.made.add_stream(b"", out),
                key,
                annotations,
                rest,
                listed,
            ),
            number,
        )

    def _own_forms(self, copied: Copied, page: Page) -> list[tuple[bytes, bytes]]:
        found = dictionary(page.resources.get("/XObject"))
        return [
            (plain(name), copied.reference(each))
            for name, each in dict.items(found)
            if isinstance(each, IndirectObject) and isinstance(resolved(each), StreamObject)
        ]


def _free(name: bytes, taken: set[bytes]) -> bytes:
    while name in taken:
        name += b"_"
    return name


def _marked(sheet: Placed, name: bytes) -> bytes:
    """The watermark across a sheet, from its lower left."""
    long = (sheet.width**2 + sheet.height**2) ** 0.5
    cos, sin = sheet.width / long, sheet.height / long
    scale = min(1.0, 0.8 * long / MARK[0])
    cos, sin = cos * scale, sin * scale
    across, up = MARK[0] / 2, MARK[1] / 2
    left = sheet.width / 2 - cos * across + sin * up
    low = sheet.height / 2 - sin * across - cos * up
    turn = (cos, sin, -sin, cos, left, low)
    return PAGINATION % b"Watermark" + b"q %b cm %b Do Q\nEMC\n" % (matrix(turn), name)

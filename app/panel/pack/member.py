"""One member's file: what they may have of the shared parts, and what is theirs alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import escape

from app.panel.pack import drawn
from app.panel.pack.asked import Recipient
from app.panel.pack.bound import BoundFront, BoundItem, Shared
from app.panel.pack.objects import Made, Numbers, file_of, references, text

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>{ua}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class File:
    """One member's file."""

    def __init__(self, shared: Shared, recipient: Recipient, front: BoundFront) -> None:
        self.shared, self.recipient, self.front = shared, recipient, front
        self.items = [item for item in shared.items if item.number not in recipient.withheld]
        self.papers = [paper for item in self.items for paper in item.papers]
        self.numbers = Numbers(front.next_number)
        self.made = Made(self.numbers)

    def whole(self) -> bytes:
        """All of it."""
        meeting = self.shared.meeting
        title = f"{meeting.title}, {drawn.in_words(meeting.on)}"
        drawn.watermark(self.recipient.name, meeting.on, self.made, self.shared.fixed.mark)
        self._pages()
        catalog = b"<</Type /Catalog /Pages %d 0 R /Lang %b /MarkInfo <</Marked true>> " % (
            self.shared.fixed.pages,
            text("en-GB"),
        )
        catalog += b"/ViewerPreferences <</DisplayDocTitle true>> /PageMode /UseOutlines "
        catalog += b"/StructTreeRoot %d 0 R /Outlines %d 0 R /PageLabels %d 0 R /Metadata %d 0 R>>"
        root = self.made.add(
            catalog % (self._tags(), self._bookmarks(), self._labels(), self._described(title))
        )
        info = self.made.add(
            b"<</Title %b /Subject %b>>" % (text(title), text(f"Papers for {self.recipient.name}"))
        )
        parts = [self.shared.common, self.front.bound.part]
        for item in self.items:
            if not item.papers:
                continue
            parts += [item.own, *(paper.bound.part for paper in item.papers)]
        parts.append(self.made.part())
        return file_of(parts, root=root, info=info, last=self.numbers())

    def _all_pages(self) -> list[int]:
        own = (number for paper in self.papers for number in paper.bound.pages)
        return [*self.front.bound.pages, *own]

    def _pages(self) -> None:
        pages = self._all_pages()
        body = b"<</Type /Pages /Count %d /Kids %b>>" % (len(pages), references(pages))
        self.made.add(body, self.shared.fixed.pages)

    def _tags(self) -> int:
        """The root of the tags, and the two trees that lead to them."""
        root = self.numbers()
        tops = [self.front.bound.tag, *(item.tag for item in self.items if item.papers)]
        self.made.add(
            b"<</Type /StructElem /S /Document /P %d 0 R /K %b>>" % (root, references(tops)),
            self.shared.fixed.document,
        )
        leaves = [paper.bound.leaves for paper in self.papers] + [self.front.bound.leaves]
        strokes = self.made.add(b"<</Kids %b>>" % references(leaf.strokes for leaf in leaves))
        named = [leaf.identifiers for leaf in leaves if leaf.identifiers is not None]
        names = self.made.add(b"<</Kids %b>>" % references(named))
        next_key = self.front.next_key
        self.made.add(
            b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d "
            b"/IDTree %d 0 R>>" % (self.shared.fixed.document, strokes, next_key, names),
            root,
        )
        return root

    def _bookmarks(self) -> int:
        """Item, then paper. What is withheld or has no papers leads to its line in the contents."""
        root = self.numbers()
        contents = _Bookmark("Contents", self.front.bound.pages[0])
        marks = [contents, *(self._bookmark(item) for item in self.shared.items)]
        first, last, many = self._chained(marks, root)
        body = b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>" % (first, last, many)
        self.made.add(body, root)
        return root

    def _bookmark(self, item: BoundItem) -> _Bookmark:
        withheld = item.number in self.recipient.withheld
        title = item.item.public_title if withheld else item.item.title
        words = f"Item {item.number}" + (f": {title}" if title else "")
        if withheld:
            words += " (withheld from you)"
        if withheld or not item.papers:
            page, up = self.front.places[item.number]
            return _Bookmark(words, self.front.bound.pages[page], up)
        below = [_Bookmark(paper.title, paper.bound.pages[0]) for paper in item.papers]
        return _Bookmark(words, item.papers[0].bound.pages[0], None, below)

    def _chained(self, marks: list[_Bookmark], parent: int) -> tuple[int, int, int]:
        """Write bookmarks in a row; the first, the last, and how many are seen."""
        numbers = [self.numbers() for _ in marks]
        seen = len(marks)
        for index, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            up = b"null" if mark.up is None else b"%d" % mark.up
            body = b"<</Title %b /Parent %d 0 R /Dest [%d 0 R /XYZ null %b null] " % (
                text(mark.words),
                parent,
                mark.page,
                up,
            )
            if index:
                body += b"/Prev %d 0 R " % numbers[index - 1]
            if index + 1 < len(numbers):
                body += b"/Next %d 0 R " % numbers[index + 1]
            if mark.below:
                first, last, many = self._chained(mark.below, number)
                body += b"/First %d 0 R /Last %d 0 R /Count %d " % (first, last, many)
                seen += many
            self.made.add(body + b">>", number)
        return numbers[0], numbers[-1], seen

    def _labels(self) -> int:
        """Pages are called by the numbers that stand on them, also after what is withheld."""
        runs: list[tuple[int, int]] = [(0, 1)]
        index, number = self.shared.front_pages, self.shared.front_pages + 1
        for paper in self.papers:
            if paper.first != number:
                runs.append((index, paper.first))
            index += len(paper.bound.pages)
            number = paper.last + 1
        nums = b" ".join(b"%d <</S /D /St %d>>" % run for run in runs)
        return self.made.add(b"<</Nums [%b]>>" % nums)

    def _described(self, title: str) -> int:
        ua = "<pdfuaid:part>1</pdfuaid:part>" if self.front.follows_ua else ""
        words = XMP.format(title=escape(title), ua=ua).encode()
        return self.made.add_stream(b"/Type /Metadata /Subtype /XML ", words, packed=True)


@dataclass(frozen=True, slots=True)
class _Bookmark:
    words: str
    page: int
    up: float | None = None
    below: list[_Bookmark] = field(default_factory=list)

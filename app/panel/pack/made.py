"""A pack: its shared parts made once, and each member's own file made from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from markupsafe import escape

from app.panel.pack import drawn
from app.panel.pack.asked import (
    Item,
    Limit,
    Meeting,
    PackNotMade,
    Paper,
    Progress,
    Recipient,
)
from app.panel.pack.objects import Made, Numbers, Part, file_of, references, text
from app.panel.pack.opened import Source, opened, read
from app.panel.pack.sheets import Binder, Bound, Fixed, note_size

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>{ua}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """A paper in the pack: its title, its first page's number in the pack, what it lacks."""

    title: str
    first: int
    bound: Bound
    limits: frozenset[Limit]

    @property
    def last(self) -> int:
        return self.first + len(self.bound.pages) - 1


@dataclass(frozen=True, slots=True)
class BoundItem:
    """An item in the pack: its papers, and the tag that holds them."""

    number: int
    item: Item
    papers: tuple[BoundPaper, ...]
    tag: int
    own: Part

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and last page's numbers; nothing without papers."""
        return (self.papers[0].first, self.papers[-1].last) if self.papers else None


@dataclass(frozen=True, slots=True)
class BoundFront:
    """The contents as those with the same conflicts get them."""

    bound: Bound
    places: dict[int, tuple[int, float]]
    next_number: int
    next_key: int
    follows_ua: bool


@dataclass(slots=True)
class Pack:
    """The shared parts of a meeting's pack. `file_for` may be asked at any time after, also for
    somebody whose conflict became known later: their numbers are those of everybody else."""

    meeting: Meeting
    items: tuple[BoundItem, ...]
    common: Part
    fixed: Fixed
    front_pages: int
    of: int
    next_number: int
    next_key: int
    fronts: dict[frozenset[int], BoundFront] = field(default_factory=dict)

    def file_for(self, recipient: Recipient) -> bytes:
        """A member's own PDF. LookupError if an item that is withheld is not on the agenda."""
        unknown = recipient.withheld - {item.number for item in self.items}
        if unknown:
            raise LookupError(f"There is no item {min(unknown)}.")
        front = self.fronts.get(recipient.withheld)
        if front is None:
            front = self.fronts[recipient.withheld] = _front(self, recipient.withheld)
        return _File(self, recipient, front).made_whole()


def prepare(meeting: Meeting, progress: Progress | None = None) -> Pack:
    """Open every paper, number every page, and write what all members' files share.

    PaperRefused names the first paper that cannot be put in. Each page is told of twice: when it
    has been read, and when it has been written.
    """
    sources = [
        [opened(number, paper) for paper in item.papers]
        for number, item in enumerate(meeting.items, start=1)
    ]
    flat = [source for each in sources for source in each]
    many = sum(len(source.reader.pages) for source in flat)
    step = _Steps(progress, 2 * many)
    for source in flat:
        read(source, step)
        note_size(source)
    numbers, keys = Numbers(), Numbers(0)
    fixed = Fixed(numbers(), numbers(), numbers(), numbers())
    front_pages = drawn.contents_take(_longest(meeting, sources))
    of = front_pages + many
    common = Made(numbers)
    stamps = iter(drawn.stamped(_stamps(sources, front_pages, of), common, fixed.stamps))
    items: list[BoundItem] = []
    page = front_pages + 1
    for number, item in enumerate(meeting.items, start=1):
        bound = _Item(number, item, sources[number - 1], numbers, keys, fixed)
        items.append(bound.bind(page, stamps, step))
        page += len(bound)
    shared = common.part()
    return Pack(meeting, tuple(items), shared, fixed, front_pages, of, numbers.next, keys.next)


def packs(
    meeting: Meeting, recipients: Sequence[Recipient], progress: Progress | None = None
) -> Iterator[tuple[Recipient, bytes]]:
    """Each recipient's file, one after the other."""
    pack = prepare(meeting, progress)
    for recipient in recipients:
        yield recipient, pack.file_for(recipient)


class _Steps:
    """Counts the steps that are done and tells of each."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self.progress, self.of, self.done = progress, of, 0
        if progress is not None:
            progress(0, of)

    def __call__(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.of)


@dataclass(slots=True)
class _Item:
    """Binds an item's papers."""

    number: int
    item: Item
    sources: list[Source]
    numbers: Numbers
    keys: Numbers
    fixed: Fixed

    def __len__(self) -> int:
        return sum(len(source.pages) for source in self.sources)

    def bind(self, page: int, stamps: Iterator[bytes], step: _Steps) -> BoundItem:
        own = Made(self.numbers)
        tag = self.numbers()
        papers: list[BoundPaper] = []
        for source in self.sources:
            those = tuple(islice(stamps, len(source.pages)))
            prefix = b"%08d-" % self.numbers.next
            made = Made(self.numbers)
            binder = Binder(source, made, self.keys, self.fixed, tag, prefix, those)
            papers.append(
                BoundPaper(source.paper.title, page, binder.bind(step), frozenset(source.limits))
            )
            page += len(source.pages)
        words = f"Item {self.number}: {self.item.title}"
        own.add(
            b"<</Type /StructElem /S /Part /P %d 0 R /T %b /K %b>>"
            % (self.fixed.document, text(words), references(each.bound.tag for each in papers)),
            tag,
        )
        return BoundItem(self.number, self.item, tuple(papers), tag, own.part())


def _stamps(sources: list[list[Source]], front_pages: int, of: int) -> list[str]:
    """What stands at the foot of each page of a paper."""
    out: list[str] = []
    for number, papers in enumerate(sources, start=1):
        for _ in range(sum(len(source.pages) for source in papers)):
            out.append(f"Item {number}, page {front_pages + len(out) + 1} of {of}")
    return out


# ----------------------------------------------------------------------------------- the contents

LONG = 60
"""Characters of a title that stand on one line."""

HIGHEST = 99_999


def _longest(meeting: Meeting, sources: list[list[Source]]) -> drawn.Front:
    """Contents as long as anybody's can be: how many pages they take is how many all take."""
    entries: list[drawn.Entry] = []
    for number, item in enumerate(meeting.items, start=1):
        lines = tuple(drawn.Line(paper.title, HIGHEST) for paper in item.papers)
        entries.append(drawn.Entry(number, item.title, lines))
        if not lines or len(item.public_title) > LONG:
            entries.append(drawn.Entry(number, item.public_title, (), True, (HIGHEST, HIGHEST)))
    lacking = {
        (limit, number, source.paper.title)
        for number, papers in enumerate(sources, start=1)
        for source in papers
        for limit in source.limits
    }
    return _said(meeting, entries, lacking, HIGHEST)


def _said(
    meeting: Meeting,
    entries: Sequence[drawn.Entry],
    lacking: set[tuple[Limit, int, str]],
    of: int,
) -> drawn.Front:
    limits = tuple(
        (limit, tuple(f"item {number}, “{title}”" for _, number, title in those))
        for limit in Limit
        if (those := sorted(each for each in lacking if each[0] is limit))
    )
    return drawn.Front(meeting.title, meeting.on, tuple(entries), limits, not limits, of)


def _front(pack: Pack, withheld: frozenset[int]) -> BoundFront:
    """The contents for those who may not have these items."""
    entries: list[drawn.Entry] = []
    lacking: set[tuple[Limit, int, str]] = set()
    pages: dict[int, int] = {}
    for item in pack.items:
        if item.number in withheld:
            title = item.item.public_title
            entries.append(drawn.Entry(item.number, title, (), True, item.pages))
            continue
        lines = tuple(drawn.Line(paper.title, paper.first) for paper in item.papers)
        entries.append(drawn.Entry(item.number, item.item.title, lines))
        for paper in item.papers:
            pages.update(enumerate(paper.bound.pages, start=paper.first))
            lacking |= {(limit, item.number, paper.title) for limit in paper.limits}
    said = _said(pack.meeting, entries, lacking, pack.of)
    laid = drawn.contents(said, pages=pack.front_pages)
    source = opened(0, Paper("Contents", laid.content))
    read(source, lambda: None)
    if source.limits:
        raise PackNotMade("The contents were not drawn as tagged PDF/UA.")
    numbers = Numbers(pack.next_number)
    keys = Numbers(pack.next_key)
    binder = Binder(
        source,
        Made(numbers),
        keys,
        pack.fixed,
        pack.fixed.document,
        b"contents-",
        (),
        drawn.goes_to(pages),
    )
    bound = binder.bind(lambda: None)
    return BoundFront(bound, laid.places, numbers.next, keys.next, said.follows_ua)


# --------------------------------------------------------------------------------- a member's file


class _File:
    """One member's file."""

    def __init__(self, pack: Pack, recipient: Recipient, front: BoundFront) -> None:
        self.pack, self.recipient, self.front = pack, recipient, front
        self.items = [item for item in pack.items if item.number not in recipient.withheld]
        self.papers = [paper for item in self.items for paper in item.papers]
        self.numbers = Numbers(front.next_number)
        self.made = Made(self.numbers)

    def made_whole(self) -> bytes:
        """All of it."""
        meeting = self.pack.meeting
        title = f"{meeting.title}, {drawn.in_words(meeting.on)}"
        drawn.watermark(self.recipient.name, meeting.on, self.made, self.pack.fixed.mark)
        self._pages()
        catalog = b"<</Type /Catalog /Pages %d 0 R /Lang %b /MarkInfo <</Marked true>> " % (
            self.pack.fixed.pages,
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
        parts = [self.pack.common, self.front.bound.part]
        for item in self.items:
            parts += [item.own, *(paper.bound.part for paper in item.papers)]
        parts.append(self.made.part())
        return file_of(parts, root=root, info=info, last=self.numbers())

    def _all_pages(self) -> list[int]:
        own = (number for paper in self.papers for number in paper.bound.pages)
        return [*self.front.bound.pages, *own]

    def _pages(self) -> None:
        pages = self._all_pages()
        body = b"<</Type /Pages /Count %d /Kids %b>>" % (len(pages), references(pages))
        self.made.add(body, self.pack.fixed.pages)

    def _tags(self) -> int:
        """The root of the tags, and the two trees that lead to them."""
        root = self.numbers()
        tops = [self.front.bound.tag, *(item.tag for item in self.items if item.papers)]
        self.made.add(
            b"<</Type /StructElem /S /Document /P %d 0 R /K %b>>" % (root, references(tops)),
            self.pack.fixed.document,
        )
        leaves = [paper.bound.leaves for paper in self.papers] + [self.front.bound.leaves]
        strokes = self.made.add(b"<</Kids %b>>" % references(leaf.strokes for leaf in leaves))
        named = [leaf.identifiers for leaf in leaves if leaf.identifiers is not None]
        names = self.made.add(b"<</Kids %b>>" % references(named))
        next_key = self.front.next_key
        self.made.add(
            b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d "
            b"/IDTree %d 0 R>>" % (self.pack.fixed.document, strokes, next_key, names),
            root,
        )
        return root

    def _bookmarks(self) -> int:
        """Item, then paper. What is withheld or has no papers leads to its line in the contents."""
        root = self.numbers()
        contents = _Bookmark("Contents", self.front.bound.pages[0])
        marks = [contents, *(self._bookmark(item) for item in self.pack.items)]
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
        index, number = self.pack.front_pages, self.pack.front_pages + 1
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

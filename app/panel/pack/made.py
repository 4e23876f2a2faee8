"""A pack: its shared parts made once, and each member's own file made from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from app.panel.pack import drawn
from app.panel.pack.asked import Item, Meeting, Paper, Progress, Recipient
from app.panel.pack.bound import BoundFront, BoundItem, BoundPaper, Shared
from app.panel.pack.front import front_for, longest
from app.panel.pack.member import File
from app.panel.pack.objects import Made, Numbers, references, text
from app.panel.pack.opened import Source, opened, read
from app.panel.pack.sheets import Binder, Fixed, note_size


@dataclass(slots=True)
class Pack:
    """A meeting's pack. `file_for` may be asked at any time after, also for somebody whose conflict
    became known later: their numbers are those of everybody else."""

    shared: Shared
    fronts: dict[frozenset[int], BoundFront] = field(default_factory=dict)
    """Contents that were drawn, by what is withheld in them."""

    @property
    def pages(self) -> int:
        """How many pages everybody's numbers count, withheld or not."""
        return self.shared.of

    def file_for(self, recipient: Recipient) -> bytes:
        """A member's own PDF. LookupError if an item that is withheld is not on the agenda."""
        unknown = recipient.withheld - {item.number for item in self.shared.items}
        if unknown:
            raise LookupError(f"There is no item {min(unknown)}.")
        front = self.fronts.get(recipient.withheld)
        if front is None:
            front = self.fronts[recipient.withheld] = front_for(self.shared, recipient.withheld)
        return File(self.shared, recipient, front).whole()


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
    front_pages = drawn.contents_take(longest(meeting, sources))
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
    ends = (numbers.next, keys.next)
    return Pack(Shared(meeting, tuple(items), shared, fixed, front_pages, of, *ends))


def require_fits(paper: Paper) -> None:
    """PaperRefused unless this paper can be put in a pack as it is."""
    source = opened(1, paper)
    read(source, lambda: None)


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

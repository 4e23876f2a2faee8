"""Making a pack of what is there, and each member's own file of what was kept of it.

Made outside any transaction, with its progress told; kept by one act. A member's file is made anew
each time it is asked for, of the papers that the pack was made of: the same bytes as long as the
same may be read. What somebody may not read by now is not in their file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.accounts.models import User
from app.core.columns import Kept
from app.core.progress import Tell, Work
from app.core.today import today
from app.documents import store
from app.documents.letters import pdf
from app.documents.letters.composed import word_file
from app.panel import pack as library
from app.panel.actions.papers import Part, keep_pack, note_stopped
from app.panel.checklist import Checked, checked
from app.panel.kinds import PaperKind
from app.panel.models import ItemPaper, Listing, Pack, PackPaper
from app.panel.queries.agenda import agenda
from app.panel.queries.packs import papers_in, withheld_from
from app.panel.queries.papers import fault_of, file_of
from app.panel.record_papers import Own, sheet, written

PACK = Work("pack", lock=4_711_004)

CLOSELY = {
    PaperKind.MEDICAL: Kept.CHECKS,
    PaperKind.CHECKS: Kept.CHECKS,
    PaperKind.ALLEGATION: Kept.RESTRICTED,
}
"""Papers that are kept more closely than what is written of a home."""

READERS = "the panel"

GONE = "Some of its papers were destroyed since, so it is no longer given out."


class _Stopped(Exception):
    """A paper cannot be put in."""

    def __init__(self, number: int, paper: ItemPaper, says: str) -> None:
        super().__init__(f"Item {number}: {says}")
        self.paper_id = paper.id


def make(pack: Pack, *, by: User) -> None:
    """Make a pack that was asked for and keep it, or note what stopped it. Busy: it is being made.

    Nothing of it is kept until all of it is.
    """
    with PACK.working_on(pack.id) as tell:
        try:
            parts = _parts(pack, tell, by)
            whole = library.prepare(_meeting(pack, parts), _told(tell))
        except _Stopped as stopped:
            note_stopped(pack, paper_id=stopped.paper_id, because=str(stopped), by=by)
        except library.PaperRefused as refused:
            says = f"Item {refused.number}: a paper {refused.what}"
            paper_id = _named(pack, refused)
            note_stopped(pack, paper_id=paper_id, because=says, by=by)
        except (library.PackNotMade, pdf.PdfNotMade, store.ContentsGone) as wrong:
            note_stopped(pack, paper_id=None, because=str(wrong), by=by)
        else:
            tell("Keeping it", 0, 0)
            keep_pack(pack, parts=parts, pages=whole.pages, by=by)


def _told(tell: Tell) -> library.Progress:
    return lambda done, of: tell("Making the pack", done, of)


def _named(pack: Pack, refused: library.PaperRefused) -> int | None:
    """Which paper of the item it was that was refused, if it is one that was brought."""
    for each in checked(agenda(pack.meeting), today()):
        for paper in each.to_read:
            if each.number == refused.number and paper.title == refused.title:
                return paper.id
    return None


def _parts(pack: Pack, tell: Tell, by: User) -> list[Part]:
    items = checked(agenda(pack.meeting), today())
    total = sum(1 + len(each.own) + len(each.to_read) for each in items)
    parts: list[Part] = []
    for item in items:
        for part in _of_item(item, by):
            part.row.place = len(parts) + 1
            parts.append(part)
            tell("Reading the papers", len(parts), total)
    return parts


def _of_item(found: Checked, by: User) -> Iterator[Part]:
    first = sheet(
        found.item, found.number, found.starts, (found.came_by, found.attends), found.lacking
    )
    for own in (first, *found.own):
        yield _drawn(found, own, f"household:{found.item.household_id}", by)
    for paper in found.to_read:
        says = fault_of(paper)
        if says:
            raise _Stopped(found.number, paper, says)
        if paper.document is None:
            yield _drawn(found, written(paper, today()), paper.about, by)
            continue
        file = file_of(paper.document)
        if file is None or file.content_id is None:
            raise _Stopped(found.number, paper, "its contents are gone. Take it out.")
        row = _row(found, paper.kind, paper.title, paper.document.about)
        row.content_id, row.code = file.content_id, file.code
        yield Part(row, store.read(file.content_id, file.code), made_here=False)


def _drawn(found: Checked, own: Own, about: str, by: User) -> Part:
    """A paper that the record writes, tagged as every one of its documents is."""
    made = pdf.as_pdf(word_file(own.draft, reader=READERS, by=by.name), own.title)
    return Part(_row(found, own.kind, own.title, about), made, made_here=True)


def _row(found: Checked, kind: object, title: str, about: str) -> PackPaper:
    return PackPaper(
        item_id=found.item.id,
        about=about,
        number=found.number,
        item_title=found.item.title,
        kind=kind,
        title=title,
    )


def _meeting(pack: Pack, parts: list[Part]) -> library.Meeting:
    return _bound(pack, [(each.row, each.content) for each in parts])


def _bound(pack: Pack, papers: list[tuple[PackPaper, bytes]]) -> library.Meeting:
    items: dict[int, list[library.Paper]] = defaultdict(list)
    titles: dict[int, str] = {}
    for row, content in papers:
        titles[row.number] = row.item_title
        items[row.number].append(library.Paper(row.title, content))
    return library.Meeting(
        pack.title,
        pack.meets_on,
        tuple(library.Item(titles[number], tuple(items[number])) for number in sorted(items)),
    )


# --------------------------------------------------------------------------------- a member's own


def file_for(pack: Pack, name: str, listing: Listing | None) -> bytes:
    """A file for one reader, made of what the pack is made of, with their name across each page.

    Of somebody on the central list: less what they may not have by now. None: the service's own
    copy, whole. PackNotMade: something of it was destroyed.
    """
    try:
        papers = [(row, store.read(row.content_id, row.code)) for row in papers_in(pack)]
    except store.ContentsGone:
        _LAST.clear()
        raise library.PackNotMade(GONE) from None
    withheld = withheld_from(pack, listing.id) if listing is not None else frozenset()
    return _prepared(pack, papers).file_for(library.Recipient(name, withheld))


_Key = tuple[object, ...]
_LAST: dict[_Key, library.Pack] = {}
"""The pack that this process prepared last: a morning's downloads are of one. Its papers are read
all the same each time, so that one that was destroyed is noticed, and then nothing is left here."""


def _prepared(pack: Pack, papers: list[tuple[PackPaper, bytes]]) -> library.Pack:
    key = (pack.id, *((row.number, row.item_title, row.title, row.code) for row, _ in papers))
    found = _LAST.get(key)
    if found is None:
        found = library.prepare(_bound(pack, papers))
        _LAST.clear()
        _LAST[key] = found
    return found


def has_changed(pack: Pack, items: Iterable[Checked]) -> bool:
    """Whether a pack that was made numbers its items otherwise than the agenda does now, or lacks a
    paper that has come since."""
    rows = papers_in(pack)
    those = list(items)
    if pack.pages is None:
        return False
    return {(row.number, row.item_id) for row in rows} != {
        (each.number, each.item.id) for each in those
    } or any(paper.recorded_at > pack.recorded_at for each in those for paper in each.to_read)


def shown_in(pack: Pack, listing: Listing | None) -> dict[Kept, set[str]]:
    """Whose record such a file shows, and how closely that is kept: what the look is of."""
    withheld = withheld_from(pack, listing.id) if listing is not None else frozenset()
    found: dict[Kept, set[str]] = defaultdict(set)
    for row in papers_in(pack):
        if row.number not in withheld:
            found[CLOSELY.get(row.kind, Kept.NARRATIVE)].add(row.about)
            if row.about.startswith("child:"):
                found[Kept.CHILD].add(row.about)
    return found

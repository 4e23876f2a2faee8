"""Papers of items: of whom they are needed, which are there, what was said of an item before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.children.models import Child, Placement
from app.core.db import db
from app.documents.kinds import DocumentKind, FileState, FileType, KeptAs
from app.documents.models import Document, DocumentFile
from app.documents.queries import documents_about
from app.panel.kinds import PaperKind
from app.panel.models import Item, ItemMinutes, ItemPaper, Meeting, Pack, Recommendation
from app.panel.needs import OfWhom
from app.panel.queries.packs import sent_packs
from app.people.models import Member, MemberRole

Tick = tuple[PaperKind, str]
"""A paper of a kind, and of whom: "", "person:3" or "child:4"."""


@dataclass(frozen=True, slots=True)
class PersonOf:
    """A carer or a child of whom papers of an item are needed; neither: the item itself."""

    name: str = ""
    person_id: int | None = None
    child_id: int | None = None

    @property
    def key(self) -> str:
        """As a tick and a form name it."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"child:{self.child_id}" if self.child_id is not None else ""

    @property
    def of(self) -> OfWhom:
        """Which of the three."""
        if self.person_id is not None:
            return OfWhom.CARER
        return OfWhom.CHILD if self.child_id is not None else OfWhom.ITEM


def whom(items: Collection[Item], as_at: date) -> dict[int, list[PersonOf]]:
    """Of each item, by its id: itself, each carer of its household, and the child that it is
    about; where it is about no one child, each who is placed there."""
    homes = sorted({each.household_id for each in items if each.household_id is not None})
    carers: dict[int | None, list[PersonOf]] = defaultdict(list)
    members = db.session.scalars(
        select(Member)
        .where(
            Member.household_id.in_(homes),
            Member.role == MemberRole.CARER,
            Member.in_force(as_at),
        )
        .order_by(Member.starts_on, Member.id)
    )
    for each in members:
        carers[each.household_id].append(PersonOf(each.person.name, person_id=each.person_id))
    placed = db.session.execute(
        select(Placement.household_id, Child)
        .join(Child, Child.id == Placement.child_id)
        .where(Placement.household_id.in_(homes), Placement.in_force(as_at))
        .order_by(Child.id)
    )
    children: dict[int | None, dict[int, PersonOf]] = defaultdict(dict)
    for home, child in placed.unique():
        children[home][child.id] = PersonOf(child.person.name, child_id=child.id)
    named = sorted({each.child_id for each in items if each.child_id is not None})
    one = {
        each.id: PersonOf(each.person.name, child_id=each.id)
        for each in db.session.scalars(select(Child).where(Child.id.in_(named))).unique()
    }
    found = {}
    for item in items:
        home = item.household_id
        about = [one[item.child_id]] if item.child_id is not None else [*children[home].values()]
        found[item.id] = [PersonOf(), *carers[home], *about] if home is not None else [PersonOf()]
    return found


def papers_of(item_ids: Collection[int]) -> dict[int, list[ItemPaper]]:
    """The papers of each of these items, in their order."""
    found: dict[int, list[ItemPaper]] = defaultdict(list)
    rows = db.session.scalars(
        select(ItemPaper)
        .where(ItemPaper.item_id.in_(sorted(item_ids)), ItemPaper.stands())
        .order_by(ItemPaper.place, ItemPaper.id)
    )
    for each in rows:
        found[each.item_id].append(each)
    return found


@dataclass(frozen=True, slots=True)
class Read:
    """What the panel read of an item: its papers, and the pack that was sent last."""

    item: Item
    papers: tuple[ItemPaper, ...]
    pack: Pack | None


def read(*items: Item | None) -> list[Read]:
    """What the panel read of each of these."""
    those = [each for each in items if each is not None]
    papers = papers_of([each.id for each in those]) if those else {}
    return [
        Read(
            each,
            tuple(one for one in papers.get(each.id, ()) if one.is_here),
            next(iter(sent_packs(each.meeting_id)), None),
        )
        for each in those
    ]


def paper_by_ref(ref: str) -> ItemPaper | None:
    """The paper of an item with this public id."""
    return db.session.scalar(select(ItemPaper).where(ItemPaper.ref == ref, ItemPaper.stands()))


def last_adviser(kind: PaperKind) -> str:
    """Who gave the last advice of a kind, as it was recorded; nothing if there was none."""
    return (
        db.session.scalar(
            select(ItemPaper.given_by)
            .where(ItemPaper.kind == kind, ItemPaper.given_by != "", ItemPaper.stands())
            .order_by(ItemPaper.id.desc())
            .limit(1)
        )
        or ""
    )


def item_of(paper: ItemPaper) -> Item:
    """The item that a paper is of."""
    return db.session.get_one(Item, paper.item_id)


OFFERED = {
    DocumentKind.ASSESSMENT: PaperKind.REPORT,
    DocumentKind.REVIEW: PaperKind.REPORT,
    DocumentKind.MEDICAL: PaperKind.MEDICAL,
    DocumentKind.CHECKS: PaperKind.CHECKS,
    DocumentKind.PANEL: PaperKind.OTHER,
}
"""Documents of the record that may be an item's paper, and which."""


def documents_for(
    items: Collection[Item],
    those: Mapping[int, Sequence[PersonOf]],
    papers: Mapping[int, Sequence[ItemPaper]],
) -> dict[int, list[Document]]:
    """Documents already in the record that may become papers of each item, the newest first.

    About the household, its carers and the child that the item is about, since it began. What is
    restricted is not offered: whoever kept it brings it. `those`: of whom papers of it are needed;
    `papers`: those that it has.
    """
    abouts = {each.id: _abouts(each, those[each.id]) for each in items}
    kept = documents_about(*sorted(set().union(*abouts.values())))
    found = {}
    for item in items:
        there = {each.document_id for each in papers.get(item.id, ())}
        found[item.id] = [
            each
            for each in kept
            if each.about in abouts[item.id]
            and each.kind in OFFERED
            and each.kept_as is not KeptAs.RESTRICTED
            and each.id not in there
            and (item.began_on is None or each.recorded_at.date() >= item.began_on)
        ]
    return found


def _abouts(item: Item, those: Sequence[PersonOf]) -> set[str]:
    """The subjects whose documents may be an item's papers."""
    if item.household_id is None:
        return set()
    abouts = {f"household:{item.household_id}"}
    abouts |= {each.key for each in those if each.person_id is not None}
    if item.child_id is not None:
        abouts.add(f"child:{item.child_id}")
    return abouts


def file_of(document: Document) -> DocumentFile | None:
    """The PDF of a document's newest version; None: it has none."""
    those = document.version_of(document.newest.number)
    return next((each for each in those if each.type is FileType.PDF), None)


def fault_of(paper: ItemPaper) -> str:
    """Why a paper cannot be put in a pack as it stands, and what to do; nothing if it can."""
    document = paper.document
    if document is None:
        return ""
    if not document.stood():
        return "its document was set aside. Take it out, and add the right one."
    file = file_of(document)
    if file is None:
        return "its newest version is no PDF. Add it as PDF."
    if file.state is FileState.WAITING:
        return f"it waits for the scanner ({file.scan_said}). Try again in a few minutes."
    if file.state is FileState.REFUSED:
        return f"the scanner refused it ({file.scan_said}). Take it out, and ask for a clean one."
    return ""


def earlier_of(item: Item) -> Item | None:
    """The last item about the same matter that an agenda had before this one."""
    return db.session.scalar(
        select(Item)
        .where(
            Item.matter == item.matter,
            Item.kind == item.kind,
            Item.began_on == item.began_on,
            Item.id != item.id,
            Item.stands(),
        )
        .order_by(Item.id.desc())
        .limit(1)
    )


def told_before(item: Item) -> list[tuple[date, ItemMinutes | None, Recommendation | None]]:
    """What panels said before of what an item is about, the latest first."""
    if not item.matter:
        return []
    rows = db.session.execute(
        select(Meeting.meets_on, ItemMinutes, Recommendation)
        .select_from(Item)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .outerjoin(ItemMinutes, (ItemMinutes.item_id == Item.id) & ItemMinutes.stands())
        .outerjoin(Recommendation, (Recommendation.item_id == Item.id) & Recommendation.stands())
        .where(
            Item.matter == item.matter,
            Item.id != item.id,
            Item.stands(),
            Meeting.meets_on < item.meeting.meets_on,
            Meeting.meets_on >= (item.began_on or item.meeting.meets_on),
        )
        .order_by(Meeting.meets_on.desc(), Item.id.desc())
    )
    told: list[tuple[date, ItemMinutes | None, Recommendation | None]] = [
        (row[0], row[1], row[2]) for row in rows
    ]
    return [each for each in told if any(each[1:])]

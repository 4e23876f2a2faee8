"""Papers of an item: brought, taken from the record, written, late, ordered, taken out; packs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.today import today
from app.documents import store
from app.documents.actions import add_document
from app.documents.kinds import DocumentKind
from app.documents.models import Document
from app.documents.opened import Opened
from app.documents.scanning import Verdict
from app.panel.actions.agenda import send_papers
from app.panel.kinds import AdviserRole, PaperHow, PaperKind
from app.panel.models import Item, ItemPaper, Meeting, Pack, PackPaper, PackSent
from app.panel.queries.advisers import appointed_as
from app.panel.queries.agenda import items_of, sitting
from app.panel.queries.meetings import company
from app.panel.queries.packs import next_number, withheld_from
from app.panel.queries.papers import PersonOf, item_of, papers_of
from app.panel.rules import papers as rules
from app.panel.rules.agenda import open_breaches
from app.people.actions import refuse_if
from app.statute.breach import Breach

KEPT_AS_KIND = {
    PaperKind.REPORT: DocumentKind.ASSESSMENT,
    PaperKind.MEDICAL: DocumentKind.MEDICAL,
    PaperKind.CHECKS: DocumentKind.CHECKS,
    PaperKind.ALLEGATION: DocumentKind.ALLEGATION,
}
"""How a paper's file is kept with the record's documents; any other as papers of a panel."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a paper is: of which kind, of whom, by whom and when it was given."""

    kind: PaperKind
    whom: PersonOf
    title: str = ""
    given_by: str = ""
    given_on: date | None = None


@act("Added a paper to an item of a panel")
def add_paper(
    item: Item,
    given: Given,
    *,
    files: Sequence[tuple[Opened, Verdict]],
    late_agreed: bool = False,
    by: Actor,
) -> ItemPaper:
    """A file, looked at and asked about before; kept with the record's documents."""
    late = _may_add(item, given, PaperHow.FILE, late_agreed)
    document = add_document(
        files,
        kind=KEPT_AS_KIND.get(given.kind, DocumentKind.PANEL),
        about=_about(item, given.whom),
        name=given.title,
        by=by,
    )
    return _add(item, given, PaperHow.FILE, late, document=document)


@act("Put a document of the record into an item of a panel")
def use_document(
    item: Item, given: Given, *, document: Document, late_agreed: bool = False, by: Actor
) -> ItemPaper:
    """A document that is kept already becomes a paper: its newest version when a pack is made."""
    late = _may_add(item, given, PaperHow.FILE, late_agreed)
    return _add(item, given, PaperHow.FILE, late, document=document)


@act("Wrote a paper of an item of a panel")
def write_paper(
    item: Item, given: Given, *, how: PaperHow, words: str, late_agreed: bool = False, by: Actor
) -> ItemPaper:
    """What a carer or a child said, what was seen of a child, or why there is nothing."""
    late = _may_add(item, given, how, late_agreed, rules.words_breaches(how, words))
    return _add(item, given, how, late, words=words)


@act("Recorded that a paper of a panel comes late")
def await_paper(
    item: Item, given: Given, *, words: str, late_agreed: bool = False, by: Actor
) -> ItemPaper:
    """It is needed and comes late, with the chair's consent: `words` why, `given_on` by when."""
    take(item)
    refuse_if(
        rules.words_breaches(PaperHow.LATE, words)
        + rules.late_breaches(
            sitting(item.meeting),
            consent=late_agreed or item.late_agreed,
            comes_by=given.given_on,
        )
    )
    item.late_agreed = True
    return _add(item, given, PaperHow.LATE, True, words=words)


def _may_add(
    item: Item, given: Given, how: PaperHow, late_agreed: bool, more: Sequence[Breach] = ()
) -> bool:
    """Whether it is late; refused without the chair's consent. The consent is the item's.

    `more`: what stands against it besides.
    """
    take(item)
    at = sitting(item.meeting)
    consent = late_agreed or item.late_agreed
    refuse_if(
        rules.adding_breaches(at, off=item.withdrawn_on is not None, consent=consent)
        + rules.advice_breaches(
            given.kind, how, given_by=given.given_by, given_on=given.given_on, today=at.today
        )
        + list(more)
    )
    late = at.today > at.papers_due
    item.late_agreed = item.late_agreed or late
    return late


def _about(item: Item, one: PersonOf) -> str:
    """Under whose key a paper is kept: the child's own with the child, all else with the home."""
    if one.child_id is not None:
        return f"child:{one.child_id}"
    return f"household:{item.household_id}"


def _add(
    item: Item,
    given: Given,
    how: PaperHow,
    late: bool,
    *,
    words: str = "",
    document: Document | None = None,
) -> ItemPaper:
    there = papers_of([item.id])[item.id]
    for each in there:  # what was awaited has come
        same = (each.kind, each.person_id, each.child_id) == (
            given.kind,
            given.whom.person_id,
            given.whom.child_id,
        )
        if same and not each.is_here:
            each.void()
    paper = ItemPaper(
        item_id=item.id,
        about=document.about if document is not None else _about(item, given.whom),
        kind=given.kind,
        person_id=given.whom.person_id,
        child_id=given.whom.child_id,
        how=how,
        title=given.title,
        given_by=given.given_by.strip(),
        adviser_id=_adviser(given),
        given_on=given.given_on,
        words=words.strip(),
        document_id=document.id if document is not None else None,
        place=max((each.place for each in there), default=0) + 1,
        late=late,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def _adviser(given: Given) -> int | None:
    """Which of the panel's advisers gave it, if it is advice and one of them did."""
    role = next((each for each in AdviserRole if each.writes is given.kind), None)
    found = appointed_as(role, given.given_by) if role is not None else None
    return found.id if found is not None else None


@act("Ordered the papers of an item of a panel")
def move_paper(paper: ItemPaper, *, earlier: bool, by: Actor) -> ItemPaper:
    """One place earlier or later; the first and the last stay where they are."""
    item = item_of(paper)
    take(item)
    refuse_if(open_breaches(sitting(item.meeting)))
    those = papers_of([item.id])[item.id]
    at = those.index(paper)
    to = at - 1 if earlier else at + 1
    if 0 <= to < len(those):
        those.insert(to, those.pop(at))
        for place, each in enumerate(those, start=1):
            each.place = place
    return paper


@act("Took a paper out of an item of a panel")
def take_out(paper: ItemPaper, *, by: Actor) -> ItemPaper:
    """It is no paper of the item any more; its document stays, and packs sent stay as they were."""
    refuse_if(open_breaches(sitting(item_of(paper).meeting)))
    paper.void()
    return paper


# ------------------------------------------------------------------------------------------- packs


@act("Asked for the pack of a panel")
def ask_for_pack(meeting: Meeting, *, faulty: int, by: Actor) -> Pack:
    """A pack is to be made of the papers as they stand. `faulty`: those that cannot be put in."""
    take(meeting)
    items = [each for each in items_of(meeting.id) if each.kind and not each.withdrawn_on]
    refuse_if(rules.making_breaches(sitting(meeting), items=len(items), faulty=faulty))
    pack = Pack(
        meeting_id=meeting.id,
        number=next_number(meeting.id),
        title=meeting.panel.name,
        meets_on=meeting.meets_on,
    )
    pack.meeting = meeting
    db.session.add(pack)
    db.session.flush()
    return pack


@dataclass(frozen=True, slots=True)
class Part:
    """A paper as it goes into a pack: bytes made here, or contents that are kept already."""

    row: PackPaper
    content: bytes
    made_here: bool


@act("Made the pack of a panel")
def keep_pack(pack: Pack, *, parts: Sequence[Part], pages: int, by: Actor) -> Pack:
    """Keep what is in a pack, paper by paper: what is made here is closed with its subject."""
    take(pack)
    for each in parts:
        if each.made_here:
            each.row.content_id, each.row.code = store.keep(each.content, each.row.about)
        each.row.pack_id = pack.id
        db.session.add(each.row)
    pack.pages = pages
    pack.stopped_by_id, pack.stopped_because = None, ""
    return pack


@act("Could not make the pack of a panel")
def note_stopped(pack: Pack, *, paper_id: int | None, because: str, by: Actor) -> Pack:
    """Which paper stopped it, and what to do."""
    pack.stopped_by_id, pack.stopped_because = paper_id, because[:500]
    return pack


@act("Sent the pack of a panel")
def send_pack(pack: Pack, *, by: Actor) -> Pack:
    """Each who is asked and does not stay away finds their own file; the papers are sent."""
    take(pack)
    meeting = pack.meeting
    guests = [each.invited for each in company(meeting).guests]
    refuse_if(
        rules.sending_breaches(
            sitting(meeting),
            made=pack.pages is not None,
            sent=pack.sent_on is not None,
            guests=len(guests),
        )
    )
    pack.sent_on = today()
    for each in guests:
        if each.may_have_papers:
            withheld = sorted(withheld_from(pack, each.listing_id))
            db.session.add(PackSent(pack_id=pack.id, listing_id=each.listing_id, withheld=withheld))
    if meeting.papers_sent_on is None:
        send_papers(meeting, on=today(), by=by)
    return pack

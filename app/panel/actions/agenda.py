"""Items taken on an agenda, ordered, taken off; conflicts declared; attendance taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from app.accounts.models import User
from app.audit.act import Actor, act
from app.audit.act import because as say_why
from app.connected import actions as connected
from app.connected.queries import open_case_of
from app.connected.rules import Step
from app.core.db import db, take, take_every
from app.core.errors import RuleBroken
from app.core.today import today
from app.panel.kinds import ItemKind, NoPartBecause
from app.panel.models import (
    Adviser,
    AdviserAttends,
    Invited,
    Item,
    ItemPaper,
    Listing,
    Meeting,
    NoPart,
    Panel,
)
from app.panel.queries import agenda as queries
from app.panel.queries.advisers import attending
from app.panel.queries.matters import Matter, must_come, taken_to
from app.panel.queries.meetings import company, invited_to
from app.panel.queries.minutes import recommendations
from app.panel.queries.packs import sent_ever
from app.panel.queries.papers import earlier_of, papers_of
from app.panel.queries.taken_back import PAPERS_NOT_SENT
from app.panel.rules import agenda as rules
from app.people.actions import refuse_if
from app.people.rules import record_breach


@act("Took items on the agenda of a panel")
def take_items(
    meeting: Meeting, *, keys: Collection[str], late_agreed: bool = False, by: User
) -> list[Item]:
    """These matters come to this meeting: the most urgent first, after what is on it already.

    `late_agreed`: the chair consents to papers later than five working days before.
    """
    take_every(Panel)  # or two advisers take one matter on two agendas at the same moment
    take(meeting)
    matters = {each.key: each for each in must_come(today())}
    taken, meetings = taken_to(today()), {}
    if not keys:
        raise RuleBroken(record_breach("Choose what to take.", "keys"))
    breaches = []
    for key in sorted(keys):
        at = taken.get(key)
        if at is not None and at not in meetings:
            meetings[at] = db.session.get_one(Meeting, at).meets_on
        breaches += rules.taking_breaches(
            queries.sitting(meeting),
            taken_to=meetings[at] if at is not None else None,
            waits=key in matters,
            consent=late_agreed,
            not_before=matters[key].not_before if key in matters else None,
        )
        breaches += matters[key].stops if key in matters else ()
    refuse_if(list(dict.fromkeys(breaches)))
    place = queries.last_place(meeting.id)
    new = [each for key, each in matters.items() if key in keys]
    return [_take(meeting, each, place + n, late_agreed, by) for n, each in enumerate(new, start=1)]


def _take(meeting: Meeting, matter: Matter, place: int, late_agreed: bool, by: User) -> Item:
    _book_connected(meeting, matter, by)
    late = late_agreed and today() > queries.sitting(meeting).papers_due
    item = _add(
        Item(
            meeting_id=meeting.id,
            kind=matter.kind,
            matter=matter.key,
            title=matter.about,
            household_id=matter.household_id,
            child_id=matter.child_id,
            began_on=matter.began_on,
            by_on=matter.by_on,
            place=place,
            minutes=rules.minutes_for(matter.kind),
            late_agreed=late,
        ),
        meeting,
    )
    _bring_papers(item, late)
    return item


def _bring_papers(item: Item, late: bool) -> None:
    """What an earlier agenda had of the same matter comes along: it was called off, taken off,
    deferred or not heard, and nobody brings or writes its papers twice."""
    before = earlier_of(item)
    those = papers_of([before.id])[before.id] if before is not None else []
    for place, each in enumerate((one for one in those if one.is_here), start=1):
        db.session.add(
            ItemPaper(
                item_id=item.id,
                about=each.about,
                kind=each.kind,
                person_id=each.person_id,
                child_id=each.child_id,
                how=each.how,
                title=each.title,
                given_by=each.given_by,
                given_on=each.given_on,
                words=each.words,
                document_id=each.document_id,
                place=place,
                late=late,
            )
        )
    db.session.flush()


def _book_connected(meeting: Meeting, matter: Matter, by: User) -> None:
    """The case of connected carers knows which panel its full assessment is booked for."""
    case = open_case_of(matter.household_id)
    if matter.kind is ItemKind.INITIAL_APPROVAL and case is not None:
        connected.record_step(
            case, step=Step.PANEL_BOOKED, on=today(), booked_for=meeting.meets_on, by=by
        )


def _add(item: Item, meeting: Meeting) -> Item:
    item.meeting = meeting
    db.session.add(item)
    db.session.flush()
    return item


@act("Put a break on the agenda of a panel")
def add_break(meeting: Meeting, *, title: str = "Break", minutes: int, by: Actor) -> Item:
    """Nothing is heard for some minutes; it stands last until it is moved."""
    take(meeting)
    refuse_if(rules.open_breaches(queries.sitting(meeting)) + rules.minutes_breaches(minutes))
    place = queries.last_place(meeting.id) + 1
    return _add(
        Item(meeting_id=meeting.id, title=title.strip() or "Break", minutes=minutes, place=place),
        meeting,
    )


@act("Ordered the agenda of a panel")
def put_item(item: Item, *, place: int, seen: str | None = None, by: Actor) -> Item:
    """An item stands at this place, from 1; those from there on follow it.

    `seen`: the order that whoever moves it looked at (queries.order_of); None: none was shown.
    """
    take(item.meeting)
    items = queries.standing(item.meeting_id)
    refuse_if(
        rules.placing_breaches(
            queries.sitting(item.meeting),
            stands=item in items,
            changed=seen is not None and seen != queries.order_of(items),
            place=place,
            items=len(items),
        )
    )
    items.remove(item)
    items.insert(place - 1, item)
    for number, each in enumerate(items, start=1):
        each.place = number
    return item


@act("Changed an item of a panel’s agenda")
def change_item(
    item: Item,
    *,
    minutes: int,
    attends: str = "",
    advisers: Sequence[Adviser] | None = None,
    by: Actor,
) -> Item:
    """How long it takes, and who attends for it; `advisers`: None leaves them as they are."""
    take(item)
    refuse_if(rules.open_breaches(queries.sitting(item.meeting)) + rules.minutes_breaches(minutes))
    item.minutes, item.attends = minutes, attends.strip()
    if advisers is not None:
        _attend(item, advisers)
    return item


def _attend(item: Item, advisers: Sequence[Adviser]) -> None:
    """These advisers attend for an item, and no others."""
    wanted = {each.id for each in advisers}
    there = {each.adviser_id: each for each in attending([item.id]).get(item.id, ())}
    for id_, row in there.items():
        if id_ not in wanted:
            row.void()
    db.session.add_all(
        AdviserAttends(item_id=item.id, adviser_id=id_) for id_ in sorted(wanted - there.keys())
    )


@act("Took an item off the agenda of a panel")
def withdraw_item(item: Item, *, because: str, by: Actor) -> Item:
    """It waits for another meeting, or no longer has to come."""
    take(item)
    refuse_if(
        rules.withdrawing_breaches(
            queries.sitting(item.meeting),
            withdrawn=item.withdrawn_on is not None,
            said=item.id in recommendations([item.id]),
            because=because,
        )
    )
    item.withdrawn_on, item.withdrawn_because = today(), because.strip()
    return item


@act("Recorded that a panel member takes no part in an item")
def take_no_part(
    item: Item,
    listing: Listing,
    *,
    because: NoPartBecause = NoPartBecause.CONFLICT,
    words: str = "",
    declared_on: date | None = None,
    by: Actor,
) -> NoPart:
    """A conflict, declared before the meeting or at it; or they were not there for this item."""
    take(item)
    refuse_if(
        rules.no_part_breaches(
            asked=invited_to(item.meeting_id, listing.id) is not None,
            already=queries.no_part_of(item.id, listing.id) is not None,
        )
    )
    made = NoPart(
        item_id=item.id,
        listing_id=listing.id,
        because=because,
        declared_on=declared_on or today(),
        words=words.strip(),
    )
    db.session.add(made)
    db.session.flush()
    return made


@act("Declared a conflict in an item of a panel")
def declare_conflict(item: Item, listing: Listing, *, words: str, by: Actor) -> NoPart:
    """A member says so themselves, before the meeting or at it."""
    refuse_if(rules.open_breaches(queries.sitting(item.meeting)))
    made: NoPart = take_no_part(item, listing, words=words, by=by)
    return made


@act("Put right that a panel member takes no part in an item")
def take_part_again(item: Item, listing: Listing | None, *, by: Actor) -> NoPart | None:
    """It was recorded in error: from now on they have its papers and a voice, and count for it."""
    take(item)
    no_part = queries.no_part_of(item.id, listing.id) if listing is not None else None
    refuse_if(
        rules.part_again_breaches(
            out=no_part is not None,
            said=item.id in recommendations([item.id]),
            approved=queries.sitting(item.meeting).approved,
        )
    )
    if no_part is not None:
        no_part.void()
    return no_part


@act("Recorded that the papers of a panel were sent")
def send_papers(meeting: Meeting, *, on: date, by: Actor) -> Meeting:
    """The members have the papers: five working days before, or late and so recorded."""
    take(meeting)
    items = [each for each in queries.items_of(meeting.id) if each.kind and not each.withdrawn_on]
    refuse_if(
        rules.papers_breaches(
            queries.sitting(meeting),
            sent=meeting.papers_sent_on is not None,
            items=len(items),
            on=on,
        )
    )
    meeting.papers_sent_on = on
    return meeting


@act(PAPERS_NOT_SENT)
def take_back_papers(meeting: Meeting, *, because: str, by: Actor) -> Meeting:
    """It was recorded in error: they wait to be sent, and their clock runs."""
    take(meeting)
    refuse_if(
        rules.unsending_breaches(
            queries.sitting(meeting),
            sent=meeting.papers_sent_on is not None,
            by_pack=bool(sent_ever(meeting.id)),
            attended=queries.attendance_taken(company(meeting)),
            because=because,
        )
    )
    say_why(because, f"panel_meeting:{meeting.id}")
    meeting.papers_sent_on = None
    return meeting


@act("Took attendance at a panel")
def take_attendance(meeting: Meeting, *, came: Sequence[Listing], by: Actor) -> list[Invited]:
    """Who of those asked came; everybody else asked did not. Taken again, the last counts."""
    take(meeting)
    guests = [each.invited for each in company(meeting).guests]
    ids = {each.id for each in came}
    refuse_if(
        rules.attendance_breaches(
            queries.sitting(meeting), others=bool(ids - {each.listing_id for each in guests})
        )
    )
    for each in guests:
        each.came = each.listing_id in ids
    return guests

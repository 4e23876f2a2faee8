"""The agenda of a meeting: items in order with their times, and quorum of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from app.core.db import db
from app.core.today import london_day, today
from app.core.words import words
from app.panel.coming import MustCome, rule_for
from app.panel.kinds import NoPartBecause
from app.panel.models import AdviserAttends, Item, Meeting, NoPart
from app.panel.queries.advisers import attending
from app.panel.queries.listing import makeup
from app.panel.queries.meetings import Company, Guest, companies, must_come_table
from app.panel.queries.minutes import are_approved
from app.panel.rules.agenda import Sitting, timings
from app.panel.rules.meetings import papers_due
from app.panel.rules.quorum import Lost, if_one_is_lost, quorum
from app.statute.breach import Breach


@dataclass(frozen=True, slots=True)
class Line:
    """An item in its place: when, what is missing for it, and who takes no part."""

    item: Item
    number: int
    """Its number among what is heard; a break has that of the item before."""

    starts: str
    ends: str
    rule: MustCome | None
    missing: tuple[Breach, ...]
    if_lost: tuple[Lost, ...]
    no_part: tuple[NoPart, ...]
    heard_by: int = 0
    """How many of those there take part in it."""

    advisers: tuple[AdviserAttends, ...] = ()

    @property
    def attends(self) -> str:
        """Who attends for it, the panel's advisers with what they advise on."""
        advisers = (
            f"{each.adviser.person.name} ({words(each.adviser.role).lower()})"
            for each in self.advisers
        )
        return "; ".join(filter(None, [self.item.attends, *advisers]))

    @property
    def is_break(self) -> bool:
        """Whether nothing is heard."""
        return self.item.kind is None

    @property
    def conflicts(self) -> list[NoPart]:
        """Those who have neither papers nor voice."""
        return [each for each in self.no_part if each.because is NoPartBecause.CONFLICT]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's agenda, with who is there for it."""

    company: Company
    lines: tuple[Line, ...]
    taken_off: tuple[Item, ...]

    @property
    def there(self) -> list[Guest]:
        """Those who came, once attendance is taken; before, those who say that they come."""
        return who_is_there(self.company)

    def hearing(self, item: Item) -> list[Guest]:
        """Those there who take part in an item of it; of one that is not on it, all of them."""
        line = next((each for each in self.lines if each.item.id == item.id), None)
        without = {each.listing_id for each in line.no_part} if line is not None else set()
        return [each for each in self.there if each.invited.listing_id not in without]

    @property
    def ends(self) -> str:
        """When it is over."""
        return self.lines[-1].ends if self.lines else self.company.meeting.starts_at

    @property
    def lacks(self) -> tuple[str, ...]:
        """The experience wanted on a list that nobody of those there has."""
        return makeup([each.one for each in self.there if each.one is not None]).lacks

    @property
    def not_quorate(self) -> list[Line]:
        """The items that could not be heard."""
        return [each for each in self.lines if each.missing]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """An item as one reader has it; withheld where they have a conflict: nothing of it is told."""

    line: Line
    withheld: bool

    @property
    def item(self) -> Item | None:
        """The item; None where it is withheld."""
        return None if self.withheld else self.line.item


def agenda_for(found: Agenda, listing_id: int | None) -> list[ReadLine]:
    """An agenda as somebody on the central list may read it; None: the service's own copy."""
    return [
        ReadLine(line, any(each.listing_id == listing_id for each in line.conflicts))
        for line in found.lines
    ]


def who_is_there(found: Company) -> list[Guest]:
    """Those who came, once attendance is taken; before, those who say that they come."""
    if not attendance_taken(found):
        return found.coming
    return [each for each in found.guests if each.invited.came and each.one is not None]


def attendance_taken(found: Company) -> bool:
    """Whether it was recorded who came."""
    return any(each.invited.came is not None for each in found.guests)


def agenda(meeting: Meeting) -> Agenda:
    """The agenda of a meeting."""
    return agendas([meeting])[meeting.id]


def agendas(meetings: Iterable[Meeting]) -> dict[int, Agenda]:
    """The agenda of each of these meetings, asked for once however many there are."""
    found = companies(meetings)
    rows: dict[int, list[Item]] = defaultdict(list)
    for each in db.session.scalars(_items(found)):
        rows[each.meeting_id].append(each)
    ids = [each.id for those in rows.values() for each in those]
    outside, advise = _no_part(ids), attending(ids)
    table = must_come_table()
    return {
        key: _agenda(company, rows[key], outside, advise, table) for key, company in found.items()
    }


def _agenda(
    found: Company,
    rows: Sequence[Item],
    outside: Mapping[int, Sequence[NoPart]],
    advise: Mapping[int, Sequence[AdviserAttends]],
    table: tuple[MustCome, ...],
) -> Agenda:
    items = [each for each in rows if each.withdrawn_on is None]
    clock = timings(found.meeting.starts_at, [each.minutes for each in items])
    there = [each.attendee for each in who_is_there(found)]
    joint = found.panel.panel.joint
    lines, number = [], 0
    for place, item in enumerate(items):
        heard = item.kind is not None
        number += heard
        without = {each.listing_id for each in outside[item.id]}
        lines.append(
            Line(
                item,
                number,
                clock[place],
                clock[place + 1],
                rule_for(item.kind, item.began_on, table) if item.kind and item.began_on else None,
                tuple(quorum(there, without, joint=joint)) if heard else (),
                tuple(if_one_is_lost(there, without, joint=joint)) if heard else (),
                tuple(outside[item.id]),
                sum(each.key not in without for each in there),
                tuple(advise.get(item.id, ())),
            )
        )
    return Agenda(
        found, tuple(lines), tuple(each for each in rows if each.withdrawn_on is not None)
    )


def items_of(meeting_id: int) -> Sequence[Item]:
    """Everything that was put on a meeting's agenda, in its order."""
    return db.session.scalars(_items([meeting_id])).all()


def _items(meeting_ids: Iterable[int]) -> Select[Item]:
    return (
        select(Item)
        .where(Item.meeting_id.in_(sorted(meeting_ids)), Item.stands())
        .order_by(Item.place, Item.id)
    )


def standing(meeting_id: int) -> list[Item]:
    """What stands on a meeting's agenda, in its order."""
    return [each for each in items_of(meeting_id) if each.withdrawn_on is None]


def order_of(items: Iterable[Item]) -> str:
    """An order of items as a page carries it, so that a later one is told from it."""
    return " ".join(each.ref for each in items)


def _no_part(ids: Sequence[int]) -> dict[int, list[NoPart]]:
    found: dict[int, list[NoPart]] = defaultdict(list)
    for each in db.session.scalars(
        select(NoPart).where(NoPart.item_id.in_(ids), NoPart.stands()).order_by(NoPart.id)
    ):
        found[each.item_id].append(each)
    return found


def item_by_ref(ref: str) -> Item | None:
    """The item with this public id."""
    return db.session.scalar(select(Item).where(Item.ref == ref, Item.stands()))


def no_part_of(item_id: int, listing_id: int) -> NoPart | None:
    """What keeps somebody from taking part in an item."""
    return db.session.scalar(
        select(NoPart).where(
            NoPart.item_id == item_id, NoPart.listing_id == listing_id, NoPart.stands()
        )
    )


def takes_no_part(meeting_id: int, listing_id: int) -> bool:
    """Whether it is recorded that somebody takes no part in some item of a meeting."""
    found = (
        select(NoPart.id)
        .join(Item, Item.id == NoPart.item_id)
        .where(
            Item.meeting_id == meeting_id,
            Item.stands(),
            NoPart.listing_id == listing_id,
            NoPart.stands(),
        )
    )
    return db.session.scalar(found.limit(1)) is not None


def papers_to_send(as_at: date) -> list[Meeting]:
    """Meetings to come with something on their agenda whose papers are not sent yet."""
    with_items = select(Item.meeting_id).where(
        Item.stands(), Item.kind.is_not(None), Item.withdrawn_on.is_(None)
    )
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.stands(),
                Meeting.meets_on >= as_at,
                Meeting.called_off_on.is_(None),
                Meeting.papers_sent_on.is_(None),
                Meeting.id.in_(with_items),
            )
            .order_by(Meeting.meets_on, Meeting.id)
        )
    )


def last_place(meeting_id: int) -> int:
    """The place of the last item of a meeting; 0 if there is none."""
    found = select(func.max(Item.place)).where(Item.meeting_id == meeting_id, Item.stands())
    return db.session.scalar(found) or 0


def sitting(meeting: Meeting) -> Sitting:
    """A meeting as the rules on its agenda look at it, today."""
    return Sitting(
        meeting.meets_on,
        meeting.called_off_on is not None,
        papers_due(meeting.meets_on),
        today(),
        are_approved(meeting.id),
        london_day(meeting.recorded_at),
    )

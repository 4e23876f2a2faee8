"""The panel's medical and legal advisers: who is appointed, who is to be had, what each advised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from app.core.db import db
from app.panel.kinds import AdviserRole, PaperKind
from app.panel.models import Adviser, AdviserAttends, AdviserAway, Item, ItemPaper
from app.people.models import Person


@dataclass(frozen=True, slots=True)
class Appointed:
    """An adviser on a day: times away that last or come, papers given, items attended."""

    adviser: Adviser
    away: tuple[AdviserAway, ...]
    papers: int
    items: int

    @property
    def name(self) -> str:
        """Their name."""
        return self.adviser.person.name

    def is_away(self, day: date) -> bool:
        """Whether they are not to be had on a day."""
        return any(each.held_on(day) for each in self.away)


def advisers(as_at: date, known_at: datetime | None = None) -> list[Appointed]:
    """Everybody who is appointed on a day: the medical advisers first, by name."""
    rows = db.session.scalars(
        select(Adviser)
        .join(Person, Person.id == Adviser.person_id)
        .where(Adviser.in_force(as_at, known_at))
        .order_by(Adviser.role.desc(), Person.family_name, Person.given_name, Adviser.id)
    ).all()
    ids = [each.id for each in rows]
    away: dict[int, list[AdviserAway]] = defaultdict(list)
    for gone in db.session.scalars(
        select(AdviserAway)
        .where(
            AdviserAway.adviser_id.in_(ids),
            AdviserAway.stands(known_at),
            or_(AdviserAway.ends_on.is_(None), AdviserAway.ends_on > as_at),
        )
        .order_by(AdviserAway.starts_on)
    ):
        away[gone.adviser_id].append(gone)
    papers, items = _papers(ids), _items(ids)
    return [
        Appointed(each, tuple(away[each.id]), papers.get(each.id, 0), items.get(each.id, 0))
        for each in rows
    ]


def _papers(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(ItemPaper.adviser_id, func.count())
        .where(ItemPaper.adviser_id.in_(ids), ItemPaper.stands())
        .group_by(ItemPaper.adviser_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _items(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(AdviserAttends.adviser_id, func.count())
        .join(Item, Item.id == AdviserAttends.item_id)
        .where(
            AdviserAttends.adviser_id.in_(ids),
            AdviserAttends.stands(),
            Item.stands(),
            Item.withdrawn_on.is_(None),
        )
        .group_by(AdviserAttends.adviser_id)
    )
    return {row[0]: row[1] for row in rows}


def adviser_by_ref(ref: str) -> Adviser | None:
    """The appointment with this public id."""
    return db.session.scalar(select(Adviser).where(Adviser.ref == ref, Adviser.stands()))


def appointed_as(role: AdviserRole, name: str) -> Adviser | None:
    """Who of this name is appointed in a role, or was; the latest."""
    rows = db.session.scalars(
        select(Adviser)
        .where(Adviser.role == role, Adviser.stands())
        .order_by(Adviser.starts_on.desc(), Adviser.id.desc())
    )
    told = " ".join(name.split()).casefold()
    return next((each for each in rows if each.person.name.casefold() == told), None)


def who_advises(kind: PaperKind, day: date) -> str:
    """Who gives advice of a kind on a day, where one is appointed and to be had; else nothing."""
    there = [
        each.name
        for each in advisers(day)
        if each.adviser.role.writes is kind and not each.is_away(day)
    ]
    return there[0] if len(there) == 1 else ""


def attending(item_ids: Collection[int]) -> Mapping[int, Sequence[AdviserAttends]]:
    """The advisers who attend for each of these items."""
    found: dict[int, list[AdviserAttends]] = defaultdict(list)
    for each in db.session.scalars(
        select(AdviserAttends)
        .where(AdviserAttends.item_id.in_(sorted(item_ids)), AdviserAttends.stands())
        .order_by(AdviserAttends.id)
    ):
        found[each.item_id].append(each)
    return found

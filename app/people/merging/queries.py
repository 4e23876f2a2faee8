"""Questions about people who stand in the record twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, func, select

from app.audit.remembering import remembered
from app.core.dated import put_together_once
from app.core.db import Base, Model, db
from app.people.merging.rules import Known, Lives, Pair, pairs
from app.people.models import (
    Address,
    ExternalKey,
    Household,
    Member,
    MemberRole,
    NotTheSame,
    Person,
    PersonMerge,
)

COMPARED = ("given_name", "family_name", "born", "sex", "phone", "email")
"""What may differ between two records of one person."""

OWN = frozenset({PersonMerge.__tablename__, NotTheSame.__tablename__})
"""Tables that tell of the merging itself: who was merged into whom stays as it was."""

TOLD_IN_WORDS = {"document": "about"}
"""Columns that name a person as the trail does ("person:9"), by table."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to people."""

    kind: type[Model]
    column: str

    @property
    def table(self) -> str:
        """Its table's name."""
        return str(self.kind.__tablename__)


def references(to: str = "person") -> tuple[Reference, ...]:
    """Every column of the record that refers to a table's id, whatever room keeps it."""
    return tuple(sorted(_references(to), key=lambda each: (each.table, each.column)))


def _references(to: str) -> Iterator[Reference]:
    for mapper in Base.registry.mappers:
        if mapper.local_table.name in OWN:  # type: ignore[attr-defined]
            continue
        for column in mapper.local_table.columns:
            if any(key.column.table.name == to for key in column.foreign_keys):
                yield Reference(mapper.class_, column.name)


def told_in_words() -> Iterator[Reference]:
    """Every column that names its subject in words, and may name a person."""
    for mapper in Base.registry.mappers:
        column = TOLD_IN_WORDS.get(mapper.local_table.name)  # type: ignore[attr-defined]
        if column is not None:
            yield Reference(mapper.class_, column)


def duplicates(as_at: date) -> list[Pair]:
    """Every two records that may be of one person, read once until the record changes."""
    return list(_duplicates(as_at))


@remembered
def _duplicates(as_at: date) -> tuple[Pair, ...]:
    """Four questions, however many people."""
    households: dict[int, set[int]] = defaultdict(set)
    for member in db.session.execute(
        select(Member.person_id, Member.household_id).where(Member.in_force(as_at))
    ):
        households[member.person_id].add(member.household_id)
    keys: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key in db.session.execute(
        select(ExternalKey.record_id, ExternalKey.system, ExternalKey.key).where(
            ExternalKey.kind == "person", ExternalKey.stands()
        )
    ):
        keys[key.record_id].add((key.system, key.key))
    apart = [
        frozenset((row.person_id, row.other_id))
        for row in db.session.execute(
            select(NotTheSame.person_id, NotTheSame.other_id).where(NotTheSame.stands())
        )
    ]
    people = [
        Known(
            row.id,
            row.given_name,
            row.family_name,
            row.born,
            row.phone or "",
            frozenset(keys[row.id]),
            frozenset(households[row.id]),
        )
        for row in db.session.execute(
            select(
                Person.id, Person.given_name, Person.family_name, Person.born, Person.phone
            ).where(Person.stands())
        )
    ]
    return tuple(pairs(people, apart))


def people_by_id(ids: Collection[int]) -> dict[int, Person]:
    """These people."""
    found = db.session.scalars(select(Person).where(Person.id.in_(sorted(ids))))
    return {each.id: each for each in found}


def places_of(ids: Collection[int]) -> dict[int, list[tuple[Member, Household]]]:
    """Where each of these people belongs or belonged, the latest first."""
    found: dict[int, list[tuple[Member, Household]]] = defaultdict(list)
    rows = db.session.execute(
        select(Member, Household)
        .join(Household, Household.id == Member.household_id)
        .where(Member.person_id.in_(sorted(ids)), Member.stands())
        .order_by(Member.starts_on.desc(), Member.id.desc())
    )
    for member, household in rows:
        found[member.person_id].append((member, household))
    return found


def lives_of(person: Person, as_at: date) -> Lives:
    """What of somebody's present decides whether their record may be made one with another."""
    members = db.session.scalars(
        select(Member).where(Member.person_id == person.id, Member.in_force(as_at))
    ).all()
    homes = {each.household_id for each in members}
    guarded = set(
        db.session.scalars(
            select(Address.household_id).where(
                Address.household_id.in_(sorted(homes)),
                Address.in_force(as_at),
                Address.protected.is_(True),
            )
        )
    )
    return Lives(
        frozenset(each.household_id for each in members if each.role is MemberRole.CARER),
        frozenset(guarded),
        frozenset(homes - guarded),
        bool(_numbers(person, "child")),
    )


def counted(person: Person) -> dict[str, int]:
    """How many rows of each table refer to somebody."""
    return _numbers(person)


def _numbers(person: Person, of: str | None = None) -> dict[str, int]:
    """How many rows of one table, or of each, refer to somebody; of none that has none."""
    found: dict[str, int] = defaultdict(int)
    told = db.session.execute(_counting(of), {"person": person.id}).one()
    for each, number in zip(_of(of), told, strict=True):
        if number:
            found[each.table] += number
    return dict(found)


def _of(table: str | None) -> list[Reference]:
    return [each for each in references() if table is None or each.table == table]


@put_together_once
def _counting(of: str | None) -> Select[*tuple[int, ...]]:
    """Every count in one question."""
    return select(
        *(
            select(func.count())
            .select_from(each.kind)
            .where(getattr(each.kind, each.column) == bindparam("person"))
            .scalar_subquery()
            for each in _of(of)
        )
    )


def merge_by_ref(ref: str) -> PersonMerge | None:
    """The merging with this public id, taken back or not."""
    return db.session.scalar(select(PersonMerge).where(PersonMerge.ref == ref))


def merges() -> list[PersonMerge]:
    """Every merging that stands, the latest first."""
    return list(
        db.session.scalars(
            select(PersonMerge).where(PersonMerge.stands()).order_by(PersonMerge.id.desc())
        )
    )


def merged_later(merge: PersonMerge) -> PersonMerge | None:
    """A later merging of either of the two that stands, and so must be taken back first."""
    both = (merge.kept_id, merge.merged_id)
    return db.session.scalar(
        select(PersonMerge)
        .where(
            PersonMerge.id > merge.id,
            PersonMerge.stands(),
            PersonMerge.kept_id.in_(both) | PersonMerge.merged_id.in_(both),
        )
        .limit(1)
    )

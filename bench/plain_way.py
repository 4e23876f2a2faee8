"""The plain way to search: ORM rows, loaded eagerly, and a geodesic in a loop.

Written as a careful developer would write it first: one query with its relations loaded eagerly,
then every gate for every household in turn, with the same reasons as the engine gives. Bedrooms to
be shared by agreement are counted as not free, here and in the other ways that are measured.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from geopy.distance import geodesic
from sqlalchemy import Boolean, ForeignKey, create_engine, insert, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    selectinload,
)

from bench.invented import DAY
from sufficiency.grid import to_degrees
from sufficiency.types import Fact, Home, Kind, Need, Sex, age_on

MILE = 1609.3
USUAL_LIMIT = 3


class Base(DeclarativeBase):
    """The plain way's own tables."""


class Household(Base):
    """A household, with its yes-and-no facts as columns."""

    __tablename__ = "household"
    id: Mapped[str] = mapped_column(primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    approved_on: Mapped[date]
    approval_ended_on: Mapped[date | None]
    agreement_signed: Mapped[bool]
    on_hold: Mapped[bool]
    all_unavailable: Mapped[bool]
    places_unavailable: Mapped[int]
    overall: Mapped[int]
    lines: Mapped[list["Line"]] = relationship()
    children: Mapped[list["LivingThere"]] = relationship()
    bedrooms: Mapped[list["Room"]] = relationship()


for _fact in Fact:
    setattr(Household, _fact.value, mapped_column(Boolean))


class Line(Base):
    """A line of the terms."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    up_to: Mapped[int]
    min_age: Mapped[int]
    max_age: Mapped[int]
    sexes: Mapped[str]
    kinds: Mapped[str]


class LivingThere(Base):
    """A child living there, fostered or of the family."""

    __tablename__ = "living_there"
    id: Mapped[str] = mapped_column(primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    born: Mapped[date]
    sex: Mapped[str]
    fostered: Mapped[bool]
    since: Mapped[date]
    others_from: Mapped[int | None]
    others_to: Mapped[int | None]
    alone: Mapped[bool]


class Room(Base):
    """A bedroom."""

    __tablename__ = "room"
    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    sleeps: Mapped[int]
    free: Mapped[bool]


# ------------------------------------------------------------------------------------ filling it


def fill(path: Path, homes: Iterable[Home]) -> None:
    """Write the homes to a SQLite file, a few thousand at a time."""
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for batch in _batches(homes, 5000):
            connection.execute(insert(Household), [_household(home) for home in batch])
            for table, rows in (
                (Line, [row for home in batch for row in _lines(home)]),
                (LivingThere, [row for home in batch for row in _children(home)]),
                (Room, [row for home in batch for row in _bedrooms(home)]),
            ):
                if rows:
                    connection.execute(insert(table), rows)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _batches(homes: Iterable[Home], size: int) -> Iterator[list[Home]]:
    batch: list[Home] = []
    for home in homes:
        batch.append(home)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _household(home: Home) -> dict[str, Any]:
    room = home.room
    assert home.where is not None
    latitude, longitude = to_degrees(home.where)
    closed = [gone.places for gone in room.unavailable]
    facts = {fact.value: home.facts[fact] for fact in Fact}
    return facts | {
        "id": home.id,
        "latitude": latitude,
        "longitude": longitude,
        "approved_on": room.approved[0].starts,
        "approval_ended_on": room.approved[0].ends,
        "agreement_signed": room.agreement_signed is not None,
        "on_hold": bool(room.holds),
        "all_unavailable": None in closed,
        "places_unavailable": sum(places or 0 for places in closed),
        "overall": room.terms[0].overall,
    }


def _lines(home: Home) -> Iterator[dict[str, Any]]:
    for line in home.room.terms[0].criteria:
        yield {
            "household_id": home.id,
            "up_to": line.up_to,
            "min_age": line.min_age,
            "max_age": line.max_age,
            "sexes": " ".join(sorted(Sex if line.sexes is None else line.sexes)),
            "kinds": " ".join(sorted(Kind if line.kinds is None else line.kinds)),
        }


def _children(home: Home) -> Iterator[dict[str, Any]]:
    fostered = {claim.child.id for claim in home.room.claims}
    for resident in home.residents:
        yield {
            "id": resident.child.id,
            "household_id": home.id,
            "born": resident.child.born,
            "sex": resident.child.sex.value,
            "fostered": resident.child.id in fostered,
            "since": resident.period.starts,
            "others_from": resident.others_from,
            "others_to": resident.others_to,
            "alone": resident.alone,
        }


def _bedrooms(home: Home) -> Iterator[dict[str, Any]]:
    taken = {sleeper.bedroom_id for sleeper in home.room.sleepers}
    without = sum(
        claim.child.id not in {s.id for s in home.room.sleepers}
        and age_on(claim.child.born, DAY) >= 3
        for claim in home.room.claims
    )
    free = sorted((bed.sleeps, bed.id) for bed in home.room.bedrooms if bed.id not in taken)
    waiting = {bed_id for _, bed_id in free[:without]}
    for bed in home.room.bedrooms:
        free_bed = bed.id not in taken and bed.id not in waiting
        yield {"household_id": home.id, "sleeps": bed.sleeps, "free": free_bed}


# ---------------------------------------------------------------------------------- searching it


@dataclass(frozen=True)
class Answer:
    """The nearest that may be offered, how many each reason rules out, and how long it took."""

    nearest: tuple[str, ...]
    tally: dict[str, int]
    milliseconds: float


def search_all(path: Path, needs: list[Need], limit: int = 20) -> list[Answer]:
    """Each need in turn, each with rows read afresh, as a request would."""
    engine = create_engine(f"sqlite:///{path}")
    answers = [_search(engine, need, limit) for need in needs]
    engine.dispose()
    return answers


def _search(engine: Any, need: Need, limit: int) -> Answer:
    started = perf_counter()
    nearest: list[tuple[float, str]] = []
    tally: dict[str, int] = {}
    with Session(engine) as session:
        households = session.scalars(
            select(Household).options(
                selectinload(Household.lines),
                selectinload(Household.children),
                selectinload(Household.bedrooms),
            )
        ).all()
        question = Question(need)
        for household in households:
            metres, codes = question.reasons(household)
            for code in codes:
                tally[code] = tally.get(code, 0) + 1
            if not codes:
                nearest.append((metres, household.id))
        nearest.sort()
        found = tuple(each for _, each in nearest[:limit])
    return Answer(found, tally, (perf_counter() - started) * 1000)


class Question:
    """What is asked of each household, worked out once for the need."""

    def __init__(self, need: Need) -> None:
        assert need.home is not None
        assert need.max_miles is not None
        self.need = need
        self.first = need.period.starts
        self.ages = [age_on(child.born, self.first) for child in need.children]
        self.number = len(need.children)
        self.wanting = sum(age >= 3 for age in self.ages)
        self.home = to_degrees(need.home)
        self.furthest = need.max_miles * MILE
        self.avoid = [(to_degrees(each.point), each.miles * MILE) for each in need.avoid]

    def reasons(self, household: Household) -> tuple[float, list[str]]:
        """How far it is, and every reason why these children may not live there."""
        codes: list[str] = []
        self._standing(household, codes)
        there = [child for child in household.children if child.fostered]
        self._terms(household, there, codes)
        self._numbers(household, there, codes)
        self._company(household, codes)
        for fact in self.need.required:
            if not getattr(household, fact.value):
                codes.append("fact_missing")
                break
        for fact in self.need.forbidden:
            if getattr(household, fact.value):
                codes.append("fact_forbidden")
                break
        position = (household.latitude, household.longitude)
        metres = float(geodesic(self.home, position).meters)
        if metres > self.furthest:
            codes.append("too_far")
        if any(geodesic(place, position).meters <= near for place, near in self.avoid):
            codes.append("near_a_place_to_avoid")
        return metres, codes

    def _standing(self, household: Household, codes: list[str]) -> None:
        ended = household.approval_ended_on
        if ended is not None:
            codes.append("not_approved" if ended <= self.first else "approval_ends")
        if not household.agreement_signed and (ended is None or ended > self.first):
            codes.append("no_agreement")
        if household.on_hold:
            codes.append("on_hold")

    def _terms(self, household: Household, there: list[LivingThere], codes: list[str]) -> None:
        if household.approval_ended_on is not None and household.approval_ended_on <= self.first:
            return
        lines, kind = household.lines, self.need.kind.value
        full = len(there) + self.number > household.overall
        misfit = False
        if not all(any(x.min_age <= age <= x.max_age for x in lines) for age in self.ages):
            codes.append("terms_age")
            misfit = True
        sexes = {child.sex.value for child in self.need.children}
        if not all(any(sex in x.sexes.split() for x in lines) for sex in sexes):
            codes.append("terms_sex")
            misfit = True
        if not any(kind in x.kinds.split() for x in lines):
            codes.append("terms_kind")
            misfit = True
        if full:
            codes.append("terms_full")
        # The age of a child who lives there is the age on the day they came.
        choices = [
            self._open(lines, age_on(child.born, child.since), child.sex, None) for child in there
        ]
        if not _assigned(choices, [line.up_to for line in lines]):
            codes.append("terms_resident")
        elif not misfit and not full:
            choices += [
                self._open(lines, age, child.sex.value, kind)
                for age, child in zip(self.ages, self.need.children, strict=True)
            ]
            if not _assigned(choices, [line.up_to for line in lines]):
                codes.append("terms_mix")

    def _open(self, lines: list[Line], age: int, sex: str, kind: str | None) -> list[int]:
        return [
            n
            for n, line in enumerate(lines)
            if line.min_age <= age <= line.max_age
            and sex in line.sexes.split()
            and (kind is None or kind in line.kinds.split())
        ]

    def _numbers(self, household: Household, there: list[LivingThere], codes: list[str]) -> None:
        siblings = not there and (self.number == 1 or len(self.need.siblings) > 0)
        free = household.overall - len(there)
        if not siblings:
            if len(there) + self.number > USUAL_LIMIT:
                codes.append("usual_limit")
            free = min(free, USUAL_LIMIT - len(there))
        closed = household.places_unavailable
        ended = household.approval_ended_on
        approved = ended is None or ended > self.first
        if household.all_unavailable or (approved and closed and free - closed < self.number):
            codes.append("not_available")
        if self.wanting and sum(bed.free for bed in household.bedrooms) < self.wanting:
            codes.append("no_bedroom")

    def _company(self, household: Household, codes: list[str]) -> None:
        others = [age_on(child.born, self.first) for child in household.children]
        need = self.need
        if need.youngest_other is not None and others and min(others) < need.youngest_other:
            codes.append("other_too_young")
        if need.oldest_other is not None and others and max(others) > need.oldest_other:
            codes.append("other_too_old")
        if any(child.alone for child in household.children):
            codes.append("resident_alone")
        low = max((child.others_from or 0 for child in household.children), default=0)
        high = min((child.others_to or 99 for child in household.children), default=99)
        if min(self.ages) < low or max(self.ages) > high:
            codes.append("resident_ages")


def _assigned(choices: list[list[int]], left: list[int]) -> bool:
    """Can each be given one of their lines, none beyond its number?"""
    if not choices:
        return True
    for line in choices[0]:
        if left[line]:
            left[line] -= 1
            if _assigned(choices[1:], left):
                return True
            left[line] += 1
    return False

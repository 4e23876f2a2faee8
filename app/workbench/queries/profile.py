"""Local need from the record, as plain stays: where everybody in our care lived, and our carers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.audit.remembering import remembered
from app.children import queries as children
from app.children.codes import Ls, PlaceProvider
from app.children.models import Child, FamilyHome, LegalStatus, Placement, Setting
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.matching.queries import authority_code
from app.people.models import Address, Household, Person, Provider, ProviderKind
from app.register.models import Approval, Terms
from sufficiency.distance import miles
from sufficiency.forecast.sheets import LIVING_OF, SHORT_BREAKS
from sufficiency.forecast.words import CarerSpell
from sufficiency.profile import Stay
from sufficiency.types import Point

DAY = timedelta(days=1)
BACK = timedelta(days=4 * 366)
"""Stays that ended longer ago than this say nothing of the year, nor of the homes of long standing
that are counted beside it."""

PROVIDERS = {
    PlaceProvider.PR0: "parents",
    PlaceProvider.PR1: "own",
    PlaceProvider.PR2: "other authority",
    PlaceProvider.PR4: "private",
    PlaceProvider.PR5: "voluntary",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the record tells a profile: stays, spells of our own households, birthdays of carers."""

    stays: tuple[Stay, ...]
    spells: tuple[CarerSpell, ...]
    carers_born: tuple[date | None, ...]
    refs: dict[str, tuple[str, str]]
    """Of each child of the stays, by the engine's id: reference and name."""


def told(day: date) -> Told:
    """Everything of our own children and carers that a profile of a day counts."""
    return _told(day)[0]


def told_for_everybody(day: date) -> Told:
    """The same of the whole record, for numbers alone."""
    with reading_without(NOTHING):
        return told(day)


@remembered
def _told(day: date) -> tuple[Told]:
    rows = _rows(day)
    ids = sorted({row.child_id for row in rows})
    groups = _groups(ids)
    homes, care = _family_homes(ids), _care(day)
    where = _addresses({row.household_id for row in rows if row.household_id is not None})
    stays = tuple(
        stay
        for row in rows
        for stay in _stays(row, care.get(row.child_id, ()), homes, where, groups)
    )
    refs = {str(row.child_id): (row.ref, f"{row.given_name} {row.family_name}") for row in rows}
    return (Told(stays, tuple(_spells(day)), tuple(_carers_born(day)), refs),)


def _rows(day: date) -> Sequence[Any]:
    return db.session.execute(
        select(
            Placement.child_id,
            Placement.place,
            Placement.place_provider,
            Placement.household_id,
            Placement.setting_id,
            Placement.easting,
            Placement.northing,
            Placement.authority_code,
            Placement.starts_on,
            Placement.ends_on,
            Placement.ended_because,
            Setting.easting.label("of_setting"),
            Setting.northing.label("north_of_setting"),
            Setting.authority_code.label("area_of_setting"),
            Child.ref,
            Person.born,
            Person.given_name,
            Person.family_name,
        )
        .join(Child, Child.id == Placement.child_id)
        .join(Person, Person.id == Child.person_id)
        .outerjoin(Setting, Setting.id == Placement.setting_id)
        .where(
            Placement.in_force_during(day - BACK, day + DAY),
            Placement.temporary.is_(False),
            Person.born.is_not(None),
            Child.responsible_authority == authority_code(),
        )
        .order_by(Placement.child_id, Placement.starts_on, Placement.id)
    ).all()


def _stays(
    row: Any,
    care: Sequence[tuple[date, date | None, str | None]],
    homes: dict[int, Point],
    where: dict[int, tuple[Point, str | None]],
    groups: dict[int, str],
) -> Iterator[Stay]:
    """The part of a placement during which the child was looked after."""
    living = LIVING_OF.get(row.place)
    if living is None:
        return
    point, area = _where(row, where)
    family = homes.get(row.child_id)
    for begins, over, left in care:
        starts = max(row.starts_on, begins)
        ends = min((each for each in (row.ends_on, over) if each is not None), default=None)
        if ends is not None and ends <= starts:
            continue
        over_here = ends is not None and ends == over
        yield Stay(
            child=str(row.child_id),
            born=row.born,
            starts=starts,
            ends=ends,
            living=living,
            provider=PROVIDERS.get(row.place_provider),
            in_area=None if area is None else area == authority_code(),
            miles=miles(family, point) if family and point else None,
            siblings=groups.get(row.child_id),
            home=_home(row),
            ended=row.ended_because.value if row.ended_because else None,
            left=left if over_here else None,
        )


def _where(row: Any, where: dict[int, tuple[Point, str | None]]) -> tuple[Point | None, str | None]:
    if row.easting is not None and row.northing is not None:
        return Point(row.easting, row.northing), row.authority_code
    if row.household_id in where:
        point, area = where[row.household_id]
        return point, row.authority_code or area
    if row.of_setting is not None and row.north_of_setting is not None:
        point = Point(row.of_setting, row.north_of_setting)
        return point, row.authority_code or row.area_of_setting
    return None, row.authority_code


def _home(row: Any) -> str | None:
    """What tells one home from another; with no household or setting on record, where it is."""
    if row.household_id is not None:
        return f"household:{row.household_id}"
    if row.setting_id is not None:
        return f"setting:{row.setting_id}"
    return None if row.easting is None else f"point:{row.easting},{row.northing}"


def _care(day: date) -> dict[int, list[tuple[date, date | None, str | None]]]:
    """When each child was looked after, short breaks left out, and why it ended."""
    short = [Ls(each) for each in sorted(SHORT_BREAKS)]
    found: dict[int, list[tuple[date, date | None, str | None]]] = defaultdict(list)
    for row in db.session.execute(
        select(
            LegalStatus.child_id,
            LegalStatus.starts_on,
            LegalStatus.ends_on,
            LegalStatus.ended_because,
        )
        .where(LegalStatus.stands(), LegalStatus.starts_on <= day, LegalStatus.status.not_in(short))
        .order_by(LegalStatus.child_id, LegalStatus.starts_on, LegalStatus.id)
    ):
        left = row.ended_because.value if row.ended_because else None
        those = found[row.child_id]
        if those and (those[-1][1] is None or those[-1][1] >= row.starts_on):
            those[-1] = (those[-1][0], row.ends_on, left)
        else:
            those.append((row.starts_on, row.ends_on, left))
    return found


def _groups(ids: Sequence[int]) -> dict[int, str]:
    """The group of brothers and sisters of each child, named by the lowest id in it."""
    lowest = {id_: id_ for id_ in ids}

    def root(id_: int) -> int:
        while lowest[id_] != id_:
            id_ = lowest[id_]
        return id_

    for one, other in (sorted(map(int, pair)) for pair in children.siblings_among(ids)):
        first, second = sorted((root(one), root(other)))
        lowest[second] = first
    return {id_: str(root(id_)) for id_ in ids}


def _family_homes(ids: Sequence[int]) -> dict[int, Point]:
    rows = db.session.execute(
        select(FamilyHome.child_id, FamilyHome.easting, FamilyHome.northing)
        .where(FamilyHome.stands(), FamilyHome.child_id.in_(ids))
        .order_by(FamilyHome.starts_on)
    )
    return {
        row.child_id: Point(row.easting, row.northing)
        for row in rows
        if row.easting is not None and row.northing is not None
    }


def _addresses(homes: set[int]) -> dict[int, tuple[Point, str | None]]:
    rows = db.session.execute(
        select(Address.household_id, Address.easting, Address.northing, Address.authority_code)
        .where(Address.stands(), Address.household_id.in_(sorted(homes)))
        .order_by(Address.starts_on)
    )
    return {
        row.household_id: (Point(row.easting, row.northing), row.authority_code)
        for row in rows
        if row.easting is not None and row.northing is not None
    }


# ------------------------------------------------------------------------------------ our carers


def _spells(day: date) -> Iterator[CarerSpell]:
    """From when until when each of our households could foster, relatives and friends left out."""
    spells: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for row in db.session.execute(
        select(Approval.household_id, Approval.starts_on, Approval.ends_on)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Provider.kind == ProviderKind.OWN,
            Approval.family_and_friends.is_(False),
            Approval.stands(),
            Approval.starts_on <= day,
        )
        .order_by(Approval.household_id, Approval.starts_on)
    ):
        those = spells[row.household_id]
        if those and (those[-1][1] is None or row.starts_on <= those[-1][1]):
            before = those[-1][1]
            later = None if before is None or row.ends_on is None else max(before, row.ends_on)
            those[-1] = (those[-1][0], later)
        else:
            those.append((row.starts_on, row.ends_on))
    terms = db.session.execute(
        select(Terms.household_id, Terms.overall)
        .where(Terms.stands(), Terms.household_id.in_(sorted(spells)))
        .order_by(Terms.starts_on)
    ).all()
    overall = {row.household_id: row.overall for row in terms}
    for household, those in spells.items():
        for approved, ended in those:
            yield CarerSpell(str(household), approved, ended, overall.get(household, 1))


def _carers_born(day: date) -> Sequence[date | None]:
    return db.session.scalars(
        select(Person.born)
        .join(Approval, Approval.person_id == Person.id)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Provider.kind == ProviderKind.OWN,
            Approval.family_and_friends.is_(False),
            Approval.in_force(day),
        )
        .order_by(Person.id)
    ).all()

"""Local need from the record, as plain stays: where everybody in our care lived, and our carers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.audit.remembering import remembered
from app.children import queries as children
from app.children.codes import PlaceProvider
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.matching.queries import authority_code
from app.people.models import Household, Person, Provider, ProviderKind
from app.register.models import Approval
from app.workbench.queries.lived import (
    Lived,
    Located,
    family_homes,
    home_of,
    lived,
    own_homes,
    where_lived,
)
from sufficiency.distance import miles
from sufficiency.forecast.words import CarerSpell
from sufficiency.profile import Stay
from sufficiency.types import Point

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
    those = tuple(lived(day, since=day - BACK))
    ids = sorted({each.row.child_id for each in those})
    groups, homes, where = _groups(ids), family_homes(ids), where_lived(those)
    stays = tuple(
        _stay(each, homes.get(each.row.child_id), where[each.row.id], groups) for each in those
    )
    refs = {
        str(row.child_id): (row.ref, f"{row.given_name} {row.family_name}")
        for row in (each.row for each in those)
    }
    spells = tuple(
        CarerSpell(str(home.household_id), approved, ended, home.places)
        for home in own_homes(day)
        for approved, ended in home.spells
    )
    return (Told(stays, spells, tuple(_carers_born(day)), refs),)


def _stay(each: Lived, family: Point | None, where: Located, groups: dict[int, str]) -> Stay:
    row, (point, area) = each.row, where
    return Stay(
        child=str(row.child_id),
        born=row.born,
        starts=each.starts,
        ends=each.ends,
        living=each.living,
        provider=PROVIDERS.get(row.place_provider),
        in_area=None if area is None else area == authority_code(),
        miles=miles(family, point) if family and point else None,
        siblings=groups.get(row.child_id),
        home=home_of(row),
        ended=row.ended_because.value if row.ended_because else None,
        left=each.left,
    )


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

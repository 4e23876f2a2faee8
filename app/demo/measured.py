"""The county as the record has it, measured as the published figures are, and held beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from math import hypot
from typing import Any

from sqlalchemy import Row, func, select

from app.children.codes import (
    ADOPTED,
    FOSTER,
    SPECIAL_GUARDIANSHIP,
    WITH_RELATIVES_OR_FRIENDS,
    Place,
    PlaceProvider,
    Rec,
)
from app.children.models import Child, FamilyHome, LegalStatus, Placement
from app.core.db import db
from app.demo import figures
from app.demo.figures import LAST, Compared, compared
from app.demo.ground import HEREFORDSHIRE, NEAR
from app.demo.lives import year_to
from app.people.models import Household, Person, Provider, ProviderKind
from app.register.models import Approval, Terms
from sufficiency.distance import METRES_IN_MILE
from sufficiency.types import Sex, age_on

AGES = {
    "5 to 9 years": (5, 9),
    "10 to 15 years": (10, 15),
    "16 years and over": (16, 17),
}

PLACEMENTS: dict[str, Collection[Place]] = {
    "Foster placements": FOSTER,
    "Secure homes and children's homes": {Place.K1, Place.K2},
    "Independent and semi-independent living arrangements/supported accommodation": {
        Place.H5,
        Place.K3,
        Place.P2,
    },
    "Placed with parents or other person with parental responsibility": {Place.P1},
}

PROVIDERS = {
    "Own provision (by the LA)": PlaceProvider.PR1,
    "Private provision": PlaceProvider.PR4,
}

STATUSES = {
    "Full care order": "C2",
    "Interim care order": "C1",
    "Placement order granted": "E1",
    "Voluntary agreements under S20 CA 1989": "V2",
}

OFSTED_ROUNDS_TO = 5


def compare() -> list[Compared]:
    """Every published figure that the county is held to, beside what was generated."""
    return [
        *_numbers(),
        *_on_the_last_day(),
        *_placements_each_year(),
        *_places_each_year(),
        *_kinship_and_leaving(),
    ]


def _numbers() -> Iterator[Compared]:
    """How many were looked after, started and ceased, and how it ended, in each year."""
    spells = _spells()
    for year in figures.YEARS:
        first, last = year_to(year)
        there = sum(starts <= last and (not ends or ends > last) for starts, ends, _ in spells)
        started = sum(first <= starts <= last for starts, _, _ in spells)
        left = [because for _, ends, because in spells if ends and first <= ends <= last]
        yield compared(
            f"Children looked after on 31 March {year}", figures.looked_after(year), there
        )
        yield compared(f"Started in the year to 31 March {year}", figures.started(year), started)
        yield compared(f"Ceased in the year to 31 March {year}", figures.ceased(year), len(left))
        for says, measure, reasons in (
            ("Special guardianship orders", "LAC_ceased_SGO", SPECIAL_GUARDIANSHIP),
            ("Adopted", "No_of LAC Adopted", ADOPTED),
        ):
            published = figures.series(measure, year)
            if published is not None:
                made = sum(because in reasons for because in left)
                yield compared(f"{says} in the year to 31 March {year}", published, made)


def _spells() -> list[tuple[date, date | None, Rec | None]]:
    """Each child's time of being looked after: first day, first day after it, and why it ended."""
    rows = db.session.execute(
        select(
            LegalStatus.child_id,
            LegalStatus.starts_on,
            LegalStatus.ends_on,
            LegalStatus.ended_because,
        )
        .join(Child, Child.id == LegalStatus.child_id)
        .where(LegalStatus.stands(), Child.responsible_authority == HEREFORDSHIRE)
        .order_by(LegalStatus.child_id, LegalStatus.starts_on, LegalStatus.id)
    )
    found: dict[int, tuple[date, date | None, Rec | None]] = {}
    for row in rows:
        since = found[row.child_id][0] if row.child_id in found else row.starts_on
        found[row.child_id] = since, row.ends_on, row.ended_because
    return list(found.values())


# -------------------------------------------------------------------------------- on one 31 March


class LastDay:
    """The children looked after on a 31 March, with where they lived."""

    def __init__(self, day: date) -> None:
        self.day = day

    @cached_property
    def children(self) -> list[Row[Any]]:
        """Each child, with the status of that day."""
        asked = (
            select(Child.id, Person.born, Person.sex, LegalStatus.status)
            .join(Person, Person.id == Child.person_id)
            .join(LegalStatus, LegalStatus.child_id == Child.id)
            .where(LegalStatus.in_force(self.day), Child.responsible_authority == HEREFORDSHIRE)
        )
        return list(db.session.execute(asked))

    @cached_property
    def placements(self) -> list[Row[Any]]:
        """Each main placement of those children, with their family home."""
        asked = (
            select(
                Placement.child_id,
                Placement.place,
                Placement.place_provider,
                Placement.authority_code,
                Placement.easting,
                Placement.northing,
                FamilyHome.easting.label("home_easting"),
                FamilyHome.northing.label("home_northing"),
            )
            .outerjoin(FamilyHome, FamilyHome.child_id == Placement.child_id)
            .where(
                Placement.in_force(self.day),
                Placement.temporary.is_(False),
                Placement.child_id.in_([row.id for row in self.children]),
            )
        )
        return list(db.session.execute(asked))


def _miles(row: Row[Any]) -> float | None:
    if row.easting is None or row.home_easting is None:
        return None
    metres = hypot(row.easting - row.home_easting, row.northing - row.home_northing)
    return metres / METRES_IN_MILE


def _on_the_last_day() -> Iterator[Compared]:
    """Who they were and how far from home, on 31 March 2025."""
    day = LastDay(date(LAST, 3, 31))
    ages = [age_on(row.born, day.day) for row in day.children]
    bands = {says: sum(a <= age <= b for age in ages) for says, (a, b) in AGES.items()}
    statuses = Counter(row.status.value for row in day.children)
    girls = sum(row.sex is Sex.FEMALE for row in day.children)
    inside = sum(row.authority_code == HEREFORDSHIRE for row in day.placements)
    far = [_miles(row) for row in day.placements]
    near = sum(each is not None and round(each, 1) <= NEAR for each in far)
    beyond = sum(each is not None and round(each, 1) > NEAR for each in far)
    generated: list[tuple[str, str, float]] = [
        *(("Age group", says, number) for says, number in bands.items()),
        *(("Legal status", says, statuses[code]) for says, code in STATUSES.items()),
        ("Sex", "Female", girls),
        ("Sex", "Male", len(day.children) - girls),
        ("Locality of placement", "Placed inside the local authority boundary", inside),
        (
            "Locality of placement",
            "Placed outside the local authority boundary",
            len(day.placements) - inside,
        ),
        ("Distance between home and placement", "Placed 20 miles or less from home", near),
        ("Distance between home and placement", "Placed more than 20 miles from home", beyond),
    ]
    for category, item, number in generated:
        yield _beside(LAST, category, item, number)
    whole = figures.looked_after(LAST)
    published = whole - sum(figures.on_31_march(LAST, "Age group", item) or 0 for item in AGES)
    yield compared(
        f"31 March {LAST}: under 5 years (what the others leave)",
        published,
        sum(age < 5 for age in ages),
    )


def _beside(year: int, category: str, item: str, number: float) -> Compared:
    published = figures.on_31_march(year, category, item)
    if published is None:
        raise KeyError(f"{item} was not published for {year}")
    return compared(f"31 March {year}: {_short(item)}", published, number)


def _short(item: str) -> str:
    says = item.replace(
        "Independent and semi-independent living arrangements/supported accommodation",
        "Supported accommodation",
    )
    says = says.replace(" or other person with parental responsibility", "")
    return says[:1].lower() + says[1:]


def _placements_each_year() -> Iterator[Compared]:
    """Where children lived, and who provided it, on each 31 March of which it was published."""
    for year in range(2021, LAST + 1):
        placements = LastDay(date(year, 3, 31)).placements
        for item, codes in PLACEMENTS.items():
            yield _beside(year, "Placement", item, sum(row.place in codes for row in placements))
        for item, provider in PROVIDERS.items():
            number = sum(row.place_provider is provider for row in placements)
            yield _beside(year, "Place providers", item, number)


# ---------------------------------------------------------------------------------- our own carers


def _approved(day: date, *, family_and_friends: bool) -> list[int]:
    """Our own households with an approval in force on a day."""
    asked = (
        select(Approval.household_id)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Provider.kind == ProviderKind.OWN,
            Approval.family_and_friends.is_(family_and_friends),
            Approval.in_force(day),
        )
        .distinct()
    )
    return list(db.session.scalars(asked))


def _places_each_year() -> Iterator[Compared]:
    """Mainstream places approved and filled on each 31 March of which Ofsted's are published."""
    for year in range(2022, LAST + 1):
        day = date(year, 3, 31)
        households = _approved(day, family_and_friends=False)
        approved = db.session.scalar(
            select(func.sum(Terms.overall)).where(
                Terms.in_force(day), Terms.household_id.in_(households)
            )
        )
        filled = db.session.scalar(
            select(func.count()).where(
                Placement.in_force(day),
                Placement.temporary.is_(False),
                Placement.place.in_(FOSTER - WITH_RELATIVES_OR_FRIENDS),
                Placement.household_id.in_(households),
            )
        )
        for says, measure, number in (
            ("approved", "Number_Foster_Places(New)", approved),
            ("filled", "Number_Foster_Places_Filled(New)", filled),
        ):
            published = figures.series(measure, year) or 0
            says = f"31 March {year}: mainstream foster places {says}"
            yield compared(says, published, number or 0, OFSTED_ROUNDS_TO)


def _kinship_and_leaving() -> Iterator[Compared]:
    """Family and friends among our households, and how many mainstream ones leave in a year."""
    day = date(2019, 3, 31)
    kin = len(_approved(day, family_and_friends=True))
    mainstream = len(_approved(day, family_and_friends=False))
    share = figures.households("Family and Friends") / figures.households(
        "Total approved households"
    )
    yield compared(
        "31 March 2019: family and friends, per cent of our households",
        round(100 * share, 1),
        round(100 * kin / (kin + mainstream), 1),
    )
    before = set(_approved(date(2023, 3, 31), family_and_friends=False))
    after = set(_approved(date(2024, 3, 31), family_and_friends=False))
    left = figures.england("year to 31 March 2024", "Mainstream households that left")
    there = figures.england("31 March 2023", "Mainstream fostering households")
    yield compared(
        "Year to 31 March 2024: mainstream households that left, per cent (England)",
        round(100 * left / there, 1),
        round(100 * len(before - after) / len(before), 1),
    )

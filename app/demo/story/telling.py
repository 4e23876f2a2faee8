"""How the story is put together: a child, a home, a stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.children.codes import Ls, Place, PlaceProvider
from app.children.kinds import Basis
from app.demo import carers, names
from app.demo.chance import Chance, years
from app.demo.circumstances import Circumstances
from app.demo.county import County
from app.demo.ground import SHROPSHIRE, Point, miles
from app.demo.homes import Line, PlannedHome, Someone, Stay, TermsFrom, Whose
from app.demo.lives import Brood, Life
from app.people.models import MemberRole
from sufficiency.types import Fact, Kind, Sex

LEOMINSTER = "HR6 8"
"""The postcode sector of the town."""

A_FAMILY = {
    Fact.DRIVES: True,
    Fact.ENCLOSED_GARDEN: True,
    Fact.EXPERIENCE_SIBLINGS: True,
    Fact.DOG: False,
}


FIRST_NEWCOMERS, NEWCOMERS_BY = date(2025, 4, 3), date(2025, 6, 20)
"""Carers of the story who have fostered for some time were approved between these days, after the
last published figures, which so do not count them."""


class Telling:
    """The county as it stands, today, and the hands that add to it."""

    def __init__(self, county: County, around: Circumstances, today: date) -> None:
        self.county = county
        self.around = around
        self.today = today
        self.chance = Chance.of(county.seed, "story")
        town = [point for point in county.ground.all if point.postcode.startswith(LEOMINSTER)]
        self.family_home = town[len(town) // 3]
        self.school = min(town, key=lambda point: abs(miles(point, self.family_home) - 0.6))

    def ago(self, days: int) -> date:
        """So many days ago, but after the last day of which figures are published."""
        return max(self.today - timedelta(days=days), FIRST_NEWCOMERS)

    def around_town(self, least: float, most: float) -> Point:
        """Somewhere in the county so many miles from the brothers' home."""
        there = [
            point
            for points in self.county.ground.by_town.values()
            for point in points
            if least <= miles(point, self.family_home) <= most
        ]
        return self.chance.choice(there)

    def next_door(self) -> Point:
        """Somewhere in Shropshire, not far from the brothers' home."""
        around = self.county.ground
        return around.abroad(
            self.chance,
            lambda point: (
                point.authority_code == SHROPSHIRE and miles(point, self.family_home) < 16
            ),
            around.next_door,
        )

    def child(
        self,
        given: str,
        family: str,
        sex: Sex,
        age: float,
        since: date,
        *,
        brood: Brood | None = None,
        statuses: Sequence[tuple[Ls, int]] = ((Ls.V2, 0), (Ls.C1, 40), (Ls.C2, 200)),
    ) -> Life:
        """A child of the story. Statuses: each with how many days after coming it began."""
        if brood is None:
            brood = Brood(family, self.county.ground.at_home(self.chance))
        born = self.today - years(age)
        life = Life(since, brood, born=born, sex=sex, given=given, family=family)
        life.statuses = [(status, since + timedelta(days=days)) for status, days in statuses]
        life.of_the_story = True
        brood.lives.append(life)
        self.county.lives.append(life)
        return life

    def pair(
        self, family: str, one: tuple[str, Sex, float], other: tuple[str, Sex, float], since: date
    ) -> list[Life]:
        """Two brothers or sisters who came together."""
        brood = Brood(family, self.county.ground.at_home(self.chance))
        return [
            self.child(who[0], family, who[1], who[2], since, brood=brood) for who in (one, other)
        ]

    def home(
        self,
        family: str,
        given: Sequence[str],
        point: Point,
        approved: date,
        lines: Sequence[Line],
        *,
        overall: int | None = None,
        bedrooms: Sequence[int] | None = None,
        facts: dict[Fact, bool] | None = None,
        whose: Whose = Whose.OURS,
    ) -> PlannedHome:
        """A home of the story: nobody else is placed there."""
        if whose is Whose.OURS and approved < NEWCOMERS_BY:
            approved = self.chance.day(FIRST_NEWCOMERS, NEWCOMERS_BY)
        people = [
            Someone(
                name,
                family,
                approved - years(self.chance.uniform(34, 58)),
                Sex.MALE if name in names.MEN else Sex.FEMALE,
                MemberRole.CARER,
            )
            for name in given
        ]
        overall = overall or sum(line.up_to for line in lines)
        home = PlannedHome(
            whose=whose,
            name=carers.household_name(people),
            line=names.address(self.chance),
            point=point,
            people=people,
            approved=approved,
            terms=[TermsFrom(approved, overall, tuple(lines))] if lines else [],
            bedrooms=list(bedrooms or [1] * max(1, overall)),
            facts=dict(facts or A_FAMILY) | {Fact.TWO_CARERS: len(people) > 1},
            fee=480,
        )
        home.reserved = 99
        self.county.homes.append(home)
        return home

    def lives_with(
        self,
        life: Life,
        home: PlannedHome,
        since: date,
        *,
        place: Place = Place.U6,
        basis: Basis = Basis.FOSTER,
        kind: Kind = Kind.SHORT_TERM,
    ) -> Stay:
        """The child lives in a home from a day."""
        ours = home.whose in (Whose.OURS, Whose.KIN)
        provider = PlaceProvider.PR1 if ours else PlaceProvider.PR4
        stay = Stay(life, since, place, provider, basis, kind, home=home)
        stay.urn = carers.OUR_URN if ours else None
        return self.county.settle(stay)

    def was_with_agency(self, life: Life, until: date) -> None:
        """Before, the child lived with an agency's carers."""
        stay = Stay(life, life.starts, Place.U6, PlaceProvider.PR4, Basis.FOSTER, Kind.SHORT_TERM)
        stay.point, stay.urn = self.county.ground.at_home(self.chance), carers.AGENCIES[0][1]
        self.county.settle(stay)
        self.county.end(life, until, None)

    def briefly_elsewhere(self, life: Life, place: Place, since: date, until: date) -> None:
        """A few days somewhere that the return lists one by one, between two placements."""
        stay = Stay(life, since, place, None, Basis.OTHER)
        stay.point = self.county.ground.at_home(self.chance)
        self.county.settle(stay)
        self.county.end(life, until, None)

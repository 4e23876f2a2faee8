"""Where people live: real postcodes, drawn as the county's people are spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import hypot

from app.data import PostcodePoint, adjoining, postcodes
from app.demo.chance import Chance
from sufficiency.distance import METRES_IN_MILE

HEREFORDSHIRE = "E06000019"
SHROPSHIRE = "E06000051"

TOWNS = {
    "HR1": 17,
    "HR2": 19,
    "HR4": 18,
    "HR6": 14,
    "HR9": 11,
    "HR8": 9,
    "HR7": 6,
    "HR5": 4,
    "HR3": 2,
}
"""Postal districts of the county, by how many people live there."""

NEAR = 20.0
"""Miles within which the published figures count a placement as near home."""

Point = PostcodePoint


def miles(one: Point, other: Point) -> float:
    """The statutory distance: a straight line between grid references."""
    metres = hypot(one.easting - other.easting, one.northing - other.northing)
    return metres / METRES_IN_MILE


def is_inside(point: Point) -> bool:
    """Whether a place is in the county."""
    return point.authority_code == HEREFORDSHIRE


class Ground:
    """The postcodes of the county and of those around it."""

    def __init__(self) -> None:
        self.all = list(postcodes())

    @cached_property
    def by_postcode(self) -> dict[str, Point]:
        """Every postcode, by itself."""
        return {point.postcode: point for point in self.all}

    @cached_property
    def by_town(self) -> dict[str, list[Point]]:
        """The county's postcodes, by postal district."""
        towns: dict[str, list[Point]] = {town: [] for town in TOWNS}
        for point in self.all:
            town = point.postcode.split()[0]
            if is_inside(point) and town in towns:
                towns[town].append(point)
        return towns

    @cached_property
    def outside(self) -> list[Point]:
        """Postcodes of England and Wales beyond the county, every fifth of them."""
        return [point for point in self.all[::5] if not is_inside(point)]

    @cached_property
    def next_door(self) -> list[Point]:
        """Postcodes in the counties that adjoin."""
        around = adjoining(HEREFORDSHIRE) or frozenset()
        return [point for point in self.outside if point.authority_code in around]

    def at_home(self, chance: Chance) -> Point:
        """Anywhere in the county, as its people are spread."""
        return chance.choice(self.by_town[chance.weighted(TOWNS)])

    def in_town(self, chance: Chance, town: str) -> Point:
        """Somewhere in a postal district."""
        return chance.choice(self.by_town[town])

    def abroad(
        self,
        chance: Chance,
        suits: Callable[[Point], bool],
        among: Sequence[Point] | None = None,
    ) -> Point:
        """Somewhere outside the county that suits; the last one tried if none of 400 does."""
        pool = self.outside if among is None else among
        for _ in range(400):
            point = chance.choice(pool)
            if suits(point):
                return point
        return point

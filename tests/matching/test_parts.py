"""Where homes are looked for, in people's words: a town, a postcode, a part of the county."""

from __future__ import annotations

from random import Random

import pytest

from app.matching.areas import middle_of
from app.matching.parts import part_of_area
from app.people.places import load_postcodes
from sufficiency.types import Point
from tests.builders import HEREFORDSHIRE
from tests.told import told_once

SIDES = {"north": (1, -1), "south": (1, 1), "east": (0, -1), "west": (0, 1)}
"""By which of easting and northing, and whether the most comes first."""


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("the north", "the north"),
        ("North", "the north"),
        ("South West", "the south-west"),
        ("in the north-east of the county", "the north-east"),
        ("the  east", "the east"),
        ("Northampton", None),
        ("the Weston", None),
        ("the", None),
        ("", None),
        ("Leominster", None),
    ],
)
def test_a_part_of_the_county_is_known_by_its_words(said, part):
    assert part_of_area(said) == part


@told_once
def points(db) -> list[tuple[int, int]]:
    """Ninety of our postcodes anywhere, and one of our neighbours far in the north."""
    random = Random(7)
    ours = [
        (random.randrange(320_000, 380_000), random.randrange(220_000, 290_000)) for _ in range(90)
    ]
    rows = [(f"HR{n // 10 + 1} {n % 10}AA", *at, HEREFORDSHIRE) for n, at in enumerate(ours)]
    rows.append(("SY7 0AA", 340_000, 999_000, "E06000051"))
    names = ("postcode", "easting", "northing", "authority_code")
    load_postcodes(dict(zip(names, row, strict=True)) for row in rows)
    return ours


@pytest.mark.parametrize("side", SIDES)
def test_a_side_is_the_outermost_third_of_our_own_postcodes(points, side):
    along, sign = SIDES[side]
    there = sorted(points, key=lambda at: sign * at[along])[:31]
    assert middle_of(f"the {side}") == middle(there)


@pytest.mark.parametrize(("one", "other"), [("north", "west"), ("south", "east")])
def test_a_corner_is_what_two_sides_share(points, one, other):
    def outermost(side):
        along, sign = SIDES[side]
        return set(sorted(points, key=lambda at: sign * at[along])[:31])

    assert middle_of(f"{one} {other}") == middle(outermost(one) & outermost(other))


def test_where_no_postcodes_are_loaded_nowhere_is_the_north(db):
    assert middle_of("the north") is None


def middle(there) -> Point:
    return Point(*(round(sum(at[n] for at in there) / len(there)) for n in (0, 1)))

"""Whom new homes could serve: against every way of filling them, slowly."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import pytest

from app.forecasts.queries.living import Lives
from app.forecasts.rules import Homes
from app.forecasts.serving import APART, FAR, asked, served
from app.people.models import ProviderKind
from sufficiency.forecast.words import Living
from sufficiency.types import Point, Sex

HERE = Point(349_600, 259_100)
POINTS = {"Leominster": HERE}
BY = date(2027, 3, 31)


def child(number, born, *, miles, there=None, family=HERE, living=Living.FOSTERED):
    far = Point(family.easting_m + round(miles * 1609.3), family.northing_m)
    return Lives(
        number,
        born,
        Sex.FEMALE,
        living,
        ProviderKind.AGENCY,
        there or f"household:{number}",
        number,
        family,
        far,
    )


def homes(number, places=1, youngest=0, oldest=17, siblings=False):
    return Homes(number, places, youngest, oldest, "Leominster", BY, siblings)


def told(lines, families, now=100_000, ours=40_000, new_home=None):
    those = [each for family in families for each in family]
    looked_at = asked(
        families,
        [],
        starts=BY,
        now={each.child_id: now for each in those},
        ours=lambda born: ours,
    )
    return looked_at, served(lines, POINTS, looked_at, new_home=new_home)


def test_two_brothers_apart_are_kept_together_and_a_girl_far_away_comes_nearer():
    ten = date(2016, 5, 5)
    brothers = (child(1, ten, miles=8), child(2, ten, miles=9))
    girl = (child(3, ten, miles=40),)
    near = (child(4, ten, miles=3),)
    with_parents = (child(5, ten, miles=90, living=Living.ELSEWHERE),)
    looked_at, found = told(
        [homes(1, 2, siblings=True), homes(1)], [brothers, girl, near, with_parents], new_home=500
    )
    assert sorted(each.why for each in looked_at) == [APART, FAR]
    assert (found.far, found.nearer, found.miles_less) == (1, 1, 40.0)
    assert (found.apart, found.together) == (2, 2)
    assert (found.moved, found.week, found.once) == (3, 3 * -60_000, 1_000)
    assert found.year == pytest.approx(3 * -60_000 * 365 / 7)


def test_a_home_for_brothers_and_sisters_takes_nobody_alone_and_a_family_is_not_parted():
    ten = date(2016, 5, 5)
    girl = (child(3, ten, miles=40),)
    three = tuple(child(n, ten, miles=30, there="household:9") for n in (11, 12, 13))
    assert told([homes(2, 2, siblings=True)], [girl, three])[1].nearer == 0
    assert told([homes(1, 3, siblings=True)], [girl, three])[1].nearer == 3
    assert told([homes(3, 1)], [three])[1].nearer == 0


def test_no_home_that_is_further_away_brings_anybody_nearer():
    ten = date(2016, 5, 5)
    away = Point(HERE.easting_m + 60 * 1609, HERE.northing_m)
    assert told([homes(5)], [(child(3, ten, miles=25, family=away),)])[1].nearer == 0


@pytest.mark.parametrize("seed", range(6))
def test_it_is_as_many_as_any_way_of_filling_the_homes_could_serve(seed):
    random = Random(seed)
    families, number = [], 0
    for _ in range(5):
        size = random.choice((1, 1, 2))
        born = [date(random.randrange(2011, 2024), 5, 5) for _ in range(size)]
        families.append(
            tuple(
                child(number + n, each, miles=30, there=f"household:{number}")
                for n, each in enumerate(born)
            )
        )
        number += size
    lines = [
        homes(
            random.choice((1, 2)),
            random.choice((1, 2)),
            random.choice((0, 5)),
            random.choice((9, 17)),
        )
        for _ in range(2)
    ]
    assert told(lines, families)[1].nearer == most(lines, families)


def most(lines, families):
    """Every way of giving families to homes, one home after another."""
    slots = [line for line in lines for _ in range(line.households)]

    def fits(line, chosen):
        children = [each for family in chosen for each in family]
        ages = [BY.year - each.born.year - ((3, 31) < (5, 5)) for each in children]
        return len(children) <= line.places and all(
            line.youngest <= age <= line.oldest for age in ages
        )

    def best(left, families):
        if not left:
            return 0
        found = best(left[1:], families)
        for size in (1, 2):
            for chosen in combinations(families, size):
                if fits(left[0], chosen):
                    rest = [each for each in families if each not in chosen]
                    found = max(found, sum(map(len, chosen)) + best(left[1:], rest))
        return found

    return best(slots, list(families))

"""Where a home is cannot be worked out from searches by somebody who may not know it.

The attack: search from many places that one chooses, read the distance each answer gives to a
home, and find the point that fits them best. Over two hundred homes the median error must stay at
half a kilometre or more, however many places are searched from: fifty here, a thousand in
tests/soak.
"""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import median

import numpy as np
import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.matching import county_map, queries
from app.matching.searching import answer
from app.people.models import Address
from app.people.places import load_postcodes
from sufficiency.types import Point
from tests import builders
from tests.matching.asking import officer, referral
from tests.told import told_once

HOMES = 200
METRES_IN_A_MILE = 1609.344
CHANCE = 20261123
pytestmark = pytest.mark.only_on("sqlite")  # what is asked here is arithmetic, not a database


@told_once
def county(db):
    """Two hundred homes at two hundred postcodes, spread over a county."""
    chance = random.Random(CHANCE)
    load_postcodes(
        {
            "postcode": f"HR{number % 9 + 1} {number // 9 % 10}{_two_letters(number)}",
            "easting": chance.randrange(325_000, 375_000),
            "northing": chance.randrange(220_000, 275_000),
            "authority_code": builders.HEREFORDSHIRE,
        }
        for number in range(HOMES)
    )
    with transaction():
        for number in range(HOMES):
            code = f"HR{number % 9 + 1} {number // 9 % 10}{_two_letters(number)}"
            builders.household(f"The {number}s", postcode=code)
    return {row.household_id: Point(row.easting, row.northing) for row in db.session.query(Address)}


def _two_letters(number: int) -> str:
    letters = "ABDEFGHJLN"
    return letters[number // 90 % 10] + letters[number // 9 % 10]


def origins(how_many: int) -> list[Point]:
    """Places from which somebody searches, chosen to surround every home."""
    chance = random.Random(CHANCE + how_many)
    return [
        Point(chance.randrange(320_000, 380_000), chance.randrange(215_000, 280_000))
        for _ in range(how_many)
    ]


def told(user, need, from_: list[Point]) -> dict[int, list[tuple[Point, float]]]:
    """Every distance that the answers give this person, by home."""
    found: dict[int, list[tuple[Point, float]]] = {}
    for origin in from_:
        shown = answer(replace(need, home=origin), user)
        for each in shown.ranked:
            if each.miles_home is not None:
                found.setdefault(each.card.household_id, []).append((origin, each.miles_home))
    return found


def best_fit(distances: list[tuple[Point, float]]) -> Point:
    """The point whose distances differ least from those told (Gauss and Newton, many starts)."""
    at = np.array([(each.easting_m, each.northing_m) for each, _ in distances], float)
    far = np.array([miles * METRES_IN_A_MILE for _, miles in distances])
    best, least = None, np.inf
    for start in (at.mean(axis=0), (335e3, 260e3), (365e3, 235e3)):
        point = np.array(start, float)
        for _ in range(12):
            away = point - at
            length = np.maximum(np.hypot(*away.T), 1.0)
            step, *_ = np.linalg.lstsq(away / length[:, None], far - length, rcond=None)
            point = point + step
            if np.hypot(*step) < 1:
                break
        error = float(((np.hypot(*(point - at).T) - far) ** 2).sum())
        if error < least:
            best, least = point, error
    assert best is not None
    return Point(round(best[0]), round(best[1]))


def errors(county, distances) -> list[float]:
    """How far from each home the attack ends, in metres."""
    return [
        float(np.hypot(guess.easting_m - home.easting_m, guess.northing_m - home.northing_m))
        for id_, home in county.items()
        if len(distances.get(id_, ())) >= 3
        for guess in [best_fit(distances[id_])]
    ]


@pytest.fixture
def all_shown(monkeypatch):
    """Every home on one page: an attack asks for it in parts, a test need not."""
    monkeypatch.setattr("app.matching.searching.SHOWN", HOMES)


def test_a_role_without_addresses_cannot_find_a_home_by_searching(county, all_shown):
    need = queries.need_of(referral(builders.child()))
    user = builders.user(Role.NOMINATED_OFFICER)
    nobody_is_found(county, told(user, need, origins(50)), (3, 10, 50))


def nobody_is_found(county, everything, searches) -> None:
    """After so many searches the attack still ends half a kilometre off."""
    assert len(everything) == HOMES
    for how_many in searches:
        part = {id_: given[:how_many] for id_, given in everything.items()}
        assert median(errors(county, part)) >= 500, f"{how_many} searches"


def test_the_attack_is_a_good_one_it_finds_homes_whose_distances_are_exact(county, all_shown):
    need = queries.need_of(referral(builders.child()))
    found = errors(county, told(officer(), need, origins(20)))
    assert len(found) == HOMES
    assert median(found) <= 100


def test_nothing_else_on_the_page_is_nearer_than_the_grid(county, all_shown):
    need = replace(queries.need_of(referral(builders.child())), home=origins(1)[0], max_miles=12)
    shown = answer(need, builders.user(Role.NOMINATED_OFFICER))
    for home in shown.ranked:
        assert home.home.where.easting_m % 2000 == home.home.where.northing_m % 2000 == 0
    drawn = county_map.draw(shown)
    assert drawn.coarse
    own = answer(need, officer())
    exact = {home.card.household_id: home.home.where for home in own.ranked}
    assert exact == {id_: county[id_] for id_ in exact}

"""Times on loaded roads against a plain shortest-path search; bounds always hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bench.roads import Roads as Invented
from bench.roads import invented_roads
from sufficiency.distance import Roads
from sufficiency.travel import (
    SPEEDS,
    AreaFactors,
    BadRoads,
    Factor,
    FromLandmarks,
    Kind,
    OnTheRoads,
    Road,
    Time,
    make_network,
    pack,
    prepare,
    reckon,
    unpack,
)
from sufficiency.travel.roads import road_of
from sufficiency.types import Point
from tests.sufficiency.travel.plain import (
    asked_plainly,
    both,
    first_difference,
    network_of,
    places,
    small_roads,
)


@settings(max_examples=60, deadline=None)
@given(small_roads(), places())
def test_every_time_is_the_shortest_and_every_bound_holds_it(roads, where):
    loaded, plain = both(roads)
    assert loaded.network.junctions == len(plain.part)
    assert first_difference(loaded, plain, where) is None


@pytest.fixture(scope="module")
def county():
    """Some 1,500 invented junctions, as the product and the oracle have them."""
    roads = invented_roads(1_500, seed=5)
    return roads, *both(roads)


def _doors(roads, number, seed=3):
    random = np.random.default_rng(seed)
    rows = random.choice(len(roads.east), number)
    away = random.integers(-250, 250, (number, 2))
    return [
        Point(int(roads.east[row] + east), int(roads.north[row] + north))
        for row, (east, north) in zip(rows, away, strict=True)
    ]


def test_over_a_county_exact_times_are_the_oracles_and_landmarks_are_near(county):
    roads, loaded, plain = county
    homes, errors = _doors(roads, 60), []
    for school in _doors(roads, 6, seed=4):
        right = np.array(asked_plainly(plain, school, homes), float)
        assert np.allclose(loaded.exact_minutes(school, homes), right, rtol=1e-6, equal_nan=True)
        errors.append(np.abs(loaded.estimated_minutes(school, homes) / right - 1))
    assert np.nanmedian(np.concatenate(errors)) < 0.06


def test_there_and_back_take_as_long(county):
    roads, loaded, _ = county
    one, other = _doors(roads, 2)
    there, back = loaded.exact_minutes(one, [other]), loaded.exact_minutes(other, [one])
    assert there == pytest.approx(back)


def test_what_was_packed_answers_as_before_and_is_the_same_bytes_each_time(county):
    roads, loaded, _ = county
    again = unpack(pack(loaded))
    homes = _doors(roads, 20)
    for way in (OnTheRoads, FromLandmarks):
        assert (
            way(again).minutes(homes[0], homes).tolist()
            == way(loaded).minutes(homes[0], homes).tolist()
        )
    assert again.areas == loaded.areas
    assert pack(prepare(network_of(roads), SPEEDS).loaded) == pack(loaded)
    for wrong in (b"", b"PK", pack(loaded)[:-900]):
        with pytest.raises(ValueError, match="packed"):
            unpack(wrong)


def test_a_place_far_from_any_road_is_left_to_the_next_way_which_says_so(county):
    roads, loaded, _ = county
    (school,) = _doors(roads, 1)
    west = Point(roads.box[0] - 2_600, roads.box[1])
    ways = (OnTheRoads(loaded), loaded.areas, Factor())
    near, far, nowhere = reckon(school, [_doors(roads, 2)[1], west, None], ways)
    assert near.kind is Kind.ROADS
    assert far.kind in (Kind.AREA, Kind.FACTOR)
    assert nowhere is None
    assert reckon(None, [school], ways) == [None]
    assert reckon(Point(0, 0), [school], ways)[0].kind is Kind.FACTOR


def test_two_doors_that_leave_the_roads_at_one_junction_go_straight():
    network = make_network([0, 5_000], [0, 0], [0], [1], [5_000], [3]).network
    loaded = prepare(network, SPEEDS).loaded
    one, other = Point(-400, 0), Point(-400, 300)
    local = SPEEDS[Road.LOCAL] * 0.44704 * 60
    assert loaded.exact_minutes(one, [one, other]) == pytest.approx([0, 300 / local])
    assert loaded.estimated_minutes(one, [other]) == pytest.approx([300 / local])


def test_a_link_between_two_junctions_at_one_place_is_a_way_and_takes_no_time():
    east, north = np.array([0, 3_000, 0]), np.array([0, 200, 0])
    start, end, metres = np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([3_100, 0, 0])
    loaded, plain = both(Invented(east, north, start, end, metres, np.zeros(3, int)))
    assert first_difference(loaded, plain, [Point(0, 0), Point(1_507, 0)]) is None


def test_faster_roads_shorten_the_way_and_slower_ones_never_do(county):
    roads, loaded, _ = county
    homes = _doors(roads, 30)
    faster = {**SPEEDS, Road.LOCAL: 30.0, Road.MINOR: 40.0}
    quick = prepare(loaded.network, faster).loaded
    before, after = (each.exact_minutes(homes[0], homes[1:]) for each in (loaded, quick))
    assert (after < before).all()


@pytest.mark.parametrize(
    ("links", "says"),
    [([], "No two junctions"), ([(0, 0, 10)], "No two junctions"), ([(0, 1, 50)], "kilometre")],
)
def test_roads_that_lead_nowhere_are_refused_in_words(links, says):
    start, end, metres = ([link[n] for link in links] for n in range(3))
    with pytest.raises(BadRoads, match=says):
        prepare(make_network([0, 40], [0, 0], start, end, metres, [5] * len(links)).network, SPEEDS)


@pytest.mark.parametrize(
    ("told", "road"),
    [
        (("A Road", "A Road", "Single Carriageway"), Road.A_ROAD),
        (("A Road", "A Road", "Collapsed Dual Carriageway"), Road.DUAL),
        (("Motorway", "Motorway", "Dual Carriageway"), Road.MOTORWAY),
        (("Motorway", "Motorway", "Slip Road"), Road.SLIP),
        (("", "Unclassified", "Single Carriageway"), Road.LOCAL),
        (("Restricted Local Access Road", "Not Classified", ""), Road.ACCESS),
        (("A Road", "A Road", "Roundabout"), Road.ROUNDABOUT),
        (("Local Road", "Unclassified", "Shared Use Carriageway"), Road.ACCESS),
        (("A word of next year", "Another", "A third"), Road.LOCAL),
        (("Local Road", "Unclassified", "Guided Busway"), None),
    ],
)
def test_each_link_is_of_the_sort_that_its_words_say(told, road):
    assert road_of(*told) is road


def test_minutes_are_shown_as_roughly_as_they_are_known():
    shown = [(8.2, Kind.FACTOR), (23.0, Kind.FACTOR), (23.0, Kind.AREA), (23.4, Kind.ROADS)]
    assert [Time(minutes, kind).about for minutes, kind in shown] == [8, 25, 25, 23]
    assert Time(0.2, Kind.LANDMARKS).about == 1


def test_a_factor_by_area_answers_only_where_it_was_calibrated():
    areas = AreaFactors(0.001, {(0, 0): 0.0, (1, 0): 0.2})
    here = Point(5_000, 5_000)
    beside, beyond = areas.minutes(here, [Point(15_000, 5_000), Point(25_000, 5_000)])
    assert beside == pytest.approx(10 * np.exp(0.2))
    assert np.isnan(beyond)
    general = Factor(Roads(detour=1.5, km_per_hour=60))
    assert general.minutes(here, [Point(15_000, 5_000)]) == pytest.approx([15.0])

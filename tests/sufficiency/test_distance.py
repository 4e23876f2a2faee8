"""Distances: statutory miles, the geodesic as a check, minutes about, and points made coarse."""

from itertools import pairwise
from math import cos, radians, sin
from random import Random
from statistics import median

import numpy as np
import pytest

from sufficiency import distance
from sufficiency.distance import PostcodeGeocoder, Roads, miles, snap, tidy_postcode
from sufficiency.grid import to_degrees
from sufficiency.types import Point

LEOMINSTER = Point(349_500, 259_000)


def pairs_of_points(number, furthest=80_000):
    """Pairs of points over England, up to eighty kilometres apart."""
    random = Random(5)
    for _ in range(number):
        one = Point(random.randint(250_000, 600_000), random.randint(60_000, 580_000))
        far, way = random.random() * furthest, radians(random.random() * 360)
        yield (
            one,
            Point(
                one.easting_m + round(far * sin(way)),
                one.northing_m + round(far * cos(way)),
            ),
        )


def test_a_statutory_mile_is_1_6093_kilometres_and_miles_have_one_decimal():
    assert miles(LEOMINSTER, Point(349_500, 259_000 + 16_093)) == 10.0
    assert miles(LEOMINSTER, Point(349_500, 259_000 + 16_174)) == 10.1
    assert miles(LEOMINSTER, LEOMINSTER) == 0.0


def test_a_limit_is_decided_on_the_metres_and_not_on_rounded_miles():
    assert distance.within(LEOMINSTER, Point(349_500, 259_000 + 16_093), 10)
    assert not distance.within(LEOMINSTER, Point(349_500, 259_000 + 16_094), 10)


def test_the_grid_is_within_fifty_metres_of_the_geodesic_and_with_its_scale_within_three():
    plain, scaled = [], []
    for one, other in pairs_of_points(400):
        geodesic = distance.geodesic_metres(one, other)
        plain.append(abs(distance.metres(one, other) - geodesic))
        scaled.append(abs(distance.true_metres(one, other) - geodesic))
    assert median(plain) < 10
    assert max(plain) < 50
    assert max(scaled) < 3


def test_the_worked_example_of_the_grid_is_where_it_should_be():
    # Ordnance Survey's own example, Caister water tower, in WGS84 as the published shift gives it.
    place = to_degrees(Point(651_410, 313_177))
    assert place.latitude == pytest.approx(52.657977, abs=5e-6)
    assert place.longitude == pytest.approx(1.716053, abs=5e-6)


def test_minutes_by_road_are_about():
    ten_miles = Point(349_500, 259_000 + 16_093)
    assert Roads().about(LEOMINSTER, ten_miles) == 25
    assert Roads().about(LEOMINSTER, Point(349_500, 259_400)) == 1
    assert Roads(detour=2.0).about(LEOMINSTER, ten_miles) == 40


def test_minutes_are_calibrated_by_the_median_of_known_trips():
    roads = Roads.calibrated([(10_000, 20), (5_000, 10), (20_000, 90)])
    assert roads.minutes(30_000) == pytest.approx(60)
    with pytest.raises(ValueError, match="at least one trip"):
        Roads.calibrated([(0, 5)])


def test_our_own_postcodes_are_asked_as_geopy_asks():
    geocoder = PostcodeGeocoder({"HR6 8NS": LEOMINSTER})
    found = geocoder.geocode("hr68ns")
    assert found.raw == {"point": LEOMINSTER}
    assert (found.latitude, found.longitude) == pytest.approx(tuple(to_degrees(LEOMINSTER)))
    assert [each.address for each in geocoder.geocode("HR6 8NS", exactly_one=False)] == ["HR6 8NS"]
    assert geocoder.geocode("ZZ1 1ZZ") is None


@pytest.mark.parametrize(
    ("typed", "tidy"), [("hr68ns", "HR6 8NS"), (" hr6  8ns ", "HR6 8NS"), ("W1A", "W1A")]
)
def test_a_postcode_is_tidied_however_it_was_typed(typed, tidy):
    assert tidy_postcode(typed) == tidy


def test_a_snapped_point_is_on_the_coarse_grid_and_no_further_than_half_its_diagonal():
    for one, _ in pairs_of_points(300):
        coarse = snap(one)
        assert coarse.easting_m % 2000 == coarse.northing_m % 2000 == 0
        assert distance.metres(one, coarse) <= 1000 * 2**0.5
        assert snap(coarse) == coarse


@pytest.mark.parametrize("origins", [3, 10, 50, 200])
def test_snapped_homes_cannot_be_found_by_many_exact_distances(origins):
    errors = []
    random = Random(11)
    for _ in range(200):
        true = Point(random.randint(330_000, 380_000), random.randint(230_000, 280_000))
        shown = snap(true)
        asked_from = [
            Point(random.randint(320_000, 390_000), random.randint(220_000, 290_000))
            for _ in range(origins)
        ]
        found = trilaterated(asked_from, [distance.metres(each, shown) for each in asked_from])
        errors.append(distance.metres(true, found))
    assert median(errors) >= 700


def trilaterated(origins, distances):
    """Where somebody who asked from each of these points would put the home: least squares."""
    rows, right = [], []
    for (one, its), (other, theirs) in pairwise(zip(origins, distances, strict=True)):
        rows.append(
            [2 * (other.easting_m - one.easting_m), 2 * (other.northing_m - one.northing_m)]
        )
        right.append(
            its**2 - theirs**2
            + other.easting_m**2 - one.easting_m**2
            + other.northing_m**2 - one.northing_m**2
        )  # fmt: skip
    east, north = np.linalg.lstsq(np.array(rows, float), np.array(right, float), rcond=None)[0]
    return Point(round(east), round(north))

"""How far: statutory miles, minutes by road as an estimate, and points made coarse.

The distance of the returns is the straight line between grid references, in kilometres, divided by
1.6093 and given to one decimal. On the National Grid that is Pythagoras: a median of 7.5 metres,
and 48 at worst, from the geodesic over distances to 80 kilometres; with the grid's own scale factor
(`true_metres`) within three.

geopy is imported only when the geodesic or a geocoder's answer is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor, sqrt
from statistics import median
from typing import TYPE_CHECKING

from sufficiency.grid import FALSE_EASTING, SCALE_ON_CENTRAL_MERIDIAN, to_degrees
from sufficiency.types import Point

if TYPE_CHECKING:
    from geopy.location import Location

METRES_IN_MILE = 1609.3
"""A statutory mile: the SSDA903 guide divides kilometres by 1.6093."""

MEAN_RADIUS_M = 6_380_000.0
"""Radius of the earth at mid-latitudes of Great Britain; good enough for a scale factor."""


def square_metres(one: Point, other: Point) -> int:
    """The square of the distance on the grid: exact, and enough to compare."""
    return (one.easting_m - other.easting_m) ** 2 + (one.northing_m - other.northing_m) ** 2


def metres(one: Point, other: Point) -> float:
    """The straight line on the National Grid."""
    return sqrt(square_metres(one, other))


def miles(one: Point, other: Point) -> float:
    """Statutory miles in a straight line, to one decimal, halves upwards."""
    return floor(metres(one, other) * 10 / METRES_IN_MILE + 0.5) / 10


def within(one: Point, other: Point, limit_miles: float) -> bool:
    """Is the straight line no longer than this? Decided on the metres, not on rounded miles."""
    return square_metres(one, other) <= square_of_limit(limit_miles)


def square_of_limit(limit_miles: float) -> float:
    """A limit in miles as square metres, to compare with `square_metres`."""
    return (limit_miles * METRES_IN_MILE) ** 2


def true_metres(one: Point, other: Point) -> float:
    """The distance on the ground: the grid's, over its scale factor along the line."""
    middle = (one.easting_m + other.easting_m) / 2
    factor = (_scale_at(one.easting_m) + 4 * _scale_at(middle) + _scale_at(other.easting_m)) / 6
    return metres(one, other) / factor


def _scale_at(easting: float) -> float:
    """The grid's scale factor: smallest on its central meridian, growing with the square."""
    return SCALE_ON_CENTRAL_MERIDIAN * (1 + (easting - FALSE_EASTING) ** 2 / (2 * MEAN_RADIUS_M**2))


def geodesic_metres(one: Point, other: Point) -> float:
    """The geodesic on WGS84, by geopy: slow, for checking the fast way."""
    from geopy.distance import geodesic

    return float(geodesic(to_degrees(one), to_degrees(other)).meters)


def snap(point: Point, metres: int = 2000) -> Point:
    """The nearest point of a coarse grid, for those who may not know where a home is.

    Distances from a snapped point cannot place the home more nearly than the grid does, however
    many are asked for. On the 2 km grid the median error of such an attack is some 800 metres.
    """
    half = metres // 2
    return Point(
        (point.easting_m + half) // metres * metres,
        (point.northing_m + half) // metres * metres,
    )


# ------------------------------------------------------------------------------- minutes by road


@dataclass(frozen=True, slots=True)
class Roads:
    """Minutes by road from the straight line: an estimate, always to be shown as "about".

    `detour`: metres of road for each metre of straight line. `km_per_hour`: mean speed door to
    door. The default detour is the median of published and measured networks (1.34); one factor
    has a median error of about a tenth. Calibrate with trips that are known.
    """

    detour: float = 1.34
    km_per_hour: float = 50.0

    @property
    def minutes_per_metre(self) -> float:
        """Minutes for each metre of straight line."""
        return self.detour * 60 / (self.km_per_hour * 1000)

    def minutes(self, straight_metres: float) -> float:
        """The estimate itself."""
        return straight_metres * self.minutes_per_metre

    def about(self, one: Point, other: Point) -> int:
        """Whole minutes as they should be shown: to the nearest five from ten upwards."""
        estimate = self.minutes(metres(one, other))
        if estimate < 10:
            return max(1, round(estimate))
        return 5 * round(estimate / 5)

    @classmethod
    def calibrated(cls, trips: Iterable[tuple[float, float]]) -> "Roads":
        """From known trips, as (metres in a straight line, minutes by road): the median ratio."""
        ratios = [minutes / straight for straight, minutes in trips if straight > 0]
        if not ratios:
            raise ValueError("Calibrating needs at least one trip of some length")
        detour = cls().detour
        return cls(detour, detour * 60 / (1000 * median(ratios)))


# ----------------------------------------------------------------------------------- a geocoder


class PostcodeGeocoder:
    """Our own postcode table, asked as geopy's geocoders are asked.

    `geocode("HR6 8NS")` gives a `geopy.location.Location`, or None for a postcode that is not in
    the table. Nothing leaves the house.
    """

    def __init__(self, points: Mapping[str, Point]) -> None:
        self._points = points

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = None
    ) -> "Location | list[Location] | None":
        """Where a postcode is, however it was typed."""
        from geopy.location import Location

        postcode = tidy_postcode(query)
        point = self._points.get(postcode)
        if point is None:
            return None
        location = Location(postcode, tuple(to_degrees(point)), {"point": point})
        return location if exactly_one else [location]


def tidy_postcode(typed: str) -> str:
    """A postcode in capitals with one space before its last three characters."""
    letters = "".join(typed.split()).upper()
    return f"{letters[:-3]} {letters[-3:]}" if len(letters) > 3 else letters

"""From the National Grid to latitude and longitude, for checks and for geopy.

Distances in the engine are taken on the grid itself, and need none of this.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C. The
shift from OSGB36 to WGS84 is the published seven-parameter one, which is within about five metres;
both ends of a distance are shifted alike, so distances are far better than that.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

from sufficiency.types import Point

AIRY_A, AIRY_B = 6_377_563.396, 6_356_256.909
WGS84_A, WGS84_B = 6_378_137.0, 6_356_752.314245
SCALE_ON_CENTRAL_MERIDIAN = 0.9996012717
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0
ORIGIN_LATITUDE, CENTRAL_MERIDIAN = radians(49.0), radians(-2.0)

SHIFT_M = (446.448, -125.157, 542.060)
SHIFT_SECONDS = (0.1502, 0.2470, 0.8421)
SHIFT_SCALE = -20.4894e-6


class Degrees(NamedTuple):
    """Latitude and longitude on WGS84, in degrees."""

    latitude: float
    longitude: float


def to_degrees(point: Point) -> Degrees:
    """Latitude and longitude (WGS84) of a point on the National Grid, within about five metres."""
    return _shifted(*_unprojected(point))


def _meridian_arc(latitude: float) -> float:
    """Metres along the meridian from the origin of the grid, scaled."""
    n = (AIRY_A - AIRY_B) / (AIRY_A + AIRY_B)
    less, more = latitude - ORIGIN_LATITUDE, latitude + ORIGIN_LATITUDE
    return (
        AIRY_B
        * SCALE_ON_CENTRAL_MERIDIAN
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _unprojected(point: Point) -> tuple[float, float]:
    """Latitude and longitude in radians on the Airy ellipsoid."""
    northing = point.northing_m - FALSE_NORTHING
    latitude = ORIGIN_LATITUDE
    for _ in range(10):
        latitude += (northing - _meridian_arc(latitude)) / (AIRY_A * SCALE_ON_CENTRAL_MERIDIAN)
    e2 = 1 - (AIRY_B / AIRY_A) ** 2
    nu = AIRY_A * SCALE_ON_CENTRAL_MERIDIAN / sqrt(1 - e2 * sin(latitude) ** 2)
    rho = nu * (1 - e2) / (1 - e2 * sin(latitude) ** 2)
    eta2 = nu / rho - 1
    t, sec = tan(latitude), 1 / cos(latitude)
    x = (point.easting_m - FALSE_EASTING) / nu
    latitude -= (
        t
        * nu
        / rho
        * (
            x**2 / 2
            - x**4 / 24 * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
            + x**6 / 720 * (61 + 90 * t**2 + 45 * t**4)
        )
    )
    longitude = CENTRAL_MERIDIAN + sec * (
        x
        - x**3 / 6 * (nu / rho + 2 * t**2)
        + x**5 / 120 * (5 + 28 * t**2 + 24 * t**4)
        - x**7 / 5040 * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    )
    return latitude, longitude


def _shifted(latitude: float, longitude: float) -> Degrees:
    """From the Airy ellipsoid (OSGB36) to WGS84, by way of positions from the earth's centre."""
    e2 = 1 - (AIRY_B / AIRY_A) ** 2
    nu = AIRY_A / sqrt(1 - e2 * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = nu * (1 - e2) * sin(latitude)
    rx, ry, rz = (radians(seconds / 3600) for seconds in SHIFT_SECONDS)
    scale = 1 + SHIFT_SCALE
    x, y, z = (
        SHIFT_M[0] + scale * x - rz * y + ry * z,
        SHIFT_M[1] + rz * x + scale * y - rx * z,
        SHIFT_M[2] - ry * x + rx * y + scale * z,
    )
    e2 = 1 - (WGS84_B / WGS84_A) ** 2
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - e2))
    for _ in range(6):
        nu = WGS84_A / sqrt(1 - e2 * sin(latitude) ** 2)
        latitude = atan2(z + e2 * nu * sin(latitude), across)
    return Degrees(degrees(latitude), degrees(atan2(y, x)))

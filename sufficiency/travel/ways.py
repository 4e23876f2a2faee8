"""Minutes by road, reckoned in one of several ways; each says which it is.

    ways = (OnTheRoads(loaded), loaded.areas, Factor())
    reckon(school, places, ways)      for each place minutes and the way, or None

One protocol: a way is given a point and places, and answers minutes for those it can, NaN for the
rest. The next way is asked of what the one before left open. All are door to door by car, without
traffic, and as long there as back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sufficiency.distance import Roads
from sufficiency.types import Point

Floats = NDArray[np.float64]


class Kind(StrEnum):
    """In which way minutes were reckoned, the roughest first."""

    FACTOR = "factor"
    AREA = "area"
    LANDMARKS = "landmarks"
    ROADS = "roads"

    def words(self) -> str:
        """As a page says it after "minutes by road are reckoned"."""
        return {
            Kind.FACTOR: "from a general factor",
            Kind.AREA: "from a factor for this area",
            Kind.LANDMARKS: "from landmarks",
            Kind.ROADS: "on the loaded roads",
        }[self]


class Way(Protocol):
    """One way to reckon minutes."""

    @property
    def kind(self) -> Kind: ...

    def minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """Minutes from one point to each of these, NaN where this way cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes by road, and how they were reckoned."""

    minutes: float
    kind: Kind

    @property
    def about(self) -> int:
        """Whole minutes as they should be shown, one at least: from a factor to the nearest five
        from ten upwards, for it is right to about a tenth."""
        rough = self.kind in (Kind.FACTOR, Kind.AREA) and self.minutes >= 10
        return 5 * round(self.minutes / 5) if rough else max(1, round(self.minutes))


def reckon(
    origin: Point | None, places: Sequence[Point | None], ways: Sequence[Way]
) -> list[Time | None]:
    """The time to each place in the first way that can say; None where an end is not known."""
    found: list[Time | None] = [None] * len(places)
    if origin is None:
        return found
    left = [(n, place) for n, place in enumerate(places) if place is not None]
    for way in ways:
        if not left:
            break
        answers = way.minutes(origin, [place for _, place in left]).tolist()
        still = []
        for (n, place), minutes in zip(left, answers, strict=True):
            if minutes == minutes:  # not NaN
                found[n] = Time(minutes, way.kind)
            else:
                still.append((n, place))
        left = still
    return found


# --------------------------------------------------------------------------------------- factors


GENERAL = Roads()
"""Where nothing was calibrated: the median detour of published networks, at an assumed speed."""


@dataclass(frozen=True, slots=True)
class Factor:
    """The straight line times one factor: the general one of `distance.Roads` unless told."""

    roads: Roads = GENERAL
    kind: Kind = Kind.FACTOR

    def minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """Minutes to every place."""
        return straight(origin, places) * self.roads.minutes_per_metre


SQUARE_M = 10_000
"""An area is a square of the National Grid this wide."""


@dataclass(frozen=True, slots=True)
class AreaFactors:
    """The straight line times a factor that both ends' areas change, calibrated on loaded roads.

    `by_square` holds by how much journeys that begin or end in a square take longer, as a natural
    logarithm. It says nothing of a place in a square that no journey calibrated.
    """

    minutes_per_metre: float
    by_square: Mapping[tuple[int, int], float] = field(default_factory=dict)
    kind: Kind = Kind.AREA

    def minutes(self, origin: Point, places: Sequence[Point]) -> Floats:
        """Minutes to the places whose area is calibrated."""
        here = self.by_square.get(square_of(origin), np.nan)
        there = np.array([self.by_square.get(square_of(each), np.nan) for each in places])
        taken: Floats = straight(origin, places) * self.minutes_per_metre * np.exp(here + there)
        return taken


def square_of(point: Point) -> tuple[int, int]:
    """The square of the grid in which a point lies."""
    return point.easting_m // SQUARE_M, point.northing_m // SQUARE_M


def coordinates(places: Sequence[Point]) -> Floats:
    """Eastings and northings, a row for each place."""
    at = [(each.easting_m, each.northing_m) for each in places]
    return np.array(at, np.float64).reshape(-1, 2)


def straight(origin: Point, places: Sequence[Point]) -> Floats:
    """Metres in a straight line to each place."""
    at = coordinates(places)
    metres: Floats = np.hypot(at[:, 0] - origin.easting_m, at[:, 1] - origin.northing_m)
    return metres

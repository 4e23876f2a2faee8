"""Sorts of road, and how fast each is assumed to be.

The sorts are those of OS Open Roads: what a road is for (road_function; in older editions only
road_classification) and how it is built (form_of_way). The product publishes no speeds.
"""

from collections.abc import Mapping
from enum import StrEnum


class Road(StrEnum):
    """A sort of road that a car uses."""

    MOTORWAY = "motorway"
    DUAL = "dual_carriageway"
    A_ROAD = "a_road"
    B_ROAD = "b_road"
    MINOR = "minor_road"
    LOCAL = "local_road"
    ACCESS = "access_road"
    SLIP = "slip_road"
    ROUNDABOUT = "roundabout"

    def words(self) -> str:
        """As people call it."""
        return _WORDS[self]


_WORDS: Mapping[Road, str] = {
    Road.MOTORWAY: "Motorway",
    Road.DUAL: "A or B road, dual carriageway",
    Road.A_ROAD: "A road",
    Road.B_ROAD: "B road",
    Road.MINOR: "Minor road",
    Road.LOCAL: "Local road",
    Road.ACCESS: "Access road",
    Road.SLIP: "Slip road",
    Road.ROUNDABOUT: "Roundabout",
}

ORDER: tuple[Road, ...] = tuple(Road)
"""A sort as a small number is its place here."""

SPEEDS: Mapping[Road, float] = {
    Road.MOTORWAY: 62.0,
    Road.DUAL: 52.0,
    Road.A_ROAD: 38.0,
    Road.B_ROAD: 33.0,
    Road.MINOR: 27.0,
    Road.LOCAL: 20.0,
    Road.ACCESS: 12.0,
    Road.SLIP: 35.0,
    Road.ROUNDABOUT: 20.0,
}
"""Mean miles an hour, junctions and bends included. Assumed, not measured: see `SOURCE`."""

SOURCE = (
    "Assumed, not measured: below the national limits (70 on motorways and dual carriageways, 60 "
    "on other roads, 30 where there are street lights), because of junctions, bends and villages. "
    "No traffic, no time of day, no one-way streets."
)
"""Where the speeds come from, to be shown wherever they are."""

SLOWEST, FASTEST = 3.0, 80.0
"""Miles an hour that a sort of road may be said to have."""

METRES_A_SECOND = 0.44704
"""In one mile an hour (the international mile)."""

_BY_FUNCTION: Mapping[str, Road] = {
    "motorway": Road.MOTORWAY,
    "a road": Road.A_ROAD,
    "b road": Road.B_ROAD,
    "minor road": Road.MINOR,
    "local road": Road.LOCAL,
    "local access road": Road.ACCESS,
    "restricted local access road": Road.ACCESS,
    "secondary access road": Road.ACCESS,
    "restricted secondary access road": Road.ACCESS,
    # road_classification, where there is no function
    "classified unnumbered": Road.MINOR,
    "unclassified": Road.LOCAL,
    "not classified": Road.ACCESS,
    "unknown": Road.ACCESS,
}

_DUAL = frozenset({"dual carriageway", "collapsed dual carriageway"})
_NOT_FOR_CARS = frozenset({"guided busway"})


def road_of(function: str, classification: str, form: str) -> Road | None:
    """The sort of a link, from the product's own words; None for what no car uses.

    Words that are not known make it a local road: neither fast nor shut.
    """
    built = form.strip().lower()
    if built in _NOT_FOR_CARS:
        return None
    told = (function.strip().lower(), classification.strip().lower())
    road = next((_BY_FUNCTION[each] for each in told if each in _BY_FUNCTION), Road.LOCAL)
    if built == "roundabout":
        return Road.ROUNDABOUT
    if built == "slip road":
        return Road.SLIP
    if built == "shared use carriageway":
        return Road.ACCESS
    return Road.DUAL if built in _DUAL and road in (Road.A_ROAD, Road.B_ROAD) else road

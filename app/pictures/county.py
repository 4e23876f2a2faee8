"""The council's own outline among its neighbours', and numbers at places on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.data import outlines
from app.pictures.marks import (
    NARROW,
    WIDE,
    Dot,
    Drawing,
    Mark,
    Points,
    Shape,
    Word,
    cell,
    joined,
    shown,
)
from app.pictures.picture import Picture
from app.pictures.tones import Tone

MARGIN_M = 6_000
"""Metres shown around the council's own area."""

NEAREST = 1.5
"""Units: a point of an outline that is nearer to the one before it is not seen, and is left out."""

LARGEST = {WIDE: 26.0, NARROW: 17.0}
"""The radius of the largest circle."""

SOURCE = "Contains National Statistics and OS data © Crown copyright and database right 2016."


@dataclass(frozen=True, slots=True)
class Place:
    """Two numbers at a place: metres east and north on the National Grid. What stands in brackets
    behind its name is said in the table alone."""

    name: str
    easting: float
    northing: float
    one: int | None
    two: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the country that is drawn, and how large."""

    west: float
    north: float
    scale: float
    width: int
    height: int

    def place(self, easting: float, northing: float) -> tuple[float, float]:
        """Where a point of the National Grid stands in the picture."""
        x, y = (easting - self.west) * self.scale, (self.north - northing) * self.scale
        return round(x, 1), round(y, 1)

    def holds(self, x: float, y: float) -> bool:
        """Is this within the picture?"""
        return 0 <= x <= self.width and 0 <= y <= self.height


@dataclass(frozen=True, slots=True)
class Ground:
    """A council's outline, drawn: name, whether it is the one asked for, and its rings."""

    name: str
    own: bool
    rings: tuple[Points, ...]


@cache
def ground(authority_code: str, width: int = WIDE) -> tuple[Frame, tuple[Ground, ...]]:
    """The frame around a council's area, and every outline within it, its own last.

    For a council whose outline is not held, all that are.
    """
    drawn = outlines()
    own = [outline for outline in drawn if outline.code == authority_code] or list(drawn)
    points = [point for outline in own for ring in outline.rings for point in ring]
    west, east = (f(east for east, _ in points) for f in (min, max))
    south, north = (f(north for _, north in points) for f in (min, max))
    west, east, south, north = west - MARGIN_M, east + MARGIN_M, south - MARGIN_M, north + MARGIN_M
    scale = width / (east - west)
    frame = Frame(west, north, scale, width, round((north - south) * scale))
    return frame, tuple(
        Ground(
            outline.name,
            outline.code == authority_code,
            tuple(filter(None, (_ring(ring, frame) for ring in outline.rings))),
        )
        for outline in sorted(drawn, key=lambda outline: outline.code == authority_code)
    )


def _ring(ring: Iterable[tuple[int, int]], frame: Frame) -> Points:
    """An outline in the picture: what lies beyond its edges is cut off along them."""
    found: list[tuple[float, float]] = []
    for easting, northing in ring:
        x, y = frame.place(easting, northing)
        if not found or abs(x - found[-1][0]) + abs(y - found[-1][1]) >= NEAREST:
            found.append((x, y))
    for axis, edge, above in ((0, 0, 1), (0, frame.width, -1), (1, 0, 1), (1, frame.height, -1)):
        found = _cut(found, axis, edge, above)
    return joined(found)


def _cut(
    ring: list[tuple[float, float]], axis: int, edge: float, above: int
) -> list[tuple[float, float]]:
    """The part of a ring on one side of an edge (Sutherland and Hodgman)."""
    found: list[tuple[float, float]] = []
    for one, other in zip([*ring[-1:], *ring], ring, strict=False):
        inside = [(point[axis] - edge) * above >= 0 for point in (one, other)]
        if inside[0] != inside[1]:
            share = (edge - one[axis]) / (other[axis] - one[axis])
            found.append(
                (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
            )
        if inside[1]:
            found.append(other)
    return found


def county(
    key: str,
    title: str,
    says: str,
    *,
    authority_code: str,
    places: Sequence[Place],
    sides: tuple[str, str],
    what: str = "Area",
    source: str = "",
) -> Picture:
    """Two circles at each place, side by side, each as large as its number; places beyond the
    picture are in the table alone."""
    numbers = [n for place in places for n in (place.one, place.two) if n is not None]
    most = max(numbers, default=1) or 1

    def drawn(width: int) -> Drawing:
        frame, around = ground(authority_code, width)
        marks: list[Mark] = [
            Shape(each.rings, Tone.OWN if each.own else Tone.LAND, each.name)
            for each in around
            if each.rings
        ]
        marks += _circles(frame, places, sides, most)
        return Drawing(width, frame.height, tuple(marks))

    return Picture(
        key=key,
        title=title,
        says=says,
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        legend=((Tone.ONE, sides[0]), (Tone.TWO, sides[1])),
        head=(what, *sides),
        rows=tuple((place.name, cell(place.one), cell(place.two)) for place in places),
        source=" ".join(filter(None, [source, SOURCE])),
    )


def _circles(
    frame: Frame, places: Sequence[Place], sides: tuple[str, str], most: float
) -> Iterator[Mark]:
    largest = LARGEST[frame.width]
    for place in places:
        x, y = frame.place(place.easting, place.northing)
        if not frame.holds(x, y):
            continue
        one, two = (largest * ((number or 0) / most) ** 0.5 for number in (place.one, place.two))
        for number, radius, at, tone, of in (
            (place.one, one, x - one - 1, Tone.ONE, sides[0]),
            (place.two, two, x + two + 1, Tone.TWO, sides[1]),
        ):
            if number:
                says = f"{place.name}, {of}: {shown(number)}"
                yield Dot(round(at, 1), y, round(max(2.0, radius), 1), tone, says)
        above = max(one, two) + 5
        called = place.name.partition(" (")[0]
        yield Word(x, round(y - above, 1), called, Tone.STRONG, "middle")
        below = f"{shown(place.one)} · {shown(place.two)}"
        yield Word(x, round(y + above + 9, 1), below, Tone.WORD, "middle")

"""The county and the homes on it, drawn here from our own outlines: no outside map.

Every point is also in the list beside it. For those who may not know where a home is, the points
come coarse, as everything else in the answer does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from app.data import outlines
from app.matching import queries
from app.matching.searching import Answer
from sufficiency.types import Point

WIDTH = 640
MARGIN_M = 6_000


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on the map: where, what it is, and the number it has in the list."""

    x: float
    y: float
    what: str
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG's content, in pixels."""

    width: int
    height: int
    areas: tuple[tuple[str, bool, str], ...]
    dots: tuple[Dot, ...]
    coarse: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    west: int
    north: int
    scale: float

    def place(self, easting: float, northing: float) -> tuple[float, float]:
        x = (easting - self.west) * self.scale
        y = (self.north - northing) * self.scale
        return round(x, 1), round(y, 1)


def draw(answer: Answer) -> Drawing:
    """The map of a search: outlines, the child's home and school, and the homes ranked."""
    frame, height, areas = _county(queries.authority_code())
    return Drawing(
        WIDTH, height, areas, tuple(_dots(answer, frame, height)), coarse=not answer.exact
    )


def _dots(answer: Answer, frame: _Frame, height: int) -> Iterable[Dot]:
    for number, ranked in reversed(list(enumerate(answer.ranked, start=1))):
        if ranked.home.where is not None:
            yield from _dot(frame, height, ranked.home.where, "home", ranked.card.name, number)
    if answer.need.school:
        yield from _dot(frame, height, answer.need.school, "school", "School", None)
    if answer.need.home:
        yield from _dot(frame, height, answer.need.home, "family", "Family home", None)


def _dot(
    frame: _Frame, height: int, point: Point, what: str, label: str, number: int | None
) -> Iterable[Dot]:
    x, y = frame.place(point.easting_m, point.northing_m)
    if 0 <= x <= WIDTH and 0 <= y <= height:
        yield Dot(x, y, what, label, number)


@cache
def _county(authority_code: str) -> tuple[_Frame, int, tuple[tuple[str, bool, str], ...]]:
    """The frame around the searching council's area, and every outline's path within it."""
    drawn = outlines()
    own = [outline for outline in drawn if outline.code == authority_code] or list(drawn)
    points = [point for outline in own for ring in outline.rings for point in ring]
    west = min(east for east, _ in points) - MARGIN_M
    east = max(east for east, _ in points) + MARGIN_M
    south = min(north for _, north in points) - MARGIN_M
    north = max(north for _, north in points) + MARGIN_M
    frame = _Frame(west, north, WIDTH / (east - west))
    height = round((north - south) * frame.scale)
    areas = tuple(
        (outline.name, outline.code == authority_code, _path(outline.rings, frame))
        for outline in sorted(drawn, key=lambda outline: outline.code == authority_code)
    )
    return frame, height, areas


def _path(rings: Iterable[Iterable[tuple[int, int]]], frame: _Frame) -> str:
    parts = []
    for ring in rings:
        places = [frame.place(east, north) for east, north in ring]
        parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in places) + "Z")
    return "".join(parts)

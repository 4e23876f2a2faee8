"""The county and the homes on it, drawn here from our own outlines: no outside map.

Every point is also in the list beside it. For those who may not know where a home is, the points
come coarse, as everything else in the answer does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from app.matching import queries
from app.matching.searching import Answer
from app.pictures.county import Frame, ground
from app.pictures.svg import path
from sufficiency.types import Point


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


def draw(answer: Answer) -> Drawing:
    """The map of a search: outlines, the child's home and school, and the homes ranked."""
    frame, areas = _county(queries.authority_code())
    dots = tuple(_dots(answer, frame))
    return Drawing(frame.width, frame.height, areas, dots, coarse=not answer.exact)


def _dots(answer: Answer, frame: Frame) -> Iterable[Dot]:
    for number, ranked in reversed(list(enumerate(answer.ranked, start=1))):
        if ranked.home.where is not None:
            yield from _dot(frame, ranked.home.where, "home", ranked.card.name, number)
    if answer.need.school:
        yield from _dot(frame, answer.need.school, "school", "School", None)
    if answer.need.home:
        yield from _dot(frame, answer.need.home, "family", "Family home", None)


def _dot(frame: Frame, point: Point, what: str, label: str, number: int | None) -> Iterable[Dot]:
    x, y = frame.place(point.easting_m, point.northing_m)
    if frame.holds(x, y):
        yield Dot(x, y, what, label, number)


@cache
def _county(authority_code: str) -> tuple[Frame, tuple[tuple[str, bool, str], ...]]:
    """The frame around the searching council's area, and every outline's path within it."""
    frame, around = ground(authority_code)
    return frame, tuple((each.name, each.own, path(each.rings)) for each in around)

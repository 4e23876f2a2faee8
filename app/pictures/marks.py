"""What a picture is drawn from: a few plain marks, and numbers as words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.pictures.tones import Tone

WIDE, NARROW = 640, 340
"""How wide a picture is drawn, for a page and for a telephone: its words keep their size."""

HIDDEN = "c"
"""What stands in a table for a number that is hidden, as the published statistics write it."""

Points: TypeAlias = tuple[tuple[float, float], ...]
Value: TypeAlias = str | int | float | date | None
At: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area within one or more rings of points. `says` is told where it is pointed at."""

    rings: tuple[Points, ...]
    tone: Tone
    says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: Points
    tone: Tone
    says: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    says: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle about its middle."""

    x: float
    y: float
    radius: float
    tone: Tone
    says: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Words on a line: `y` is the line they stand on."""

    x: float
    y: float
    text: str
    tone: Tone = Tone.WORD
    at: At = "start"


Mark: TypeAlias = Shape | Line | Box | Dot | Word


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on a ground of so many units, drawn in their order."""

    width: int
    height: int
    marks: tuple[Mark, ...]


def shown(value: float | None) -> str:
    """A number as it stands in a picture: whole where it is whole, else with one decimal."""
    if value is None:
        return HIDDEN
    whole = round(value)
    return f"{whole:,}" if abs(value - whole) < 0.05 else f"{value:,.1f}"


def cell(value: Value) -> Value:
    """A value as it stands in a table: a hidden number says so, others have at most one decimal."""
    if value is None:
        return HIDDEN
    if isinstance(value, float):
        whole = round(value)
        return whole if abs(value - whole) < 0.05 else round(value, 1)
    return value


def broad(text: str, size: int = 13) -> float:
    """About how broad words are, in units."""
    return 0.56 * size * len(text)


def fitted(text: str, room: float) -> str:
    """Words cut to fit in so many units."""
    most = max(3, int(room / broad("n")))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def joined(points: Sequence[tuple[float, float]]) -> Points:
    """Points rounded to a tenth of a unit."""
    return tuple((round(x, 1), round(y, 1)) for x, y in points)

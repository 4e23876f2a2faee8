"""Scales: numbers and days to places in a picture, with the lines and words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from app.pictures.marks import At, Line, Mark, Word, shown
from app.pictures.tones import Tone

LEFT, RIGHT, TOP, BOTTOM = 40, 14, 12, 26
"""Units kept free around what is drawn, for the words of the scales."""


def step(span: float, about: int = 5) -> float:
    """A round number that divides a span into about so many steps; 1 at the least."""
    rough = max(span / about, 1e-9)
    power = 10.0 ** floor(log10(rough))
    nice = next(each for each in (1, 2, 5, 10) if each * power >= rough * 0.999)
    return max(1.0, nice * power)


@dataclass(frozen=True, slots=True)
class Days:
    """Days across and numbers upwards, within a picture of so many units."""

    width: int
    height: int
    first: date
    last: date
    low: float
    high: float

    @classmethod
    def around(
        cls, width: int, height: int, days: Sequence[date], numbers: Sequence[float]
    ) -> Days:
        """Scales for these days and numbers: from nought, unless all numbers are far above it."""
        least, most = min(numbers, default=0.0), max(numbers, default=1.0)
        start = 0.0 if least < most / 2 else least - max(most - least, 1.0) * 0.2
        size = step(max(most - start, 1.0))
        low = max(0.0, floor(start / size) * size)
        high = max(ceil(most / size) * size, low + size)
        return cls(width, height, min(days), max(days), low, high)

    def x(self, day: date) -> float:
        """How far across a day is."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, number: float) -> float:
        """How far down a number is."""
        share = (number - self.low) / (self.high - self.low)
        return round(self.height - BOTTOM - share * (self.height - TOP - BOTTOM), 1)

    def marks(self) -> Iterator[Mark]:
        """The lines behind what is drawn, and the words of the scales."""
        size = step(self.high - self.low)
        for n in range(round((self.high - self.low) / size) + 1):
            number = self.low + n * size
            y = self.y(number)
            tone = Tone.AXIS if n == 0 else Tone.GRID
            yield Line(((LEFT, y), (self.width - RIGHT, y)), tone)
            yield Word(LEFT - 6, y + 4, shown(number), Tone.QUIET, "end")
        for day, text in self._named():
            x = self.x(day)
            yield Line(((x, self.y(self.low)), (x, self.y(self.low) + 4)), Tone.AXIS)
            at: At = "end" if x > self.width - RIGHT - 18 else "middle"
            yield Word(x, self.height - 6, text, Tone.QUIET, at)

    def _named(self) -> list[tuple[date, str]]:
        """The days that are named: Januaries, or where there are too few of them other months."""
        months = [
            date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13)
            if self.first <= date(year, month, 1) <= self.last
        ]
        years = [day for day in months if day.month == 1]
        room = (self.width - LEFT - RIGHT) // 56
        if len(years) > 2:
            every = -(-len(years) // room)
            return [(day, f"{day.year}") for day in years[::every]]
        every = max(1, -(-len(months) // room))
        return [(day, f"{day:%b} {day:%y}") for day in months[::every]]

    @property
    def says(self) -> str:
        """What has to be known of the scale: that it does not begin at nought."""
        return f"The scale begins at {shown(self.low)}." if self.low else ""

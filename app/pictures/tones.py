"""The colours of pictures, said once for files; `static/house.css` says the same for pages.

Neighbouring tones differ in lightness as well as in colour, so that they can be told apart in
print and by people who see colours differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a mark is drawn in."""

    AXIS = "axis"
    GRID = "grid"
    WORD = "word"
    QUIET = "quiet"
    STRONG = "strong"
    COUNTED = "counted"
    MIDDLE = "middle"
    BAND_50 = "band-50"
    BAND_80 = "band-80"
    BAND_95 = "band-95"
    ONE = "one"
    TWO = "two"
    THREE = "three"
    FOUR = "four"
    LINE_TWO = "line-two"
    LINE_THREE = "line-three"
    FLOW = "flow"
    LAND = "land"
    OWN = "own"

    @property
    def is_line(self) -> bool:
        """Is this drawn as a line, and not filled?"""
        return INKS[self].fill is None


@dataclass(frozen=True, slots=True)
class Ink:
    """How a tone is drawn: what fills it, its line, the line's width, and how large its words are.

    Widths and sizes are in the picture's own units, one to a pixel of a page.
    """

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    size: int = 13
    bold: bool = False


INKS: Mapping[Tone, Ink] = {
    Tone.AXIS: Ink(stroke="#6d827b"),
    Tone.GRID: Ink(stroke="#dfe7e3"),
    Tone.WORD: Ink(fill="#16211f"),
    Tone.QUIET: Ink(fill="#4a5855"),
    Tone.STRONG: Ink(fill="#16211f", bold=True),
    Tone.COUNTED: Ink(stroke="#14597d", width=2.0),
    Tone.MIDDLE: Ink(stroke="#1e3f3c", width=2.5),
    Tone.BAND_50: Ink(fill="#4b817a"),
    Tone.BAND_80: Ink(fill="#8fb5ae"),
    Tone.BAND_95: Ink(fill="#d0e1dd"),
    Tone.ONE: Ink(fill="#c8622a"),
    Tone.TWO: Ink(fill="#1f6650"),
    Tone.THREE: Ink(fill="#14597d"),
    Tone.FOUR: Ink(fill="#a7b7b2"),
    Tone.LINE_TWO: Ink(stroke="#c8622a", width=2.5),
    Tone.LINE_THREE: Ink(stroke="#14597d", width=2.5),
    Tone.FLOW: Ink(fill="#b7cdc7", stroke="#ffffff"),
    Tone.LAND: Ink(fill="#e3e9e6", stroke="#b9c6c0"),
    Tone.OWN: Ink(fill="#ffffff", stroke="#6d827b", width=1.5),
}

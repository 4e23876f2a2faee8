"""Two numbers for each heading, as bars to the left and to the right: an age pyramid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.pictures.axes import step
from app.pictures.marks import (
    NARROW,
    WIDE,
    Box,
    Drawing,
    Line,
    Mark,
    Word,
    broad,
    cell,
    shown,
)
from app.pictures.picture import Picture
from app.pictures.tones import Tone

ROW, BAR, HEAD = 24, 16, 24
"""Units from row to row, of a bar's height, and kept for the words above."""

Row = tuple[str, float | None, float | None]


def pyramid(
    key: str,
    title: str,
    says: str,
    *,
    rows: Sequence[Row],
    sides: tuple[str, str],
    what: str = "Age",
    source: str = "",
) -> Picture:
    """A bar to each side of every heading, on one scale: (heading, left, right), the first on top.

    Raises ValueError for a number below nought.
    """
    numbers = [number for _, *both in rows for number in both if number is not None]
    if min(numbers, default=0) < 0:
        raise ValueError("A bar stands for nought or more.")
    most = max(numbers, default=1) or 1
    room = max((broad(heading) for heading, _, _ in rows), default=0) + 16

    def drawn(width: int) -> Drawing:
        height = HEAD + ROW * len(rows) + 6
        return Drawing(width, height, tuple(_marks(width, height, rows, sides, most, room)))

    return Picture(
        key=key,
        title=title,
        says=says,
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        legend=((Tone.ONE, sides[0]), (Tone.TWO, sides[1])),
        head=(what, *sides),
        rows=tuple((heading, cell(left), cell(right)) for heading, left, right in rows),
        source=source,
    )


def _marks(
    width: int,
    height: int,
    rows: Sequence[Row],
    sides: tuple[str, str],
    most: float,
    room: float,
) -> Iterator[Mark]:
    middle = width / 2
    left, right = middle - room / 2, middle + room / 2
    long = left - 34  # as long as a bar may be, with its number beside it
    scale = long / (step(most) * -(-most // step(most)))
    yield Word(left, 14, sides[0], Tone.STRONG, "end")
    yield Word(right, 14, sides[1], Tone.STRONG)
    for edge in (left, right):
        yield Line(((edge, HEAD - 4), (edge, height - 4)), Tone.AXIS)
    for n, (heading, one, two) in enumerate(rows):
        y = HEAD + n * ROW
        yield Word(middle, y + 13, heading, Tone.WORD, "middle")
        size = round((one or 0) * scale, 1)
        says = f"{sides[0]}, {heading}: {shown(one)}"
        yield Box(round(left - size, 1), y, size, BAR, Tone.ONE, says)
        yield Word(round(left - size - 5, 1), y + 13, shown(one), Tone.QUIET, "end")
        size = round((two or 0) * scale, 1)
        yield Box(right, y, size, BAR, Tone.TWO, f"{sides[1]}, {heading}: {shown(two)}")
        yield Word(round(right + size + 5, 1), y + 13, shown(two), Tone.QUIET)

"""How many went from where to where: ribbons as broad as their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.pictures.marks import (
    NARROW,
    WIDE,
    Box,
    Drawing,
    Mark,
    Points,
    Shape,
    Word,
    cell,
    fitted,
    joined,
    shown,
)
from app.pictures.picture import Picture
from app.pictures.tones import Tone

BAR, GAP, TOP, HEIGHT, BENDS = 12, 20, 26, 320, 16
"""Units of a column, between two of its parts, above it and in all at least; and pieces of a
ribbon's bend."""

Moves = Mapping[tuple[str, str], int | None]


def flows(
    key: str,
    title: str,
    says: str,
    *,
    moves: Moves,
    sides: tuple[str, str] = ("From", "To"),
    what: str = "Children",
    source: str = "",
) -> Picture:
    """Moves from the left to the right: (from, to) with its number. Order is that of the moves;
    noughts are left out. Raises ValueError for a number below nought."""
    if any(number is not None and number < 0 for number in moves.values()):
        raise ValueError("Nought or more can move.")
    drawn_moves = {place: number for place, number in moves.items() if number}
    kept = {place: number for place, number in moves.items() if number != 0}
    columns = _column(moves, drawn_moves, 0), _column(moves, drawn_moves, 1)
    return Picture(
        key=key,
        title=title,
        says=says,
        wide=_drawn(WIDE, drawn_moves, columns, sides),
        narrow=_drawn(NARROW, drawn_moves, columns, sides),
        legend=(),
        head=(*sides, what),
        rows=tuple((one, two, cell(number)) for (one, two), number in kept.items()),
        source=source,
        words=2,
    )


def _drawn(
    width: int,
    moves: Mapping[tuple[str, str], int],
    columns: tuple[dict[str, int], dict[str, int]],
    sides: tuple[str, str],
) -> Drawing:
    parts = max(len(columns[0]), len(columns[1]), 1)
    height = max(HEIGHT, TOP + parts * (GAP + 14))
    scale = (height - TOP - GAP * parts) / (sum(moves.values()) or 1)
    return Drawing(width, height, tuple(_marks(width, scale, moves, columns, sides)))


def _column(all_of_them: Moves, drawn: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    """The parts of one side with their sums, in the order in which either side names them first."""
    order = dict.fromkeys(name for pair in all_of_them for name in pair)
    found = dict.fromkeys(order, 0)
    for place, number in drawn.items():
        found[place[side]] += number
    return {name: number for name, number in found.items() if number}


def _marks(
    width: int,
    scale: float,
    moves: Mapping[tuple[str, str], int],
    columns: tuple[dict[str, int], dict[str, int]],
    sides: tuple[str, str],
) -> Iterator[Mark]:
    starts = tuple(_starts(column, scale) for column in columns)
    taken = (dict.fromkeys(columns[0], 0.0), dict.fromkeys(columns[1], 0.0))
    yield Word(0, 14, sides[0], Tone.STRONG)
    yield Word(width, 14, sides[1], Tone.STRONG, "end")
    for (one, two), number in moves.items():
        thick = number * scale
        y1 = starts[0][one] + taken[0][one]
        y2 = starts[1][two] + taken[1][two]
        taken[0][one] += thick
        taken[1][two] += thick
        says = f"{one} to {two}: {shown(number)}"
        yield Shape((_ribbon(BAR, y1, width - BAR, y2, thick),), Tone.FLOW, says)
    for side, x in ((0, 0), (1, width - BAR)):
        for name, number in columns[side].items():
            y = round(starts[side][name], 1)
            tone = Tone.ONE if side == 0 else Tone.TWO
            yield Box(x, y, BAR, round(max(1.0, number * scale), 1), tone, f"{name}: {number}")
            text = f"{fitted(name, width / 2 - 42)} {shown(number)}"
            at = BAR + 5 if side == 0 else width - BAR - 5
            yield Word(at, y - 4, text, Tone.WORD, "start" if side == 0 else "end")


def _starts(column: Mapping[str, int], scale: float) -> dict[str, float]:
    found, y = {}, float(TOP + GAP - 4)
    for name, number in column.items():
        found[name] = y
        y += number * scale + GAP
    return found


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> Points:
    """A band that leaves and arrives level, bent in between."""
    there = []
    for n in range(BENDS + 1):
        share = n / BENDS
        bend = share * share * (3 - 2 * share)
        there.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * bend))
    return joined([*there, *((x, y + thick) for x, y in reversed(there))])

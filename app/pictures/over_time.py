"""One or a few numbers over time, as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.pictures.axes import Days
from app.pictures.marks import NARROW, WIDE, Drawing, Line, Mark, Value, cell, joined
from app.pictures.picture import Picture
from app.pictures.tones import Tone

TONES = (Tone.MIDDLE, Tone.LINE_TWO, Tone.LINE_THREE)
"""As many lines as can be told apart."""


def over_time(
    key: str,
    title: str,
    says: str,
    *,
    lines: Mapping[str, Sequence[tuple[date, float]]],
    source: str = "",
) -> Picture:
    """Lines by name, each of days and numbers. Raises ValueError for none, more than three lines,
    or a line without a day."""
    if not 1 <= len(lines) <= len(TONES) or not all(lines.values()):
        raise ValueError("One to three lines, each with at least one day.")
    points = [point for line in lines.values() for point in line]
    every, numbers = [day for day, _ in points], [number for _, number in points]
    tones = dict(zip(lines, TONES, strict=False))

    def drawn(width: int, height: int) -> Drawing:
        scale = Days.around(width, height, every, numbers)
        marks: list[Mark] = [
            Line(joined([(scale.x(day), scale.y(n)) for day, n in sorted(line)]), tones[name], name)
            for name, line in lines.items()
        ]
        return Drawing(width, height, (*scale.marks(), *marks))

    known = {name: dict(line) for name, line in lines.items()}
    rows: list[tuple[Value, ...]] = [
        (day, *(cell(known[name][day]) if day in known[name] else "" for name in lines))
        for day in sorted(set(every))
    ]
    note = Days.around(WIDE, 240, every, numbers).says
    return Picture(
        key=key,
        title=title,
        says=" ".join(filter(None, [says, note])),
        wide=drawn(WIDE, 240),
        narrow=drawn(NARROW, 220),
        legend=tuple((tones[name], name) for name in lines),
        head=("Day", *lines),
        rows=tuple(rows),
        source=source,
    )

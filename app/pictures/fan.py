"""A forecast's fan: bands in which half, four in five and nineteen in twenty futures lie, and the
middle; before it what was counted, and after its days have passed what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.pictures.axes import Days
from app.pictures.marks import (
    NARROW,
    WIDE,
    Dot,
    Drawing,
    Line,
    Mark,
    Shape,
    Value,
    cell,
    joined,
    shown,
)
from app.pictures.picture import Picture
from app.pictures.tones import Tone

BANDS = (
    (95, Tone.BAND_95, "nineteen in twenty futures"),
    (80, Tone.BAND_80, "four in five futures"),
    (50, Tone.BAND_50, "half of all futures"),
)
"""The widest first: the narrower are drawn over it."""

Counted = Sequence[tuple[date, float]]


def fan(
    key: str,
    title: str,
    says: str,
    *,
    days: Sequence[date],
    told: Mapping[str, Sequence[float]],
    counted: Counted = (),
    came: Counted = (),
    what: str = "Number",
    source: str = "",
) -> Picture:
    """A forecast drawn.

    `told` has `middle`, and `low_50`, `high_50` and so on for 80 and 95, a number for each of
    `days`: as `sufficiency.forecast.answer.fan` gives them; a band that is not told is not drawn.
    Raises ValueError where a column is not as long as `days`.
    """
    bands = [each for each in BANDS if f"low_{each[0]}" in told]
    columns = [f"{end}_{share}" for share, _, _ in reversed(bands) for end in ("low", "high")]
    for name in ("middle", *columns):
        if len(told[name]) != len(days):
            raise ValueError(f"{name} has {len(told[name])} numbers for {len(days)} days.")
    numbers = [number for name in ("middle", *columns) for number in told[name]]
    numbers += [number for _, number in (*counted, *came)]
    every = [*days, *(day for day, _ in (*counted, *came))]

    def drawn(width: int, height: int) -> Drawing:
        scale = Days.around(width, height, every, numbers)
        marks = _marks(scale, days, told, counted, came)
        return Drawing(width, height, (*scale.marks(), *marks))

    wide = drawn(WIDE, 300)
    legend = [(tone, words) for _, tone, words in reversed(bands)]
    legend.append((Tone.MIDDLE, "the middle of all futures"))
    if counted:
        legend.append((Tone.COUNTED, "counted"))
    if came:
        legend.append((Tone.ONE, "what came"))
    head, rows = _table(days, told, counted, came, columns, what)
    note = Days.around(WIDE, 300, every, numbers).says
    return Picture(
        key=key,
        title=title,
        says=" ".join(filter(None, [says, note])),
        wide=wide,
        narrow=drawn(NARROW, 250),
        legend=tuple(legend),
        head=head,
        rows=rows,
        source=source,
    )


def _marks(
    scale: Days,
    days: Sequence[date],
    told: Mapping[str, Sequence[float]],
    counted: Counted,
    came: Counted,
) -> Iterator[Mark]:
    for share, tone, words in BANDS:
        if f"low_{share}" not in told:
            continue
        low, high = told[f"low_{share}"], told[f"high_{share}"]
        there = [(scale.x(day), scale.y(n)) for day, n in zip(days, high, strict=True)]
        back = [(scale.x(day), scale.y(n)) for day, n in zip(days, low, strict=True)]
        last = f"{words}: {shown(low[-1])} to {shown(high[-1])} at the end"
        yield Shape((joined([*there, *reversed(back)]),), tone, last)
    middle = [(scale.x(day), scale.y(n)) for day, n in zip(days, told["middle"], strict=True)]
    yield Line(joined(middle), Tone.MIDDLE, "the middle of all futures")
    if counted:
        line = [(scale.x(day), scale.y(number)) for day, number in sorted(counted)]
        yield Line(joined(line), Tone.COUNTED, "counted")
    for day, number in came:
        yield Dot(scale.x(day), scale.y(number), 4, Tone.ONE, f"{day:%-d %B %Y}: {shown(number)}")


def _table(
    days: Sequence[date],
    told: Mapping[str, Sequence[float]],
    counted: Counted,
    came: Counted,
    columns: Sequence[str],
    what: str,
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    head = ["Day", *([f"{what} counted"] if counted or came else []), "Middle"]
    for name in columns:
        end, _, share = name.partition("_")
        head.append(f"{share} % {'from' if end == 'low' else 'to'}")
    known = dict((*counted, *came))
    place = {day: n for n, day in enumerate(days)}
    rows: list[tuple[Value, ...]] = []
    for day in sorted({*known, *place}):
        row: list[Value] = [day]
        if known:
            row.append(cell(known[day]) if day in known else "")
        row += [
            cell(float(told[name][place[day]])) if day in place else ""
            for name in ("middle", *columns)
        ]
        rows.append(tuple(row))
    return tuple(head), tuple(rows)

"""Small numbers left out of what is published, so that nobody can be recognised from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

THIN = 5
"""Numbers from one to four are thin. Nought is not: nobody can be recognised in it."""

ALL = ""
"""The row of the columns' totals, and the column of the rows'."""

Place: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers by row and column, with their totals; None is a number that is left out."""

    cells: Mapping[Place, int | None]
    of_rows: Mapping[str, int | None]
    of_columns: Mapping[str, int | None]
    total: int | None


def without_thin(numbers: Mapping[Place, int], thin: int = THIN) -> Table:
    """The numbers with the thin ones left out, and as many more as keep them from being worked out.

    For every thin number, totals included, there is another table that agrees with everything shown
    and in which that number is one more and none that is left out is nought: so neither sums nor
    knowing that noughts are shown gives it away. What is left out besides is as small as may be.
    Raises ValueError for a number below nought or a row or column without a name.
    """
    if any(number < 0 for number in numbers.values()) or any(ALL in place for place in numbers):
        raise ValueError("Numbers are nought or more, and every row and column has a name.")
    whole = _with_totals(numbers)
    out = {place for place, number in whole.items() if 0 < number < thin}
    for place in sorted(out):
        out |= set(_round_trip(whole, out, place))
    shown = {place: None if place in out else number for place, number in whole.items()}
    return Table(
        cells={(row, column): shown[row, column] for row, column in shown if row and column},
        of_rows={row: shown[row, column] for row, column in shown if row and not column},
        of_columns={column: shown[row, column] for row, column in shown if column and not row},
        total=shown.get((ALL, ALL), 0),
    )


def _with_totals(numbers: Mapping[Place, int]) -> dict[Place, int]:
    rows = sorted({row for row, _ in numbers})
    columns = sorted({column for _, column in numbers})
    whole = {(row, column): numbers.get((row, column), 0) for row in rows for column in columns}
    for (row, column), number in list(whole.items()):
        for place in ((row, ALL), (ALL, column), (ALL, ALL)):
            whole[place] = whole.get(place, 0) + number
    return whole


def _round_trip(whole: Mapping[Place, int], out: set[Place], thin: Place) -> Iterator[Place]:
    """Places by which one more in the thin place can be made up for, from row to column and back.

    In every row and column on the way one number changes by one against another, and a total with
    its numbers. There always is such a way: by the totals of its row and column.
    """
    row, column = thin
    start, goal = ("row", row), ("column", column)
    queue: list[tuple[int, int, tuple[str, str], tuple[Place, ...]]] = [(0, 0, start, ())]
    seen = set()
    while queue:
        cost, steps, at, way = heappop(queue)
        if at == goal:
            yield from way
            return
        if at in seen:
            continue
        seen.add(at)
        for place in _in_line(whole, at):
            if place == thin or whole[place] == 0:
                continue
            # Along the way every second number goes up; totals go the other way about.
            turns = (at[0] == "row") + _is_margin(thin) + _is_margin(place)
            more = turns % 2 == 0
            if more or whole[place] > 1:
                other = ("column", place[1]) if at[0] == "row" else ("row", place[0])
                price = 0 if place in out else whole[place]
                heappush(queue, (cost + price, steps + 1, other, (*way, place)))


def _in_line(whole: Mapping[Place, int], line: tuple[str, str]) -> list[Place]:
    which = 0 if line[0] == "row" else 1
    return [place for place in whole if place[which] == line[1]]


def _is_margin(place: Place) -> bool:
    """Is this the total of one row or of one column? It changes with its numbers, not against."""
    return (place[0] == ALL) != (place[1] == ALL)

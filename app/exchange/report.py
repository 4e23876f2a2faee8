"""What bringing some rows in did, or would do, to the record: row by row, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from app.exchange.models import Verdict

Each = TypeVar("Each")

Place = tuple[str, int]
"""Where a row stands: its file or sheet, and its number there."""

WEIGHT = (Verdict.SAME, Verdict.CHANGED, Verdict.CLOSED, Verdict.ADDED, Verdict.REJECTED)
"""Where one row did several things, the heaviest is its verdict."""


@dataclass(slots=True)
class RowReport:
    """What became of one row."""

    place: Place
    as_it_came: dict[str, Any]
    subject: str = ""
    verdict: Verdict = Verdict.SAME
    says: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def did(self, verdict: Verdict, says: str) -> None:
        """The row did this to the record."""
        if WEIGHT.index(verdict) > WEIGHT.index(self.verdict):
            self.verdict = verdict
        if says not in self.says:
            self.says.append(says)

    def is_odd(self, *sentences: str) -> None:
        """Somebody should look at this; it was brought in all the same."""
        self.odd += [each for each in sentences if each not in self.odd]

    def reject(self, *sentences: str) -> None:
        """The row cannot be brought in."""
        self.verdict = Verdict.REJECTED
        self.says = [*dict.fromkeys(sentences)]

    @property
    def reason(self) -> str:
        """Everything there is to say, a sentence to a line; what is odd comes last."""
        return "\n".join([*self.says, *(f"Odd: {sentence}" for sentence in self.odd)])


@dataclass(slots=True)
class Unit:
    """Rows that are brought in together or not at all: a household's, or a child's."""

    rows: list[RowReport]
    read: Any
    """The plain values read from the rows; None when they are rejected."""

    @property
    def first(self) -> RowReport:
        """The row that tells of the unit as a whole."""
        return self.rows[0]

    def reject(self, *sentences: str) -> None:
        """None of the rows can be brought in; those without a reason of their own wait."""
        for row in self.rows:
            own = row.says if row.verdict is Verdict.REJECTED else []
            row.odd.clear()
            row.reject(*(own or sentences))
        self.read = None

    def verdicts(self) -> Sequence[Verdict]:
        """What became of each row."""
        return [row.verdict for row in self.rows]


def counted(rows: Iterable[RowReport]) -> dict[str, int]:
    """How many rows came to each verdict, and how many are odd."""
    counts = {verdict.value: 0 for verdict in Verdict} | {"odd": 0}
    for row in rows:
        counts[row.verdict.value] += 1
        counts["odd"] += bool(row.odd)
    return counts


def in_runs(rows: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """Rows a run at a time."""
    each = iter(rows)
    while some := list(islice(each, size)):
        yield some

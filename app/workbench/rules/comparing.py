"""Need against homes: children who wait, children who came, and homes, under the same headings.

Each number counts rows that a link can list: a page and its lists count by these same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sufficiency.forecast.supply import bands_served
from sufficiency.gap import AGE_BANDS, without_thin
from sufficiency.types import Kind

BANDS: Sequence[str] = tuple(name for name, _, _ in AGE_BANDS)
GROUPS = ("1", "2", "3", "4 or more")
"""How many brothers and sisters need a home together."""

ELSEWHERE = "Elsewhere, or not known"


class By(StrEnum):
    """Under which headings need and homes are set side by side."""

    AGE = "age"
    KIND = "kind"
    GROUP = "group"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Needing:
    """A child who needs a home, or came to one: `on` is the day it is, or was, needed from.

    `group` is how many live, or are to live, together; `area` where the family's home is.
    `by_ours` says of a child who came that our own carers took them in.
    """

    child_id: int
    ref: str
    name: str
    age: int
    kind: Kind | None
    group: int
    area: str
    on: date
    referral: str = ""
    by_ours: bool | None = None

    @property
    def band(self) -> str:
        """The age band, as published."""
        return band_of(self.age)


@dataclass(frozen=True, slots=True)
class Offering:
    """A household of our own carers, approved for whoever fits its terms.

    `ages` are the youngest and oldest of any line of its terms, `kinds` those it may take (None:
    any). `approved` is the overall number, `left` the places that could be offered today, and
    `shut` why there are none to offer, if it is for one reason.
    """

    household_id: int
    ref: str
    name: str
    area: str
    ages: tuple[int, int]
    kinds: frozenset[Kind] | None
    approved: int
    placed: int
    left: int
    shut: str | None

    @property
    def bands(self) -> tuple[str, ...]:
        """The age bands that it serves: its terms take in half of each, or more."""
        served = bands_served(*self.ages)
        return tuple(band for band, so in zip(BANDS, served, strict=True) if so)


def band_of(age: int) -> str:
    """The age band of so many whole years."""
    return next(name for name, low, high in AGE_BANDS if low <= age <= high)


def group_of(size: int) -> str:
    """So many brothers and sisters, as a heading."""
    return GROUPS[min(max(size, 1), len(GROUPS)) - 1]


_OF_CHILD: Mapping[By, Callable[[Needing], str]] = {
    By.AGE: lambda child: child.band,
    By.KIND: lambda child: child.kind.value if child.kind else "",
    By.GROUP: lambda child: group_of(child.group),
    By.AREA: lambda child: child.area,
}

_OF_HOME: Mapping[By, Callable[[Offering], Iterable[str]]] = {
    By.AGE: lambda home: home.bands,
    By.KIND: lambda home: [kind.value for kind in Kind if home.kinds is None or kind in home.kinds],
    By.GROUP: lambda home: GROUPS[: min(home.approved, len(GROUPS))],
    By.AREA: lambda home: [home.area],
}


def under(by: By, heading: str, children: Iterable[Needing]) -> list[Needing]:
    """The children under a heading."""
    return [child for child in children if _OF_CHILD[by](child) == heading]


def homes_under(by: By, heading: str, homes: Iterable[Offering]) -> list[Offering]:
    """The homes under a heading: a home stands under each age, kind and number that it takes."""
    return [home for home in homes if heading in _OF_HOME[by](home)]


def free_under(by: By, heading: str, homes: Iterable[Offering]) -> list[Offering]:
    """Those of them with a place to offer today; for brothers and sisters, as many places."""
    least = GROUPS.index(heading) + 1 if by is By.GROUP else 1
    return [home for home in homes_under(by, heading, homes) if home.left >= least]


@dataclass(frozen=True, slots=True)
class Line:
    """One heading: children waiting, children who came in the year, of them to our own carers,
    homes and places approved, homes with a place free and their places; None is hidden."""

    heading: str
    waiting: int | None
    came: int | None
    to_ours: int | None
    homes: int | None
    places: int | None
    free_homes: int | None
    free: int | None


NUMBERS = ("waiting", "came", "to_ours", "homes", "places", "free_homes", "free")


def compare(
    by: By,
    headings: Sequence[str],
    waiting: Sequence[Needing],
    came: Sequence[Needing],
    homes: Sequence[Offering],
) -> list[Line]:
    """A line for each heading. Homes that serve several headings are counted under each."""
    found = []
    for heading in headings:
        those, free = homes_under(by, heading, homes), free_under(by, heading, homes)
        new = under(by, heading, came)
        found.append(
            Line(
                heading,
                waiting=len(under(by, heading, waiting)),
                came=len(new),
                to_ours=sum(each.by_ours is True for each in new),
                homes=len(those),
                places=sum(home.approved for home in those),
                free_homes=len(free),
                free=sum(home.left for home in free),
            )
        )
    return found


def headings_of(
    by: By, areas: Sequence[str], *rows: Iterable[Needing], homes: Iterable[Offering]
) -> list[str]:
    """The headings that are worth a line: all ages and groups; kinds and areas that somebody needs
    or offers."""
    if by is By.AGE:
        return list(BANDS)
    if by is By.GROUP:
        return list(GROUPS)
    asked = {_OF_CHILD[by](child) for those in rows for child in those}
    if by is By.KIND:
        return [kind.value for kind in Kind if kind.value in asked] + [""] * ("" in asked)
    there = asked | {home.area for home in homes}
    return [area for area in (*areas, ELSEWHERE) if area in there]


# ------------------------------------------------------------------------------- for publishing


def published(lines: Sequence[Line]) -> list[Line]:
    """The same lines with thin numbers left out of each column."""
    columns = {name: thinned([getattr(line, name) for line in lines]) for name in NUMBERS}
    return [
        Line(line.heading, **{name: columns[name][n] for name in NUMBERS})
        for n, line in enumerate(lines)
    ]


def thinned(numbers: Sequence[int]) -> list[int | None]:
    """A list's numbers with the thin ones left out, and as many more as keep them from being worked
    out from their sum. Where the sum would have to be left out too, all of them are: it may stand
    in another list."""
    table = without_thin({(str(n), "all"): number for n, number in enumerate(numbers)})
    if table.total is None and any(numbers):
        return [None] * len(numbers)
    return [table.cells[str(n), "all"] for n in range(len(numbers))]


def shown_total(numbers: Iterable[int | None]) -> int | None:
    """The sum of a column, or None if any of it is hidden."""
    those = list(numbers)
    return None if None in those else sum(each for each in those if each is not None)


__all__ = [
    "BANDS",
    "ELSEWHERE",
    "GROUPS",
    "NUMBERS",
    "By",
    "Line",
    "Needing",
    "Offering",
    "band_of",
    "compare",
    "free_under",
    "group_of",
    "headings_of",
    "homes_under",
    "published",
    "shown_total",
    "thinned",
    "under",
]

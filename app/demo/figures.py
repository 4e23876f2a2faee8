"""What was published about Herefordshire: what the county is shaped by, and is held to.

Children looked after: Department for Education, to 31 March 2025, not rounded ("c": suppressed).
Foster places: Ofsted, mainstream and in house only, rounded to 5. England's foster households:
Ofsted, as reported. All of it stands in `app.data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.data import rows
from app.demo.ground import HEREFORDSHIRE

FIRST = 2017
"""The first year whose children starting and ceasing are generated: it ended on 31 March 2017."""

LAST = 2025
"""The last year of which figures are published."""

YEARS = range(FIRST, LAST + 1)

PER_CENT = 0.10
"""How far a generated figure may be from a published one, if its rounding does not allow more."""


@cache
def _children() -> Mapping[tuple[str, int, str, str], int]:
    return {
        (row["table"], int(row["year_ending_31_march"]), row["category"], row["item"]): int(
            row["number"]
        )
        for row in rows("stats_children_looked_after.csv")
        if row["area_code"] == HEREFORDSHIRE and row["number"].isdigit()
    }


@cache
def _series() -> Mapping[tuple[str, str], int]:
    return {
        (row["measure_code"], row["period"]): int(float(row["value"]))
        for row in rows("stats_lait_timeseries.csv")
        if row["area_name"].startswith("Herefordshire") and row["value"]
    }


def children(table: str, year: int, category: str, item: str) -> int | None:
    """A figure about children looked after; None where it was not published or was suppressed."""
    return _children().get((table, year, category, item))


def series(measure: str, year: int) -> int | None:
    """A figure of the long series; None where it was not published or was suppressed."""
    return _series().get((measure, str(year)))


def looked_after(year: int) -> int:
    """Children looked after on 31 March."""
    return _series()["LACnum", str(year)]


def started(year: int) -> int:
    """Children who started to be looked after in the year to 31 March."""
    return _series()["LACnum_Start", str(year)]


def ceased(year: int) -> int:
    """Children who ceased to be looked after in the year to 31 March."""
    return _series()["LACceased", str(year)]


def on_31_march(year: int, category: str, item: str) -> int | None:
    """Of the children looked after on 31 March, those in one line of a table."""
    return children("on_31_march", year, category, item)


def households(item: str) -> int:
    """What Ofsted counted of the council's foster households in 2018-19, rounded to 5."""
    for row in rows("stats_ofsted_fostering_la_2017_19.csv"):
        words = list(row.values())
        if words[0] == "2018-19" and "Herefordshire" in words and item in words:
            return int(words[words.index("Herefordshire") + 1] or 0)
    raise KeyError(item)


def england(period: str, item: str) -> int:
    """What was reported of foster households in England."""
    for row in rows("stats_ofsted_fostering_national_2016_25.csv"):
        if row["period"] == period and row["item"] == item:
            return int(row["value"])
    raise KeyError(item)


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure, what was generated, and the least and most that it may be."""

    says: str
    published: float
    generated: float
    least: float
    most: float

    @property
    def is_within(self) -> bool:
        """Whether the generated figure is as near as it must be."""
        return self.least <= self.generated <= self.most


def compared(says: str, published: float, generated: float, rounded_to: float = 0) -> Compared:
    """A generated figure beside a published one that was rounded to a multiple of `rounded_to`."""
    allowed = max(rounded_to / 2, PER_CENT * published)
    return Compared(says, published, generated, published - allowed, published + allowed)

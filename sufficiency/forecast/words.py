"""What the forecast is told and speaks of: kinds of home, age bands, times in care, columns.

Inside the forecast a day is its number, counted from 1 January 1970, as NumPy counts days.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Days: TypeAlias = npt.NDArray[np.int64]
"""Days by their number."""

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Counts: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Bools: TypeAlias = npt.NDArray[np.bool_]

NEVER = 10**6
"""The number of a day that does not come: stands for an end that is not known."""

YEAR = 365.25
"""Days in a year, for rates: every rate here is so many a year."""


class Living(StrEnum):
    """The kinds of home that a child who is looked after lives in, as the forecast tells them."""

    RELATIVES = "relatives"
    FOSTERED = "fostered"
    RESIDENTIAL = "residential"
    SUPPORTED = "supported"
    ELSEWHERE = "elsewhere"


LIVING_WORDS = {
    Living.RELATIVES: "Fostered by relatives or friends",
    Living.FOSTERED: "Fostered by other carers",
    Living.RESIDENTIAL: "In a children’s home or another residential setting",
    Living.SUPPORTED: "In supported accommodation or living independently",
    Living.ELSEWHERE: "With parents, placed for adoption, or elsewhere",
}

KINDS = tuple(Living)
KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
LEFT = len(KINDS)
"""In a column of where a child went next: left care."""

OPEN = -1
"""In a column of where a child went next: not known, the child is still there."""

BAND_STARTS = (0, 1, 5, 10, 16)
ADULT = 18
BANDS = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17")
"""The age bands of the published figures, in whole years."""

SINCE_DAYS = (0, 183, 731, 1826)
SINCE = ("under 6 months", "6 months to 2 years", "2 to 5 years", "5 years and more")
"""Time since the child came into care this time, from so many days on."""

SHAPE = (len(KINDS), len(BANDS), len(SINCE))
CELLS = len(KINDS) * len(BANDS) * len(SINCE)
"""Kind of home, age band and time in care; a cell's number is kind, band, time in this order."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A child in one kind of home from `starts` up to, and not including, `ends`.

    `ends` is empty while it lasts. Where the next episode of the same child starts on the day on
    which this one ends, the child moved; otherwise the child left care.
    """

    child: str
    born: date
    starts: date
    ends: date | None
    living: Living


@dataclass(frozen=True, slots=True)
class CarerSpell:
    """A household approved to foster, from `approved` up to, and not including, `ended`.

    `places` is the overall number of its terms; ages are whole years, both included.
    """

    household: str
    approved: date
    ended: date | None
    places: int
    youngest: int = 0
    oldest: int = 17


def number_of(day: date) -> int:
    """The day's number."""
    return int(np.datetime64(day, "D").astype(np.int64))


def day_of(number: int) -> date:
    """The day that has this number."""
    found: date = np.datetime64(int(number), "D").astype(date)
    return found


def months_on(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = day_of(number_of(date(first.year + first.month // 12, first.month % 12 + 1, 1)) - 1)
    return first.replace(day=min(day.day, last.day))


def month_days(start: date, months: int) -> Days:
    """The day itself, and the same day of each of so many months after it."""
    return np.array([number_of(months_on(start, month)) for month in range(months + 1)])


def birthdays(born: Days, age: int) -> Days:
    """The days on which children born on these days become `age`, by the calendar.

    A child born on 29 February is a year older on 1 March of a year that has no 29 February.
    """
    days = born.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    into_month = (days - months.astype("datetime64[D]")).astype(np.int64)
    found: Days = (months + 12 * age).astype("datetime64[D]").astype(np.int64) + into_month
    return found


def band_on(born: Days, day: int | Days) -> npt.NDArray[np.int64]:
    """The number of the age band that each child is in on a day; one too many from 18 on."""
    band = np.full(born.shape, -1)
    for age in (*BAND_STARTS, ADULT):
        band += birthdays(born, age) <= day
    bands: npt.NDArray[np.int64] = np.maximum(band, 0)
    return bands


def since_on(since: Days, day: int | Days) -> npt.NDArray[np.int64]:
    """The number of the time in care that each child has had on a day, from when it began."""
    so_far = np.asarray(day - since)
    time = np.zeros(so_far.shape, np.int64)
    for days in SINCE_DAYS[1:]:
        time += so_far >= days
    return time


def cell_of(kind: Counts, band: Counts, time: Counts) -> npt.NDArray[np.int64]:
    """The number of the cell that a child of this kind of home, age band and time in care is in."""
    found: npt.NDArray[np.int64] = (kind * len(BANDS) + band) * len(SINCE) + time
    return found

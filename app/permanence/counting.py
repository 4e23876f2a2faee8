"""How many placements a child has had in twelve months: plain values, no database.

What counts is a home lived in, day by day, as the record says it:

- Main placements only. Stays (SSDA903 codes T0 to T4: hospital, holiday, respite) and absences
  stand beside the main placement, which goes on, and move nobody.
- The placement in which the twelve months begin counts, so that three placements are two moves:
  so counts the published figure of "three or more placements in the year".
- A new legal status is no move (reason L of a new episode). Nor is a new placement that follows at
  once in the same home (reasons T and U: "same carer"): the child unpacked nothing.
- Going back to a home after living in another is another placement; so is going back to it after
  days on which the record has the child nowhere.
- A placement that began and ended on one day held no night and counts for nothing.
- Of two recorded at once, the child lives in the one that began last, as on every other page.

The reasons of episodes are in the return's guide (SSDA903, RNE). That T and U are left out of the
published count was recalled and not read: it is this product's reading, and is said on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest

from app.statute.calendar import ENGLAND
from app.statute.spans import Years

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lived:
    """A main placement as it is counted. `home`: the same for the same home."""

    home: str
    starts: date
    ends: date | None = None
    order: int = 0
    """Of two that began on one day, the later recorded has the higher."""

    def holds(self, day: date) -> bool:
        """Whether the child is placed there on a day."""
        return self.starts <= day and (self.ends is None or self.ends > day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days lived in one home without a break. `ends`: the first day no longer there."""

    home: str
    starts: date
    ends: date | None

    def touches(self, first: date, last: date) -> bool:
        """Whether any of its days lies from `first` to `last`, both counted."""
        return self.starts <= last and (self.ends is None or self.ends > first)


def stretches(lived: Iterable[Lived]) -> list[Stretch]:
    """A child's homes one after another, the earliest first."""
    every = [each for each in lived if each.ends is None or each.ends > each.starts]
    days = sorted({day for each in every for day in (each.starts, each.ends) if day is not None})
    found: list[Stretch] = []
    for day, following in zip_longest(days, days[1:]):
        here = [each for each in every if each.holds(day)]
        if not here:
            continue
        home = max(here, key=lambda each: (each.starts, each.order)).home
        if found and found[-1].home == home and found[-1].ends == day:
            found[-1] = replace(found[-1], ends=following)
        else:
            found.append(Stretch(home, day, following))
    return found


@lru_cache(maxsize=1024)
def twelve_months_to(day: date) -> date:
    """The first of the twelve months that end with a day: the day after the same date last year."""
    return Years(1).before(day, ENGLAND) + DAY


def in_twelve_months(homes: Iterable[Stretch], day: date) -> list[Stretch]:
    """The homes lived in on any day of the twelve months that end with `day`."""
    first = twelve_months_to(day)
    return [each for each in homes if each.touches(first, day)]


def moves_that_call(
    homes: Sequence[Stretch], as_at: date, number_on: Callable[[date], int]
) -> list[date]:
    """The days of the twelve months to `as_at` on which a child came to a home, and the count was
    the council's number. What happened before them is about homes that nobody can hold any more.

    `number_on`: the number that the council had set on a day.
    """
    first = twelve_months_to(as_at)
    return [
        each.starts
        for each in homes
        if first <= each.starts <= as_at
        and len(in_twelve_months(homes, each.starts)) >= number_on(each.starts)
    ]

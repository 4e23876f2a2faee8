"""The past that a forecast is fitted to: who was looked after, in which kind of home, and when.

Episodes are put in order first: those of one child never overlap, so that a child is counted once
on any day; neighbours of the same kind become one; nothing lasts beyond an eighteenth birthday.
What had to be put right is told in `notes`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sufficiency.forecast.words import (
    ADULT,
    BANDS,
    KIND_NUMBER,
    KINDS,
    LEFT,
    NEVER,
    OPEN,
    Bools,
    Counts,
    Days,
    Episode,
    band_on,
    birthdays,
    day_of,
    number_of,
)


@dataclass(frozen=True, eq=False)
class Past:
    """Stays in one kind of home, a row each, as known at the end of the day `at`.

    `child` numbers the children; `born`, `since` (the day that this time in care began), `starts`
    and `ends` are numbers of days, `ends` NEVER while it lasts; `kind` is the number of the kind of
    home; `then` that of the next, LEFT or OPEN. Nothing before `seen_from` is relied on: of stays
    that ended earlier some may be missing.
    """

    at: date
    seen_from: date
    child: Counts
    born: Days
    since: Days
    starts: Days
    ends: Days
    kind: Counts
    then: Counts
    notes: tuple[str, ...] = ()
    _counted: dict[int, Counts] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.child)

    @cached_property
    def eighteenth(self) -> Days:
        """The eighteenth birthday, for each stay."""
        return birthdays(self.born, ADULT)

    def here_on(self, day: int) -> Bools:
        """Which stays the day (its number) is one of."""
        here: Bools = (self.starts <= day) & (day < self.ends)
        return here

    def count_on(self, day: int) -> Counts:
        """How many children lived in each kind of home, by age band: (kinds, bands)."""
        if day not in self._counted:
            here = self.here_on(day)
            cell = self.kind[here] * len(BANDS) + band_on(self.born[here], day)
            found = np.bincount(cell, minlength=len(KINDS) * len(BANDS))
            self._counted[day] = found.reshape(len(KINDS), len(BANDS))
        return self._counted[day]

    def counts_on(self, days: Days) -> Counts:
        """The same on each of these days: (days, kinds, bands)."""
        return np.array([self.count_on(int(day)) for day in days])

    def entered(self) -> Bools:
        """Which stays are the first of a time in care that began while the past was seen."""
        first: Bools = (self.starts == self.since) & (self.starts > number_of(self.seen_from))
        return first

    def known_at(self, day: date) -> "Past":
        """The past as it was known at the end of an earlier day."""
        last = number_of(day)
        begun = self.starts <= last
        later = self.ends[begun] > last
        return Past(
            day,
            self.seen_from,
            self.child[begun],
            self.born[begun],
            self.since[begun],
            self.starts[begun],
            np.where(later, NEVER, self.ends[begun]),
            self.kind[begun],
            np.where(later, OPEN, self.then[begun]),
        )


def read_past(
    episodes: Iterable[Episode], *, at: date | None = None, seen_from: date | None = None
) -> Past:
    """The past that these episodes tell of, as known at the end of `at`.

    `at` is the last day that any episode names, unless said. `seen_from` is the first day from
    which every episode is there; unless said it is the 1 April before the first day on which one
    ended, as the yearly returns bring them. Raises ValueError where there is nothing to read.
    """
    told = sorted(set(episodes), key=_in_order)
    if not told:
        raise ValueError("There are no episodes to read.")
    last = at or max(max(each.starts, each.ends or each.starts) for each in told)
    noticed: Counter[str] = Counter()
    stays = [
        stay
        for own in _by_child(told)
        for stay in _tidied([*_clipped(own, last, noticed)], noticed)
    ]
    if not stays:
        raise ValueError("No episode here is of a child looked after before the last day.")
    notes = tuple(f"{says}: {number}" for says, number in sorted(noticed.items()))
    return _columns(stays, last, seen_from or _first_april(told, last), notes)


@dataclass(slots=True)
class _Stay:
    child: str
    born: int
    since: int
    starts: int
    ends: int
    kind: int
    then: int = LEFT


def _in_order(each: Episode) -> tuple[str, date, date, str]:
    """By child and first day; of two from one day, last the one that was seen to end last."""
    return each.child, each.starts, each.ends or date.min, each.living


def _by_child(episodes: Iterable[Episode]) -> list[list[Episode]]:
    found: dict[str, list[Episode]] = defaultdict(list)
    for each in episodes:
        found[each.child].append(each)
    return list(found.values())


def _first_april(episodes: Iterable[Episode], at: date) -> date:
    ended = [each.ends for each in episodes if each.ends is not None and each.ends <= at]
    first = min(ended, default=min(each.starts for each in episodes))
    april = date(first.year, 4, 1)
    return april if april <= first else april.replace(year=first.year - 1)


def _clipped(own: list[Episode], at: date, noticed: Counter[str]) -> Iterable[Episode]:
    """The child's episodes, none of two from one day, none over the next, none after 18."""
    last = number_of(at)
    kept = [each for each in own if number_of(each.starts) <= last]
    if len({each.born for each in kept}) > 1:
        noticed["Children with more than one birthday, of which the first told is used"] += 1
    for place, each in enumerate(kept):
        each = replace(each, born=kept[0].born)
        later = kept[place + 1] if place + 1 < len(kept) else None
        if each.starts < each.born:
            noticed["Episodes that start before the child was born, left out"] += 1
            continue
        if later is not None and later.starts == each.starts:
            if each.living is not later.living and each.ends != each.starts:
                noticed["Episodes of one child from the same day, of which one is used"] += 1
            continue
        if later is not None and (each.ends is None or each.ends > later.starts):
            noticed["Episodes that go on after the child’s next one starts, ended there"] += 1
            each = replace(each, ends=later.starts)
        if each.ends is None or each.ends > each.starts:
            yield each


def _tidied(own: list[Episode], noticed: Counter[str]) -> Iterable[_Stay]:
    """The child's stays: neighbours of one kind made one, each with where the child went next."""
    stays: list[_Stay] = []
    for each in own:
        born, starts = number_of(each.born), number_of(each.starts)
        adult = int(birthdays(np.array([born]), ADULT)[0])
        if starts >= adult:
            noticed["Episodes that start at 18 or over, left out"] += 1
            continue
        ends = NEVER if each.ends is None else number_of(each.ends)
        if adult < ends < NEVER:
            noticed["Episodes that go on after an eighteenth birthday, ended there"] += 1
        kind, before = KIND_NUMBER[each.living], stays[-1] if stays else None
        goes_on = before is not None and before.ends == starts
        if before is not None and goes_on and before.kind == kind:
            before.ends = min(ends, adult)
            continue
        if before is not None and goes_on:
            before.then = kind
        since = before.since if before is not None and goes_on else starts
        stays.append(_Stay(each.child, born, since, starts, min(ends, adult), kind))
    return stays


def _columns(stays: list[_Stay], at: date, seen_from: date, notes: tuple[str, ...]) -> Past:
    numbers: dict[str, int] = {}
    for stay in stays:
        numbers.setdefault(stay.child, len(numbers))
    ends = _column([stay.ends for stay in stays])
    later = ends > number_of(at)
    return Past(
        at,
        max(seen_from, day_of(min(stay.starts for stay in stays))),
        _column([numbers[stay.child] for stay in stays]),
        _column([stay.born for stay in stays]),
        _column([stay.since for stay in stays]),
        _column([stay.starts for stay in stays]),
        np.where(later, NEVER, ends),
        _column([stay.kind for stay in stays]),
        np.where(later, OPEN, _column([stay.then for stay in stays])),
        notes,
    )


def _column(values: list[int]) -> npt.NDArray[np.int64]:
    return np.array(values, np.int64)

"""Approvals to expect by month, of those under way, from how long this team's own cases took.

Each case under way is at the furthest mark it has come to, so many days ago. What may become of it
is read from past cases that stood at that mark at least as long: how many days later they were
approved, or lost. Cases still open count for as long as they were seen (the competing risks of
Aalen and Johansen), so that a slow team does not look like a losing one. The range holds the chance
of each case and what so few past cases leave unknown: each draw weighs the past anew.

Enquiries that nobody has made yet are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np

from app.recruitment.kinds import Reached
from app.recruitment.rules.enquiries import Course

DRAWS = 400
SEED = 20110401
LOW, HIGH = 10, 90
"""The range is from the tenth to the ninetieth of a hundred: four times in five it holds."""

LEAST_ENDED, LEAST_APPROVED, LEAST_LEFT = 10, 5, 5
"""Fewer past cases that came to their end, were approved, or stood there as long: no number."""

MARKS = tuple(Reached)


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a past case took from a mark: to approval, to its loss, or as far as it is seen.

    `stay`: how long that mark was its furthest.
    """

    days: int
    stay: int
    approved: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month to come: how many approvals are expected of those under way, and the range."""

    first: date
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months to come; on how many it stands; and for how many there was too little past."""

    months: tuple[Month, ...]
    total_low: int
    total_high: int
    expected: float
    under_way: int
    past: int
    """Past cases that came to their end, of which durations were taken."""

    left_out: int
    """Cases under way of which nothing is said: too few before them stood there as long."""


def marks_of(course: Course) -> dict[Reached, date]:
    """The day of each mark that a case has come to."""
    found = {
        Reached.ENQUIRED: course.received_on,
        Reached.VISITED: course.visited_on,
        Reached.APPLIED: course.applied_on,
        Reached.STAGE_2: course.stage_2[0] if course.stage_2 else None,
        Reached.PANEL: course.heard_on,
    }
    return {mark: day for mark, day in found.items() if day is not None}


def spells(courses: Iterable[Course], as_at: date) -> dict[Reached, list[Spell]]:
    """Every spell from every mark, of cases that were seen for a day at least."""
    found: dict[Reached, list[Spell]] = {mark: [] for mark in MARKS}
    for course in courses:
        last = course.approved_on or course.ended_on
        marks = sorted(marks_of(course).items(), key=lambda each: MARKS.index(each[0]))
        for place, (mark, day) in enumerate(marks):
            days = ((last or as_at) - day).days
            left = marks[place + 1][1] if place + 1 < len(marks) else last or as_at
            stay = min(max((left - day).days, 0), days)
            if days >= 0:
                approved = course.approved_on is not None
                found[mark].append(Spell(days, stay, approved, last is not None))
    return found


def month_starts(as_at: date, months: int) -> list[date]:
    """The first days of this month and of those after it, and of the one after the last."""
    found = [as_at.replace(day=1)]
    for _ in range(months):
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found


def forecast(courses: Sequence[Course], as_at: date, months: int = 6) -> Forecast | None:
    """Approvals to expect in this month and the next ones; None where the past says too little."""
    past = spells(courses, as_at)
    starts = month_starts(as_at, months)
    edges = np.array([(each - as_at).days for each in starts[1:]])
    random = np.random.default_rng(SEED)
    counts = np.zeros((DRAWS, months), dtype=int)
    waiting: dict[Reached, list[int]] = {}
    for course in courses:
        if course.approved_on is None and course.ended_on is None:
            mark, day = max(marks_of(course).items(), key=lambda each: MARKS.index(each[0]))
            waiting.setdefault(mark, []).append((as_at - day).days)
    said, left_out = 0, 0
    for mark, elapsed in sorted(waiting.items(), key=lambda each: MARKS.index(each[0])):
        those = past[mark]
        if not _enough(those):
            left_out += len(elapsed)
            continue
        ahead = _Ahead(those, random.exponential(size=(DRAWS, len(those))), edges)
        for days, same in groupby(sorted(elapsed)):
            number, chances = len(list(same)), ahead.chances(days)
            if chances is None:
                left_out += number
                continue
            said += number
            until = np.cumsum(chances, axis=0)
            for _ in range(number):
                fell = (random.random(DRAWS) >= until).sum(axis=0)
                for month in range(months):
                    counts[:, month] += fell == month
    if not said:
        return None
    return _told(counts, starts, said, left_out, past)


def _told(
    counts: Any,
    starts: Sequence[date],
    said: int,
    left_out: int,
    past: Mapping[Reached, Sequence[Spell]],
) -> Forecast:
    lows, highs = _range(counts)
    totals = counts.sum(axis=1, keepdims=True)
    (low,), (high,) = _range(totals)
    return Forecast(
        tuple(
            Month(first, float(mean), int(least), int(most))
            for first, mean, least, most in zip(
                starts, counts.mean(axis=0), lows, highs, strict=False
            )
        ),
        int(low),
        int(high),
        float(totals.mean()),
        said,
        sum(each.ended for each in past[Reached.ENQUIRED]),
        left_out,
    )


def _range(counts: Any) -> tuple[Any, Any]:
    low = np.percentile(counts, LOW, axis=0, method="lower")
    return low, np.percentile(counts, HIGH, axis=0, method="higher")


def _enough(those: Sequence[Spell]) -> bool:
    ended = sum(each.ended for each in those)
    return ended >= LEAST_ENDED and sum(each.approved for each in those) >= LEAST_APPROVED


class _Ahead:
    """What past cases that stood at one mark say of those who stand there now, in each draw."""

    def __init__(self, those: Sequence[Spell], weights: Any, edges: Any) -> None:
        order = sorted(range(len(those)), key=lambda n: (those[n].days, not those[n].ended))
        self.weights = weights[:, order].T.copy()
        self.days = np.array([those[n].days for n in order])
        self.stay = np.array([those[n].stay for n in order])
        self.ended = np.array([those[n].ended for n in order])
        self.approved = np.array([those[n].approved for n in order])
        self.edges = edges

    def chances(self, elapsed: int) -> Any:
        """How likely it is that a case which has stood there so many days is approved in each
        month: months by draws; None: too few before.

        Only who stood at the same mark for longer says anything of it: whoever had gone further by
        then, or had ended, is no guide.
        """
        later = self.stay > elapsed
        if later.sum() < LEAST_LEFT:
            return None
        weights, after = self.weights[later], self.days[later] - elapsed
        soon = int(np.searchsorted(after, self.edges[-1]))
        at_risk = np.cumsum(weights[:soon][::-1], axis=0)[::-1] + weights[soon:].sum(axis=0)
        hazard = np.where(self.ended[later][:soon, None], weights[:soon] / at_risk, 0.0)
        left = np.cumprod(1 - hazard, axis=0)
        before = np.concatenate([np.ones((1, DRAWS)), left[:-1]])[:soon]
        chance = before * np.where(self.approved[later][:soon, None], hazard, 0.0)
        month_of = np.searchsorted(self.edges, after[:soon], side="right")
        return np.array([chance[month_of == month].sum(axis=0) for month in range(len(self.edges))])

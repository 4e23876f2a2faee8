"""Chance with a fixed seed: the same seed makes the same county, on any machine, on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

YEAR = 365.25
"""Days in a year, on the average."""


class Chance(Random):
    """A generator of its own for each part of the county, so that one part never moves another."""

    @classmethod
    def of(cls, seed: int, part: object) -> Chance:
        """The generator of a part."""
        return cls(f"{seed}: {part}")

    def day(self, first: date, last: date) -> date:
        """Any day from the first to the last; the first if there is none between."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def once_in(self, share: float) -> bool:
        """Yes, in this share of cases."""
        return self.random() < share

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """One of these, by weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, things: Sequence[Thing], how_many: int) -> list[Thing]:
        """So many of these, or all if there are fewer."""
        return self.sample(list(things), min(how_many, len(things)))

    def some_by_weight(
        self, things: Sequence[Thing], weights: Sequence[float], how_many: int
    ) -> list[Thing]:
        """So many different ones of these, the heavier the likelier; never one of no weight."""
        drawn = [
            (self.random() ** (1 / weight), n) for n, weight in enumerate(weights) if weight > 0
        ]
        return [things[n] for _, n in sorted(drawn, reverse=True)[:how_many]]


def years(of: float) -> timedelta:
    """So many years, in days."""
    return timedelta(days=round(of * YEAR))


def years_between(first: date, last: date) -> float:
    """Years from one day to another."""
    return (last - first).days / YEAR


def birthday(born: date, age: int) -> date:
    """The day somebody reaches an age; 1 March where the year has no 29 February."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def born_to_be(age: int, on: date) -> date:
    """The birth date of somebody who reaches an age on a day."""
    try:
        return on.replace(year=on.year - age)
    except ValueError:
        return date(on.year - age, 2, 28)

"""Brothers and sisters searched for as a set: one home for all of them first, then two homes.

The set is one need with several children: every gate of `criteria.py` looks at them together, so
three children are never offered to a home with one place, and never one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from sufficiency.arrays import Register
from sufficiency.criteria import Weights
from sufficiency.match import DEFAULT_WEIGHTS, Match, Matches, search
from sufficiency.types import Child, Need

Split: TypeAlias = tuple[tuple[Child, ...], tuple[Child, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the children, and the home for them."""

    children: tuple[str, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Pair:
    """The children in two homes: who with whom, and how many pairs of siblings stay together."""

    parts: tuple[Part, Part]
    siblings_together: int
    score: float

    @property
    def to_ask(self) -> bool:
        """Is something required to be asked about either home?"""
        return any(part.match.to_ask for part in self.parts)


@dataclass(frozen=True)
class Together:
    """One home for all first; the best pairs of homes are worked out when they are asked for."""

    register: Register
    need: Need
    weights: Weights
    limit: int
    one_home: Matches

    @cached_property
    def two_homes(self) -> tuple[Pair, ...]:
        """The best pairs of different homes: most siblings together, then known, then by score.

        The score of a pair adds each home's score once for each child who would live there.
        """
        pairs = [pair for split in _splits(self.need.children) for pair in self._pairs(split)]
        pairs.sort(key=_order)
        return tuple(pairs[: self.limit])

    def _pairs(self, split: Split) -> Iterator[Pair]:
        first, second = (self._matches(children) for children in split)
        for one in first:
            for other in second:
                if one.home_id != other.home_id:
                    parts = Part(_ids(split[0]), one), Part(_ids(split[1]), other)
                    score = one.score * len(split[0]) + other.score * len(split[1])
                    yield Pair(parts, self._siblings_together(split), score)

    def _matches(self, children: tuple[Child, ...]) -> tuple[Match, ...]:
        part = replace(self.need, children=children)
        # One more than is asked for, since the best home may be the best for both parts.
        return search(self.register, part, weights=self.weights, limit=self.limit + 1).ranked

    def _siblings_together(self, split: Split) -> int:
        pairs = [pair for part in split for pair in combinations(_ids(part), 2)]
        return sum(frozenset(pair) in self.need.siblings for pair in pairs)


def search_together(
    register: Register, need: Need, *, weights: Weights = DEFAULT_WEIGHTS, limit: int = 20
) -> Together:
    """A set of children: one home for all of them, and otherwise the best two."""
    one_home = search(register, need, weights=weights, limit=limit)
    return Together(register, need, weights, limit, one_home)


def _splits(children: tuple[Child, ...]) -> Iterator[Split]:
    """Every way to part the children in two, each once; the first child is in the first part."""
    if not children:
        return
    first, rest = children[0], children[1:]
    for number in range(len(rest)):
        for chosen in combinations(rest, number):
            yield (first, *chosen), tuple(child for child in rest if child not in chosen)


def _ids(children: tuple[Child, ...]) -> tuple[str, ...]:
    return tuple(child.id for child in children)


def _order(pair: Pair) -> tuple[int, bool, float, str, str]:
    one, other = (part.match.home_id for part in pair.parts)
    return -pair.siblings_together, pair.to_ask, -pair.score, one, other

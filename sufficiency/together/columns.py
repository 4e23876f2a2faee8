"""Every way in which some brothers and sisters could live in one home: the columns of the problem.

A column is a set of children of one need and a home that no gate keeps from them. What it is worth
is the council's policy and the points of the search, once for each child.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sufficiency.arrays import Floats, Register, points, screen
from sufficiency.criteria import Weights
from sufficiency.room import OWN_BEDROOM_AGE
from sufficiency.together.asked import Policy
from sufficiency.together.fitting import part_of
from sufficiency.types import Need, age_on

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Family:
    """Some of the children of one need, who would live together: by their places in it."""

    need: int
    children: tuple[int, ...]
    party: Need
    """The need as it is for these children alone."""
    of_need: int
    """How many children the whole need has."""

    @property
    def size(self) -> int:
        """How many children."""
        return len(self.children)

    @property
    def pairs(self) -> int:
        """How many pairs of brothers and sisters stay together."""
        return self.size * (self.size - 1) // 2

    @property
    def for_rooms(self) -> int:
        """How many of them are old enough to need a bedroom."""
        first = self.party.period.starts
        return sum(age_on(each.born, first) >= OWN_BEDROOM_AGE for each in self.party.children)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, in order of home, then family. One row of each array for each column."""

    families: tuple[Family, ...]
    """Every set of children that is looked for, whether or not there is a home for it."""
    family: Ints
    home: Ints
    """The home's row in the register."""
    value: Floats
    points: Floats
    """The score of the search for one of the children."""
    to_ask: npt.NDArray[np.bool_]
    by_hand: npt.NDArray[np.bool_]
    """The home has to do with these children already, and only the plain functions judge it."""

    def __len__(self) -> int:
        return len(self.family)

    def of_family(self, what: str) -> Ints:
        """A number of each column's family: `need`, `size`, `pairs` or `for_rooms`."""
        numbers = np.array([getattr(each, what) for each in self.families], np.int64)
        chosen: Ints = numbers[self.family]
        return chosen

    def and_more(self, more: "Columns", first: int) -> "Columns":
        """With those of other homes for the same families, whose rows begin at `first`."""
        return Columns(
            self.families,
            np.concatenate([self.family, more.family]),
            np.concatenate([self.home, more.home + first]),
            np.concatenate([self.value, more.value]),
            np.concatenate([self.points, more.points]),
            np.concatenate([self.to_ask, more.to_ask]),
            np.concatenate([self.by_hand, more.by_hand]),
        )


def families_of(needs: Sequence[Need]) -> tuple[Family, ...]:
    """Every set of children of each need who might live together, the largest sets first."""
    found = []
    for n, need in enumerate(needs):
        number = len(need.children)
        sets = [
            tuple(child for child in range(number) if chosen >> child & 1)
            for chosen in range(1, 2**number)
        ]
        sets.sort(key=lambda children: (-len(children), children))
        found += [Family(n, each, part_of(need, each), number) for each in sets]
    return tuple(found)


def columns_for(
    register: Register, needs: Sequence[Need], weights: Weights, policy: Policy
) -> Columns:
    """Every column that no gate keeps out, with what it is worth."""
    families = families_of(needs)
    family, home, score, ask, by_hand = [], [], [], [], []
    for n, each in enumerate(families):
        screened = screen(register.during(each.party.period), each.party)
        rows = np.flatnonzero(~screened.ruled_any)
        if not len(rows):
            continue
        total = np.zeros(len(rows))
        for part in points(screened, weights, rows).values():
            total = total + part
        family.append(np.full(len(rows), n))
        home.append(rows)
        score.append(total)
        ask.append(screened.unknown_any[rows])
        by_hand.append(np.isin(rows, list(screened.plain)))
    if not family:
        none = np.zeros(0)
        no = np.zeros(0, bool)
        return Columns(families, none.astype(int), none.astype(int), none, none, no, no)
    made = Columns(
        families,
        np.concatenate(family),
        np.concatenate(home),
        np.zeros(0),
        np.concatenate(score),
        np.concatenate(ask),
        np.concatenate(by_hand),
    )
    return _in_order(_with_value(made, policy))


def _with_value(made: Columns, policy: Policy) -> Columns:
    size, pairs = made.of_family("size"), made.of_family("pairs")
    each = policy.placed + made.points - policy.ask * made.to_ask
    value = each * size + policy.pair * pairs
    return Columns(
        made.families, made.family, made.home, value, made.points, made.to_ask, made.by_hand
    )


def _in_order(made: Columns) -> Columns:
    order = np.lexsort((made.family, made.home))
    return Columns(
        made.families,
        made.family[order],
        made.home[order],
        made.value[order],
        made.points[order],
        made.to_ask[order],
        made.by_hand[order],
    )

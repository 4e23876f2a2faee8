"""What a joint placement answers: a proposal for people to decide on, and never a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sufficiency.together.asked import Pin


@dataclass(frozen=True, slots=True)
class Placed:
    """Some children of one need, and the home proposed for them.

    `score` is that of the search, for one child, in mile-equivalents. `to_ask`: something required
    is not recorded, and is to be asked before they move. `moves_on` is the day for which it is
    proposed: until then the home is only planned for, and the plan is made anew each day.
    """

    need_id: str
    children: tuple[str, ...]
    home_id: str
    score: float
    miles_from_home: float | None
    to_ask: bool
    moves_on: date


def children_in(placed: Iterable[Placed]) -> int:
    """How many children these are."""
    return sum(len(each.children) for each in placed)


def mean_miles_of(placed: Iterable[Placed]) -> float | None:
    """Miles from home, on average over the children whose distance is known."""
    known = [
        (each.miles_from_home, len(each.children))
        for each in placed
        if each.miles_from_home is not None
    ]
    number = sum(children for _, children in known)
    return sum(miles * children for miles, children in known) / number if number else None


@dataclass(frozen=True, slots=True)
class NotPossible:
    """A pin that no answer can keep, and why: the codes of the rules, or none where it clashes
    with an earlier pin or with something else that was asked."""

    pin: Pin
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Homes for everyone at once, as far as there are any.

    `value` and `bound` are in the policy's miles: no lawful answer is worth more than the bound.
    A plan made one at a time has no bound of its own.
    """

    placed: tuple[Placed, ...]
    left_over: tuple[str, ...]
    value: float
    bound: float | None
    proven: bool
    families: int
    """Needs with more than one child."""
    together: int
    """Of those, needs of which all children are placed in one home."""
    not_possible: tuple[NotPossible, ...] = ()

    @property
    def children_placed(self) -> int:
        """How many children have a home in this plan."""
        return children_in(self.placed)

    @property
    def gap(self) -> float | None:
        """How far below its bound the plan is worth, as a part of the bound; nought when proven."""
        if self.bound is None:
            return None
        if self.proven or self.bound <= 0:
            return 0.0
        return max(0.0, (self.bound - self.value) / self.bound)

    @property
    def mean_miles(self) -> float | None:
        """Miles from home, on average over the children placed whose distance is known."""
        return mean_miles_of(self.placed)

    def home_of(self, child_id: str) -> str | None:
        """The home proposed for a child, or None when the child is left over."""
        for each in self.placed:
            if child_id in each.children:
                return each.home_id
        return None


@dataclass(frozen=True, slots=True)
class Moved:
    """A child for whom two plans differ: the home in each, None where left over."""

    child_id: str
    before: str | None
    after: str | None


def compare(before: Plan, after: Plan) -> tuple[Moved, ...]:
    """The children for whom the two plans differ, in order of id."""
    children = {
        child for plan in (before, after) for each in plan.placed for child in each.children
    }
    children |= {*before.left_over, *after.left_over}
    moved = [Moved(each, before.home_of(each), after.home_of(each)) for each in sorted(children)]
    return tuple(each for each in moved if each.before != each.after)

"""The best answer under the rows, and how near to the best it is proven to be.

1. A relaxation in which a child may be shared among homes. Its prices say what each child and each
   place is worth, and bound what any lawful answer can reach. It is asked of the few columns that
   are worth most to each family, then of those that its prices show to be worth more, until there
   are none: the bound holds for all of them.
2. A whole answer from the columns that the prices do not rule out.
3. What the answer lets live together and the plain rules do not is forbidden, and asked again.
4. The proof: no column whose price shows that using it would cost more than what is left between
   answer and bound can be in a better answer. With those left out the rest is asked to the end.

SciPy's HiGHS does the arithmetic and is imported when it is first needed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from sufficiency.arrays import Floats
from sufficiency.together.columns import Columns, Ints
from sufficiency.together.rows import Meeting, Rows

SMALL = 1e-7
FEW = 10
"""Columns of each family that the relaxation begins with."""

ALL_AT_ONCE = 150
"""So few columns are all asked for a whole answer straight away, which proves it."""

NEAR_THE_PRICE = 5.0
"""Miles: columns that the prices put no further from use than this are tried first."""

HARDLY = 2e-5
"""A bound that fell by less than this part of itself has fallen enough."""

ENOUGH = 1e-9
"""A share of the answer so small that it is rounding."""


class NoAnswer(RuntimeError):
    """The arithmetic failed, or there was no time for any answer."""


class Impossible(NoAnswer):
    """No answer keeps every pin."""


@dataclass(slots=True)
class Problem:
    """Columns with their worth, rows, and what was found to be forbidden since."""

    columns: Columns
    value: Floats
    matrix: Any
    bound: Floats
    most: Floats
    """The most that each column may be taken: 1, or 0 where it is left out."""
    meeting: Meeting | None
    unlawful: Callable[[Ints], list[tuple[Ints, int]]]
    """Sets of columns of which these chosen ones have too many by the plain rules, each with the
    most that may be taken of it."""
    exactly_one: list[Ints] = field(default_factory=list)
    """Sets of columns of which exactly one is to be taken: pins."""

    def forbid(self, sets: list[Ints], number: list[int]) -> None:
        """Of each of these sets of columns no more than so many."""
        from scipy.sparse import vstack

        rows = Rows()
        for those, most in zip(sets, number, strict=True):
            rows.at_most_one(those, most)
        if not sets:
            return
        more, bound = rows.matrix(len(self.columns))
        self.matrix = vstack([self.matrix, more], format="csr")
        self.bound = np.concatenate([self.bound, bound])


@dataclass(frozen=True, slots=True)
class Prices:
    """The relaxation's answer: its bound, and by how much each column is worth its price."""

    bound: float
    over: Floats
    """What each column is worth beyond the prices of its children and its room: above nought only
    where it is taken whole."""
    dual: Floats


@dataclass(frozen=True, slots=True)
class Solved:
    """The columns chosen, what they are worth, and the bound that no answer can pass."""

    chosen: Ints
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        """Is this the best there is?"""
        return self.bound - self.value <= max(1.0, abs(self.bound)) * ENOUGH * 10


def solve(problem: Problem, *, best: bool, seconds: float = 60.0) -> Solved:
    """The best answer, or one near the bound. Raises NoAnswer when there is none in time."""
    until = perf_counter() + seconds
    if not problem.most.any():
        return Solved(np.zeros(0, np.int64), 0.0, 0.0)
    allowed = np.flatnonzero(problem.most > 0)
    if len(allowed) <= ALL_AT_ONCE:
        return _whole(problem, allowed, until)
    prices = relaxed(problem, until)
    tried = prices.over > -NEAR_THE_PRICE
    for pinned in problem.exactly_one:
        tried[pinned] = True
    near = np.flatnonzero(tried & (problem.most > 0))
    found = _whole(problem, near, until)
    bound = prices.bound
    while best and bound - found.value > max(1.0, abs(bound)) * ENOUGH:
        # What costs more than the gap cannot be in a better answer: the rest decides.
        reach = bound - found.value + SMALL
        within = np.flatnonzero((prices.over >= -reach) & (problem.most > 0))
        again = _whole(problem, within, until)
        if again.value > found.value:
            found = Solved(again.chosen, again.value, bound)
        if not again.proven:
            bound = min(bound, max(again.bound, found.value))
            break
        bound = min(bound, max(again.bound, found.value))
    return Solved(found.chosen, found.value, max(bound, found.value))


# ----------------------------------------------------------------------------------- relaxation


def relaxed(problem: Problem, until: float) -> Prices:
    """The relaxation over all columns, with the families that cannot meet forbidden on the way."""
    active = _worth_most(problem)
    best: Prices | None = None
    while True:
        share, dual, pinned = _shares(problem, active, until)
        over = problem.value - problem.matrix.T @ dual
        for columns, price in zip(problem.exactly_one, pinned, strict=True):
            over[columns] -= price
        over[problem.most == 0] = -np.inf
        worth_more = (over > SMALL) & ~active
        bound = float(problem.bound @ dual + sum(pinned) + np.clip(over, 0, None).sum())
        hardly = best is not None and best.bound - bound < abs(bound) * HARDLY
        if best is None or bound < best.bound:
            best = Prices(bound, over, dual)
        met = problem.meeting.found(share) if problem.meeting else []
        if not worth_more.any() and (hardly or not met):
            return best
        if met:
            problem.forbid(met, [1] * len(met))
        _add_best(problem.columns.family, over, worth_more, active)


def _worth_most(problem: Problem) -> npt.NDArray[np.bool_]:
    active = np.zeros(len(problem.value), bool)
    _add_best(problem.columns.family, problem.value, problem.most > 0, active)
    for pinned in problem.exactly_one:
        active[pinned] = True
    return active


def _add_best(
    family: Ints, worth: Floats, among: npt.NDArray[np.bool_], to: npt.NDArray[np.bool_]
) -> None:
    """The few columns of each family that are worth most, among these."""
    columns = np.flatnonzero(among)
    order = columns[np.lexsort((columns, -worth[columns], family[columns]))]
    theirs = family[order]
    first = np.searchsorted(theirs, theirs)
    to[order[np.arange(len(order)) - first < FEW]] = True


def _shares(
    problem: Problem, active: npt.NDArray[np.bool_], until: float
) -> tuple[Floats, Floats, list[float]]:
    """How much of each column the relaxation takes, the price of each row and of each pin."""
    from scipy.optimize import linprog

    columns = np.flatnonzero(active & (problem.most > 0))
    matrix = problem.matrix[:, columns]
    rows = np.flatnonzero(np.asarray(matrix.sum(axis=1)).ravel() > problem.bound + SMALL)
    exactly, ones = _pinned(problem, columns)
    dual = np.zeros(len(problem.bound))
    share = np.zeros(len(problem.value))
    found = linprog(
        -problem.value[columns],
        A_ub=matrix[rows] if len(rows) else None,
        b_ub=problem.bound[rows] if len(rows) else None,
        A_eq=exactly,
        b_eq=ones,
        bounds=(0, 1),
        method="highs",
        options={"presolve": False, "time_limit": _left(until)},
    )
    if found.status != 0:
        raise _why(found)
    share[columns] = found.x
    if len(rows):
        dual[rows] = np.clip(-found.ineqlin.marginals, 0, None)
    return share, dual, [] if exactly is None else (-found.eqlin.marginals).tolist()


def _left(until: float) -> float:
    """Seconds that are left."""
    left = until - perf_counter()
    if left <= 0:
        raise NoAnswer("There was no time for an answer.")
    return left


def _why(found: Any) -> NoAnswer:
    """SciPy's status 2 says that nothing at all is allowed: only pins can do that."""
    return (Impossible if found.status == 2 else NoAnswer)(str(found.message))


def _pinned(problem: Problem, columns: Ints) -> tuple[Any, Any]:
    """Exactly one of each set of columns that is pinned."""
    if not problem.exactly_one:
        return None, None
    from scipy.sparse import csr_array

    place = np.full(len(problem.value), -1)
    place[columns] = np.arange(len(columns))
    row, column = [], []
    for n, pinned in enumerate(problem.exactly_one):
        there = place[pinned]
        there = there[there >= 0]
        row.append(np.full(len(there), n))
        column.append(there)
    where = (np.concatenate(row), np.concatenate(column))
    shape = (len(problem.exactly_one), len(columns))
    ones = np.ones(len(problem.exactly_one))
    return csr_array((np.ones(len(where[0])), where), shape=shape), ones


# --------------------------------------------------------------------------------- whole answers


def _whole(problem: Problem, columns: Ints, until: float) -> Solved:
    """The best lawful answer from these columns alone; its bound is for these columns alone."""
    if problem.meeting:
        apart = problem.meeting.among(columns)
        problem.forbid(apart, [1] * len(apart))
    ask = _shared_first if len(columns) <= ALL_AT_ONCE else _once
    while True:
        chosen, bound = ask(problem, columns, until)
        share = np.zeros(len(problem.value))
        share[chosen] = 1.0
        met = problem.meeting.found(share) if problem.meeting else []
        found = [(each, 1) for each in met] or problem.unlawful(chosen)
        if not found:
            value = float(problem.value[chosen].sum())
            return Solved(chosen, value, max(bound, value))
        problem.forbid([each for each, _ in found], [most for _, most in found])


def _shared_first(problem: Problem, columns: Ints, until: float) -> tuple[Ints, float]:
    """The relaxation of so few columns is quick, and mostly shares no child: then it is whole."""
    active = np.zeros(len(problem.value), bool)
    active[columns] = True
    share = _shares(problem, active, until)[0]
    whole = np.rint(share)
    if np.abs(share - whole).max() < SMALL:
        chosen = np.flatnonzero(whole > 0)
        return chosen, float(problem.value[chosen].sum())
    return _once(problem, columns, until)


def _once(problem: Problem, columns: Ints, until: float) -> tuple[Ints, float]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix = problem.matrix[:, columns]
    rows = np.flatnonzero(np.asarray(matrix.sum(axis=1)).ravel() > problem.bound + SMALL)
    limits = []
    if len(rows):
        limits.append(LinearConstraint(matrix[rows], -np.inf, problem.bound[rows]))
    exactly, ones = _pinned(problem, columns)
    if exactly is not None:
        limits.append(LinearConstraint(exactly, ones, ones))
    found = milp(
        -problem.value[columns],
        constraints=limits,
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": _left(until)},
    )
    if found.x is None:
        raise _why(found)
    return columns[found.x > 0.5], -float(found.mip_dual_bound)

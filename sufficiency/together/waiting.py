"""Everyone waiting, made ready once, so that each what-if is answered at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from sufficiency.arrays import Floats, Register
from sufficiency.criteria import Weights, gate_findings
from sufficiency.distance import miles
from sufficiency.match import DEFAULT_WEIGHTS
from sufficiency.together.answer import NotPossible, Placed, Plan
from sufficiency.together.asked import (
    NOTHING,
    PLANNED_DAYS,
    Case,
    Pin,
    Policy,
    Proof,
    WhatIf,
    check_needs,
)
from sufficiency.together.columns import Columns, Ints, columns_for
from sufficiency.together.fitting import fit_together, part_of
from sufficiency.together.rows import Around, Meeting, covering, rows_for
from sufficiency.together.solving import Impossible, Problem, Solved, solve
from sufficiency.types import Home, Need, Weighs

SECONDS = 60.0
"""The longest that an answer is waited for, unless the caller says otherwise."""

MANY = 40
"""A home with more columns than this has only those pairs looked at that were chosen."""

MANY_SETS = 150
"""A set that cannot be together is widened while each further column asks for no more than this."""


class Waiting:
    """The homes and everyone who waits, in order of arrival.

    Raises ValueError where two needs have one id or name the same child.
    """

    def __init__(
        self,
        register: Register,
        needs: Sequence[Need],
        *,
        weights: Weights = DEFAULT_WEIGHTS,
        policy: Policy | None = None,
    ) -> None:
        check_needs(needs)
        self.register, self.needs, self.weights = register, tuple(needs), weights
        self.policy = policy or Policy()
        self.columns: Columns = columns_for(register, self.needs, weights, self.policy)
        self._fits: dict[tuple[int, tuple[int, ...]], bool] = {}
        self._around: Around | None = None
        if len(self.columns):
            self._around = Around(register, self.needs, self.columns)

    # ------------------------------------------------------------------------------- the answers

    def plan(
        self, what_if: WhatIf = NOTHING, *, proof: Proof = Proof.BEST, seconds: float = SECONDS
    ) -> Plan:
        """The best homes for everyone together: proven the best, or near a bound that is given.

        A pin that no answer can keep is left out, and named with its reasons. Raises `NoAnswer`
        when there was none within the time.
        """
        kept, refused = self._possible(what_if)
        while True:
            try:
                solved = solve(self.problem(kept), best=proof is Proof.BEST, seconds=seconds)
                break
            except Impossible:
                kept, refused = _without_last(kept, refused)
        return self.as_plan(solved, refused)

    def one_at_a_time(self, what_if: WhatIf = NOTHING) -> Plan:
        """What placing them in order of arrival gives: for each need the best home left for all
        of its children, and where there is none the best for as many as can be together."""
        kept, refused = self._possible(what_if)
        chosen: list[int] = []
        while not self._keep_pins(kept.pins, left := self._allowed(kept), chosen):
            kept, refused = _without_last(kept, refused)
        for n in range(len(self.needs)):
            self._place_in_turn(n, left, chosen)
        value = float(self.columns.value[chosen].sum()) if chosen else 0.0
        plan = self.as_plan(Solved(np.array(chosen, np.int64), value, value), refused)
        return replace(plan, bound=None, proven=False)

    @cached_property
    def most_placeable(self) -> int:
        """More children than this no arrangement could place: a bound that asks only for a bed
        for each child by themselves."""
        return _most_beds(self)

    def case(self, on: date, *, pooled: bool = False) -> frozenset[Case]:
        """Which case this is on a day; `pooled` where several authorities search as one."""
        ahead = on + timedelta(days=PLANNED_DAYS)
        found = {Case.POOLED} if pooled else set()
        if any(need.period.starts >= ahead for need in self.needs):
            found.add(Case.PLANNED_MOVES)
        if len(self.needs) > 1:
            found.add(Case.BACKLOG)
        return frozenset(found or {Case.ONE_EMERGENCY})

    def with_homes(self, homes: Sequence[Home]) -> Waiting:
        """The same people, with more homes to choose from. Their ids come after every other's."""
        register = self.register.with_changed(homes)
        number = len(self.register)
        if register.homes[:number] != self.register.homes:
            raise ValueError("A home to be added must come after the others by its id.")
        more = columns_for(Register(homes), self.needs, self.weights, self.policy)
        made = copy(self)
        made.register = register
        made.columns = self.columns.and_more(more, number)
        made._around = Around(register, self.needs, made.columns) if len(made.columns) else None
        made.__dict__.pop("most_placeable", None)
        made._fits = dict(self._fits)
        return made

    # --------------------------------------------------------------------------------- what is so

    def fit(self, home: int, families: Sequence[int]) -> bool:
        """May these families live together in the home of this row? By the plain gates."""
        if len(families) < 2:
            return True
        key = (home, tuple(sorted(families)))
        if key not in self._fits:
            parties = [self.columns.families[n].party for n in key[1]]
            self._fits[key] = fit_together(self.register.homes[home], parties)
        return self._fits[key]

    def problem(self, what_if: WhatIf = NOTHING, columns: Columns | None = None) -> Problem:
        """The problem as the solver is given it."""
        around = self._around
        rows = rows_for(self.needs, self.columns, around) if around else None
        matrix, bound = rows.matrix(len(self.columns)) if rows else (None, np.zeros(0))
        allowed = self._allowed(what_if)
        return Problem(
            columns=self.columns,
            value=self.columns.value,
            matrix=matrix,
            bound=bound,
            most=allowed.astype(float),
            meeting=Meeting(around) if around else None,
            unlawful=self._unlawful,
            exactly_one=[self._pinned(pin, allowed) for pin in what_if.pins],
        )

    def _unlawful(self, chosen: Ints) -> list[tuple[Ints, int]]:
        """Sets of columns of which these have too many by the plain rules, and the most of each.

        Where two cannot be together, every pair of that home is looked at, once for all.
        """
        found: list[tuple[Ints, int]] = []
        for home, columns in self._by_home(chosen).items():
            if self.fit(home, self._families(columns)):
                continue
            pairs = [each for each in combinations(columns, 2) if not self._fit_columns(home, each)]
            if pairs:
                found += [(each, 1) for each in self._never_two(home, pairs)]
            else:
                found += self._too_many(home, columns)
        return found

    def _families(self, columns: Iterable[int]) -> list[int]:
        return [int(self.columns.family[n]) for n in columns]

    def _fit_columns(self, home: int, columns: Sequence[int]) -> bool:
        return self.fit(home, self._families(columns))

    def _never_two(self, home: int, pairs: list[tuple[int, int]]) -> list[Ints]:
        """Sets of this home's columns of which no two can be together, these pairs among them."""
        here = np.flatnonzero(self.columns.home == home)
        if len(here) > MANY:
            return [np.array(pair) for pair in pairs]
        need = self.columns.of_family("need")[here]
        cannot = need[:, None] == need[None, :]
        for one, other in combinations(range(len(here)), 2):
            if not cannot[one, other] and not self._fit_columns(home, here[[one, other]].tolist()):
                cannot[one, other] = cannot[other, one] = True
        apart = cannot & (need[:, None] != need[None, :])
        return [here[clique] for clique in covering(cannot, apart)]

    def _too_many(self, home: int, columns: list[int]) -> list[tuple[Ints, int]]:
        """The smallest sets of these that cannot be together, with whoever includes one of them."""
        for number in range(3, len(columns) + 1):
            sets = [
                (self._widened(home, self._and_larger(home, each), number), number - 1)
                for each in combinations(columns, number)
                if not self._fit_columns(home, each)
            ]
            if sets:
                return sets
        return []

    def _widened(self, home: int, columns: Ints, number: int) -> Ints:
        """These, and every other column of the home with which they stay such that no `number` of
        them, of as many needs, can be together: one answer after another would find them."""
        need = self.columns.of_family("need")
        here = np.flatnonzero(self.columns.home == home)
        if len(here) > MANY:
            return columns
        found = columns.tolist()
        for column in np.setdiff1d(here, columns).tolist():
            others = [
                each
                for each in combinations([n for n in found if need[n] != need[column]], number - 1)
                if len({int(need[n]) for n in each}) == number - 1
            ]
            if len(others) > MANY_SETS:
                break
            if not any(self._fit_columns(home, [*each, column]) for each in others):
                found.append(column)
        return np.array(found)

    def _and_larger(self, home: int, columns: tuple[int, ...]) -> Ints:
        """These columns, and those of the same home that would bring more children of a need."""
        made = self.columns
        here = np.flatnonzero((made.home == home) & ~made.by_hand)
        found = set(columns)
        for column in columns:
            family = made.families[made.family[column]]
            if not made.by_hand[column]:
                found |= {
                    n
                    for n in here.tolist()
                    if made.families[made.family[n]].need == family.need
                    and set(family.children) <= set(made.families[made.family[n]].children)
                }
        return np.array(sorted(found))

    def _by_home(self, chosen: Ints) -> dict[int, list[int]]:
        there: dict[int, list[int]] = {}
        for column in chosen.tolist():
            there.setdefault(int(self.columns.home[column]), []).append(column)
        return {home: columns for home, columns in there.items() if len(columns) > 1}

    # ------------------------------------------------------------------------------------ what-ifs

    def _allowed(self, what_if: WhatIf) -> npt.NDArray[np.bool_]:
        """The columns that a what-if leaves, pins included."""
        columns = self.columns
        allowed = np.ones(len(columns), bool)
        need = columns.of_family("need")
        for out in what_if.not_there:
            there = columns.home == self.register.row_of.get(out.home_id, -1)
            if out.need_id is not None:
                there = there & (need == self._need_row(out.need_id))
            allowed &= ~there
        if what_if.waits:
            allowed &= ~self._having(what_if.waits)[columns.family]
        if what_if.whole:
            parted = np.array(
                [
                    self.needs[family.need].id in what_if.whole and family.size < family.of_need
                    for family in columns.families
                ]
            )
            allowed &= ~parted[columns.family]
        for pin in what_if.pins:
            elsewhere = self._having(pin.children)[columns.family]
            elsewhere[self._pinned(pin, np.ones(len(columns), bool))] = False
            allowed &= ~elsewhere
        return allowed

    def _need_row(self, need_id: str) -> int:
        return next((n for n, need in enumerate(self.needs) if need.id == need_id), -1)

    def _having(self, children: frozenset[str]) -> npt.NDArray[np.bool_]:
        """The families with any of these children."""
        return np.array(
            [
                any(child.id in children for child in family.party.children)
                for family in self.columns.families
            ],
            bool,
        )

    def _pinned(self, pin: Pin, among: npt.NDArray[np.bool_]) -> Ints:
        """The columns that keep a pin."""
        keeping = np.array(
            [
                pin.children <= {child.id for child in family.party.children}
                for family in self.columns.families
            ],
            bool,
        )
        home = self.register.row_of.get(pin.home_id, -1)
        here = keeping[self.columns.family] & (self.columns.home == home) & among
        return np.flatnonzero(here)

    def _possible(self, what_if: WhatIf) -> tuple[WhatIf, tuple[NotPossible, ...]]:
        """The what-if without the pins that cannot be kept, and those with their reasons."""
        kept: WhatIf = replace(what_if, pins=())
        refused = []
        for pin in what_if.pins:
            with_it = replace(kept, pins=(*kept.pins, pin))
            allowed = self._allowed(with_it)
            if all(len(self._pinned(each, allowed)) for each in with_it.pins):
                kept = with_it
            else:
                refused.append(NotPossible(pin, self._why_not(pin)))
        return kept, tuple(refused)

    def _why_not(self, pin: Pin) -> tuple[str, ...]:
        """The codes of what keeps these children out of the home by itself."""
        row = self.register.row_of.get(pin.home_id)
        for need in self.needs:
            theirs = [n for n, child in enumerate(need.children) if child.id in pin.children]
            if row is not None and len(theirs) == len(pin.children):
                findings = gate_findings(part_of(need, theirs), self.register.homes[row])
                ruled = {each.code for each in findings if each.weighs is Weighs.RULED_OUT}
                return tuple(sorted(str(code) for code in ruled))
        return ()

    # ----------------------------------------------------------------------------- one at a time

    def _place_in_turn(self, n: int, left: npt.NDArray[np.bool_], chosen: list[int]) -> None:
        """Homes for one need: all together if there is one, then as many together as can be."""
        columns, need = self.columns, self.needs[n]
        waiting = set(range(len(need.children))) - {
            child
            for column in chosen
            if columns.families[columns.family[column]].need == n
            for child in columns.families[columns.family[column]].children
        }
        families = [
            (number, family) for number, family in enumerate(columns.families) if family.need == n
        ]
        size = len(waiting)
        while waiting and size:
            could = [
                number
                for number, family in families
                if family.size == size and set(family.children) <= waiting
            ]
            mine = np.flatnonzero(np.isin(columns.family, could) & left)
            taken = self._take_best(mine, chosen)
            if taken is None:
                size -= 1
                continue
            waiting -= set(columns.families[columns.family[taken]].children)
            size = min(size, len(waiting))

    def _keep_pins(
        self, pins: Sequence[Pin], left: npt.NDArray[np.bool_], chosen: list[int]
    ) -> bool:
        """The first homes by the order of the search that keep all of these pins, if any do.

        Nobody is placed twice: of two pins of one family both may take a third child with them.
        """
        if not pins:
            return True
        if any(pins[0].children <= self._children(column) for column in chosen):
            return self._keep_pins(pins[1:], left, chosen)
        homed = {child for column in chosen for child in self._children(column)}
        could = [n for n in self._pinned(pins[0], left).tolist() if not self._children(n) & homed]
        for column in self._with_room(np.array(could, np.int64), list(chosen)):
            chosen.append(column)
            if self._keep_pins(pins[1:], left, chosen):
                return True
            chosen.pop()
        return False

    def _take_best(self, could: Ints, chosen: list[int]) -> int | None:
        """The first of these columns that still has room."""
        column = next(self._with_room(could, chosen), None)
        if column is not None:
            chosen.append(column)
        return column

    def _with_room(self, could: Ints, chosen: Sequence[int]) -> Iterator[int]:
        """Of these columns, by the order of the search, those that still have room."""
        columns = self.columns
        order = np.lexsort((columns.home[could], -columns.points[could], columns.to_ask[could]))
        for column in could[order].tolist():
            home = int(columns.home[column])
            there = [int(columns.family[n]) for n in chosen if columns.home[n] == home]
            mine = int(columns.family[column])
            needs = {columns.families[n].need for n in there}
            if columns.families[mine].need not in needs and self.fit(home, [*there, mine]):
                yield int(column)

    def _children(self, column: int) -> set[str]:
        return {
            child.id for child in self.columns.families[self.columns.family[column]].party.children
        }

    # ---------------------------------------------------------------------------------- the plan

    def as_plan(self, solved: Solved, refused: tuple[NotPossible, ...] = ()) -> Plan:
        """What was chosen, in the words of the work."""
        order = sorted(
            solved.chosen.tolist(),
            key=lambda n: (
                self.columns.families[self.columns.family[n]].need,
                self.columns.families[self.columns.family[n]].children,
            ),
        )
        placed = tuple(self._placed(column) for column in order)
        homed = {child for each in placed for child in each.children}
        several = [need for need in self.needs if len(need.children) > 1]
        whole = {each.need_id for each in placed if len(each.children) == self._size(each.need_id)}
        return Plan(
            placed=placed,
            left_over=tuple(
                child.id for need in self.needs for child in need.children if child.id not in homed
            ),
            value=float(solved.value),
            bound=float(solved.bound),
            proven=bool(solved.proven),
            families=len(several),
            together=sum(need.id in whole for need in several),
            not_possible=refused,
        )

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {need.id: len(need.children) for need in self.needs}

    def _size(self, need_id: str) -> int:
        return self._sizes[need_id]

    def _placed(self, column: int) -> Placed:
        columns = self.columns
        party = columns.families[columns.family[column]].party
        home = self.register.homes[columns.home[column]]
        far = miles(party.home, home.where) if party.home and home.where else None
        return Placed(
            need_id=party.id,
            children=tuple(child.id for child in party.children),
            home_id=home.id,
            score=float(columns.points[column]),
            miles_from_home=far,
            to_ask=bool(columns.to_ask[column]),
            moves_on=party.period.starts,
        )


def _without_last(
    kept: WhatIf, refused: tuple[NotPossible, ...]
) -> tuple[WhatIf, tuple[NotPossible, ...]]:
    """No answer keeps all pins of a what-if: the last is let go, and named."""
    return replace(kept, pins=kept.pins[:-1]), (*refused, NotPossible(kept.pins[-1], ()))


def _most_beds(waiting: Waiting) -> int:
    """The largest matching of children to beds in homes that could take each by themselves."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    columns, around = waiting.columns, waiting._around
    if around is None:
        return 0
    first: list[int] = np.cumsum([0, *(len(need.children) for need in waiting.needs)]).tolist()
    pairs: set[tuple[int, int]] = set()
    homes: Any = around.home_at.tolist()
    for column, family in enumerate(columns.family.tolist()):
        theirs = columns.families[family]
        pairs |= {(first[theirs.need] + child, homes[column]) for child in theirs.children}
    beds = _beds(waiting, around, pairs)
    start = np.cumsum([0, *beds])
    row: list[int] = []
    column_: list[int] = []
    for child, home in sorted(pairs):
        row += [child] * beds[home]
        column_ += range(start[home], start[home + 1])
    graph = csr_array((np.ones(len(row), np.int8), (row, column_)), shape=(first[-1], start[-1]))
    found: Floats = maximum_bipartite_matching(graph.tocsr(), perm_type="column")
    return int((found >= 0).sum())


def _beds(waiting: Waiting, around: Around, pairs: set[tuple[int, int]]) -> list[int]:
    """For each home the most children that it could take, never too few."""
    number = np.zeros(len(around.homes), np.int64)
    for _, home in pairs:
        number[home] += 1
    largest = np.maximum.reduceat(around.size, around.begin)
    all_counted = np.logical_and.reduceat(around.counted, around.begin)
    most = np.where(all_counted, np.maximum(around.bound, largest), number)
    beds: list[int] = np.minimum(most, number).tolist()
    return beds

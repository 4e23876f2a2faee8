"""What may not be together: the rows of the problem, over the columns.

Every row here is one that no lawful answer breaks, so that the best answer under them is never
worse than the best lawful one. They need not be everything: what they let through by mistake is
found by the plain functions (`fitting.py`), forbidden, and the question is asked again.

    child        a child has one home at most
    odd          of three brothers and sisters no two pairs can live apart from one another
    one          one set of a need's children in a home
    places       terms, usual limit and places offered: so many children
    lines        children whom only these lines of the terms admit: as many as the lines have room
    rooms        free bedrooms
    apart        families of whom no two can live together: too young, too old, alone, kept apart;
                 these are added as they are met (`Meeting`)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from sufficiency.arrays import ROOMS, Floats, Register, Window
from sufficiency.arrays.columns import PLENTY
from sufficiency.period import Period
from sufficiency.room import USUAL_LIMIT
from sufficiency.together.columns import Columns, Family, Ints
from sufficiency.types import Need, age_on

Bools = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Rows:
    """Rows of weights that may not add up to more than a bound, as three flat lists."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    weight: list[Ints] = field(default_factory=list)
    bound: list[Ints] = field(default_factory=list)
    number: int = 0

    def add(self, row: Ints, column: Ints, weight: Ints, bound: Ints) -> None:
        """So many rows at once; `row` counts from nought within them."""
        self.row.append(row + self.number)
        self.column.append(column)
        self.weight.append(weight)
        self.bound.append(bound)
        self.number += len(bound)

    def at_most_one(self, columns: Sequence[int] | Ints, bound: int = 1) -> None:
        """Of these columns no more than one, or than `bound`."""
        at = np.asarray(columns, np.int64)
        ones = np.ones(len(at), np.int64)
        self.add(np.zeros(len(at), np.int64), at, ones, np.array([bound]))

    def matrix(self, columns: int) -> tuple[Any, Floats]:
        """The rows as a sparse matrix (rows by columns) and their bounds."""
        from scipy.sparse import csr_array

        if not self.row:
            return csr_array((0, columns)), np.zeros(0)
        where = (np.concatenate(self.row), np.concatenate(self.column))
        weights = np.concatenate(self.weight).astype(float)
        made = csr_array((weights, where), shape=(self.number, columns))
        return made, np.concatenate(self.bound).astype(float)


def rows_for(needs: Sequence[Need], columns: Columns, around: "Around") -> Rows:
    """Every row for these columns."""
    rows = Rows()
    _of_children(rows, needs, columns)
    if len(columns):
        _one_set_of_a_need(rows, around)
        _places(rows, around)
        _lines(rows, around)
        _bedrooms(rows, around)
    return rows


# ---------------------------------------------------------------------------- the children's rows


def _of_children(rows: Rows, needs: Sequence[Need], columns: Columns) -> None:
    """A child once; and of any three of one need only one pair together."""
    lists = _rows_of_families(columns.families, needs)
    number = max((row for theirs in lists for row, _ in theirs), default=-1) + 1
    if not number:
        return
    at, row, weight = [], [], []
    order = np.argsort(columns.family, kind="stable")
    first = np.searchsorted(columns.family[order], np.arange(len(columns.families) + 1))
    for n, theirs in enumerate(lists):
        mine = order[first[n] : first[n + 1]]
        for place, worth in theirs:
            at.append(mine)
            row.append(np.full(len(mine), place))
            weight.append(np.full(len(mine), worth))
    bounds = _bounds_of_children(needs)
    rows.add(np.concatenate(row), np.concatenate(at), np.concatenate(weight), bounds)


def _sets_of(number: int) -> list[tuple[tuple[int, ...], int]]:
    """The sets of children that have a row, and how much of each may be together: every child;
    every three, with one pair among them; all five, with two."""
    sets: list[tuple[tuple[int, ...], int]] = [((child,), 1) for child in range(number)]
    sets += [(three, 1) for three in combinations(range(number), 3)]
    if number >= 5:
        sets += [(five, 2) for five in combinations(range(number), 5)]
    return sets


def _rows_of_families(
    families: Sequence[Family], needs: Sequence[Need]
) -> list[list[tuple[int, int]]]:
    """For each family the rows that it stands in, and its weight in each."""
    first, total = [], 0
    for need in needs:
        first.append(total)
        total += len(_sets_of(len(need.children)))
    found = []
    for family in families:
        theirs = []
        for n, (members, _) in enumerate(_sets_of(family.of_need)):
            inside = len(set(members) & set(family.children))
            worth = inside if len(members) == 1 else inside // 2
            if worth:
                theirs.append((first[family.need] + n, worth))
        found.append(theirs)
    return found


def prices_of_families(families: Sequence[Family], needs: Sequence[Need], dual: Floats) -> Floats:
    """What each family's children cost by the prices of their own rows, which come first."""
    return np.array(
        [
            sum(worth * float(dual[row]) for row, worth in theirs)
            for theirs in _rows_of_families(families, needs)
        ]
    )


def _bounds_of_children(needs: Sequence[Need]) -> Ints:
    return np.array([bound for need in needs for _, bound in _sets_of(len(need.children))])


# ------------------------------------------------------------------------------- the homes' rows


class Around:
    """What the homes' rows have in common: the columns of each home, and the room that it has.

    Room is that of the last day on which one of the open stays begins, and of every day after it:
    all of those stays have begun by then. Stays with an end, and days before, are left to the plain
    functions. So are families of whom a home has something on record, and families with brothers or
    sisters in another need.
    """

    def __init__(self, register: Register, needs: Sequence[Need], columns: Columns) -> None:
        self.register, self.columns = register, columns
        starts = [need.period.starts for need in needs if need.period.ends is None]
        self.first = min((need.period.starts for need in needs), default=date.min)
        self.last = max(starts, default=self.first)
        self.window: Window = register.during(Period(self.last))
        self.need = columns.of_family("need")
        self.size = columns.of_family("size")
        left = _left_to_plain(needs)
        self.counted: Bools = ~columns.by_hand & ~left[self.need]
        self.homes, self.begin = np.unique(columns.home, return_index=True)
        self.end = np.append(self.begin[1:], len(columns))
        self.home_at: Ints = np.repeat(np.arange(len(self.homes)), self.end - self.begin)
        self.bound = self._bounds()
        self.at = self.bound[self.home_at]

    def _bounds(self) -> Ints:
        """For each home the most children of different needs that it could take."""
        rows, window = self.homes, self.window
        limit = np.array(
            [
                PLENTY if self.register.homes[row].room.exemptions else USUAL_LIMIT
                for row in rows.tolist()
            ]
        )
        limit = np.where(limit == PLENTY, PLENTY, USUAL_LIMIT - window.fostered[rows])
        least = np.minimum.reduce(
            [
                window.free_in_terms[rows].astype(np.int64),
                window.rank[-1][rows].astype(np.int64),
                limit,
                window.offered_to_others[rows].astype(np.int64),
            ]
        )
        # One family is there by its own right, however little room there is for two.
        bound: Ints = np.maximum(least, 1)
        return bound

    def of_home(self, n: int) -> Ints:
        """The columns of one home."""
        return np.arange(self.begin[n], self.end[n])

    def per_home(self, numbers: npt.NDArray[Any]) -> Ints:
        """Numbers of columns, added up for each home."""
        added: Ints = np.add.reduceat(numbers.astype(np.int64), self.begin)
        return added

    def add(self, rows: Rows, weight: Ints, bound: Ints) -> None:
        """A row for each home where the weights of its columns could pass its bound."""
        binding = self.per_home(weight) > bound
        chosen = np.flatnonzero(binding[self.home_at] & (weight > 0))
        if not len(chosen):
            return
        place = np.cumsum(binding) - 1
        rows.add(place[self.home_at[chosen]], chosen, weight[chosen], bound[binding])


def _left_to_plain(needs: Sequence[Need]) -> Bools:
    """Needs whose stays end, or that have brothers or sisters in another need."""
    of = {child.id: n for n, need in enumerate(needs) for child in need.children}
    left = np.array([need.period.ends is not None for need in needs], bool)
    for n, need in enumerate(needs):
        named = {child for pair in need.siblings for child in pair}
        others = {of[child] for child in named if child in of} - {n}
        if others:
            left[[n, *others]] = True
    return left


def _one_set_of_a_need(rows: Rows, around: Around) -> None:
    """Two sets of one need's children in the same home are one larger set, which has its own."""
    several = around.columns.family  # families of one need stand beside one another
    key = around.columns.home * (int(around.need.max()) + 1) + around.need
    _, group, count = np.unique(key, return_inverse=True, return_counts=True)
    chosen = np.flatnonzero(count[group] > 1)
    if not len(chosen):
        return
    names, place = np.unique(group[chosen], return_inverse=True)
    ones = np.ones(len(chosen), several.dtype)
    rows.add(place, chosen, ones, np.ones(len(names), np.int64))


def _places(rows: Rows, around: Around) -> None:
    """So many children in all; where three would fit, of the larger families only one."""
    weight = np.where(around.counted, np.minimum(around.size, around.at), 0)
    around.add(rows, weight, around.bound)
    odd = (around.bound == 3)[around.home_at] & around.counted & (around.size > 1)
    around.add(rows, odd.astype(np.int64), np.ones(len(around.homes), np.int64))


def _lines(rows: Rows, around: Around) -> None:
    """For each set of the terms' lines, the children whom no other line admits (Rado's theorem)."""
    window = around.window
    lines = (window.max_age >= 0).sum(axis=0)[around.homes]
    usable = (lines > 1) & (around.bound > 1) & ~_terms_begin_between(around)
    if not usable.any():
        return
    columns = np.flatnonzero(usable[around.home_at] & around.counted)
    open_to = _open_lines(around, columns)
    for chosen in range(1, window.rank.shape[0] - 1):
        proper = usable & (chosen < 2**lines - 1)
        bound = np.maximum(window.rank[chosen][around.homes].astype(np.int64), 0)
        weight = np.zeros(len(around.columns), np.int64)
        inside = (open_to & ~np.uint8(chosen)) == 0
        weight[columns] = inside.sum(axis=0)
        weight[~proper[around.home_at]] = 0
        around.add(rows, np.minimum(weight, np.maximum(bound, 1)[around.home_at]), bound)


def _terms_begin_between(around: Around) -> Bools:
    """Homes whose terms begin after the first stay could: ages are then tested on another day."""
    if around.first == around.last:
        return np.zeros(len(around.homes), bool)
    homes = around.register.homes
    return np.array(
        [
            any(around.first < terms.period.starts for terms in homes[row].room.terms)
            for row in around.homes.tolist()
        ],
        bool,
    )


def _open_lines(around: Around, columns: Ints) -> npt.NDArray[np.uint8]:
    """The lines open to each child of these columns; a child that is not there has every line."""
    families = around.columns.families
    most = max((family.size for family in families), default=1)
    window = around.window
    found = np.full((most, len(columns)), 255, np.uint8)
    home, family = around.columns.home[columns], around.columns.family[columns]
    for nth in range(most):
        sorts = [_sort(each, nth) for each in families]
        names = sorted({sort for sort in sorts if sort is not None}, key=str)
        numbers = {name: n for n, name in enumerate(names)}
        of = np.array([-1 if sort is None else numbers[sort] for sort in sorts])[family]
        for n, (age, sex, kind) in enumerate(names):
            mine = np.flatnonzero(of == n)
            open_here = window.open_to(age) & window.open_to(sex) & window.open_to(kind)
            found[nth, mine] = open_here[home[mine]]
    return found


def _sort(family: Family, nth: int) -> tuple[Any, Any, Any] | None:
    """What the terms ask about one child: age, sex, kind of fostering."""
    if nth >= family.size:
        return None
    party = family.party
    child = party.children[nth]
    return min(age_on(child.born, party.period.starts), PLENTY), child.sex, party.kind


def _bedrooms(rows: Rows, around: Around) -> None:
    """Free bedrooms, of which a family of brothers and sisters takes no fewer than it must."""
    window, home = around.window, around.homes
    sizes = np.sort(window.rooms[:, home].astype(np.int64), axis=0)[::-1]
    free = (sizes > 0).sum(axis=0)
    known = ~window.bedrooms_not_recorded[home] & (free < ROOMS) & (free < around.bound)
    known &= ~np.isin(home, window.left_to_plain)
    if not known.any():
        return
    wanted = around.columns.of_family("for_rooms")
    may_share = np.array([bool(each.party.siblings) for each in around.columns.families])
    reach = np.cumsum(sizes, axis=0)[:, around.home_at]
    sharing = (reach < wanted).sum(axis=0) + 1
    needed = np.where(may_share[around.columns.family], np.minimum(sharing, wanted), wanted)
    weight = np.where(around.counted & known[around.home_at], needed, 0)
    least = np.maximum(free, 1)
    around.add(rows, np.minimum(weight, least[around.home_at]), least)


# -------------------------------------------------------------- families that cannot live together


class Company:
    """Which families could not live in one home, whichever home it is."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.families = families
        parties = [family.party for family in families]
        days = sorted({party.period.starts for party in parties})
        far = (days[-1] if days else date.min) + timedelta(days=1)
        self.day = np.array([days.index(party.period.starts) for party in parties])
        self.starts = np.array([party.period.starts.toordinal() for party in parties])
        ends = [party.period.ends or max(far, party.period.starts) for party in parties]
        self.ends = np.array([end.toordinal() for end in ends])
        self.alone = np.array([party.alone for party in parties], bool)
        self.from_age = np.array([party.youngest_other or 0 for party in parties])
        to = [PLENTY if each.oldest_other is None else each.oldest_other for each in parties]
        self.to_age = np.array(to)
        ages = [
            [[age_on(child.born, day) for child in party.children] for day in days]
            for party in parties
        ]
        self.youngest = np.array([[min(on_day) for on_day in theirs] for theirs in ages])
        self.oldest = np.array([[max(on_day) for on_day in theirs] for theirs in ages])
        self.apart = self._apart()
        self.asks = self.alone | (self.from_age > 0) | (self.to_age < PLENTY) | (self.apart >= 0)

    def _apart(self) -> Ints:
        """-1 where a family is named by nobody to be kept apart, and names nobody."""
        named = {child for family in self.families for child in family.party.apart_from}
        return np.array(
            [
                0
                if family.party.apart_from
                or any(child.id in named for child in family.party.children)
                else -1
                for family in self.families
            ]
        )

    def conflicts(self, those: Ints) -> Bools:
        """Among these families, each pair that could not share a home (True in both places)."""
        day = np.maximum.outer(self.day[those], self.day[those])
        at = np.broadcast_to(those[None, :], day.shape)
        young, old = self.youngest[at, day], self.oldest[at, day]
        against = self.alone[those][:, None] | (young < self.from_age[those][:, None])
        against = against | (old > self.to_age[those][:, None])
        against |= self._kept_apart(those)
        against |= against.T
        meet = np.minimum.outer(self.ends[those], self.ends[those]) > np.maximum.outer(
            self.starts[those], self.starts[those]
        )
        found: Bools = against & meet
        return found

    def _kept_apart(self, those: Ints) -> Bools:
        found = np.zeros((len(those), len(those)), bool)
        for one in np.flatnonzero(self.apart[those] >= 0).tolist():
            from_whom = self.families[those[one]].party.apart_from
            for other, family in enumerate(those.tolist()):
                ids = {child.id for child in self.families[family].party.children}
                found[one, other] = bool(ids & from_whom)
        return found


class Meeting:
    """Families who were put into one home and cannot be: found when an answer asks for it.

    There are far too many such pairs to write them all out, and hardly any matters.
    """

    def __init__(self, around: Around) -> None:
        self.around = around
        self.company = Company(around.columns.families)

    def found(self, share: Floats) -> list[Ints]:
        """Sets of columns of which this answer has more than one, and no two can be together.

        `share` is how much of each column the answer takes, from nought to one.
        """
        around = self.around
        taken = share > SOME
        per_home = np.add.reduceat(taken.astype(np.int64), around.begin)
        asked = around.per_home(taken & self.company.asks[around.columns.family])
        sets = []
        for n in np.flatnonzero((per_home > 1) & (asked > 0)).tolist():
            sets += self._of_home(n, share)
        return sets

    def among(self, columns: Ints) -> list[Ints]:
        """The same for every pair of these columns, however much of them an answer takes."""
        around = self.around
        inside = np.zeros(len(around.columns), bool)
        inside[columns] = True
        per_home = np.add.reduceat(inside.astype(np.int64), around.begin)
        asked = around.per_home(inside & self.company.asks[around.columns.family])
        sets = []
        for n in np.flatnonzero((per_home > 1) & (asked > 0) & (around.bound > 1)).tolist():
            here = around.of_home(n)
            here = here[inside[here]]
            against, cannot = self._cannot(n, here)
            sets += [here[clique] for clique in covering(cannot, against)]
        return sets

    def _cannot(self, n: int, columns: Ints) -> tuple[Bools, Bools]:
        """Of these columns of a home, the pairs that cannot meet, and all that cannot be both."""
        around = self.around
        need = around.need[columns]
        same = need[:, None] == need[None, :]
        against = self.company.conflicts(around.columns.family[columns]) & ~same
        size = np.where(around.counted[columns], around.size[columns], 0)
        return against, against | same | (np.add.outer(size, size) > around.bound[n])

    def _of_home(self, n: int, share: Floats) -> list[Ints]:
        columns = self.around.of_home(n)
        taken = np.flatnonzero(share[columns] > SOME)
        if not self._cannot(n, columns[taken])[0].any():
            return []
        against, cannot = self._cannot(n, columns)
        against = against[np.ix_(taken, taken)]
        weight = share[columns]
        found = []
        for one, other in zip(*np.nonzero(np.triu(against, 1)), strict=True):
            clique = _clique(cannot, (int(taken[one]), int(taken[other])), weight)
            if weight[clique].sum() > 1 + SOME:
                found.append(columns[clique])
        return found


SOME = 1e-6
"""Less than this of a column is none of it."""


def _clique(cannot: Bools, pair: tuple[int, int], weight: Floats) -> Ints:
    """The two, and whoever else can be with none of them, those with most weight first."""
    members = list(pair)
    could = cannot[pair[0]] & cannot[pair[1]]
    could[list(pair)] = False
    while could.any():
        best = int(np.argmax(np.where(could, weight, -1.0)))
        members.append(best)
        could = could & cannot[best]
        could[best] = False
    return np.array(sorted(members))


def covering(cannot: Bools, pairs: Bools) -> Iterator[Ints]:
    """Sets of which no two can be together, until every one of these pairs is in one of them."""
    left = np.triu(pairs, 1)
    weight = cannot.sum(axis=1).astype(float)
    while left.any():
        one, other = np.unravel_index(int(np.argmax(left)), left.shape)
        clique = _clique(cannot, (int(one), int(other)), weight)
        left[np.ix_(clique, clique)] = False
        yield clique

"""The gates over a whole register at once: plain columns, one mask for each reason.

`criteria.py` is the definition; this is the same answer for every home in one pass, and a test
compares every reason for every home. What depends on the home and the period alone is worked out
when the columns are packed, with the functions of `room.py` themselves; what depends on the need is
one mask a reason. Two sorts of home are left to the plain functions at each search:

* homes that have to do with one of the children (a claim, a sibling, an exemption or an agreement
  that names them), which are few and are found by the child;
* homes whose facts the columns cannot hold (terms that change within the period, or with more than
  three lines; bedrooms that are shared by agreement with somebody whose room is not recorded).

The terms are held as a rank: for each set of lines, how many more children they would take with
those living there assigned as well as can be. By Rado's theorem a set of children fits exactly when
every subset of them is no larger than the rank of the lines open to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from math import ceil
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sufficiency import distance, room
from sufficiency.criteria import Code, Weights, gate_findings, preference_findings
from sufficiency.period import Period, days_of_change
from sufficiency.room import Counted, ShortfallCode, Stay
from sufficiency.types import (
    Child,
    Fact,
    Home,
    Kind,
    Need,
    Point,
    ProviderKind,
    Room,
    Sex,
    Siblings,
    Terms,
    Weighs,
    age_on,
)

Bools: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.int8]
Sets: TypeAlias = npt.NDArray[np.uint8]
"""For each home a small set, one bit a member: of lines, or of sets of lines."""

Rows: TypeAlias = npt.NDArray[np.intp]
Floats: TypeAlias = npt.NDArray[np.floating[Any]]

LINES = 3
"""Lines of terms that the columns hold, besides those for named children."""

ROOMS = 6
"""Free bedrooms that the columns hold; a larger need is left to the plain functions."""

PLENTY = 120
"""Stands for "no limit" in a column of small numbers."""

_NOBODY = Child("\0nobody", date(2000, 1, 1), Sex.UNKNOWN)
"""A child who has nothing to do with any home: what is found for them holds for all such."""

_FACT_BIT = {fact: np.uint64(1 << n) for n, fact in enumerate(Fact)}
_SEX_BIT = {sex: 1 << n for n, sex in enumerate(Sex)}
_KIND_BIT = {kind: 1 << n for n, kind in enumerate(Kind)}


# ---------------------------------------------------------------------------------- one home packed


@dataclass(slots=True)
class Packed:
    """One home in one period, as small numbers. Booleans are 0 or 1; see `pack` for each."""

    not_approved: int = 0
    approval_ends: int = 0
    no_agreement: int = 0
    on_hold: int = 0
    shut: int = 0
    no_terms: int = 0
    terms_named: int = 0
    terms_resident: int = 0
    resident_alone: int = 0
    bedrooms_not_recorded: int = 0
    left_to_plain: int = 0
    has_lines: int = 0
    free_in_terms: int = PLENTY
    fostered: int = 0
    offered_to_siblings: int = PLENTY
    offered_to_others: int = PLENTY
    has_others: int = 0
    youngest_other: int = PLENTY
    oldest_other: int = -1
    others_from: int = 0
    others_to: int = PLENTY
    rooms: tuple[int, ...] = (PLENTY,) * ROOMS
    lines: tuple[int, ...] = (PLENTY, -1, 0, 0) * LINES
    rank: tuple[int, ...] = (PLENTY,) * 2**LINES


_NUMBERS = tuple(name for name in Packed.__slots__ if name not in ("rooms", "lines", "rank"))


def pack(home: Home, period: Period) -> Packed:
    """What the columns say of one home for any child who has nothing to do with it."""
    packed = Packed()
    stay = Stay((_NOBODY,), period, Kind.SHORT_TERM)
    days = days_of_change(period, _facts_of(home.room))
    _pack_standing(packed, home.room, stay)
    _pack_terms(packed, home.room, days)
    _pack_numbers(packed, home.room, days)
    _pack_bedrooms(packed, home.room, stay, days)
    _pack_others(packed, home, period)
    return packed


def _facts_of(household: Room) -> list[Period]:
    facts = [*household.approved]
    facts += [terms.period for terms in household.terms]
    facts += [claim.period for claim in household.claims]
    facts += [gone.period for gone in household.unavailable]
    facts += [sleeper.period for sleeper in household.sleepers]
    facts += [agreed.period for agreed in household.sharing if agreed.period]
    return facts


def _pack_standing(packed: Packed, household: Room, stay: Stay) -> None:
    """What stands in the way of any child: approval, agreement, hold, the whole home shut."""
    for shortfall in room.approval(household, stay):
        packed.not_approved = int(shortfall.code is ShortfallCode.NOT_APPROVED)
        packed.approval_ends = int(shortfall.code is ShortfallCode.APPROVAL_ENDS)
    packed.no_agreement = len(room.agreement(household, stay))
    packed.on_hold = len(room.hold(household, stay))
    packed.shut = int(
        any(
            gone.places is None and gone.period.overlaps(stay.period)
            for gone in household.unavailable
        )
    )


def _pack_terms(packed: Packed, household: Room, days: list[date]) -> None:
    """The lines open to any child, and how many more they take with those living there."""
    seen: Terms | None = None
    for day in days:
        if not room.approved_on(household, day):
            continue
        terms = room.terms_on(household, day)
        if terms is None:
            packed.no_terms = 1
            continue
        if seen is not None and terms is not seen:
            packed.left_to_plain = 1
            return
        if seen is None:
            seen = terms
            _pack_lines(packed, terms, days[0])
            if packed.left_to_plain:
                return
        there = [claim for claim in room.claims_on(household, day) if claim.in_terms]
        packed.free_in_terms = min(packed.free_in_terms, terms.overall - len(there))
        counted = [Counted(claim.child, claim.period.starts, claim.kind) for claim in there]
        _pack_rank(packed, terms, counted)


def _pack_lines(packed: Packed, terms: Terms, first: date) -> None:
    lines = [line for line in terms.criteria if line.child_id is None]
    if len(lines) > LINES or terms.period.starts > first:
        packed.left_to_plain = 1
        return
    packed.has_lines = int(bool(lines))
    packed.terms_named = int(not lines)
    numbers: list[int] = []
    for line in lines:
        sexes = sum(_SEX_BIT[sex] for sex in (Sex if line.sexes is None else line.sexes))
        kinds = sum(_KIND_BIT[kind] for kind in (Kind if line.kinds is None else line.kinds))
        numbers += [line.min_age, min(line.max_age, PLENTY), sexes, kinds]
    packed.lines = tuple(numbers) + Packed().lines[len(numbers) :]


def _pack_rank(packed: Packed, terms: Terms, there: list[Counted]) -> None:
    """For each set of open lines, how many more children they would take on the tightest day."""
    up_to = [line.up_to for line in terms.criteria]
    open_lines = [n for n, line in enumerate(terms.criteria) if line.child_id is None]
    choices = [room.lines_admitting(terms, one) for one in there]
    if not room.assignable(choices, up_to):
        packed.terms_resident = 1
        return
    rank = []
    for chosen in range(2**LINES):
        lines = [n for place, n in enumerate(open_lines) if chosen >> place & 1]
        more = sum(up_to[n] for n in lines)
        if there:
            while more and not room.assignable([*choices, *[lines] * more], up_to):
                more -= 1
        rank.append(min(more, PLENTY))
    packed.rank = tuple(map(min, packed.rank, rank))


def _pack_numbers(packed: Packed, household: Room, days: list[date]) -> None:
    """Who is fostered there at most, and the fewest places offered where some are not."""
    for day in days:
        there = room.claims_on(household, day)
        fostered = sum(claim.fostered for claim in there)
        packed.fostered = max(packed.fostered, fostered)
        closed = room.unavailable_on(household, day)
        terms = room.terms_on(household, day)
        if not closed or terms is None or not room.approved_on(household, day):
            continue
        free = terms.overall - sum(claim.in_terms for claim in there)
        limited = min(free, room.USUAL_LIMIT - fostered)
        of_siblings = limited if fostered else free
        packed.offered_to_others = min(packed.offered_to_others, limited - closed)
        packed.offered_to_siblings = min(packed.offered_to_siblings, of_siblings - closed)


def _pack_bedrooms(packed: Packed, household: Room, stay: Stay, days: list[date]) -> None:
    """The free bedrooms on the tightest day, largest first, by how many each sleeps."""
    if not household.bedrooms:
        packed.bedrooms_not_recorded = 1
        return
    by_day = []
    for day in days:
        sleeping, waiting = room.who_sleeps_where(household, stay, day)
        waiting.remove(_NOBODY.id)
        agreed = room.agreed_on(household, day)
        if any(person in group for person in waiting for group in agreed):
            packed.left_to_plain = 1
            return
        free = sorted(bed.sleeps for bed in household.bedrooms if not sleeping[bed.id])
        # Those who wait for a room of their own take the smallest, which leaves the most.
        left = [sleeps for sleeps in free if sleeps > 0][len(waiting) :]
        by_day.append(tuple(sorted(left, reverse=True)[:ROOMS]))
    padded = [day + (0,) * (ROOMS - len(day)) for day in by_day]
    tightest = tuple(map(min, zip(*padded, strict=True)))
    if tightest not in padded:
        packed.left_to_plain = 1
    packed.rooms = tuple(min(sleeps, PLENTY) for sleeps in tightest)


def _pack_others(packed: Packed, home: Home, period: Period) -> None:
    """The children who would share the home, and whom they can live with."""
    there = [(claim.child, claim.period) for claim in home.room.claims]
    there += [(resident.child, resident.period) for resident in home.residents]
    first_day: dict[str, tuple[date, Child]] = {}
    for child, lived in there:
        shared = lived.intersection(period)
        if shared and (child.id not in first_day or shared.starts < first_day[child.id][0]):
            first_day[child.id] = (shared.starts, child)
    ages = [min(age_on(child.born, day), PLENTY - 1) for day, child in first_day.values()]
    if ages:
        packed.has_others = 1
        packed.youngest_other, packed.oldest_other = min(ages), max(ages)
    for resident in home.residents:
        if resident.period.overlaps(period):
            packed.resident_alone |= resident.alone
            packed.others_from = max(packed.others_from, resident.others_from or 0)
            if resident.others_to is not None:
                packed.others_to = min(packed.others_to, resident.others_to)


# --------------------------------------------------------------------------------- a whole register


class Register:
    """Homes in order of id, ready to be searched for any period. See `with_changed`."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self.homes: tuple[Home, ...] = tuple(sorted(homes, key=lambda home: home.id))
        self.row_of: dict[str, int] = {home.id: row for row, home in enumerate(self.homes)}
        if len(self.row_of) != len(self.homes):
            raise ValueError("A register holds each home once")
        self._windows: dict[Period, Window] = {}

    def __len__(self) -> int:
        return len(self.homes)

    def during(self, period: Period) -> "Window":
        """The register's columns for a period, packed when first asked for."""
        if period not in self._windows:
            self._windows[period] = Window(
                self, period, [pack(home, period) for home in self.homes]
            )
        return self._windows[period]

    def with_changed(self, homes: Iterable[Home]) -> "Register":
        """The register with these homes added or put in place of those of the same id.

        Only these are packed again, for the periods that this register was asked for.
        """
        changed = {home.id: home for home in homes}
        kept = [home for home in self.homes if home.id not in changed]
        register = Register([*kept, *changed.values()])
        for period, window in self._windows.items():
            packed = [
                pack(home, period) if home.id in changed else window.packed[self.row_of[home.id]]
                for home in register.homes
            ]
            register._windows[period] = Window(register, period, packed)
        return register

    def rows_of(self, home_ids: Iterable[str]) -> list[int]:
        """The rows of those of these homes that are in the register."""
        return [self.row_of[home_id] for home_id in home_ids if home_id in self.row_of]

    @cached_property
    def easting(self) -> npt.NDArray[np.int32]:
        """Metres east; 0 where the position is not recorded."""
        return np.array([home.where.easting_m if home.where else 0 for home in self.homes], "i4")

    @cached_property
    def northing(self) -> npt.NDArray[np.int32]:
        """Metres north; 0 where the position is not recorded."""
        return np.array([home.where.northing_m if home.where else 0 for home in self.homes], "i4")

    @cached_property
    def has_position(self) -> Bools:
        """Homes whose position is recorded."""
        return np.array([home.where is not None for home in self.homes], bool)

    @cached_property
    def facts_so(self) -> npt.NDArray[np.uint64]:
        """One bit a fact: recorded as so."""
        return self._fact_bits(True)

    @cached_property
    def facts_not_so(self) -> npt.NDArray[np.uint64]:
        """One bit a fact: recorded as not so."""
        return self._fact_bits(False)

    @cached_property
    def facts_recorded(self) -> npt.NDArray[np.uint64]:
        """One bit a fact: recorded either way."""
        return self.facts_so | self.facts_not_so

    def _fact_bits(self, answer: bool) -> npt.NDArray[np.uint64]:
        bits = [
            sum(int(_FACT_BIT[fact]) for fact, known in home.facts.items() if known is answer)
            for home in self.homes
        ]
        return np.array(bits, np.uint64)

    @cached_property
    def in_area(self) -> Bools:
        """Homes in the authority's own area."""
        return np.array([home.in_area for home in self.homes], bool)

    @cached_property
    def own(self) -> Bools:
        """Homes of our own service."""
        return np.array([home.provider_kind is ProviderKind.OWN for home in self.homes], bool)

    @cached_property
    def no_ssw(self) -> Bools:
        """Homes with no supervising social worker allocated."""
        return np.array([not home.ssw_allocated for home in self.homes], bool)

    @cached_property
    def weekly_cost(self) -> Floats:
        """Pounds a week for each child; 0, which costs no points, where it is not recorded."""
        return np.array([home.weekly_cost or 0 for home in self.homes], float)

    @cached_property
    def rows_of_child(self) -> Mapping[str, frozenset[int]]:
        """The homes that have to do with each child, by whatever fact."""
        rows: dict[str, set[int]] = {}
        for row, home in enumerate(self.homes):
            for child in _children_of(home):
                rows.setdefault(child, set()).add(row)
        return {child: frozenset(them) for child, them in rows.items()}


def _children_of(home: Home) -> Iterator[str]:
    household = home.room
    yield from (claim.child.id for claim in household.claims)
    yield from (resident.child.id for resident in home.residents)
    yield from (child for child, _ in household.temporary)
    yield from (child for exempted in household.exemptions for child in exempted.children)
    yield from (child for agreed in household.sharing for child in agreed.children)
    yield from (sleeper.id for sleeper in household.sleepers)
    yield from (
        line.child_id for terms in household.terms for line in terms.criteria if line.child_id
    )
    yield from home.connected_to


class Window:
    """A register's columns for one period."""

    def __init__(self, register: Register, period: Period, packed: list[Packed]) -> None:
        self.register, self.period, self.packed = register, period, packed
        columns = {name: _column([getattr(row, name) for row in packed]) for name in _NUMBERS}
        self.free_in_terms = columns["free_in_terms"]
        self.fostered = columns["fostered"]
        self.offered_to_siblings = columns["offered_to_siblings"]
        self.offered_to_others = columns["offered_to_others"]
        self.youngest_other = columns["youngest_other"]
        self.oldest_other = columns["oldest_other"]
        self.others_from, self.others_to = columns["others_from"], columns["others_to"]
        self.has_others = columns["has_others"].astype(bool)
        self.has_lines = columns["has_lines"].astype(bool)
        self.shut = columns["shut"].astype(bool)
        self.terms_named = columns["terms_named"].astype(bool)
        self.bedrooms_not_recorded = columns["bedrooms_not_recorded"].astype(bool)
        self.rooms = _column([row.rooms for row in packed], ROOMS)
        lines = _column([row.lines for row in packed], 4 * LINES)
        self.min_age, self.max_age = lines[0::4].copy(), lines[1::4].copy()
        self.sexes, self.kinds = lines[2::4].copy(), lines[3::4].copy()
        self.rank = _column([row.rank for row in packed], 2**LINES)
        self.left_to_plain = np.flatnonzero(columns["left_to_plain"])
        self.standing: dict[str, Bools] = {
            code: columns[name].astype(bool)
            for code, name in (
                (ShortfallCode.NOT_APPROVED, "not_approved"),
                (ShortfallCode.APPROVAL_ENDS, "approval_ends"),
                (ShortfallCode.NO_AGREEMENT, "no_agreement"),
                (ShortfallCode.NO_TERMS, "no_terms"),
                (ShortfallCode.TERMS_NAMED, "terms_named"),
                (ShortfallCode.TERMS_RESIDENT, "terms_resident"),
                (ShortfallCode.ON_HOLD, "on_hold"),
                (Code.RESIDENT_ALONE, "resident_alone"),
            )
        }
        self.standing_any = np.logical_or.reduce(list(self.standing.values()))
        self.standing_tally = {code: int(mask.sum()) for code, mask in self.standing.items()}
        self._rank_bits: dict[int, Sets] = {}
        self._open: dict[int | Sex | Kind, Sets] = {}
        self._closed: dict[int | Sex | Kind, Bools] = {}

    def open_to(self, what: int | Sex | Kind) -> Sets:
        """The lines of the terms that are open to an age, a sex or a kind of fostering."""
        if what not in self._open:
            if isinstance(what, Sex):
                fits = (self.sexes & np.int8(_SEX_BIT[what])) != 0
            elif isinstance(what, Kind):
                fits = (self.kinds & np.int8(_KIND_BIT[what])) != 0
            else:
                fits = (self.min_age <= what) & (self.max_age >= what)
            self._open[what] = _as_sets(fits)
        return self._open[what]

    def closed_to(self, what: int | Sex | Kind) -> Bools:
        """Homes with terms of which no line is open to an age, a sex or a kind."""
        if what not in self._closed:
            self._closed[what] = self.has_lines & (self.open_to(what) == 0)
        return self._closed[what]

    def rank_reaches(self, number: int) -> Sets:
        """One bit for each set of lines: would those lines take this many more children?"""
        if number not in self._rank_bits:
            self._rank_bits[number] = _as_sets(self.rank >= number)
        return self._rank_bits[number]


def _as_sets(members: Bools) -> Sets:
    """Rows of yes and no, as the set of rows that say yes: one bit a row."""
    places = np.arange(len(members), dtype=np.uint8)[:, None]
    sets: Sets = np.bitwise_or.reduce(members.view(np.uint8) << places, axis=0)
    return sets


def _column(values: list[Any], width: int = 0) -> Bytes:
    """Small numbers as one column, or as so many rows of one column each."""
    if not width:
        column: Bytes = np.clip(np.array(values, int), -128, 127).astype(np.int8)
        return column
    table = np.array(values, int).reshape(len(values), width)
    columns: Bytes = np.ascontiguousarray(np.clip(table, -128, 127).astype(np.int8).T)
    return columns


# ------------------------------------------------------------------------------------ one search


@dataclass(slots=True)
class Screened:
    """Every reason for every home, for one need: one mask a reason."""

    window: Window
    need: Need
    ruled: dict[str, Bools]
    unknown: dict[str, Bools]
    ruled_any: Bools
    unknown_any: Bools
    plain: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def codes(self, row: int) -> tuple[frozenset[str], frozenset[str]]:
        """What rules one home out, and what is to be asked about it."""
        if row in self.plain:
            return self.plain[row]
        return (
            frozenset(code for code, mask in self.ruled.items() if mask[row]),
            frozenset(code for code, mask in self.unknown.items() if mask[row]),
        )

    def tally(self) -> dict[str, int]:
        """How many homes each reason rules out, most first; a home counts under each of its own."""
        counts = dict(self.window.standing_tally)
        for code, mask in self.ruled.items():
            if code not in counts:
                counts[code] = int(np.count_nonzero(mask))
        for row, (ruled, _) in self.plain.items():
            for code, mask in self.ruled.items():
                counts[code] -= int(mask[row])
            for code in ruled:
                counts[code] = counts.get(code, 0) + 1
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return {code: number for code, number in ordered if number}

    def number_of_reasons(self) -> Bytes:
        """How many reasons rule each home out."""
        number = np.zeros(len(self.ruled_any), np.int8)
        for mask in self.ruled.values():
            number += mask
        for row, (ruled, _) in self.plain.items():
            number[row] = len(ruled)
        return number

    def mask(self, code: str) -> Bools:
        """The homes that one reason rules out."""
        mask = self.ruled.get(code)
        found = np.zeros(len(self.ruled_any), bool) if mask is None else mask.copy()
        for row, (ruled, _) in self.plain.items():
            found[row] = code in ruled
        return found


def screen(window: Window, need: Need) -> Screened:
    """Every gate over the whole register."""
    screened = Screened(
        window=window,
        need=need,
        ruled=dict(window.standing),
        unknown={},
        ruled_any=window.standing_any.copy(),
        unknown_any=np.zeros(len(window.register), bool),
    )
    for code, mask in _masks(window, need):
        screened.ruled[code] = mask
        screened.ruled_any |= mask
    for code, mask in _unknown_masks(window, need):
        screened.unknown[code] = mask
        screened.unknown_any |= mask
    for row in _plain_rows(window, need):
        findings = gate_findings(need, window.register.homes[row])
        ruled = frozenset(each.code for each in findings if each.weighs is Weighs.RULED_OUT)
        unknown = frozenset(each.code for each in findings if each.weighs is Weighs.UNKNOWN)
        screened.plain[row] = (ruled, unknown)
        screened.ruled_any[row], screened.unknown_any[row] = bool(ruled), bool(unknown)
    return screened


def _plain_rows(window: Window, need: Need) -> list[int]:
    """Homes that are left to the plain functions for this need."""
    if _wanting_rooms(need) > ROOMS:
        return list(range(len(window.register)))
    named = {child.id for child in need.children} | need.apart_from
    named |= {child for pair in need.siblings for child in pair}
    rows: set[int] = set(window.left_to_plain.tolist())
    for child in named:
        rows |= window.register.rows_of_child.get(child, frozenset())
    return sorted(rows)


def _masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    yield from _term_masks(window, need)
    yield from _number_masks(window, need)
    yield from _place_masks(window, need)
    yield from _fact_masks(window, need)
    yield from _company_masks(window, need)


def _term_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    """Ages, sexes, kinds, the overall number, and the assignment of them all."""
    number = len(need.children)
    full = window.free_in_terms < number
    wrong_age = _any([window.closed_to(age) for age in _ages(need)])
    wrong_sex = _any([window.closed_to(sex) for sex in {child.sex for child in need.children}])
    wrong_kind = window.closed_to(need.kind)
    yield ShortfallCode.TERMS_AGE, wrong_age
    yield ShortfallCode.TERMS_SEX, wrong_sex
    yield ShortfallCode.TERMS_KIND, wrong_kind
    yield ShortfallCode.TERMS_FULL, full
    said_already = _any([wrong_age, wrong_sex, wrong_kind, full])
    open_to = [_open_to(window, need, child) for child in need.children]
    fits = _all_assigned(window, open_to) | said_already
    yield ShortfallCode.TERMS_MIX, window.has_lines & ~fits


def _any(masks: Sequence[Bools]) -> Bools:
    """Homes that any of these masks has."""
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask
    return found


def _open_to(window: Window, need: Need, child: Child) -> Sets:
    """The lines of the terms that are open to one child."""
    age = _age(child, need)
    return window.open_to(age) & window.open_to(child.sex) & window.open_to(need.kind)


def _all_assigned(window: Window, open_to: list[Sets]) -> Bools:
    """Does every subset of the children find enough room in the lines that are open to it?"""
    enough = np.ones(len(window.register), np.uint8)
    for number in range(1, len(open_to) + 1):
        reaches = window.rank_reaches(number)
        for group in combinations(open_to, number):
            lines = group[0]
            for each in group[1:]:
                lines = lines | each
            enough &= reaches >> lines
    return enough.view(np.bool_)


def _number_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    """The usual limit, the places offered, and bedrooms."""
    number = len(need.children)
    siblings = room.all_siblings(frozenset(child.id for child in need.children), need.siblings)
    over = window.fostered > room.USUAL_LIMIT - number
    if siblings:
        over &= window.fostered > 0
    yield ShortfallCode.USUAL_LIMIT, over
    offered = window.offered_to_siblings if siblings else window.offered_to_others
    yield ShortfallCode.NOT_AVAILABLE, window.shut | (offered < number)
    wanting = _wanting_rooms(need)
    if wanting and wanting <= ROOMS:
        no_room = _without_own_rooms(window, wanting)
        yield ShortfallCode.NO_BEDROOM, no_room & ~_room_by_sharing(window, need)


def _unknown_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    """What is to be asked or agreed before a child moves."""
    wanting = _wanting_rooms(need)
    if wanting and wanting <= ROOMS:
        shared = _without_own_rooms(window, wanting) & _room_by_sharing(window, need)
        yield ShortfallCode.SHARING_NOT_AGREED, shared
        yield ShortfallCode.BEDROOMS_NOT_RECORDED, window.bedrooms_not_recorded
    musts = _bits(need.required | need.forbidden)
    if musts:
        recorded = window.register.facts_recorded
        yield Code.FACT_NOT_RECORDED, (recorded & musts) != musts


def _wanting_rooms(need: Need) -> int:
    first = need.period.starts
    return sum(age_on(child.born, first) >= room.OWN_BEDROOM_AGE for child in need.children)


def _without_own_rooms(window: Window, wanting: int) -> Bools:
    without: Bools = window.rooms[wanting - 1] < 1
    return without


def _room_by_sharing(window: Window, need: Need) -> Bools:
    """Homes where the children would fit if siblings among them shared."""
    first = need.period.starts
    wanting = [
        child.id for child in need.children if age_on(child.born, first) >= room.OWN_BEDROOM_AGE
    ]
    fits = np.zeros(len(window.register), bool)
    for sizes in _ways_to_share(tuple(wanting), need.siblings):
        enough = np.ones(len(fits), bool)
        for nth, size in enumerate(sizes):
            enough &= window.rooms[nth] >= size
        fits |= enough
    return fits


def _ways_to_share(children: tuple[str, ...], siblings: Siblings) -> set[tuple[int, ...]]:
    """The sizes, largest first, of every way to part children into rooms of siblings.

    The way in which nobody shares is left out.
    """
    ways = {tuple(sorted(map(len, parts), reverse=True)) for parts in _parts(children, siblings)}
    return ways - {(1,) * len(children)}


def _parts(children: tuple[str, ...], siblings: Siblings) -> Iterator[list[frozenset[str]]]:
    if not children:
        yield []
        return
    child, rest = children[0], children[1:]
    for parts in _parts(rest, siblings):
        yield [frozenset({child}), *parts]
        for n, part in enumerate(parts):
            if room.all_siblings(part | {child}, siblings):
                yield [*parts[:n], part | {child}, *parts[n + 1 :]]


def _place_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    """The place: homes not to be used, distance, places to avoid."""
    register = window.register
    excluded = register.rows_of(need.not_with)
    if excluded:
        mask = np.zeros(len(register), bool)
        mask[excluded] = True
        yield Code.NOT_THIS_HOME, mask
    limited = need.max_miles is not None and need.home is not None
    if limited or need.avoid:
        yield Code.POSITION_NOT_RECORDED, ~register.has_position
    if need.max_miles is not None and need.home is not None:
        far = register.has_position.copy()
        far[_rows_within(register, need.home, need.max_miles)] = False
        yield Code.TOO_FAR, far
    if need.avoid:
        near = np.zeros(len(register), bool)
        for avoid in need.avoid:
            near[_rows_within(register, avoid.point, avoid.miles)] = True
        yield Code.NEAR_A_PLACE_TO_AVOID, near & register.has_position


def _rows_within(register: Register, point: Point, limit_miles: float) -> Rows:
    """Homes within a distance: those in the square round the point, then those in the circle."""
    limit = distance.square_of_limit(limit_miles)
    reach = ceil(limit_miles * distance.METRES_IN_MILE)
    in_square = _within_reach(register.easting, point.easting_m, reach)
    in_square &= _within_reach(register.northing, point.northing_m, reach)
    rows = np.flatnonzero(in_square)
    return rows[square_metres(register, point, rows) <= limit]


def _within_reach(metres: npt.NDArray[np.int32], of: int, reach: int) -> Bools:
    """Within so many metres either way, by one comparison: less than none wraps to very many."""
    from_edge = (metres - np.int32(of - reach)).view(np.uint32)
    within: Bools = from_edge <= np.uint32(2 * reach)
    return within


def square_metres(register: Register, point: Point, rows: Rows) -> npt.NDArray[np.int64]:
    """The square of the distance to each of these homes, exactly."""
    east = register.easting[rows].astype(np.int64) - point.easting_m
    north = register.northing[rows].astype(np.int64) - point.northing_m
    squares: npt.NDArray[np.int64] = east * east + north * north
    return squares


def _fact_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    register = window.register
    if need.required:
        yield Code.FACT_MISSING, (register.facts_not_so & _bits(need.required)) != 0
    if need.forbidden:
        yield Code.FACT_FORBIDDEN, (register.facts_so & _bits(need.forbidden)) != 0


def _bits(facts: Iterable[Fact]) -> np.uint64:
    return np.uint64(sum(int(_FACT_BIT[fact]) for fact in facts))


def _company_masks(window: Window, need: Need) -> Iterator[tuple[str, Bools]]:
    """Who else lives there: as the need asks, and as those there must have it."""
    if need.alone:
        yield Code.NOT_ALONE, window.has_others
    if need.youngest_other is not None:
        yield Code.OTHER_TOO_YOUNG, window.youngest_other < min(need.youngest_other, PLENTY)
    if need.oldest_other is not None:
        yield Code.OTHER_TOO_OLD, window.oldest_other > min(need.oldest_other, PLENTY)
    ages = _ages(need)
    yield (
        Code.RESIDENT_AGES,
        (window.others_from > min(ages)) | (window.others_to < max(ages)),
    )


def _ages(need: Need) -> list[int]:
    return sorted({_age(child, need) for child in need.children})


def _age(child: Child, need: Need) -> int:
    return min(age_on(child.born, need.period.starts), PLENTY)


# --------------------------------------------------------------------------------------- points


PARTS: tuple[Code, ...] = (
    Code.MILES_FROM_HOME,
    Code.MILES_FROM_SCHOOL,
    Code.SIBLING_THERE,
    Code.CONNECTED,
    Code.IN_AREA,
    Code.OWN_SERVICE,
    Code.WISH,
    Code.COMPANY,
    Code.COST,
    Code.AGES_OUT,
    Code.NO_SSW,
)
"""The parts of a score, in the order in which they are added up."""


def points(screened: Screened, weights: Weights, rows: Rows) -> dict[Code, Floats]:
    """The points of each preference for these homes: the same numbers as the plain functions'."""
    window, need = screened.window, screened.need
    register = window.register
    parts: dict[Code, Floats] = {code: np.zeros(len(rows)) for code in PARTS}
    known = register.has_position[rows]
    for code, point, weight in (
        (Code.MILES_FROM_HOME, need.home, weights.home_mile),
        (Code.MILES_FROM_SCHOOL, need.school, weights.school_mile),
    ):
        if point is not None:
            parts[code] = np.where(known, -weight * miles(register, point, rows), 0.0)
    siblings = register.rows_of(need.siblings_at)
    if siblings:
        parts[Code.SIBLING_THERE] = np.isin(rows, siblings) * weights.sibling_there
    parts[Code.IN_AREA] = register.in_area[rows] * weights.in_area
    parts[Code.OWN_SERVICE] = register.own[rows] * weights.own_service
    so = register.facts_so[rows] if need.wanted else None
    for fact in Fact:
        if so is not None and fact in need.wanted:
            met = (so & _FACT_BIT[fact]) != 0
            parts[Code.WISH] = parts[Code.WISH] + met * float(need.wanted[fact])
    if need.company:
        parts[Code.COMPANY] = window.has_others[rows] * weights.company
    if weights.hundred_pounds:
        parts[Code.COST] = -weights.hundred_pounds * register.weekly_cost[rows] / 100
    parts[Code.AGES_OUT] = _ages_out(window, need, rows) * -weights.ages_out
    parts[Code.NO_SSW] = register.no_ssw[rows] * -weights.no_ssw
    _put_plain_points(screened, weights, rows, parts)
    return parts


def miles(register: Register, point: Point, rows: Rows) -> Floats:
    """Statutory miles to each of these homes, to one decimal."""
    metres = np.sqrt(square_metres(register, point, rows))
    rounded: Floats = np.floor(metres * 10 / distance.METRES_IN_MILE + 0.5) / 10
    return rounded


def _ages_out(window: Window, need: Need, rows: Rows) -> Bools:
    """Homes where one of the children passes the ages of the terms within a year."""
    soon = np.zeros(len(rows), bool)
    for child in need.children:
        birthday = room.next_birthday(child.born, need.period.starts)
        if need.period.contains(birthday):
            now_open = _open_to(window, need, child)[rows]
            still_open = now_open & window.open_to(age_on(child.born, birthday))[rows]
            soon |= (now_open != 0) & (still_open == 0)
    return soon


def _put_plain_points(
    screened: Screened, weights: Weights, rows: Rows, parts: dict[Code, Floats]
) -> None:
    """The plain functions' points for the homes that were left to them."""
    for row in screened.plain:
        at = int(np.searchsorted(rows, row))
        if at == len(rows) or rows[at] != row:
            continue
        for part in parts.values():
            part[at] = 0.0
        home = screened.window.register.homes[row]
        for finding in preference_findings(screened.need, home, weights):
            parts[Code(finding.code)][at] += finding.points

"""A whole register as columns: what never depends on the day, and for each period a window."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sufficiency.arrays.columns import (
    KIND_BIT,
    LINES,
    ROOMS,
    SEX_BIT,
    Bools,
    Floats,
    Sets,
    as_sets,
    column,
    columns,
)
from sufficiency.arrays.packed import NUMBERS, Packed, pack
from sufficiency.criteria import Code
from sufficiency.period import Period
from sufficiency.room import ShortfallCode
from sufficiency.types import Fact, Home, Kind, ProviderKind, Sex


class Register:
    """Homes in order of id, ready to be searched for any period. See `with_changed`."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self.homes: tuple[Home, ...] = tuple(sorted(homes, key=lambda home: home.id))
        self.row_of: dict[str, int] = {home.id: row for row, home in enumerate(self.homes)}
        if len(self.row_of) != len(self.homes):
            raise ValueError("A register holds each home once")
        self._windows: dict[Period, Window] = {}
        self._said: dict[tuple[Fact, bool | None], Bools] = {}

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

    def said(self, fact: Fact, answer: bool | None) -> Bools:
        """Homes of which a fact is recorded as so, as not so or, for None, not at all."""
        if (fact, answer) not in self._said:
            known = [home.facts.get(fact) is answer for home in self.homes]
            self._said[fact, answer] = np.array(known, bool)
        return self._said[fact, answer]

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
        numbers = {name: column([getattr(row, name) for row in packed]) for name in NUMBERS}
        self.free_in_terms = numbers["free_in_terms"]
        self.fostered = numbers["fostered"]
        self.offered_to_siblings = numbers["offered_to_siblings"]
        self.offered_to_others = numbers["offered_to_others"]
        self.youngest_other = numbers["youngest_other"]
        self.oldest_other = numbers["oldest_other"]
        self.others_from, self.others_to = numbers["others_from"], numbers["others_to"]
        self.has_others = numbers["has_others"].astype(bool)
        self.has_lines = numbers["has_lines"].astype(bool)
        self.shut = numbers["shut"].astype(bool)
        self.terms_named = numbers["terms_named"].astype(bool)
        self.bedrooms_not_recorded = numbers["bedrooms_not_recorded"].astype(bool)
        self.rooms = columns([row.rooms for row in packed], ROOMS)
        lines = columns([row.lines for row in packed], 4 * LINES)
        self.min_age, self.max_age = lines[0::4].copy(), lines[1::4].copy()
        self.sexes, self.kinds = lines[2::4].copy(), lines[3::4].copy()
        self.rank = columns([row.rank for row in packed], 2**LINES)
        self.left_to_plain = np.flatnonzero(numbers["left_to_plain"])
        self.standing: dict[str, Bools] = {
            code: numbers[name].astype(bool)
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
                fits = (self.sexes & np.int8(SEX_BIT[what])) != 0
            elif isinstance(what, Kind):
                fits = (self.kinds & np.int8(KIND_BIT[what])) != 0
            else:
                fits = (self.min_age <= what) & (self.max_age >= what)
            self._open[what] = as_sets(fits)
        return self._open[what]

    def closed_to(self, what: int | Sex | Kind) -> Bools:
        """Homes with terms of which no line is open to an age, a sex or a kind."""
        if what not in self._closed:
            self._closed[what] = self.has_lines & (self.open_to(what) == 0)
        return self._closed[what]

    def rank_reaches(self, number: int) -> Sets:
        """One bit for each set of lines: would those lines take this many more children?"""
        if number not in self._rank_bits:
            self._rank_bits[number] = as_sets(self.rank >= number)
        return self._rank_bits[number]

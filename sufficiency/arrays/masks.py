"""Every gate over a whole register: one mask a reason, for one need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil

import numpy as np
import numpy.typing as npt

from sufficiency import distance, room
from sufficiency.arrays.columns import PLENTY, ROOMS, Bools, Bytes, Rows, Sets
from sufficiency.arrays.register import Register, Window
from sufficiency.criteria import Code, gate_findings
from sufficiency.room import ShortfallCode
from sufficiency.types import Child, Need, Point, Siblings, Weighs, age_on


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
    open_to = [open_to_child(window, need, child) for child in need.children]
    fits = _all_assigned(window, open_to) | said_already
    yield ShortfallCode.TERMS_MIX, window.has_lines & ~fits


def _any(masks: Sequence[Bools]) -> Bools:
    """Homes that any of these masks has."""
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask
    return found


def open_to_child(window: Window, need: Need, child: Child) -> Sets:
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
    musts = need.required | need.forbidden
    if musts:
        yield Code.FACT_NOT_RECORDED, _any([window.register.said(fact, None) for fact in musts])


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
    said = window.register.said
    if need.required:
        yield Code.FACT_MISSING, _any([said(fact, False) for fact in need.required])
    if need.forbidden:
        yield Code.FACT_FORBIDDEN, _any([said(fact, True) for fact in need.forbidden])


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

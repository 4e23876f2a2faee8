"""One home in one period, as small numbers: what the columns hold of it."""

from dataclasses import dataclass
from datetime import date

from sufficiency import room
from sufficiency.arrays.columns import KIND_BIT, LINES, PLENTY, ROOMS, SEX_BIT
from sufficiency.period import Period, days_of_change
from sufficiency.room import Counted, ShortfallCode, Stay
from sufficiency.types import Child, Home, Kind, Room, Sex, Terms, age_on

_NOBODY = Child("\0nobody", date(2000, 1, 1), Sex.UNKNOWN)
"""A child who has nothing to do with any home: what is found for them holds for all such."""


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


NUMBERS = tuple(name for name in Packed.__slots__ if name not in ("rooms", "lines", "rank"))


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
        sexes = sum(SEX_BIT[sex] for sex in (Sex if line.sexes is None else line.sexes))
        kinds = sum(KIND_BIT[kind] for kind in (Kind if line.kinds is None else line.kinds))
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
    for chosen in range(2 ** len(open_lines)):
        lines = [n for place, n in enumerate(open_lines) if chosen >> place & 1]
        more = sum(up_to[n] for n in lines)
        if there:
            while more and not room.assignable([*choices, *[lines] * more], up_to):
                more -= 1
        rank.append(min(more, PLENTY))
    # A line that the terms do not have adds nothing to a set of lines.
    whole = [rank[chosen % len(rank)] for chosen in range(2**LINES)]
    packed.rank = tuple(map(min, packed.rank, whole))


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

"""How much room there is in a household: the one definition, for lists and for decisions.

`places_left` answers for lists: how many places could be offered on a day, to nobody in particular.
`room_for` answers for decisions: whether these children may live here for this period, and every
reason why not. A page that shows the first never decides by it.

Room is per limit, each with its own people:
  terms          children who count against the terms of approval, on each criterion
  usual limit    every fostered child, of any authority, with privately fostered and short breaks
  bedrooms       everyone who sleeps there (a national standard, not law)

Choices made here, which a reader might question:
* A child's own claim never competes with itself: a planned placement or a held bed gives way to
  the same child's placement.
* Ages are tested against terms on the first day on which the child is there and the terms are in
  force, and not again at each birthday. `ages_out_on` gives the birthday to warn of.
* Planned placements and held beds take room like placements.
* A temporary approval covers its named child. For an open-ended stay the day it runs out is a
  matter for its own clock (regulation 25(6)); a stay with a known end must end in time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Literal, TypeAlias

from sufficiency.period import Period, days_of_change
from sufficiency.types import (
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Detail,
    Exempted,
    Kind,
    Room,
    Siblings,
    Terms,
    age_on,
)

USUAL_LIMIT = 3
"""The usual fostering limit (Children Act 1989, Schedule 7, paragraph 2)."""

OWN_BEDROOM_AGE = 3
"""From the third birthday a child has a bedroom of their own, or an agreement to share.

Standard 10.6 of the National Minimum Standards says "over the age of three"; the cautious reading
is from the third birthday.
"""

Standing: TypeAlias = Literal["law", "standard", "availability"]


class ShortfallCode(StrEnum):
    """Why there is no room. The application turns each into words and a citation."""

    NOT_APPROVED = "not_approved"
    APPROVAL_ENDS = "approval_ends"
    TEMPORARY_APPROVAL_ENDS = "temporary_approval_ends"
    NO_AGREEMENT = "no_agreement"
    NO_TERMS = "no_terms"
    TERMS_NAMED = "terms_named"
    TERMS_AGE = "terms_age"
    TERMS_SEX = "terms_sex"
    TERMS_KIND = "terms_kind"
    TERMS_FULL = "terms_full"
    TERMS_MIX = "terms_mix"
    TERMS_RESIDENT = "terms_resident"
    USUAL_LIMIT = "usual_limit"
    ON_HOLD = "on_hold"
    NOT_AVAILABLE = "not_available"
    NO_BEDROOM = "no_bedroom"
    SHARING_NOT_AGREED = "sharing_not_agreed"
    BEDROOMS_NOT_RECORDED = "bedrooms_not_recorded"


_STANDING: dict[ShortfallCode, Standing] = {
    ShortfallCode.ON_HOLD: "availability",
    ShortfallCode.NOT_AVAILABLE: "availability",
    ShortfallCode.NO_BEDROOM: "standard",
    ShortfallCode.SHARING_NOT_AGREED: "standard",
    ShortfallCode.BEDROOMS_NOT_RECORDED: "standard",
}


def standing_of(code: ShortfallCode) -> Standing:
    """Is this a matter of law, of a national standard, or of what the carer can offer?"""
    return _STANDING.get(code, "law")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One reason why there is no room, and the first day on which it is so.

    `wanted` is what the children need and `found` what the household has: numbers of children or
    rooms, or ages, as the code says. `children` are those whom the reason concerns.
    """

    code: ShortfallCode
    from_day: date
    wanted: Detail = None
    found: Detail = None
    children: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Law, standard or availability."""
        return standing_of(self.code)


@dataclass(frozen=True, slots=True)
class Stay:
    """These children, here, for this period: what `room_for` is asked about."""

    children: tuple[Child, ...]
    period: Period
    kind: Kind
    siblings: Siblings = frozenset()

    def __post_init__(self) -> None:
        if not self.children:
            raise ValueError("Room is asked for at least one child")
        if len(self.ids) != len(self.children):
            raise ValueError("A child can be asked for only once")

    @property
    def ids(self) -> frozenset[str]:
        """The children who would move in."""
        return frozenset(child.id for child in self.children)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a household on a day, and what takes them, for a list and its explanation."""

    overall: int
    placed: int
    planned: int
    held: int
    unavailable: int
    left: int
    shut: Literal["not_approved", "temporary_approval", "on_hold", "not_available"] | None = None


# ------------------------------------------------------------------------------------ for lists


def places_left(room: Room, day: date) -> int:
    """How many places could be offered on this day, to nobody in particular: for lists only."""
    return places(room, day).left


def places(room: Room, day: date) -> Places:
    """The places of the household on a day: how many, what takes them, how many are left.

    Places tied to a named child are nobody else's vacancy, so a carer approved only for named
    children has none left.
    """
    terms = terms_on(room, day)
    there = claims_on(room, day)
    counted = [claim for claim in there if claim.in_terms]
    closed = unavailable_on(room, day)
    left = 0
    shut = _shut_on(room, day)
    if terms is not None and shut is None:
        named = {line.child_id for line in terms.criteria if line.child_id is not None}
        open_places = sum(line.up_to for line in terms.criteria if line.child_id is None)
        left = min(
            terms.overall - len(counted),
            open_places - sum(claim.child.id not in named for claim in counted),
            USUAL_LIMIT - sum(claim.fostered for claim in there),
        )
        left = max(0, left - closed) if open_places else 0
    return Places(
        overall=terms.overall if terms else 0,
        placed=sum(claim.claim is ClaimKind.PLACED for claim in there),
        planned=sum(claim.claim is ClaimKind.PLANNED for claim in there),
        held=sum(claim.claim is ClaimKind.HELD for claim in there),
        unavailable=closed,
        left=left,
        shut=shut,
    )


def _shut_on(
    room: Room, day: date
) -> Literal["not_approved", "temporary_approval", "on_hold", "not_available"] | None:
    """Why the household offers no places at all on this day, or None when it may."""
    if any(period.contains(day) for _, period in room.temporary):
        return "temporary_approval"
    if not approved_on(room, day):
        return "not_approved"
    if any(hold.period.contains(day) for hold in room.holds):
        return "on_hold"
    if any(gone.places is None and gone.period.contains(day) for gone in room.unavailable):
        return "not_available"
    return None


def unavailable_on(room: Room, day: date) -> int:
    """Places marked not available on this day, the whole home apart."""
    return sum(gone.places or 0 for gone in room.unavailable if gone.period.contains(day))


# -------------------------------------------------------------------------------- for decisions


def room_for(
    room: Room,
    children: tuple[Child, ...],
    period: Period,
    kind: Kind,
    siblings: Siblings = frozenset(),
) -> tuple[Shortfall, ...]:
    """Every reason why these children may not live here for the whole of this period.

    Empty when they may. Each reason is given once, with the first day on which it is so.
    """
    stay = Stay(children, period, kind, siblings)
    return tuple(shortfall for test in TESTS for shortfall in test(room, stay))


def approved_on(room: Room, day: date) -> bool:
    """Is a full approval in force on this day?"""
    return any(period.contains(day) for period in room.approved)


def terms_on(room: Room, day: date) -> Terms | None:
    """The terms in force on this day; should two be recorded, those that began last."""
    in_force = [terms for terms in room.terms if terms.period.contains(day)]
    return max(in_force, key=lambda terms: terms.period.starts, default=None)


def approval(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """An approval in force on every day: full, or temporary for each of these children."""
    first = stay.period.starts
    facts = [*room.approved, *(period for _, period in room.temporary)]
    begun_temporarily = not approved_on(room, first)
    for day in days_of_change(stay.period, facts):
        if approved_on(room, day):
            continue
        covered = {child for child, period in room.temporary if period.contains(day)}
        if begun_temporarily and day > first and stay.period.ends is None:
            covered |= {child for child, period in room.temporary if period.contains(first)}
        without = tuple(child.id for child in stay.children if child.id not in covered)
        if not without:
            continue
        code = ShortfallCode.APPROVAL_ENDS
        if day == first:
            code = ShortfallCode.NOT_APPROVED
        elif begun_temporarily:
            code = ShortfallCode.TEMPORARY_APPROVAL_ENDS
        return (Shortfall(code, day, children=without),)
    return ()


def agreement(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """A foster care agreement in force on every day of full approval (regulation 22)."""
    signed = room.agreement_signed
    facts = [*room.approved, *([signed] if signed else [])]
    for day in days_of_change(stay.period, facts):
        if approved_on(room, day) and not (signed and signed.contains(day)):
            return (Shortfall(ShortfallCode.NO_AGREEMENT, day),)
    return ()


def hold(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """No hold on any day."""
    days = [
        shared.starts for fact in room.holds if (shared := fact.period.intersection(stay.period))
    ]
    return (Shortfall(ShortfallCode.ON_HOLD, min(days)),) if days else ()


# ------------------------------------------------------------------------------------- the terms


@dataclass(frozen=True, slots=True)
class Counted:
    """A child who counts against the terms, since when, and for which kind of fostering."""

    child: Child
    since: date
    kind: Kind | None


def terms(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """Within the terms on every day of full approval, together with those who live there.

    The children, with those living there, can be assigned to the criteria, each to one line that
    admits them, no line beyond its number and all within the overall number.
    """
    facts = [*room.approved, *(each.period for each in room.terms)]
    facts += [claim.period for claim in room.claims if claim.in_terms]
    found: dict[ShortfallCode, Shortfall] = {}
    for day in days_of_change(stay.period, facts):
        if approved_on(room, day):
            for shortfall in _terms_on_day(room, stay, day):
                found.setdefault(shortfall.code, shortfall)
    if ShortfallCode.TERMS_FULL in found:
        # Too many in all is said once: that no line has room is the same thing twice.
        found.pop(ShortfallCode.TERMS_MIX, None)
    return tuple(found.values())


def _terms_on_day(room: Room, stay: Stay, day: date) -> list[Shortfall]:
    in_force = terms_on(room, day)
    if in_force is None:
        return [Shortfall(ShortfallCode.NO_TERMS, day)]
    there = [
        Counted(claim.child, claim.period.starts, claim.kind)
        for claim in _others(room, stay, day)
        if claim.in_terms
    ]
    coming = [Counted(child, stay.period.starts, stay.kind) for child in stay.children]
    misfits = [shortfall for one in coming for shortfall in _why_no_line_admits(in_force, one, day)]
    shortfalls = _once_each(misfits)
    number = len(there) + len(coming)
    if number > in_force.overall:
        full = Shortfall(ShortfallCode.TERMS_FULL, day, number, in_force.overall)
        shortfalls.append(full)
    if not can_be_assigned(in_force, there):
        shortfalls.append(Shortfall(ShortfallCode.TERMS_RESIDENT, day))
    elif not misfits and not can_be_assigned(in_force, there + coming):
        ids = tuple(child.id for child in stay.children)
        shortfalls.append(Shortfall(ShortfallCode.TERMS_MIX, day, len(coming), children=ids))
    return shortfalls


def _why_no_line_admits(in_force: Terms, one: Counted, day: date) -> list[Shortfall]:
    """What about one child no line of the terms admits: name, age, sex or kind of fostering.

    A child whose age, sex and kind are each admitted, but by different lines, is left to the
    assignment, which finds no line for them.
    """
    lines = [line for line in in_force.criteria if line.child_id in (None, one.child.id)]
    ids = (one.child.id,)
    if not lines:
        return [Shortfall(ShortfallCode.TERMS_NAMED, day, children=ids)]
    age = tested_age(in_force, one)
    reasons = []
    if not any(line.min_age <= age <= line.max_age for line in lines):
        ages = ", ".join(sorted({f"{line.min_age} to {line.max_age}" for line in lines}))
        reasons.append(Shortfall(ShortfallCode.TERMS_AGE, day, age, ages, ids))
    if not any(_admits_sex(line, one.child) for line in lines):
        reasons.append(Shortfall(ShortfallCode.TERMS_SEX, day, one.child.sex.value, None, ids))
    if not any(_admits_kind(line, one.kind) for line in lines):
        kind = one.kind.value if one.kind else None
        reasons.append(Shortfall(ShortfallCode.TERMS_KIND, day, kind, None, ids))
    return reasons


def _once_each(shortfalls: Iterable[Shortfall]) -> list[Shortfall]:
    """One shortfall for each code, with all of the children whom it concerns."""
    merged: dict[ShortfallCode, Shortfall] = {}
    for one in shortfalls:
        seen = merged.get(one.code)
        merged[one.code] = replace(seen, children=seen.children + one.children) if seen else one
    return list(merged.values())


def tested_age(in_force: Terms, one: Counted) -> int:
    """The age that the terms test: on the first day of both the child's stay and the terms."""
    return age_on(one.child.born, max(one.since, in_force.period.starts))


def _admits_sex(line: Criterion, child: Child) -> bool:
    return line.sexes is None or child.sex in line.sexes


def _admits_kind(line: Criterion, kind: Kind | None) -> bool:
    """A kind that was not recorded is not held against a child who already lives there."""
    return line.kinds is None or kind is None or kind in line.kinds


def _admits(in_force: Terms, line: Criterion, one: Counted) -> bool:
    return (
        line.child_id in (None, one.child.id)
        and line.min_age <= tested_age(in_force, one) <= line.max_age
        and _admits_sex(line, one.child)
        and _admits_kind(line, one.kind)
    )


def can_be_assigned(in_force: Terms, people: Sequence[Counted]) -> bool:
    """Can each of these be given a line of the terms that admits them, none beyond its number?"""
    return assignable(
        [lines_admitting(in_force, one) for one in people],
        [line.up_to for line in in_force.criteria],
    )


def lines_admitting(in_force: Terms, one: Counted) -> list[int]:
    """Which lines of the terms admit this child, by their place in the criteria."""
    return [n for n, line in enumerate(in_force.criteria) if _admits(in_force, line, one)]


def assignable(choices: Sequence[Sequence[int]], up_to: Sequence[int]) -> bool:
    """Can each person be given one of their choices, none given to more than its number?

    Bipartite matching by augmenting paths: a person may move others who have another choice.
    """
    taken: list[list[int]] = [[] for _ in up_to]

    def seat(person: int, tried: set[int]) -> bool:
        for n in choices[person]:
            if n in tried:
                continue
            tried.add(n)
            if len(taken[n]) < up_to[n]:
                taken[n].append(person)
                return True
            for seated in tuple(taken[n]):
                if seat(seated, tried):
                    taken[n].remove(seated)
                    taken[n].append(person)
                    return True
        return False

    return all(seat(person, set()) for person in range(len(choices)))


def ages_out_on(room: Room, stay: Stay) -> date | None:
    """The first birthday within a year on which one of these children passes the terms' ages.

    A warning and not a shortfall: the terms will need changing by then.
    """
    first = stay.period.starts
    in_force = terms_on(room, first)
    if in_force is None:
        return None
    birthdays = []
    for child in stay.children:
        one = Counted(child, first, stay.kind)
        oldest = [line.max_age for line in in_force.criteria if _admits(in_force, line, one)]
        birthday = next_birthday(child.born, first)
        if oldest and age_on(child.born, birthday) > max(oldest) and stay.period.contains(birthday):
            birthdays.append(birthday)
    return min(birthdays, default=None)


def next_birthday(born: date, after: date) -> date:
    """The first birthday after a day; of somebody born on 29 February, 1 March if need be."""
    for year in (after.year, after.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday > after:
            return birthday
    raise AssertionError("There is a birthday within any two calendar years")


# ------------------------------------------------------------------------- the usual limit; places


def usual_limit(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """No more than three fostered children, unless all are siblings or all are named as exempt.

    All siblings with respect to each other is a test of the whole set, those living there
    included: two pairs of brothers are not one set of siblings.
    """
    facts = [claim.period for claim in room.claims if claim.fostered]
    facts += [exempted.period for exempted in room.exemptions]
    for day in days_of_change(stay.period, facts):
        together = _fostered_together(room, stay, day)
        limit = _limit_on(room, stay, day, together)
        if limit is not None and len(together) > limit:
            named = _named_on(room, day)
            unnamed = tuple(sorted(together - named)) if named else ()
            return (Shortfall(ShortfallCode.USUAL_LIMIT, day, len(together), limit, unnamed),)
    return ()


def availability(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """Places that the carer can offer on every day, after those marked as not available.

    Places are taken off the overall number, or off the fostering limit when that is the lower.
    """
    facts = [gone.period for gone in room.unavailable]
    if not any(period.overlaps(stay.period) for period in facts):
        return ()
    facts += [*room.approved, *(each.period for each in room.terms)]
    facts += [claim.period for claim in room.claims]
    facts += [exempted.period for exempted in room.exemptions]
    for day in days_of_change(stay.period, facts):
        if any(gone.places is None and gone.period.contains(day) for gone in room.unavailable):
            return (Shortfall(ShortfallCode.NOT_AVAILABLE, day, len(stay.children), 0),)
        closed = unavailable_on(room, day)
        free = _places_for(room, stay, day)
        if closed and free is not None and len(stay.children) > free - closed:
            left = max(0, free - closed)
            return (Shortfall(ShortfallCode.NOT_AVAILABLE, day, len(stay.children), left),)
    return ()


def _places_for(room: Room, stay: Stay, day: date) -> int | None:
    """Places for these children under the lower of the terms and the limit; None with no terms."""
    in_force = terms_on(room, day)
    if in_force is None or not approved_on(room, day):
        return None
    others = _others(room, stay, day)
    free = in_force.overall - sum(claim.in_terms for claim in others)
    limit = _limit_on(room, stay, day, _fostered_together(room, stay, day))
    if limit is not None:
        free = min(free, limit - sum(claim.fostered for claim in others))
    return free


def _fostered_together(room: Room, stay: Stay, day: date) -> frozenset[str]:
    """Every child who would be fostered there on this day."""
    return stay.ids | {claim.child.id for claim in _others(room, stay, day) if claim.fostered}


def _limit_on(room: Room, stay: Stay, day: date, together: frozenset[str]) -> int | None:
    """The most of these who may be fostered together on this day; None when there is no limit."""
    if all_siblings(together, stay.siblings):
        return None
    limits = [
        exempted.limit
        for exempted in room.exemptions
        if exempted.period.contains(day) and together <= exempted.children
    ]
    if None in limits:
        return None
    return max([USUAL_LIMIT, *(limit for limit in limits if limit is not None)])


def _named_on(room: Room, day: date) -> frozenset[str]:
    """Children named by the exemption in force on this day that names the most; maybe none."""
    in_force: list[Exempted] = [each for each in room.exemptions if each.period.contains(day)]
    return max((each.children for each in in_force), key=len, default=frozenset())


def all_siblings(children: frozenset[str], siblings: Siblings) -> bool:
    """Are these children all siblings with respect to each other?"""
    return all(frozenset(pair) in siblings for pair in combinations(sorted(children), 2))


def claims_on(room: Room, day: date) -> list[Claim]:
    """Who takes up room on this day: each child once, a placement before a plan or a held bed."""
    first: dict[str, Claim] = {}
    for claim in sorted(room.claims, key=lambda claim: _FIRMEST.index(claim.claim)):
        if claim.period.contains(day):
            first.setdefault(claim.child.id, claim)
    return list(first.values())


_FIRMEST = (ClaimKind.PLACED, ClaimKind.PLANNED, ClaimKind.HELD)


def _others(room: Room, stay: Stay, day: date) -> list[Claim]:
    """Claims on room on this day by children other than those who would move in."""
    return [claim for claim in claims_on(room, day) if claim.child.id not in stay.ids]


# -------------------------------------------------------------------------------------- bedrooms


def bedrooms(room: Room, stay: Stay) -> tuple[Shortfall, ...]:
    """A bedroom of their own for each child from the third birthday, or an agreement to share.

    Standard 10.6 of the National Minimum Standards, never law. Ages are those on the first day of
    the stay, or on which the child comes. Where siblings would fit by sharing, that is said
    instead, so that the agreement can be asked for.
    """
    first = stay.period.starts
    if not any(_needs_own_room(child, first) for child in stay.children):
        return ()
    if not room.bedrooms:
        return (Shortfall(ShortfallCode.BEDROOMS_NOT_RECORDED, first),)
    facts = [sleeper.period for sleeper in room.sleepers]
    facts += [claim.period for claim in room.claims]
    facts += [agreed.period for agreed in room.sharing if agreed.period]
    found: dict[ShortfallCode, Shortfall] = {}
    for day in days_of_change(stay.period, facts):
        shortfall = _bedrooms_on_day(room, stay, day)
        if shortfall is not None:
            found.setdefault(shortfall.code, shortfall)
    worst = found.get(ShortfallCode.NO_BEDROOM) or found.get(ShortfallCode.SHARING_NOT_AGREED)
    return (worst,) if worst else ()


def _bedrooms_on_day(room: Room, stay: Stay, day: date) -> Shortfall | None:
    sleeping, waiting = who_sleeps_where(room, stay, day)
    agreed = agreed_on(room, day)

    def agreed_to_share(group: frozenset[str]) -> bool:
        return any(group <= children for children in agreed)

    def could_agree(group: frozenset[str]) -> bool:
        return agreed_to_share(group) or all_siblings(group, stay.siblings)

    spaces = [(bed.sleeps, sleeping[bed.id]) for bed in room.bedrooms]
    if _all_sleep(spaces, waiting, agreed_to_share):
        return None
    wanting = tuple(child.id for child in stay.children if child.id in waiting)
    free = sum(not there for _, there in spaces)
    code = ShortfallCode.NO_BEDROOM
    if _all_sleep(spaces, waiting, could_agree):
        code = ShortfallCode.SHARING_NOT_AGREED
    return Shortfall(code, day, len(waiting), free, wanting)


def agreed_on(room: Room, day: date) -> list[frozenset[str]]:
    """The groups that may share a bedroom on this day, by a recorded agreement."""
    return [
        each.children for each in room.sharing if each.period is None or each.period.contains(day)
    ]


def who_sleeps_where(
    room: Room, stay: Stay, day: date
) -> tuple[dict[str, frozenset[str]], list[str]]:
    """Who sleeps in each bedroom on this day, and who still needs a place in one, in order of id.

    The children who would move in wait for a room, wherever they may be recorded as sleeping.
    """
    sleeping: dict[str, frozenset[str]] = {bed.id: frozenset() for bed in room.bedrooms}
    settled = set(stay.ids)
    waiting = {child.id for child in stay.children if _needs_own_room(child, stay.period.starts)}
    for sleeper in room.sleepers:
        if not sleeper.period.contains(day) or sleeper.id in stay.ids:
            continue
        settled.add(sleeper.id)
        if sleeper.bedroom_id in sleeping:
            sleeping[sleeper.bedroom_id] |= {sleeper.id}
        elif sleeper.needs_room:
            waiting.add(sleeper.id)
    for claim in _others(room, stay, day):
        from_day = max(claim.period.starts, stay.period.starts)
        if claim.child.id not in settled and _needs_own_room(claim.child, from_day):
            waiting.add(claim.child.id)
    return sleeping, sorted(waiting)


def _needs_own_room(child: Child, day: date) -> bool:
    return age_on(child.born, day) >= OWN_BEDROOM_AGE


def _all_sleep(
    spaces: Sequence[tuple[int, frozenset[str]]],
    waiting: Sequence[str],
    may_share: Callable[[frozenset[str]], bool],
) -> bool:
    """Can everyone who waits be given an empty bedroom, or one whose sleepers may share with them?

    `spaces` are bedrooms as (how many it sleeps, who sleeps there). Tries every arrangement;
    bedrooms that are alike are tried once.
    """
    if not waiting:
        return True
    person, rest = waiting[0], waiting[1:]
    tried: set[tuple[int, frozenset[str]]] = set()
    for n, space in enumerate(spaces):
        sleeps, there = space
        with_them = there | {person}
        if space in tried or len(with_them) > sleeps or (there and not may_share(with_them)):
            continue
        tried.add(space)
        filled = [*spaces[:n], (sleeps, with_them), *spaces[n + 1 :]]
        if _all_sleep(filled, rest, may_share):
            return True
    return False


TESTS: tuple[Callable[[Room, Stay], tuple[Shortfall, ...]], ...] = (
    approval,
    agreement,
    terms,
    usual_limit,
    hold,
    availability,
    bedrooms,
)
"""Every test of room, in the order in which its reasons are given."""

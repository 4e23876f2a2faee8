"""The terms of approval: the children, with those living there, each on a line that admits them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sufficiency.period import days_of_change
from sufficiency.room.on_a_day import approved_on, others_on, terms_on
from sufficiency.room.shortfalls import Shortfall, ShortfallCode, Stay
from sufficiency.types import Child, Criterion, Kind, Room, Terms, age_on


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
        for claim in others_on(room, stay, day)
        if claim.in_terms
    ]
    coming = [Counted(child, stay.period.starts, stay.kind) for child in stay.children]
    misfits = [shortfall for one in coming for shortfall in why_no_line_admits(in_force, one, day)]
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


def why_no_line_admits(in_force: Terms, one: Counted, day: date) -> list[Shortfall]:
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

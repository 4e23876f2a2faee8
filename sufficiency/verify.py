"""Checks an answer against the rules, apart from making it.

Written the slow and obvious way, from the rules and not from the engine: it imports the values of
`types.py` and nothing that works an answer out. On every day on which any fact begins or ends it
tries every way of giving the children places and rooms. For one home at a time; not for searching.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Protocol

from sufficiency.types import (
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Home,
    Need,
    Point,
    Room,
    Terms,
    age_on,
)


class Ranked(Protocol):
    """A home that an answer offers, and what its score is made of."""

    @property
    def home_id(self) -> str:
        """Which home."""

    @property
    def score(self) -> float:
        """Its score, in mile-equivalents."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that an answer says and the rules do not."""

    home_id: str
    says: str


def check(need: Need, homes: Iterable[Home], ranked: Iterable[Ranked]) -> tuple[Problem, ...]:
    """What is wrong with an answer that claims to rank every home that may be offered."""
    homes = tuple(homes)
    known = {home.id for home in homes}
    offered = [match.home_id for match in ranked]
    twice = sorted({each for each in offered if offered.count(each) > 1})
    problems = [Problem(each, "offered twice") for each in twice]
    problems += [Problem(each, "not in the register") for each in offered if each not in known]
    for home in homes:
        broken = rule_broken(need, home)
        if broken and home.id in offered:
            problems.append(Problem(home.id, f"offered, though {broken}"))
        if not broken and home.id not in offered:
            problems.append(Problem(home.id, "not offered, though no rule is broken"))
    return tuple(problems)


def rule_broken(need: Need, home: Home) -> str | None:
    """One rule that placing these children here would break, in words; None when there is none.

    What is only to be asked (a fact, a bedroom or an agreement to share that is not recorded)
    breaks no rule.
    """
    for day in _days(need, home):
        broken = _broken_on(need, home.room, day)
        if broken:
            return broken
    for test in (_broken_by_place, _broken_by_facts, _broken_by_company):
        broken = test(need, home)
        if broken:
            return broken
    return None


def _days(need: Need, home: Home) -> list[date]:
    """Every day of the stay on which anything at all begins or ends."""
    room = home.room
    periods = [*room.approved, *(period for _, period in room.temporary)]
    for facts in (room.terms, room.claims, room.exemptions, room.unavailable, room.holds):
        periods += [fact.period for fact in facts]
    periods += [sleeper.period for sleeper in room.sleepers]
    periods += [shared.period for shared in room.sharing if shared.period]
    periods += [room.agreement_signed] if room.agreement_signed else []
    days = {need.period.starts}
    days |= {period.starts for period in periods}
    days |= {period.ends for period in periods if period.ends}
    return sorted(day for day in days if need.period.contains(day))


def _broken_on(need: Need, room: Room, day: date) -> str | None:
    approved = any(period.contains(day) for period in room.approved)
    if not approved and not all(_temporary(need, room, child, day) for child in need.children):
        return f"not approved on {day}"
    if any(hold.period.contains(day) for hold in room.holds):
        return f"on hold on {day}"
    if approved and not (room.agreement_signed and room.agreement_signed.contains(day)):
        return f"no agreement on {day}"
    terms = _terms(room, day)
    if approved and (terms is None or not _within_terms(need, room, terms, day)):
        return f"outside the terms on {day}"
    if not _within_limit(need, room, day):
        return f"over the fostering limit on {day}"
    if not _offered(need, room, terms if approved else None, day):
        return f"not available on {day}"
    if not _sleep(need, room, day):
        return f"no bedroom on {day}"
    return None


def _temporary(need: Need, room: Room, child: Child, day: date) -> bool:
    mine = [period for named, period in room.temporary if named == child.id]
    if any(period.contains(day) for period in mine):
        return True
    first = need.period.starts
    began = any(period.contains(first) for period in mine)
    approved_at_first = any(period.contains(first) for period in room.approved)
    return began and need.period.ends is None and not approved_at_first


def _terms(room: Room, day: date) -> Terms | None:
    latest: Terms | None = None
    for terms in room.terms:
        if terms.period.contains(day) and (
            latest is None or terms.period.starts > latest.period.starts
        ):
            latest = terms
    return latest


def _there(need: Need, room: Room, day: date) -> list[Claim]:
    """One claim for each other child, the firmest."""
    coming = {child.id for child in need.children}
    kept: dict[str, Claim] = {}
    for kind in (ClaimKind.PLACED, ClaimKind.PLANNED, ClaimKind.HELD):
        for claim in room.claims:
            if claim.claim is kind and claim.period.contains(day) and claim.child.id not in coming:
                kept.setdefault(claim.child.id, claim)
    return list(kept.values())


def _within_terms(need: Need, room: Room, terms: Terms, day: date) -> bool:
    there = [claim for claim in _there(need, room, day) if claim.in_terms]
    if len(there) + len(need.children) > terms.overall:
        return False
    people = [
        [
            n
            for n, line in enumerate(terms.criteria)
            if _line_admits(line, claim.child, max(claim.period.starts, terms.period.starts))
            and (line.kinds is None or claim.kind is None or claim.kind in line.kinds)
        ]
        for claim in there
    ] + [
        [
            n
            for n, line in enumerate(terms.criteria)
            if _line_admits(line, child, max(need.period.starts, terms.period.starts))
            and (line.kinds is None or need.kind in line.kinds)
        ]
        for child in need.children
    ]
    return any(
        all(given.count(n) <= line.up_to for n, line in enumerate(terms.criteria))
        for given in product(*people)
    )


def _line_admits(line: Criterion, child: Child, tested_on: date) -> bool:
    return (
        line.child_id in (None, child.id)
        and line.min_age <= age_on(child.born, tested_on) <= line.max_age
        and (line.sexes is None or child.sex in line.sexes)
    )


def _limit(need: Need, room: Room, day: date, together: set[str]) -> int | None:
    """How many of these may be fostered together; None for as many as there are."""
    if all(frozenset(pair) in need.siblings for pair in combinations(together, 2)):
        return None
    limit = 3
    for exempted in room.exemptions:
        if exempted.period.contains(day) and together <= exempted.children:
            if exempted.limit is None:
                return None
            limit = max(limit, exempted.limit)
    return limit


def _together(need: Need, room: Room, day: date) -> set[str]:
    fostered = {claim.child.id for claim in _there(need, room, day) if claim.fostered}
    return fostered | {child.id for child in need.children}


def _within_limit(need: Need, room: Room, day: date) -> bool:
    together = _together(need, room, day)
    limit = _limit(need, room, day, together)
    return limit is None or len(together) <= limit


def _offered(need: Need, room: Room, terms: Terms | None, day: date) -> bool:
    closed = [gone.places for gone in room.unavailable if gone.period.contains(day)]
    if None in closed:
        return False
    number = sum(places for places in closed if places)
    if not number or terms is None:
        return True
    there = _there(need, room, day)
    coming = len(need.children)
    if sum(claim.in_terms for claim in there) + coming + number > terms.overall:
        return False
    limit = _limit(need, room, day, _together(need, room, day))
    return limit is None or sum(claim.fostered for claim in there) + coming + number <= limit


def _sleep(need: Need, room: Room, day: date) -> bool:
    """Is there a way to sleep everyone, siblings sharing where that could be agreed?"""
    first = need.period.starts
    coming = {child.id for child in need.children}
    waiting = {child.id for child in need.children if age_on(child.born, first) >= 3}
    if not waiting or not room.bedrooms:
        return True
    beds: dict[str, set[str]] = {bed.id: set() for bed in room.bedrooms}
    recorded = set()
    for sleeper in room.sleepers:
        if sleeper.period.contains(day) and sleeper.id not in coming:
            recorded.add(sleeper.id)
            if sleeper.bedroom_id in beds:
                beds[sleeper.bedroom_id].add(sleeper.id)
            elif sleeper.needs_room:
                waiting.add(sleeper.id)
    for claim in _there(need, room, day):
        age = age_on(claim.child.born, max(claim.period.starts, first))
        if claim.child.id not in recorded and age >= 3:
            waiting.add(claim.child.id)
    return any(
        _all_suit(need, room, day, beds, dict(zip(sorted(waiting), given, strict=True)))
        for given in product(beds, repeat=len(waiting))
    )


def _all_suit(
    need: Need, room: Room, day: date, beds: dict[str, set[str]], given: dict[str, str]
) -> bool:
    """Does each bedroom that somebody is given sleep them, and may all who sleep there share?"""
    sizes = {bed.id: bed.sleeps for bed in room.bedrooms}
    for bed in set(given.values()):
        group = beds[bed] | {person for person, theirs in given.items() if theirs == bed}
        siblings = all(frozenset(pair) in need.siblings for pair in combinations(group, 2))
        agreed = any(
            group <= shared.children
            for shared in room.sharing
            if shared.period is None or shared.period.contains(day)
        )
        if len(group) > sizes[bed] or (len(group) > 1 and not siblings and not agreed):
            return False
    return True


def _broken_by_place(need: Need, home: Home) -> str | None:
    if home.id in need.not_with:
        return "not to be used"
    if home.where is None:
        limited = need.avoid or (need.home and need.max_miles is not None)
        return "position not recorded" if limited else None
    limit = need.max_miles
    if need.home and limit is not None and _metres(need.home, home.where) > limit * 1609.3:
        return "too far"
    if any(_metres(each.point, home.where) <= each.miles * 1609.3 for each in need.avoid):
        return "too near a place to avoid"
    return None


def _broken_by_facts(need: Need, home: Home) -> str | None:
    if any(home.facts.get(fact) is False for fact in need.required):
        return "something required is not so"
    if any(home.facts.get(fact) is True for fact in need.forbidden):
        return "something is there that must not be"
    return None


def _metres(one: Point, other: Point) -> float:
    east, north = one.easting_m - other.easting_m, one.northing_m - other.northing_m
    return float((east**2 + north**2) ** 0.5)


def _broken_by_company(need: Need, home: Home) -> str | None:
    coming = {child.id for child in need.children}
    ages = [age_on(child.born, need.period.starts) for child in need.children]
    lived = [(claim.child, claim.period) for claim in home.room.claims]
    lived += [(resident.child, resident.period) for resident in home.residents]
    for child, period in lived:
        if child.id in coming or not period.overlaps(need.period):
            continue
        if need.alone or child.id in need.apart_from:
            return "another child lives there"
        firsts = [
            max(other.starts, need.period.starts)
            for who, other in lived
            if who.id == child.id and other.overlaps(need.period)
        ]
        age = age_on(child.born, min(firsts))
        if need.youngest_other is not None and age < need.youngest_other:
            return "a child there is too young"
        if need.oldest_other is not None and age > need.oldest_other:
            return "a child there is too old"
    for resident in home.residents:
        if resident.child.id in coming or not resident.period.overlaps(need.period):
            continue
        if resident.alone:
            return "a child there must be the only one"
        low, high = resident.others_from, resident.others_to
        if any(
            (low is not None and age < low) or (high is not None and age > high) for age in ages
        ):
            return "a child there cannot live with this age"
    return None

"""When two records may be of one person, and when they are not made one: plain functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from app.people.rules import record_breach
from app.statute.breach import Breach

ALIKE = 0.8
"""How alike two names are, from 0 to 1, that may be one name spelt twice."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a person."""

    id: int
    given_name: str
    family_name: str
    born: date | None = None
    phone: str = ""
    keys: frozenset[tuple[str, str]] = frozenset()
    """What other systems call them: (system, key)."""
    households: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person, and why."""

    one: int
    other: int
    why: tuple[str, ...]


def plain(name: str) -> str:
    """A name without case, accents' marks, hyphens or spaces, to compare."""
    return re.sub(r"[^a-z]", "", name.lower())


def same_number(phone: str) -> str:
    """A telephone number's last nine digits, however it was written."""
    return re.sub(r"\D", "", phone)[-9:]


def alike(one: str, other: str) -> bool:
    """Are these two names one name, spelt differently, shortened, or the same?"""
    one, other = plain(one), plain(other)
    if not one or not other:
        return False
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def names_alike(one: Known, other: Known) -> bool:
    """Both names alike, or each in the other's place."""
    straight = alike(one.given_name, other.given_name) and alike(one.family_name, other.family_name)
    crossed = alike(one.given_name, other.family_name) and alike(one.family_name, other.given_name)
    return straight or crossed


def reasons(one: Known, other: Known) -> tuple[str, ...]:
    """Why these two may be one person; nothing if there is no reason to think so.

    A telephone that people of one household share says nothing, unless their names are alike too.
    """
    found = []
    if one.born is not None and one.born == other.born and names_alike(one, other):
        found.append("Same date of birth, like names")
    number = same_number(one.phone)
    if len(number) == 9 and number == same_number(other.phone):
        together = one.households & other.households
        if names_alike(one, other) or not together:
            found.append("Same telephone number")
    shared = {key for _, key in one.keys} & {key for _, key in other.keys}
    if shared:
        found.append("Same key in another system")
    return tuple(found)


def pairs(people: Sequence[Known], apart: Iterable[frozenset[int]] = ()) -> list[Pair]:
    """Every two who may be one, without those who are known to be two.

    Only people who share a birthday, a number or a key are compared with each other.
    """
    groups: dict[object, list[Known]] = {}
    for each in people:
        marks: list[object] = [each.born] if each.born else []
        marks += [same_number(each.phone)] if each.phone else []
        marks += [("key", key) for _, key in each.keys]
        for mark in marks:
            groups.setdefault(mark, []).append(each)
    known_apart, found = set(apart), {}
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda each: each.id), 2):
            both = frozenset((one.id, other.id))
            if one.id == other.id or both in known_apart or both in found:
                continue
            if why := reasons(one, other):
                found[both] = Pair(one.id, other.id, why)
    return sorted(found.values(), key=lambda pair: (-len(pair.why), pair.one, pair.other))


# ------------------------------------------------------------------------- what an act refuses


@dataclass(frozen=True, slots=True)
class Lives:
    """What of somebody's present decides whether their record may be made one with another."""

    carer_of: frozenset[int] = frozenset()
    protected: frozenset[int] = frozenset()
    """Households at a protected address to which they belong."""
    elsewhere: frozenset[int] = frozenset()
    """Households to which they belong whose address is not protected."""
    is_child: bool = False


def merge_breaches(one: Lives, other: Lives, *, confirmed: bool, same: bool) -> list[Breach]:
    """Why two records are not made one.

    Two who foster in different households now are asked about once more. A protected address is
    never opened by it: somebody who is recorded there and elsewhere is first put right.
    """
    if same:
        return [record_breach("These are one record already.")]
    found = []
    if one.is_child and other.is_child:
        found.append(
            record_breach(
                "Both are children with a record of their own. Move what belongs to one of them "
                "first; two children’s records are not made one here."
            )
        )
    if _opens(one, other) or _opens(other, one):
        found.append(
            record_breach(
                "One of them lives at a protected address and the other elsewhere, so that one "
                "record would tell of both. Record first where this person lives, then merge."
            )
        )
    both_foster = one.carer_of and other.carer_of and one.carer_of != other.carer_of
    if both_foster and not confirmed:
        found.append(
            record_breach(
                "Both foster now, in different households. Say that you have made sure that they "
                "are one person.",
                "confirmed",
            )
        )
    return found


def _opens(one: Lives, other: Lives) -> bool:
    """Would what is kept closely of the one be told of the other's households?"""
    return bool(one.protected) and bool(other.elsewhere - one.protected)

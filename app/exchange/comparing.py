"""The record beside another system's list of children: who is on one side only, and what differs.

Pure: two lists in, the differences out. Nothing is changed by it; somebody looks at each line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

UNKNOWN = frozenset({"", "XXXXXXX"})
"""What stands for a number that is not known."""


class LineKind(StrEnum):
    """What a line is about."""

    ONLY_THERE = auto()
    ONLY_HERE = auto()
    DIFFERS = auto()

    def words(self) -> str:
        """As a heading."""
        return {
            "only_there": "In the file, not looked after here",
            "only_here": "Looked after here, not in the file",
            "differs": "On both sides, and different",
        }[self.value]


class ClosedHow(StrEnum):
    """How somebody closed a line."""

    PUT_RIGHT_HERE = auto()
    PUT_RIGHT_THERE = auto()
    BOTH_RIGHT = auto()

    def words(self) -> str:
        """As a choice says it."""
        return {
            "put_right_here": "This record was wrong, and is put right",
            "put_right_there": "The file was wrong, and is put right there",
            "both_right": "Both are right, because",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Told:
    """A child as one side tells of them on the day. `child_id`: our own; none on their side."""

    key: str
    upn: str
    name: str
    born: date | None
    status: str
    place: str
    since: date | None
    urn: str
    child_id: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the two sides tell otherwise."""

    what: str
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class Line:
    """One child to be looked at, and why."""

    kind: LineKind
    child_id: int | None
    key: str
    name: str
    differences: tuple[Difference, ...] = ()


def compare(there: Sequence[Told], here: Sequence[Told]) -> list[Line]:
    """Every child on one side only, and every one whom the two tell otherwise.

    The same child: by the other system's number, else by pupil number, else by name and birth. A
    number that two children share names nobody.
    """
    ours_of = _matched(there, here)
    found = []
    for number, told in enumerate(there):
        own = ours_of.get(number)
        if own is None:
            found.append(Line(LineKind.ONLY_THERE, None, told.key, told.name, _all(told)))
            continue
        differences = tuple(_differences(told, own))
        if differences:
            found.append(
                Line(LineKind.DIFFERS, own.child_id, told.key or own.key, own.name, differences)
            )
    paired = {id(own) for own in ours_of.values()}
    found += [
        Line(LineKind.ONLY_HERE, own.child_id, own.key, own.name, _all(own, here=True))
        for own in here
        if id(own) not in paired
    ]
    return found


def _matched(there: Sequence[Told], here: Sequence[Told]) -> dict[int, Told]:
    """Which of ours each of theirs is, each of ours once."""
    found: dict[int, Told] = {}
    taken: set[int] = set()
    for way in (_by_key, _by_upn, _by_name):
        known = _once(way, here)
        theirs = _once(way, there)
        for number, told in enumerate(there):
            said = way(told)
            if number in found or not said or said not in theirs or said not in known:
                continue
            own = known[said]
            if id(own) not in taken:
                found[number] = own
                taken.add(id(own))
    return found


def _by_key(one: Told) -> str:
    return one.key.strip().upper()


def _by_upn(one: Told) -> str:
    said = one.upn.strip().upper()
    return "" if said.startswith("UN") else said


def _by_name(one: Told) -> str:
    name = " ".join(one.name.lower().split())
    return f"{name} {one.born.isoformat()}" if one.born and name else ""


def _once(way: Callable[[Told], str], those: Iterable[Told]) -> Mapping[str, Told]:
    """Those of them whom a number names alone."""
    found: dict[str, list[Told]] = {}
    for one in those:
        said = way(one)
        if said:
            found.setdefault(said, []).append(one)
    return {said: several[0] for said, several in found.items() if len(several) == 1}


def _differences(there: Told, here: Told) -> Iterator[Difference]:
    if there.born and here.born and there.born != here.born:
        yield Difference("Date of birth", _day(there.born), _day(here.born))
    if there.status and there.status != here.status:
        yield Difference("Legal status", there.status, here.status or "None")
    if there.place and there.place != here.place:
        yield Difference("Placement", there.place, here.place or "None")
    if there.since and there.place == here.place and there.since != here.since:
        yield Difference("Placed since", _day(there.since), _day(here.since))
    known = there.urn not in UNKNOWN and here.urn not in UNKNOWN
    if known and there.urn.upper() != here.urn.upper():
        yield Difference("Registration number", there.urn, here.urn)


def _all(one: Told, *, here: bool = False) -> tuple[Difference, ...]:
    """What the one side says of a child whom the other does not have."""
    said = (
        ("Date of birth", _day(one.born)),
        ("Legal status", one.status),
        ("Placement", one.place),
        ("Placed since", _day(one.since)),
    )
    return tuple(
        Difference(what, "" if here else words, words if here else "")
        for what, words in said
        if words
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

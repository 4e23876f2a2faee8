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


ONE_SIDED = frozenset({LineKind.ONLY_THERE, LineKind.ONLY_HERE})
"""Of these there is nothing to set side by side: whoever looks says what was found."""


def closing_words(kind: LineKind, how: ClosedHow) -> str:
    """A way to close a line, as its choice says it."""
    if how is ClosedHow.BOTH_RIGHT and kind in ONE_SIDED:
        return "Looked at: nothing is to be put right"
    return how.words()


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


@dataclass(frozen=True, slots=True)
class Before:
    """A line of an earlier comparison: what it said, and how it was closed, if it was."""

    id: int
    kind: LineKind
    child_id: int | None
    key: str
    name: str
    said: Mapping[str, Sequence[str]]
    closed_how: ClosedHow | None = None


def said_of(line: Line) -> dict[str, list[str]]:
    """What a line says, thing by thing: there, and here."""
    return {each.what: [each.there, each.here] for each in line.differences}


def settled_before(line: Line, earlier: Sequence[Before]) -> tuple[Before | None, bool]:
    """The last time that this child was a line, and whether what was found then still settles it.

    It does while the comparison says the very same and nothing was to be put right. What was said
    to be put right and is told again is not right yet.
    """
    last = next((each for each in reversed(earlier) if _same_child(line, each)), None)
    if last is None or last.closed_how is not ClosedHow.BOTH_RIGHT:
        return last, False
    same = {what: list(two) for what, two in last.said.items()} == said_of(line)
    return last, last.kind is line.kind and same


def _same_child(line: Line, other: Before) -> bool:
    if line.child_id is not None and other.child_id is not None:
        return line.child_id == other.child_id
    if line.key.strip() and other.key.strip():
        return line.key.strip().upper() == other.key.strip().upper()
    born = said_of(line).get("Date of birth")
    return bool(line.name and born) and (line.name, born) == (
        other.name,
        list(other.said.get("Date of birth", ())),
    )


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

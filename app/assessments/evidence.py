"""What was found out about a matter, of whom, and how each paper stands on it: plain values.

A finding about somebody answers every paper that asks for the same matter of the same person, so
that a family is asked once. The last one recorded stands; those before it stay to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.schedules import SCHEDULE_4, Item, Matter, Of, Paper, items


class Found(StrEnum):
    """How a matter came out."""

    ESTABLISHED = "established"
    NOT_PRACTICABLE = "not_practicable"
    NOT_APPLICABLE = "does_not_apply"


@dataclass(frozen=True, slots=True)
class About:
    """Of whom: a person of the household, a child, a parent, or (none) the home itself."""

    of: Of
    person_id: int | None = None
    child_id: int | None = None
    name: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as a checklist shows it: what, when it was established and when recorded."""

    ref: str
    found: Found
    established_at: datetime
    recorded_at: datetime
    by: str
    words: str
    because: str
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    why_taken_back: str = ""

    @property
    def told_later(self) -> bool:
        """Written down on a later day than it was established: it shows as back-dated."""
        return self.recorded_at.date() > self.established_at.date()


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a paper about one of them, with what is known or without."""

    item: Item
    about: About
    known: Known | None

    @property
    def is_done(self) -> bool:
        """Established, or said why it was not or does not apply."""
        return self.known is not None

    def is_done_by(self, moment: datetime) -> bool:
        """Established by this moment, and written down by the end of that day."""
        return self.known is not None and self.known.established_at <= moment


Key = tuple[Matter, int | None, int | None, int | None]
"""The matter, and of which person, which child or which parent."""


def key_of(item: Item, about: About) -> Key:
    """What a finding on this item about this person is kept under."""
    return item.matter, about.person_id, about.child_id, about.parent_id


def checklist(
    paper: Paper, on: date, everybody: Iterable[About], known: Mapping[Key, Known]
) -> tuple[Line, ...]:
    """Each item of a paper for each whom it asks about, in the paper's order, person by person."""
    return tuple(
        Line(item, about, known.get(key_of(item, about)))
        for about in everybody
        for item in items(paper, on, [about.of])
    )


def missing(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines about which nothing is known."""
    return tuple(line for line in lines if not line.is_done)


def taking_back_breaches(*, taken_back: bool, why: str) -> list[Breach]:
    """May a finding be taken back? Once, and with why."""
    breaches = []
    if taken_back:
        breaches.append(record_breach("This is marked as recorded in error already."))
    if not why.strip():
        breaches.append(record_breach("Say what was wrong.", "why"))
    return breaches


_FOUND_OUT = {(each.matter, each.of) for each in SCHEDULE_4 if each.of is not Of.ADULT}
"""What Schedule 4 asks of the carer and the home: a report that asks it too does not leave it out,
or the same finding would answer Schedule 4."""


def finding_breaches(
    item: Item,
    *,
    found: Found,
    words: str,
    because: str,
    established_at: datetime,
    now: datetime,
) -> list[Breach]:
    """May it be recorded so? What is not established says why; Schedule 4 of a carer always is."""
    breaches = []
    if established_at > now:
        breaches.append(record_breach("Record it once it has been done.", "established_at"))
    if found is Found.ESTABLISHED and not words.strip():
        breaches.append(record_breach("Say what was found, and how it is known.", "words"))
    if found is not Found.ESTABLISHED and not because.strip():
        breaches.append(record_breach("Say why.", "because"))
    if (
        item.paper in (Paper.SCHEDULE_4, Paper.SCHEDULE_3)
        and found is not Found.ESTABLISHED
        and (item.matter, item.of) in _FOUND_OUT
    ):
        says = "Only of the other adults may it be “not practicable”. Of the carer it is found out."
        breaches.append(Breach(says, item.cite, "found"))
    if item.paper is Paper.SCHEDULE_4 and found is Found.NOT_APPLICABLE and item.of is Of.ADULT:
        says = (
            "Schedule 4 applies to every adult. If it cannot be done: “not practicable”, and why."
        )
        breaches.append(Breach(says, item.cite, "found"))
    return breaches

"""A child's days, from one change to the next: where the child was, and on what basis.

Every child-day of ten years is answered from one reading. Between two of the days gathered here
nothing that a basis is judged on changes, so the answer of the first of them holds for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from app.children.codes import LONGEST_TEMPORARY_DAYS
from app.children.kinds import GroundKind
from app.children.rules import LEAVES_CARE_AT
from app.oversight.homes import HomeThere
from app.oversight.reading import Reading
from app.oversight.rules import Answer, basis_of
from app.oversight.rules.facts import Temporary
from app.oversight.rules.settings import SIXTEEN
from app.oversight.standing import main_row, where
from app.statute.care_planning.placing import (
    AT_A_DISTANCE_APPROVAL,
    EMERGENCY_OUTSIDE_TERMS,
    OUT_OF_AREA_APPROVAL,
    REG19_ASSESSMENT,
    REG19_DECISION,
    SUPPORTED_ACCOMMODATION_16_17,
    UNDER16_EXCEPTION,
    UNDER16_OTHER_ARRANGEMENTS_BAN,
)
from app.statute.clock import Clock
from app.statute.fostering.approval import RESIGNATION_EFFECT

DAY = timedelta(days=1)
LAWS = tuple(
    gate.since
    for gate in (
        UNDER16_OTHER_ARRANGEMENTS_BAN,
        SUPPORTED_ACCOMMODATION_16_17,
        OUT_OF_AREA_APPROVAL,
        AT_A_DISTANCE_APPROVAL,
    )
)
"""The days from which the law that a basis is judged by was another."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which one child had one answer; `answer.runs` is that of the first."""

    child_id: int
    first: date
    last: date
    where: str
    household_ref: str | None
    setting_ref: str | None
    placement_ref: str | None
    answer: Answer

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether it is one of these days."""
        return self.first <= day <= self.last


def stretches(
    first: date,
    last: date,
    known_at: datetime | None = None,
    child_ids: Collection[int] | None = None,
) -> dict[int, list[Stretch]]:
    """Every child's days from first to last, in order, without a gap and without an overlap.

    Of the children asked for; of none in particular, of each who has a legal status or a placement
    on some of those days.
    """
    reading = Reading(first, last, known_at, child_ids)
    return {id_: list(_of(reading, row)) for id_, row in reading.children.items()}


def _of(reading: Reading, child: Row[Any]) -> Iterator[Stretch]:
    open_: Stretch | None = None
    for day in _turns(reading, child):
        here = _on(reading, child, day)
        if open_ is None:
            open_ = here
        elif _same(open_, here):
            continue
        else:
            yield replace(open_, last=day - DAY)
            open_ = here
    if open_ is not None:
        yield open_


def _same(one: Stretch, other: Stretch) -> bool:
    return one.placement_ref == other.placement_ref and (
        replace(one.answer, runs=None) == replace(other.answer, runs=None)
    )


def _on(reading: Reading, child: Row[Any], day: date) -> Stretch:
    main = main_row(reading.placed(child.id, day))
    home = reading.families.get(main.household_id) if main is not None else None
    return Stretch(
        child_id=child.id,
        first=day,
        last=reading.last,
        where=where(main, home),
        household_ref=home.ref if home else None,
        setting_ref=main.setting_ref if main is not None else None,
        placement_ref=main.ref if main is not None else None,
        answer=basis_of(reading.facts(child, day)),
    )


# ------------------------------------------------------------------- days on which it may change


def _turns(reading: Reading, child: Row[Any]) -> list[date]:
    """The first day asked about, and every later one on which the answer may be another."""
    days = {reading.first, *LAWS}
    for row in (
        *reading.statuses.get(child.id, ()),
        *reading.ended_statuses.get(child.id, ()),
        *reading.absences.get(child.id, ()),
        *reading.liberty.get(child.id, ()),
    ):
        days |= _ends_of(row)
    if child.born is not None:
        for years in (SIXTEEN, LEAVES_CARE_AT):
            days |= _birthday(child.born, years)
    for row in reading.placements.get(child.id, ()):
        days |= _of_placement(reading, row)
    for order in reading.liberty.get(child.id, ()):
        days.add(order.last_day + DAY)
        for review in reading.reviews.get(order.id, ()):
            days |= {review.held_on, *_after(review.next_on)}
    for decided in reading.overseen.get(child.id, ()):
        days |= {decided.decided_on, decided.look_again_on + DAY}
    return sorted(day for day in days if reading.first <= day <= reading.last)


def _ends_of(row: Row[Any]) -> set[date]:
    return {row.starts_on} if row.ends is None else {row.starts_on, row.ends}


def _after(day: date | None) -> set[date]:
    return set() if day is None else {day + DAY}


def _birthday(born: date, years: int) -> set[date]:
    try:
        return {born.replace(year=born.year + years)}
    except ValueError:  # born on 29 February
        return {date(born.year + years, 2, 28), date(born.year + years, 3, 1)}


def _lapse(clock: Clock, start: date) -> set[date]:
    """The first day on which a clock started on a day has run out."""
    return {clock.last_day(start) + DAY} if clock.runs_for(start) else set()


def _of_placement(reading: Reading, row: Row[Any]) -> set[date]:
    """The days on which one placement, or what it rests on, changes."""
    days = _ends_of(row)
    longest = LONGEST_TEMPORARY_DAYS.get(row.place)
    if longest is not None:
        days.add(row.starts_on + longest * DAY)
    days |= {each.decided_on for each in reading.decisions.get(row.id, ())}
    for ground in reading.grounds.get(row.id, ()):
        days.add(ground.happened_on)
        if ground.what is GroundKind.FOUND_UNDER_16:
            days |= _lapse(UNDER16_EXCEPTION, ground.happened_on)
        if ground.what is GroundKind.PARENT_NOW:
            days |= _lapse(REG19_ASSESSMENT, row.starts_on)
        if ground.what is GroundKind.PARENT_ASSESSED:
            days |= _lapse(REG19_DECISION, max(ground.happened_on, row.starts_on))
    for held in reading.registrations.get(row.setting_id, ()):
        days |= {held.starts_on} if held.ended_on is None else {held.starts_on, held.ended_on}
    home = reading.family_of(row)
    if home is not None:
        days |= _lapse(EMERGENCY_OUTSIDE_TERMS, row.starts_on)
        until = reading.last if row.ends is None else row.ends
        days |= {day for day in _of_home(home) if row.starts_on <= day <= until}
    return days


def _of_home(home: HomeThere) -> set[date]:
    """The days on which anything of a household changes; worked out once."""
    kept = home.family._worked_out
    found: set[date] | None = kept.get("turns")
    if found is None:
        found = kept["turns"] = set(_changes_of(home))
    return found


def _changes_of(home: HomeThere) -> Iterator[date]:
    room = home.family.room
    periods = [
        *room.approved,
        *(home.family.signed or ()),
        *(terms.period for terms in room.terms),
        *(claim.period for claim in room.claims),
        *(exempted.period for exempted in room.exemptions),
    ]
    for period in periods:
        yield period.starts
        if period.ends is not None:
            yield period.ends
    warned = RESIGNATION_EFFECT.last_day(date(2020, 1, 1)) - date(2020, 1, 1)
    for period in room.approved:
        if period.ends is not None:
            yield period.ends - warned
    for ended in home.family.ended:
        yield ended.on
    for starts, ends, _ in home.addresses:
        yield starts
        if ends is not None:
            yield ends
    for each in home.family.temporary:
        yield from _of_temporary(each)


def _of_temporary(approval: Temporary) -> Iterator[date]:
    yield approval.starts_on
    yield approval.last_day + DAY
    if approval.runs_to < date.max:
        yield approval.runs_to + DAY
    if approval.ended_on is not None:
        yield approval.ended_on

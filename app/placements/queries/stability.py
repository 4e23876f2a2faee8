"""Stability counted: what ended without being planned, and who has settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.audit.remembering import remembered
from app.children.codes import CHANGED_IN_SHORT, PlaceChange, Rec
from app.children.models import (
    Child,
    Placement,
)
from app.core.db import db
from app.core.words import words
from app.people.models import Person
from app.permanence import queries as permanence
from app.placements.kinds import Ending
from app.placements.queries.lists import Asked, Listed
from app.statute.calendar import ENGLAND
from app.statute.spans import Months, Years

NOT_ON_RECORD = "Homes that are not on this record"


@dataclass(frozen=True, slots=True)
class EndedLately:
    """A placement that ended in the twelve months to a day, and what its end was."""

    listed: Listed
    kind: Ending
    met_on: date | None

    @property
    def why(self) -> PlaceChange | Rec | None:
        """The return's code of why it ended, or of why the child left care with it."""
        ended = self.listed.ended
        return self.listed.because or (ended.left_because if ended is not None else None)

    @property
    def why_in_short(self) -> str:
        """The same in a word or two."""
        return CHANGED_IN_SHORT.get(self.why) or words(self.why) if self.why else "No reason"


@remembered
def ended_in(first: date, as_at: date) -> tuple[EndedLately, ...]:
    """Placements of our children that ended from a day on, whether or not lists were kept then,
    without those that went on in the same home; the latest first."""
    ended = db.session.scalars(
        select(Placement.id).where(
            Placement.temporary.is_(False),
            Placement.stands(),
            Placement.ends_on >= first,
            Placement.ends_on <= as_at,
        )
    ).all()
    asked = Asked(as_at, None, ended)
    found = []
    for row in asked.rows:
        listed = asked.of(row)
        if listed is None or listed.ended is None or listed.ending is Ending.GOES_ON:
            continue
        kind = listed.ending or Ending.NOT_SAID
        found.append(EndedLately(listed, kind, listed.ended.met_on))
    return tuple(sorted(found, key=_ended_on, reverse=True))


def _ended_on(each: EndedLately) -> date:
    return each.listed.ended.on if each.listed.ended is not None else date.min


@dataclass(frozen=True, slots=True)
class Settled:
    """A child of whom the measure of two years asks: in this home since, and whether for two."""

    child_id: int
    since: date
    here_since: date | None
    is_settled: bool


@remembered
def settled(as_at: date) -> tuple[Settled, ...]:
    """Children under sixteen who are looked after for two years and a half at least: the measure
    asks whether they lived in one home for the last two years, or with those who adopt them."""
    found = permanence.of_children(permanence.looked_after_ids(as_at), as_at)
    rows = db.session.execute(
        select(Child.id, Person.born).join(Person, Person.id == Child.person_id)
    )
    born = {row.id: row.born for row in rows}
    return tuple(
        _settled(each, as_at)
        for id_, each in sorted(found.items())
        if each.since is not None
        and Months(30).after(each.since, ENGLAND) <= as_at
        and (day := born.get(id_)) is not None
        and Years(16).after(day, ENGLAND) > as_at
    )


def _settled(found: permanence.Permanence, as_at: date) -> Settled:
    here = found.homes[-1] if found.homes else None
    there = here if here is not None and here.touches(as_at, as_at) else None
    return Settled(
        found.child_id,
        found.since or as_at,
        there.starts if there else None,
        there is not None and Years(2).after(there.starts, ENGLAND) <= as_at,
    )


def by_household(rows: Sequence[EndedLately]) -> Mapping[str, list[EndedLately]]:
    """Unplanned endings by where the child lived, those with the most first; homes of which
    nothing is on record but that they are one come together, and last."""
    found: dict[str, list[EndedLately]] = defaultdict(list)
    for each in rows:
        if each.kind is Ending.UNPLANNED:
            found[each.listed.where if each.listed.is_known else NOT_ON_RECORD].append(each)
    order = sorted(
        found.items(), key=lambda pair: (pair[0] == NOT_ON_RECORD, -len(pair[1]), pair[0])
    )
    return dict(order)

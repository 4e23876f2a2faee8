"""Visits in words: what one moved, who was seen, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.present import long_day, short_day
from app.statute import book
from app.statute.clock import Clock
from app.statute.fostering.supervision import NMS_HOME_INSPECTION, NMS_UNANNOUNCED_VISIT
from app.supervision.visits.models import Notice, PlannedVisit, Visit, VisitAction, VisitSeen
from app.supervision.visits.rules import Due

DUE_SAID = {
    NMS_UNANNOUNCED_VISIT.key: "Unannounced visit",
    NMS_HOME_INSPECTION.key: "Inspection of the home without appointment",
}


@dataclass(frozen=True, slots=True)
class DueSaid:
    """A clock of a household's visits, in words."""

    says: str
    due_on: date
    late: bool
    days: int
    clock: Clock


def due_said(due: Iterable[Due], day: date) -> list[DueSaid]:
    """When the next of each sort is due, the soonest first."""
    said = [
        DueSaid(
            DUE_SAID.get(each.clock, "Next visit"),
            each.due_on,
            each.due_on < day,
            (each.due_on - day).days,
            book.clock(each.clock),
        )
        for each in due
    ]
    return sorted(said, key=lambda each: each.due_on)


def moved(
    visit: Visit,
    due: Iterable[Due],
    names: Mapping[int, str],
    kept: PlannedVisit | None,
    still_open: Sequence[VisitAction],
) -> list[str]:
    """What a visit moved, a sentence each: done, due next, not seen, kept, open."""
    said = []
    if visit.notice is Notice.UNANNOUNCED:
        said.append(f"Unannounced visit for {visit.visited_on.year} done.")
        if visit.home_inspected:
            said.append(f"Home inspected without appointment for {visit.visited_on.year}.")
    begun = [each for each in due if each.since == visit.visited_on]
    for each in begun:
        what = DUE_SAID.get(each.clock)
        says = f"{what}: next" if what else "Next visit"
        said.append(f"{says} due by {long_day(each.due_on)}.")
    said += [not_seen(seen, names) for seen in visit.people if not seen.seen]
    if kept is not None:
        said.append(f"The visit planned for {long_day(kept.planned_on)} is kept.")
    if still_open and begun:
        said.append(open_said(still_open))
    return said


def open_said(still_open: Sequence[VisitAction]) -> str:
    """How much of what was agreed is not done, and by when."""
    soonest = long_day(min(each.by_when for each in still_open))
    if len(still_open) == 1:
        return f"1 thing agreed and not done, by {soonest}."
    return f"{len(still_open)} things agreed and not done, the first by {soonest}."


def not_seen(seen: VisitSeen, names: Mapping[int, str]) -> str:
    """Who was not seen, and why."""
    name = names.get(seen.person_id, "somebody")
    name = name[:1].upper() + name[1:]
    if seen.why_not:
        return f"{name} not seen: {seen.why_not.rstrip('.')}."
    return f"{name} not seen." if not seen.placed else f"{name} not seen: nobody said why."


def seen_said(visit: Visit, names: Mapping[int, str]) -> str:
    """Who was seen, and who was not, in few words."""
    seen = _listed(names.get(each.person_id, "somebody") for each in visit.people if each.seen)
    missed = _listed(
        names.get(each.person_id, "somebody") for each in visit.people if not each.seen
    )
    if not seen and not missed:
        return "Not recorded"
    said = f"{seen or 'nobody'}; not {missed}" if missed else seen
    return said[:1].upper() + said[1:]


A_CHILD = "a child"
"""What somebody who may not see a child reads instead of the name."""


def _listed(names: Iterable[str]) -> str:
    """Names in a row; children who are not named are counted."""
    every = list(names)
    named = [name for name in every if name != A_CHILD]
    unnamed = len(every) - len(named)
    if unnamed:
        named.append(A_CHILD if unnamed == 1 else f"{unnamed} children")
    return ", ".join(named)


def when_said(day: date, time: str) -> str:
    """A day and, where it is known, a time."""
    return f"{short_day(day)}, {time}" if time else short_day(day)


def initials(name: str) -> str:
    """A household's initials: no name leaves the service."""
    words = [word for word in name.replace("-", " ").split() if word.lower() not in {"the", "and"}]
    return "".join(word[0].upper() for word in words if word[0].isalpha()) or "H"

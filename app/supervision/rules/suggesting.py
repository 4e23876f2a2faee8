"""Whom to suggest for a household or an assessment: load, distance and continuity, in words.

A suggestion decides nothing. Whoever allocates reads why, takes it or chooses somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.supervision.rules.weighing import per_cent

HAD_THEM = 15
SIBLINGS = 20
HAS_THEM = 40
"""Hundredths of a full caseload that continuity is worth; a mile is worth one. Not law: a start
that a manager reads and overrules."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given work, and how much they carry."""

    id: int
    ref: str
    name: str
    points: int
    percent: int

    def after(self, points: int, full: int) -> int:
        """Their load with so many more points, in hundredths of their own full caseload."""
        return per_cent(self.points + points, full, self.percent)


@dataclass(frozen=True, slots=True)
class Case:
    """Work that somebody is to have, and what speaks for each worker (by the worker's id)."""

    key: str
    points: Mapping[int, int]
    """What it would weigh: travel differs from worker to worker."""
    miles: Mapping[int, float]
    had_until: Mapping[int, date]
    """Those who had the household before, and until when."""
    siblings: frozenset[int]
    """Those who supervise the home of a brother or sister of a child living there."""
    household_id: int = 0
    has_it: frozenset[int] = frozenset()
    """Whoever has other work with the household: supervises it, or was just suggested for some."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One worker for one case, and why."""

    key: str
    worker: Candidate
    after: int
    """Load with it, in hundredths of the worker's own full caseload."""
    because: str


def suggest(
    cases: Iterable[Case], candidates: Sequence[Candidate], full: int
) -> dict[str, Suggestion]:
    """A worker for each case, the heaviest case first; each given is counted for the next.

    Empty where nobody may be suggested. Ties go by name, so that the same facts always give the
    same answer.
    """
    if not candidates:
        return {}
    load = {each.id: each for each in candidates}
    found: dict[str, Suggestion] = {}
    given: dict[int, int] = {}
    for case in sorted(cases, key=lambda case: (-max(case.points.values(), default=0), case.key)):
        if case.household_id in given:
            case = replace(case, has_it=frozenset({given[case.household_id]}))
        best = min(load.values(), key=lambda each: (_cost(case, each, full), each.name, each.id))
        found[case.key] = explained(case, best, full)
        if case.points.get(best.id):
            given.setdefault(case.household_id, best.id)
        load[best.id] = replace(best, points=best.points + case.points.get(best.id, 0))
    return found


def explained(case: Case, worker: Candidate, full: int) -> Suggestion:
    """This worker for this case, and what speaks for it."""
    after = worker.after(case.points.get(worker.id, 0), full)
    says = [f"{after}% of a full caseload with this"]
    if worker.id in case.miles:
        far = round(case.miles[worker.id])
        says.append(f"{far} {'mile' if far == 1 else 'miles'} away in a straight line")
    if worker.id in case.has_it:
        says.append("has other work with this household")
    if worker.id in case.had_until:
        says.append(f"had them before, until {case.had_until[worker.id]:%B %Y}")
    if worker.id in case.siblings:
        says.append("supervises a home where a brother or sister of a child there lives")
    return Suggestion(case.key, worker, after, "; ".join(says))


def _cost(case: Case, worker: Candidate, full: int) -> float:
    return (
        worker.after(case.points.get(worker.id, 0), full)
        + case.miles.get(worker.id, 0.0)
        - (HAS_THEM if worker.id in case.has_it else 0)
        - (HAD_THEM if worker.id in case.had_until else 0)
        - (SIBLINGS if worker.id in case.siblings else 0)
    )

"""What speaks for each worker, for each piece of work that somebody is to have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import RoleHeld
from app.accounts.roles import Role
from app.children.models import Placement
from app.children.queries import sibling_pairs
from app.core.db import db
from app.supervision.queries.caseload import Load, caseloads
from app.supervision.queries.cover import Worker, worker_of
from app.supervision.queries.covering import covers
from app.supervision.queries.weighed import carries, homes, weights
from app.supervision.rules.suggesting import Candidate, Case, Suggestion, explained, suggest
from app.supervision.rules.weighing import Weight, weigh
from sufficiency.distance import miles


@dataclass(frozen=True, slots=True)
class Wanted:
    """Work that somebody is to have: a household to supervise, or something about one."""

    key: str
    household_id: int
    weighed: Weight | None = Weight.HOUSEHOLD
    """What it counts as; None: nothing in points."""


@dataclass(frozen=True)
class Suggestions:
    """For each piece of work: whom we suggest, and what is to be said of anybody else."""

    cases: Mapping[str, Case]
    candidates: Mapping[int, Candidate]
    full: int
    found: Mapping[str, Suggestion]

    def of(self, key: str) -> Suggestion | None:
        """The suggestion for one piece of work, if anybody can be suggested."""
        return self.found.get(key)

    def why(self, key: str, worker_id: int) -> str:
        """Why this worker for this work: kept with the allocation, whoever was chosen."""
        case, worker = self.cases.get(key), self.candidates.get(worker_id)
        if case is None or worker is None:
            return "Chosen by the manager"
        suggested = self.found.get(key)
        taken = suggested is not None and suggested.worker.id == worker_id
        says = (suggested if taken and suggested else explained(case, worker, self.full)).because
        return f"{'Suggested' if taken else 'Chosen by the manager'}: {says}"


def suggestions(wanted: Sequence[Wanted], as_at: date) -> Suggestions:
    """A worker for each, the heaviest first, each given counted for the next.

    Suggested are fostering social workers who work here and have no leaving date; a manager may
    choose anybody who may be given work. The number of queries is fixed.
    """
    points, loads = weights(as_at), {load.worker_id: load for load in caseloads(as_at)}
    candidates = {
        load.worker_id: Candidate(
            load.worker_id, load.ref, load.name, load.points, load.works.percent
        )
        for load in loads.values()
    }
    able = _social_workers(as_at)
    suggested = [
        each for each in candidates.values() if each.id in able and not loads[each.id].left_on
    ]
    cases = _cases(wanted, loads, points, as_at)
    full = points[Weight.FULL]
    return Suggestions(cases, candidates, full, suggest(cases.values(), suggested, full))


def _social_workers(as_at: date) -> set[int]:
    return set(
        db.session.scalars(
            select(RoleHeld.user_id).where(
                RoleHeld.role == Role.SOCIAL_WORKER, RoleHeld.in_force(as_at)
            )
        )
    )


def _cases(
    wanted: Iterable[Wanted],
    loads: Mapping[int, Load],
    points: Mapping[Weight, int],
    as_at: date,
) -> dict[str, Case]:
    """Each piece of work with what speaks for each worker."""
    wanted = list(wanted)
    ids = {each.household_id for each in wanted}
    what, where = carries(ids, as_at), homes(ids, as_at)
    now = worker_of(ids, as_at)
    had, kin = _had(ids, as_at), _with_siblings(ids, as_at)
    found = {}
    for each in wanted:
        home = where.get(each.household_id)
        far = {
            load.worker_id: miles(load.works.base, home)
            for load in loads.values()
            if home is not None and load.works.base is not None
        }
        weighs = {
            worker_id: sum(weigh(what[each.household_id], far.get(worker_id), points).values())
            if each.weighed is Weight.HOUSEHOLD
            else (points[each.weighed] if each.weighed else 0)
            for worker_id in loads
        }
        found[each.key] = Case(
            each.key,
            weighs,
            far,
            had.get(each.household_id, {}),
            frozenset(kin.get(each.household_id, ())),
            each.household_id,
            _whoever_has(now.get(each.household_id), each),
        )
    return found


def _whoever_has(worker: Worker | None, wanted: Wanted) -> frozenset[int]:
    """The household's worker, for work about it that is not supervising it."""
    if worker is None or wanted.weighed is Weight.HOUSEHOLD:
        return frozenset()
    return frozenset({worker.id})


def _had(household_ids: Collection[int], as_at: date) -> dict[int, dict[int, date]]:
    """Who had each household before, and until when last."""
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for household_id, those in covers(household_ids).items():
        for cover in those:
            if cover.ends_on is not None and cover.ends_on <= as_at:
                found[household_id][cover.worker_id] = cover.ends_on
    return found


def _with_siblings(household_ids: Collection[int], as_at: date) -> dict[int, set[int]]:
    """Who supervises a home where a brother or sister of a child in each household lives."""
    lives: dict[int, int] = {
        row.child_id: row.household_id
        for row in db.session.execute(
            select(Placement.child_id, Placement.household_id).where(
                Placement.household_id.is_not(None),
                Placement.temporary.is_(False),
                Placement.in_force(as_at),
            )
        )
    }
    here = [child for child, home in lives.items() if home in household_ids]
    elsewhere: dict[int, set[int]] = defaultdict(set)
    for one, other in sibling_pairs(here):
        for child, sibling in ((one, other), (other, one)):
            home, theirs = lives.get(child), lives.get(sibling)
            if home is not None and home in household_ids and theirs is not None and theirs != home:
                elsewhere[home].add(theirs)
    workers = worker_of({each for homes_ in elsewhere.values() for each in homes_}, as_at)
    return {
        home: {workers[each].id for each in others if each in workers}
        for home, others in elsewhere.items()
    }

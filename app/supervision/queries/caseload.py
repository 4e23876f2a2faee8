"""Each worker's caseload: what they carry, what it weighs, and what part of a full one it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.core.db import db
from app.people.models import Household
from app.supervision.carried import Carried, carried
from app.supervision.queries.cover import Worker, worker_of, workers_to_choose_from
from app.supervision.queries.weighed import Works, carries, homes, weights, works
from app.supervision.rules.weighing import Carries, Weight, per_cent, weigh
from sufficiency.distance import miles


@dataclass(frozen=True, slots=True)
class Line:
    """One household in a caseload, and what it weighs."""

    household_id: int
    ref: str
    name: str
    since: date
    carries: Carries
    miles: float | None
    points: tuple[tuple[Weight, int], ...]

    @property
    def total(self) -> int:
        """All its points."""
        return sum(points for _, points in self.points)

    def of(self, weight: Weight) -> int:
        """Its points of one sort."""
        return dict(self.points).get(weight, 0)

    def total_shown(self, *, sees_reasons: bool) -> int:
        """Its points, less what only those may know who see why a household is on hold."""
        return self.total if sees_reasons else self.total - self.of(Weight.ALLEGATION)


@dataclass(frozen=True, slots=True)
class Load:
    """What one worker carries on a day."""

    worker_id: int
    ref: str
    name: str
    left_on: date | None
    """Their leaving date, if one is recorded: still to come on the day asked for."""
    works: Works
    lines: tuple[Line, ...]
    others: tuple[Carried, ...]
    """What they carry besides households."""
    each: tuple[tuple[Weight, int], ...]
    """Points by what they are for; nothing in it that counts nothing."""
    full: int
    """Points of a full-time caseload."""

    @property
    def points(self) -> int:
        """All their points."""
        return sum(points for _, points in self.each)

    @property
    def per_cent(self) -> int:
        """In hundredths of a full caseload for the part of full time that they work."""
        return per_cent(self.points, self.full, self.works.percent)

    def of(self, weight: Weight) -> int:
        """Their points of one sort."""
        return dict(self.each).get(weight, 0)

    @property
    def children(self) -> int:
        """Children placed in their households."""
        return sum(line.carries.children for line in self.lines)


def caseloads(as_at: date, known_at: datetime | None = None) -> tuple[Load, ...]:
    """Everybody who supervises or assesses on a day, the heaviest first."""
    return _caseloads(as_at, known_at)


@remembered
def _caseloads(as_at: date, known_at: datetime | None) -> tuple[Load, ...]:
    covered = worker_of(None, as_at, known_at)
    points, how = weights(as_at, known_at), works(as_at, known_at)
    lines = _lines(covered, how, points, as_at, known_at)
    others: dict[int, list[Carried]] = defaultdict(list)
    for each in carried(as_at, known_at):
        if each.worker_id is not None:
            others[each.worker_id].append(each)
    found = [
        _load(user, how.get(user.id, Works()), lines[user.id], others[user.id], points)
        for user in _workers(as_at, lines.keys() | others.keys())
    ]
    return tuple(sorted(found, key=lambda load: (-load.per_cent, load.name, load.worker_id)))


def _lines(
    covered: Mapping[int, Worker],
    how: Mapping[int, Works],
    points: Mapping[Weight, int],
    as_at: date,
    known_at: datetime | None,
) -> dict[int, list[Line]]:
    """The households of each worker, the heaviest first."""
    what, where = carries(covered, as_at, known_at), homes(covered, as_at, known_at)
    found: dict[int, list[Line]] = defaultdict(list)
    for row in db.session.execute(
        select(Household.id, Household.ref, Household.name).where(Household.id.in_(sorted(covered)))
    ):
        worker = covered[row.id]
        base = how.get(worker.id, Works()).base
        far = miles(base, where[row.id]) if base is not None and row.id in where else None
        weighs = tuple(weigh(what[row.id], far, points).items())
        found[worker.id].append(
            Line(row.id, row.ref, row.name, worker.since, what[row.id], far, weighs)
        )
    for lines in found.values():
        lines.sort(key=lambda line: (-line.total, line.name, line.household_id))
    return found


def _load(
    user: User,
    how: Works,
    lines: list[Line],
    others: list[Carried],
    points: Mapping[Weight, int],
) -> Load:
    each: dict[Weight, int] = defaultdict(int)
    for line in lines:
        for weight, number in line.points:
            each[weight] += number
    for other in others:
        if other.weighed is not None:
            each[other.weighed] += points[other.weighed]
    return Load(
        user.id,
        user.ref,
        user.name,
        user.left_on,
        how,
        tuple(lines),
        tuple(others),
        tuple((weight, each[weight]) for weight in Weight if each[weight]),
        points[Weight.FULL],
    )


def _workers(as_at: date, carrying: set[int]) -> list[User]:
    """Those who may be given work, and those who have some although they may not."""
    found = {user.id: user for user in workers_to_choose_from(as_at)}
    missing = carrying - found.keys()
    if missing:
        others = db.session.scalars(select(User).where(User.id.in_(sorted(missing))))
        found |= {user.id: user for user in others}
    return list(found.values())

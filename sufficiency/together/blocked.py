"""For each child left over by a plan: what is in the way."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sufficiency.match import search
from sufficiency.near import NearMiss
from sufficiency.together.answer import Plan
from sufficiency.together.fitting import part_of
from sufficiency.together.waiting import Waiting

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A home that could take the child, and the needs that the plan puts there instead.

    With no needs named, the home has room beside the plan, and is not used because something that
    was asked leaves it out, or because a brother or sister is there already by the plan.
    """

    home_id: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """What is in the way of one child.

    `able` is how many homes could take this child if nobody else were waiting. Where there are
    none, `tally` says how many homes each rule keeps out, most first, and `near` which smallest
    lawful changes would admit the child; both are of the child alone.
    """

    child_id: str
    need_id: str
    able: int
    taken: tuple[Taken, ...]
    tally: Mapping[str, int]
    near: tuple[NearMiss, ...]


def left_over(waiting: Waiting, plan: Plan, *, near: int = 3) -> tuple[Blocked, ...]:
    """What is in the way of each child whom the plan leaves over, in order of arrival."""
    there: dict[str, list[str]] = {}
    for placed in plan.placed:
        there.setdefault(placed.home_id, []).append(placed.need_id)
    waits = set(plan.left_over)
    found = []
    for n, need in enumerate(waiting.needs):
        for place, child in enumerate(need.children):
            if child.id in waits:
                found.append(_blocked(waiting, n, place, there, near))
    return tuple(found)


def _blocked(
    waiting: Waiting, n: int, place: int, there: Mapping[str, list[str]], near: int
) -> Blocked:
    need, columns = waiting.needs[n], waiting.columns
    alone = next(
        number
        for number, family in enumerate(columns.families)
        if family.need == n and family.children == (place,)
    )
    mine = np.flatnonzero(columns.family == alone)
    best = mine[np.lexsort((columns.home[mine], -columns.value[mine]))]
    ids = [waiting.register.homes[row].id for row in columns.home[best].tolist()]
    matches = search(waiting.register, part_of(need, (place,)), weights=waiting.weights, limit=0)
    return Blocked(
        child_id=need.children[place].id,
        need_id=need.id,
        able=len(ids),
        taken=tuple(Taken(each, tuple(there.get(each, ()))) for each in ids[:SHOWN]),
        tally=matches.tally(),
        near=matches.near_misses(limit=near) if near else (),
    )

"""Legal statuses through time, and why being looked after ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.children.codes import Ls, Rec
from app.demo import figures
from app.demo.chance import Chance, years_between
from app.demo.lives import Fate, Life

STEPS: dict[Ls, tuple[tuple[Ls, int], ...]] = {
    Ls.V2: ((Ls.V2, 0),),
    Ls.C1: ((Ls.V2, 40), (Ls.C1, 0)),
    Ls.C2: ((Ls.V2, 60), (Ls.C1, 210), (Ls.C2, 0)),
    Ls.E1: ((Ls.V2, 30), (Ls.C1, 220), (Ls.E1, 0)),
}
"""What comes before each status, and for how many days."""


def give_statuses(chance: Chance, lives: Sequence[Life]) -> None:
    """Everyone's legal statuses, ending in those published for 31 March 2025."""
    last = date(figures.LAST, 3, 31)
    final = _final_statuses(chance, [life for life in lives if life.ends is None])
    for life in lives:
        if life.ends is None:
            walk(chance, life, final[life], last)
        else:
            walk(chance, life, final_for(chance, life, life.ends), life.ends)


def _final_statuses(chance: Chance, there: Sequence[Life]) -> dict[Life, Ls]:
    """Placement orders for the small, interim orders for the newest, section 20 for the old."""
    last = date(figures.LAST, 3, 31)

    def published(item: str) -> int:
        return figures.on_31_march(figures.LAST, "Legal status", item) or 0

    final = {life: Ls.V2 for life in there if life.asylum}

    def give(status: Ls, how_many: int, suits: list[Life]) -> None:
        for life in suits[:how_many]:
            final[life] = status

    def free() -> list[Life]:
        return [life for life in there if life not in final]

    small = [life for life in free() if 0.6 < life.age(last) < 6 and _been(life, last) > 0.7]
    give(Ls.E1, published("Placement order granted"), chance.some(small, len(small)))
    newest = sorted(free(), key=lambda life: life.starts, reverse=True)
    give(
        Ls.C1, published("Interim care order"), [each for each in newest if _been(each, last) > 0.1]
    )
    too_new = [life for life in free() if _been(life, last) < 0.45]
    section_20 = published("Voluntary agreements under S20 CA 1989") - sum(
        status is Ls.V2 for status in final.values()
    )
    older = sorted(
        (life for life in free() if life not in too_new),
        key=lambda life: chance.random() + (life.age(last) < 13),
    )
    give(Ls.V2, section_20, [*too_new, *older])
    give(Ls.C2, len(there), free())
    return final


def _been(life: Life, day: date) -> float:
    return years_between(life.starts, day)


def final_for(chance: Chance, life: Life, ends: date) -> Ls:
    """The status in which a child left, by how they left."""
    if life.asylum:
        return Ls.V2
    been = _been(life, ends)
    if life.fate is Fate.ADOPTED:
        return Ls.E1
    if life.fate is Fate.HOME and been < 0.5:
        return Ls.V2 if chance.once_in(0.7) else Ls.C1
    if life.fate is Fate.GUARDIAN:
        return Ls.C2 if been > 0.9 else Ls.C1
    return Ls.C2 if been > 0.5 and chance.once_in(0.75) else Ls.V2


def walk(chance: Chance, life: Life, final: Ls, until: date) -> None:
    """The statuses that lead to the last one, quicker where there was less time."""
    steps = list(STEPS[final])
    if len(steps) > 1 and not chance.once_in(0.5):
        steps = steps[1:]
    if final is not Ls.V2 and chance.once_in(0.2):
        first = (Ls.L2, 8) if life.starts.day % 4 == 0 else (Ls.L1, 3)
        steps = [first, *(step for step in steps if step[0] is not Ls.V2)]
    typical = sum(days for _, days in steps)
    room = max(1, (until - life.starts).days - 15)
    pace = min(1.0, room / typical) if typical else 1.0
    day, life.statuses = life.starts, []
    for status, days in steps:
        life.statuses.append((status, day))
        day += timedelta(days=max(1, round(days * pace * chance.uniform(0.7, 1.0))))


# ------------------------------------------------------------------------------- why it ended

COMING_OF_AGE: dict[Rec, float] = {Rec.E17: 6, Rec.E5: 2, Rec.E6: 2, Rec.E8: 1}
GOING_HOME: dict[Rec, float] = {
    Rec.E4A: 12,
    Rec.E4B: 3,
    Rec.E13: 4,
    Rec.E41: 3,
    Rec.E8: 4,
    Rec.E3: 0.5,
    Rec.E16: 0.5,
}


def reason(chance: Chance, life: Life, *, fostered: bool, by_kin: bool) -> Rec:
    """The return's code for how it ended, which depends on where the child was living."""
    if life.fate is Fate.ADOPTED:
        return chance.weighted({Rec.E11: 9, Rec.E12: 7})
    if life.fate is Fate.GUARDIAN:
        if fostered:
            return Rec.E45 if by_kin else Rec.E46
        return chance.weighted({Rec.E47: 4, Rec.E48: 1})
    if life.fate is Fate.EIGHTEEN:
        if life.asylum and chance.once_in(0.08):
            return Rec.E15
        weights: dict[Rec, float] = dict(COMING_OF_AGE)
        if not fostered:
            weights = {Rec.E5: 5, Rec.E6: 3, Rec.E8: 1, Rec.E7: 0.5}
        return chance.weighted(weights)
    return chance.weighted(GOING_HOME)

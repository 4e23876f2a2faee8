"""Sharing children out among kinds of places: who stays, who moves, who comes to which."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.demo.chance import Chance
from app.demo.county import Unit
from app.demo.goals import Where
from app.demo.lives import Life


def units(some: Iterable[Life], together: Callable[[Life], object]) -> list[Unit]:
    """Brothers and sisters who are to be together, and alike in this, as one; others alone."""
    found: dict[object, Unit] = {}
    for life in some:
        same = life.brood.together
        key = (id(life.brood) if same else id(life), together(life))
        found.setdefault(key, []).append(life)
    return list(found.values())


class Sharing:
    """Shares children out among kinds of places: who stays, who moves, who comes to which."""

    def __init__(
        self, chance: Chance, now: dict[Life, Where | None], goal: dict[Where, int]
    ) -> None:
        self.chance = chance
        self.now = now
        self.goal = goal
        self.want: dict[Life, Where] = {}

    def fill(self, where: Where, suits: Callable[[Life], float]) -> None:
        """Those there stay, if there are not too many; others come, if there are too few."""
        free = [life for life in self.now if life not in self.want]
        there = [life for life in free if self.now[life] is where and suits(life) > 0]
        for life in self.chance.some(there, self.goal[where]):
            self.want[life] = where
        short = self.goal[where] - min(len(there), self.goal[where])
        others = [life for life in free if life not in self.want and self.now[life] is not where]
        weights = [suits(life) * _READY.get(self.now[life], 1.0) for life in others]
        for life in self.chance.some_by_weight(others, weights, short):
            self.want[life] = where

    def foster_the_rest(self) -> None:
        """Everyone else lives with a family: with their kin, with our carers, or an agency's."""
        rest = units(
            [life for life in self.now if life not in self.want], lambda life: self.now[life]
        )
        self.chance.shuffle(rest)
        left = {where: self.goal[where] for where in (Where.KIN, Where.OURS, Where.AGENCY)}
        moving = []
        for unit in rest:
            where = self.now[unit[0]]
            if where in left and left[where] >= len(unit):
                self._settle(unit, where, left)
            else:
                moving.append(unit)
        for unit in sorted(moving, key=len, reverse=True):
            suitable = [where for where in left if where is not Where.KIN or not unit[0].asylum]
            self._settle(unit, max(suitable, key=lambda where: left[where]), left)

    def _settle(self, unit: Unit, where: Where, left: dict[Where, int]) -> None:
        left[where] -= len(unit)
        for life in unit:
            self.want[life] = where


_READY: dict[Where | None, float] = {None: 3.0, Where.KIN: 0.3, Where.PARENTS: 0.2}
"""How ready children are to move, by where they live now; those who come are readiest."""

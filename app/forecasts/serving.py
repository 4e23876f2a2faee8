"""Whom the homes of a plan could serve, measured on the children of today: those who live far from
home, brothers and sisters who live apart, and those who wait.

Nobody is moved by it. For children who are settled it tells what was missing when they were placed;
the children of the years ahead will be others, and like them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.forecasts.costs import WEEKS
from app.forecasts.queries.living import Lives
from app.forecasts.rules import Homes
from sufficiency.arrays import Register
from sufficiency.distance import miles
from sufficiency.forecast.words import Living
from sufficiency.gap.recruiting import Profile
from sufficiency.period import Period
from sufficiency.profile import NEAR_MILES
from sufficiency.together import Waiting, WhatIf
from sufficiency.types import Child, Home, Kind, Need, Point, siblings_of

LOOKED_AT = (Living.FOSTERED, Living.RESIDENTIAL)
"""Who lives with relatives, with parents, with adopters or by themselves is not looked at."""

SECONDS = 10.0
FAR, APART, WAITS = "far", "apart", "waits"


@dataclass(frozen=True, slots=True)
class Asked:
    """A family whom such homes might serve, and why: far from home, apart, or waiting.

    `now` are the weekly costs of today in pence, and `ours` those with carers of ours, child by
    child; None where it is not known. Of those who wait nothing is paid.
    """

    why: str
    need: Need
    miles: tuple[float | None, ...]
    now: tuple[int | None, ...]
    ours: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """What the homes of a plan could do for the children of today.

    `far`, `apart`, `waiting`: children looked at, and `nearer`, `together`, `housed` how many of
    them these homes could bring nearer, keep together, give a home. `moved` of them have both costs
    known: `pays` and `would_pay` are theirs, in pence a week. `places` is what the homes offer.
    """

    homes: int
    places: int
    far: int
    nearer: int
    miles_less: float
    apart: int
    together: int
    waiting: int
    housed: int
    moved: int
    pays: int
    would_pay: int
    once: int | None

    @property
    def week(self) -> int:
        """How much more is paid a week; below nought, less."""
        return self.would_pay - self.pays

    @property
    def year(self) -> float:
        """How much more is paid a year; below nought, less. What it costs once is not in it."""
        return self.week * WEEKS

    def kept(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self, name) for name in self.__slots__}


def asked(
    families: Iterable[tuple[Lives, ...]],
    waiting: Iterable[Need],
    *,
    starts: date,
    now: Mapping[int, int],
    ours: Callable[[date], int | None],
) -> list[Asked]:
    """Who is looked at: a family each, of those of today and those who wait.

    `now`: what each child’s place costs a week; `ours`: what one with carers of ours would cost, by
    birthday.
    """
    found = []
    for family in families:
        own = [each for each in family if each.living in LOOKED_AT]
        if not own:
            continue
        apart = len({each.there for each in own}) > 1
        far = [each.miles for each in own if each.miles is not None]
        if not apart and (len(far) < len(own) or max(far) <= NEAR_MILES):
            continue
        found.append(
            Asked(
                APART if apart else FAR,
                _need(own, starts, None if apart else max(far)),
                tuple(each.miles for each in own),
                tuple(now.get(each.child_id) for each in own),
                tuple(ours(each.born) for each in own),
            )
        )
    named = {child.id for each in found for child in each.need.children}
    for need in waiting:
        if not {child.id for child in need.children} & named:
            named |= {child.id for child in need.children}
            nothing = (None,) * len(need.children)
            later = replace(need, period=Period(max(starts, need.period.starts)))
            prices = tuple(ours(each.born) for each in need.children)
            found.append(Asked(WAITS, later, nothing, nothing, prices))
    return found


def _need(own: Sequence[Lives], starts: date, miles_now: float | None) -> Need:
    children = tuple(Child(str(each.child_id), each.born, each.sex) for each in own)
    return Need(
        id=f"family {own[0].child_id:09}",
        children=children,
        home=next((each.family for each in own if each.family), None),
        school=None,
        period=Period(starts),
        kind=Kind.LONG_TERM,
        max_miles=None if miles_now is None else miles_now - 0.1,
        siblings=siblings_of(tuple(child.id for child in children)),
    )


def served(
    lines: Sequence[Homes],
    points: Mapping[str, Point],
    those: Sequence[Asked],
    *,
    new_home: int | None,
) -> Served:
    """The best that all these homes could do together: those for brothers and sisters first.

    `points`: where each town is. Families are kept whole. `new_home`: what finding one home costs.
    """
    left, taken = list(those), []
    for only in (True, False):
        homes = [
            home
            for number, line in enumerate(lines)
            if line.siblings is only
            for home in _homes(line, points[line.town], number)
        ]
        could = [each for each in left if not only or len(each.need.children) > 1]
        chosen = _best(homes, could)
        taken += chosen
        gone = {each.need.id for each, _ in chosen}
        left = [each for each in left if each.need.id not in gone]
    homes_in_all = sum(each.households for each in lines)
    return _told(lines, those, taken, None if new_home is None else new_home * homes_in_all)


def _homes(line: Homes, where: Point, number: int) -> list[Home]:
    profile = Profile(
        name=f"{number:02d}",
        area=line.town,
        where=where,
        ages=(line.youngest, line.oldest),
        places=line.places,
    )
    period = Period(line.by)
    return [profile.home(period, 100 * number + nth) for nth in range(line.households)]


def _best(homes: Sequence[Home], could: Sequence[Asked]) -> list[tuple[Asked, Home]]:
    """Families, each with the home that takes all of it."""
    if not homes or not could:
        return []
    by_id = {home.id: home for home in homes}
    starts = max(home.room.approved[0].starts for home in homes)
    needs = [
        replace(each.need, period=Period(max(starts, each.need.period.starts))) for each in could
    ]
    board = Waiting(Register(homes), needs)
    plan = board.plan(WhatIf(whole=frozenset(need.id for need in needs)), seconds=SECONDS)
    of = {each.need.id: each for each in could}
    return [
        (of[placed.need_id], by_id[placed.home_id])
        for placed in plan.placed
        if len(placed.children) == len(of[placed.need_id].need.children)
    ]


def _told(
    lines: Sequence[Homes],
    those: Sequence[Asked],
    taken: Sequence[tuple[Asked, Home]],
    once: int | None,
) -> Served:
    nearer, less, moved, pays, would = 0, 0.0, 0, 0, 0
    for each, home in taken:
        for before, now, ours in zip(each.miles, each.now, each.ours, strict=True):
            there = miles(each.need.home, home.where) if each.need.home and home.where else None
            if before is not None and there is not None and there < before > NEAR_MILES:
                nearer, less = nearer + 1, less + before - there
            if now is not None and ours is not None:
                moved, pays, would = moved + 1, pays + now, would + ours
    return Served(
        homes=sum(line.households for line in lines),
        places=sum(line.households * line.places for line in lines),
        far=sum(
            each is not None and each > NEAR_MILES for family in those for each in family.miles
        ),
        nearer=nearer,
        miles_less=round(less, 1),
        apart=_children(those, APART),
        together=_children([each for each, _ in taken], APART),
        waiting=_children(those, WAITS),
        housed=_children([each for each, _ in taken], WAITS),
        moved=moved,
        pays=pays,
        would_pay=would,
        once=once,
    )


def _children(those: Iterable[Asked], why: str) -> int:
    return sum(len(each.need.children) for each in those if each.why == why)

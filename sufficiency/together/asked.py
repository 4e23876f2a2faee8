"""What is asked of a joint placement: the council's policy, and what somebody would like to try."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sufficiency.types import Need


@dataclass(frozen=True, slots=True)
class Policy:
    """What the council weighs, in miles for each child: its own policy, and these by default.

    `placed` is the worth of a child having a home at all, `pair` of two brothers or sisters living
    together, and `ask` what it costs that something required is still to be asked of the home.
    Which home is better is said by the weights of the search (`criteria.Weights`), once for each
    child. No policy brings in a home that a rule keeps out.
    """

    placed: float = 1000.0
    pair: float = 600.0
    ask: float = 40.0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ValueError(f"A policy is worth nothing or something, never less: {name}")


@dataclass(frozen=True, slots=True)
class Pin:
    """These children of one need are to live in this home; brothers and sisters may join them."""

    children: frozenset[str]
    home_id: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """This home is left out: for one need, or with `need_id` empty for everybody."""

    home_id: str
    need_id: str | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Something to try. Nothing is changed by trying it.

    `waits`: children who are to be given no home in this answer. `whole`: needs whose children must
    not be parted. `nothing` of these is the plain question.
    """

    pins: tuple[Pin, ...] = ()
    not_there: tuple[NotThere, ...] = ()
    waits: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


NOTHING = WhatIf()


class Proof(StrEnum):
    """How far the answer is to be proven: the best there is, or near the bound and quickly."""

    BEST = "best"
    NEAR = "near"


class Case(StrEnum):
    """Which case this is. Deciding together pays for all but the first."""

    ONE_EMERGENCY = "one_emergency"
    """One need by itself: the best home for it is the whole answer. No difference is to be had."""

    BACKLOG = "backlog"
    """Several needs wait at once."""

    PLANNED_MOVES = "planned_moves"
    """Moves known a week or more ahead: held provisionally, and planned anew until the day."""

    POOLED = "pooled"
    """Homes of several authorities are searched as one."""


PLANNED_DAYS = 7
"""A move that is known so many days ahead is a planned one."""


def check_needs(needs: Sequence[Need]) -> None:
    """Raises ValueError where two needs have one id, or name the same child."""
    if len({need.id for need in needs}) < len(needs):
        raise ValueError("Two needs have the same id.")
    children = [child.id for need in needs for child in need.children]
    if len(set(children)) < len(children):
        raise ValueError("A child is named by two needs.")

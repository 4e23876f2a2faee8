"""What has been told so far: the rows of everything planned, and what is still to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto
from typing import Any

from app.accounts.models import User
from app.audit.act import Actor
from app.children.models import Child, Placement
from app.children.models import Setting as SettingRecord
from app.demo.circumstances import Circumstances
from app.demo.county import County
from app.demo.homes import PlannedHome, Site, Stay
from app.demo.lives import TAKEN_OVER, Life
from app.people.models import Bedroom, Household, Person
from app.people.models import Provider as ProviderRecord
from app.register.models import Approval, TemporaryApproval

MATCHED_SINCE = date(2023, 9, 1)
"""Schools, and what about a home matters in matching, are recorded since this day: of those who
left before it they were never asked."""


class Rank(IntEnum):
    """What comes first among the things of one day."""

    STAFF = auto()
    SERVICES = auto()
    HOMES = auto()
    CHILDREN = auto()
    STATUSES = auto()
    APPROVALS = auto()
    LEAVING = auto()
    ARRIVING = auto()
    AFTERWARDS = auto()


@dataclass(frozen=True)
class Somebody:
    """Who did it, as the trail has it: kept apart from the user's own row, which may change."""

    id: int
    name: str


@dataclass(frozen=True)
class Happening:
    """One thing, the day it happened, and how it is told."""

    day: date
    rank: Rank
    number: int
    tell: Callable[[], object]

    @property
    def told_on(self) -> date:
        """The day on which the record heard of it."""
        return max(self.day, TAKEN_OVER)

    @property
    def order(self) -> tuple[date, bool, date, Rank, int]:
        """Of what is told on one day: those who work here first, then the oldest."""
        return self.told_on, self.rank > Rank.SERVICES, self.day, self.rank, self.number


class Told:
    """What was planned, the rows that it has become, and the happenings still to be told."""

    def __init__(self, county: County, around: Circumstances, today: date) -> None:
        self.county = county
        self.around = around
        self.today = today
        self.happenings: list[Happening] = []
        self.users: dict[str, User] = {}
        self.by: dict[str, Actor] = {}
        self.providers: dict[str, ProviderRecord] = {}
        self.settings: dict[Site, SettingRecord] = {}
        self.households: dict[PlannedHome, Household] = {}
        self.carers: dict[PlannedHome, list[Person]] = {}
        self.bedrooms: dict[PlannedHome, list[Bedroom]] = {}
        self.approvals: dict[PlannedHome, list[Approval]] = {}
        self.temporary: dict[tuple[PlannedHome, Life], TemporaryApproval] = {}
        self.children: dict[Life, Child] = {}
        self.placements: dict[Stay, Placement] = {}

    # ---------------------------------------------------------------------------------- telling

    def on(self, day: date, rank: Rank, tell: Callable[..., object], *args: Any, **kw: Any) -> None:
        """Something happens on a day; what is still to come is left to come."""
        if day <= self.today:
            number = len(self.happenings)
            self.happenings.append(Happening(day, rank, number, lambda: tell(*args, **kw)))

    @property
    def manager(self) -> Actor:
        """Who keeps the register."""
        return self.by["team.manager"]

    @property
    def officer(self) -> Actor:
        """Who finds homes and records placements."""
        return self.by["placement.officer"]

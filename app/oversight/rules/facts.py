"""What the record says of one child on one day: all that a basis is judged on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.children.codes import Ls, Place, PlaceProvider, Rec
from app.children.kinds import (
    ApprovalNeeded,
    AwayKind,
    Basis,
    GroundKind,
    LibertyKind,
    Regulator,
    SettingKind,
)
from app.register.rules.temporary import last_day_by_law
from sufficiency.living import outside_terms, over_limit
from sufficiency.period import Period
from sufficiency.room import Shortfall
from sufficiency.types import ProviderKind, Room, Siblings


@dataclass(frozen=True, slots=True)
class Status:
    """A legal status: in force, or the last one that was."""

    ls: Ls
    since: date
    ended_on: date | None = None
    ended_because: Rec | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A named person's decision about a placement."""

    what: ApprovalNeeded
    decided_on: date


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that a placement rests on besides a decision (regulations 19, 22A, 27B, 27C)."""

    what: GroundKind
    happened_on: date


@dataclass(frozen=True, slots=True)
class Overseen:
    """The director's decision about a child in one placement (by its `order`), and what is next."""

    stay: int | None
    decided_on: date
    look_again_on: date


@dataclass(frozen=True, slots=True)
class Liberty:
    """A child is deprived of liberty. `last_day` is the order's own; it may be over before."""

    kind: LibertyKind
    since: date
    last_day: date
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Temporary:
    """A temporary approval of a household for one child (CPPCR 2010 regulations 24 and 25).

    `last_day` is that of the first period. An extension decided after it cannot revive it.
    """

    child: str
    starts_on: date
    last_day: date
    ended_on: date | None = None
    extended_to: date | None = None
    extension_decided_on: date | None = None
    review_decided_on: date | None = None
    """When it was extended until the outcome of an independent review is known (reg 25(1)(b))."""
    review_until: date | None = None
    """The day the outcome was known; None while the review is pending."""

    @property
    def is_pending(self) -> bool:
        """Whether it runs, without a last day, until an independent review is decided."""
        return self.runs_to == date.max

    @property
    def extension_in_time(self) -> bool:
        """Whether there is an extension, decided no later than the last day."""
        decided = self.extension_decided_on
        return decided is not None and decided <= self.last_day

    @property
    def runs_to(self) -> date:
        """The last day on which it is in force by law."""
        last = last_day_by_law(
            self.last_day,
            extended_to=self.extended_to,
            extension_decided_on=self.extension_decided_on,
            review_since=self.review_decided_on,
            review_until=self.review_until,
        )
        return date.max if last is None else last


@dataclass(frozen=True, slots=True)
class Ended:
    """A full approval that has ended: the first day without it, and how it ended, in words."""

    on: date
    how: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """The household of a placement, with everything that decides whether it may care.

    `room` holds every fact of the household on the day; for `since` to be right it must reach back
    to the start of the placement. `siblings` are confirmed pairs among those placed there.
    `signed`: when agreements held, where that was read of many days (None: what the room says).
    """

    provider: ProviderKind
    provider_urn: str | None = None
    room: Room = field(default_factory=Room)
    siblings: Siblings = frozenset()
    temporary: tuple[Temporary, ...] = ()
    ended: tuple[Ended, ...] = ()
    signed: tuple[Period, ...] | None = None
    _worked_out: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def agreed_on(self, day: date) -> bool:
        """Whether an agreement was signed and in force on a day."""
        signed = self.signed
        if signed is None:
            one = self.room.agreement_signed
            signed = (one,) if one is not None else ()
        return any(period.contains(day) for period in signed)

    def outside_on(self, day: date) -> Mapping[str, tuple[Shortfall, ...]]:
        """Who is outside the terms on a day, and why; worked out once for all who live there."""
        found: Mapping[str, tuple[Shortfall, ...]] | None = self._worked_out.get(("terms", day))
        if found is None:
            found = {each.child: each.reasons for each in outside_terms(self.room, day)}
            self._worked_out["terms", day] = found
        return found

    def over_on(self, day: date) -> Shortfall | None:
        """How the home is over the usual limit on a day; worked out once for all who live there."""
        if ("limit", day) not in self._worked_out:
            self._worked_out["limit", day] = over_limit(self.room, day, self.siblings)
        found: Shortfall | None = self._worked_out["limit", day]
        return found


@dataclass(frozen=True, slots=True)
class Registered:
    """A setting's registration."""

    regulator: Regulator
    registered_as: SettingKind
    urn: str
    starts_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Establishment:
    """A setting, and every registration recorded of it."""

    kind: SettingKind
    registrations: tuple[Registered, ...] = ()

    def as_at(self, day: date) -> Establishment:
        """The same, with what had begun by a day."""
        begun = tuple(each for each in self.registrations if each.starts_on <= day)
        return self if len(begun) == len(self.registrations) else replace(self, registrations=begun)


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement, main or temporary, in force on the day. `area` is where it is (ONS code)."""

    place: Place
    starts_on: date
    basis: Basis = Basis.NOT_RECORDED
    provider: PlaceProvider | None = None
    urn: str | None = None
    area: str | None = None
    family: Family | None = None
    setting: Establishment | None = None
    decisions: tuple[Decision, ...] = ()
    grounds: tuple[Ground, ...] = ()
    order: int = 0

    def ground(self, what: GroundKind, day: date) -> date | None:
        """The first day on which this ground is recorded, if it is by `day`."""
        days = [
            each.happened_on
            for each in self.grounds
            if each.what is what and each.happened_on <= day
        ]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Absence:
    """The child is missing, or away without authorisation."""

    kind: AwayKind
    since: date


@dataclass(frozen=True, slots=True)
class ChildDay:
    """One child, one day. `authority` looks after the child; `adjoining` share its border (None:
    not known here). `ours`: that authority is this one.
    """

    day: date
    child: str
    born: date | None
    authority: str
    ours: bool = True
    adjoining: frozenset[str] | None = None
    status: Status | None = None
    last_status: Status | None = None
    mains: tuple[Stay, ...] = ()
    stays: tuple[Stay, ...] = ()
    absence: Absence | None = None
    liberty: Liberty | None = None
    overseen: tuple[Overseen, ...] = ()

"""Homes: our own foster carers, family and friends, agencies' carers; and settings.

A home keeps who lives there while the years go by, and answers whether more children fit: by its
terms, by the usual limit, by its bedrooms. The engine's own definitions of terms decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from app.children.codes import Place, PlaceChange, PlaceProvider
from app.children.kinds import ApprovalNeeded, Basis, Regulator, SettingKind
from app.demo.ground import Point
from app.demo.lives import Life
from app.people.models import MemberRole, PetKind
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from sufficiency import types
from sufficiency.period import Period
from sufficiency.room import USUAL_LIMIT, Counted, can_be_assigned
from sufficiency.types import Fact, Kind, Sex


class Whose(Enum):
    """Whose carers these are."""

    OURS = auto()
    KIN = auto()
    AGENCY = auto()
    OTHER_COUNCIL = auto()


@dataclass(frozen=True)
class Line:
    """One line of the terms: up to so many, of these ages, sex and kinds, or a named child."""

    up_to: int
    min_age: int = 0
    max_age: int = 17
    sex: Sex | None = None
    kinds: tuple[Kind, ...] = ()
    life: Life | None = None


@dataclass(frozen=True)
class TermsFrom:
    """Terms from a day on."""

    starts: date
    overall: int
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(eq=False)
class Someone:
    """Somebody who lives in a home."""

    given: str
    family: str
    born: date
    sex: Sex
    role: MemberRole


@dataclass(eq=False)
class Stay:
    """A child lives somewhere for a time. A temporary one stands beside the main one."""

    life: Life
    starts: date
    place: Place
    provider: PlaceProvider | None
    basis: Basis
    kind: Kind | None = None
    home: PlannedHome | None = None
    site: Site | None = None
    point: Point | None = None
    urn: str | None = None
    ends: date | None = None
    because: PlaceChange | None = None
    temporary: bool = False
    decisions: list[tuple[ApprovalNeeded, date]] = field(default_factory=list)
    bedroom: int | None = None
    expected_end: date | None = None

    @property
    def where(self) -> Point | None:
        """The place itself."""
        return self.home.point if self.home else self.site.point if self.site else self.point


@dataclass(eq=False)
class PlannedHome:
    """A household that fosters. `ends` is the first day without approval."""

    whose: Whose
    name: str
    line: str
    point: Point
    people: list[Someone]
    approved: date
    terms: list[TermsFrom]
    bedrooms: list[int]
    own_rooms: int = 0
    service: str = ""
    temporary_from: date | None = None
    temporary_for: list[Life] = field(default_factory=list)
    ends: date | None = None
    how: ApprovalEnd | None = None
    leaving_on: date | None = None
    protected: bool = False
    reserved: int = 0
    agreement: bool = True
    nobody_yet: bool = False
    reviews_stop: date | None = None
    facts: dict[Fact, bool] = field(default_factory=dict)
    pets: list[tuple[PetKind, str]] = field(default_factory=list)
    fee: int | None = None
    holds: list[tuple[HoldReason, date, date | None, str]] = field(default_factory=list)
    unavailable: list[tuple[NotAvailable, int | None, date, date | None, str]] = field(
        default_factory=list
    )
    stays: list[Stay] = field(default_factory=list)

    @property
    def there(self) -> list[Stay]:
        """Who lives there as the years have gone so far."""
        return [stay for stay in self.stays if stay.ends is None]

    @property
    def is_open(self) -> bool:
        """Whether its approval goes on."""
        return self.ends is None

    def carers(self) -> list[Someone]:
        """Those who foster."""
        return [one for one in self.people if one.role is MemberRole.CARER]

    def overall(self, day: date) -> int:
        """How many children the terms allow on a day; none before approval."""
        return next((terms.overall for terms in reversed(self.terms) if terms.starts <= day), 0)

    def places(self, day: date) -> int:
        """Approved places on a day."""
        over = self.ends is not None and self.ends <= day
        return 0 if over or self.approved > day else self.overall(day)

    def shut_on(self, day: date) -> bool:
        """On hold, or with nothing to offer."""
        held = any(_lasts(starts, ends, day) for _, starts, ends, _ in self.holds)
        gone = any(
            places is None and _lasts(starts, ends, day)
            for _, places, starts, ends, _ in self.unavailable
        )
        return held or gone

    def kept_back(self, day: date) -> int:
        """Places of the terms that are not to be had on a day."""
        gone = sum(
            places or 0
            for _, places, starts, ends, _ in self.unavailable
            if _lasts(starts, ends, day)
        )
        return self.reserved + gone

    def fits(self, lives: Sequence[Life], day: date, kind: Kind) -> bool:
        """Whether these children could come on a day, to stay."""
        if not self.is_open or self.approved > day or self.shut_on(day):
            return False
        there = self.there
        if not (there or lives) or len(there) + len(lives) > self.overall(day) - self.kept_back(
            day
        ):
            return False
        if len(there) + len(lives) > USUAL_LIMIT and not _all_siblings(
            [*(stay.life for stay in there), *lives]
        ):
            return False
        counted = [Counted(plain(stay.life), stay.starts, stay.kind) for stay in there]
        counted += [Counted(plain(life), day, kind) for life in lives]
        return can_be_assigned(self._engine_terms(day), counted) and bool(self.beds_for(lives, day))

    def _engine_terms(self, day: date) -> types.Terms:
        terms = [each for each in self.terms if each.starts <= day][-1]
        lines = tuple(
            types.Criterion(
                line.up_to,
                line.min_age,
                line.max_age,
                frozenset({line.sex}) if line.sex else None,
                frozenset(line.kinds) if line.kinds else None,
                str(id(line.life)) if line.life else None,
            )
            for line in terms.lines
        )
        return types.Terms(terms.overall, lines, Period(terms.starts, None))

    def beds_for(self, lives: Sequence[Life], day: date) -> list[int] | None:
        """A bedroom for each: one each, or brothers and sisters together in a room for two."""
        taken: dict[int, list[Life]] = {n: [] for n in range(len(self.bedrooms))}
        for stay in self.there:
            if stay.bedroom is not None:
                taken[stay.bedroom].append(stay.life)
        chosen = []
        for life in lives:
            free = [n for n, who in taken.items() if not who]
            shared = [
                n
                for n, who in taken.items()
                if 0 < len(who) < self.bedrooms[n] and all(one.brood is life.brood for one in who)
            ]
            if not free and not shared:
                return None
            narrow = sorted(free, key=lambda n: self.bedrooms[n])
            room = narrow[0] if free else shared[0]
            taken[room].append(life)
            chosen.append(room)
        return chosen


def _lasts(starts: date, ends: date | None, day: date) -> bool:
    return starts <= day and (ends is None or ends > day)


def _all_siblings(lives: Sequence[Life]) -> bool:
    return len({id(life.brood) for life in lives}) == 1


def plain(life: Life) -> types.Child:
    """A child as the engine knows one."""
    return types.Child(str(id(life)), life.born, life.sex)


@dataclass(eq=False)
class Site:
    """A setting, with its registration: regulator, number, and since when."""

    name: str
    kind: SettingKind
    point: Point
    run_by: str
    voluntary: bool = False
    of_the_story: bool = False
    registered: tuple[Regulator, str, date] | None = None

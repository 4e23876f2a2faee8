"""What homes cost: prices of a day, what each kind costs in all, our own carers against agencies'.

Plain values in, pence out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.money.kinds import Level, RateKind
from app.money.rules import Rates, band_of
from app.workbench.rules.comparing import thinned
from sufficiency.forecast.words import Living
from sufficiency.gap.thin import THIN
from sufficiency.types import age_on

WEEKS = 365 / 7
"""Weeks in a year."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What places cost a week on a day, in pence. `fee` is the average of our carers’ levels."""

    day: date
    rates: Rates
    units: Mapping[RateKind, int]
    fee: int

    def ours(self, born: date) -> int | None:
        """A place with carers of ours for a child of this birthday; None: not known."""
        band = band_of(age_on(born, self.day))
        allowance = self.rates.on(self.day, RateKind.ALLOWANCE, band, Level.ANY)
        besides = self.units.get(RateKind.OWN_HOME)
        if allowance is None or besides is None:
            return None
        return allowance + self.fee + besides

    def average(self, living: Living, *, ours: bool, born: date) -> int | None:
        """What such a place costs on average, where nothing is recorded of this one."""
        match living:
            case Living.RELATIVES:
                band = band_of(age_on(born, self.day))
                return self.rates.on(self.day, RateKind.ALLOWANCE, band, Level.ANY)
            case Living.FOSTERED:
                return self.ours(born) if ours else self.units.get(RateKind.AGENCY_HOME)
            case Living.RESIDENTIAL:
                return self.units.get(RateKind.CHILDRENS_HOME)
            case Living.SUPPORTED:
                return self.units.get(RateKind.SUPPORTED)
        return 0


@dataclass(frozen=True, slots=True)
class Priced:
    """A child's place: its kind, whether carers are ours, its cost a week, and whether that is as
    recorded of this very place; `if_ours` is what one with carers of ours would cost."""

    living: Living
    ours: bool
    pence: int | None
    recorded: bool
    if_ours: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of home: how many children, how many with a cost, and the cost a week of those."""

    key: str
    says: str
    children: int
    known: int
    recorded: int
    pence: int

    @property
    def each(self) -> float | None:
        """For one child, on average."""
        return self.pence / self.known if self.known else None

    @property
    def year(self) -> float:
        """In a year, if all stayed as it is."""
        return self.pence * WEEKS


KINDS: Sequence[tuple[str, str]] = (
    ("own", "With carers of ours"),
    ("agency", "With carers of agencies and other councils"),
    ("relatives", "With relatives and friends"),
    ("residential", "In children’s homes and other residential settings"),
    ("supported", "In supported accommodation or living independently"),
    ("elsewhere", "With parents, placed for adoption, or elsewhere"),
)


OF_FOSTERED = ("own", "agency")


def kind_of(each: Priced) -> str:
    """Under which of the kinds a place is counted."""
    if each.living is Living.FOSTERED:
        return "own" if each.ours else "agency"
    return each.living.value


def rows(those: Iterable[Priced]) -> list[Row]:
    """What each kind of home costs."""
    told = list(those)
    found = []
    for key, says in KINDS:
        own = [each for each in told if kind_of(each) == key]
        known = [each for each in own if each.pence is not None]
        found.append(
            Row(
                key,
                says,
                len(own),
                len(known),
                sum(each.recorded for each in known),
                sum(each.pence or 0 for each in known),
            )
        )
    return found


def hidden(those: Sequence[Row]) -> frozenset[str]:
    """The kinds of which nothing is told to whoever may not see who it is: those that are left out
    of the profile’s list of kinds too, and where one of the two parts of the fostered is thin, both
    of them: their sum is told there."""
    counts = {row.key: row.children for row in those}
    counts[Living.FOSTERED] = sum(counts[key] for key in OF_FOSTERED)
    kinds = {living.value: counts[living.value] for living in Living}
    found = {
        key for key, told in zip(kinds, thinned(list(kinds.values())), strict=True) if told is None
    }
    if any(0 < counts[key] < THIN for key in OF_FOSTERED) or Living.FOSTERED in found:
        found |= {*OF_FOSTERED}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Against:
    """Children with agencies' carers, of whom both costs are known: what is paid, and what places
    with carers of ours would cost, in pence a week."""

    children: int
    pays: int
    if_ours: int

    @property
    def less(self) -> int:
        """How much less our own would cost a week; below nought, more."""
        return self.pays - self.if_ours


def against(those: Iterable[Priced]) -> Against:
    """Agencies against our own."""
    both = [
        (each.pence, each.if_ours)
        for each in those
        if kind_of(each) == "agency" and each.pence is not None and each.if_ours is not None
    ]
    return Against(len(both), sum(one for one, _ in both), sum(other for _, other in both))

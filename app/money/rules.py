"""What a place costs a week, and what finance is still to be told: plain values in, lines out.

A placement's account is what finance should hold of it: its first day, its end, and what it costs a
week from which day. What files told before makes the account that finance does hold. The lines of
the next file are what leads from the one to the other, so nothing is told twice and nothing lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from app.money.kinds import BANDS, UNITS, AgeBand, Level, RateKind, Told
from app.people.rules import record_breach
from app.statute.breach import Breach
from sufficiency.period import Period
from sufficiency.types import age_on, birthday

MOST_PENCE = 1_000_000
"""No rate is higher: ten thousand pounds a week."""

MOST_UNIT_PENCE = 5_000_000
"""No average of what a place costs is higher: fifty thousand pounds."""

MOST_SPENT = 50_000
"""Nothing spent at one visit is more: five hundred pounds."""

Key = tuple[RateKind, AgeBand, Level]
Amounts = tuple[tuple[Period, int], ...]


def band_of(age: int) -> AgeBand:
    """The age band of a child of this age in whole years."""
    return next(band for band in BANDS if age <= band.ages[1] or band is BANDS[-1])


@dataclass(frozen=True, slots=True)
class Rates:
    """Every amount, with the days on which it holds, in pence."""

    held: Mapping[Key, Amounts] = field(default_factory=dict)

    def on(self, day: date, kind: RateKind, band: AgeBand, level: Level) -> int | None:
        """What is paid on a day; None: nothing is set."""
        for wanted in ((kind, band, level), (kind, AgeBand.ANY, level), (kind, band, Level.ANY)):
            for period, pence in self.held.get(wanted, ()):
                if period.contains(day):
                    return pence
        return None

    def days(self) -> set[date]:
        """The days on which any amount begins or ends to hold."""
        return {
            day
            for amounts in self.held.values()
            for period, _ in amounts
            for day in (period.starts, period.ends)
            if day is not None
        }


@dataclass(frozen=True, slots=True)
class Paid:
    """How a home is paid: our own by rates and level, others by the price that is recorded."""

    is_ours: bool
    levels: tuple[tuple[Period, Level], ...] = ()
    prices: Amounts = ()

    def level_on(self, day: date) -> Level | None:
        """At which level on a day; None: not recorded."""
        return next((level for period, level in self.levels if period.contains(day)), None)

    def price_on(self, day: date) -> int | None:
        """The price recorded of the home on a day, in pence a week."""
        return next((pence for period, pence in self.prices if period.contains(day)), None)

    def days(self) -> set[date]:
        """The days on which level or price changes."""
        both: list[Period] = [period for period, _ in self.levels]
        both += [period for period, _ in self.prices]
        return {day for period in both for day in (period.starts, period.ends) if day is not None}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one child costs a week in a home, in pence, and of what it is made."""

    allowance: int
    fee: int
    priced: bool = False
    """One price, as the provider gave it."""

    @property
    def pence(self) -> int:
        """All of it."""
        return self.allowance + self.fee


def cost_on(day: date, born: date | None, rates: Rates, paid: Paid) -> Cost | None:
    """What a child costs a week in a home on a day; None: not known."""
    allowance = None
    if paid.is_ours and born is not None:
        allowance = rates.on(day, RateKind.ALLOWANCE, band_of(age_on(born, day)), Level.ANY)
    if allowance is None:
        price = paid.price_on(day)
        return None if price is None else Cost(price, 0, priced=True)
    level = paid.level_on(day)
    fee = rates.on(day, RateKind.FEE, AgeBand.ANY, level) if level is not None else None
    return Cost(allowance, fee or 0)


def below_minimum(day: date, rates: Rates) -> dict[AgeBand, int]:
    """By how many pence our allowance falls short of the national minimum, where it does."""
    found: dict[AgeBand, int] = {}
    for band in BANDS:
        least = rates.on(day, RateKind.MINIMUM, band, Level.ANY)
        ours = rates.on(day, RateKind.ALLOWANCE, band, Level.ANY)
        if least is not None and ours is not None and ours < least:
            found[band] = least - ours
    return found


# ------------------------------------------------------------------------- what finance is told

Steps = tuple[tuple[date, int | None], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What finance holds, or should hold, of a placement: `steps` are pence a week from a day."""

    starts: date
    ends: date | None
    steps: Steps


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: what, from which day, and pence a week where that is said."""

    told: Told
    day: date
    pence: int | None = None


def account_of(
    starts: date,
    ends: date | None,
    *,
    born: date | None,
    rates: Rates,
    paid: Paid,
    since: date,
    up_to: date,
) -> Account | None:
    """What finance should hold of a placement by a day; None: it had not begun.

    Nothing of before `since`, the day of the first file, is told anew.
    """
    if starts > up_to or (ends is not None and ends <= starts):
        return None
    over = ends if ends is not None and ends <= up_to else None
    first = max(starts, since)
    days = {first, *rates.days(), *paid.days()}
    if born is not None:
        days |= {birthday(born, band.ages[0]) for band in BANDS}
    last = over or up_to
    within = sorted(day for day in days if first <= day <= last and (over is None or day < over))
    steps = _merged([(day, _pence(day, born, rates, paid)) for day in within or [first]])
    return Account(starts, over, steps)


def _pence(day: date, born: date | None, rates: Rates, paid: Paid) -> int | None:
    found = cost_on(day, born, rates, paid)
    return None if found is None else found.pence


def _merged(steps: Sequence[tuple[date, int | None]]) -> Steps:
    kept = list(steps[:1])
    kept += [after for before, after in pairwise(steps) if after[1] != before[1]]
    return tuple(kept)


def held_by(lines: Iterable[Line], since: date) -> Account | None:
    """What finance holds of a placement after these lines; None: nothing."""
    starts: date | None = None
    ends: date | None = None
    steps: list[tuple[date, int | None]] = []
    for line in lines:
        match line.told:
            case Told.START:
                starts, ends, steps = line.day, None, [(max(line.day, since), line.pence)]
            case Told.CHANGE:
                steps = [each for each in steps if each[0] < line.day]
                steps.append((line.day, line.pence))
            case Told.END:
                ends = line.day
            case Told.GOES_ON:
                ends = None
            case Told.TAKEN_BACK:
                starts = None
    if starts is None:
        return None
    whole = [each for n, each in enumerate(steps) if n == 0 or ends is None or each[0] < ends]
    return Account(starts, ends, _merged(whole))


def lines_to_tell(held: Account | None, now: Account | None) -> list[Line]:
    """What leads from what finance holds to what it should hold; empty when that is the same."""
    if now is None:
        return [] if held is None else [Line(Told.TAKEN_BACK, held.starts)]
    if held is None or held.starts != now.starts:
        (_, first), *later = now.steps
        found = [] if held is None else [Line(Told.TAKEN_BACK, held.starts)]
        found.append(Line(Told.START, now.starts, first))
        found += [Line(Told.CHANGE, day, pence) for day, pence in later]
        return found + ([Line(Told.END, now.ends)] if now.ends is not None else [])
    found = []
    if held.ends is not None and now.ends is None:
        found.append(Line(Told.GOES_ON, held.ends))
    found += _changes(held, now)
    if now.ends is not None and now.ends != held.ends:
        found.append(Line(Told.END, now.ends))
    return found


def _changes(held: Account, now: Account) -> list[Line]:
    """What it costs from the first day on which the two differ, before the end."""
    before = tuple(each for each in held.steps if now.ends is None or each[0] < now.ends)
    if (before or held.steps[:1]) == now.steps:
        return []
    differ = min(
        day
        for day in {day for day, _ in (*held.steps, *now.steps)}
        if _at(held.steps, day) != _at(now.steps, day)
        or (day in dict(now.steps)) != (day in dict(held.steps))
    )
    found = [Line(Told.CHANGE, differ, _at(now.steps, differ))]
    return found + [Line(Told.CHANGE, day, pence) for day, pence in now.steps if day > differ]


def _at(steps: Steps, day: date) -> int | None:
    """What holds on a day; before the first step, what the first says."""
    found = steps[0][1]
    for starts, pence in steps:
        if starts <= day:
            found = pence
    return found


# --------------------------------------------------------------------------- what an act refuses


def rate_breaches(
    kind: RateKind, band: AgeBand, level: Level, pence: int, source: str
) -> list[Breach]:
    """A rate is for what it is for: an allowance by age, a fee by level, a mile for everybody."""
    found = []
    if not 0 < pence <= (MOST_UNIT_PENCE if kind in UNITS else MOST_PENCE):
        found.append(record_breach("Enter an amount above nothing, in pounds.", "pence"))
    by_age = kind in (RateKind.ALLOWANCE, RateKind.MINIMUM)
    if by_age and (band is AgeBand.ANY or level is not Level.ANY):
        found.append(record_breach("Choose the ages it is for, and any level.", "band"))
    if kind is RateKind.FEE and (level is Level.ANY or band is not AgeBand.ANY):
        found.append(record_breach("Choose the level it is for, and any age.", "level"))
    if kind is RateKind.MILE and (band is not AgeBand.ANY or level is not Level.ANY):
        found.append(record_breach("A mile is paid alike: any age, any level.", "level"))
    if kind in UNITS and (band is not AgeBand.ANY or level is not Level.ANY):
        found.append(record_breach("What a place costs is an average: any age, any level.", "band"))
    if kind is RateKind.MINIMUM and not source.strip():
        found.append(record_breach("Say where the national minimum was read.", "source"))
    if kind in UNITS and not source.strip():
        found.append(record_breach("Say of what it was worked out, and of which year.", "source"))
    return found


def spent_breaches(pence: int) -> list[Breach]:
    """What was spent at a visit is something, and no more than may be."""
    if 0 < pence <= MOST_SPENT:
        return []
    return [record_breach("Enter an amount from 1p to £500.", "pence")]


def file_breaches(lines: int, last: int | None) -> list[Breach]:
    """A file says something: with nothing new there is none."""
    if lines:
        return []
    says = "Nothing is to be told yet."
    if last is not None:
        says = f"Nothing has changed since file {last}. Download that one again if it was lost."
    return [record_breach(says)]

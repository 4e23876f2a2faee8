"""How a forecast meets what came, what is too thin to show, and what acts refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from app.forecasts import kinds
from app.matching.parts import part_of_area
from app.people.rules import record_breach
from app.statute.breach import Breach
from sufficiency.forecast.record import crps
from sufficiency.gap.thin import THIN

FRESH_DAYS = 7
"""A forecast that was drawn no longer ago is not drawn anew by the night's work."""

# -------------------------------------------------------------------------- meeting what came


@dataclass(frozen=True, slots=True)
class Met:
    """What was foretold of one day, and what came.

    `within` is the narrowest interval that held it, in per cent; None: none did. `crps` is the
    continuous ranked probability score in children, and `same` that of “same as today”.
    """

    foretold: float
    low: float
    high: float
    came: int
    within: str | None
    crps: float
    same: float


def met(fan: Mapping[str, Any], same_as_today: Sequence[float], month: int, came: int) -> Met:
    """A number of a published forecast against what came of it; the interval told is of 80."""
    within = next(
        (
            share
            for share in kinds.SHARES
            if fan[f"low_{share}"][month] <= came <= fan[f"high_{share}"][month]
        ),
        None,
    )
    return Met(
        fan["middle"][month],
        fan["low_80"][month],
        fan["high_80"][month],
        came,
        within,
        crps(np.array(fan["may_come"][str(month)]), came),
        crps(np.array(same_as_today), came),
    )


@dataclass(frozen=True, slots=True)
class Record:
    """How right published forecasts have been: how many were tried, how often each interval held
    what came (in per cent), and how the scores stand to those of “same as today”."""

    tried: int
    held: Mapping[str, float]
    ratio: float | None

    @property
    def says(self) -> str:
        """Which was better, in a sentence."""
        if not self.tried:
            return "No day that was foretold in a published forecast has come yet."
        if self.ratio is None or round(100 * self.ratio) == 100:
            return "Published forecasts have been as near as “same as today”."
        percent = abs(round(100 * (1 - self.ratio)))
        if self.ratio > 1:
            return (
                f"“Same as today” has been better than our published forecasts, by {percent} "
                "per cent."
            )
        return f"Published forecasts have been better than “same as today”, by {percent} per cent."


def record_of(those: Collection[Met]) -> Record:
    """All of these together, each number counting alike."""
    if not those:
        return Record(0, {}, None)
    held = {
        share: 100
        * sum(each.within is not None and int(each.within) <= int(share) for each in those)
        / len(those)
        for share in kinds.SHARES
    }
    same = sum(each.same for each in those)
    own = sum(each.crps for each in those)
    return Record(len(those), held, own / same if same else (1.0 if own == 0 else None))


def is_old(at: date, day: date) -> bool:
    """Is a forecast as at a day to be drawn anew?"""
    return (day - at).days >= FRESH_DAYS


# ------------------------------------------------------------------------------ thin numbers


def few(number: int) -> str:
    """A number of children by itself, or that it is too small to be told."""
    return f"fewer than {THIN}" if 0 < number < THIN else f"{number:,}"


# ----------------------------------------------------------------------------------- plans


@dataclass(frozen=True, slots=True)
class Homes:
    """So many households to be found by a day: places in each, ages (whole years, both included),
    and the town that they are near."""

    households: int
    places: int
    youngest: int
    oldest: int
    town: str
    by: date
    siblings: bool = False
    """Only for brothers and sisters who are to live together."""

    @property
    def says(self) -> str:
        """The line in the words of recruitment."""
        number = "one home" if self.households == 1 else f"{self.households} homes"
        each = "one child" if self.places == 1 else f"{self.places} children"
        if self.siblings:
            each = f"{self.places} brothers and sisters"
        if self.households > 1:
            each += " each"
        ages = (
            "of any age"
            if (self.youngest, self.oldest) == (0, 17)
            else f"aged {self.youngest} to {self.oldest}"
        )
        part = part_of_area(self.town)
        where = f"in {part}" if part else f"near {self.town}"
        return f"{number} for {each}, {ages}, {where} by {self.by.day} {self.by:%B %Y}"

    def kept(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "households": self.households,
            "places": self.places,
            "youngest": self.youngest,
            "oldest": self.oldest,
            "town": self.town,
            "by": self.by.isoformat(),
            "siblings": self.siblings,
        }


def homes_kept(kept: Iterable[Mapping[str, Any]]) -> tuple[Homes, ...]:
    """The lines of a plan as they were kept."""
    return tuple(Homes(**{**each, "by": date.fromisoformat(each["by"])}) for each in kept)


MOST_HOMES = 100
MOST_LINES = 8


def homes_breaches(line: Homes, day: date, *, town_known: bool) -> list[Breach]:
    """May this be planned? Homes there could be, from a day to come, at a place that is known."""
    found = []
    if not 1 <= line.households <= MOST_HOMES:
        found.append(record_breach(f"Enter 1 to {MOST_HOMES} homes.", "households"))
    if not 1 <= line.places <= 6:
        found.append(record_breach("Enter 1 to 6 children for each home.", "places"))
    if line.siblings and line.places < 2:
        found.append(record_breach("Brothers and sisters are two or more.", "places"))
    if not 0 <= line.youngest <= line.oldest <= 17:
        found.append(record_breach("Enter ages from 0 to 17, the youngest first.", "youngest"))
    if line.by <= day:
        found.append(record_breach("Enter a day to come.", "by"))
    if (line.by - day).days > 5 * 365:
        found.append(record_breach("Enter a day within the next five years.", "by"))
    if not town_known:
        found.append(
            record_breach(
                "Enter a town of the area, a part of it such as the north, or a postcode.", "town"
            )
        )
    return found


def lines_breaches(number: int) -> list[Breach]:
    """May a plan have so many lines?"""
    if number <= MOST_LINES:
        return []
    return [record_breach(f"A plan has {MOST_LINES} lines at most. Make another plan.")]


def leaving_breaches(leaving: int, since: date | None, day: date) -> list[Breach]:
    """Carers leave less often, or more, from a day to come."""
    found = []
    if not 0 <= leaving <= 300:
        found.append(record_breach("Enter 0 to 300 per cent; 100 is as now.", "leaving"))
    if leaving != 100 and since is not None and since < day:
        found.append(record_breach("Enter a day to come.", "leaving_from"))
    return found


# -------------------------------------------------------------------------------- publishing


def publishing_breaches(*, drawn: bool, published: bool, whom: str) -> list[Breach]:
    """May this forecast be published? Drawn, once, and for somebody or something."""
    found = []
    if not drawn:
        found.append(record_breach("It is not drawn yet."))
    if published:
        found.append(record_breach("It is published already."))
    if not whom.strip():
        found.append(record_breach("Say for what it is published.", "published_for"))
    return found


# -------------------------------------------------------------------------------- statements

YEARS_AT_MOST = 3
"""A statement is reviewed within so many years of its approval."""


def plan_says(homes: Sequence[Homes], leaving: int) -> str:
    """A plan in the words of recruitment."""
    said = [line.says for line in homes]
    if leaving != 100:
        said.append(f"carers leave {leaving} per cent as often as now")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def beginning_breaches(*, published: bool) -> list[Breach]:
    """May a statement be begun? From a forecast that others can read, and that will be scored."""
    return [] if published else [record_breach("Publish the forecast first.")]


def writing_breaches(*, approved: bool) -> list[Breach]:
    """May it be written in? Until it is approved."""
    if approved:
        return [record_breach("It is approved as it stands. Begin the next one.")]
    return []


def approving_breaches(
    *,
    approved: bool,
    doing: str,
    measures: str,
    theirs: frozenset[int],
    approver_id: int,
    review_on: date,
    day: date,
) -> list[Breach]:
    """May it be approved? Whole, by somebody else, and to be reviewed on a day not far away."""
    found = writing_breaches(approved=approved)
    if approver_id in theirs:
        found.append(record_breach("You own it or wrote in it last: somebody else approves it."))
    if not doing.strip():
        found.append(record_breach("It does not say yet what we will do."))
    if not measures.strip():
        found.append(record_breach("It does not say yet how we will know."))
    if review_on <= day:
        found.append(record_breach("Enter a day to come.", "review_on"))
    elif (review_on - day).days > YEARS_AT_MOST * 366:
        found.append(record_breach(f"Enter a day within {YEARS_AT_MOST} years.", "review_on"))
    return found

"""Where the county's children are to live on each 31 March, and how many places carers offer.

From 2021 (places: 2022) as published; before that and after it, in like proportion. What is not
published is assumed: of the children whom the council's own service provides for, those who are
not in mainstream places, nor placed for adoption, live with family and friends. On 31 March 2025
that makes 158 - 90 - 3 = 65 with family and friends, and 247 - 90 - 65 = 92 with agencies' carers.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from app.demo import figures


class Where(Enum):
    """What kind of place a child lives in."""

    OURS = auto()
    KIN = auto()
    AGENCY = auto()
    CHILDRENS_HOME = auto()
    SUPPORTED = auto()
    PARENTS = auto()
    ADOPTION = auto()
    RESIDENTIAL = auto()
    OTHER = auto()


FOSTERED = frozenset({Where.OURS, Where.KIN, Where.AGENCY})

SHARES: Mapping[Where, float] = {
    Where.OURS: 0.355,
    Where.KIN: 0.19,
    Where.CHILDRENS_HOME: 0.10,
    Where.SUPPORTED: 0.03,
    Where.PARENTS: 0.06,
    Where.ADOPTION: 0.03,
    Where.RESIDENTIAL: 0.01,
    Where.OTHER: 0.005,
}
"""Of the children looked after, before 2021; the rest are with agencies' carers."""

INSIDE: Mapping[Where, float] = {
    Where.KIN: 0.80,
    Where.AGENCY: 0.49,
    Where.CHILDRENS_HOME: 0.40,
    Where.SUPPORTED: 0.64,
    Where.ADOPTION: 0.4,
    Where.RESIDENTIAL: 0.5,
    Where.OTHER: 0.9,
}
"""Placed inside the county, so that 246 are and 98 are not on 31 March 2025."""

NEAR_OUTSIDE = 0.12
"""Of those outside the county whose home is known: within twenty miles of it."""

ADOPTING = {2021: 15, 2022: 10, 2023: 10, 2024: 5, 2025: 3}
RESIDENTIAL = {2021: 3, 2022: 3, 2023: 4, 2024: 4, 2025: 2}
"""Numbers that were suppressed in some years, filled so that the totals hold."""

KIN_IN_2019 = 62
OURS_IN_2019 = 121
PLACES = {
    2016: 232,
    2017: 232,
    2018: 230,
    2019: 226,
    2020: 222,
    2021: 218,
    2026: 172,
}
"""Mainstream places before 2022 and after 2025, which were not published."""

PLACES_NOW = 170


def where_on_31_march(year: int, total: int) -> dict[Where, int]:
    """How many of these children are to live in each kind of place."""
    if year > figures.LAST:
        goals = _in_like_proportion(where_on_31_march(figures.LAST, _total(figures.LAST)), total)
        goals[Where.AGENCY] += goals[Where.OTHER]
        goals[Where.OTHER] = 0
        return goals
    if year >= 2021:
        goals = _published(year)
    else:
        goals = {where: round(share * total) for where, share in SHARES.items()}
        if year == 2019:
            goals |= {Where.OURS: OURS_IN_2019, Where.KIN: KIN_IN_2019}
        goals[Where.AGENCY] = 0
        goals[Where.AGENCY] = total - sum(goals.values())
    rest = total - sum(goals.values())
    goals[Where.OTHER] = goals.get(Where.OTHER, 0) + max(0, rest)
    goals[Where.AGENCY] += min(0, rest)
    return goals


def _total(year: int) -> int:
    return figures.looked_after(year)


def _in_like_proportion(goals: Mapping[Where, int], total: int) -> dict[Where, int]:
    scaled = {where: round(n * total / sum(goals.values())) for where, n in goals.items()}
    scaled[Where.AGENCY] += total - sum(scaled.values())
    return scaled


def _published(year: int) -> dict[Where, int]:
    def of(category: str, item: str) -> int:
        return figures.on_31_march(year, category, item) or 0

    ours = figures.series("Number_Foster_Places_Filled(New)", year) or 98
    own = of("Place providers", "Own provision (by the LA)")
    kin = own - ours - ADOPTING[year]
    return {
        Where.OURS: ours,
        Where.KIN: kin,
        Where.AGENCY: of("Placement", "Foster placements") - ours - kin,
        Where.CHILDRENS_HOME: of("Placement", "Secure homes and children's homes"),
        Where.SUPPORTED: of(
            "Placement",
            "Independent and semi-independent living arrangements/supported accommodation",
        ),
        Where.PARENTS: of(
            "Placement", "Placed with parents or other person with parental responsibility"
        ),
        Where.ADOPTION: ADOPTING[year],
        Where.RESIDENTIAL: RESIDENTIAL[year],
    }


def places_on_31_march(year: int) -> int:
    """Mainstream places that our own carers are approved for."""
    return figures.series("Number_Foster_Places(New)", year) or PLACES.get(year, PLACES_NOW)

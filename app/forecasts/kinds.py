"""What a forecast is of: its series under keys that an address can hold, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.workbench.rules.comparing import thinned
from sufficiency.forecast.words import BANDS, KINDS, LIVING_WORDS, Living


@dataclass(frozen=True, slots=True)
class Series:
    """Children of some kinds of home and ages, or homes, or what is missing, under a key."""

    key: str
    says: str
    living: tuple[Living, ...] = KINDS
    bands: tuple[str, ...] = BANDS

    @property
    def of_children(self) -> bool:
        """Does it count children who are looked after?"""
        return not self.key.startswith(("homes", "places", "short"))


ALL = Series("all", "Children looked after")
BY_KIND: Sequence[Series] = tuple(
    Series(f"kind-{living.value}", LIVING_WORDS[living], living=(living,)) for living in KINDS
)
BY_AGE: Sequence[Series] = tuple(
    Series(f"age-{number}", f"Aged {band}", bands=(band,)) for number, band in enumerate(BANDS)
)
HOMES = Series("homes", "Households of our own carers")
PLACES = Series("places", "Places with our own carers")
PLACES_BY_AGE: Sequence[Series] = tuple(
    Series(f"places-{number}", f"Places for children aged {band}", bands=(band,))
    for number, band in enumerate(BANDS)
)
SHORT = Series("short", "Fostered children for whom our own carers have no place")

OF_CHILDREN: Sequence[Series] = (ALL, *BY_KIND, *BY_AGE)
EVERY: Sequence[Series] = (*OF_CHILDREN, HOMES, PLACES, *PLACES_BY_AGE, SHORT)
BY_KEY = {each.key: each for each in EVERY}

SHARES = ("50", "80", "95")
"""The intervals told, in per cent of all futures."""

SCORED_MONTHS = (6, 12, 24, 36, 48, 60)
"""Months ahead on which a published forecast meets what came."""


def hidden(numbers: Mapping[str, int]) -> frozenset[str]:
    """Of these numbers by series, those that are thin or would give a thin one away: the same that
    are left out of the profile’s lists of the same day."""
    found: set[str] = set()
    for group in ((ALL,), BY_KIND, BY_AGE):
        keys = [each.key for each in group if each.key in numbers]
        told = thinned([numbers[key] for key in keys])
        found |= {key for key, number in zip(keys, told, strict=True) if number is None}
    return frozenset(found)

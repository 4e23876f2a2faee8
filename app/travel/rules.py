"""What roads and speeds may be; what a page says of the way minutes were reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.people.rules import record_breach
from app.statute.breach import Breach
from sufficiency.distance import Roads
from sufficiency.travel import FASTEST, SLOWEST, Kind, Road

MARGIN_KM = 30
"""Kilometres around the council's area whose roads are loaded too: homes and schools lie there,
and a quick way between two places of the area may."""

MOST_MARGIN_KM = 200

WITHOUT_ROADS = Roads()
"""The general factor that stands where no roads are loaded."""

_MPH = WITHOUT_ROADS.km_per_hour / 1.609344

FACTOR_SOURCE = (
    f"A straight line, {WITHOUT_ROADS.detour:.2f} times as long by road, at {_MPH:.0f} miles an "
    "hour. The median detour of published and measured networks is 1.34; the speed is assumed. "
    "Right to about a tenth at best."
)


def licence(product: str, data_of: date | None, loaded_on: date) -> str:
    """The sentence that the Open Government Licence asks for, with the year of the data."""
    year = (data_of or loaded_on).year
    return (
        f"{product}: contains OS data © Crown copyright and database right {year}, licensed under "
        "the Open Government Licence v3.0."
    )


def speed_breaches(speeds: Mapping[Road, float]) -> list[Breach]:
    """Every sort of road has a speed that a car may have on it."""
    return [
        record_breach(
            f"{road.words()}: enter miles an hour from {SLOWEST:g} to {FASTEST:g}.", road.value
        )
        for road in Road
        if not SLOWEST <= speeds.get(road, 0.0) <= FASTEST
    ]


def margin_breaches(margin_km: float) -> list[Breach]:
    """A margin around the area is some tens of kilometres."""
    if 0 <= margin_km <= MOST_MARGIN_KM:
        return []
    return [record_breach(f"Give a margin from 0 to {MOST_MARGIN_KM} kilometres.")]


def changed_meanwhile() -> Breach:
    """What was prepared from roads that are no longer in use is not put in their place."""
    return record_breach("Other roads were loaded meanwhile. Open the page again.")


def reckoned(kind: Kind, product: str, data_of: date | None) -> str:
    """Under a list, how the minutes on it were reckoned."""
    of = f", data of {data_of.day} {data_of:%B %Y}" if data_of else ""
    if kind is Kind.ROADS:
        return (
            f"Minutes by road are worked out on the loaded roads ({product}{of}), at assumed "
            "speeds and without traffic."
        )
    if kind is Kind.LANDMARKS:
        return (
            f"Minutes by road are estimated from landmarks on the loaded roads ({product}{of}), at "
            "assumed speeds; once this is saved they are worked out on the roads themselves."
        )
    return (
        "Minutes by road are reckoned from a general factor, as no roads are loaded: right to "
        "about a tenth."
    )


def otherwise(kind: Kind) -> str:
    """Beside minutes that were reckoned in another way than the others of a list."""
    return {
        Kind.FACTOR: "from a general factor: not on the loaded roads",
        Kind.AREA: "from a factor for this area: no loaded road is near",
    }.get(kind, kind.words())

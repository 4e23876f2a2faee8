"""Which roads are in use, and minutes by road.

A process unpacks roads once and keeps them; which ones are in use it asks once for each state of
the record. So a page that shows minutes asks the database nothing of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import func, select

from app.audit.remembering import remembered
from app.core.db import db
from app.people.models import Postcode
from app.travel import rules
from app.travel.models import RoadContent, RoadNetwork
from sufficiency.travel import (
    Box,
    Factor,
    FromLandmarks,
    Kind,
    LoadedRoads,
    OnTheRoads,
    Time,
    Way,
    reckon,
    unpack,
)
from sufficiency.types import Point


@dataclass(frozen=True, slots=True)
class InUse:
    """The roads in use, as far as a page says which."""

    code: str
    product: str
    data_of: date | None
    since: date

    @property
    def licence(self) -> str:
        """Whose they are, to be shown."""
        return rules.licence(self.product, self.data_of, self.since)


def network() -> RoadNetwork | None:
    """The roads in use."""
    return db.session.scalar(
        select(RoadNetwork)
        .where(RoadNetwork.ends_on.is_(None), RoadNetwork.stands())
        .order_by(RoadNetwork.id.desc())
        .limit(1)
    )


def networks_before() -> list[RoadNetwork]:
    """Roads that were in use before, the latest first."""
    return list(
        db.session.scalars(
            select(RoadNetwork)
            .where(RoadNetwork.ends_on.is_not(None), RoadNetwork.stands())
            .order_by(RoadNetwork.id.desc())
            .limit(20)
        )
    )


def in_use() -> InUse | None:
    """The roads in use, as far as a page says which; kept until the record changes."""
    return next(iter(_in_use()), None)


@remembered
def _in_use() -> tuple[InUse, ...]:
    found = network()
    return (InUse(found.code, found.product, found.data_of, found.starts_on),) if found else ()


# -------------------------------------------------------------------------- unpacked, and kept so

_KEPT: OrderedDict[str, LoadedRoads] = OrderedDict()
_AT_ONCE = Lock()
KEPT = 2
"""Roads that a process keeps unpacked: those in use, and those they took the place of."""


def loaded_roads(code: str) -> LoadedRoads | None:
    """The roads of that code, unpacked; None when other roads have taken their place by now."""
    with _AT_ONCE:
        if code in _KEPT:
            return _KEPT[code]
        packed = db.session.scalar(select(RoadContent.packed).where(RoadContent.code == code))
        if packed is None:
            return None
        _KEPT[code] = unpack(packed)
        while len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[code]


# ---------------------------------------------------------------------------------------- minutes


@dataclass(frozen=True, slots=True)
class ByRoad:
    """How minutes are reckoned here and now: the ways, the best first, and what a page says."""

    ways: tuple[Way, ...]
    says: str

    @property
    def main(self) -> Kind:
        """The way in which all are reckoned that can be."""
        return self.ways[0].kind

    def times(self, origin: Point | None, places: Sequence[Point | None]) -> list[Time | None]:
        """Minutes from one point to each place; None where an end is not known."""
        return reckon(origin, places, self.ways)


def by_road(*, exactly: bool = True) -> ByRoad:
    """Minutes on the loaded roads, exactly or from landmarks; without roads from a factor."""
    used = in_use()
    roads = loaded_roads(used.code) if used is not None else None
    if used is None or roads is None:
        return ByRoad((Factor(rules.WITHOUT_ROADS),), rules.reckoned(Kind.FACTOR, "", None))
    first: Way = OnTheRoads(roads) if exactly else FromLandmarks(roads)
    return ByRoad(
        (first, roads.areas, Factor(rules.WITHOUT_ROADS)),
        rules.reckoned(first.kind, used.product, used.data_of),
    )


def area_of(authority_code: str) -> Box | None:
    """The box around every postcode of a council; None where none is loaded."""
    west, south, east, north = db.session.execute(
        select(
            func.min(Postcode.easting),
            func.min(Postcode.northing),
            func.max(Postcode.easting),
            func.max(Postcode.northing),
        ).where(Postcode.authority_code == authority_code)
    ).one()
    return Box(west, south, east + 1, north + 1) if west is not None else None

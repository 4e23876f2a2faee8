"""The areas that need and homes are counted by: the first halves of our own postcodes, each with
its town, and the middle of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from sqlalchemy import func, select

from app.audit.remembering import remembered
from app.core.db import db
from app.matching.areas import TOWNS
from app.matching.queries import authority_code
from app.people.models import Postcode
from app.workbench.rules.comparing import ELSEWHERE
from sufficiency.types import Point

LEAST = 0.01
"""The part of our own postcodes that an area has, at least: slivers belong to the area beside."""

BEYOND_M = 16_000
"""Metres: what is further from every middle is elsewhere."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area and the middle of its postcodes, in metres on the National Grid."""

    name: str
    easting: int
    northing: int


def areas() -> tuple[Area, ...]:
    """Our own areas, in the order of their postcodes; none where no postcodes are loaded."""
    return _areas(authority_code())


@remembered
def _areas(authority: str) -> tuple[Area, ...]:
    outcode = func.substr(Postcode.postcode, 1, func.length(Postcode.postcode) - 4)
    rows = db.session.execute(
        select(
            outcode.label("outcode"),
            func.count().label("number"),
            func.avg(Postcode.easting).label("easting"),
            func.avg(Postcode.northing).label("northing"),
        )
        .where(Postcode.authority_code == authority)
        .group_by("outcode")
    ).all()
    least = LEAST * sum(row.number for row in rows)
    towns = _towns()
    return tuple(
        Area(towns.get(row.outcode, row.outcode), round(row.easting), round(row.northing))
        for row in sorted(rows, key=lambda row: (len(row.outcode), row.outcode))
        if row.number >= least
    )


def _towns() -> dict[str, str]:
    """The name of each area that has a town: of several the one named first."""
    found: dict[str, str] = {}
    for town, sector in TOWNS.items():
        outcode = sector.split(" ")[0]
        name = "-".join(part if part in ("on",) else part.capitalize() for part in town.split("-"))
        found.setdefault(outcode, f"{name} ({outcode})")
    return found


def area_of(point: Point | None, among: Sequence[Area]) -> str:
    """The area whose middle is nearest, or elsewhere."""
    if point is None or not among:
        return ELSEWHERE
    far, name = min(
        (hypot(point.easting_m - each.easting, point.northing_m - each.northing), each.name)
        for each in among
    )
    return name if far <= BEYOND_M else ELSEWHERE

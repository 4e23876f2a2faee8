"""The areas that need and homes are counted by: the first halves of our own postcodes, each with
its town, and the middle of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Any

from sqlalchemy import func, select

from app.audit.remembering import remembered
from app.core.db import db
from app.matching.areas import TOWNS
from app.matching.queries import authority_code
from app.people.models import Postcode
from app.workbench.rules.comparing import ELSEWHERE
from sufficiency.types import Point

LEAST = 0.02
"""The part of our own postcodes that an area has, at least: slivers belong to the area beside."""

ONE_M = 8_000
"""Metres: areas whose middles are nearer to each other are one, such as the parts of a city."""

BEYOND_M = 16_000
"""Metres: what is further from every middle is elsewhere."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area and the middle of its postcodes, in metres on the National Grid."""

    name: str
    easting: int
    northing: int


def areas() -> tuple[Area, ...]:
    """Our own areas by name; none where no postcodes are loaded."""
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
    merged: list[list[Any]] = []
    for row in sorted(rows, key=lambda row: (-row.number, row.outcode)):
        beside = next((each for each in merged if _apart(each[0], row) < ONE_M), None)
        if beside is not None:
            beside.append(row)
        elif row.number >= least:
            merged.append([row])
    found = [
        Area(
            _name([row.outcode for row in those]), round(those[0].easting), round(those[0].northing)
        )
        for those in merged
    ]
    return tuple(sorted(found, key=lambda area: area.name))


def _apart(one: Any, other: Any) -> float:
    return hypot(float(one.easting - other.easting), float(one.northing - other.northing))


def _name(outcodes: Sequence[str]) -> str:
    """The town of the first half that has most postcodes, and the first halves."""
    known, shown = _towns(), ", ".join(sorted(outcodes))
    town = known.get(outcodes[0])
    return f"{town} ({shown})" if town else shown


@cache
def _towns() -> Mapping[str, str]:
    """The town of each first half of a postcode that has one: of several the one named first."""
    found: dict[str, str] = {}
    for town, sector in TOWNS.items():
        words = town.title().replace("-On-", "-on-")
        found.setdefault(sector.split(" ")[0], words)
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

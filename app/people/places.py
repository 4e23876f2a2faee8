"""From a postcode to a point on the National Grid, out of our own table and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db, transaction
from app.core.forms import tidy_postcode
from app.people.models import Postcode

AT_ONCE = 2_000
"""Rows written in one statement."""


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """Where a postcode is: metres on the National Grid, and the authority (ONS code) it is in."""

    easting: int
    northing: int
    authority_code: str | None


def point_of(postcode: str | None) -> PlacePoint | None:
    """The point of a postcode however it was typed, or None when the table does not hold it."""
    tidy = tidy_postcode(postcode) if postcode else None
    found = db.session.get(Postcode, tidy) if tidy else None
    return _point(found) if found is not None else None


def points_of(postcodes: Iterable[str | None]) -> dict[str, PlacePoint]:
    """The points of many postcodes, asked for once; each by the postcode as it was typed."""
    tidy = {typed: tidy_postcode(typed) for typed in postcodes if typed}
    wanted = {each for each in tidy.values() if each}
    rows = db.session.scalars(select(Postcode).where(Postcode.postcode.in_(wanted)))
    found = {row.postcode: _point(row) for row in rows}
    return {typed: found[each] for typed, each in tidy.items() if each in found}


def _point(row: Postcode) -> PlacePoint:
    return PlacePoint(row.easting, row.northing, row.authority_code)


def load_postcodes(rows: Iterable[Mapping[str, Any]]) -> int:
    """Add or move postcodes, and say how many came.

    Each row has postcode (as HR6 8AB), easting, northing (metres) and authority_code (or None).
    All of them or none: one transaction. The table is public knowledge and stands in no trail.
    """
    came = 0
    with transaction():
        for some in _in_runs(iter(rows)):
            db.session.execute(_upsert(), some)
            came += len(some)
    db.session.expire_all()
    return came


def _in_runs(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := [dict(row) for row in islice(rows, AT_ONCE)]:
        yield some


def _upsert() -> Any:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(Postcode.__table__)
    return adding.on_conflict_do_update(
        index_elements=["postcode"],
        set_={name: adding.excluded[name] for name in ("easting", "northing", "authority_code")},
    )

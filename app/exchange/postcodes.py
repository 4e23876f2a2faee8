"""Postcodes and their points: the ONS Postcode Directory, Code-Point Open, or any CSV with both.

Read as a stream, so that the whole country passes through in little memory. Postcodes are public
knowledge: rows that are right are counted and not kept; only rejected ones are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import IO

from app.core.forms import tidy_postcode
from app.data import authorities
from app.exchange.cells import text_of
from app.exchange.opening import FileRefused, Incoming, Opened
from app.exchange.rows import Row, text_rows
from sufficiency.grid import to_degrees
from sufficiency.types import Point

EAST = ("oseast1m", "east1m", "easting", "eastings", "x", "oseast")
NORTH = ("osnrth1m", "north1m", "northing", "northings", "y", "osnrth")
LATITUDE = ("lat", "latitude")
LONGITUDE = ("long", "lon", "lng", "longitude")
POSTCODE = ("pcds", "pcd", "pcd7", "pcd8", "postcode", "post_code", "pc")
DISTRICT = re.compile(r"oslaua|laua|lad\d\dcd|ladcd|district_code|admin_district(_code)?")
COUNTY = re.compile(
    r"authority_code|utla(\d\d)?cd|oscty|cty\d\dcd|county_code|admin_county(_code)?"
)

CODE_POINT = ("postcode", "pqi", "eastings", "northings", "country", "nhs_region", "nhs_ha")
CODE_POINT_COLUMNS = (*CODE_POINT, "admin_county_code", "admin_district_code", "admin_ward_code")
"""Code-Point Open has no headings in its files; these are its columns in order."""

EASTINGS = range(700_000)
NORTHINGS = range(1_300_000)
"""Metres on the National Grid that Great Britain lies within."""

NO_POSITION = ("", "0", "99.999999")


@dataclass(frozen=True, slots=True)
class PostcodeRead:
    """One row: a postcode with its point, or why it has none."""

    place: tuple[str, int]
    postcode: str
    point: Point | None
    authority_code: str | None = None
    trouble: str = ""
    no_position: bool = False


def read(incoming: Incoming, opened: Opened) -> Iterator[PostcodeRead]:
    """Every postcode of a file or of the files in an archive, in order.

    Raises FileRefused when nothing in it is a list of postcodes with positions.
    """
    if opened.kind == "xlsx":
        raise FileRefused(
            f"“{incoming.name}” is a workbook. Postcodes come as .csv, or as the published .zip."
        )
    if opened.kind == "csv":
        with incoming.open() as file:
            yield from _table(file, incoming.name, needed=True)
        return
    with incoming.open() as file, zipfile.ZipFile(file) as packed:
        names = _tables_in(packed.namelist())
        found = False
        for name in names:
            with packed.open(name) as part:
                for each in _table(part, name, needed=False):
                    found = True
                    yield each
        if not found:
            raise FileRefused(
                f"“{incoming.name}” holds no list of postcodes with eastings and northings. Send "
                "the ONS Postcode Directory or Code-Point Open as it was published."
            )


def _tables_in(names: Sequence[str]) -> list[str]:
    """The text files of a published archive, without the copies by area and the documents."""
    texts = [name for name in names if name.lower().endswith((".csv", ".txt"))]
    whole = [
        name
        for name in texts
        if not re.search(r"multi_csv|/doc|^doc|names? and codes|user_guide", name.lower())
    ]
    return whole or texts


def _table(file: IO[bytes], name: str, *, needed: bool) -> Iterator[PostcodeRead]:
    rows = text_rows(file, name)
    first = next((row for row in rows if not row.is_blank), None)
    columns = _columns(first) if first is not None else None
    if first is None or columns is None:
        if needed:
            raise FileRefused(
                f"“{name}” has no headings that say which columns are the postcode and its easting "
                "and northing (or latitude and longitude). Add them above the columns."
            )
        return
    if _is_code_point(first):
        yield _read(first, columns, name)
    for row in rows:
        if not row.is_blank:
            yield _read(row, columns, name)


def _is_code_point(row: Row) -> bool:
    return (
        len(row.cells) >= len(CODE_POINT_COLUMNS) - 1
        and tidy_postcode(text_of(row.cells[0])) is not None
        and all(text_of(cell).isdigit() for cell in row.cells[1:4])
    )


def _columns(first: Row) -> Mapping[str, int] | None:
    if _is_code_point(first):
        named: Sequence[str] = CODE_POINT_COLUMNS
    else:
        named = [
            re.sub(r"[^a-z0-9]+", "_", text_of(cell).lower()).strip("_") for cell in first.cells
        ]
    found = {
        "postcode": _first_of(named, POSTCODE),
        "east": _first_of(named, EAST),
        "north": _first_of(named, NORTH),
        "lat": _first_of(named, LATITUDE),
        "lon": _first_of(named, LONGITUDE),
        "district": _first_like(named, DISTRICT),
        "county": _first_like(named, COUNTY),
    }
    columns = {name: place for name, place in found.items() if place is not None}
    has_point = {"east", "north"} <= set(columns) or {"lat", "lon"} <= set(columns)
    return columns if "postcode" in columns and has_point else None


def _first_of(named: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((named.index(name) for name in wanted if name in named), None)


def _first_like(named: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((place for place, name in enumerate(named) if wanted.fullmatch(name)), None)


def _read(row: Row, columns: Mapping[str, int], name: str) -> PostcodeRead:
    def said(column: str) -> str:
        place = columns.get(column)
        return text_of(row.cells[place]) if place is not None and place < len(row.cells) else ""

    where = (name, row.number)
    postcode = tidy_postcode(said("postcode"))
    if postcode is None:
        return PostcodeRead(
            where, said("postcode")[:12], None, trouble="This is not a full postcode."
        )
    if postcode.startswith("BT") or all(
        said(each) in NO_POSITION for each in ("east", "north", "lat", "lon")
    ):
        return PostcodeRead(where, postcode, None, no_position=True)
    point = _point(said("east"), said("north"), said("lat"), said("lon"))
    if point is None:
        return PostcodeRead(
            where,
            postcode,
            None,
            trouble="Its position is not in Great Britain. Check the columns and their order.",
        )
    return PostcodeRead(where, postcode, point, _authority(said("county"), said("district")))


def _point(east: str, north: str, latitude: str, longitude: str) -> Point | None:
    try:
        if east and north:
            point = Point(round(float(east)), round(float(north)))
        else:
            point = to_point(float(latitude), float(longitude))
    except (ValueError, OverflowError):
        return None
    inside = point.easting_m in EASTINGS and point.northing_m in NORTHINGS
    return point if inside and (point.easting_m or point.northing_m) else None


def to_point(latitude: float, longitude: float) -> Point:
    """The grid reference of a latitude and longitude (WGS84), to the metre.

    The grid's own conversion the other way, undone by steps: each step moves by what is left, and
    the meridians converge by less than five degrees, so ten steps are ample. Raises ValueError
    outside Great Britain.
    """
    if not (49 < latitude < 61.5 and -9.5 < longitude < 2.5):
        raise ValueError("not in Great Britain")
    east, north = 400_000.0, 250_000.0
    for _ in range(12):
        here = to_degrees(Point(round(east), round(north)))
        step_north = (latitude - here.latitude) * 111_230
        step_east = (longitude - here.longitude) * 111_320 * cos(radians(here.latitude))
        east, north = east + step_east, north + step_north
        if abs(step_east) < 0.6 and abs(step_north) < 0.6:
            break
    return Point(round(east), round(north))


def _authority(county: str, district: str) -> str | None:
    """The council that runs children's services: the county's where there is one."""
    for code in (county, district):
        known = authorities().get(code)
        if known is not None:
            return known.code
    return district if re.fullmatch(r"[EWS]\d{8}", district) else None

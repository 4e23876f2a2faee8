"""Roads from OS Open Roads as Ordnance Survey publishes it: a GeoPackage, which is SQLite.

Source: OS Open Roads technical specification (docs.os.uk), and OGC GeoPackage 1.2 for the file
itself. Two tables are read: `road_node` (id, and its point) and `road_link` (start_node, end_node,
length in metres, road_function, road_classification, form_of_way). Lines are not: a link's length
is written beside it.

The file comes from outside and is not trusted: it is opened to be read only, its tables must be
plain tables, and what would take far more work than a road network does is stopped. Every refusal
is a `BadRoads` that says what to do.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sufficiency.travel.loaded import Tell
from sufficiency.travel.network import BadRoads, Made, make_network
from sufficiency.travel.preparing import untold
from sufficiency.travel.roads import ORDER, road_of

PRODUCT = "OS Open Roads"
NATIONAL_GRID = 27700
"""EPSG's code of OSGB36 / British National Grid."""

NODES, LINKS = "road_node", "road_link"
NODE_COLUMNS = ("id",)
LINK_COLUMNS = ("start_node", "end_node", "length", "form_of_way")
SORT_COLUMNS = ("road_function", "road_classification")
"""Newer editions say what a road is for, older ones only its class; one of them is needed."""

MOST_JUNCTIONS = 750_000
"""Junctions within the box: a large county with thirty kilometres around it has 200,000."""

MOST_BYTES = 16_000_000_000
"""Bytes of a file; that of Great Britain is some two thousand million."""

LONGEST_VALUE = 8_000_000
"""Bytes of one value; the longest line of a road is some thousands."""

STEPS, MOST_ROUNDS = 1_000_000, 4_000
"""SQLite's own steps between two looks, and how many looks: all of Great Britain takes some 300."""

TOLD_EVERY = 50_000

NOT_ONE = (
    "This is not a GeoPackage. Download OS Open Roads from Ordnance Survey as GeoPackage, unpack "
    "the zip, and give the file that ends in .gpkg."
)
DAMAGED = "This GeoPackage is damaged or was cut off. Download it again, and unpack it whole."


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the National Grid, in metres: from west and south to east and north."""

    west: int
    south: int
    east: int
    north: int

    def __post_init__(self) -> None:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("a box goes from west to east and from south to north")

    def wider_by(self, metres: int) -> "Box":
        """The same with a margin all round."""
        return Box(self.west - metres, self.south - metres, self.east + metres, self.north + metres)

    def holds(self, east: float, north: float) -> bool:
        """Whether a point lies in it."""
        return self.west <= east <= self.east and self.south <= north <= self.north


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file: the roads within the box, and the day that its data is of."""

    made: Made
    data_of: date | None


def read(path: Path, box: Box, tell: Tell = untold) -> Read:
    """The roads of a file within a box. BadRoads says why a file cannot be used."""
    _look_at(path)
    with _opened(path) as file:
        column = _require_layout(file)
        number, east, north = _junctions(file, column, box, tell)
        if not number:
            raise BadRoads(
                "This file has no road within the area. Check the area, and that the file is of "
                "Great Britain or of the grid squares around the council."
            )
        ends = _links(file, number, tell)
        day = _day_of(file)
    return Read(make_network(east, north, *ends), day)


# ------------------------------------------------------------------------------ the file as such


def _look_at(path: Path) -> None:
    """By its first bytes and its size: is it a GeoPackage, and all of it?"""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as wrong:
        raise BadRoads(f"The file cannot be read: {wrong.strerror}.") from wrong
    if head.startswith(b"PK"):
        raise BadRoads("This is a zip. Unpack it, and give the file inside that ends in .gpkg.")
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise BadRoads(NOT_ONE)
    if head[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        raise BadRoads(NOT_ONE)
    if size > MOST_BYTES:
        raise BadRoads("This file is far larger than OS Open Roads. It was not opened.")
    (page,) = struct.unpack(">H", head[16:18])
    (pages,) = struct.unpack(">I", head[28:32])
    if size < (65_536 if page == 1 else page) * pages:
        raise BadRoads(DAMAGED)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, to be read only, with bounds on what it may make us do."""
    left = MOST_ROUNDS

    def look() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as file:
            file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
            file.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            file.execute("PRAGMA trusted_schema = OFF")
            file.execute("PRAGMA query_only = ON")
            file.execute("PRAGMA cell_size_check = ON")
            file.set_progress_handler(look, STEPS)
            yield file
    except sqlite3.Error as wrong:
        if left < 0:
            raise BadRoads(
                "Reading this file takes far longer than a road network does. It was left."
            ) from wrong
        raise BadRoads(DAMAGED) from wrong


def _require_layout(file: sqlite3.Connection) -> str:
    """Both tables as they are published, on the National Grid; gives the column with points."""
    for table, needed in ((NODES, NODE_COLUMNS), (LINKS, LINK_COLUMNS)):
        _require_table(file, table)
        columns = _columns(file, table)
        missing = [each for each in needed if each not in columns]
        if table == LINKS and not set(SORT_COLUMNS) & columns:
            missing.append(" or ".join(SORT_COLUMNS))
        if missing:
            raise BadRoads(
                f"The table {table} of this file has no {', '.join(missing)}. Give OS Open Roads "
                "as Ordnance Survey publishes it, as GeoPackage."
            )
    _require_table(file, "gpkg_geometry_columns")
    found = file.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (NODES,)
    ).fetchone()
    if found is None or found[0] not in _columns(file, NODES):
        raise BadRoads(f"This GeoPackage does not say where the points of {NODES} are.")
    _require_national_grid(file, found[1])
    return str(found[0])


def _require_table(file: sqlite3.Connection, table: str) -> None:
    found = file.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if found is None:
        raise BadRoads(
            f"This GeoPackage has no table {table}: it is not OS Open Roads. Download OS Open "
            "Roads from Ordnance Survey as GeoPackage."
        )
    kind, made = found
    if kind != "table" or not str(made).upper().startswith("CREATE TABLE"):
        raise BadRoads(f"In this file {table} is not a plain table. It was not read.")


def _columns(file: sqlite3.Connection, table: str) -> set[str]:
    return {
        str(name) for (name,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,))
    }


def _require_national_grid(file: sqlite3.Connection, srs: Any) -> None:
    _require_table(file, "gpkg_spatial_ref_sys")
    found = file.execute(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (srs,),
    ).fetchone()
    if found is None or (str(found[0]).upper(), found[1]) != ("EPSG", NATIONAL_GRID):
        where = f"{found[0]}:{found[1]}" if found else f"an unknown system ({srs})"
        raise BadRoads(
            f"The points of this file are in {where}, not on the British National Grid "
            f"(EPSG:{NATIONAL_GRID}). Give the file as Ordnance Survey publishes it."
        )


def _day_of(file: sqlite3.Connection) -> date | None:
    """When the links were last changed, as the file says; None where it does not."""
    try:
        found = file.execute(
            "SELECT last_change FROM gpkg_contents WHERE table_name = ?", (LINKS,)
        ).fetchone()
        return date.fromisoformat(str(found[0])[:10]) if found else None
    except (sqlite3.OperationalError, ValueError):
        return None


# ---------------------------------------------------------------------------- junctions and links


def _junctions(
    file: sqlite3.Connection, column: str, box: Box, tell: Tell
) -> tuple[dict[str, int], list[int], list[int]]:
    """The number of each junction within the box by its id, with their points."""
    number: dict[str, int] = {}
    easts: list[int] = []
    norths: list[int] = []
    total = _rows(file, NODES)
    named = '"' + column.replace('"', '""') + '"'
    for done, (id_, blob) in enumerate(file.execute(f"SELECT id, {named} FROM {NODES}")):
        if done % TOLD_EVERY == 0:
            tell("Reading junctions", done, total)
        east, north = _point(blob)
        if box.holds(east, north) and id_ is not None and id_ not in number:
            number[id_] = len(easts)
            easts.append(round(east))
            norths.append(round(north))
            if len(easts) > MOST_JUNCTIONS:
                raise BadRoads(
                    f"There are more than {MOST_JUNCTIONS:,} junctions within the area. Load a "
                    "smaller margin around the council."
                )
    tell("Reading junctions", total, total)
    return number, easts, norths


def _links(
    file: sqlite3.Connection, number: dict[str, int], tell: Tell
) -> tuple[list[int], list[int], list[float], list[int]]:
    """Start, end, metres and sort of each link whose two ends are among the junctions."""
    starts, ends, metres, sorts = [], [], [], []
    total = _rows(file, LINKS)
    there = _columns(file, LINKS)
    function, classed = (each if each in there else "''" for each in SORT_COLUMNS)
    known: dict[tuple[Any, Any, Any], int | None] = {}
    asked = f"SELECT start_node, end_node, length, {function}, {classed}, form_of_way FROM {LINKS}"
    for done, (start, end, length, *told) in enumerate(file.execute(asked)):
        if done % TOLD_EVERY == 0:
            tell("Reading links", done, total)
        one, other = number.get(start), number.get(end)
        if one is None or other is None:
            continue
        sort = tuple(told)
        if sort not in known:
            road = road_of(*(str(each or "") for each in told))
            known[sort] = None if road is None else ORDER.index(road)
        place = known[sort]
        if place is None:
            continue
        starts.append(one)
        ends.append(other)
        metres.append(float(length) if isinstance(length, int | float) else 0.0)
        sorts.append(place)
    tell("Reading links", total, total)
    return starts, ends, metres, sorts


def _rows(file: sqlite3.Connection, table: str) -> int:
    """About how many rows: the last row's number, which costs nothing to ask."""
    found = file.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
    return int(found) if isinstance(found, int) else 0


_ENVELOPES = (0, 32, 48, 48, 64)


def _point(blob: Any) -> tuple[float, float]:
    """Easting and northing of a point as a GeoPackage holds it: its own header, then WKB.

    The header is "GP", a version, flags (bit 0 the byte order, bits 1 to 3 which envelope follows),
    the reference system and that envelope.
    """
    try:
        if blob[:2] != b"GP":
            raise BadRoads(DAMAGED)
        skip = 8 + _ENVELOPES[blob[3] >> 1 & 7]
        order = "<" if blob[skip] == 1 else ">"
        kind, east, north = struct.unpack_from(f"{order}Idd", blob, skip + 1)
    except (TypeError, IndexError, struct.error) as wrong:
        raise BadRoads(DAMAGED) from wrong
    # a point, with or without height and measure
    if kind % 1000 != 1 or not (abs(east) < 1e7 and abs(north) < 1e7):
        raise BadRoads(DAMAGED)
    return east, north

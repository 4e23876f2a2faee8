"""Invented roads, by seed, written as Ordnance Survey lays out OS Open Roads as GeoPackage.

Villages and towns over a county, joined as country roads join them: neighbours to neighbours, some
ways missing, the quick roads between towns. The detour over the straight line is some 1.3 in the
median. Nothing in it is a real road.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from sufficiency.travel import SPEEDS
from tests.oracles.travel import PlainRoads

MIDDLE = (350_000, 250_000)
"""Where the county lies on the National Grid."""

METRES_A_JUNCTION = 300.0
"""Each junction has a square so wide to itself, on average."""

LINKS_A_JUNCTION = 1.45
SORTS = (
    ("Local Road", "Unclassified", "Single Carriageway"),
    ("Minor Road", "Classified Unnumbered", "Single Carriageway"),
    ("B Road", "B Road", "Single Carriageway"),
    ("A Road", "A Road", "Single Carriageway"),
    ("A Road", "A Road", "Collapsed Dual Carriageway"),
    ("Local Access Road", "Not Classified", "Single Carriageway"),
    ("Local Road", "Unclassified", "Roundabout"),
)
LOCAL, MINOR, B_ROAD, A_ROAD, DUAL, ACCESS, ROUNDABOUT = range(len(SORTS))
NATIONAL_GRID = 27700
DAY = "2026-04-07T00:00:00.000Z"

Any64 = NDArray[Any]


@dataclass(frozen=True)
class Roads:
    """Junctions by number with their points; links with their ends, metres and place in `SORTS`."""

    east: Any64
    north: Any64
    start: Any64
    end: Any64
    metres: Any64
    sort: Any64

    @property
    def box(self) -> tuple[int, int, int, int]:
        """West, south, east, north: all of it."""
        return (
            int(self.east.min()) - 1,
            int(self.north.min()) - 1,
            int(self.east.max()) + 1,
            int(self.north.max()) + 1,
        )


def invented_roads(junctions: int, seed: int = 1) -> Roads:
    """So many junctions with the roads between them; all hang together."""
    random = np.random.default_rng(seed)
    towns = _towns(random, junctions)
    at = _points(random, junctions, towns)
    start, end = _links(random, at)
    far = np.hypot(*(at[start] - at[end]).T)
    metres = np.round(np.maximum(far * (1 + random.gamma(1.5, 0.06, len(far))), 3.0))
    sort = _sorts(random, at, start, end, metres, towns)
    return Roads(at[:, 0], at[:, 1], start, end, metres, sort)


def _side(junctions: int) -> float:
    return METRES_A_JUNCTION * float(np.sqrt(junctions))


def _towns(random: np.random.Generator, junctions: int) -> Any64:
    """A town for every 1,500 junctions, four at least."""
    number, side = max(4, junctions // 1_500), _side(junctions)
    found: Any64 = random.uniform(-side / 2, side / 2, (number, 2)) + np.array(MIDDLE)
    return found


def _points(random: np.random.Generator, junctions: int, towns: Any64) -> Any64:
    """Half of the junctions in towns, half over the land; no two at one place."""
    side, inside = _side(junctions), junctions // 2
    size = side / 25 * random.gamma(2, 0.5, len(towns))
    weight = size / size.sum()
    which = random.choice(len(towns), inside, p=weight)
    urban = towns[which] + random.normal(0, 1, (inside, 2)) * size[which, None]
    rural = random.uniform(-side / 2, side / 2, (2 * junctions, 2)) + np.array(MIDDLE)
    half = side / 2
    within = (np.abs(urban - np.array(MIDDLE)) <= half).all(axis=1)
    every = np.unique(np.round(np.concatenate([urban[within], rural])).astype(np.int64), axis=0)
    kept = np.concatenate([urban[within], rural])[:junctions]
    at = np.unique(np.round(kept).astype(np.int64), axis=0)
    if len(at) < junctions:  # some fell together: take others of the land
        taken = {tuple(each) for each in at.tolist()}
        more = [each for each in every.tolist() if tuple(each) not in taken]
        random.shuffle(more)
        at = np.concatenate([at, np.array(more[: junctions - len(at)])])
    random.shuffle(at)
    return at


def _links(random: np.random.Generator, at: Any64) -> tuple[Any64, Any64]:
    """What joins all with the least road, and of the other ways between neighbours the shorter."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial import Delaunay

    corners = Delaunay(at).simplices
    pairs = np.unique(
        np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])),
        axis=0,
    )
    far = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
    joined = csr_array((far, (pairs[:, 0], pairs[:, 1])), shape=(len(at), len(at)))
    tree = minimum_spanning_tree(joined).tocoo()
    needed = set(zip(tree.row.tolist(), tree.col.tolist(), strict=True))
    in_tree = np.array([pair in needed for pair in map(tuple, pairs.tolist())])
    near = np.full(len(at), np.inf)
    np.minimum.at(near, pairs[:, 0], far)
    np.minimum.at(near, pairs[:, 1], far)
    longer = far / np.maximum(near[pairs[:, 0]], near[pairs[:, 1]])
    rank = np.where(in_tree, -1.0, longer * random.uniform(0.5, 1.5, len(far)))
    kept = np.argsort(rank, kind="stable")[: round(LINKS_A_JUNCTION * len(at))]
    chosen = pairs[np.sort(kept)]
    return chosen[:, 0], chosen[:, 1]


def _sorts(
    random: np.random.Generator,
    at: Any64,
    start: Any64,
    end: Any64,
    metres: Any64,
    towns: Any64,
) -> Any64:
    """Quick roads along the shortest ways from town to town; the rest lanes and streets."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    number = {
        pair: link for link, pair in enumerate(zip(start.tolist(), end.tolist(), strict=True))
    }
    sort = random.choice([LOCAL, MINOR, ACCESS], len(start), p=[0.55, 0.35, 0.1])
    both = (np.concatenate([start, end]), np.concatenate([end, start]))
    graph = csr_array((np.concatenate([metres, metres]), both), shape=(len(at), len(at)))
    middles = [int(np.hypot(*(at - town).T).argmin()) for town in towns]
    for one, middle in enumerate(middles):
        _, before = dijkstra(graph, indices=middle, return_predecessors=True)
        order = np.hypot(*(towns - towns[one]).T).argsort()[1:5]
        for rank, other in enumerate(order.tolist()):
            road = (A_ROAD, A_ROAD, B_ROAD, B_ROAD)[rank]
            road = DUAL if road == A_ROAD and (one + other) % 5 == 0 else road
            here = middles[other]
            while here != middle and before[here] >= 0:
                there = int(before[here])
                link = number.get((min(here, there), max(here, there)))
                if link is not None and sort[link] not in (A_ROAD, DUAL):
                    sort[link] = road
                here = there
    small = (metres < 40) & (sort == LOCAL) & (random.random(len(start)) < 0.05)
    sort[small] = ROUNDABOUT
    return sort


def plain_roads(roads: Roads) -> PlainRoads:
    """Invented roads as the plain search knows them."""
    links = [
        (one, other, metres, SORTS[sort][0], SORTS[sort][2])
        for one, other, metres, sort in zip(
            roads.start.tolist(),
            roads.end.tolist(),
            roads.metres.tolist(),
            roads.sort.tolist(),
            strict=True,
        )
    ]
    junctions = list(zip(roads.east.tolist(), roads.north.tolist(), strict=True))
    return PlainRoads(junctions, links, {road.value: speed for road, speed in SPEEDS.items()})


# --------------------------------------------------------------------------------------- the file

LAYOUT = f"""
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
    identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
    m TINYINT NOT NULL);
CREATE TABLE road_node (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geometry POINT, id TEXT,
    form_of_road_node TEXT);
CREATE TABLE road_link (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geometry LINESTRING,
    id TEXT, fictitious BOOLEAN, road_classification TEXT, road_function TEXT, form_of_way TEXT,
    road_classification_number TEXT, name_1 TEXT, name_1_lang TEXT, name_2 TEXT, name_2_lang TEXT,
    road_structure TEXT, length REAL, length_uom TEXT, loop BOOLEAN, primary_route BOOLEAN,
    trunk_road BOOLEAN, start_node TEXT, end_node TEXT, road_number_toid TEXT,
    road_name_toid TEXT);
INSERT INTO gpkg_spatial_ref_sys
    VALUES ('OSGB36 / British National Grid', {NATIONAL_GRID}, 'EPSG', {NATIONAL_GRID}, '', NULL);
INSERT INTO gpkg_geometry_columns VALUES ('road_node', 'geometry', 'POINT', {NATIONAL_GRID}, 0, 0);
INSERT INTO gpkg_geometry_columns
    VALUES ('road_link', 'geometry', 'LINESTRING', {NATIONAL_GRID}, 0, 0);
"""


def write_geopackage(path: Path, roads: Roads, seed: int = 1) -> None:
    """Write roads as OS Open Roads comes: two tables of features and what describes them."""
    random = np.random.default_rng(seed)
    with closing(sqlite3.connect(path)) as file:
        file.executescript(LAYOUT)
        for name in ("road_node", "road_link"):
            file.execute(
                "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
                (name, name, DAY, *roads.box, NATIONAL_GRID),
            )
        ids = [str(UUID(bytes=random.bytes(16))).upper() for _ in roads.east]
        file.executemany(
            "INSERT INTO road_node (geometry, id, form_of_road_node) VALUES (?, ?, 'junction')",
            (
                (point_blob(east, north), id_)
                for east, north, id_ in zip(
                    roads.east.tolist(), roads.north.tolist(), ids, strict=True
                )
            ),
        )
        file.executemany(
            "INSERT INTO road_link (geometry, id, fictitious, road_classification, road_function, "
            "form_of_way, length, length_uom, loop, primary_route, trunk_road, start_node, "
            "end_node) VALUES (?, ?, 0, ?, ?, ?, ?, 'm', 0, 0, 0, ?, ?)",
            _link_rows(roads, ids, random),
        )
        file.commit()


def _link_rows(
    roads: Roads, ids: list[str], random: np.random.Generator
) -> Iterator[tuple[Any, ...]]:
    east, north = roads.east.tolist(), roads.north.tolist()
    for one, other, metres, sort in zip(
        roads.start.tolist(),
        roads.end.tolist(),
        roads.metres.tolist(),
        roads.sort.tolist(),
        strict=True,
    ):
        function, classed, form = SORTS[sort]
        line = ((east[one], north[one]), (east[other], north[other]))
        id_ = str(UUID(bytes=random.bytes(16))).upper()
        yield line_blob(line), id_, classed, function, form, metres, ids[one], ids[other]


def point_blob(east: float, north: float, srs: int = NATIONAL_GRID) -> bytes:
    """A point as a GeoPackage holds it: its header without an envelope, then WKB."""
    return b"GP\x00\x01" + struct.pack("<iBIdd", srs, 1, 1, east, north)


def line_blob(line: tuple[tuple[float, float], ...], srs: int = NATIONAL_GRID) -> bytes:
    """A line as a GeoPackage holds it: its header with an envelope, then WKB."""
    east, north = [each[0] for each in line], [each[1] for each in line]
    head = b"GP\x00\x03" + struct.pack("<i4d", srs, min(east), max(east), min(north), max(north))
    points = b"".join(struct.pack("<2d", *each) for each in line)
    return head + struct.pack("<BII", 1, 2, len(line)) + points

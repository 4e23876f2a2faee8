"""OS Open Roads read from its file; every file that is no such thing is refused in words."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import date

import numpy as np
import pytest

from bench.roads import DAY, invented_roads, point_blob, write_geopackage
from sufficiency.travel import BadRoads, Box, geopackage, read
from tests.sufficiency.travel.plain import network_of

EVERYWHERE = Box(0, 0, 700_000, 1_300_000)


@pytest.fixture(scope="module")
def roads():
    return invented_roads(400, seed=8)


@pytest.fixture(scope="module")
def published(roads, tmp_path_factory):
    """A good file. Copy it; never change it."""
    path = tmp_path_factory.mktemp("roads") / "oproad.gpkg"
    write_geopackage(path, roads)
    return path


@pytest.fixture
def file(published, tmp_path):
    return shutil.copy(published, tmp_path / "roads.gpkg")


def changed(file, *statements):
    with closing(sqlite3.connect(file)) as opened:
        for statement in statements:
            opened.execute(statement)
        opened.commit()
    return file


def test_what_was_written_is_read(roads, published):
    told = []
    found = read(published, EVERYWHERE, lambda *each: told.append(each))
    mine, theirs = found.made.network, network_of(roads)
    for name in ("easting", "northing", "start", "end", "metres", "kind"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name)), name
    assert found.data_of == date.fromisoformat(DAY[:10])
    assert {doing for doing, _, _ in told} == {"Reading junctions", "Reading links"}


def test_only_the_area_is_taken_and_what_hangs_together_in_it(roads, published):
    west, south, east, north = roads.box
    half = Box(west, south, (west + east) // 2, north)
    made = read(published, half).made
    inside = int((roads.east <= half.east).sum())
    assert made.network.junctions + made.apart == inside
    assert made.network.easting.max() <= half.east
    with pytest.raises(BadRoads, match="no road within the area"):
        read(published, Box(0, 0, 1000, 1000))


def test_a_bus_only_way_is_no_road_and_words_that_are_missing_do_not_stop_it(roads, file):
    changed(file, "UPDATE road_link SET form_of_way = 'Guided Busway' WHERE fid % 50 = 0")
    changed(file, "UPDATE road_link SET road_function = NULL, length = NULL WHERE fid % 7 = 0")
    made = read(file, EVERYWHERE).made
    assert 0 < made.network.links < len(roads.start)


NOT_A_TABLE = (
    "ALTER TABLE road_link RENAME TO hidden",
    "CREATE VIEW road_link AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS fid, 'a' AS start_node, 'b' AS end_node, 1 AS length, '' AS road_function, "
    "'' AS form_of_way FROM n",
)


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (("DROP TABLE road_node",), "has no table road_node"),
        (("DROP TABLE road_link",), "has no table road_link"),
        (("DROP TABLE gpkg_geometry_columns",), "has no table gpkg_geometry_columns"),
        (("ALTER TABLE road_link DROP COLUMN start_node",), "has no start_node"),
        (
            (
                "ALTER TABLE road_link DROP COLUMN road_function",
                "ALTER TABLE road_link DROP COLUMN road_classification",
            ),
            "has no road_function or road_classification",
        ),
        (NOT_A_TABLE, "not a plain table"),
        (
            ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4326",),
            "in EPSG:4326, not on the British National Grid",
        ),
        (("UPDATE gpkg_geometry_columns SET srs_id = 4326",), "an unknown system"),
        (("DELETE FROM gpkg_geometry_columns",), "does not say where the points"),
        (("UPDATE road_node SET geometry = x'00' WHERE fid = 9",), "damaged"),
        (("UPDATE road_node SET geometry = NULL WHERE fid = 9",), "damaged"),
        (("UPDATE road_node SET geometry = 'GP of words' WHERE fid = 9",), "damaged"),
        (("DELETE FROM road_link",), "No two junctions"),
        (("PRAGMA application_id = 0",), "not a GeoPackage"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_file_that_is_no_open_roads_is_refused_with_what_to_do(file, statements, says):
    changed(file, *statements)
    with pytest.raises(BadRoads, match=says):
        read(file, EVERYWHERE)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a GeoPackage"),
        (b"PK\x03\x04 and the rest of a zip", "This is a zip"),
        (b"SQLite format 3\0", "not a GeoPackage"),
        (b"id,start,end\n1,2,3\n" * 20, "not a GeoPackage"),
    ],
)
def test_other_kinds_of_file_are_refused_by_their_first_bytes(tmp_path, content, says):
    path = tmp_path / "roads.gpkg"
    path.write_bytes(content)
    with pytest.raises(BadRoads, match=says):
        read(path, EVERYWHERE)


@pytest.mark.parametrize("kept", [200, 5_000, 40_000, 100_001])
def test_a_file_that_was_cut_off_is_refused(published, tmp_path, kept):
    path = tmp_path / "roads.gpkg"
    path.write_bytes(published.read_bytes()[:kept])
    with pytest.raises(BadRoads, match="cut off"):
        read(path, EVERYWHERE)


def test_pages_written_over_are_refused_or_read_and_never_anything_else(published, tmp_path):
    random, whole = np.random.default_rng(1), published.read_bytes()
    path = tmp_path / "roads.gpkg"
    for _ in range(40):
        spoilt = bytearray(whole)
        at = int(random.integers(100, len(whole) - 600))
        spoilt[at : at + 500] = random.bytes(500)
        path.write_bytes(spoilt)
        with suppress(BadRoads):
            assert read(path, EVERYWHERE).made.network.junctions > 1


def test_a_file_of_monstrous_size_or_work_is_left(file, monkeypatch):
    monkeypatch.setattr(geopackage, "MOST_JUNCTIONS", 100)
    with pytest.raises(BadRoads, match="more than 100 junctions"):
        read(file, EVERYWHERE)
    monkeypatch.undo()
    monkeypatch.setattr(geopackage, "MOST_BYTES", 1_000)
    with pytest.raises(BadRoads, match="far larger"):
        read(file, EVERYWHERE)
    monkeypatch.undo()
    monkeypatch.setattr(geopackage, "STEPS", 50)
    monkeypatch.setattr(geopackage, "MOST_ROUNDS", 20)
    with pytest.raises(BadRoads, match="far longer"):
        read(file, EVERYWHERE)


def test_points_in_any_byte_order_and_with_height_are_read():
    import struct

    big = b"GP\x00\x00" + struct.pack(">i", 27700) + struct.pack(">BIdd", 0, 1, 5.0, 6.0)
    high = (
        b"GP\x00\x05"
        + struct.pack("<i6d", 27700, *(0.0,) * 6)
        + struct.pack("<BIddd", 1, 1001, 7.0, 8.0, 99.0)
    )
    assert geopackage._point(point_blob(3.0, 4.0)) == (3.0, 4.0)
    assert geopackage._point(big) == (5.0, 6.0)
    assert geopackage._point(high) == (7.0, 8.0)


def test_a_box_has_a_west_and_an_east():
    with pytest.raises(ValueError, match="west to east"):
        Box(5, 0, 5, 10)
    assert Box(10, 20, 30, 40).wider_by(5) == Box(5, 15, 35, 45)

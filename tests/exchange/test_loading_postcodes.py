"""Postcodes come in as they were published, and again as nothing new."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data import postcodes
from app.exchange import loading
from app.exchange.models import LoadKind, LoadState
from app.exchange.opening import Incoming
from app.exchange.postcodes import to_point
from app.people.models import Postcode
from app.people.places import point_of
from tests.exchange.conftest import a_csv, a_file, check, counts, load, rows_of

PUBLISHED = ("postcodes_code_point.csv", "postcodes_onspd.csv", "postcodes_latitudes.csv")


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_publishers_columns_are_known(db: Any, name: str) -> None:
    done = load(LoadKind.POSTCODES, a_file(name))
    assert done.summary["added"] == 6
    held = db.session.scalars(select(Postcode).order_by(Postcode.postcode)).all()
    known = {each.postcode: each for each in postcodes() if each.postcode.startswith("HR6 0A")}
    for each in held:
        assert abs(each.easting - known[each.postcode].easting) <= 1
        assert abs(each.northing - known[each.postcode].northing) <= 1
    if name != "postcodes_latitudes.csv":
        assert {each.authority_code for each in held} == {"E06000019"}


def test_the_same_postcodes_twice_change_nothing_and_a_move_is_one_change(db: Any) -> None:
    load(LoadKind.POSTCODES, a_file(PUBLISHED[0]))
    assert counts(check(LoadKind.POSTCODES, a_file(PUBLISHED[0]))) == {"same": 6}
    moved = a_csv("Postcode,Easting,Northing", "HR6 0AA,300000,200000")
    assert counts(load(LoadKind.POSTCODES, moved)) == {"changed": 1}
    point = point_of("hr60aa")
    assert point is not None
    assert (point.easting, point.northing) == (300_000, 200_000)
    assert point.authority_code == "E06000019", "a file that does not name it leaves it"


def test_a_published_archive_is_read_without_its_documents_and_copies(db: Any) -> None:
    content = a_file("postcodes_onspd.csv").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Data/ONSPD_NOV_2025_UK.csv", content)
        packed.writestr("Data/multi_csv/ONSPD_NOV_2025_UK_HR.csv", content)
        packed.writestr("Documents/LAD names and codes.csv", "code,name\r\nE1,x\r\n")
    done = load(LoadKind.POSTCODES, Incoming("ONSPD.zip", content=out.getvalue()))
    assert counts(done) == {"added": 6}
    assert done.summary["rows"] == 7
    assert "1 that has no position" in done.summary["notes"][0]


def test_rows_that_are_no_postcodes_are_rejected_and_the_rest_stand(db: Any) -> None:
    done = load(LoadKind.POSTCODES, a_file("postcodes_latitudes.csv"))
    assert counts(done) == {"added": 6, "rejected": 2}
    assert [row.row for row in rows_of(done)] == [8, 9]


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", b"Postcode,Town\r\nHR6 0AA,Leominster\r\n", b""]
)
def test_a_file_without_positions_is_refused(db: Any, content: bytes) -> None:
    refused = check(LoadKind.POSTCODES, Incoming("x.csv", content=content))
    assert refused.state is LoadState.REFUSED
    assert refused.summary["refused"][0].endswith(".")


def test_a_large_file_is_checked_from_where_it_lies_and_kept_nowhere(
    db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "KEPT_AT_MOST", 1000)
    path = tmp_path / "all.csv"
    rows = [
        f"{each.postcode},{each.easting},{each.northing}"
        for each in postcodes()
        if each.postcode.startswith("HR6")
    ]
    path.write_text("\n".join(["Postcode,Easting,Northing", *rows]))
    done = load(LoadKind.POSTCODES, path)
    assert done.summary["added"] == len(rows)
    assert db.session.scalar(select(func.count()).select_from(Postcode)) == len(rows)


def test_degrees_come_back_to_the_metre() -> None:
    for each in list(postcodes())[::4000]:
        point = to_point(each.lat, each.lon)
        assert abs(point.easting_m - each.easting) <= 2
        assert abs(point.northing_m - each.northing) <= 2
    with pytest.raises(ValueError, match="not in Great Britain"):
        to_point(12.0, 100.0)

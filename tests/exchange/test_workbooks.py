"""Carers' workbooks of many layouts become the same plain households."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.carers import Family
from app.exchange.families import families
from app.exchange.fields import FIELDS, KNOWN, WORKED_OUT, heading_words
from app.exchange.opening import FileRefused, Incoming, look_at
from app.exchange.rows import Row, Table, read_tables
from app.exchange.sheets import Sheet, find_sheets, template
from app.people.models import PetKind
from app.register.models import ApprovalEnd, HoldReason
from sufficiency.types import Sex
from tests.exchange.conftest import CARERS, FIXTURES, a_csv, a_file
from tests.fixtures import make

TODAY = date(2026, 11, 22)


def sheets_of(incoming: Incoming, mapped: dict[str, str] | None = None) -> list[Sheet]:
    return find_sheets(read_tables(incoming, look_at(incoming)), mapped or {})


def read(*rows: str) -> list[Family]:
    return families(sheets_of(a_csv(*rows)), TODAY)


def one(heading: str, cell: str) -> Family:
    """A plain row with one more column."""
    (family,) = read(
        f"Carer,Date of birth,Date approved,Postcode,Address,{heading}",
        f"Jo Doyle,22/05/1978,12/03/2019,HR6 8AB,1 Mill Road,{cell}",
    )
    return family


def test_the_committed_files_are_as_the_script_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    kept = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FIXTURES.iterdir()
        if path.suffix in (".csv", ".txt", ".xlsx")
    }
    assert made == kept


def test_there_are_at_least_eight_layouts() -> None:
    assert len(CARERS) >= 8


@pytest.mark.parametrize("name", CARERS)
def test_every_layout_is_read(name: str) -> None:
    incoming = Incoming(name, path=a_file(name))
    found = families(sheets_of(incoming), TODAY)
    whole = [family for family in found if family.household is not None]
    assert len(whole) >= 6
    if name != "carers_odd_rows.xlsx":
        assert len(whole) == len(found)
    for family in whole:
        assert family.household is not None
        assert 1 <= len(family.household.carers) <= 2


def test_no_heading_means_two_things() -> None:
    seen: dict[str, str] = {}
    for field in FIELDS:
        for heading in field.headings:
            assert seen.setdefault(heading, field.name) == field.name
    assert not WORKED_OUT & set(KNOWN)


def test_headings_are_known_by_their_words() -> None:
    for heading in ("D.O.B.", " Date of Birth ", "DATE OF BIRTH (dd/mm/yyyy)", "date_of_birth"):
        assert KNOWN[heading_words(heading)] == "born"


def test_headings_are_found_under_titles_and_the_rows_keep_their_numbers() -> None:
    (sheet,) = sheets_of(
        a_csv("Our carers", "", "As at,22/11/2026", "Carer,Date approved", "Jo Doyle,12/03/2019")
    )
    assert sheet.header == 4
    assert [row.number for row in sheet.rows] == [5]


def test_unknown_headings_are_asked_about_and_remembered() -> None:
    rows = ("Carer,Date approved,How many,Vacancies", "Jo Doyle,12/03/2019,2,1")
    assert sheets_of(a_csv(*rows))[0].unknown == ("How many",)
    mapped = sheets_of(a_csv(*rows), {"how many": "places"})[0]
    assert mapped.unknown == ()
    assert mapped.said(mapped.rows[0])["places"] == "2"
    left_out = sheets_of(a_csv(*rows), {"how many": ""})[0]
    assert left_out.unknown == ()


@pytest.mark.parametrize(
    "rows",
    [("Colour,Size", "red,2"), ("Carer,Postcode", "Jo,HR6 8AB"), ("1,2,3", "4,5,6")],
)
def test_a_file_without_the_headings_needed_is_refused_with_what_it_has(
    rows: Sequence[str],
) -> None:
    with pytest.raises(FileRefused, match="No list of carers was found"):
        sheets_of(a_csv(*rows))


def test_a_couple_in_one_row_is_one_household_of_two() -> None:
    for row in ("Jane & Mark Doyle", '"DOYLE, Jane & Mark"', "Jane Doyle and Mark Doyle"):
        (family,) = read("Carers,Date approved", f"{row},12/03/2019")
        assert family.household is not None
        assert [carer.name for carer in family.household.carers] == ["Jane Doyle", "Mark Doyle"]


def test_a_couple_in_two_rows_is_one_household_by_reference_or_by_address() -> None:
    by_ref = read(
        "Household ID,Carer,Date approved",
        "H1,Jane Doyle,12/03/2019",
        "H2,Ann Price,01/04/2020",
        "H1,Mark Doyle,12/03/2019",
    )
    assert [len(family.rows) for family in by_ref] == [2, 1]
    by_home = read(
        "Carer,Address,Postcode,Date approved",
        "Jane Doyle,1 Mill Rd.,HR6 8AB,12/03/2019",
        "Mark Price,1 MILL RD,hr68ab,12/03/2019",
        "Ann Price,2 Mill Rd,HR6 8AB,12/03/2019",
    )
    assert [len(family.rows) for family in by_home] == [2, 1]


def test_many_rows_at_one_address_are_not_one_household() -> None:
    found = read(
        "Carer,Address,Postcode,Date approved",
        *[f"Carer {name},The Office,HR1 1AA,12/03/2019" for name in ("Ann", "Bob", "Cy")],
    )
    assert [len(family.rows) for family in found] == [1, 1, 1]
    assert all("Several rows share this address" in family.rows[0].odd[-1] for family in found)


def test_a_household_with_a_rejected_row_is_rejected_whole() -> None:
    (family,) = read(
        "Household ID,Carer,Date of birth,Date approved",
        "H1,Jane Doyle,22/05/1978,12/03/2019",
        "H1,Mark Doyle,22/05/2087,12/03/2019",
    )
    assert family.household is None
    assert "Another row of this household was rejected" in family.rows[0].rejected[0]
    assert "still to come" in family.rows[1].rejected[0]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",22/05/1978,12/03/2019", "there is no name"),
        ("Jo Doyle,22/05/1978,", "there is no date"),
        ("Jo Doyle,22/05/1978,2019", "is a number, not a date"),
        ("Jo Doyle,22/05/1978,01/01/2030", "still to come"),
        ("Jo Doyle,01/01/2087,12/03/2019", "still to come"),
        ("Jo Doyle,01/01/2015,12/03/2019", "younger than 18"),
        ("Jo Doyle,soon,12/03/2019", "is not a date"),
        ("TOTAL,,", "taken for a heading"),
        (f"Jo {'D' * 90},22/05/1978,12/03/2019", "longer than 80 characters"),
    ],
)
def test_a_row_that_cannot_be_loaded_says_why(row: str, says: str) -> None:
    (family,) = read("Carer,Date of birth,Date approved", row)
    assert family.household is None
    assert says in family.rows[0].rejected[0]


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("Gender", "maybe", "neither female nor male"),
        ("On hold", "perhaps", "neither yes nor no"),
        ("No. of places", "lots", "not a whole number"),
        ("SSW from", "soon", "not a date"),
        ("Last review date", "01/01/2030", "looks like the next review"),
        ("Status", "Purple", "was not understood"),
        ("Pets", "Yes", "does not say which animals"),
        ("Terms", "2 if siblings", ""),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(heading: str, cell: str, says: str) -> None:
    family = one(heading, cell)
    assert family.household is not None
    assert any(says in each for each in family.rows[0].odd) or heading == "Terms"


def test_a_postcode_is_found_at_the_end_of_an_address() -> None:
    (family,) = read(
        "Carer,Date approved,Address", 'Jo Doyle,12/03/2019,"1 Mill Road, Leominster, hr6 8ab"'
    )
    assert family.household is not None
    assert family.household.postcode == "HR6 8AB"


@pytest.mark.parametrize(
    ("cell", "pets"),
    [
        ("None", dict.fromkeys(PetKind, "")),
        ("1 dog", {PetKind.DOG: "1 dog"}),
        (
            "Labrador and 2 cats",
            {PetKind.DOG: "Labrador and 2 cats", PetKind.CAT: "Labrador and 2 cats"},
        ),
        ("Guinea pigs", {PetKind.OTHER: "Guinea pigs"}),
        ("", None),
    ],
)
def test_pets_in_words_are_animals(cell: str, pets: Any) -> None:
    family = one("Pets", cell)
    assert family.household is not None
    assert family.household.pets == pets


def test_status_words_say_hold_absence_and_end() -> None:
    held = one("Status", "On hold - carer ill").household
    assert held is not None
    assert held.on_hold is True
    assert held.hold_reason is HoldReason.ILLNESS
    away = one("Availability", "Not available").household
    assert away is not None
    assert away.not_available is not None
    assert away.not_available.places is None
    full = one("Status", "Full").household
    assert full is not None
    assert full.not_available is None


def test_those_not_yet_approved_are_not_loaded() -> None:
    assert "not approved yet" in one("Status", "In assessment").rows[0].rejected[0]


def test_how_an_approval_ended_is_read_from_its_words() -> None:
    (family,) = read(
        "Carer,Date approved,End date,Reason for leaving",
        "Jo Doyle,12/03/2019,01/02/2026,Moved to IFA",
    )
    assert family.household is not None
    (carer,) = family.household.carers
    assert carer.ended_on == date(2026, 2, 1)
    assert carer.ended_how is ApprovalEnd.TRANSFERRED


def test_titles_tell_the_sex_where_no_column_does() -> None:
    (family,) = read("Carers,Date approved", "Mr J and Mrs K Doyle,12/03/2019")
    assert family.household is not None
    assert [carer.sex for carer in family.household.carers] == [Sex.MALE, Sex.FEMALE]


def test_the_template_has_no_hidden_rows_and_its_example_is_never_loaded() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template()))
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible"]
    for sheet in book.worksheets:
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
    (sheet,) = sheets_of(Incoming("template.xlsx", content=template()))
    assert sheet.unknown == ()
    assert set(sheet.columns.values()) == {field.name for field in FIELDS}
    assert families([sheet], TODAY) == []


WORDS = st.text(alphabet="ABab019/-.,& '()+=", max_size=14)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=len(FIELDS)), max_size=5))
def test_no_rows_make_the_reader_fall_over_and_none_is_lost(cells: list[list[str]]) -> None:
    headings = Row(1, ("Carer", "Date approved", *[each.label for each in FIELDS[2:]]))
    rows = [Row(number, tuple(row)) for number, row in enumerate(cells, start=2)]
    filled = [row for row in rows if not row.is_blank]
    sheets = find_sheets([Table("x.csv", [headings, *filled])], {})
    found = families(sheets, TODAY)
    told = sorted(read.row.number for family in found for read in family.rows)
    assert told == [row.number for row in filled]
    for family in found:
        assert (family.household is None) == any(read.rejected for read in family.rows)

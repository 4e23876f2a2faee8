"""The code lists of the statutory return: whole, dated, and in the guide's own words."""

from __future__ import annotations

from datetime import date

import pytest

from app.children.codes import (
    COLUMN_OF,
    LONGEST_TEMPORARY_DAYS,
    Listed,
    Ls,
    Place,
    PlaceChange,
    PlaceProvider,
    Rec,
    describe,
    ends_looked_after,
    in_short,
    is_accepted,
    is_accommodated,
    is_foster,
    is_fostering_for_adoption,
    is_in_care,
    is_long_term,
    is_other_place,
    is_placed_for_adoption,
    is_remand,
    is_short_break,
    is_special_guardianship,
    is_temporary,
    is_with_relative_or_friend,
    needs_urn,
    place_codes,
    providers_accepted,
    return_year,
)
from app.core.words import words
from app.data import codes


def codes_where(question, of: type[Listed] = Place) -> str:
    return " ".join(code for code in of if question(code))


@pytest.mark.parametrize("listed", COLUMN_OF, ids=lambda listed: listed.__name__)
def test_names_are_exactly_the_published_codes(listed):
    assert [code.value for code in listed] == list(codes(COLUMN_OF[listed]))


@pytest.mark.parametrize("listed", COLUMN_OF, ids=lambda listed: listed.__name__)
def test_every_code_has_words(listed):
    assert all(len(code.words()) > 3 for code in listed)


def test_a_code_is_shown_in_the_guides_words():
    assert (
        describe("PLACE", "U4")
        == "Foster placement with other foster carer(s) - long term fostering"
    )
    assert Ls.V2.words() == "Single period of accommodation under section 20 (Children Act 1989)"
    assert words(PlaceChange.ALLEG) == "Allegation (s47)"


def test_meaning_that_was_not_published_is_not_made_up():
    assert Place.Z12.words() == "Code Z12, as the return’s own guide describes it"
    assert in_short(Place.Z12) == "A place of another kind (Z12)"


def test_every_place_is_said_in_a_few_words():
    assert [place for place in Place if not 4 < len(in_short(place)) < 60] == []


def test_code_no_return_ever_accepted_is_refused():
    with pytest.raises(KeyError):
        describe("PLACE", "Q1")


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", 2026), ("2026-04-01", 2027), ("2026-11-22", 2027)]
)
def test_a_return_runs_from_april_to_march(day, year):
    assert return_year(date.fromisoformat(day)) == year


def test_places_accepted_are_those_of_the_year():
    assert "H5" in place_codes(2024)
    assert "H5" not in place_codes(2025)
    assert is_accepted(Place.K3, 2025)
    assert not is_accepted(Place.K3, 2024)
    assert not is_accepted(Place.Z1, 2026)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (is_foster, "U1 U2 U3 U4 U5 U6"),
        (is_with_relative_or_friend, "U1 U2 U3"),
        (is_long_term, "U1 U4"),
        (is_fostering_for_adoption, "U2 U5"),
        (is_placed_for_adoption, "A3 A4 A5 A6"),
        (is_temporary, "T0 T1 T2 T3 T4"),
        (is_other_place, "Z1 Z11 Z12 Z13 Z14"),
    ],
)
def test_kinds_of_placement(question, expected):
    assert codes_where(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (is_in_care, "C1 C2 D1 E1"),
        (is_accommodated, "V2"),
        (is_short_break, "V3 V4"),
        (is_remand, "J1 J2 J3"),
    ],
)
def test_kinds_of_legal_status(question, expected):
    assert codes_where(question, Ls) == expected


def test_only_x1_goes_on_being_looked_after():
    assert [code for code in Rec if not ends_looked_after(code)] == [Rec.X1]
    assert codes_where(is_special_guardianship, Rec) == "E45 E46 E47 E48"


def test_parents_provide_only_a_placement_with_parents():
    assert providers_accepted(Place.P1) == {PlaceProvider.PR0}
    for place in Place:
        if place is not Place.P1:
            assert PlaceProvider.PR0 not in providers_accepted(place)


def test_provider_is_left_blank_for_temporary_stays_and_other_places():
    blank = [place for place in Place if not providers_accepted(place)]
    assert " ".join(blank) == "T0 T1 T2 T3 T4 Z1 Z11 Z12 Z13 Z14"


def test_other_public_bodies_do_not_foster_or_run_childrens_homes():
    refused = [
        place
        for place in Place
        if providers_accepted(place) and PlaceProvider.PR3 not in providers_accepted(place)
    ]
    assert " ".join(refused) == "A3 A4 A5 A6 K1 K2 P1 U1 U2 U3 U4 U5 U6"


def test_registration_number_is_asked_for_fostering_and_homes_only_where_there_is_one():
    assert all(needs_urn(place) for place in (Place.U4, Place.K2, Place.K3))
    without = [place for place in Place if not needs_urn(place)]
    assert " ".join(without) == "P1 P3 R1 R2 R5 T0 T1 T2 T3 T4 Z1 Z11 Z12 Z13 Z14"


def test_temporary_stays_have_their_longest_days():
    assert LONGEST_TEMPORARY_DAYS == {Place.T1: 42, Place.T3: 21, Place.T4: 7}

"""Near misses: the smallest lawful change, tried before it is shown."""

import pytest

from sufficiency.arrays import Register
from sufficiency.criteria import gate_findings, is_ruled_out
from sufficiency.explain import near_miss_in_words
from sufficiency.match import search
from sufficiency.near import ROUTES, Route, after
from sufficiency.types import Criterion, Hold, Unavailable
from tests.sufficiency.invented import a_world
from tests.sufficiency.plain_homes import LONG, child, home, need, placed, terms


def near(asked, *homes):
    """The near misses of a search, as {home: routes}."""
    misses = search(Register(homes), asked).near_misses()
    return {miss.home_id: [change.route for change in miss.changes] for miss in misses}


def test_terms_that_do_not_admit_the_age_are_near_by_a_change_of_terms():
    carer = home(terms=(terms(2, Criterion(2, 0, 4)),))
    asked = need(child("Ash", 7))
    assert near(asked, carer) == {"H1": [Route.CHANGE_OF_TERMS]}
    miss = search(Register([carer]), asked).near_misses()[0]
    assert near_miss_in_words(miss) == "Would need terms to admit age 7, where they say 0 to 4"
    assert miss.changes[0].to == 7


def test_a_carer_over_the_usual_limit_is_near_by_an_exemption():
    three = placed(child("Bo", 2), child("Cy", 2), child("Di", 2))
    carer = home(terms=(terms(4),), claims=three)
    assert near(need(child("Ash", 2)), carer) == {"H1": [Route.EXEMPTION]}


def test_an_unsigned_agreement_is_near_by_signing_it():
    assert near(need(), home(agreement_signed=None)) == {"H1": [Route.AGREEMENT]}


def test_a_home_too_far_is_near_by_looking_wider():
    asked = need(max_miles=5.0)
    assert near(asked, home("H1", 7.0)) == {"H1": [Route.WIDER_SEARCH]}
    assert search(Register([home("H1", 7.0)]), asked).near_misses()[0].price == pytest.approx(2.0)


def test_a_hold_is_never_suggested_for_lifting():
    assert near(need(), home(holds=(Hold(LONG),))) == {}
    assert near(need(max_miles=5.0), home("H1", 7.0, holds=(Hold(LONG),))) == {}


@pytest.mark.parametrize("places", [None, 3])
def test_places_marked_as_not_available_are_never_suggested(places):
    assert near(need(), home(unavailable=(Unavailable(places, LONG),))) == {}


def test_a_carer_approved_for_a_named_child_is_no_near_miss_for_another():
    assert near(need(), home(terms=(terms(1, Criterion(1, child_id="Bo")),))) == {}


def test_the_smallest_change_comes_first():
    homes = [
        home("terms", terms=(terms(1, Criterion(1, 0, 4)),)),
        home("agreement", agreement_signed=None),
        home("both", terms=(terms(1, Criterion(1, 0, 4)),), agreement_signed=None),
        home("far", 10.5),
    ]
    assert list(near(need(max_miles=10.0), *homes)) == ["far", "agreement", "terms", "both"]


@pytest.mark.parametrize("seed", range(300, 312))
def test_every_near_miss_is_admitted_once_its_changes_are_made(seed):
    homes, needs = a_world(seed, homes=60, needs=5)
    register = Register(homes)
    tried = 0
    for asked in needs:
        for miss in search(register, asked).near_misses(limit=60):
            one = register.homes[register.row_of[miss.home_id]]
            assert is_ruled_out(gate_findings(asked, one))
            assert not is_ruled_out(gate_findings(*after(miss, asked, one))), miss
            tried += 1
    assert tried


@pytest.mark.parametrize("seed", range(312, 316))
def test_every_home_that_only_routes_keep_out_is_a_near_miss(seed):
    homes, needs = a_world(seed, homes=60, needs=5)
    register = Register(homes)
    for asked in needs:
        matches = search(register, asked)
        expected = {
            each.id
            for each in homes
            if (codes := matches.reasons(each.id)) and all(code in ROUTES for code in codes)
        }
        assert {miss.home_id for miss in matches.near_misses(limit=60)} == expected

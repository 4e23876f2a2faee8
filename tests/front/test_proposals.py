"""Proposed placements stand on the page of whoever may decide them, until they are decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.accounts.roles import Role
from app.front.queries import proposals_for
from app.matching import actions, queries
from tests import builders
from tests.matching.asking import ASKED, director, nominated_officer, officer, referral

FAR = ("CF10 1AA", "W06000015")


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know, and one far away."""
    builders.postcodes()
    from app.people.places import load_postcodes

    load_postcodes(
        [{"postcode": FAR[0], "easting": 318_400, "northing": 176_500, "authority_code": FAR[1]}]
    )


def proposed(postcode="HR6 8AB", *, provider=None, by=None, ages=(0, 4)):
    """A placement of a child of seven that somebody else has to decide."""
    home = builders.household(
        "The Smalls", postcode=postcode, provider=provider, terms=[builders.line(2, ages)]
    )
    by = by or officer()
    reasons = dict.fromkeys(("area", "near_home"), "Her aunt is next door")
    answers = replace(ASKED, reasons_22c=reasons)
    return actions.propose(referral(builders.child(age=7), by=by), home, asked=answers, by=by)


def waiting(user):
    """The proposals on this person's page."""
    return [row.PlacementDecision for row in proposals_for(user)]


def test_a_failed_check_waits_for_the_nominated_officer_and_not_for_the_director(db):
    decision = proposed()
    assert waiting(nominated_officer()) == [decision]
    assert waiting(director()) == []


@pytest.mark.parametrize("ages", [(0, 17), (0, 4)], ids=["every check met", "a failed check"])
def test_at_a_distance_it_waits_for_the_director_who_can_decide_all_of_it(db, ages):
    decision, ruth = proposed(FAR[0], provider=builders.agency(), ages=ages), director()
    assert waiting(ruth) == [decision]
    assert waiting(nominated_officer()) == []
    answers = replace(
        ASKED,
        reasons_22c=decision.answers["reasons_22c"],
        emergency_because="No other home tonight",
    )
    asked, home = queries.referral_by_id(decision.referral_id), queries.household_of(decision)
    actions.place(asked, home, asked=answers, decision=decision, by=ruth)
    assert waiting(ruth) == []


def test_our_own_home_far_away_needs_no_director_and_waits_for_the_nominated_officer(db):
    decision = proposed(FAR[0])
    assert waiting(director()) == []
    assert waiting(nominated_officer()) == [decision]


def test_what_was_declined_waits_no_longer(db):
    decision, ann = proposed(), nominated_officer()
    actions.decline(decision, because="Not this far from school", by=ann)
    assert waiting(ann) == []


def test_nobodys_own_proposal_waits_for_them(db):
    both = builders.user(Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER)
    proposed(by=both)
    assert waiting(both) == []


def test_the_page_leads_to_what_waits(signed_in, db):
    decision = proposed()
    page = signed_in(Role.NOMINATED_OFFICER).get("/").text
    assert "The Smalls" in page
    assert f"/find/decisions/{decision.ref}" in page

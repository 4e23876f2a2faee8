"""Cases that other systems fail, asked of the whole search: record, need, answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.children import actions as children
from app.core.today import today
from app.people import actions as people
from app.register import actions as register
from app.register.models import ApprovalEnd, ClaimKind, HoldReason
from app.register.queries import standing_of
from sufficiency.types import Fact
from tests import builders
from tests.builders import SOMEBODY, child, household
from tests.matching.asking import found_for, offered, referral, why_not

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()


def approval_of(home):
    return standing_of(home.id).approvals[0]


def test_a_full_carer_is_never_offered():
    home = household(places=1)
    builders.placed(child(), home)
    asked = referral(child())
    assert offered(asked) == []
    assert why_not(asked, home) == {"terms_full"}


def test_a_carer_approved_for_0_to_4_is_not_offered_for_a_child_of_7():
    home = household(terms=[builders.line(2, (0, 4))])
    assert why_not(referral(child(age=7)), home) == {"terms_age"}
    assert offered(referral(child(age=3))) == ["The Doyles"]


def test_three_siblings_are_not_offered_to_one_place():
    home = household(places=1)
    three = [child(), child(), child()]
    builders.siblings(*three)
    asked = referral(*three)
    assert offered(asked) == []
    assert why_not(asked, home) == {"terms_full"}


def test_three_siblings_are_offered_to_three_places_as_one_set():
    household(places=3)
    three = [child(), child(), child()]
    builders.siblings(*three)
    assert offered(referral(*three)) == ["The Doyles"]


def test_siblings_whom_no_one_home_can_take_are_shown_the_best_pair_of_homes():
    household("The Doyles", places=1, postcode="HR6 8AB")
    household("The Prices", places=2, postcode="HR6 9UX")
    three = [child(), child(), child()]
    builders.siblings(*three)
    answer = found_for(referral(*three, home_postcode="HR6 8AB"))
    assert answer.ranked == ()
    assert {answer.pairs[0].first.name, answer.pairs[0].second.name} == {"The Doyles", "The Prices"}
    split = (answer.pairs[0].first_children, answer.pairs[0].second_children)
    assert sorted(map(len, split)) == [1, 2]


def test_a_place_to_avoid_is_excluded():
    near = household("The Doyles", postcode="HR7 4AA")
    household("The Prices", postcode="HR6 9UX")
    asked = referral(child(), avoid="Bromyard")
    assert offered(asked) == ["The Prices"]
    assert why_not(asked, near) == {"near_a_place_to_avoid"}


def test_a_plain_child_with_an_ideal_carer_ranks_them_first():
    worker = builders.worker()
    household("The Webbs", postcode="HR7 4AA", supervised_by=worker)
    household("The Okafors", provider=builders.agency(), postcode="HR6 8AB", supervised_by=worker)
    household("The Doyles", postcode="HR6 8AB", supervised_by=worker)
    asked = referral(child(), home_postcode="HR6 8AB", school_postcode="HR6 8AB")
    assert offered(asked)[0] == "The Doyles"


def test_a_carer_whose_placement_ended_is_offered_again():
    home = household(places=1)
    placement = builders.placed(child(), home)
    children.end_placement(placement, on=today(), by=SOMEBODY)
    assert offered(referral(child())) == ["The Doyles"]


def test_what_a_child_does_not_need_never_lowers_a_carer():
    plain, more = household("The Doyles"), household("The Prices")
    for fact in (Fact.MAKATON, Fact.STEP_FREE, Fact.SIGNS_BSL):
        people.record_home_fact(more, fact=fact, so=True, starts_on=today(), by=SOMEBODY)
        people.record_home_fact(plain, fact=fact, so=False, starts_on=today(), by=SOMEBODY)
    homes = {home.card.name: home for home in found_for(referral(child())).ranked}
    assert homes["The Doyles"].score == homes["The Prices"].score
    assert homes["The Doyles"].against == homes["The Prices"].against


def test_a_carer_on_hold_is_not_offered():
    home = household()
    register.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    assert why_not(referral(child()), home) == {"on_hold"}


def test_a_carer_who_has_resigned_is_not_offered_beyond_the_notice():
    home = household()
    register.receive_resignation(approval_of(home), received_on=today(), by=SOMEBODY)
    assert why_not(referral(child()), home) == {"approval_ends"}
    assert offered(referral(child(), until=today() + 14 * DAY)) == ["The Doyles"]


def test_a_carer_whose_approval_ended_is_not_offered():
    home = household()
    register.end_approval(
        approval_of(home), on=today() - DAY, how=ApprovalEnd.TERMINATED, by=SOMEBODY
    )
    assert "not_approved" in why_not(referral(child()), home)


def test_a_fourth_child_over_the_limit_is_not_offered():
    home = household(places=4)
    for _ in range(3):
        builders.placed(child(), home)
    assert why_not(referral(child()), home) == {"usual_limit"}


def test_two_sibling_pairs_are_not_all_siblings():
    home = household(places=4)
    there, coming = [child(), child()], [child(), child()]
    builders.siblings(*there)
    builders.siblings(*coming)
    for each in there:
        builders.placed(each, home)
    assert why_not(referral(*coming), home) == {"usual_limit"}


def test_four_who_are_all_siblings_are_offered_to_one_home():
    home = household(places=4)
    four = [child(), child(), child(), child()]
    builders.siblings(*four)
    for each in four[:2]:
        builders.placed(each, home)
    assert offered(referral(*four[2:])) == ["The Doyles"]


def test_a_named_child_carer_shows_no_vacancy():
    amy = child("Amy")
    home = household(places=1, terms=[builders.line(1, child=amy)])
    assert why_not(referral(child()), home) == {"terms_named"}
    assert [(each.card.name, each.places) for each in found_for(referral(amy)).ranked] == [
        ("The Doyles", 0)
    ]


def test_a_held_bed_is_not_offered_to_another_child():
    home = household(places=1)
    register.claim_bed(home, child(), claim=ClaimKind.HELD, starts_on=today(), by=SOMEBODY)
    assert why_not(referral(child()), home) == {"terms_full"}


def test_a_fact_nobody_recorded_is_named_as_unrecorded_and_does_not_rule_out():
    household()
    asked = referral(child(), answers={"pets": "No"})
    (home,) = found_for(asked).ranked
    assert home.unknown


def test_a_near_miss_names_the_lawful_route():
    household("The Doyles", terms=[builders.line(2, (0, 4))])
    (miss,) = found_for(referral(child(age=7))).near_misses
    ((_, route, cite),) = miss.changes
    assert "change of terms" in route
    assert "reg 23" in cite


def test_own_and_agency_homes_are_on_one_scale():
    household("The Doyles", postcode="HR7 4AA")
    household("The Okafors", provider=builders.agency(), postcode="HR6 8AB")
    asked = referral(child(), home_postcode="HR6 8AB", school_postcode="HR6 8AB")
    assert offered(asked) == ["The Okafors", "The Doyles"]


def test_a_search_for_a_day_that_has_passed_looks_at_room_from_today():
    home = household(places=1)
    placement = builders.placed(child(), home)
    children.end_placement(placement, on=today(), by=SOMEBODY)
    assert offered(referral(child(), needed_on=today() - 3 * DAY)) == ["The Doyles"]

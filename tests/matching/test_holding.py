"""Shortlists, calls, held beds and planned placements: two referrals and one bed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.children import actions as children
from app.children.models import Outcome
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.matching import actions, queries
from app.matching.models import Answer, Refusal
from app.register import actions as register
from app.register.models import ClaimKind
from app.register.queries import places_left
from tests import builders
from tests.builders import SOMEBODY, child, household
from tests.matching.asking import ASKED, offered, officer, referral, why_not

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()


def test_of_two_referrals_and_one_bed_the_second_is_told_why():
    home = household(places=1)
    actions.hold_bed(referral(child()), home, expires_at=now() + HOUR, by=officer())
    late = referral(child())
    with pytest.raises(RuleBroken) as refused:
        actions.hold_bed(late, home, expires_at=now() + HOUR, by=officer())
    (breach,) = refused.value.breaches
    assert breach.says
    assert breach.cite.short
    with pytest.raises(RuleBroken) as refused:
        actions.place(late, home, asked=ASKED, by=officer())
    assert refused.value.breaches
    assert queries.claims(late.id) == []
    assert queries.shortlist(late.id) == []


def test_a_bed_held_for_a_referral_is_no_obstacle_to_placing_it():
    home, asked = household(places=1, postcode="HR6 8AB"), referral(child())
    actions.hold_bed(asked, home, expires_at=now() + HOUR, by=officer())
    assert actions.place(asked, home, asked=ASKED, by=officer()).confirmed_at
    assert queries.claims(asked.id) == []


def test_a_held_bed_is_offered_again_when_its_time_is_up():
    home, other = household(places=1), referral(child())
    held_for = referral(child())
    actions.hold_bed(held_for, home, expires_at=now() + HOUR, by=officer())
    assert why_not(other, home) == {"terms_full"}
    with clock_at(now() + 2 * HOUR):
        assert queries.claims(held_for.id) == []
        assert queries.held_beds() == []
        assert offered(other) == ["The Doyles"]


def test_a_released_bed_is_offered_again_and_its_reason_kept():
    home, asked = household(places=1), referral(child())
    (claim,) = actions.hold_bed(asked, home, expires_at=now() + HOUR, by=officer())
    register.release_claim(claim, because="Her aunt will have her", by=officer())
    assert places_left(home.id, today()) == 1
    assert offered(referral(child())) == ["The Doyles"]


def test_a_planned_placement_takes_the_room_from_its_own_day():
    home = household(places=1)
    asked = referral(child(), needed_on=today() + 10 * DAY)
    (claim,) = actions.plan_placement(asked, home, by=officer())
    assert (claim.claim, claim.expires_at) == (ClaimKind.PLANNED, None)
    assert offered(referral(child(), until=today() + 10 * DAY)) == ["The Doyles"]
    assert why_not(referral(child(), until=today() + 11 * DAY), home) == {"terms_full"}


def test_brothers_are_held_for_as_a_set():
    home = household(places=1)
    boys = [child(), child()]
    builders.siblings(*boys)
    with pytest.raises(RuleBroken):
        actions.hold_bed(referral(*boys), home, expires_at=now() + HOUR, by=officer())
    assert places_left(home.id, today()) == 1


def test_a_closed_referral_holds_no_bed():
    home, asked = household(), referral(child())
    children.close_referral(asked, on=today(), outcome=Outcome.WITHDRAWN, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="closed"):
        actions.hold_bed(asked, home, expires_at=now() + HOUR, by=officer())
    with pytest.raises(RuleBroken, match="closed"):
        actions.plan_placement(asked, home, by=officer())
    assert queries.claims(asked.id) == []


# -------------------------------------------------------------------- shortlist and calls


def test_a_home_is_on_a_shortlist_once():
    home, asked = household(), referral(child())
    first = actions.shortlist(asked, home, by=officer())
    assert actions.shortlist(asked, home, by=officer()).id == first.id
    assert queries.shortlist(asked.id) == [home]


def test_a_home_taken_off_the_shortlist_may_be_put_there_again():
    home, asked = household(), referral(child())
    actions.shortlist(asked, home, by=officer())
    actions.take_off_shortlist(asked, home, by=officer())
    assert queries.shortlist(asked.id) == []
    actions.shortlist(asked, home, by=officer())
    assert queries.shortlist(asked.id) == [home]


def test_asking_carers_puts_them_on_the_shortlist():
    home, asked, by = household(), referral(child()), officer()
    actions.log_call(asked, home, answer=Answer.THINKING, spoke_to="Jo", by=by)
    actions.log_call(asked, home, answer=Answer.NO, refusal=Refusal.DISTANCE, by=by)
    assert queries.shortlist(asked.id) == [home]
    said = [(row.Call.answer, row.Call.refusal, row.by) for row in queries.calls(asked.id)]
    assert said == [
        (Answer.NO, Refusal.DISTANCE, by.name),
        (Answer.THINKING, None, by.name),
    ]


def test_a_no_without_a_reason_is_counted_as_not_said():
    home, asked = household(), referral(child())
    call = actions.log_call(asked, home, answer=Answer.NO, by=officer())
    assert call.refusal is Refusal.NOT_SAID


def test_a_reason_is_kept_only_with_a_no():
    home, asked = household(), referral(child())
    call = actions.log_call(asked, home, answer=Answer.YES, refusal=Refusal.AGE, by=officer())
    assert call.refusal is None


def test_a_home_on_an_open_shortlist_is_one_whose_address_may_be_needed_tonight():
    home, asked = household(), referral(child())
    assert queries.live_households() == frozenset()
    actions.shortlist(asked, home, by=officer())
    assert queries.live_households() == {home.id}
    children.close_referral(asked, on=today(), outcome=Outcome.WITHDRAWN, by=SOMEBODY)
    assert queries.live_households() == frozenset()


# ------------------------------------------------------------------------------- weights


def test_the_councils_own_weights_change_the_order():
    household("The Doyles", postcode="HR7 4AA")
    household("The Okafors", provider=builders.agency(), postcode="HR6 8AB")
    asked = referral(child(), home_postcode="HR6 8AB")
    assert offered(asked) == ["The Okafors", "The Doyles"]
    actions.set_weights({"own_service": 100.0}, by=SOMEBODY)
    assert offered(asked) == ["The Doyles", "The Okafors"]


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="weight"):
        actions.set_weights({"home_mile": -1.0}, by=SOMEBODY)


def test_weights_set_twice_in_a_day_are_the_last_ones():
    actions.set_weights({"home_mile": 2.0}, by=SOMEBODY)
    actions.set_weights({"home_mile": 3.0}, by=SOMEBODY)
    assert queries.weights().home_mile == 3.0

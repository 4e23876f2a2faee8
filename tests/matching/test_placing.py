"""Placing: everything checked at once and together, then all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.models import ApprovalNeeded, Basis, Outcome, Placement, PlacementApproval
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.matching import actions, placing, queries, rules
from app.matching.models import Answer, PlacementDecision, Search
from app.people.models import ProviderKind
from app.register import actions as register
from app.register import queries as rooms
from app.register.models import HoldReason, SharingAgreement
from tests import builders
from tests.builders import SOMEBODY, child, household
from tests.matching.asking import ASKED, director, nominated_officer, officer, referral

DAY = timedelta(days=1)
AT_A_DISTANCE = ("CF10 1AA", "W06000015")


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know, and one far away."""
    builders.postcodes()
    from app.people.places import load_postcodes

    code, area = AT_A_DISTANCE
    load_postcodes(
        [{"postcode": code, "easting": 318_400, "northing": 176_500, "authority_code": area}]
    )


def local(name="The Doyles", **more):
    """A household in our area."""
    return household(name, **{"postcode": "HR6 8AB", "bedrooms": 2, **more})


def refusal(asked, home, by, answers=ASKED, decision=None):
    """Every reason why this person may not place there."""
    with pytest.raises(RuleBroken) as refused:
        actions.place(asked, home, asked=answers, decision=decision, by=by)
    return refused.value.breaches


def said(breaches):
    return " / ".join(breach.says for breach in breaches)


# ------------------------------------------------------------------------------------- refused


def test_a_refusal_lists_every_reason_each_with_its_citation(db):
    home = local(places=1, terms=[builders.line(1, (0, 4))], agreement=False)
    register.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    builders.placed(child(age=3), home)
    breaches = refusal(referral(child(age=9)), home, officer(), rules.Asked())
    cites = {breach.cite.short for breach in breaches}
    assert {breach.field for breach in breaches} >= {
        None,
        "wishes",
        "parents_views",
        "effect_on_others",
        "why_this_home",
    }
    assert len([each for each in breaches if each.field is None]) >= 4  # age, full, hold, agreement
    assert all(breach.cite.short for breach in breaches)
    assert len(cites) >= 3


def test_what_is_refused_changes_nothing(db):
    home, asked = local(places=1), referral(child())
    builders.placed(child(), home)
    before = db.session.query(Placement).count()
    refusal(asked, home, officer())
    assert db.session.query(Placement).count() == before
    assert db.session.query(PlacementDecision).count() == 0
    assert db.session.query(Search).count() == 0
    assert asked.closed_on is None


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ("wishes", "wishes"),
        ("parents_views", "parents_views"),
        ("effect_on_others", "effect_on_others"),
        ("why_this_home", "why_this_home"),
    ],
)
def test_what_placing_asks_has_no_default(db, left_out, field):
    home = local()
    builders.placed(child(), home)
    breaches = refusal(referral(child()), home, officer(), replace(ASKED, **{left_out: ""}))
    assert [breach.field for breach in breaches] == [field]


def test_why_wishes_are_not_known_may_stand_in_their_place(db):
    asked = replace(ASKED, wishes="", wishes_not_known_because="Two days old; slept throughout")
    assert actions.place(referral(child()), local(), asked=asked, by=officer()).confirmed_at


def test_where_nobody_else_lives_no_effect_on_others_is_asked(db):
    asked = replace(ASKED, effect_on_others="")
    assert actions.place(referral(child()), local(), asked=asked, by=officer()).confirmed_at


def test_bedrooms_that_nobody_recorded_are_asked_about(db):
    breaches = refusal(
        referral(child()), local(bedrooms=0), officer(), replace(ASKED, bedrooms_confirmed="")
    )
    assert [breach.field for breach in breaches] == ["bedrooms_confirmed"]


def test_each_way_in_which_a_home_falls_short_of_section_22c_is_answered(db):
    asked = referral(
        child(), home_postcode="HR6 8AB", answers={"educationContinuity": "No"}, by=officer()
    )
    home = local("The Prices", postcode=AT_A_DISTANCE[0])
    breaches = refusal(asked, home, officer())
    assert {breach.field for breach in breaches} == {"why_near_home", "why_school", "why_area"}
    reasons = dict.fromkeys(("near_home", "school", "area"), "Her aunt is next door")
    answers = replace(ASKED, reasons_22c=reasons)
    decision = actions.place(asked, home, asked=answers, by=officer())
    assert decision.answers["reasons_22c"] == reasons


def test_of_a_home_without_an_address_it_is_asked_where_it_is_not_why_outside_our_area(db):
    breaches = refusal(referral(child()), local(postcode=None), officer())
    assert [breach.field for breach in breaches] == ["why_where"]
    assert "is not recorded" in said(breaches)
    answers = replace(ASKED, reasons_22c={"where": "In Leominster; the deed is on its way"})
    decision = actions.place(
        referral(child()), local("The Prices", postcode=None), asked=answers, by=officer()
    )
    assert decision.answers["reasons_22c"] == answers.reasons_22c


def test_a_brother_who_lives_elsewhere_is_asked_about(db):
    one, other = child(), child()
    builders.siblings(one, other)
    builders.placed(other, local("The Prices"))
    breaches = refusal(referral(one), local(), officer())
    assert [breach.field for breach in breaches] == ["why_siblings"]


# ------------------------------------------------------------------------- the day of moving in

BEFORE_MIDNIGHT = datetime(2026, 11, 20, 23, 40, tzinfo=UTC)
AFTER_MIDNIGHT = BEFORE_MIDNIGHT + timedelta(minutes=30)


@pytest.fixture
def asked_before_midnight(db):
    """A referral, opened and needed twenty minutes before midnight."""
    with clock_at(BEFORE_MIDNIGHT):
        return referral(child(), by=officer())


def test_a_move_before_midnight_that_is_recorded_after_it_counts_on_its_day(asked_before_midnight):
    home = local()
    with clock_at(AFTER_MIDNIGHT):
        answers = replace(ASKED, moves_in_on=BEFORE_MIDNIGHT.date())
        decision = actions.place(asked_before_midnight, home, asked=answers, by=officer())
        (placement,) = queries.placements_of(decision)
        assert placement.starts_on == BEFORE_MIDNIGHT.date()
        assert placement.recorded_at == AFTER_MIDNIGHT
        assert not placement.decided_here, "it had happened: it was recorded, not decided"
        assert decision.answers["moves_in_on"] == "2026-11-20"


def test_unless_another_day_is_said_a_child_moves_in_today_at_the_earliest(asked_before_midnight):
    home = local()
    with clock_at(AFTER_MIDNIGHT):
        decision = actions.place(asked_before_midnight, home, asked=ASKED, by=officer())
        (placement,) = queries.placements_of(decision)
        assert placement.starts_on == AFTER_MIDNIGHT.date()
        assert placement.decided_here


def test_a_later_day_of_moving_in_is_checked_on_that_day(db):
    home = local(places=1)
    builders.placed(child(), home, until=today() + 3 * DAY)
    (breach, *_) = refusal(referral(child()), home, officer())
    assert breach.field is None
    answers = replace(ASKED, moves_in_on=today() + 3 * DAY)
    decision = actions.place(referral(child()), home, asked=answers, by=officer())
    assert queries.placements_of(decision)[0].starts_on == today() + 3 * DAY


def test_a_move_before_the_referral_was_opened_is_recorded_elsewhere(db):
    answers = replace(ASKED, moves_in_on=today() - DAY)
    (breach,) = refusal(referral(child()), local(), officer(), answers)
    assert breach.field == "moves_in_on"
    assert "child's page" in breach.says


def test_of_a_move_that_was_made_and_may_not_be_decided_it_is_said_where_it_stands(
    asked_before_midnight,
):
    home = local(agreement=False)
    with clock_at(AFTER_MIDNIGHT):
        answers = replace(ASKED, moves_in_on=BEFORE_MIDNIGHT.date())
        told = said(refusal(asked_before_midnight, home, officer(), answers))
    assert "agreement" in told
    assert "record it on each child's page" in told


# ------------------------------------------------------------------------------------ confirmed


def test_placing_does_everything_at_once(db):
    boy, home, by = child(), local(places=1), officer()
    asked = referral(boy, by=by)
    elsewhere = local("The Prices")
    actions.hold_bed(asked, elsewhere, expires_at=_in_two_hours(), by=by)
    actions.log_call(asked, elsewhere, answer=Answer.NO, by=by)
    decision = actions.place(asked, home, asked=ASKED, by=by)
    (placement,) = db.session.query(Placement).filter_by(child_id=boy.id)
    assert (placement.household_id, placement.basis) == (home.id, Basis.FOSTER)
    assert placement.starts_on == today()
    assert decision.placements == [placement.id]
    assert (asked.closed_on, asked.outcome) == (today(), Outcome.PLACED)
    assert queries.claims(asked.id) == []
    assert rooms.places_left(home.id, today()) == 0
    assert rooms.places_left(elsewhere.id, today()) == 2


def _in_two_hours():
    from app.core.today import now

    return now() + timedelta(hours=2)


def test_the_checks_the_answers_the_search_and_what_else_there_was_are_kept(db):
    by, home, other = officer(), local(), local("The Prices")
    asked = referral(child(), by=by)
    actions.log_call(asked, other, answer=Answer.NO, by=by)
    decision = actions.place(asked, home, asked=ASKED, by=by)
    assert {check["code"]: check["result"] for check in decision.checks} == {
        "gates": "passed",
        "area": "in_area",
    }
    assert decision.answers["wishes"] == ASKED.wishes
    assert decision.alternatives == [{"household": other.id, "answer": "no"}]
    (search,) = queries.searches(asked.id)
    assert {each["household"] for each in search.ranked} == {str(home.id), str(other.id)}


def test_brothers_are_placed_together_or_not_at_all(db):
    boys = [child(age=8), child(age=9)]
    builders.siblings(*boys)
    home = local(places=2)
    decision = actions.place(referral(*boys), home, asked=ASKED, by=officer())
    assert len(decision.placements) == 2
    assert rooms.places_left(home.id, today()) == 0
    more = [child(age=8), child(age=9)]
    builders.siblings(*more)
    small = local("The Prices", places=1)
    refusal(referral(*more), small, officer())
    assert rooms.places_left(small.id, today()) == 1


def test_an_agreement_to_share_is_asked_for_and_recorded(db):
    boys = [child(age=8), child(age=9)]
    builders.siblings(*boys)
    home = local(places=2, bedrooms=0)
    _bedroom_for_two(home)
    asked = referral(*boys)
    breaches = refusal(asked, home, officer())
    assert [breach.field for breach in breaches] == ["sharing_agreed_by"]
    answers = replace(ASKED, sharing_agreed_by="Gwen Parry, for both")
    actions.place(asked, home, asked=answers, by=officer())
    (agreed,) = db.session.query(SharingAgreement)
    assert agreed.agreed_by == "Gwen Parry, for both"
    assert {agreed.child_id, agreed.with_child_id} == {boy.id for boy in boys}


def test_a_brother_who_joins_his_brother_may_share_with_him(db):
    there, coming = child(age=8), child(age=9)
    builders.siblings(there, coming)
    home = local(places=2, bedrooms=0)
    _bedroom_for_two(home)
    builders.placed(there, home)
    answers = replace(ASKED, sharing_agreed_by="Gwen Parry, for both")
    actions.place(referral(coming), home, asked=answers, by=officer())
    (agreed,) = db.session.query(SharingAgreement)
    assert {agreed.child_id, agreed.with_child_id} == {there.id, coming.id}


def _bedroom_for_two(home):
    from app.people.actions import add_bedroom

    add_bedroom(home, name="Bedroom 1", sleeps=2, starts_on=builders.LONG_AGO, by=SOMEBODY)


def test_a_child_moves_in_today_at_the_earliest_whenever_a_home_was_first_needed(db):
    asked = referral(child(), needed_on=today() - 3 * DAY)
    decision = actions.place(asked, local(), asked=ASKED, by=officer())
    (placement,) = queries.placements_of(decision)
    assert placement.starts_on == today()


def test_a_placement_for_next_week_begins_next_week(db):
    asked = referral(child(), needed_on=today() + 7 * DAY)
    decision = actions.place(asked, local(), asked=ASKED, by=officer())
    (placement,) = queries.placements_of(decision)
    assert placement.starts_on == today() + 7 * DAY


def test_a_child_already_placed_there_is_not_placed_twice(db):
    boy, home = child(), local()
    builders.placed(boy, home)
    assert "already placed here" in said(refusal(referral(boy), home, officer()))


def test_a_closed_referral_places_nobody(db):
    asked = referral(child())
    children.close_referral(asked, on=today(), outcome=Outcome.WITHDRAWN, by=SOMEBODY)
    assert "closed" in said(refusal(asked, local(), officer()))


def test_whoever_does_not_confirm_placements_is_refused(db):
    worker = builders.user(Role.SOCIAL_WORKER)
    assert "does not confirm" in said(refusal(referral(child()), local(), worker))


def test_a_team_manager_places_where_every_check_is_met(db):
    manager = builders.user(Role.TEAM_MANAGER)
    asked = referral(child(), by=manager)
    assert actions.place(asked, local(), asked=ASKED, by=manager).confirmed_by_id == manager.id


# -------------------------------------------------- outside the terms in an emergency (reg 23)

EMERGENCY = replace(ASKED, emergency_because="No other home tonight; the police have her")


def test_outside_the_terms_a_nominated_officer_decides_what_somebody_else_proposed(db):
    home, by = local(terms=[builders.line(2, (0, 4))]), officer()
    asked = referral(child(age=7), by=by)
    (breach,) = refusal(asked, home, by)
    assert "nominated officer" in breach.says
    decision = actions.propose(asked, home, asked=ASKED, by=by)
    assert asked.closed_on is None
    (breach,) = refusal(asked, home, nominated_officer(), decision=decision)
    assert breach.field == "emergency_because"
    assert "reg 23" in breach.cite.short
    decided = actions.place(asked, home, asked=EMERGENCY, decision=decision, by=nominated_officer())
    assert decided.id == decision.id
    assert decided.proposed_by_id == by.id
    (placement,) = queries.placements_of(decided)
    assert placement.basis is Basis.EMERGENCY
    assert "ruled_out" in {check["result"] for check in decided.checks}


def test_nobody_decides_a_failed_check_that_they_proposed_themselves(db):
    both = builders.user(Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER)
    home = local(terms=[builders.line(2, (0, 4))])
    asked = referral(child(age=7))
    assert "another nominated officer" in said(refusal(asked, home, both, EMERGENCY))
    decision = actions.propose(asked, home, asked=EMERGENCY, by=both)
    assert "another nominated officer" in said(refusal(asked, home, both, EMERGENCY, decision))
    assert actions.place(
        asked, home, asked=EMERGENCY, decision=decision, by=nominated_officer()
    ).confirmed_at


def test_nobody_decides_a_failed_check_for_a_referral_that_they_opened(db):
    both = builders.user(Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER)
    home, other = local(terms=[builders.line(2, (0, 4))]), officer()
    asked = referral(child(age=7), by=both)
    decision = actions.propose(asked, home, asked=EMERGENCY, by=other)
    assert "another nominated officer" in said(refusal(asked, home, both, EMERGENCY, decision))


@pytest.mark.parametrize("what", ["no agreement", "on hold", "over the limit"])
def test_what_no_officer_can_decide_is_not_proposed_either(db, what):
    home = local(places=4, agreement=what != "no agreement")
    if what == "on hold":
        register.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    if what == "over the limit":
        for _ in range(3):
            builders.placed(child(), home)
    asked = referral(child())
    with pytest.raises(RuleBroken):
        actions.propose(asked, home, asked=ASKED, by=officer())
    refusal(asked, home, nominated_officer(), EMERGENCY)


def test_what_needs_no_other_decision_is_not_proposed(db):
    proposal = placing.proposal(referral(child()), local(), ASKED, officer())
    assert not rules.may_be_proposed(proposal)


def test_a_declined_proposal_is_not_confirmed_afterwards(db):
    home, by = local(terms=[builders.line(2, (0, 4))]), officer()
    asked = referral(child(age=7), by=by)
    decision = actions.propose(asked, home, asked=EMERGENCY, by=by)
    actions.decline(decision, because="His aunt can have him", by=nominated_officer())
    assert "declined" in said(refusal(asked, home, nominated_officer(), EMERGENCY, decision))
    with pytest.raises(RuleBroken, match="declined"):
        actions.decline(decision, because="Again", by=nominated_officer())


def test_a_confirmed_placement_is_not_declined_afterwards(db):
    home, by = local(terms=[builders.line(2, (0, 4))]), officer()
    asked = referral(child(age=7), by=by)
    decision = actions.propose(asked, home, asked=EMERGENCY, by=by)
    actions.place(asked, home, asked=EMERGENCY, decision=decision, by=nominated_officer())
    with pytest.raises(RuleBroken, match="confirmed already"):
        actions.decline(decision, because="Too late", by=nominated_officer())


# --------------------------------------------------------------- outside the area (reg 11)


def agency_home(postcode, **more):
    return local("The Okafors", provider=builders.agency(), postcode=postcode, **more)


OUT_OF_AREA = replace(ASKED, reasons_22c={"area": "Nobody nearer", "near_home": "Nobody nearer"})


def test_next_door_a_nominated_officer_approves_it(db):
    home, by = agency_home("SY8 1AA"), officer()
    asked = referral(child(), by=by)
    (breach,) = refusal(asked, home, by, OUT_OF_AREA)
    assert "nominated officer" in breach.says
    assert "reg 11" in breach.cite.short
    decision = actions.propose(asked, home, asked=OUT_OF_AREA, by=by)
    decider = nominated_officer()
    actions.place(asked, home, asked=OUT_OF_AREA, decision=decision, by=decider)
    (approval,) = db.session.query(PlacementApproval)
    assert (approval.what, approval.decided_by) == (ApprovalNeeded.OUT_OF_AREA, decider.name)


def test_at_a_distance_only_the_director_approves_it(db):
    home, by = agency_home(AT_A_DISTANCE[0]), officer()
    asked = referral(child(), by=by)
    decision = actions.propose(asked, home, asked=OUT_OF_AREA, by=by)
    (breach,) = refusal(asked, home, nominated_officer(), OUT_OF_AREA, decision)
    assert "director" in breach.says
    decider = director()
    actions.place(asked, home, asked=OUT_OF_AREA, decision=decision, by=decider)
    (approval,) = db.session.query(PlacementApproval)
    assert (approval.what, approval.decided_by) == (ApprovalNeeded.AT_A_DISTANCE, decider.name)


def test_our_own_carer_outside_the_area_needs_no_such_approval(db):
    home = local(postcode="SY8 1AA")
    assert home.provider.kind is ProviderKind.OWN
    actions.place(referral(child()), home, asked=OUT_OF_AREA, by=officer())
    assert db.session.query(PlacementApproval).count() == 0


def test_a_connected_person_outside_the_area_needs_no_such_approval(db):
    kit = child("Kit")
    home = agency_home("SY8 1AA", approved=False)
    register.record_temporary_approval(
        home, kit, starts_on=today(), decided_by="Nominated officer", by=SOMEBODY
    )
    asked = referral(kit, until=today() + 30 * DAY)
    decision = actions.place(asked, home, asked=OUT_OF_AREA, by=officer())
    (placement,) = queries.placements_of(decision)
    assert placement.place.value == "U3"
    assert db.session.query(PlacementApproval).count() == 0


def test_an_agencys_home_whose_area_nobody_recorded_waits_for_its_address(db):
    home = agency_home(None)
    assert "Record its address first" in said(
        refusal(referral(child()), home, nominated_officer(), OUT_OF_AREA)
    )

"""Approving, setting terms, exempting, resigning: what is recorded, and what is refused and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import RuleBroken
from app.core.today import today
from app.people import actions as people
from app.people import queries as who
from app.people.models import MemberRole
from app.register import actions, queries
from app.register.models import ApprovalEnd, ClaimKind, HoldReason, NotAvailable
from tests import builders
from tests.builders import LONG_AGO, SOMEBODY

DAYS = timedelta(days=1)


def refusals(action, *args, **kw):
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw, by=SOMEBODY)
    return [breach.says for breach in refused.value.breaches]


def carer_of(household):
    return who.home_of(household.id, today()).carers[0]


def test_a_couple_is_two_approvals_with_one_households_terms(db):
    home = builders.couple()
    standing = queries.standing_of(home.id)
    assert len(standing.approvals) == 2
    assert len(standing.terms) == 1


def test_nobody_is_approved_in_two_households_of_two_services_at_once(db):
    home = builders.household(provider=builders.agency("Marches Fostering"))
    jo = carer_of(home)
    other = builders.household("The Other Doyles", approved=False)
    people.join_household(
        other, jo, role=MemberRole.CARER, starts_on=today() - 9 * DAYS, by=SOMEBODY
    )
    (said,) = refusals(actions.approve, other, jo, starts_on=today())
    assert "Already approved by Marches Fostering" in said


def test_somebody_whose_other_approval_has_ended_may_be_approved(db):
    home = builders.household(provider=builders.agency())
    jo = carer_of(home)
    approval = queries.standing_of(home.id).approvals[0]
    actions.end_approval(approval, on=today() - DAYS, how=ApprovalEnd.TRANSFERRED, by=SOMEBODY)
    other = builders.household("The Other Doyles", approved=False)
    people.join_household(other, jo, role=MemberRole.CARER, starts_on=today(), by=SOMEBODY)
    assert actions.approve(other, jo, starts_on=today(), by=SOMEBODY).held_on(today())


def test_an_approval_is_refused_with_every_reason_at_once(db):
    home = builders.household()
    stranger = builders.person()
    said = refusals(
        actions.approve, home, stranger, starts_on=today(), recommended_on=today() + DAYS
    )
    assert len(said) == 2
    assert "Record this person as a carer" in said[0]
    assert "recommendation must come before the decision" in said[1]


def test_resignation_ends_approval_28_days_after_notice_whatever_anybody_decides(db):
    approval = queries.standing_of(builders.household().id).approvals[0]
    actions.receive_resignation(approval, received_on=date(2026, 11, 2), by=SOMEBODY)
    assert approval.ends_on == date(2026, 11, 30)
    assert approval.held_on(date(2026, 11, 29))
    assert not approval.held_on(date(2026, 11, 30))
    assert approval.ended_how is ApprovalEnd.RESIGNED


def test_new_terms_take_over_from_the_old_without_a_gap(db):
    home = builders.household(places=2)
    actions.set_terms(
        home,
        overall=3,
        criteria=[builders.line(3, (0, 10))],
        starts_on=date(2026, 1, 1),
        by=SOMEBODY,
    )
    old, new = queries.standing_of(home.id).terms
    assert (old.ends_on, new.starts_on, new.ends_on) == (date(2026, 1, 1), date(2026, 1, 1), None)


def test_terms_cannot_be_slipped_in_before_those_in_force(db):
    home = builders.household(since=LONG_AGO)
    (said,) = refusals(
        actions.set_terms,
        home,
        overall=1,
        criteria=[builders.line(1)],
        starts_on=LONG_AGO - DAYS,
    )
    assert "already recorded from 12/03/2019" in said


def test_terms_without_a_line_are_refused(db):
    home = builders.household()
    said = refusals(actions.set_terms, home, overall=2, criteria=[], starts_on=today())
    assert said == ["Say which children: at least one line with a number and ages."]


def test_an_exemption_names_its_children(db):
    home = builders.household()
    (said,) = refusals(
        actions.grant_exemption,
        home,
        children=[],
        starts_on=today(),
        decided_on=today(),
        decided_by="Nominated officer",
    )
    assert "Name every child" in said


def test_a_household_is_on_hold_once(db):
    home = builders.household()
    actions.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    (said,) = refusals(actions.put_on_hold, home, reason=HoldReason.OTHER, starts_on=today())
    assert "already on hold" in said


def test_a_hold_is_lifted_and_may_be_put_on_again(db):
    home = builders.household()
    hold = actions.put_on_hold(
        home, reason=HoldReason.ILLNESS, starts_on=today() - DAYS, by=SOMEBODY
    )
    actions.lift_hold(hold, on=today(), by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 2
    actions.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 0


def test_temporary_approval_runs_sixteen_weeks_from_the_day_it_is_given(db):
    home = builders.household(approved=False)
    given = actions.record_temporary_approval(
        home, builders.child(), starts_on=date(2026, 11, 23), decided_by="N O", by=SOMEBODY
    )
    assert given.last_day == date(2027, 3, 14)


def test_temporary_approval_is_extended_once(db):
    home = builders.household(approved=False)
    given = actions.record_temporary_approval(
        home, builders.child(), starts_on=date(2026, 8, 3), decided_by="N O", by=SOMEBODY
    )
    told = {"decided_on": date(2026, 11, 20), "decided_by": "N O"}
    actions.record_extension(given, last_day=date(2027, 1, 17), **told, by=SOMEBODY)
    assert given.last_day == date(2027, 1, 17)
    (said,) = refusals(actions.record_extension, given, last_day=date(2027, 3, 1), **told)
    assert "once only" in said


def test_a_review_is_recorded_once_it_was_held(db):
    home = builders.household()
    (said,) = refusals(actions.record_review, home, held_on=today() + DAYS)
    assert "once it has been held" in said


def test_a_bed_is_held_only_where_there_is_room_and_every_reason_is_given(db):
    home = builders.household(places=1, terms=[builders.line(1, (0, 4))])
    builders.placed(builders.child(age=2), home)
    said = refusals(
        actions.claim_bed,
        home,
        builders.child("Tom", age=7),
        claim=ClaimKind.HELD,
        starts_on=today(),
    )
    assert any("ages 0 to 4, and Tom would be 7" in each for each in said)
    assert any("for 1 at once, and this would make 2" in each for each in said)


def test_a_bed_let_go_is_free_at_once(db):
    home = builders.household(places=1)
    claim = actions.claim_bed(
        home, builders.child(), claim=ClaimKind.PLANNED, starts_on=today(), by=SOMEBODY
    )
    assert queries.places_left(home.id, today()) == 0
    actions.release_claim(claim, because="Went elsewhere", by=SOMEBODY)
    assert queries.places_left(home.id, today()) == 1


def test_some_places_may_be_closed_for_a_time(db):
    home = builders.household(places=3)
    gone = actions.make_unavailable(
        home, places=2, reason=NotAvailable.NEEDS_OF_CHILD, starts_on=today(), by=SOMEBODY
    )
    assert queries.places_left(home.id, today()) == 1
    actions.make_available(gone, on=today() + DAYS, by=SOMEBODY)
    assert queries.places_left(home.id, today() + DAYS) == 3


def test_nothing_ends_before_it_began(db):
    approval = queries.standing_of(builders.household().id).approvals[0]
    (said,) = refusals(actions.end_approval, approval, on=LONG_AGO - DAYS, how=ApprovalEnd.RESIGNED)
    assert "began on 12/03/2019" in said

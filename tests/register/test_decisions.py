"""Independent decisions in the record: proposed, followed, decided once, by whoever may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.children import queries as children
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.people import actions as people
from app.register import actions, queries
from app.register.actions import deciding
from app.register.deciding import DecisionKind, Outcome, StepKind, differences
from app.register.models import ApprovalEnd, HoldReason
from app.register.queries import deciding as asked
from sufficiency.period import Period
from tests import builders
from tests.builders import SOMEBODY
from tests.register import decided

DAY = timedelta(days=1)
K = DecisionKind


def refusals(action, *args, **kw):
    """The sentences, and their citations, with which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw)
    return [f"{breach.says} [{breach.cite.short}]" for breach in refused.value.breaches]


@pytest.fixture
def home(db):
    """A household in our area with three children placed."""
    builders.postcodes()
    home = builders.household(postcode="HR6 8AB", places=4, bedrooms=4)
    for name in ("Ash", "Bea", "Cal"):
        builders.placed(builders.child(name), home)
    return home


def here(home):
    return [each.child_id for each in queries.children_here(home.id)]


def covers(home):
    """Whom exemptions cover from today, stretch by stretch: (children, days)."""
    room = queries.rooms({home.id}, around=Period(today()))[home.id]
    return [({int(id_) for id_ in each.children}, each.period) for each in room.exemptions]


def exemption_for(home, *more, **told):
    return decided.proposed(
        home, K.EXEMPTION, children=[*here(home), *(each.id for each in more)], **told
    )


# ------------------------------------------------------------------------------ the one pattern


def test_a_proposal_keeps_the_facts_as_they_were_and_the_decision_those_that_it_stood_on(home):
    proposal = decided.proposed(home, K.CHANGE_OF_TERMS)
    builders.placed(builders.child("Dot"), home)
    decision = decided.decide(decided.all_agreed(proposal))
    changed = differences(
        [tuple(each) for each in decision.facts], [tuple(each) for each in decision.facts_decided]
    )
    assert [(each.name, each.then, each.now) for each in changed] == [
        ("Children fostered here", "3", "4")
    ]


def test_every_question_of_its_kind_is_asked_and_all_that_is_missing_is_said_at_once(home):
    said = refusals(
        deciding.propose,
        asked.About(home),
        K.EXEMPTION,
        answers={"welfare": "Safe."},
        proposal={"children": []},
        by=decided.proposer(),
    )
    assert len(said) == 5
    assert sum("[CA 1989 Sch 7 para 4(1)-(2)]" in each for each in said) == 4
    assert "Name every child whom it covers" in said[0]


def test_the_same_is_not_proposed_twice_while_it_waits(home):
    decided.proposed(home, K.CHANGE_OF_TERMS)
    (said,) = refusals(decided.proposed, home, K.CHANGE_OF_TERMS)
    assert "proposed already" in said


@pytest.mark.parametrize("kind", [K.CHANGE_OF_TERMS, K.TERMINATION, K.HOLD_LIFTED, K.EXEMPTION])
def test_only_the_role_that_the_kind_names_decides(home, kind):
    actions.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    more = {"children": [*here(home), builders.child().id]} if kind is K.EXEMPTION else {}
    decision = decided.proposed(home, kind, **more)
    officer = builders.user(Role.PLACEMENT_OFFICER, Role.DIRECTOR)
    said = refusals(decided.decide, decision, Outcome.REFUSED, by=officer)
    assert len(said) == 1
    assert said[0].startswith("Only the ")


def test_nobody_decides_an_exemption_that_they_proposed(home):
    both = builders.user(Role.TEAM_MANAGER, Role.NOMINATED_OFFICER)
    decision = exemption_for(home, builders.child(), by=both)
    (said,) = refusals(decided.decide, decision, by=both)
    assert "You proposed this" in said
    assert decided.decide(decision).outcome is Outcome.AGREED


def test_nobody_decides_on_a_household_that_they_supervise(home):
    actions.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    decision = decided.proposed(home, K.HOLD_LIFTED)
    manager = builders.user(Role.TEAM_MANAGER)
    (said,) = refusals(decided.decide, decision, by=manager, own_case_of=[manager.id])
    assert "You supervise this household" in said


def test_a_second_person_is_asked_for_where_the_council_says_so_and_from_then_on(home):
    actions.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY)
    manager = builders.user(Role.TEAM_MANAGER)
    decision = decided.proposed(home, K.HOLD_LIFTED, by=manager)
    deciding.ask_two_people([K.HOLD_LIFTED], by=manager)
    (said,) = refusals(decided.decide, decision, by=manager)
    assert "You proposed this" in said
    deciding.ask_two_people([], by=manager)
    assert decided.decide(decision, by=manager).outcome is Outcome.AGREED


def test_where_two_people_are_asked_for_whoever_recorded_a_step_does_not_decide_either(db):
    home = builders.household(places=2)
    maker = decided.decider(K.CHANGE_OF_TERMS)
    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    (carer,) = queries.standing_of(home.id).approvals
    decided.step(decision, StepKind.CONSENT, carer=carer, by=maker)
    deciding.ask_two_people([K.CHANGE_OF_TERMS], by=maker)
    (said,) = refusals(decided.decide, decision, by=maker)
    assert "You recorded a step of this. Somebody else decides it." in said
    other = decided.decider(K.CHANGE_OF_TERMS)
    assert decided.decide(decision, by=other).outcome is Outcome.AGREED


def test_what_is_decided_is_decided_once(home):
    decision = decided.decide(decided.proposed(home, K.CHANGE_OF_TERMS), Outcome.REFUSED)
    for act in (decided.decide, decided.noticed):
        assert "decided already" in refusals(act, decision)[0]
    assert decision.effective_on is None


def test_a_decision_without_reasons_is_refused_and_so_is_one_for_the_past(home):
    decision = decided.all_agreed(decided.proposed(home, K.CHANGE_OF_TERMS))
    said = refusals(decided.decide, decision, reasons=" ", effective_on=today() - DAY)
    assert len(said) == 2
    assert said[0].startswith("Say why.")
    assert "takes effect today or later" in said[1]


def test_decided_after_the_day_it_was_needed_is_retrospective(home):
    late = decided.proposed(home, K.CHANGE_OF_TERMS, needed_on=today() - 3 * DAY)
    assert decided.decide(decided.all_agreed(late)).is_retrospective
    in_time = decided.proposed(home, K.CHANGE_OF_TERMS, needed_on=today())
    assert not decided.decide(decided.all_agreed(in_time)).is_retrospective


def test_a_withdrawn_proposal_stays_with_its_reason_and_changes_nothing(home):
    decision = decided.proposed(home, K.TERMINATION)
    deciding.withdraw(decision, reasons="The complaint was withdrawn.", by=decided.proposer())
    assert decision.outcome is Outcome.WITHDRAWN
    assert queries.standing_of(home.id).approvals[0].ends_on is None


# -------------------------------------------------------------------------------- change of terms


def test_terms_change_at_once_when_every_carer_agreed_in_writing(db):
    home = builders.couple(places=2)
    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    first, second = queries.standing_of(home.id).approvals
    decided.step(decision, StepKind.CONSENT, carer=first)
    (said,) = refusals(decided.decide, decision)
    assert "1 carer has not agreed in writing" in said
    decided.step(decision, StepKind.CONSENT, carer=second)
    decided.decide(decision)
    terms = queries.open_terms(home.id)
    assert (terms.overall, terms.starts_on, terms.decided_on) == (3, today(), today())
    assert decision.terms_id == terms.id


def test_terms_stay_as_they_are_until_the_notice_is_over(db):
    home = builders.household(places=2)
    with clock_at(date(2026, 3, 2)):
        decision = decided.noticed(decided.proposed(home, K.CHANGE_OF_TERMS))
    with clock_at(date(2026, 3, 30)):
        (said,) = refusals(decided.decide, decision)
        assert "The carers have until 30/03/2026" in said
        assert queries.open_terms(home.id).overall == 2
    with clock_at(date(2026, 3, 31)):
        decided.decide(decision)
    assert queries.open_terms(home.id).starts_on == date(2026, 3, 31)


def test_a_decision_of_one_day_is_read_as_it_stood_on_another(db):
    home = builders.household(places=2)
    with clock_at(date(2026, 3, 2)):
        decision = decided.noticed(decided.proposed(home, K.CHANGE_OF_TERMS))
    with clock_at(date(2026, 4, 2)):
        decided.decide(decision)
    assert asked.course_of(decision, as_at=date(2026, 3, 3)).outcome is None
    assert [each.id for each in asked.waiting(date(2026, 3, 3))] == [decision.id]
    assert asked.waiting(date(2026, 4, 2)) == []


# ------------------------------------------------------------------------------------ termination


def test_approval_goes_on_until_the_final_decision_and_ends_by_it(db):
    home = builders.household()
    with clock_at(date(2026, 3, 2)):
        decision = decided.noticed(decided.proposed(home, K.TERMINATION))
        decided.step(decision, StepKind.REPRESENTATIONS)
    approval = queries.standing_of(home.id).approvals[0]
    with clock_at(date(2026, 5, 4)):
        (said,) = refusals(decided.decide, decision)
        assert "the panel considers it again" in said
        assert approval.held_on(today())
        decided.step(decision, StepKind.MINUTES)
        decided.decide(decision)
    assert approval.ends_on == date(2026, 5, 4)
    assert approval.ended_how is ApprovalEnd.TERMINATED


def test_representations_and_independent_review_are_not_both_to_be_had(db):
    home = builders.household()
    decision = decided.noticed(decided.proposed(home, K.TERMINATION))
    decided.step(decision, StepKind.REVIEW_APPLIED)
    (said,) = refusals(decided.step, decision, StepKind.REPRESENTATIONS)
    assert "not both" in said
    assert "[FSR 2011 reg 27(6)(b)]" in said


def test_another_services_carers_are_not_ours_to_end_or_change(db):
    home = builders.household(provider=builders.agency())
    for kind in (K.TERMINATION, K.CHANGE_OF_TERMS):
        assert "Another service approved these carers" in refusals(decided.proposed, home, kind)[0]


# ------------------------------------------------------------------------------------- exemptions


def test_item_6_all_siblings_is_a_test_of_the_whole_set(home):
    """statute.md section 9, item 6: four siblings need no exemption; four and one more do."""
    four = builders.child("Dot")
    builders.siblings(*children.children_by_id(here(home)).values(), four)
    (said,) = refusals(exemption_for, home, four)
    assert "all brothers and sisters of each other" in said
    assert "[CA 1989 Sch 7 para 3]" in said
    builders.placed(four, home)
    assert exemption_for(home, builders.child("Eve")).outcome is None


def test_item_6_the_carers_own_area_grants_whoever_approved_them(home):
    """An agency's carers who live in our area are ours to exempt; our own beyond it are not."""
    theirs = builders.household("The Marches", provider=builders.agency(), postcode="HR7 4AA")
    for _ in range(3):
        builders.placed(builders.child(), theirs)
    assert exemption_for(theirs, builders.child()).kind is K.EXEMPTION
    people.move_household(
        home, line="2 High Street", postcode="SY8 1AA", starts_on=today(), by=SOMEBODY
    )
    (said,) = refusals(exemption_for, home, builders.child())
    assert "another authority’s area" in said


def test_an_exemption_covers_nobody_unnamed_and_is_not_given_within_the_limit(home):
    said = refusals(decided.proposed, home, K.EXEMPTION, children=[builders.child().id])
    assert "3 children who live here already would not be covered" in said[0]
    (said,) = refusals(decided.proposed, home, K.EXEMPTION, children=here(home))
    assert "within the usual limit" in said


def test_an_exemption_agreed_names_its_children_its_conditions_and_who_decided(home):
    fourth = builders.child("Dot")
    decision = exemption_for(home, fourth, conditions="No fifth child.")
    decided.decide(decision)
    (exemption,) = queries.standing_of(home.id).exemptions
    assert {each.child_id for each in exemption.named} == {*here(home), fourth.id}
    assert (exemption.conditions, exemption.decided_by) == ("No fifth child.", "Dora Makepeace")
    assert decision.exemption_id == exemption.id


def test_an_exemption_is_refused_if_by_then_it_is_not_what_was_asked(home):
    decision = exemption_for(home, builders.child("Dot"))
    builders.placed(builders.child("Eve"), home)
    (said,) = refusals(decided.decide, decision)
    assert "would not be covered" in said


def test_an_exemption_is_spent_by_itself_when_a_child_named_leaves_for_good(home):
    fourth = builders.child("Dot")
    decided.decide(exemption_for(home, fourth))
    exemptions = queries.standing_of(home.id).exemptions
    assert asked.exemptions_spent(exemptions, today()) == {}  # the fourth has not come yet
    gone = today() + 2 * DAY
    builders.placed(fourth, home, since=today(), until=gone)
    assert asked.exemptions_spent(exemptions, gone - DAY) == {}
    assert asked.exemptions_spent(exemptions, gone) == {exemptions[0].id: gone}


def test_a_child_who_left_for_good_needs_another_exemption_to_come_back(home):
    fourth = builders.child("Dot")
    decided.decide(exemption_for(home, fourth))
    gone, back = today() + 2 * DAY, today() + 9 * DAY
    builders.placed(fourth, home, since=today(), until=gone)
    with clock_at(back):
        builders.placed(fourth, home, since=back)
    exemptions = queries.standing_of(home.id).exemptions
    assert asked.exemptions_spent(exemptions, back) == {exemptions[0].id: gone}
    assert [(covered, period.ends) for covered, period in covers(home)] == [
        ({*here(home), fourth.id}, gone)
    ]


def test_those_named_who_stay_are_still_covered_when_one_of_five_has_left(home):
    fourth, fifth = builders.child("Dot"), builders.child("Eve")
    four = {*here(home), fourth.id}
    decided.decide(exemption_for(home, fourth, fifth))
    gone = today() + 2 * DAY
    builders.placed(fourth, home, since=today())
    builders.placed(fifth, home, since=today(), until=gone)
    exemptions = queries.standing_of(home.id).exemptions
    assert asked.exemptions_spent(exemptions, gone) == {}
    assert [(covered, period.starts) for covered, period in covers(home)] == [
        ({*four, fifth.id}, today()),
        (four, gone),
    ]


def test_whoever_goes_to_a_respite_home_and_comes_back_is_still_covered(home):
    fourth, other = builders.child("Dot"), builders.household()
    decided.decide(exemption_for(home, fourth))
    builders.placed(fourth, home, since=today())
    builders.placed(fourth, other, since=today(), until=today() + 3 * DAY, temporary=True)
    exemptions = queries.standing_of(home.id).exemptions
    assert asked.exemptions_spent(exemptions, today() + 9 * DAY) == {}


def test_conditions_are_changed_and_an_exemption_cancelled_after_the_same_considerations(home):
    decided.decide(exemption_for(home, builders.child("Dot")))
    decided.decide(decided.proposed(home, K.EXEMPTION_VARIED, conditions="Weekly visits."))
    before, now = queries.standing_of(home.id).exemptions
    assert (before.ends_on, now.conditions) == (today(), "Weekly visits.")
    assert {each.child_id for each in before.named} == {each.child_id for each in now.named}
    decided.decide(decided.proposed(home, K.EXEMPTION_CANCELLED))
    assert now.ends_on == today()


# ------------------------------------------------------------------------------------------ holds


def test_a_hold_is_lifted_by_decision_with_both_reasons_kept(home):
    actions.put_on_hold(home, reason=HoldReason.BEREAVEMENT, starts_on=today() - DAY, by=SOMEBODY)
    decision = decided.decide(decided.proposed(home, K.HOLD_LIFTED))
    (hold,) = queries.standing_of(home.id).holds
    assert hold.ends_on == today()
    assert decision.reasons
    assert decision.answers["changed"]
    assert "not on hold" in refusals(decided.proposed, home, K.HOLD_LIFTED)[0]


def test_a_hold_may_keep_back_some_places_only(db):
    home = builders.household(places=3)
    actions.put_on_hold(
        home, reason=HoldReason.CARERS_CHOICE, places=1, starts_on=today(), by=SOMEBODY
    )
    assert queries.places_left(home.id, today()) == 2
    statuses = queries.entry(home.id, today()).statuses
    assert queries.Status.ON_HOLD not in statuses
    assert queries.Status.NOT_AVAILABLE in statuses


def test_a_hold_has_a_day_on_which_it_is_looked_at_again(db):
    hold = actions.put_on_hold(
        builders.household(), reason=HoldReason.ILLNESS, starts_on=today(), by=SOMEBODY
    )
    assert hold.review_on == today() + 28 * DAY
    said = refusals(
        actions.look_again_at_hold, hold, plan="", review_on=today() + 60 * DAY, by=SOMEBODY
    )
    assert len(said) == 2
    actions.look_again_at_hold(hold, plan="Rest.", review_on=today() + 7 * DAY, by=SOMEBODY)
    assert (hold.plan, hold.review_on) == ("Rest.", today() + 7 * DAY)

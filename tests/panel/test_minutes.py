"""What the panel says: never without a quorum, and told to the room whose matter it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.queries import last_assessing
from app.assessments.rules import Outcome as Assessed
from app.children.kinds import Relationship
from app.connected import actions as connected
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import agenda as agendas
from app.panel.actions import minutes as actions
from app.panel.actions.deciding import approve_applicants, link_user
from app.panel.kinds import ItemKind, Outcome
from app.panel.queries import agenda, matters, minutes
from app.panel.rules import minutes as rules
from app.panel.rules.minutes import Said
from app.people.queries import home_of
from app.permanence import actions as permanence
from app.register import actions as register
from app.register.actions import deciding, reviews
from app.register.deciding import DecisionKind
from app.register.queries import deciding as decided
from app.register.queries import reviews as reviewed
from app.register.queries import standing_of
from app.register.reviewing import ReviewTrigger
from app.register.rules.deciding_steps import StepKind
from app.register.rules.reviews import Stage
from app.statute.fostering.panel import ADM_DECISION_DUE
from tests import builders as make
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields
from tests.panel.people import (
    applied,
    called,
    come,
    final,
    led_panel,
    says,
    taken,
)

DAY = timedelta(days=1)


def reviewed_home(name="The Firsts"):
    """A first review whose report is finished."""
    home = make.household(name, since=today() - 300 * DAY)
    case = reviews.open_review(home, trigger=ReviewTrigger.ANNUAL, by=SOMEBODY)
    for view in case.views:
        reviews.no_view(view, because="Could not be asked.", by=SOMEBODY)
    reviews.finish_report(
        case,
        held_on=today(),
        judgement=dict.fromkeys((each.key for each in reviews.rules.JUDGEMENT), "Well."),
        suitable=True,
        terms_right=True,
        by=make.worker(),
    )
    return home, case


# ------------------------------------------------------------------- never without a quorum


def test_nothing_is_recommended_here_for_an_item_that_is_not_quorate(met, five):
    applied()
    item = taken(met, "The News")
    agendas.take_no_part(item, five[2], words="Her neighbour.", by=SOMEBODY)
    with pytest.raises(RuleBroken) as refused:
        says(item)
    said = [each.says for each in refused.value.breaches]
    assert said == [
        "4 members are there for it; 5 are needed.",
        "No social worker with three years since qualifying is there for it.",
    ]
    assert minutes.recommendations([item.id]) == {}


def test_nothing_is_recommended_before_attendance_is_taken_nor_before_the_day(db, five):
    applied()
    today_, later = called(led_panel(chair=five[0], vice=five[1]), 0, 30)
    for meeting, match in ((today_, "attendance first"), (later, "has not met yet")):
        come(meeting, *five)
        item = taken(meeting, "The News")
        with pytest.raises(RuleBroken, match=match):
            says(item)
        agendas.withdraw_item(item, because="For another day.", by=SOMEBODY)


def test_who_was_counted_is_kept_with_what_was_said(met, five):
    home, _ = reviewed_home()
    item = taken(met, home.name)
    made = says(item, suitable=True, terms_right=True)
    assert sorted(made.heard_by) == sorted(each.id for each in five)
    with pytest.raises(RuleBroken, match="is recorded"):
        says(item, suitable=True, terms_right=True)


@pytest.mark.parametrize("kind", list(ItemKind))
def test_a_panel_says_of_each_kind_what_it_can(kind):
    for outcome in Outcome:
        said = Said(outcome, "Reasons.", suitable=True, terms_right=True)
        refused = bool(rules.said_breaches(kind, said))
        assert refused is (outcome not in rules.outcomes_of(kind))


def test_of_an_extension_it_gives_views_and_recommends_nothing():
    assert rules.outcomes_of(ItemKind.EXTENSION_VIEWS) == (Outcome.VIEWS, Outcome.DEFERRED)


def test_of_a_review_both_questions_are_answered_and_reasons_always_given():
    said = Said(Outcome.RECOMMENDED, " ")
    fields = [each.field for each in rules.said_breaches(ItemKind.FIRST_REVIEW, said)]
    assert fields == ["reasons", "suitable", "terms_right"]
    assert [each.field for each in rules.said_breaches(ItemKind.TERMINATION, said)] == ["reasons"]


# -------------------------------------------------------------- told to the room that it is about


def test_a_review_learns_of_its_panel_and_then_of_the_final_minutes(met, five):
    home, case = reviewed_home()
    item = taken(met, home.name)
    says(item, suitable=True, terms_right=False)
    assert (case.panel_on, case.panel_terms_right, case.minutes_on) == (today(), False, None)
    assert reviewed.course_of(case).stage is Stage.DECISION
    assert [each for each in matters.must_come(today()) if each.about == home.name] == []
    final(met, five[0])
    assert case.minutes_on == today()


def test_the_panel_reads_a_finished_report_and_no_other(met):
    home = make.household("The Unready", since=today() - 340 * DAY)
    reviews.open_review(home, trigger=ReviewTrigger.ANNUAL, by=SOMEBODY)
    item = taken(met, home.name)
    with pytest.raises(RuleBroken, match="Finish the report first"):
        says(item, suitable=True, terms_right=True)
    assert minutes.recommendations([item.id]) == {}


@pytest.mark.parametrize(
    ("outcome", "ended"),
    [
        (Outcome.RECOMMENDED, Assessed.RECOMMENDED),
        (Outcome.NOT_RECOMMENDED, Assessed.NOT_RECOMMENDED),
    ],
)
def test_an_assessment_is_finished_by_what_the_panel_said(met, outcome, ended):
    applied()
    item = taken(met, "The News")
    says(item, outcome)
    found = record.session.get_one(Assessment, int(item.matter.partition(":")[2]))
    assert (found.outcome, found.ends_on) == (ended, today())


def test_what_was_deferred_must_come_again(met):
    applied()
    item = taken(met, "The News")
    says(item, Outcome.DEFERRED)
    assert [each.about for each in matters.must_come(today())] == ["The News"]


def test_a_proposal_learns_of_the_final_minutes_and_waits_no_longer_for_the_panel(met, five):
    home = make.household("The Ends")
    decision = deciding.propose(
        decided.About(home, approval=standing_of(home.id).approvals[0]),
        DecisionKind.TERMINATION,
        answers={"why": "Not suitable.", "children": "None placed."},
        by=make.worker(),
    )
    says(taken(met, "The Ends"))
    assert matters.must_come(today()) == ()
    assert not decided.course_of(decision).has(StepKind.MINUTES)
    final(met, five[0])
    assert decided.course_of(decision).first(StepKind.MINUTES) == today()


def test_section_nine_item_eight_the_decision_clock_starts_on_the_final_minutes(met, five):
    """Statute.md section 9, item 8: seven working days from the final minutes, not the meeting."""
    home = applied()
    item = taken(met, "The News")
    says(item)
    later = today() + 20 * DAY
    assert watch.decisions(today()) == ()
    with clock_at(later):
        final(met, five[0], at=later)
        (line,) = watch.decisions(later)
        assert line.due_on == ADM_DECISION_DUE.last_day(later)
        register.approve(
            home,
            home_of(home.id, later).carers[0],
            starts_on=later,
            recommended_on=met.meets_on,
            decided_by="A. Decider",
            by=SOMEBODY,
        )
        assert watch.decisions(later) == ()


def test_seven_working_days_from_final_minutes_across_christmas():
    assert ADM_DECISION_DUE.last_day(date(2026, 12, 18)) == date(2026, 12, 31)


def test_the_panels_views_stand_in_the_form_that_asks_for_an_extension(met, signed_in):
    home, child, manager = make.household("The Kins", approved=False), make.child(), make.worker()
    case = connected.open_case(
        home, forward=[child], relationship=Relationship.GRANDPARENT, by=manager
    )
    register.record_temporary_approval(
        home, child, starts_on=today() - 80 * DAY, decided_by="A. Officer", by=SOMEBODY
    )
    keys = [each.key for each in matters.must_come(today()) if each.about == home.name]
    (item,) = agendas.take_items(met, keys=keys, late_agreed=True, by=manager)
    assert item.kind is ItemKind.EXTENSION_VIEWS
    with pytest.raises(RuleBroken, match="Not what a panel says"):
        says(item, Outcome.RECOMMENDED)
    says(item, Outcome.VIEWS)
    address = f"/connected/{case.ref}/children/{child.ref}/ask/extension"
    shown = signed_in(Role.TEAM_MANAGER).get(address).text
    assert "They listen to children." in shown
    assert f"{met.meets_on:%d/%m/%Y}" in shown


def test_whoever_sat_decides_neither_the_review_nor_the_proposal(met, five, signed_in):
    home, case = reviewed_home()
    says(taken(met, home.name), suitable=True, terms_right=True)
    other = make.household("The Ends")
    decision = deciding.propose(
        decided.About(other, approval=standing_of(other.id).approvals[0]),
        DecisionKind.TERMINATION,
        answers={"why": "Not suitable.", "children": "None placed."},
        by=make.worker(),
    )
    says(taken(met, "The Ends"))
    browser = signed_in(Role.DECISION_MAKER)
    review, proposal = f"/reviews/{case.ref}/decide", f"/decisions/{decision.ref}/decide"
    assert "You sat on the panel" not in browser.get(proposal).text
    link_user(five[3], user_id=browser.user.id, by=SOMEBODY)
    assert "You sat on the panel" in browser.get(proposal).text
    answer = browser.post_form(review, suitable="yes", terms_right="yes", reasons="They do well.")
    assert answer.status_code == 422
    assert "You sat on the panel" in answer.text
    link_user(five[3], user_id=None, by=SOMEBODY)
    answer = browser.post_form(review, suitable="yes", terms_right="yes", reasons="They do well.")
    assert answer.status_code == 303


# ------------------------------------------------------------------------------------ the minutes


def test_minutes_are_approved_by_whoever_took_the_chair_once_everything_is_said(met, five):
    applied()
    item = taken(met, "The News")
    with pytest.raises(RuleBroken, match="of 1 item is not recorded"):
        final(met, five[0])
    says(item)
    with pytest.raises(RuleBroken, match="The chair approves them"):
        final(met, five[2])
    final(met, five[1])
    assert minutes.are_approved(met.id)


def test_approved_minutes_are_changed_no_more(met, five):
    applied()
    item = taken(met, "The News")
    actions.minute_item(item, strengths="Patience.", by=SOMEBODY)
    actions.minute_item(item, strengths="Patience and humour.", by=SOMEBODY)
    assert minutes.minutes_of(item.id).strengths == "Patience and humour."
    says(item)
    final(met, five[0])
    with pytest.raises(RuleBroken, match="are approved"):
        actions.minute_item(item, strengths="More.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="are approved"):
        agendas.take_attendance(met, came=five[:3], by=SOMEBODY)
    with pytest.raises(RuleBroken, match="are approved"):
        agendas.withdraw_item(item, because="Not today.", by=SOMEBODY)


def test_nothing_more_is_heard_of_a_meeting_whose_minutes_are_approved(met, five):
    applied()
    applied("The Offs")
    off = agendas.withdraw_item(taken(met, "The Offs"), because="Not ready.", by=SOMEBODY)
    says(taken(met, "The News"))
    final(met, five[0])
    with pytest.raises(RuleBroken, match="are approved"):
        taken(met, "The Offs")
    with pytest.raises(RuleBroken, match="are approved"):
        says(off)


def test_the_meeting_ends_with_its_minutes_through_the_pages(met, five, signed_in):
    applied()
    item = taken(met, "The News")
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}"
    assert "Record what the panel said" in adviser.get(page).text
    adviser.post_form(f"{page}/minutes", questions="About school runs.", views="All agree.")
    adviser.post_form(f"{page}/recommendation", outcome="recommended", reasons="Warm and steady.")
    shown = adviser.get(page).text
    for words in ("About school runs.", "Warm and steady.", "5 members"):
        assert words in shown
    meeting = f"/panel/meetings/{met.ref}"
    for step in ("drafted", "sent_to_members", "approved_by_the_chair"):
        adviser.post_form(f"{meeting}/minutes", step=step, on="today", who=five[0].ref)
    assert "approved by the chair on" in adviser.get(meeting).text
    assert "Minutes approved" in adviser.get(page).text
    pause = agenda.items_of(met.id)[0]
    assert adviser.get(f"/panel/items/{pause.ref}").status_code == 200


# -------------------------------------------------------------- two at once, and what is put right


def test_minutes_that_somebody_else_wrote_meanwhile_are_not_written_over_unseen(met, signed_in):
    """The first words of an item too: nothing was there yet when both opened the page."""
    applied()
    item = taken(met, "The News")
    page = f"/panel/items/{item.ref}/minutes"
    first, second = signed_in(Role.PANEL_ADVISER), signed_in(Role.PANEL_ADVISER)
    for asked in ("About school runs.", "About pets."):
        opened = hidden_fields(second.get(page).get_data(as_text=True))
        assert first.post_form(page, questions=asked).status_code == 303
        answer = second.post(page, data=opened | {"questions": "About the rota."})
        assert answer.status_code == 422
        assert "Somebody changed this while you had it open" in answer.text
        assert "About the rota." in answer.text
        record.session.expire_all()
        assert minutes.minutes_of(item.id).questions == asked


def test_each_members_view_begins_with_who_heard_it_and_names_alone_are_not_kept(
    met, five, signed_in
):
    applied()
    item = taken(met, "The News")
    agendas.take_no_part(item, five[4], words="A cousin.", by=SOMEBODY)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}/minutes"
    shown = adviser.get(page).text
    names = [each.person.name for each in five]
    assert [f"{name}: " in shown for name in names] == [True] * 4 + [False]
    views = f"{names[0]}: \n{names[1]}: In favour, with one doubt:\n- the dog\n{names[2]}:  "
    adviser.post_form(page, views=views)
    assert minutes.minutes_of(item.id).views == f"{names[1]}: In favour, with one doubt:\n- the dog"


def test_minutes_may_be_as_long_as_a_hard_case_needs(met, signed_in):
    applied()
    item = taken(met, "The News")
    long = "They were asked again about the winter. " * 300
    answer = signed_in(Role.PANEL_ADVISER).post_form(
        f"/panel/items/{item.ref}/minutes", questions=long
    )
    assert answer.status_code == 303
    assert minutes.minutes_of(item.id).questions == long.strip()


def test_an_item_that_was_heard_is_not_taken_off_and_its_word_is_in_the_minutes(met, signed_in):
    applied()
    item = taken(met, "The News")
    says(item)
    with pytest.raises(RuleBroken, match="it was heard here"):
        agendas.withdraw_item(item, because="Wrong button.", by=SOMEBODY)
    page = signed_in(Role.PANEL_ADVISER).get(f"/panel/items/{item.ref}").text
    assert "Take it off this agenda" not in page


def test_a_word_that_was_written_wrongly_is_put_right_where_it_was_told_too(met, five):
    applied()
    item = taken(met, "The News")
    wrong = says(item, Outcome.NOT_RECOMMENDED)
    right = actions.put_right(
        item, outcome=Outcome.RECOMMENDED, reasons="Warm and steady.", by=make.worker()
    )
    assert minutes.recommendations([item.id])[item.id].id == right.id
    assert wrong.voided_at is not None
    assert right.heard_by == wrong.heard_by
    found = record.session.get_one(Assessment, item.row[1])
    assert (found.outcome, found.ends_on) == (Assessed.RECOMMENDED, today())
    final(met, five[0])
    with pytest.raises(RuleBroken, match="are approved"):
        actions.put_right(item, outcome=Outcome.NOT_RECOMMENDED, reasons="No.", by=make.worker())


def test_what_was_put_off_today_goes_to_the_next_agenda_the_same_afternoon(met):
    applied()
    first = taken(met, "The News")
    says(first, Outcome.DEFERRED)
    (later,) = called(met.panel, 21)
    second = taken(later, "The News")
    assert (second.matter, second.meeting_id) == (first.matter, later.id)
    with pytest.raises(RuleBroken, match="on the agenda of"):
        agendas.take_items(met, keys=[first.matter], late_agreed=True, by=make.worker())


def test_a_review_learns_of_the_word_that_was_put_right(met):
    home, case = reviewed_home()
    item = taken(met, home.name)
    says(item, suitable=True, terms_right=True)
    actions.put_right(
        item,
        outcome=Outcome.RECOMMENDED,
        reasons="Other terms.",
        suitable=True,
        terms_right=False,
        by=make.worker(),
    )
    assert (case.panel_suitable, case.panel_terms_right) == (True, False)


def test_what_was_deferred_by_mistake_is_recommended(met):
    applied()
    deferred = taken(met, "The News")
    says(deferred, Outcome.DEFERRED)
    actions.put_right(deferred, outcome=Outcome.RECOMMENDED, reasons="Warm.", by=make.worker())
    found = record.session.get_one(Assessment, deferred.row[1])
    assert found.outcome is Assessed.RECOMMENDED


def put_off(item):
    """What was recorded as the panel's word is put right: it was put off."""
    actions.put_right(item, outcome=Outcome.DEFERRED, reasons="Not yet.", by=make.worker())


def test_an_assessment_that_was_put_off_goes_on_with_its_assessor_and_comes_again(met):
    assessor = make.worker("Ann Assessor")
    home = applied(assessor=assessor)
    item = taken(met, "The News")
    says(item)
    found = record.session.get_one(Assessment, item.row[1])
    assert found.ends_on == today()
    put_off(item)
    assert (found.outcome, found.ends_on) == (None, None)
    assert last_assessing(found.id).held_on(today())
    assert last_assessing(found.id).worker_id == assessor.id
    assert home.id in {each.household_id for each in matters.must_come(today())}
    assert ADM_DECISION_DUE.key not in {each.clock for each in watch.decisions(today())}


def test_an_assessment_is_not_taken_up_again_beside_another_or_while_it_runs(met):
    home = applied()
    item = taken(met, "The News")
    found = record.session.get_one(Assessment, item.row[1])
    with pytest.raises(RuleBroken, match="has not ended"):
        assessments.take_up_again(found, by=SOMEBODY)
    says(item)
    assessments.begin_assessment(home, kind=found.kind, starts_on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="has begun since"):
        put_off(item)
    assert minutes.recommendations([item.id])[item.id].outcome is Outcome.RECOMMENDED


def test_a_review_that_was_put_off_waits_for_a_panel_again(met):
    home, case = reviewed_home()
    item = taken(met, home.name)
    says(item, suitable=True, terms_right=True)
    assert reviewed.course_of(case).stage is Stage.DECISION
    put_off(item)
    assert reviewed.course_of(case).stage is Stage.PANEL
    assert (case.panel_on, case.panel_suitable, case.panel_terms_right) == (None, None, None)


def test_a_match_that_was_put_off_is_recommended_by_no_panel(met):
    match = permanence.record_match(
        make.child(),
        household=make.household("The Longs"),
        long_term=True,
        decided_on=today(),
        decided_by="A. Manager",
        why="They know each other.",
        by=SOMEBODY,
    )
    item = taken(met, "The Longs")
    says(item)
    assert match.panel_on == today()
    put_off(item)
    assert match.panel_on is None


def test_nothing_is_put_right_once_it_was_decided_on(met):
    home = applied()
    item = taken(met, "The News")
    says(item)
    approve_applicants(
        record.session.get_one(Assessment, item.row[1]),
        overall=1,
        criteria=[make.line(1)],
        reasons="As the panel says.",
        without_minutes="Needed tonight.",
        by=make.user(Role.DECISION_MAKER),
    )
    assert standing_of(home.id).approvals
    with pytest.raises(RuleBroken, match="has been decided"):
        actions.put_right(item, outcome=Outcome.NOT_RECOMMENDED, reasons="No.", by=make.worker())


def test_a_page_opened_before_anything_was_recorded_puts_nothing_right(met, signed_in):
    applied()
    item = taken(met, "The News")
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}/recommendation"
    opened = hidden_fields(adviser.get(page).get_data(as_text=True))
    adviser.post_form(page, outcome="recommended", reasons="Warm and steady.")
    answer = adviser.post(page, data=opened | {"outcome": "not_recommended", "reasons": "No."})
    assert answer.status_code == 422
    assert "is recorded" in answer.text
    again = adviser.get(page).text
    assert "Put right what the panel said" in again
    assert "Warm and steady." in again
    adviser.post_form(page, outcome="not_recommended", reasons="Not yet ready.")
    record.session.expire_all()
    said = minutes.recommendations([item.id])[item.id]
    assert (said.outcome, said.reasons) == (Outcome.NOT_RECOMMENDED, "Not yet ready.")

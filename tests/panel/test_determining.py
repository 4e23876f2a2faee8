"""Not approving applicants, or on other terms than they asked: notice, 28 days, final decision."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.present import long_day
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import deciding, determining
from app.panel.kinds import ItemKind, Outcome, PaperKind
from app.panel.models import Determination
from app.panel.queries import deciding as queries
from app.panel.queries.determining import course_of
from app.panel.queries.matters import must_come
from app.people.models import Household
from app.register import actions as register
from app.register.deciding import ApplicantKind, StepKind
from app.register.queries import standing_of
from app.register.rules.deciding_steps import Stage, stage_of
from app.retention.queries import households
from app.statute.fostering.assessment import IRM_DOCUMENTS_DUE, REPRESENTATION_PERIOD
from app.statute.fostering.panel import ADM_DECISION_DUE, ADM_ORAL_NOTICE, ADM_WRITTEN_NOTICE
from app.statute.local import DECISION_ON_PROPOSAL
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import of
from tests.panel.people import (
    agendas,
    applied,
    called,
    come,
    final,
    led_panel,
    listed,
    says,
    taken,
)

DAY = timedelta(days=1)
ANY_AGE = [make.line(2)]


def maker(name="Dora Decider"):
    return make.user(Role.DECISION_MAKER, name=name)


def assessment_of(home) -> Assessment:
    return record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    ).one()


def heard(met, five, outcome=Outcome.NOT_RECOMMENDED, **more) -> Household:
    """An application of which a panel said something, with final minutes."""
    home = applied(**more)
    says(taken(met, home.name), outcome)
    final(met, five[0])
    return home


def proposed(home, kind=ApplicantKind.NOT_APPROVED, *, by=None, **more) -> Determination:
    if kind is ApplicantKind.OTHER_TERMS:
        more = {"overall": 1, "criteria": [make.line(1)], "asked_for": "Two of any age."} | more
    return determining.determine(
        assessment_of(home), kind=kind, reasons="Too little time.", by=by or maker(), **more
    )


def step(found, kind, on=None):
    determining.record_step(found, step=kind, on=on or today(), by=make.worker())


def noticed(home, kind=ApplicantKind.NOT_APPROVED, **more) -> Determination:
    found = proposed(home, kind, **more)
    step(found, StepKind.NOTICE)
    return found


def finally_decided(found, name="Dana Decider", **more):
    return determining.decide_finally(found, reasons="Weighed again.", by=maker(name), **more)


def approved(home, name="Dana Decider", **more):
    return deciding.approve_applicants(
        assessment_of(home), overall=2, criteria=ANY_AGE, reasons="Fine.", by=maker(name), **more
    )


def again_before_panel(five, outcome, at: date) -> None:
    """The panel of that day hears the representations, and its minutes are approved."""
    with clock_at(at):
        meeting = met_today_again(five)
        (matter,) = [each for each in must_come(at) if each.kind is ItemKind.REPRESENTATIONS]
        says(taken(meeting, matter.about), outcome)
        final(meeting, five[0])


def met_today_again(five):
    (meeting,) = called(led_panel(chair=five[0], vice=five[1], name="Second panel"), 0)
    come(meeting, *five)
    agendas.take_attendance(meeting, came=five, by=SOMEBODY)
    return meeting


# ------------------------------------------------------------------------------------- to propose


@pytest.mark.parametrize("kind", list(ApplicantKind))
def test_nobody_but_the_decision_maker_proposes_decides_or_takes_it_back(met, five, kind):
    home = heard(met, five, Outcome.RECOMMENDED)
    departs = {"departs": "Since then they have moved."}
    others = [make.user(role) for role in Role if role is not Role.DECISION_MAKER]
    for somebody in others:
        with pytest.raises(RuleBroken, match="Only the agency decision maker"):
            proposed(home, kind, by=somebody, **departs)
    found = noticed(home, kind, **departs)  # which the decision maker proposed
    with clock_at(today() + 29 * DAY):
        for somebody in others:
            with pytest.raises(RuleBroken, match="Only the agency decision maker"):
                determining.decide_finally(found, reasons="So.", departs="So.", by=somebody)
            with pytest.raises(RuleBroken, match="Only the agency decision maker"):
                determining.take_back(found, reasons="So.", by=somebody)
    assert found.outcome is None
    assert list(standing_of(home.id).approvals) == []


def test_no_notice_without_the_panel_where_the_law_of_that_day_asks_for_one(met, five):
    home = applied()
    with pytest.raises(RuleBroken) as refused:
        proposed(home)
    said = {each.says for each in refused.value.breaches}
    assert any("No panel has recommended" in each for each in said)
    assert "The assessment is not finished yet." in said


def test_to_refuse_whom_the_panel_recommended_takes_reasons_of_its_own(met, five):
    home = heard(met, five, Outcome.RECOMMENDED)
    with pytest.raises(RuleBroken, match="The panel recommended approval"):
        proposed(home)
    assert proposed(home, by=maker("Dana"), departs="They have moved since.").departs


def test_other_terms_are_said_and_so_is_what_they_asked_for(met, five):
    home = heard(met, five, Outcome.RECOMMENDED)
    with pytest.raises(RuleBroken, match="on which terms"):
        proposed(home, ApplicantKind.OTHER_TERMS, overall=None)
    with pytest.raises(RuleBroken, match="what they asked for"):
        proposed(home, ApplicantKind.OTHER_TERMS, asked_for=" ", by=maker("Dana"))


def test_it_is_proposed_once_at_a_time_and_taken_back_it_waits_again(met, five):
    home = heard(met, five)
    found = proposed(home)
    assert queries.waiting(today()) == []
    with pytest.raises(RuleBroken, match="This is proposed to them since"):
        proposed(home, by=maker("Dana"))
    determining.take_back(found, reasons="Proposed in error.", by=maker("Dean"))
    assert [each.assessment.household_id for each in queries.waiting(today())] == [home.id]
    assert proposed(home, by=maker("Dean Two")).outcome is None


def test_nobody_is_approved_on_other_terms_than_they_asked_without_being_asked(met, five):
    home = heard(met, five, Outcome.RECOMMENDED)
    with pytest.raises(RuleBroken, match="They asked for other terms"):
        approved(home, other_terms=True)
    assert list(standing_of(home.id).approvals) == []


# --------------------------------------------------------------------------- twenty-eight days


def test_silence_before_the_28_days_are_over_refuses_nobody(met, five):
    home = heard(met, five)
    found = noticed(home)
    last = REPRESENTATION_PERIOD.last_day(today())
    with clock_at(last):
        with pytest.raises(RuleBroken, match="no agreement"):
            finally_decided(found)
        with pytest.raises(RuleBroken, match="no agreement"):
            approved(home, "Dean", departs="After all.")
        assert queries.waiting(last) == []
    with clock_at(last + DAY):
        assert len(queries.waiting(today())) == 1
        finally_decided(found, "Don")
        assert queries.waiting(today()) == []
        with pytest.raises(RuleBroken, match="decided already"):
            approved(home, "Dot", departs="After all.")
    assert list(standing_of(home.id).approvals) == []
    assert queries.application(assessment_of(home)).is_refused


def test_what_is_refused_is_kept_three_years_from_the_final_decision(met, five):
    home = heard(met, five)
    found = noticed(home)
    with clock_at(today() + 29 * DAY):
        finally_decided(found)
        day = today()
        (case,) = households(day, home.id)
        assert {each.since for each in case.grounds} == {day}


def test_representations_go_back_to_panel_and_its_fresh_word_is_waited_for(met, five):
    home = heard(met, five)
    found = noticed(home)
    step(found, StepKind.REPRESENTATIONS)
    (matter,) = [each for each in must_come(today()) if each.kind is ItemKind.REPRESENTATIONS]
    assert (matter.about, matter.rule.by_law) == (home.name, True)
    over = today() + 30 * DAY
    with clock_at(over), pytest.raises(RuleBroken, match="the panel considers it again"):
        finally_decided(found)
    again_before_panel(five, Outcome.RECOMMENDED, over)
    with clock_at(over):
        assert stage_of(course_of(found), over) is Stage.RECOMMENDED
        assert [each for each in must_come(over) if each.kind is ItemKind.REPRESENTATIONS] == []
        (line,) = watch.decisions(over)
        assert (line.clock, line.due_on) == (
            ADM_DECISION_DUE.key,
            ADM_DECISION_DUE.last_day(over),
        )
        with pytest.raises(RuleBroken, match="The panel recommended approval"):
            finally_decided(found, "Dean")
        approved(home, "Don")
    assert len(standing_of(home.id).approvals) == 1
    assert found.outcome == "refused"


def test_representations_come_to_panel_with_what_was_proposed_and_what_they_say(met, five):
    found = noticed(heard(met, five))
    said = "We have cleared our diaries."
    determining.record_step(
        found, step=StepKind.REPRESENTATIONS, on=today(), note=said, by=make.worker()
    )
    (again,) = called(met.panel, 21)
    item = taken(again, found.household.name)
    there = {(each.need.paper, each.whom.name) for each in of(item).wanted if each.by_record}
    carers = {each.name for each in queries.applicants(found.household_id, today())}
    assert carers
    assert there >= {(PaperKind.PROPOSAL, "")} | {(PaperKind.CARERS_WORDS, name) for name in carers}
    (own,) = of(item).own
    written = "\n".join(line for part in own.draft.parts for line in (part.heading, *part.lines))
    assert "Too little time." in written
    assert said in written


def test_whoever_sat_when_representations_were_heard_does_not_decide(met, five):
    home = heard(met, five)
    found = noticed(home)
    step(found, StepKind.REPRESENTATIONS)
    by, over = maker("Dan"), today() + 3 * DAY
    six = [*five[:4], make_sixth(by)]
    again_before_panel(six, Outcome.NOT_RECOMMENDED, over)
    with clock_at(over), pytest.raises(RuleBroken, match="You sat on the panel"):
        determining.decide_finally(found, reasons="So.", by=by)


def make_sixth(by):
    sixth = listed("Sixth")
    deciding.link_user(sixth, user_id=by.id, by=SOMEBODY)
    return sixth


def test_one_route_and_not_both(met, five):
    found = noticed(heard(met, five))
    step(found, StepKind.REVIEW_APPLIED)
    with pytest.raises(RuleBroken, match="not both"):
        step(found, StepKind.REPRESENTATIONS)


def test_the_papers_go_to_the_independent_review_within_ten_working_days(met, five):
    home = heard(met, five)
    found = noticed(home)
    step(found, StepKind.REVIEW_APPLIED)
    step(found, StepKind.REVIEW_NOTIFIED)
    (line,) = watch.decisions(today())
    assert (line.clock, line.due_on) == (
        IRM_DOCUMENTS_DUE.key,
        IRM_DOCUMENTS_DUE.last_day(today()),
    )
    step(found, StepKind.DOCUMENTS_SENT)
    assert watch.decisions(today()) == ()
    with clock_at(today() + 60 * DAY):
        with pytest.raises(RuleBroken, match="has not recommended yet"):
            finally_decided(found)
        step(found, StepKind.REVIEW_RECOMMENDED)
        finally_decided(found, "Don")
        step(found, StepKind.COPIED)
    assert list(standing_of(home.id).approvals) == []


# ------------------------------------------------------------------------------------- and in time


def test_every_clock_from_the_proposal_to_both_notices_of_the_final_decision(met, five):
    home = heard(met, five)
    found = proposed(home)
    assert {each.clock for each in watch.decisions(today())} == {ADM_WRITTEN_NOTICE.key}
    step(found, StepKind.NOTICE)
    (line,) = watch.decisions(today())
    assert (line.clock, line.due_on) == (
        REPRESENTATION_PERIOD.key,
        REPRESENTATION_PERIOD.last_day(today()),
    )
    with clock_at(today() + 29 * DAY):
        assert {each.clock for each in watch.decisions(today())} == {DECISION_ON_PROPOSAL.key}
        finally_decided(found)
        assert {(each.clock, each.due_on) for each in watch.decisions(today())} == {
            (clock.key, clock.last_day(today())) for clock in (ADM_ORAL_NOTICE, ADM_WRITTEN_NOTICE)
        }
        step(found, StepKind.TOLD)
        step(found, StepKind.WRITTEN)
        assert watch.decisions(today()) == ()


# -------------------------------------------------------------------------------------- other terms


def test_what_they_agree_to_in_writing_is_decided_at_once(met, five):
    home = heard(met, five, Outcome.RECOMMENDED)
    found = proposed(home, ApplicantKind.OTHER_TERMS)
    with pytest.raises(RuleBroken, match="agree in writing"):
        finally_decided(found)
    step(found, StepKind.CONSENT)
    finally_decided(found, "Dean")
    (terms,) = standing_of(home.id).terms
    assert (terms.overall, len(standing_of(home.id).approvals)) == (1, 1)
    assert found.outcome == "agreed"
    assert [each.clock for each in watch.decisions(today())] == [
        ADM_ORAL_NOTICE.key,
        ADM_WRITTEN_NOTICE.key,
    ]


def test_other_terms_are_final_after_28_days_of_silence_or_not_gone_on_with(met, five):
    home = heard(met, five, Outcome.RECOMMENDED)
    found = noticed(home, ApplicantKind.OTHER_TERMS)
    with clock_at(today() + 29 * DAY):
        approved(home, "Dean")
    assert [each.overall for each in standing_of(home.id).terms] == [2]
    assert found.outcome == "refused"


# ------------------------------------------------------------------------------- those who wait


@pytest.mark.parametrize("approves", [True, False])
def test_an_extension_that_waits_for_the_review_ends_with_the_decision(met, five, approves):
    home, child = applied("The Kins", kind=AssessmentKind.CONNECTED), make.child()
    begun = today() - 50 * DAY
    temporary = register.record_temporary_approval(
        home, child, starts_on=begun, decided_by="A. Officer", by=SOMEBODY
    )
    says(taken(met, home.name), Outcome.NOT_RECOMMENDED)
    final(met, five[0])
    found = noticed(home)
    step(found, StepKind.REVIEW_APPLIED)
    register.record_review_extension(
        temporary,
        starts_on=today(),
        reference="IRM 1",
        asked_on=today(),
        decided_by="A. Officer",
        by=SOMEBODY,
    )
    later = today() + 80 * DAY
    with clock_at(later):
        assert temporary.is_pending
        step(found, StepKind.REVIEW_RECOMMENDED)
        assert temporary.is_pending
        if approves:
            approved(home, departs="The review found otherwise.")
        else:
            finally_decided(found)
        assert not temporary.is_pending
        assert temporary.last_day == later


# ------------------------------------------------------------------------------------------- pages


def test_it_is_proposed_noted_and_decided_finally_on_its_pages(met, five, signed_in):
    home = heard(met, five)
    at = f"/panel/decisions/{assessment_of(home).ref}"
    browser = signed_in(Role.DECISION_MAKER)
    assert "Do not approve them" in browser.get(at).text
    browser.post_form(f"{at}/determine", kind="not_approved", reasons="Too little time.")
    shown = browser.get(at).text
    assert "Too little time." in shown
    assert "Decide finally" not in shown
    assert "Give notice first" in shown
    adviser = signed_in(Role.PANEL_ADVISER)
    assert "Not approved" in adviser.get("/panel/decisions").text
    adviser.post_form(f"{at}/record/notice_given", on="today")
    assert "The applicants applied for an independent review" in adviser.get(at).text
    assert adviser.get(f"{at}/record/nonsense").status_code == 404
    with clock_at(today() + 29 * DAY):
        browser = signed_in(Role.DECISION_MAKER)
        assert "Decide finally" in browser.get(at).text
        browser.post_form(f"{at}/final", reasons="Nothing has changed.")
        assert "Nothing has changed." in browser.get(at).text
        assert "Decided finally" in browser.get("/panel/decisions").text
    assert list(standing_of(home.id).approvals) == []


def test_other_terms_are_proposed_with_the_child_by_name(met, five, signed_in):
    home, child = applied("The Kins", kind=AssessmentKind.CONNECTED), make.child()
    register.record_temporary_approval(
        home, child, starts_on=today() - 40 * DAY, decided_by="A. Officer", by=SOMEBODY
    )
    says(taken(met, home.name))
    final(met, five[0])
    at = f"/panel/decisions/{assessment_of(home).ref}"
    browser = signed_in(Role.DECISION_MAKER)
    browser.post_form(
        f"{at}/determine",
        kind="approved_on_other_terms",
        reasons="One child.",
        asked_for="Two children.",
        overall="1",
        children=child.ref,
        min_age="0",
        max_age="17",
    )
    found = record.session.scalars(select(Determination)).one()
    assert found.proposal["criteria"][0]["child"] == child.id
    browser.post_form(f"{at}/take-back", reasons="They agreed on the telephone.")
    assert "Approve them" in browser.get(at).text


def words_of(made: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(io.BytesIO(made)).paragraphs)


def test_the_letters_say_what_is_proposed_and_why_until_when_and_what_was_decided(
    met, five, signed_in
):
    home = heard(met, five)
    found = noticed(home)
    at = f"/panel/decisions/{assessment_of(home).ref}"
    adviser = signed_in(Role.PANEL_ADVISER)
    notice = words_of(adviser.get(f"{at}/letter/notice").data)
    assert "Not to approve you as foster carers." in notice
    assert "Too little time." in notice
    assert "They listen to children." in notice  # a copy of the panel's recommendation
    assert long_day(REPRESENTATION_PERIOD.last_day(today())) in notice
    assert adviser.get(f"{at}/letter/decision").status_code == 404
    step(found, StepKind.REPRESENTATIONS)
    again_before_panel(five, Outcome.NOT_RECOMMENDED, today() + 3 * DAY)
    with clock_at(today() + 4 * DAY):
        finally_decided(found)
        adviser = signed_in(Role.PANEL_ADVISER)
        decision = words_of(adviser.get(f"{at}/letter/decision").data)
    assert "You are not approved as foster carers." in decision
    assert "Weighed again." in decision
    assert "Your representations of" in decision
    assert "What the panel recommended again" in decision


def test_the_notice_of_other_terms_says_which_and_what_they_asked_for(met, five, signed_in):
    home = heard(met, five, Outcome.RECOMMENDED)
    proposed(home, ApplicantKind.OTHER_TERMS)
    at = f"/panel/decisions/{assessment_of(home).ref}"
    notice = words_of(signed_in(Role.PANEL_ADVISER).get(f"{at}/letter/notice").data)
    assert "You asked for: Two of any age." in notice
    assert "tell us so in writing" in notice

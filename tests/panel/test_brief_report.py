"""A brief report: ten working days for the applicants' views, then the panel, then notice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments import watch as assessing
from app.assessments.models import Assessment, BriefReport
from app.assessments.queries import brief_of
from app.assessments.rules import AssessmentKind
from app.assessments.rules import Outcome as Assessed
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel.actions import agenda, deciding, determining
from app.panel.coming import rule_for
from app.panel.kinds import ItemKind, Outcome
from app.panel.queries import deciding as queries
from app.panel.queries.matters import must_come
from app.register.deciding import ApplicantKind
from app.register.queries import standing_of
from app.statute.fostering.assessment import APPLICANT_OBSERVATIONS
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    called,
    final,
    five_who_make_a_quorum,
    led_panel,
    met_today,
    says,
    taken,
)

DAY = timedelta(days=1)


@pytest.fixture
def home(db):
    """An application of which a brief report was sent to the applicants three weeks ago."""
    home = applied()
    assessments.write_brief(
        assessment_of(home), reasons="The checks.", sent_on=today() - 21 * DAY, by=SOMEBODY
    )
    return home


def assessment_of(home) -> Assessment:
    return record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    ).one()


def report_on(home) -> BriefReport:
    found = brief_of(assessment_of(home).id)
    assert found is not None
    return found


def test_it_comes_to_panel_as_a_brief_report_by_law_and_not_as_an_application(home):
    (matter,) = must_come(today())
    assert (matter.kind, matter.rule.by_law, matter.ready) == (ItemKind.BRIEF_REPORT, True, True)
    assert rule_for(ItemKind.BRIEF_REPORT, matter.began_on) == matter.rule


def test_the_panel_may_not_have_it_before_the_ten_working_days_or_their_answer(db):
    home = applied()
    assessments.write_brief(
        assessment_of(home), reasons="The checks.", sent_on=today(), by=SOMEBODY
    )
    last = APPLICANT_OBSERVATIONS.last_day(today())
    panel = led_panel()
    (soon, later) = called(panel, 9, (last - today()).days + 14)
    (matter,) = must_come(today())
    assert (matter.not_before, matter.ready) == (last + DAY, False)
    with pytest.raises(RuleBroken, match="ten working days for their views"):
        agenda.take_items(soon, keys=[matter.key], by=make.worker())
    (line,) = [
        each for each in assessing.running(today()) if each.clock == APPLICANT_OBSERVATIONS.key
    ]
    assert (line.due_on, line.waiting_for) == (last, "the applicants")
    assessments.observe_brief(report_on(home), on=today(), words="They do not agree.", by=SOMEBODY)
    assert [e for e in assessing.running(today()) if e.clock == APPLICANT_OBSERVATIONS.key] == []
    (item,) = agenda.take_items(soon, keys=[matter.key], by=make.worker())
    assert item.kind is ItemKind.BRIEF_REPORT
    assert later.id != item.meeting_id


def test_papers_that_are_late_with_the_chairs_consent_wait_for_their_views_too(db):
    home = applied()
    assessments.write_brief(
        assessment_of(home), reasons="The checks.", sent_on=today(), by=SOMEBODY
    )
    (soon,) = called(led_panel(), 3)
    (matter,) = must_come(today())
    with pytest.raises(RuleBroken, match="ten working days for their views"):
        agenda.take_items(soon, keys=[matter.key], late_agreed=True, by=make.worker())


def test_the_panel_says_not_suitable_and_only_a_refusal_by_notice_can_follow(home):
    five = five_who_make_a_quorum()
    met = met_today(five)
    says(taken(met, home.name), Outcome.NOT_RECOMMENDED)
    final(met, five[0])
    assert assessment_of(home).outcome is Assessed.NOT_RECOMMENDED
    maker = make.user(Role.DECISION_MAKER)
    with pytest.raises(RuleBroken, match="nobody is approved before a full assessment"):
        deciding.approve_applicants(
            assessment_of(home),
            overall=1,
            criteria=[make.line(1)],
            reasons="So.",
            departs="So.",
            by=maker,
        )
    with pytest.raises(RuleBroken, match="nobody is approved before a full assessment"):
        determining.determine(
            assessment_of(home),
            kind=ApplicantKind.OTHER_TERMS,
            reasons="So.",
            overall=1,
            criteria=[make.line(1)],
            asked_for="Two.",
            departs="So.",
            by=maker,
        )
    determining.determine(
        assessment_of(home), kind=ApplicantKind.NOT_APPROVED, reasons="The checks.", by=maker
    )
    assert list(standing_of(home.id).approvals) == []
    assert queries.application(assessment_of(home)).is_brief


def test_the_panel_cannot_recommend_approval_on_it(home):
    met = met_today(five_who_make_a_quorum())
    with pytest.raises(RuleBroken, match="Not what a panel says of such an item"):
        says(taken(met, home.name), Outcome.RECOMMENDED)


def test_where_the_panel_asks_for_a_full_report_the_assessment_goes_on_and_comes_whole(home):
    met = met_today(five_who_make_a_quorum())
    says(taken(met, home.name), Outcome.DEFERRED)
    assert report_on(home).further_on == met.meets_on
    assert assessment_of(home).ends_on is None
    with clock_at(today() + DAY):
        (matter,) = must_come(today())
        assert matter.kind is ItemKind.INITIAL_APPROVAL


def test_it_is_written_of_an_open_application_once(home):
    with pytest.raises(RuleBroken, match="on its way to the panel already"):
        assessments.write_brief(assessment_of(home), reasons="So.", sent_on=today(), by=SOMEBODY)
    review = applied("The Reviewed", kind=AssessmentKind.REVIEW)
    with pytest.raises(RuleBroken) as refused:
        assessments.write_brief(
            assessment_of(review), reasons=" ", sent_on=today() + DAY, by=SOMEBODY
        )
    said = " ".join(each.says for each in refused.value.breaches)
    for words in ("application to foster", "unlikely to be suitable", "Give a day between"):
        assert words in said


def test_their_views_are_recorded_once_after_it_was_sent(home):
    report = report_on(home)
    with pytest.raises(RuleBroken, match="Give a day between"):
        assessments.observe_brief(report, on=today() - 30 * DAY, words="No.", by=SOMEBODY)
    assessments.observe_brief(report, on=today(), words="No.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="recorded already"):
        assessments.observe_brief(report, on=today(), words="No.", by=SOMEBODY)


def test_it_is_written_and_answered_on_its_pages(db, signed_in):
    home = applied()
    at = f"/assessments/{assessment_of(home).ref}"
    manager = signed_in(Role.TEAM_MANAGER)
    assert "Write a brief report" in manager.get(at).text
    manager.post_form(f"{at}/brief", reasons="The checks came back.", sent_on="today")
    shown = manager.get(at).text
    assert "The checks came back." in shown
    assert "Write a brief report" not in shown
    manager.post_form(f"{at}/brief/views", on="today", words="We do not agree.")
    assert "We do not agree." in manager.get(at).text
    assert "We do not agree." not in signed_in(Role.PANEL_ADVISER).get(at).text

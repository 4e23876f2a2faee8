"""The decision after the panel: by whom, on what, with which effects, and in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.models import Assessment
from app.assessments.rules import AssessmentKind
from app.assessments.rules import Outcome as Assessed
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel import coming, watch
from app.panel.actions import deciding as actions
from app.panel.coming import BY_LAW
from app.panel.kinds import ItemKind, Outcome, Told
from app.panel.queries import deciding as queries
from app.panel.queries import lacking, matters
from app.panel.queries.lacking import approvals_lacking
from app.panel.rules import deciding as rules
from app.panel.rules.deciding import Decider, Heard
from app.people.queries import home_of
from app.register import actions as register
from app.register.queries import standing_of
from app.statute.fostering.panel import ADM_DECISION_DUE, ADM_ORAL_NOTICE, ADM_WRITTEN_NOTICE
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.people import (
    applied,
    final,
    listed,
    says,
    taken,
)

DAY = timedelta(days=1)
ANY_AGE = [make.line(2)]


def assessment_of(home) -> Assessment:
    return record.session.scalars(
        select(Assessment).where(Assessment.household_id == home.id)
    ).one()


def maker(name="Dora Decider"):
    return make.user(Role.DECISION_MAKER, name=name)


def approved(home, by, **more):
    return actions.approve_applicants(
        assessment_of(home),
        overall=2,
        criteria=ANY_AGE,
        reasons="As the panel says.",
        by=by,
        **more,
    )


# -------------------------------------------------------------------------------------- by whom


def test_nobody_but_the_decision_maker_decides(met, five):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    for role in [each for each in Role if each is not Role.DECISION_MAKER]:
        with pytest.raises(RuleBroken, match="Only the agency decision maker"):
            approved(home, make.user(role))
    assert list(standing_of(home.id).approvals) == []
    approved(home, make.user(Role.DECISION_MAKER))
    assert len(standing_of(home.id).approvals) == 1


def test_whoever_sat_on_it_does_not_decide_it(met, five):
    home, by = applied(), maker()
    says(taken(met, home.name))
    final(met, five[0])
    actions.link_user(five[3], user_id=by.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        approved(home, by)
    assert list(standing_of(home.id).approvals) == []


def test_nor_does_anybody_else_on_the_central_list(met, five):
    home, by = applied(), maker()
    says(taken(met, home.name))
    final(met, five[0])
    actions.link_user(listed("Sixth"), user_id=by.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="on the central list"):
        approved(home, by)


def test_nor_whoever_assessed_them():
    found = rules.decider_breaches(
        Decider(frozenset({Role.DECISION_MAKER}), sat=False, on_list=False, assessed=True)
    )
    assert [each.says for each in found] == [
        "You assessed these applicants. Somebody else decides."
    ]


def test_whoever_was_the_assessor_is_known(met, five):
    worker = make.worker()
    home = applied(assessor=worker)
    says(taken(met, home.name))
    found = queries.application(assessment_of(home))
    assert queries.decider(worker, found, today()).assessed
    assert not queries.decider(maker(), found, today()).assessed


# ---------------------------------------------------------------------------------------- on what


def test_no_approval_without_the_panel_where_the_law_of_that_day_asks_for_one(db):
    home = applied()
    assessments.finish(assessment_of(home), outcome=Assessed.RECOMMENDED, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="No panel has recommended"):
        approved(home, maker())
    assert queries.waiting(today()) == []  # decided elsewhere it is recorded so


def test_what_was_deferred_is_not_decided(met):
    home = applied()
    says(taken(met, home.name), Outcome.DEFERRED)
    with pytest.raises(RuleBroken) as refused:
        approved(home, maker())
    said = {each.says for each in refused.value.breaches}
    assert "The assessment is not finished yet." in said
    assert any("No panel has recommended" in each for each in said)


def test_when_panels_end_a_new_application_is_decided_without_and_an_older_one_is_not(
    db, monkeypatch
):
    turn = today() - 50 * DAY
    law = tuple(
        replace(each, until=turn) if each.kind is ItemKind.INITIAL_APPROVAL else each
        for each in BY_LAW
    )
    rows = coming.table(by_law=law)
    for room in (matters, queries):
        monkeypatch.setattr(room, "must_come_table", lambda: rows)
    old, new = applied("The Olds", days_ago=60), applied("The News", days_ago=40)
    for home in (old, new):
        assessments.finish(
            assessment_of(home), outcome=Assessed.RECOMMENDED, on=today(), by=SOMEBODY
        )
    with pytest.raises(RuleBroken, match="No panel has recommended"):
        approved(old, maker())
    assert [each.assessment.household_id for each in queries.waiting(today())] == [new.id]
    approved(new, maker())
    (approval,) = standing_of(new.id).approvals
    assert approval.recommended_on is None


def test_to_depart_from_what_the_panel_recommended_takes_reasons(met, five):
    home = applied()
    says(taken(met, home.name), Outcome.NOT_RECOMMENDED)
    final(met, five[0])
    with pytest.raises(RuleBroken, match="Say why you decide otherwise"):
        approved(home, maker())
    made = approved(home, maker("Dana Decider"), departs="The worry was answered since.")
    assert made.departs


def test_an_approval_does_not_wait_for_whoever_writes_the_minutes_but_says_why(met):
    home = applied()
    says(taken(met, home.name))
    with pytest.raises(RuleBroken, match="minutes are not final"):
        approved(home, maker())
    approved(home, maker("Dana Decider"), without_minutes="The sixteen weeks end tomorrow.")


@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize("must_be", [True, False])
def test_what_must_have_been_heard_was_heard_and_not_deferred(outcome, must_be):
    found = rules.deciding_breaches(
        Decider(frozenset({Role.DECISION_MAKER}), sat=False, on_list=False, assessed=False),
        Heard(must_be, outcome, today()),
        decided=False,
        assessed=True,
        applicants=1,
        reasons="Reasons.",
        departs="Reasons.",
        without_minutes="",
    )
    assert bool(found) is (must_be and outcome in (None, Outcome.DEFERRED))


# ---------------------------------------------------------------------------- with which effects


def test_every_applicant_is_approved_on_terms_from_that_day_by_name(met, five):
    home = applied()
    item = taken(met, home.name)
    says(item)
    final(met, five[0])
    made = approved(home, maker())
    found = standing_of(home.id)
    (approval,) = found.approvals
    assert (approval.starts_on, approval.recommended_on) == (today(), met.meets_on)
    assert approval.decided_by == "Dora Decider"
    assert not approval.family_and_friends
    assert [each.overall for each in found.terms] == [2]
    assert made.item_id == item.id
    with pytest.raises(RuleBroken, match="decided already"):
        approved(home, maker("Dana Decider"))


def test_connected_carers_are_approved_for_the_child_by_name(met, five, signed_in):
    home, child = applied("The Kins", kind=AssessmentKind.CONNECTED), make.child()
    register.record_temporary_approval(
        home, child, starts_on=today() - 40 * DAY, decided_by="A. Officer", by=SOMEBODY
    )
    says(taken(met, home.name))
    final(met, five[0])
    browser = signed_in(Role.DECISION_MAKER)
    address = f"/panel/decisions/{assessment_of(home).ref}"
    browser.post_form(
        f"{address}/decide",
        overall="1",
        children=child.ref,
        min_age="0",
        max_age="17",
        reasons="Her grandmother.",
    )
    found = standing_of(home.id)
    assert found.approvals[0].family_and_friends
    assert [each.child_id for each in found.terms[-1].criteria] == [child.id]


# ----------------------------------------------------------------------------------- and in time


def test_the_clocks_run_from_final_minutes_to_the_decision_and_from_it_to_both_notices(met, five):
    home = applied()
    says(taken(met, home.name))
    assert watch.decisions(today()) == ()
    final(met, five[0])
    (line,) = watch.decisions(today())
    assert (line.clock, line.due_on) == (
        ADM_DECISION_DUE.key,
        ADM_DECISION_DUE.last_day(today()),
    )
    made = approved(home, maker())
    assert {(each.clock, each.due_on) for each in watch.decisions(today())} == {
        (clock.key, clock.last_day(today())) for clock in (ADM_ORAL_NOTICE, ADM_WRITTEN_NOTICE)
    }
    actions.tell(made, how=Told.ORAL, on=today(), by=SOMEBODY)
    assert [each.clock for each in watch.decisions(today())] == [ADM_WRITTEN_NOTICE.key]
    with pytest.raises(RuleBroken, match="already"):
        actions.tell(made, how=Told.ORAL, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Give a day between"):
        actions.tell(made, how=Told.WRITTEN, on=today() - DAY, by=SOMEBODY)
    actions.tell(made, how=Told.WRITTEN, on=today(), by=SOMEBODY)
    assert watch.decisions(today()) == ()


# -------------------------------------------------------- recorded as decided elsewhere, and judged


def test_what_was_approved_elsewhere_without_its_panel_or_decider_is_kept_and_listed(db, signed_in):
    make.household("The Silents", since=today() - 30 * DAY)
    make.household("The Agencies", since=today() - 30 * DAY, provider=make.agency())
    home = make.household("The Wholes", approved=False)
    register.approve(
        home,
        home_of(home.id, today()).carers[0],
        starts_on=today(),
        recommended_on=today() - DAY,
        decided_by="A. Decider",
        by=SOMEBODY,
    )
    (found,) = approvals_lacking(today())
    assert (found.household, found.panel, found.decider) == ("The Silents", True, True)
    browser = signed_in(Role.INSPECTOR)
    shown = browser.get("/panel/decisions/lacking").text
    assert "The Silents" in shown
    assert "The Wholes" not in shown
    assert "The Silents" in browser.get("/panel/decisions/lacking?format=csv").get_data(
        as_text=True
    )


def test_an_approval_of_before_the_regulations_or_after_panels_end_lacks_no_panel(db, monkeypatch):
    make.household("The Olds", since=coming.FSR_BEGAN - DAY)
    make.household("The News", since=today() - 10 * DAY)
    law = tuple(
        replace(each, until=today() - 20 * DAY) if each.kind is ItemKind.INITIAL_APPROVAL else each
        for each in BY_LAW
    )
    monkeypatch.setattr(lacking, "must_come_table", lambda: coming.table(by_law=law))
    (found,) = approvals_lacking(today())
    assert (found.household, found.panel, found.decider) == ("The News", False, True)


# ------------------------------------------------------------------------------------------- pages


def test_the_decision_maker_decides_on_one_page_with_the_days_left(met, five, signed_in):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    browser = signed_in(Role.DECISION_MAKER)
    assert "The News" in browser.get("/panel/decisions").text
    address = f"/panel/decisions/{assessment_of(home).ref}"
    shown = browser.get(address).text
    assert "They listen to children." in shown
    assert "Decide by" in shown
    assert "departs" not in browser.get(f"{address}/decide").text
    browser.post_form(
        f"{address}/decide", overall="2", min_age="0", max_age="17", reasons="Ready and warm."
    )
    assert "Ready and warm." in browser.get(address).text
    adviser = signed_in(Role.PANEL_ADVISER)
    adviser.post_form(f"{address}/told", how="told_by_word_of_mouth", on="today")
    adviser.post_form(f"{address}/told", how="written_notice", on="today")
    assert "To be told" not in adviser.get("/panel/decisions").text


def test_whoever_may_not_decide_reads_why(met, five, signed_in):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    browser = signed_in(Role.DECISION_MAKER)
    actions.link_user(five[3], user_id=browser.user.id, by=SOMEBODY)
    shown = browser.get(f"/panel/decisions/{assessment_of(home).ref}").text
    assert "You sat on the panel" in shown
    assert "Approve them" not in shown


def test_the_adviser_says_with_which_account_a_member_signs_in(db, signed_in):
    hall, by = listed(), maker()
    adviser = signed_in(Role.PANEL_ADVISER)
    adviser.post_form(f"/panel/central-list/{hall.ref}/account", who=by.ref)
    assert "Dora Decider" in adviser.get(f"/panel/central-list/{hall.ref}").text


def test_late_decisions_are_red(met, five, signed_in):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    with clock_at(today() + 30 * DAY):
        assert "Late" in signed_in(Role.DECISION_MAKER).get("/panel/decisions").text


def test_what_was_decided_or_told_late_says_so_for_good(met, five, signed_in):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    with clock_at(today() + 30 * DAY):
        made = approved(home, maker())
        actions.tell(made, how=Told.ORAL, on=today(), by=SOMEBODY)
        application = queries.application(assessment_of(home))
        assert application.decided_late
        assert not application.told_late(application.told[0])
    with clock_at(today() + 50 * DAY):
        actions.tell(made, how=Told.WRITTEN, on=today(), by=SOMEBODY)
        shown = signed_in(Role.TEAM_MANAGER).get(f"/panel/decisions/{assessment_of(home).ref}").text
    assert "Decided late" in shown
    assert shown.count(">Late<") == 1


def test_today_tells_the_decision_maker_what_waits_and_the_adviser_what_has_no_meeting(
    met, five, signed_in
):
    home = applied()
    says(taken(met, home.name))
    final(met, five[0])
    applied("The Lates", days_ago=400)
    shown = signed_in(Role.DECISION_MAKER).get("/").text
    assert "application waits for your decision" in shown
    assert "The News" in shown
    adviser = signed_in(Role.PANEL_ADVISER)
    shown = adviser.get("/").text
    assert "matter has no panel meeting in time" in shown
    assert "The Lates" in shown
    listed_there = adviser.get("/panel?which=none_in_time").text
    assert "The Lates" in listed_there
    assert "The News" not in listed_there
    assert adviser.get("/panel?which=nonsense").status_code == 400

"""Pages of decisions and of leaving, as people in each role see and use them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.audit import queries as trail
from app.audit.act import INSTALLER, acting
from app.children.actions import open_referral
from app.core.columns import Kept
from app.core.db import transaction
from app.core.today import today
from app.register import actions, queries
from app.register.actions import resignation as leaving
from app.register.deciding import DecisionKind, ExitReason, ExitStepKind, Outcome, StepKind
from app.register.models import Decision, HoldReason
from app.register.queries.resignation import records_asked
from app.supervision import queries as supervision
from sufficiency.types import Kind
from tests import builders
from tests.builders import SOMEBODY
from tests.register import decided

DAY = timedelta(days=1)
K = DecisionKind


@pytest.fixture
def home(db):
    """A couple with three children, in our area, supervised."""
    builders.postcodes()
    home = builders.couple(
        places=4, postcode="HR6 8AB", bedrooms=4, supervised_by=builders.worker("Imran Sethi")
    )
    for name in ("Ash", "Bea", "Cal"):
        builders.placed(builders.child(name), home)
    return home


def worker_of(household):
    return supervision.allocations_of(household.id)[-1].worker


def answered(kind, **fields):
    return decided.answers(kind) | {"needed_on": "today"} | fields


def last(db):
    return db.session.query(Decision).order_by(Decision.id.desc()).first()


def test_terms_are_proposed_agreed_to_and_decided_by_their_pages(home, db, signed_in):
    worker = signed_in(worker_of(home))
    page = worker.post_form(
        f"/households/{home.ref}/propose/change_of_terms",
        **answered(K.CHANGE_OF_TERMS),
        **{"overall": "3", "lines-0-up_to": "3", "lines-0-min_age": "5", "lines-0-max_age": "10"},
    )
    assert page.status_code == 303
    address = f"/decisions/{last(db).ref}"
    assert "2 carers have not agreed in writing" in worker.get(address).text
    for approval in queries.standing_of(home.id).approvals:
        path = f"{address}/record/{StepKind.CONSENT.value}"
        done = worker.post_form(path, carer=str(approval.id), happened_on="today")
        assert done.status_code == 303
    maker = signed_in(Role.DECISION_MAKER)
    assert "1 waits for you" in maker.get("/decisions").text
    assert "1 decision waits for you" in maker.get("/").text
    page = maker.post_form(
        f"{address}/decide", outcome="agreed", effective_on="today", reasons="It fits."
    )
    assert page.status_code == 303
    assert queries.open_terms(home.id).overall == 3
    assert "3 children: up to 3 aged 5 to 10" in worker.get(address).text


def test_an_exemption_is_proposed_with_the_children_who_live_there_ticked(home, db, signed_in):
    waiting = builders.child("Dot")
    open_referral([waiting], needed_on=today(), kind=Kind.SHORT_TERM, by=SOMEBODY)
    manager = signed_in(Role.TEAM_MANAGER)
    address = f"/households/{home.ref}/propose/exemption_from_the_usual_limit"
    assert manager.get(address).text.count(" checked") == 3
    refs = [each.child_ref for each in queries.children_here(home.id)]
    page = manager.post_form(address, **answered(K.EXEMPTION), children=refs, another=waiting.ref)
    assert page.status_code == 303
    shown = signed_in(Role.NOMINATED_OFFICER).get(f"/decisions/{last(db).ref}/decide").text
    assert "Dot" in shown
    assert "yes: 4" in shown
    assert "Dot" not in signed_in(Role.DECISION_MAKER).get(f"/decisions/{last(db).ref}").text


def test_all_that_is_missing_is_said_beside_its_question(home, signed_in):
    manager = signed_in(Role.TEAM_MANAGER)
    page = manager.post_form(
        f"/households/{home.ref}/propose/change_of_terms",
        **{"overall": "3", "lines-0-up_to": "3", "needed_on": "today"},
    )
    assert page.status_code == 422
    assert "FSR 2011 reg 28(9A)" in page.text
    assert "Answer: why the terms are no longer right." in page.text


def test_what_has_changed_since_the_proposal_is_shown_to_whoever_decides(home, signed_in):
    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    builders.placed(builders.child(), home)
    page = signed_in(Role.DECISION_MAKER).get(f"/decisions/{decision.ref}/decide").text
    assert "What has changed since it was proposed" in page


def test_a_termination_is_noticed_and_its_next_steps_are_offered(home, signed_in):
    decision = decided.proposed(home, K.TERMINATION)
    address = f"/decisions/{decision.ref}"
    maker = signed_in(Role.DECISION_MAKER)
    page = maker.post_form(
        f"{address}/decide", outcome="agreed", reasons="So.", effective_on="today"
    )
    assert page.status_code == 422
    assert "Give notice first, with reasons" in page.text
    assert maker.post_form(f"{address}/determine", reasons="Two visits.").status_code == 303
    manager = signed_in(Role.TEAM_MANAGER)
    assert (
        manager.post_form(f"{address}/record/notice_given", happened_on="today").status_code == 303
    )
    shown = manager.get(address).text
    assert "representations_received" in shown
    assert "panel_recommendation_and_final_minutes" not in shown


def test_lifting_a_hold_is_for_those_who_may_know_why_it_was_put_on(home, signed_in):
    actions.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    decision = decided.proposed(home, K.HOLD_LIFTED)
    for role in (Role.NOMINATED_OFFICER, Role.DECISION_MAKER, Role.PANEL_ADVISER):
        browser = signed_in(role)
        assert browser.get(f"/decisions/{decision.ref}").status_code == 404
        assert "Lifting of a hold</a>" not in browser.get("/decisions?show=all").text
    manager = signed_in(Role.TEAM_MANAGER)
    assert manager.get(f"/decisions/{decision.ref}").status_code == 200
    placement = signed_in(Role.PLACEMENT_OFFICER).get(f"/households/{home.ref}").text
    assert "Lifting of a hold" not in placement


def test_nobody_is_offered_what_they_proposed_themselves(home, signed_in):
    both = builders.user(Role.TEAM_MANAGER, Role.NOMINATED_OFFICER)
    children = [each.child_id for each in queries.children_here(home.id)]
    decided.proposed(home, K.EXEMPTION, by=both, children=[*children, builders.child().id])
    assert "0 wait for you" in signed_in(both).get("/decisions").text
    assert "1 waits for you" in signed_in(Role.NOMINATED_OFFICER).get("/decisions").text


def test_a_social_worker_sees_decisions_about_their_own_households_only(home, signed_in):
    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    other = signed_in(builders.worker("Somebody Else"))
    assert other.get(f"/decisions/{decision.ref}").status_code == 404
    assert "There is no such decision" in other.get("/decisions").text
    assert signed_in(worker_of(home)).get(f"/decisions/{decision.ref}").status_code == 200


def test_the_list_says_how_long_each_took_and_which_came_late_as_a_page_and_as_a_sheet(
    home, signed_in
):
    late = decided.proposed(home, K.CHANGE_OF_TERMS, needed_on=today() - 3 * DAY)
    decided.decide(late, Outcome.REFUSED)
    decided.proposed(home, K.TERMINATION)
    browser = signed_in(Role.SERVICE_MANAGER)
    page = browser.get("/decisions?show=all").text
    assert "Retrospective by 3 days" in page
    assert "1 retrospective" in page
    sheet = browser.get("/decisions?show=all&format=csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["Days after it was needed"] for row in rows] == ["", "3"]
    assert browser.get("/decisions?show=all&format=xlsx").mimetype.endswith("sheet")
    only = browser.get("/decisions?show=all&kind=termination_of_approval").text
    assert "Retrospective by" not in only


def test_who_looked_at_a_decision_is_recorded(home, signed_in):
    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    browser = signed_in(Role.DECISION_MAKER)
    browser.get(f"/decisions/{decision.ref}")
    looks = trail.looks_at(f"household:{home.id}")
    assert (Kept.NARRATIVE.value, browser.user.id) in {(e.kept, e.user_id) for e in looks}


def test_the_council_asks_for_a_second_person_by_its_own_page(home, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    done = browser.post_form("/decisions/second-persons", kinds=[K.HOLD_LIFTED.value])
    assert done.status_code == 303
    assert browser.get("/decisions/second-persons").text.count(" checked") == 1


# ---------------------------------------------------------------------------------------- leaving


def test_both_carers_resign_by_one_notice_and_the_page_says_who_is_left_behind(home, signed_in):
    worker = signed_in(worker_of(home))
    first, second = queries.standing_of(home.id).approvals
    page = worker.post_form(
        f"/households/{home.ref}/approvals/{first.ref}/resign",
        received_on="today",
        reason="retirement",
        others=[second.ref],
    )
    assert page.status_code == 303
    shown = worker.get(page.headers["Location"]).text
    assert "3 children still live here" in shown
    assert "in 28 days" in shown
    household = signed_in(Role.PLACEMENT_OFFICER).get(f"/households/{home.ref}").text
    assert household.count("resigned: approval ends on") >= 1
    assert "need another home" in household
    assert "1 household is leaving with children still living there" in (
        signed_in(Role.TEAM_MANAGER).get("/").text
    )


def test_what_carers_said_as_they_left_is_not_for_the_placement_team(home, signed_in):
    approval = queries.standing_of(home.id).approvals[0]
    leaving.receive_notice([approval], received_on=today(), reason=ExitReason.SUPPORT, by=SOMEBODY)
    address = f"/households/{home.ref}/approvals/{approval.ref}/leaving"
    worker = signed_in(worker_of(home))
    said = "Nobody rang back."
    done = worker.post_form(f"{address}/{ExitStepKind.HELD.value}", happened_on="today", words=said)
    assert done.status_code == 303
    assert said in worker.get(address).text
    theirs = signed_in(Role.PLACEMENT_OFFICER).get(address).text
    assert said not in theirs
    assert "Support or supervision" not in theirs


def test_copies_of_a_notice_go_to_each_authority_with_a_child_there_by_name(home, db, signed_in):
    approval = queries.standing_of(home.id).approvals[0]
    leaving.receive_notice([approval], received_on=today(), reason=ExitReason.SUPPORT, by=SOMEBODY)
    step = f"/households/{home.ref}/approvals/{approval.ref}/leaving/{ExitStepKind.COPIED.value}"
    worker = signed_in(worker_of(home))
    assert "Shropshire" not in worker.get(step).text, "only our own children live there"
    dot, eve = builders.child("Dot"), builders.child("Eve")
    with transaction(), acting("Told of other authorities’ children", INSTALLER):
        dot.responsible_authority, eve.responsible_authority = "E06000051", "E10000034"
    for child in (dot, eve):
        builders.placed(child, home)
    assert "Shropshire, Worcestershire</textarea>" in worker.get(step).text


def test_a_transfer_and_records_for_another_service_are_recorded_by_their_pages(home, signed_in):
    manager, approval = signed_in(Role.TEAM_MANAGER), queries.standing_of(home.id).approvals[0]
    address = f"/households/{home.ref}"
    path = f"{address}/approvals/{approval.ref}/transfer"
    assert "No resignation is recorded" in manager.get(path).text
    manager.post_form(f"{address}/records/ask", asked_by="Marches", received_on="today")
    page = manager.get(address).text
    assert "Marches asked for records" in page
    (found,) = records_asked(home.id)
    send = f"{address}/records/{found.request.ref}/sent"
    refused = manager.post_form(send, sent_on="today", what="Reviews.")
    assert "the records stay closed" in refused.text
    done = manager.post_form(send, sent_on="today", what="Reviews.", consented_on="today")
    assert done.status_code == 303
    assert "sent" in manager.get(address).text


def test_the_pages_ask_a_bounded_number_of_questions(home, signed_in, counted):
    manager = signed_in(Role.TEAM_MANAGER)

    def asked(path):
        manager.get(path)
        with counted() as count:
            assert manager.get(path).status_code == 200
        return count.number

    decision = decided.proposed(home, K.CHANGE_OF_TERMS)
    few = asked("/decisions?show=all")
    for number in range(5):
        other = builders.household(f"The Webbs {number}")
        decided.decide(decided.proposed(other, K.CHANGE_OF_TERMS), Outcome.REFUSED)
    assert asked("/decisions?show=all") <= few <= 7
    assert asked(f"/decisions/{decision.ref}") <= 24
    assert asked(f"/households/{home.ref}/propose/change_of_terms") <= 36

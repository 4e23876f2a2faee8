"""A long-term match after the panel: who decides it, on what, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.accounts.roles import Role
from app.children.models import Child
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.succession import open_row
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import deciding
from app.panel.actions import meetings as policy
from app.panel.actions.makers import name_maker
from app.panel.actions.matches import decide_match
from app.panel.kinds import ItemKind, MakerRank, Outcome, PaperKind
from app.panel.queries import makers
from app.panel.queries import matches as queries
from app.panel.queries.matters import must_come
from app.permanence import actions as permanence
from app.permanence.kinds import Whom
from app.permanence.models import Match
from app.statute.fostering.panel import ADM_DECISION_DUE
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import brought
from tests.panel.people import final, says, taken
from tests.told import told_once

DAY = timedelta(days=1)


@told_once
def match():
    """A match that a manager put forward, of which nobody was told."""
    return permanence.record_match(
        make.child(),
        household=make.household("The Matched"),
        long_term=True,
        decided_on=today(),
        decided_by="A. Manager",
        why="They know each other.",
        by=SOMEBODY,
    )


def named(user):
    """This person is named to decide first."""
    return name_maker(
        user,
        rank=MakerRank.FIRST,
        social_worker=True,
        senior=True,
        experienced_since=today() - 4000 * DAY,
        starts_on=today(),
        by=make.worker(),
    )


def maker(name="Dora Decider"):
    return make.user(Role.DECISION_MAKER, name=name)


def heard(met, five, outcome=Outcome.RECOMMENDED):
    item = taken(met, "The Matched")
    says(item, outcome)
    final(met, five[0])
    return item


def decided(match, *, by=None, agrees=True, **more):
    return decide_match(match, agrees=agrees, reasons="Settled.", by=by or maker(), **more)


def test_nobody_but_the_decision_maker_decides_a_match(met, five, match):
    heard(met, five)
    for role in [each for each in Role if each is not Role.DECISION_MAKER]:
        with pytest.raises(RuleBroken, match="Only the agency decision maker"):
            decided(match, by=make.user(role))
    assert match.decided_by == "A. Manager"
    assert decided(match, by=make.user(Role.DECISION_MAKER)).agrees


def test_whoever_sat_on_it_does_not_decide_it(met, five, match):
    heard(met, five)
    by = maker()
    deciding.link_user(five[3], user_id=by.id, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="You sat on the panel"):
        decided(match, by=by)


def test_no_decision_before_the_panel_where_this_council_sends_matches_to_one(match):
    with pytest.raises(RuleBroken, match="No panel has recommended"):
        decided(match)


def test_where_this_council_sends_none_it_is_decided_without(db, match):
    policy.set_policy(kind=ItemKind.LONG_TERM_MATCH, comes=False, starts_on=today(), by=SOMEBODY)
    assert must_come(today()) == ()
    assert decided(match).item_id is None


def test_the_recommendation_and_the_decision_are_written_to_the_match(met, five, match):
    item = heard(met, five)
    assert match.panel_on == met.meets_on
    made = decided(match)
    assert (made.item_id, match.decided_by) == (item.id, "Dora Decider")
    assert match.ends_on is None
    with pytest.raises(RuleBroken, match="decided already"):
        decided(match, by=maker("Dana"))
    assert queries.matches_waiting(today()) == []


@pytest.mark.parametrize("told", [False, True])
def test_a_match_that_is_not_to_be_ends_even_where_somebody_was_told(met, five, match, told):
    if told:
        permanence.tell_of_match(match, whom=Whom.CARERS, on=today(), by=SOMEBODY)
    heard(met, five, Outcome.NOT_RECOMMENDED)
    assert match.panel_on is None
    decided(match, agrees=False)
    assert open_row(Match, child_id=match.child_id) is None


def test_to_depart_from_what_was_recommended_takes_reasons_either_way(met, five, match):
    heard(met, five)
    with pytest.raises(RuleBroken, match="not what the panel recommended"):
        decided(match, agrees=False)
    assert decided(match, agrees=False, departs="They moved.", by=maker("Dana")).departs


def test_what_was_deferred_waits_for_the_panel(met, five, match):
    heard(met, five, Outcome.DEFERRED)
    assert queries.matches_waiting(today()) == []
    with pytest.raises(RuleBroken, match="No panel has recommended"):
        decided(match)


def test_a_match_that_ended_meanwhile_is_not_decided(met, five, match):
    item = taken(met, "The Matched")
    permanence.end_match(match, on=today(), reason="A move.", by=SOMEBODY)
    says(item)
    assert match.panel_on is None
    with pytest.raises(RuleBroken, match="This match has ended"):
        decided(match, without_minutes="So.")


def test_seven_working_days_run_from_the_final_minutes(met, five, match):
    says(taken(met, "The Matched"))
    with pytest.raises(RuleBroken, match="minutes are not final"):
        decided(match)
    final(met, five[0])
    (line,) = watch.decisions(today())
    assert (line.clock, line.due_on) == (ADM_DECISION_DUE.key, ADM_DECISION_DUE.last_day(today()))
    decided(match, by=maker("Dana"))
    assert watch.decisions(today()) == ()


def test_it_is_decided_on_its_page_which_names_no_child(met, five, match, signed_in):
    heard(met, five)
    browser = signed_in(Role.DECISION_MAKER)
    assert "The Matched" in browser.get("/panel/decisions").text
    assert "match waits for your decision" in browser.get("/").text
    at = f"/panel/matches/{match.ref}"
    child = record.session.get_one(Child, match.child_id).person.name
    assert child not in browser.get(at).text
    browser.post_form(f"{at}/decide", decision="yes", reasons="They belong together.")
    shown = browser.get(at).text
    assert "They belong together." in shown
    assert "match waits for your decision" not in browser.get("/").text
    assert "It is to be" in browser.get("/panel/decisions").text
    with clock_at(today() + DAY):
        assert "Decide by" not in signed_in(Role.DECISION_MAKER).get(at).text


def test_the_page_leads_to_what_the_panel_read_by_kind_and_names_nobody(
    met, five, match, signed_in
):
    item = taken(met, "The Matched")
    child = record.session.get_one(Child, match.child_id).person.name
    report = brought(item, PaperKind.CHILD_REPORT, says=f"About {child}", late_agreed=True)
    says(item)
    browser = signed_in(Role.DECISION_MAKER)
    shown = browser.get(f"/panel/matches/{match.ref}").text
    assert f"/panel/papers/{report.ref}/file" in shown
    assert "Report on the child (PDF)" in shown
    assert child not in shown
    manager = signed_in(Role.TEAM_MANAGER).get(f"/panel/matches/{match.ref}").text
    assert f"/panel/papers/{report.ref}/file" not in manager


def test_whoever_is_named_declares_a_conflict_at_any_item(met, five, match, signed_in):
    item = taken(met, "The Matched")
    browser = signed_in(Role.DECISION_MAKER)
    at = f"/panel/items/{item.ref}"
    assert "I have a conflict in this" not in browser.get(at).text
    assert browser.get(f"{at}/decider-conflict").status_code == 403
    named(record.session.get_one(User, browser.user.id))
    assert "I have a conflict in this" in browser.get(at).text
    browser.post_form(f"{at}/decider-conflict", reasons="A cousin.")
    (away,) = makers.aways(today())
    assert away.household_id == item.household_id
    says(item)
    assert "having a conflict in this" in browser.get(f"/panel/matches/{match.ref}").text


def test_the_childs_page_says_how_it_stands_with_panel_and_decision(met, five, match, signed_in):
    """Put forward is not decided while a panel is to hear it."""
    child = record.session.get_one(Child, match.child_id)
    at = f"/children/{child.ref}/permanence"
    manager = signed_in(Role.TEAM_MANAGER)

    def shown():
        return manager.get(at).text

    assert "Put forward" in shown()
    assert "Still to come to one" in shown()
    says(taken(met, "The Matched"), Outcome.NOT_RECOMMENDED)
    assert "Not recommended" in shown()
    assert f"/panel/matches/{match.ref}" in shown()
    final(met, five[0])
    decided(match, departs="They have lived together for years.")
    after = shown()
    assert "Decided after the panel" in after
    assert "Put forward" not in after

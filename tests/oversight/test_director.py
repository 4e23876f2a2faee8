"""The director’s oversight: nobody is left off, each decision is timed, none makes it lawful."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions as children
from app.children.codes import Place
from app.children.kinds import ApprovalNeeded, LibertyKind, Regulator, SettingKind
from app.core.errors import RuleBroken
from app.core.today import LONDON, clock_at, today
from app.oversight import actions, present, queries, standing, watch
from app.oversight.kinds import Applied, Plan
from app.oversight.rules import BasisKind, Concern, FaultCode, Verdict
from app.oversight.views.director import hours_since
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
PAGE = "/where-every-child-is/director"

SAID = {
    "needs": "Needs two adults; assessed by the psychologist.",
    "progress": "Settled, back at school.",
    "applied": Applied.APPLIED,
    "plan": Plan.REGULARISE,
    "steps": "N. Fairfax asks the regulator daily.",
}


def decided(child, by, **more):
    told = SAID | {"last_seen_on": today(), "look_again_on": today() + 7 * DAY} | more
    return actions.decide(child, **told, by=by)


def codes(child, on=None):
    return standing.basis(child.id, on or today()).answer.codes


@pytest.fixture
def _places(db):
    builders.postcodes()


@pytest.fixture
def director(_places):
    return builders.user(Role.DIRECTOR, name="Diana Croft")


def unregistered(name="Mia", since=30):
    child = builders.child(name)
    setting = children.add_setting(name="Lane End", kind=SettingKind.CHILDRENS_HOME, by=SOMEBODY)
    children.record_placement(
        child, place=Place.K2, setting=setting, starts_on=today() - since * DAY, by=SOMEBODY
    )
    return child, setting


def unapproved(name="Leo"):
    child = builders.child(name)
    builders.placed(child, builders.household("The Okafors", approved=False))
    return child


def test_everybody_whom_the_director_must_know_of_waits_until_the_director_decides(director):
    child, _ = unregistered()
    other = unapproved()
    free = builders.child("Tom")
    builders.placed(free, builders.household("The Doyles"))
    found = queries.watched(queries.ledger(today()))
    assert {each.child_id for each in found} == {child.id, other.id}
    assert queries.undecided(queries.ledger(today())) == 2
    assert codes(child) >= {FaultCode.NO_OVERSIGHT}

    decided(child, director)
    (first, second) = queries.watched(queries.ledger(today()))
    assert (first.child_id, second.child_id) == (other.id, child.id)
    assert second.answer.watched.look_again_on == today() + 7 * DAY
    assert FaultCode.NO_OVERSIGHT not in codes(child)
    assert second.verdict is Verdict.NOT_LAWFUL  # a decision makes nothing lawful


def test_a_decision_does_not_follow_a_child_who_moves_to_another_such_place(director):
    child, _ = unregistered()
    decided(child, director)
    elsewhere = children.add_setting(name="Hill Top", kind=SettingKind.CHILDRENS_HOME, by=SOMEBODY)
    children.record_placement(
        child, place=Place.K2, setting=elsewhere, starts_on=today(), by=SOMEBODY
    )
    assert FaultCode.NO_OVERSIGHT in codes(child)


def test_a_look_that_is_late_is_said_and_becomes_a_clock(director):
    child, _ = unregistered()
    decided(child, director, look_again_on=today() + DAY)
    assert FaultCode.OVERSIGHT_LATE not in codes(child, today() + DAY)
    assert FaultCode.OVERSIGHT_LATE in codes(child, today() + 2 * DAY)
    (running,) = watch.running(today())
    assert (running.clock, running.due_on) == ("director_looks_again", today() + DAY)


def test_without_a_decision_the_clock_is_the_first_one(director):
    unregistered(since=0)
    (running,) = watch.running(today())
    assert running.clock == "director_decides"
    assert "Mia" not in running.about


def test_the_form_of_the_past_counts_and_is_carried_over(director):
    child, _ = unregistered()
    (placement,) = children.open_placements(child)
    children.record_placement_approval(
        placement,
        what=ApprovalNeeded.UNREGISTERED,
        decided_on=today() - 20 * DAY,
        decided_by="Diana Croft",
        by=SOMEBODY,
    )
    held = standing.basis(child.id, today()).answer.watched
    assert (held.decided_on, held.look_again_on) == (today() - 20 * DAY, None)
    before = standing.basis(child.id, today() - 21 * DAY).answer
    assert FaultCode.NO_OVERSIGHT in before.codes  # it had not been taken then


def test_every_child_of_a_home_over_the_limit_waits(director):
    home = builders.household(places=4)
    those = [builders.child() for _ in range(4)]
    for child in those:
        builders.placed(child, home)
    found = queries.watched(queries.ledger(today()))
    assert {each.child_id for each in found} == {child.id for child in those}
    assert {each.answer.watched.concern for each in found} == {Concern.OVER_LIMIT}


def test_a_child_deprived_of_liberty_waits_even_where_the_home_is_registered(director):
    child, setting = unregistered()
    children.register_setting(
        setting,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC123456",
        starts_on=today() - 400 * DAY,
        by=SOMEBODY,
    )
    children.record_liberty(
        child,
        kind=LibertyKind.HIGH_COURT,
        court="High Court, FD00P00000",
        starts_on=today() - 5 * DAY,
        last_day=today() + 5 * DAY,
        first_review_on=today() - DAY,
        by=SOMEBODY,
    )
    found = standing.basis(child.id, today())
    assert found.kind is BasisKind.CHILDRENS_HOME
    assert found.answer.watched.concern is Concern.DEPRIVED
    assert {FaultCode.NO_OVERSIGHT, FaultCode.LIBERTY_REVIEW_LATE} <= set(found.answer.codes)
    assert queries.inspected(queries.ledger(today())) == []
    over = standing.basis(child.id, today() + 6 * DAY)
    assert over.verdict is Verdict.NOT_LAWFUL
    assert FaultCode.LIBERTY_RAN_OUT in over.answer.codes
    decided(child, director, plan=Plan.END_RESTRICTIONS)
    assert FaultCode.NO_OVERSIGHT not in codes(child)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last_seen_on": 1}, "last_seen_on"),
        ({"last_seen_on": -43}, "last_seen_on"),
        ({"look_again_on": 0}, "look_again_on"),
        ({"look_again_on": 29}, "look_again_on"),
        ({"plan": Plan.END_RESTRICTIONS}, "plan"),
    ],
)
def test_what_is_no_decision_yet_says_why(director, more, field):
    child, _ = unregistered()
    told = {
        name: today() + value * DAY if isinstance(value, int) else value
        for name, value in more.items()
    }
    with pytest.raises(RuleBroken) as refused:
        decided(child, director, **told)
    assert [each.field for each in refused.value.breaches] == [field]


def test_there_is_nothing_to_decide_about_a_child_who_lives_lawfully(director):
    child = builders.child()
    builders.placed(child, builders.household())
    with pytest.raises(RuleBroken, match="nothing here for the director"):
        decided(child, director)


def test_what_was_shown_on_a_day_is_what_it_is_replayed_as(director):
    with clock_at(today() - 10 * DAY):
        child, _ = unregistered()
        then = standing.basis(child.id, today())
        at = queries.end_of_day(today())
    decided(child, director)
    again = standing.basis(child.id, today() - 10 * DAY, at)
    assert again.answer == then.answer


def test_the_list_says_the_hours_and_the_director_decides_from_it(director, signed_in):
    child, _ = unregistered()
    browser = signed_in(director)
    page = browser.get(PAGE).text
    assert "1</strong> child: 1 without a decision" in page
    assert "hours (30 days)" in page
    form = browser.get(f"/children/{child.ref}/oversight/decide").text
    assert "Deciding makes nothing lawful" in form
    sent = browser.post_form(
        f"/children/{child.ref}/oversight/decide",
        needs="Needs.",
        progress="Well.",
        last_seen_on="today",
        applied="applied",
        plan="move",
        steps="A. Officer by Friday.",
        look_again_on=f"{today() + 3 * DAY:%d/%m/%Y}",
    )
    assert sent.status_code == 303
    assert "0 without a decision" in browser.get(PAGE).text
    told = browser.get(f"/children/{child.ref}/oversight").text
    assert "A. Officer by Friday." in told
    assert "Diana Croft" in told


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize("at", [time(0, 5), time(23, 55)])
def test_days_are_days_of_the_calendar_when_the_clocks_have_changed(at):
    with clock_at(datetime.combine(date(2026, 11, 20), at, LONDON)):  # put back on 25 October
        unregistered()
        (found,) = queries.watched(queries.ledger(today()))
        shown = present.Overseen(present.Line(found, seen=True), None, hours_since(found))
    assert shown.how_long == f"{30 * 24 + 1 + at.hour} hours (30 days)"


def test_nobody_else_decides(director, signed_in):
    child, _ = unregistered()
    for role in (Role.SERVICE_MANAGER, Role.NOMINATED_OFFICER, Role.TEAM_MANAGER):
        browser = signed_in(role)
        assert browser.get(PAGE).status_code == 200
        assert browser.get(f"/children/{child.ref}/oversight/decide").status_code == 403


def test_reading_what_the_director_wrote_is_a_look_on_record(director, signed_in, db):
    child, _ = unregistered()
    decided(child, director)
    signed_in(Role.INSPECTOR).get(PAGE)
    looks = db.session.query(Look).filter_by(page="the director's oversight").all()
    assert {(look.subject, look.kept) for look in looks} == {
        (f"child:{child.id}", "F4"),
        (f"child:{child.id}", "F5"),
    }


def test_a_day_without_such_children_says_so(director, signed_in):
    assert "No child needs the director" in signed_in(director).get(PAGE).text

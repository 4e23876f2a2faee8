"""The register of settings, and orders that deprive of liberty: recorded, checked, put right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions, queries, watch
from app.children.codes import Ls, Place
from app.children.kinds import GroundKind, LibertyKind, Regulator, SettingKind
from app.core.errors import RuleBroken
from app.core.today import end_of_day, now, today
from app.oversight import standing
from app.oversight.rules import BasisKind, FaultCode
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


@pytest.fixture
def lane_end(db):
    """A registered children's home with a child in it."""
    builders.postcodes()
    setting = actions.add_setting(
        name="Lane End", kind=SettingKind.CHILDRENS_HOME, postcode="HR6 8AB", by=SOMEBODY
    )
    held = actions.register_setting(
        setting,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC123456",
        starts_on=today() - 900 * DAY,
        by=SOMEBODY,
    )
    child = builders.child("Mia")
    actions.record_placement(
        child, place=Place.K2, setting=setting, starts_on=today() - 50 * DAY, by=SOMEBODY
    )
    return setting, held, child


def test_the_list_says_who_lives_where_and_what_is_to_be_checked(lane_end, signed_in):
    setting, held, _ = lane_end
    browser = signed_in(Role.PLACEMENT_OFFICER)
    page = browser.get("/settings").text
    assert "To be checked again 1" in page
    assert "Where children live 1" in page
    sent = browser.post_form(f"/settings/{setting.ref}/registration/{held.id}/check", on="today")
    assert sent.status_code == 303
    assert "To be checked again 0" in browser.get("/settings").text
    told = browser.get(f"/settings/{setting.ref}").text
    assert "Mia" in told
    assert "SC123456" in told
    assert browser.get("/settings?format=csv").status_code == 200


def test_a_registration_is_never_checked_in_the_future_nor_backwards(lane_end):
    _, held, _ = lane_end
    for on in (today() + DAY, today() - 901 * DAY):
        with pytest.raises(RuleBroken):
            actions.check_registration(held, on=on, by=SOMEBODY)


def test_a_registration_recorded_in_error_is_put_right_and_the_past_keeps_it(lane_end):
    setting, held, child = lane_end
    known = now()
    actions.correct_registration(
        held,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC123456",
        starts_on=today() - 900 * DAY,
        ends_on=today() - 10 * DAY,
        by=SOMEBODY,
    )
    assert standing.basis(child.id, today()).kind is BasisKind.UNREGISTERED_HOME
    assert standing.basis(child.id, today(), known).kind is BasisKind.CHILDRENS_HOME
    assert len(queries.registrations_of([setting.id])[setting.id]) == 1


def test_registration_dates_that_contradict_show_as_what_they_are(lane_end, signed_in):
    """Two registrations of other kinds at once, one of which ended before the child came."""
    setting, held, child = lane_end
    actions.register_setting(
        setting,
        regulator=Regulator.CIW,
        registered_as=SettingKind.SECURE_HOME,
        urn="W1",
        starts_on=today() - 5 * DAY,
        by=SOMEBODY,
    )
    actions.end_registration(held, on=today() - 400 * DAY, by=SOMEBODY)
    browser = signed_in(Role.INSPECTOR)
    assert FaultCode.REGISTRATION_UNPROVEN in standing.basis(child.id, today()).answer.codes
    for page in (f"/settings/{setting.ref}", f"/children/{child.ref}/days", "/settings"):
        assert browser.get(page).status_code == 200


def test_a_child_in_two_places_at_once_with_no_status_has_a_page_and_one_basis(db, signed_in):
    builders.postcodes()
    child = builders.child("Leo", status=None)
    home = builders.household("The Doyles")
    actions.record_placement(child, place=Place.K2, starts_on=today() - 30 * DAY, by=SOMEBODY)
    builders.placed(child, home, since=today() - 60 * DAY)
    found = standing.basis(child.id, today()).answer
    assert {FaultCode.NO_LEGAL_STATUS, FaultCode.TWO_PLACEMENTS} <= set(found.codes)
    browser = signed_in(Role.DIRECTOR)
    for page in (f"/children/{child.ref}", f"/children/{child.ref}/days"):
        assert browser.get(page).status_code == 200


ORDER = {
    "kind": LibertyKind.HIGH_COURT,
    "court": "High Court, FD00P00000",
    "by": SOMEBODY,
}


def test_a_further_order_takes_over_and_a_review_names_the_next(lane_end):
    _, _, child = lane_end
    first = actions.record_liberty(
        child,
        starts_on=today() - 30 * DAY,
        last_day=today() - DAY,
        first_review_on=today() - 20 * DAY,
        **ORDER,
    )
    assert FaultCode.LIBERTY_RAN_OUT in standing.basis(child.id, today()).answer.codes
    second = actions.record_liberty(child, starts_on=today(), last_day=today() + 60 * DAY, **ORDER)
    assert first.ends_on == today()
    actions.record_liberty_review(
        second, held_on=today(), next_on=today() + 14 * DAY, found="Goes on.", by=SOMEBODY
    )
    clocks = {each.clock: each.due_on for each in watch.running(today())}
    assert clocks["liberty_ends"] == today() + 60 * DAY
    assert clocks["liberty_review"] == today() + 14 * DAY
    actions.end_liberty(second, on=today(), by=SOMEBODY)
    assert standing.basis(child.id, today()).answer.marks == ()


@pytest.mark.parametrize(
    ("last", "review", "field"), [(-1, None, "last_day"), (9, 10, "first_review_on")]
)
def test_an_order_that_cannot_be_says_why(lane_end, last, review, field):
    with pytest.raises(RuleBroken) as refused:
        actions.record_liberty(
            lane_end[2],
            starts_on=today(),
            last_day=today() + last * DAY,
            first_review_on=None if review is None else today() + review * DAY,
            **ORDER,
        )
    assert field in {each.field for each in refused.value.breaches}


def test_an_order_is_recorded_reviewed_and_ended_on_its_pages(lane_end, signed_in):
    _, _, child = lane_end
    browser = signed_in(Role.TEAM_MANAGER)
    there = f"/children/{child.ref}/liberty"
    assert "No order about this child" in browser.get(there).text
    browser.post_form(
        f"{there}/order",
        kind="high_court_order",
        court="High Court, FD00P00000",
        starts_on="today",
        last_day=f"{today() + 30 * DAY:%d/%m/%Y}",
    )
    assert "30 days left" in browser.get(there).text
    browser.post_form(
        f"{there}/review", held_on="today", next_on=f"{today() + DAY:%d/%m/%Y}", found="Goes on."
    )
    assert "Goes on." in browser.get(there).text
    browser.post_form(f"{there}/end", on="today")
    assert "Ended" in browser.get(there).text


def test_with_parents_at_once_is_lawful_for_ten_working_days_and_ten_from_the_assessment(db):
    builders.postcodes()
    child = builders.child(status=Ls.C2)
    placement = actions.record_placement(
        child, place=Place.P1, starts_on=today() - 60 * DAY, by=SOMEBODY
    )
    told = {"told_by": "N. Officer", "why": "Nowhere else tonight.", "by": SOMEBODY}
    actions.record_ground(
        placement, what=GroundKind.PARENT_NOW, happened_on=placement.starts_on, **told
    )
    kinds = [standing.basis(child.id, placement.starts_on + days * DAY).kind for days in (0, 9, 20)]
    assert kinds == [
        BasisKind.WITH_PARENT_AT_ONCE,
        BasisKind.WITH_PARENT_AT_ONCE,
        BasisKind.WITH_PARENT_NOT_APPROVED,
    ]
    actions.record_ground(
        placement,
        what=GroundKind.PARENT_ASSESSED,
        happened_on=placement.starts_on + 7 * DAY,
        **told,
    )
    later = standing.basis(child.id, placement.starts_on + 18 * DAY)
    assert later.kind is BasisKind.WITH_PARENT_AT_ONCE
    assert end_of_day(today()) > now()

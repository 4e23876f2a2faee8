"""One question in three wordings, one child’s days, and what changed: happened or learned."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.children import actions as children
from app.children.codes import Place
from app.children.kinds import Regulator, SettingKind
from app.core.today import clock_at, today
from app.oversight import present, queries
from app.oversight.rules import BasisKind, Verdict
from tests import builders
from tests.builders import SOMEBODY
from tests.oversight.histories import world
from tests.oversight.into_the_record import as_known, write
from tests.oversight.test_one_answer import _about_today

DAY = timedelta(days=1)
PAGE = "/where-every-child-is"

UNREGISTERED = {"unregistered_home", "unregistered_setting", "supported_unregistered"} | {
    "under_16_prohibited"
}
UNAPPROVED = {"temporary_approval_ended", "connected_not_approved", "carer_not_approved"} | {
    "carer_no_longer_approved"
}


@pytest.fixture
def county(db):
    """Many invented children about today."""
    for seed in range(500, 516):
        made = world(seed)
        write(_about_today(as_known(made, seed)[0], today() - made["day"]))


def asked(browser, question):
    """The children whom a wording gives, as its sheet and its page have them."""
    sheet = browser.get(f"{PAGE}/questions/{question}?format=csv").data.decode("utf-8-sig")
    page = browser.get(f"{PAGE}/questions/{question}").text
    seen = set(re.findall(r'header"><a [^>]*/children/(\w+)', page))
    return len(list(csv.DictReader(io.StringIO(sheet)))), seen


def test_nine_ten_lawful_placement_is_one_answer_whatever_the_wording(county, signed_in):
    """Rule book section 9 item 10: any second list would disagree, so each wording is a view."""
    standings = queries.ledger(today())
    by_hand = {
        each.child_ref
        for each in standings
        if each.is_looked_after
        and each.answer.watched is not None
        and (
            each.kind.value in UNREGISTERED | UNAPPROVED | {"over_limit"}
            or "over_limit" in {code.value for code in each.answer.codes}
            or "stay_not_lawful" in {code.value for code in each.answer.codes}
        )
    }
    told = {each.child_ref for each in queries.inspected(standings)}
    assert len(told) > 8
    assert told <= by_hand
    assert {ref for ref in by_hand if ref not in told} <= {
        each.child_ref
        for each in standings
        if "stay_not_lawful" in {c.value for c in each.answer.codes}
    }
    browser = signed_in(Role.INSPECTOR)
    for question in present.QUESTIONS:
        number, seen = asked(browser, question)
        assert number == len(told)
        assert seen == told


def test_each_wording_puts_every_child_under_one_heading(county):
    lines = [present.Line(each, seen=True) for each in queries.inspected(queries.ledger(today()))]
    for question in present.QUESTIONS:
        parts = present.parts_of(question, lines)
        told = [line.standing.child_id for part in parts for line in part.lines]
        assert sorted(told) == sorted(each.standing.child_id for each in lines)


def test_one_who_is_on_the_directors_list_is_on_it_for_a_reason_of_the_ledgers(county):
    watched = queries.watched(queries.ledger(today()))
    assert {each.child_id for each in queries.inspected(watched)} == {
        each.child_id for each in queries.inspected(queries.ledger(today()))
    }


def home_of(child, since=100):
    setting = children.add_setting(
        name="Lane End", kind=SettingKind.CHILDRENS_HOME, postcode="HR6 8AB", by=SOMEBODY
    )
    held = children.register_setting(
        setting,
        regulator=Regulator.OFSTED,
        registered_as=SettingKind.CHILDRENS_HOME,
        urn="SC123456",
        starts_on=today() - 900 * DAY,
        by=SOMEBODY,
    )
    children.record_placement(
        child, place=Place.K2, setting=setting, starts_on=today() - since * DAY, by=SOMEBODY
    )
    return setting, held


def test_a_registration_that_ends_turns_its_children_red_that_day(db):
    builders.postcodes()
    child = builders.child()
    _, held = home_of(child)
    children.end_registration(held, on=today() - 3 * DAY, by=SOMEBODY)
    before = queries.basis(child.id, today() - 4 * DAY)
    after = queries.basis(child.id, today() - 3 * DAY)
    assert (before.kind, before.verdict) == (BasisKind.CHILDRENS_HOME, Verdict.LAWFUL)
    assert (after.kind, after.since) == (BasisKind.UNREGISTERED_HOME, today() - 3 * DAY)


def test_one_childs_days_tell_every_change_with_its_dates(db, signed_in):
    builders.postcodes()
    child = builders.child()
    _, held = home_of(child)
    children.end_registration(held, on=today() - 3 * DAY, by=SOMEBODY)
    latest, before = queries.days_of(child.id, today() - 200 * DAY, today())[:2]
    assert (latest.first, latest.days, latest.answer.kind) == (
        today() - 3 * DAY,
        4,
        BasisKind.UNREGISTERED_HOME,
    )
    assert before.last == today() - 4 * DAY
    page = signed_in(Role.DIRECTOR).get(f"/children/{child.ref}/days").text
    assert "4 of them on no lawful basis" in page
    assert "Its registration ended on" in page


def test_what_happened_and_what_we_learned_are_told_apart(db, signed_in):
    builders.postcodes()
    with clock_at(today() - 20 * DAY):
        child, other = builders.child("Leo"), builders.child("Mia")
        _, held = home_of(child)
        home_of(other)
    # learned: the registration had ended before the day that is compared with
    children.end_registration(held, on=today() - 15 * DAY, by=SOMEBODY)
    # happened: the other moved since
    children.record_placement(other, place=Place.P1, starts_on=today() - 2 * DAY, by=SOMEBODY)
    found = {each.child.child_id: each for each in queries.changes(today() - 10 * DAY, today())}
    assert found[child.id].how == "Learned"
    assert "registration ended" in found[child.id].learned
    assert found[child.id].was.kind is BasisKind.CHILDRENS_HOME  # as it was shown that day
    assert found[other.id].how == "Happened"
    page = signed_in(Role.DIRECTOR).get(f"{PAGE}?compare={today() - 10 * DAY:%Y-%m-%d}").text
    assert "Learned since:" in page


def test_nothing_learned_and_nothing_happened_is_no_change(county):
    assert queries.changes(today(), today()) == []


def test_a_wording_that_there_is_not_is_not_there(db, signed_in):
    assert signed_in(Role.DIRECTOR).get(f"{PAGE}/questions/nonsense").status_code == 404

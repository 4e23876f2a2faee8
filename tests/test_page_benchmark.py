"""The benchmark of pages counts what it says: every kind as often, and ninety-five in a hundred."""

from __future__ import annotations

from collections import Counter

import pytest
from werkzeug.routing import Map, Rule

from app.accounts.permissions import ROLES
from app.accounts.roles import Role
from bench.pages import WHO, Visit, _in_company, _kind, _next, _p95, _shared_out, _unsure

VIEWS = Map([Rule("/children/<ref>", endpoint="child"), Rule("/register", endpoint="list")])


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/children/abc", "/children/<ref>"),
        ("/register?status=on_hold&sort=name&page=2", "/register?status"),
        ("/register", "/register"),
        ("/nowhere", "/nowhere"),
    ],
)
def test_a_kind_of_page_is_its_view_and_what_its_address_asks(address, kind):
    assert _kind(address, VIEWS.bind("localhost")) == kind


def test_every_kind_is_opened_as_often_and_only_by_those_who_reach_it():
    found = [{"a": ["/a1", "/a2"]}, {"a": ["/a1"], "b": ["/b"]}, {}]
    rounds = _shared_out(found, {"a", "b"}, times=6)
    assert Counter(visit.kind for visits in rounds for visit in visits) == {"a": 6, "b": 6}
    assert {visit.kind for visit in rounds[0]} == {"a"}
    assert [len(visits) for visits in rounds] == [6, 6, 0]


def test_only_the_pages_asked_for_are_opened_further():
    rounds = _shared_out([{"a": ["/a"], "b": ["/b"]}], {"b"}, times=2)
    assert [visit.kind for visit in rounds[0]] == ["b", "b"]


def test_a_page_that_takes_less_than_three_fifths_of_the_worst_cannot_be_the_worst():
    taken = {"worst": [90.0] * 39 + [200.0], "slow": [54.0] * 40, "quick": [53.0] * 40}
    assert _unsure(taken, times=200) == {"worst", "slow"}


def test_what_was_held_up_once_is_opened_as_often_as_the_worst_before_it_is_believed():
    taken = {"worst": [90.0] * 200, "held up": [30.0] * 11 + [300.0], "quick": [89.0] * 12}
    assert _unsure(taken, times=200) == {"held up"}
    taken["held up"] += [30.0] * 188
    assert _unsure(taken, times=200) == set()


def test_of_many_pages_all_are_opened_a_quarter_and_then_the_slowest_first():
    taken = {str(number): [100.0 + number] * 12 for number in range(20)}
    assert _next(taken, times=200) == (set(taken), 50)
    taken = {kind: each * 5 for kind, each in taken.items()}
    assert _next(taken, times=200) == ({str(number) for number in range(12, 20)}, 150)


def test_between_two_slow_pages_everybody_opens_one_of_any_kind():
    found = [{"a": ["/a"], "b": ["/b1", "/b2"]}, {"c": ["/c"]}]
    rounds = _in_company([[Visit("a", "/a")] * 50, []], found)
    assert [visit.kind for visit in rounds[0][1::2]] == ["a"] * 50
    assert {visit.address for visit in rounds[0][::2]} == {"/a", "/b1", "/b2"}
    assert rounds[1] == []


def test_ninety_five_in_a_hundred_stay_under_or_meet_the_figure():
    assert _p95([float(each) for each in range(1, 201)]) == 190.0
    assert _p95([7.0]) == 7.0
    assert _p95([1.0, 2.0, 3.0, 4.0]) == 4.0


@pytest.mark.parametrize("role", [Role.PANEL_ADVISER, Role.PANEL_MEMBER, Role.DECISION_MAKER])
def test_somebody_who_is_measured_may_open_what_this_work_opens(role):
    """Somebody who is signed in may open all that this role may, whether of this role or not."""
    assert any(ROLES[role].may <= ROLES[each].may for each in WHO)

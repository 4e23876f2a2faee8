"""What is due: gathered from every room, owned with a plan, late for a reason."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from app.accounts.permissions import May
from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.register import actions as register
from app.statute.running import Running, State
from app.work import actions, queries, rules
from app.work.models import Cause
from tests import builders as make

DAY = timedelta(days=1)
A_YEAR_AGO = today() - timedelta(days=371)


@pytest.fixture
def late_review(db):
    """A household whose annual review should have been held five days ago."""
    worker = make.worker()
    return make.household("The Prices", supervised_by=worker, since=A_YEAR_AGO), worker


def review_of(user, home):
    (found,) = [
        each
        for each in queries.running(user, today())
        if each.clock == "annual_review_due" and each.household_id == home.id
    ]
    return found


def test_a_review_of_others_leads_to_their_household_for_whoever_may_not_read_it(
    late_review, signed_in
):
    home, worker = late_review
    own = signed_in(worker).get("/?whose=team").text
    assert f'href="/households/{home.ref}/reviews/open"' in own
    other = signed_in(make.worker("Other")).get("/?whose=team").text
    assert f'href="/households/{home.ref}/reviews/open"' not in other
    assert re.search(rf'href="/households/{home.ref}">Open the review<', other)


def test_what_the_law_asks_stands_before_what_this_council_asks():
    clocks = ("dbs_renewal", "nms_unannounced_visit", "annual_review_due", "visit_action")
    those = [
        queries.Item(
            Running(clock, f"household:{days}", "The Prices", today() - days * DAY, "See", "x"),
            State.OVERDUE,
            None,
            "",
        )
        for clock, days in zip(clocks, (900, 200, 4, 3), strict=True)
    ]
    found = queries._parted(those).overdue
    assert [each.running.clock for each in found] == [clocks[2], clocks[1], clocks[0], clocks[3]]


# ------------------------------------------------------------------------------------- the shape


def cycle(due_on: date, since: date | None = None) -> Running:
    return Running(
        "annual_review_due", "household:1", "The Prices", due_on, "Start", "x", since=since
    )


def test_a_clock_is_late_from_the_day_after_its_last_day():
    last = date(2026, 11, 26)
    assert cycle(last).state(last) is State.DUE
    assert cycle(last).state(last + DAY) is State.OVERDUE
    assert cycle(last).state(last - 7 * DAY) is State.DUE
    assert cycle(last).state(last - 8 * DAY) is State.LATER


def test_the_next_cycle_of_a_clock_is_another():
    first = cycle(date(2026, 11, 26), since=date(2025, 11, 26))
    following = cycle(date(2027, 11, 20), since=date(2026, 11, 20))
    assert first.key != following.key


def test_a_plan_returns_on_its_day_and_when_the_facts_change():
    due, day = date(2026, 11, 1), date(2026, 11, 20)

    def stands(*, due_on: date = due, returns_on: date = day + 3 * DAY, today: date = day) -> bool:
        return rules.plan_stands(due_on=due_on, planned_for=due, returns_on=returns_on, today=today)

    assert stands()
    assert stands(today=day + 2 * DAY)
    assert not stands(today=day + 3 * DAY)
    assert not stands(due_on=due + DAY)


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (28, False), (29, True)])
def test_a_plan_returns_after_today_and_within_four_weeks(days, refused):
    found = rules.plan_breaches(
        returns_on=date(2026, 11, 20) + days * DAY, today=date(2026, 11, 20)
    )
    assert bool(found) is refused


# ------------------------------------------------------------------------------------- the record


def test_an_alert_that_is_owned_is_still_on_record_and_comes_back(late_review):
    home, worker = late_review
    found = review_of(worker, home)
    before = queries.for_user(worker, today(), mine=True)
    assert found in [each.running for each in before.overdue]
    actions.plan(
        found, says="Mr Price is in hospital", owner=worker, returns_on=today() + 5 * DAY, by=worker
    )
    owned = queries.for_user(worker, today(), mine=True)
    assert found in [each.running for each in owned.owned]
    assert found not in [each.running for each in owned.overdue]
    with clock_at(today() + 5 * DAY):
        back = queries.for_user(worker, today(), mine=True)
        assert found in [each.running for each in back.overdue]


def test_a_plan_that_is_withdrawn_brings_its_alert_back_at_once(late_review):
    home, worker = late_review
    found = review_of(worker, home)
    made = actions.plan(found, says="Soon", owner=worker, returns_on=today() + DAY, by=worker)
    actions.withdraw_plan(made, by=worker)
    assert found in [each.running for each in queries.for_user(worker, today(), mine=True).overdue]


def test_what_was_done_meanwhile_needs_no_plan_and_no_reason(late_review):
    home, worker = late_review
    found = review_of(worker, home)
    register.record_review(home, held_on=today(), by=make.SOMEBODY)
    for refused in (
        lambda: actions.plan(found, says="x", owner=worker, returns_on=today() + DAY, by=worker),
        lambda: actions.give_cause(found, cause=Cause.WORKLOAD, by=worker),
    ):
        with pytest.raises(RuleBroken, match="done meanwhile"):
            refused()


def test_a_reason_for_delay_is_counted_once_for_each_cycle_by_its_last_word(late_review):
    home, worker = late_review
    found = review_of(worker, home)
    actions.give_cause(found, cause=Cause.WORKLOAD, by=worker)
    actions.give_cause(found, cause=Cause.HEALTH, note="Medical not back", by=worker)
    rows = queries.drift_between(worker, today() - 30 * DAY, today())
    assert [(row.cause, row.household) for row in rows] == [(Cause.HEALTH, "The Prices")]
    assert queries.by_cause(rows) == [(Cause.HEALTH, 1)]


def test_no_reason_for_delay_is_taken_of_what_is_not_late(db):
    worker = make.worker()
    home = make.household("The Calms", supervised_by=worker, since=today() - 30 * DAY)
    with pytest.raises(RuleBroken, match="not late"):
        actions.give_cause(review_of(worker, home), cause=Cause.WORKLOAD, by=worker)


# -------------------------------------------------------------------------------------- the pages


def test_work_is_ones_own_or_the_whole_teams(late_review, signed_in):
    _, worker = late_review
    other = make.household("The Others", supervised_by=make.worker(), since=A_YEAR_AGO)
    own = signed_in(worker).get("/due").text
    assert "The Prices" in own
    assert other.name not in own
    everyone = signed_in(Role.TEAM_MANAGER).get("/due").text
    assert "The Prices" in everyone
    assert other.name in everyone


def test_a_plan_and_a_reason_are_given_from_the_line(late_review, signed_in):
    home, worker = late_review
    browser = signed_in(worker)
    key = review_of(worker, home).key
    wrong = browser.post_form(f"/due/plan/{key}", says="", owner=worker.ref, returns_on="today")
    assert wrong.status_code == 422
    assert "Say what will be done" in wrong.text
    said = browser.post_form(
        f"/due/plan/{key}", says="He is in hospital", owner=worker.ref, returns_on="tomorrow"
    )
    assert said.status_code == 303
    assert "He is in hospital" in browser.get("/due").text
    browser.post_form(f"/due/late/{key}", cause=Cause.HEALTH.value)
    assert "Medical adviser or health" in browser.get("/due/delay").text
    assert "Took on an alert, with a plan" in browser.get("/due/done").text


def test_a_cycle_that_does_not_run_is_not_found(signed_in):
    browser = signed_in(Role.TEAM_MANAGER)
    assert browser.get("/due/plan/annual_review_due/household:99/2020-01-01").status_code == 404


def test_what_only_some_may_know_is_shown_to_them_alone(late_review, monkeypatch):
    home, _ = late_review
    secret = Running(
        "annual_review_due", "hold:1", home.name, today(), "Look", "x", only_for="see_hold_reason"
    )
    monkeypatch.setattr(queries, "_watches", lambda: ((May.SEE_REGISTER, lambda _day: (secret,)),))
    assert secret in queries.running(make.user(Role.TEAM_MANAGER), today())
    assert secret not in queries.running(make.user(Role.PLACEMENT_OFFICER), today())


def test_the_page_asks_a_bounded_number_of_times(late_review, signed_in, counted):
    _, worker = late_review
    browser = signed_in(Role.TEAM_MANAGER)
    browser.get("/due")
    make.household("The Ones", supervised_by=worker)
    with counted() as few:
        browser.get("/due")
    for number in range(5):
        make.household(f"The {number}s", supervised_by=make.worker(), since=A_YEAR_AGO)
    with counted() as many:
        browser.get("/due")
    assert many.number <= few.number + 1
    assert many.number <= 137

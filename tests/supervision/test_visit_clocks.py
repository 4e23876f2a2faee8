"""When visits are due: a year for the unannounced one, the council's own weeks for the others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.register import actions as register
from app.supervision import watch
from app.supervision.visits import actions, queries, rules
from app.supervision.visits.models import ActionEnd, Notice, Setting
from app.supervision.visits.rules import HouseholdKind, SetWeeks, VisitedSoFar
from tests import builders as make
from tests.supervision.visiting import DAY, agreed, queries_in, visit

NEVER = VisitedSoFar(date(2024, 2, 29), connected=False)


def due(as_at, home, clock):
    """The last day in time of one household's clock, or None if it does not run."""
    found = [
        each
        for each in watch.running(as_at)
        if each.household_id == home.id and each.clock == clock
    ]
    return found[0].due_on if found else None


# ------------------------------------------------------------------------------------- pure rules


def test_unannounced_is_a_year_from_approval_even_on_a_leap_day():
    assert rules.unannounced_due(NEVER).due_on == date(2025, 2, 28)


def test_unannounced_is_a_year_from_the_last_one_and_an_announced_visit_does_not_move_it():
    so_far = VisitedSoFar(date(2020, 1, 1), False, date(2026, 11, 1), date(2026, 3, 31))
    assert rules.unannounced_due(so_far).due_on == date(2027, 3, 31)
    assert rules.ordinary_due(so_far).due_on == date(2026, 12, 13)


def test_weeks_run_over_the_change_of_clocks_in_whole_days():
    so_far = VisitedSoFar(date(2020, 1, 1), False, date(2026, 3, 20))
    assert rules.ordinary_due(so_far).due_on == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("connected", "on", "kind"),
    [
        (False, date(2025, 2, 28), HouseholdKind.FIRST_YEAR),
        (False, date(2025, 3, 1), HouseholdKind.OTHERWISE),
        (True, date(2025, 3, 1), HouseholdKind.CONNECTED),
        (True, date(2024, 3, 1), HouseholdKind.CONNECTED),
    ],
)
def test_kind_of_household_on_a_day(connected, on, kind):
    assert rules.kind_of(date(2024, 2, 29), connected, on) is kind


def test_what_the_council_sets_governs_only_what_begins_from_then():
    council = [SetWeeks(HouseholdKind.OTHERWISE, date(2026, 6, 1), 8)]
    before = VisitedSoFar(date(2020, 1, 1), False, date(2026, 5, 31))
    after = VisitedSoFar(date(2020, 1, 1), False, date(2026, 6, 1))
    assert rules.ordinary_due(before, council).due_on == date(2026, 7, 12)
    assert rules.ordinary_due(after, council).due_on == date(2026, 7, 27)


def test_a_series_avoids_weekends_and_bank_holidays():
    days = list(rules.days_of_series(date(2026, 11, 13), date(2027, 3, 31), 6))
    assert days == [date(2026, 11, 13), date(2026, 12, 29), date(2027, 2, 5), date(2027, 3, 19)]


def test_the_nearest_planned_visit_within_a_week_is_the_one_kept():
    planned = [(1, date(2026, 11, 1)), (2, date(2026, 11, 9)), (3, date(2026, 12, 1))]
    assert rules.keeps(date(2026, 11, 7), planned) == 2
    assert rules.keeps(date(2026, 11, 20), planned) is None


# ---------------------------------------------------------------------------------- in the record


def test_an_unannounced_visit_moves_its_clock_by_a_year_and_an_announced_one_does_not(db):
    home = make.household(since=today() - timedelta(days=400))
    was = due(today(), home, "nms_unannounced_visit")
    assert was < today()
    visit(home, notice=Notice.ANNOUNCED)
    assert due(today(), home, "nms_unannounced_visit") == was
    visit(home, notice=Notice.UNANNOUNCED)
    assert due(today(), home, "nms_unannounced_visit") > today() + timedelta(days=360)


def test_the_home_counts_as_inspected_only_where_nobody_expected_it(db):
    home = make.household(since=today() - timedelta(days=400))
    visit(home, notice=Notice.ANNOUNCED, home_inspected=True)
    assert due(today(), home, "nms_home_inspection") < today()
    visit(home, notice=Notice.UNANNOUNCED, home_inspected=True)
    assert due(today(), home, "nms_home_inspection") > today()


def test_a_household_in_its_first_year_is_visited_more_often(db):
    new = make.household("The News", since=today() - timedelta(days=10))
    old = make.household("The Olds")
    visit(new)
    visit(old)
    assert due(today(), new, "ssw_visit_first_year") == today() + timedelta(weeks=4)
    assert due(today(), old, "ssw_supervision_visit") == today() + timedelta(weeks=6)


def test_a_visit_set_aside_moves_nothing(db):
    home = make.household()
    made = visit(home, notice=Notice.UNANNOUNCED)
    was = due(today(), home, "nms_unannounced_visit")
    actions.set_visit_aside(made, why="Another family", by=make.SOMEBODY)
    assert due(today(), home, "nms_unannounced_visit") < was


def test_clocks_are_of_the_day_that_is_asked_about(db):
    home = make.household()
    with clock_at(today() - timedelta(days=100)):
        visit(home)
    visit(home)
    last_then = due(today() - timedelta(days=50), home, "ssw_supervision_visit")
    assert last_then == today() - timedelta(days=100) + timedelta(weeks=6)


def test_agencies_carers_are_not_ours_to_visit(db):
    theirs = make.household(provider=make.agency())
    assert [each for each in watch.running(today()) if each.household_id == theirs.id] == []


def test_a_household_no_longer_approved_has_no_visit_due(db):
    home = make.household()
    approval = register_approval(home)
    register.end_approval(approval, on=today(), how="resigned", by=make.SOMEBODY)
    assert due(today(), home, "ssw_supervision_visit") is None


def register_approval(home):
    from app.register.queries import standing_of

    return standing_of(home.id).approvals[0]


def test_what_was_agreed_runs_until_it_is_done_and_is_its_workers(db):
    sarah = make.worker()
    home = make.household(supervised_by=sarah)
    made = visit(home, worker=sarah, agreed=[agreed("Ask about the bus", owner=sarah)])
    action = queries.actions_of(made.id)[0]
    (found,) = [each for each in watch.running(today()) if each.clock == "visit_action"]
    assert (found.worker_id, found.due_on) == (sarah.id, action.by_when)
    actions.close_action(action, on=today(), how=ActionEnd.DONE, by=make.SOMEBODY)
    assert [each for each in watch.running(today()) if each.clock == "visit_action"] == []
    assert "visit_action" not in {each.clock for each in watch.running(today() - DAY)}


def test_a_planned_visit_that_nobody_made_is_late_until_it_is_made_moved_or_called_off(db):
    sarah = make.worker()
    home = make.household(supervised_by=sarah)
    with clock_at(today() - timedelta(days=20)):
        (planned,) = actions.plan_visits(
            [home], worker=sarah, first=today() + timedelta(days=8), by=make.SOMEBODY
        )
    assert due(today(), home, "planned_visit") == planned.planned_on
    actions.move_planned(planned, planned_on=today() + timedelta(days=3), by=make.SOMEBODY)
    assert due(today(), home, "planned_visit") is None
    visit(home)
    db.session.refresh(planned)
    assert planned.visit_id is not None


def test_a_visit_planned_by_somebody_who_left_is_whoevers_the_household_is(db):
    gone = make.worker("Tom")
    home = make.household(supervised_by=gone)
    with clock_at(today() - timedelta(days=20)):
        actions.plan_visits(
            [home], worker=gone, first=today() + timedelta(days=3), by=make.SOMEBODY
        )
    accounts.record_leaving(gone, on=today(), by=make.SOMEBODY)
    (found,) = [each for each in watch.running(today()) if each.clock == "planned_visit"]
    assert found.worker_id is None
    (before,) = [each for each in watch.running(today() - DAY) if each.clock == "planned_visit"]
    assert before.worker_id == gone.id


def test_the_council_sets_the_weeks_and_an_absurd_number_is_refused(db):
    home = make.household()
    visit(home)
    manager = make.user(Role.SERVICE_MANAGER)
    actions.set_setting(Setting.WEEKS_OTHERWISE, value=8, starts_on=today(), by=manager)
    assert due(today(), home, "ssw_supervision_visit") == today() + timedelta(weeks=8)
    with pytest.raises(RuleBroken):
        actions.set_setting(Setting.WEEKS_OTHERWISE, value=0, starts_on=today(), by=manager)


def test_the_clocks_of_thirty_households_cost_no_more_questions_than_of_three(db):
    def cost():
        db.session.rollback()
        return queries_in(lambda: watch.running.__wrapped__(today()))

    for number in range(3):
        visit(make.household(f"The {number}s"), agreed=[agreed()])
    few = cost()
    for number in range(27):
        visit(make.household(f"The {number}s"), agreed=[agreed()])
    assert cost() == few <= 16

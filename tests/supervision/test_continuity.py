"""Changes of worker, length of cover and days with nobody, as at any day."""

from __future__ import annotations

from datetime import timedelta

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.core.today import clock_at, end_of_day, today
from app.supervision import actions, queries
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def of(name, as_at=None, known_at=None):
    """The row of one household."""
    return next(row for row in queries.continuity(as_at or today(), known_at) if row.name == name)


def test_a_first_worker_is_no_change(db):
    builders.household("The Doyles", supervised_by=builders.worker())
    row = of("The Doyles")
    assert (row.changes, row.workers, row.days) == (0, 1, (today() - builders.LONG_AGO).days)


def test_changes_are_counted_in_twelve_months_and_ever(db):
    home = builders.household("The Doyles", supervised_by=builders.worker("Sarah Webb"))
    tom = builders.worker("Tom Harris")
    actions.allocate(home, tom, starts_on=today() - 400 * DAY, by=SOMEBODY)
    actions.allocate(home, builders.worker("Uma Patel"), starts_on=today() - 90 * DAY, by=SOMEBODY)
    row = of("The Doyles")
    assert (row.changes_in_year, row.changes, row.workers, row.worker, row.days) == (
        1,
        2,
        3,
        "Uma Patel",
        90,
    )
    before = of("The Doyles", today() - 100 * DAY)
    assert (before.changes_in_year, before.changes, before.worker) == (1, 1, "Tom Harris")


def test_the_same_worker_after_a_gap_is_no_change_but_the_days_count(db):
    sarah = builders.worker()
    home = builders.household("The Doyles", supervised_by=sarah)
    allocation = queries.open_allocation(home.id)
    actions.end_allocation(allocation, on=today() - 20 * DAY, by=SOMEBODY)
    actions.allocate(home, sarah, starts_on=today() - 12 * DAY, by=SOMEBODY)
    row = of("The Doyles")
    assert (row.changes, row.without_in_year, row.without, row.days) == (0, 8, 8, 12)


def test_somebody_who_left_counts_as_nobody(db):
    sarah = builders.worker()
    builders.household("The Doyles", supervised_by=sarah)
    accounts.record_leaving(sarah, on=today() - 3 * DAY, by=SOMEBODY)
    row = of("The Doyles")
    assert (row.worker, row.since, row.without_in_year) == (None, None, 3)


def test_continuity_is_as_the_record_knew_it(db):
    with clock_at(today() - 30 * DAY):
        home = builders.household("The Doyles", supervised_by=builders.worker())
    actions.allocate(home, builders.worker("Tom Harris"), starts_on=today() - 20 * DAY, by=SOMEBODY)
    ten = today() - 10 * DAY
    assert of("The Doyles", ten).changes == 1
    assert of("The Doyles", ten, end_of_day(ten)).changes == 0


def test_the_list_comes_as_a_page_and_as_sheets(db, signed_in, counted):
    builders.household("The Doyles", supervised_by=builders.worker("Sarah Webb"))
    browser = signed_in(Role.SERVICE_MANAGER)
    assert "The Doyles" in browser.get("/supervision/continuity").text
    assert "Changes in 12 months" in browser.get("/supervision/continuity?format=csv").text
    assert browser.get("/supervision/continuity?format=xlsx").data.startswith(b"PK")


def test_continuity_takes_the_same_number_of_questions_however_many_households(db, counted):
    builders.household("Home", supervised_by=builders.worker())
    with counted() as few:
        queries.continuity(today())
    for number in range(5):
        builders.household(f"Home {number}", supervised_by=builders.worker(f"W {number}"))
    with counted() as many:
        queries.continuity(today())
    assert many.number == few.number <= 8

"""The database that a test runs on is as the template has it, whatever the test before did."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.audit.checking import check_record
from app.core.db import db
from app.people.models import Household
from tests import builders as make
from tests.databases import database_of
from tests.told import told_once


@pytest.fixture
def made(run_folder, worker):
    """A PostgreSQL database as each test gets it."""
    database = database_of("postgresql", run_folder, f"{worker}_spare")
    database.refresh()
    yield database.made
    database.remove()


def test_rows_and_numbers_that_a_test_left_are_gone(made):
    def asked(question):
        return made.connection.execute(question).fetchone()

    known = asked("SELECT last_value, is_called FROM sign_in_failure_id_seq")
    made.connection.execute(
        "INSERT INTO sign_in_failure (name_hash, address, at) VALUES ('a', 'b', now())"
    )
    assert asked("SELECT count(*) FROM sign_in_failure") == (1,)
    assert made.again()
    assert asked("SELECT count(*) FROM sign_in_failure") == (0,)
    assert asked("SELECT last_value, is_called FROM sign_in_failure_id_seq") == known


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE person ADD COLUMN hat text",
        "ALTER TABLE person DROP COLUMN family_name",
        "ALTER TABLE person DISABLE TRIGGER ALL",
        "DROP TABLE one_time_link CASCADE",
        "CREATE INDEX hats ON person (given_name)",
        "UPDATE alembic_version SET version_num = 'old'",
    ],
)
def test_whoever_changed_the_schema_or_the_templates_rows_leaves_no_trace_of_it(made, change):
    assert made.again()
    made.connection.execute(change)
    assert not made.again()


# ------------------------------------------------------------------------- what tests begin with


@told_once
def first() -> Household:
    return make.household("The Firsts")


@told_once
def second(first: Household) -> list[Household]:
    return [first, make.household("The Seconds")]


@pytest.mark.only_on("sqlite")  # on PostgreSQL it is written each time
@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_what_tests_begin_with_is_there_each_time_and_nothing_that_they_added(second, time):
    assert [each.name for each in second] == ["The Firsts", "The Seconds"]
    there = db.session.scalars(select(Household.name).order_by(Household.id)).all()
    assert there == ["The Firsts", "The Seconds"]
    make.household(f"Added the {time} time")
    assert check_record(db.engine, keep=False) == []


@pytest.fixture
def written_before(app):
    with app.app_context():
        make.household("Before them")


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("time", ["first", "second"])
def test_where_something_was_written_before_them_they_are_written_once_more(
    written_before, first, time
):
    there = db.session.scalars(select(Household.name).order_by(Household.id)).all()
    assert there == ["Before them", "The Firsts"]

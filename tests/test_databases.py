"""The database that a test runs on is as the template has it, whatever the test before did."""

from __future__ import annotations

import pytest

from tests.databases import database_of


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

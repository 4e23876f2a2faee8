"""What PostgreSQL has prepared for a connection outlasts the pages that only read."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import PREPARED_AT

pytestmark = pytest.mark.only_on("postgresql")

ASKED = text("SELECT count(*) FROM household WHERE version > :least")
PREPARED = text(
    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%count% WHERE version >%'"
)


@pytest.fixture
def connection(db):
    with db.engine.connect() as connection:
        connection.detach()
        yield connection


def ask_often(connection):
    for _ in range(PREPARED_AT + 1):
        connection.execute(ASKED, {"least": 0})


def test_what_is_asked_again_is_prepared_and_stays_so_when_a_page_ends(connection):
    ask_often(connection)
    connection.rollback()
    assert connection.scalar(PREPARED) == 1
    ask_often(connection)
    connection.rollback()
    assert connection.scalar(PREPARED) == 1


def test_a_rollback_takes_back_what_was_written(connection):
    connection.execute(text("CREATE TEMPORARY TABLE noted (number int)"))
    connection.commit()
    connection.execute(text("INSERT INTO noted VALUES (1)"))
    connection.rollback()
    assert connection.scalar(text("SELECT count(*) FROM noted")) == 0


def test_after_a_question_that_failed_the_connection_answers_again(connection):
    with pytest.raises(DBAPIError):
        connection.execute(text("SELECT 1 / 0"))
    connection.rollback()
    ask_often(connection)
    assert connection.scalar(text("SELECT 7")) == 7

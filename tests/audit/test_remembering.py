"""An answer is kept until the record changes, and not a moment longer."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from app.audit.act import acting
from app.audit.remembering import remembered, version
from app.core.db import db as record
from app.core.db import transaction
from app.people.models import Provider
from tests import builders as make

asked: list[int] = []


@remembered
def providers(least: int) -> tuple[int, ...]:
    """How many services there are; a question whose every asking is noted."""
    asked.append(least)
    found = record.session.scalar(select(func.count()).select_from(Provider)) or 0
    return (max(found, least),)


@pytest.fixture(autouse=True)
def _nothing_asked():
    asked.clear()


def test_the_same_question_is_worked_out_once(db):
    make.agency("One")
    assert [providers(0), providers(0), providers(0)] == [(1,), (1,), (1,)]
    assert asked == [0]


def test_answers_of_another_moment_of_the_record_are_let_go(db):
    make.agency("One")
    providers(0), providers(7)
    make.agency("Two")
    assert providers(0) == (2,)
    assert list(providers.answers.values()) == [(2,)]


def test_another_question_is_another_answer(db):
    make.agency("One")
    assert (providers(0), providers(7)) == ((1,), (7,))


def test_a_change_is_seen_at_once(db):
    make.agency("One")
    assert providers(0) == (1,)
    make.agency("Two")
    assert providers(0) == (2,)


def test_a_change_is_seen_whichever_way_it_was_written(db):
    make.agency("One")
    before = version()
    with transaction(), acting("Wrote by hand", make.SOMEBODY):
        db.session.execute(text("UPDATE provider SET name = 'Another'"))
    assert version() != before


def test_a_look_or_a_question_changes_nothing(db, signed_in):
    from app.accounts.roles import Role

    client = signed_in(Role.SERVICE_MANAGER)
    before = version()
    assert client.get("/").status_code == 200
    assert version() == before


def test_inside_a_write_the_answer_is_that_of_the_moment(db):
    make.agency("One")
    assert providers(0) == (1,)
    with transaction(), acting("Added a provider", make.SOMEBODY):
        make.agency("Two")
        assert providers(0) == (2,)
    assert providers(0) == (2,)


def test_what_was_undone_is_not_kept(db):
    make.agency("One")

    def try_and_give_up():
        with transaction(), acting("Tried", make.SOMEBODY):
            make.agency("Two")
            assert providers(0) == (2,)
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError, match="undone"):
        try_and_give_up()
    assert providers(0) == (1,)

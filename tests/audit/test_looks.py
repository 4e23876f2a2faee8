"""A look is on disk before the page is sent, or the page is not sent."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event, text
from werkzeug.exceptions import ServiceUnavailable

from app.audit import queries
from app.audit.checking import check_record
from app.audit.looks import looked, looked_at
from app.audit.models import Look
from app.core.columns import Kept
from app.core.db import transaction, writing
from tests.audit.tampering import Reader


def _looks(db):
    db.session.rollback()
    return db.session.query(Look).order_by(Look.id).all()


def test_a_look_says_who_saw_whose_values_of_which_class_where(db):
    looked(["child:2", "child:1", "child:2"], Kept.CHILD, "a child's page", by=Reader())
    assert [(look.id, look.subject, look.kept, look.page) for look in _looks(db)] == [
        (1, "child:1", "F4", "a child's page"),
        (2, "child:2", "F4", "a child's page"),
    ]
    assert {look.by_name for look in _looks(db)} == {"A reader"}
    assert check_record(db.engine, keep=False) == []


def test_open_values_leave_no_look(db):
    looked(["household:1"], Kept.OPENLY, "the register", by=Reader())
    assert _looks(db) == []


def test_a_request_that_says_the_same_twice_is_one_look(db, app):
    with app.test_request_context("/"):
        looked(["child:1"], Kept.CHILD, "a page", by=Reader())
        looked(["child:1"], Kept.CHILD, "a page", by=Reader())
        looked(["child:1"], Kept.NARRATIVE, "a page", by=Reader())
    assert [look.kept for look in _looks(db)] == ["F4", "F5"]


def test_a_page_of_several_classes_is_written_at_once_and_each_class_is_told(db, app):
    commits = []
    with app.test_request_context("/"), listening(db.engine, "commit", commits.append):
        seen = {Kept.NARRATIVE: ["household:1"], Kept.CHILD: ["child:2", "household:1"]}
        looked_at("a page", {**seen, Kept.OPENLY: ["household:9"]}, by=Reader())
        looked_at("a page", seen, by=Reader())
    assert [(look.subject, look.kept) for look in _looks(db)] == [
        ("household:1", "F5"),
        ("child:2", "F4"),
        ("household:1", "F4"),
    ]
    assert len(commits) == 1
    assert check_record(db.engine, keep=False) == []


@contextmanager
def listening(target, name, hear):
    """What happens meanwhile is heard."""
    event.listen(target, name, hear)
    try:
        yield
    finally:
        event.remove(target, name, hear)


def test_a_look_is_kept_though_the_page_then_fails(db):
    db.session.execute(text("SELECT 1"))
    looked(["child:1"], Kept.CHILD, "a page", by=Reader())
    db.session.rollback()
    assert len(_looks(db)) == 1


def test_what_cannot_be_recorded_is_not_shown(db):
    with writing(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE look RENAME TO look_away"))
    with pytest.raises(ServiceUnavailable):
        looked(["child:1"], Kept.CHILD, "a page", by=Reader())


def test_a_look_inside_a_write_is_a_mistake_in_the_page(db):
    with pytest.raises(RuntimeError, match="committed by itself"), transaction():
        looked(["child:1"], Kept.CHILD, "a page", by=Reader())


def test_who_looked_and_what_one_person_looked_at_are_answered_newest_first(db):
    looked(["child:1"], Kept.CHILD, "first", by=Reader())
    looked(["child:1", "child:2"], Kept.LOCATION, "second", by=Reader())
    assert [look.page for look in queries.looks_at("child:1")] == ["second", "first"]
    assert [look.subject for look in queries.looks_by(7)] == ["child:2", "child:1", "child:1"]
    assert queries.looks_by(8) == []

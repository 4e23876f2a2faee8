"""Keys are destroyed by two people, under an act, and a certificate stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit import actions, triggers
from app.audit.act import INSTALLER
from app.audit.checking import check_record
from app.audit.keys import destroy_key
from app.audit.models import ActRecord, Destruction, SubjectKey
from app.core.db import transaction, writing
from app.core.errors import RuleBroken
from tests.audit import tampering
from tests.audit.destroying import AUDITOR, MANAGER, RULE, destroy


def key_of(db, subject):
    db.session.rollback()
    return db.session.get_one(SubjectKey, subject)


def test_a_certificate_says_whose_key_when_by_whom_and_why(db):
    tampering.a_trail(1)
    made = destroy("person:1")
    assert (made.subject, made.why) == ("person:1", RULE)
    assert (made.by_name, made.approved_by_name) == ("A manager", "An auditor")
    key = key_of(db, "person:1")
    assert key.wrapped is None
    assert key.destroyed_at >= made.at
    says = db.session.scalars(select(ActRecord.says).order_by(ActRecord.id.desc())).first()
    assert says == "Destroyed the key of a subject"
    assert check_record(db.engine) == []


@pytest.mark.parametrize(
    ("approved_by", "why", "says"),
    [
        (MANAGER, RULE, "Somebody else has to approve it"),
        (INSTALLER, RULE, "Somebody else has to approve it"),
        (AUDITOR, "  ", "Say which rule"),
    ],
)
def test_nobody_destroys_a_key_alone_or_without_a_reason(db, approved_by, why, says):
    tampering.a_trail(1)
    with pytest.raises(RuleBroken, match=says):
        actions.destroy_subject("person:1", why=why, approved_by=approved_by, by=MANAGER)
    assert key_of(db, "person:1").wrapped is not None


def test_a_key_that_is_not_there_leaves_no_certificate(db):
    tampering.a_trail(1)
    with pytest.raises(RuleBroken, match="nothing left to destroy"):
        destroy("person:99")
    assert db.session.scalars(select(Destruction)).all() == []


def test_the_database_destroys_no_key_without_its_certificate(db):
    tampering.a_trail(1)

    def destroy_only() -> None:
        with transaction():
            destroy_key(db.session.connection(), "person:1")

    with pytest.raises(DBAPIError, match=triggers.ONLY_ADDED_TO):
        destroy_only()
    assert key_of(db, "person:1").wrapped is not None


def test_a_key_destroyed_past_the_database_s_guards_is_found(db):
    tampering.a_trail(1)
    db.session.remove()
    with writing(), db.engine.begin() as connection:
        triggers.drop_all(connection)
        connection.execute(
            text(
                "UPDATE subject_key SET wrapped = NULL, destroyed_at = CURRENT_TIMESTAMP "
                "WHERE subject = 'person:1'"
            )
        )
        triggers.remake(connection)
    found = [str(each) for each in check_record(db.engine, keep=False)]
    assert "subject_key person:1 was destroyed without a certificate" in found

"""A check of the record finds what was done to it, and names the first line that is wrong."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
from flask import current_app
from sqlalchemy import text

from app.audit import seals
from app.audit.act import INSTALLER, acting
from app.audit.checking import check_record
from app.audit.models import TrailCheck
from app.core.db import transaction, writing
from app.people.models import Person
from tests.audit import tampering
from tests.audit.destroying import destroy
from tests.told import told_once

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy


def _tamper(db: SQLAlchemy, kind: tampering.Tampering, chance: Random) -> tuple[str, str]:
    """Tamper as somebody who has the database in hand: triggers out of the way, and as before."""
    db.session.remove()
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            return kind(connection, chance)
        there = connection.execute(text(_TRIGGERS), {"tables": json.dumps(TAMPERED)}).all()
        for name, _ in there:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        named = kind(connection, chance)
        for _, made_by in there:
            connection.exec_driver_sql(made_by)
    return named


TAMPERED = ("act", "change", "change_draft", "look", "person", "provider", "seal", "subject_key")
"""What the kinds of tampering write to; the triggers of another table would stop them."""

_TRIGGERS = """
SELECT name, sql FROM sqlite_master
WHERE type = 'trigger' AND tbl_name IN (SELECT value FROM json_each(:tables))
"""


def test_an_honest_record_has_nothing_to_find(db, anchor):
    tampering.a_trail()
    assert check_record(db.engine) == []
    assert len(seals.read_anchor(anchor)) == 3


@told_once
def trail_told(db):
    """A trail, for each of many to tamper with; gives what stands in its anchor."""
    tampering.a_trail()
    return current_app.config["SETTINGS"].anchor_path.read_text()


@pytest.fixture
def trail_there(trail_told, anchor):
    """The same trail for each test, with an anchor of its own."""
    anchor.parent.mkdir(exist_ok=True)
    anchor.write_text(trail_told)


@pytest.mark.usefixtures("trail_there")
@pytest.mark.parametrize("kind", tampering.KINDS)
def test_what_was_tampered_with_is_named_first(db, kind):
    named = _tamper(db, tampering.KINDS[kind], Random(7))
    found = check_record(db.engine)
    assert found, "nothing was found"
    first = found[0]
    assert (first.table, first.id.split(" to ")[0]) == named, str(first)


def test_the_outcome_of_a_check_is_kept(db):
    tampering.a_trail(2)
    check_record(db.engine)
    _tamper(db, tampering.an_actor_renamed, Random(7))
    check_record(db.engine)
    db.session.rollback()
    first, second = db.session.query(TrailCheck).order_by(TrailCheck.id).all()
    assert (first.findings, first.first) == (0, "")
    assert second.findings == 1
    assert second.first.endswith("was altered, or written by another hand")
    assert second.changes == db.session.scalar(text("SELECT count(*) FROM change"))


def test_the_check_names_the_key_that_was_not_the_trails_own(db, make_app):
    tampering.a_trail(2)
    other = make_app(trail_key="some other installation's key, made up")
    with other.app_context():
        from app.core.db import db as its_db

        found = check_record(its_db.engine, keep=False)
        its_db.engine.dispose()
    assert str(found[0]) == "act 1 was altered, or written by another hand"


def test_destroying_a_subjects_key_leaves_every_seal_valid(db):
    tampering.a_trail()
    destroy("person:1")
    assert check_record(db.engine) == []


def test_nothing_more_is_recorded_about_a_subject_whose_key_was_destroyed(db):
    tampering.a_trail(1)
    destroy("person:1")

    def rename() -> None:
        with transaction(), acting("Renamed", INSTALLER):
            db.session.get(Person, 1).given_name = "Eve"

    with pytest.raises(Exception, match="the key of person:1 was destroyed"):
        rename()
    assert db.session.get(Person, 1).given_name != "Eve"
    assert check_record(db.engine) == []


def test_a_seal_is_made_only_when_there_is_something_new(db):
    tampering.a_trail(1)
    assert seals.seal(db.engine) == 1
    assert seals.seal(db.engine) is None


def test_the_anchor_takes_in_every_seal_it_missed(db, anchor):
    tampering.a_trail(4)
    anchor.unlink()
    assert any(finding.table == "anchor" for finding in check_record(db.engine))
    seals.seal(db.engine)
    assert sorted(seals.read_anchor(anchor)) == [1, 2, 3, 4]
    assert check_record(db.engine) == []


def test_the_age_of_what_is_not_sealed_is_known(db):
    tampering.a_trail(2)
    db.session.rollback()
    health = seals.health()
    assert health.seals == 1
    assert health.unsealed == 2 * 4 + 2
    assert health.unsealed_since is not None
    assert health.unsealed_minutes == 0
    seals.seal(db.engine)
    db.session.rollback()
    assert seals.health().unsealed == 0


def test_the_sealer_seals_by_itself_and_once_more_at_the_end(db, app):
    tampering.a_trail(1)
    db.session.remove()
    sealer = seals.Sealer(app, every=3600)
    sealer.start()
    assert seals.health().seals == 0
    db.session.remove()
    sealer.stop()
    assert seals.health().seals == 1

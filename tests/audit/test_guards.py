"""What the database itself refuses, whoever asks and however."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.audit import trail, triggers
from app.audit.act import INSTALLER, ActsOfThePast, act_under_way, acting
from app.audit.checking import check_record
from app.audit.seals import seal
from app.core.db import db, transaction, writing
from app.core.models import DatabaseMark
from app.core.today import clock_at, now
from app.people.models import Household, Person, Provider, ProviderKind
from tests.audit.rows import A_DAY, add_row, table_named


def _person(name: str = "Ada") -> Person:
    with transaction(), acting("Added a person", INSTALLER):
        person = Person(given_name=name, family_name="Byron")
        db.session.add(person)
    return person


def _run(statement: str, **values: object) -> None:
    """A statement in a transaction of its own, past sessions and acts."""
    with writing(), db.engine.begin() as connection:
        connection.execute(text(statement), values)


def _count(statement: str) -> int:
    return db.session.scalar(text(statement))


def test_nothing_changes_outside_an_act(db):
    _person()
    for statement in (
        "UPDATE person SET given_name = 'Eve'",
        "INSERT INTO provider (ref, name, kind, recorded_at) "
        "VALUES ('x', 'Ours', 'own', CURRENT_TIMESTAMP)",
    ):
        with pytest.raises(DBAPIError, match=triggers.OUTSIDE_AN_ACT):
            _run(statement)


def test_a_change_flushed_after_its_act_ended_is_refused(db):
    person = _person()

    def change_too_late() -> None:
        with transaction():
            with acting("Something else", INSTALLER):
                pass
            db.session.merge(person).given_name = "Eve"

    with pytest.raises(DBAPIError, match=triggers.OUTSIDE_AN_ACT):
        change_too_late()


def test_a_change_left_unwritten_before_an_act_is_not_taken_for_its_own(db):
    def change_too_early() -> None:
        with transaction():
            db.session.add(Person(given_name="Eve", family_name="Byron"))
            with acting("Something else", INSTALLER):
                pass

    with pytest.raises(DBAPIError, match=triggers.OUTSIDE_AN_ACT):
        change_too_early()


@pytest.mark.only_on("sqlite")  # a bare shell is SQLite's own danger
def test_a_bare_shell_cannot_write_a_row(db):
    import sqlite3

    _person()
    db.session.remove()
    shell = sqlite3.connect(db.engine.url.database)
    with pytest.raises(sqlite3.OperationalError, match="no such function: hearth_act"):
        shell.execute("UPDATE person SET given_name = 'Eve'")
    shell.close()


@pytest.mark.only_on("postgresql")  # its settings can be set by hand
def test_a_draft_left_by_hand_cannot_be_committed(db):
    _person()
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("SELECT set_config('hearth.act', '1', true)")
    cursor.execute("UPDATE person SET given_name = 'Eve'")
    with pytest.raises(db.engine.dialect.dbapi.Error, match=triggers.DRAFT_LEFT):
        raw.commit()
    raw.close()
    assert _count("SELECT count(*) FROM person WHERE given_name = 'Eve'") == 0


@pytest.mark.parametrize("name", ["person", "placement", "terms", "referral_child", "user_account"])
def test_nothing_in_the_record_is_deleted_even_inside_an_act(db, name):
    with transaction(), acting("Adding", INSTALLER):
        add_row(db.session.connection(), table_named(name))
    with (
        pytest.raises(DBAPIError, match=triggers.NOT_DELETED),
        transaction(),
        acting("Deleting", INSTALLER),
    ):
        db.session.execute(text(f'DELETE FROM "{name}"'))


@pytest.mark.only_on("sqlite")  # PostgreSQL has no REPLACE
def test_replacing_a_row_is_deleting_it(db):
    _person()
    with (
        pytest.raises(DBAPIError, match=triggers.NOT_DELETED),
        transaction(),
        acting("Replacing", INSTALLER),
    ):
        db.session.execute(
            text("INSERT OR REPLACE INTO person SELECT * FROM person WHERE given_name = 'Ada'")
        )


@pytest.mark.only_on("postgresql")  # SQLite has no TRUNCATE
@pytest.mark.parametrize("name", ["person", "change", "act", "look", "seal", "subject_key"])
def test_no_table_is_truncated(db, name):
    with pytest.raises(DBAPIError, match=r"deleted|added to"):
        _run(f"TRUNCATE {name} CASCADE")


TRAIL = ("act", "change", "look", "seal", "subject_key", "database_mark")


def _fill_the_trail() -> None:
    from app.audit.looks import looked
    from app.core.columns import Kept

    _person()

    class Reader:
        id, name = 1, "A reader"

    looked(["person:1"], Kept.CHILD, "a page", by=Reader())
    seal(db.engine)


@pytest.mark.parametrize("verb", ["update", "delete", "replace", "upsert"])
def test_the_trail_is_only_added_to(db, verb):
    _fill_the_trail()
    sqlite = db.engine.dialect.name == "sqlite"
    for name in TRAIL:
        table = table_named(name)
        key = next(iter(table.primary_key)).name
        column = next(c.name for c in table.columns if not c.primary_key)
        statement = {
            "update": f'UPDATE "{name}" SET "{column}" = "{column}"',
            "delete": f'DELETE FROM "{name}"',
            "replace": f'INSERT {"OR REPLACE" if sqlite else ""} INTO "{name}" '
            f'SELECT * FROM "{name}"',
            "upsert": f'INSERT INTO "{name}" SELECT * FROM "{name}" WHERE true '
            f'ON CONFLICT ("{key}") DO UPDATE SET "{column}" = excluded."{column}"',
        }[verb]
        assert _count(f'SELECT count(*) FROM "{name}"') > 0, name
        db.session.rollback()
        with pytest.raises(DBAPIError, match=f"{triggers.ONLY_ADDED_TO}|duplicate key"):
            _run(statement)


def test_an_undone_transaction_leaves_no_line_and_no_gap(db):
    _person("Ada")
    before = _count("SELECT max(id) FROM change")

    def half_an_act() -> None:
        with transaction(), acting("Half an act", INSTALLER):
            db.session.add(Person(given_name="Eve", family_name="Byron"))
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_an_act()
    _person("Ada again")
    assert _count("SELECT count(*) FROM change_draft") == 0
    assert _count("SELECT max(id) FROM change") == before + 2
    assert check_record(db.engine, keep=False) == []


def test_a_failure_while_closing_drafts_undoes_the_whole_transaction(db, monkeypatch):
    _person("Ada")

    def fail(*_: object) -> None:
        raise RuntimeError("no key today")

    monkeypatch.setattr(trail, "keys_for_writing", fail)
    with pytest.raises(RuntimeError, match="no key today"):
        _person("Eve")
    monkeypatch.undo()
    assert _count("SELECT count(*) FROM person") == 1
    _person("Ada again")
    assert check_record(db.engine, keep=False) == []


def _household() -> int:
    with transaction(), acting("Added a household", INSTALLER):
        provider = Provider(name="Ours", kind=ProviderKind.OWN)
        db.session.add(provider)
        db.session.flush()
        household = Household(name="Byron", provider_id=provider.id)
        db.session.add(household)
        db.session.flush()
        add_row(db.session.connection(), table_named("child"))
    return household.id


PLACED = (
    "INSERT INTO placement (ref, version, child_id, household_id, place, basis, temporary,"
    " decided_here, starts_on, recorded_at) VALUES (:ref, 1, 1, :household, :place, :basis,"
    " false, false, :day, :now)"
)


def _place(household: int, *, locked: bool, ref: str = "p1") -> None:
    from app.children.codes import Place
    from app.children.models import Basis

    if locked:
        db.session.execute(
            text("UPDATE household SET room_act_id = :act WHERE id = :id"),
            {"act": act_under_way(), "id": household},
        )
    db.session.execute(
        text(PLACED),
        {
            "ref": ref,
            "household": household,
            "place": next(iter(Place)).value,
            "basis": Basis.FOSTER.value,
            "day": A_DAY.isoformat(),
            "now": str(now().replace(tzinfo=None)),
        },
    )


def test_room_is_not_claimed_by_an_act_that_did_not_lock_the_household(db):
    household = _household()
    with (
        pytest.raises(DBAPIError, match=triggers.CLAIM_UNLOCKED),
        transaction(),
        acting("Placed", INSTALLER),
    ):
        _place(household, locked=False)


def test_room_is_claimed_by_the_act_that_locked_the_household_and_no_later_one(db):
    household = _household()
    with transaction(), acting("Placed", INSTALLER):
        _place(household, locked=True)
    with (
        pytest.raises(DBAPIError, match=triggers.CLAIM_UNLOCKED),
        transaction(),
        acting("Placed another", INSTALLER),
    ):
        _place(household, locked=False, ref="p2")


@pytest.mark.parametrize(
    "change",
    [
        "ends_on = NULL",
        "ends_on = '2025-06-01'",
        "starts_on = '2023-01-01'",
        "voided_at = NULL, ends_on = '2025-01-01'",
    ],
)
def test_taking_more_room_needs_the_lock_too(db, change):
    household = _household()
    with transaction(), acting("Placed", INSTALLER):
        _place(household, locked=True)
        db.session.execute(text("UPDATE placement SET ends_on = '2025-01-01'"))
        if "voided" in change:
            db.session.execute(text("UPDATE placement SET voided_at = CURRENT_TIMESTAMP"))
    with (
        pytest.raises(DBAPIError, match=triggers.CLAIM_UNLOCKED),
        transaction(),
        acting("Stretched", INSTALLER),
    ):
        db.session.execute(text(f"UPDATE placement SET {change}"))


def test_giving_room_back_needs_no_lock(db):
    household = _household()
    with transaction(), acting("Placed", INSTALLER):
        _place(household, locked=True)
    with transaction(), acting("Ended", INSTALLER):
        db.session.execute(text("UPDATE placement SET ends_on = '2025-01-01'"))
    assert check_record(db.engine, keep=False) == []


def test_the_mark_of_a_test_cannot_be_removed(db):
    for statement in (
        "DELETE FROM database_mark",
        "UPDATE database_mark SET marked_as = 'demonstration'",
    ):
        with pytest.raises(DBAPIError, match=triggers.ONLY_ADDED_TO):
            _run(statement)
    assert db.session.query(DatabaseMark).count() == 1


def test_a_past_clock_is_refused_on_a_database_without_the_mark(db):
    with writing(), db.engine.begin() as connection:
        triggers.drop_all(connection)
        connection.execute(text("DELETE FROM database_mark"))
        triggers.remake(connection)
    with (
        pytest.raises(ActsOfThePast),
        clock_at(A_DAY),
        transaction(),
        acting("Long ago", INSTALLER),
    ):
        pass
    with transaction(), acting("Today", INSTALLER):
        pass


def test_a_past_clock_does_not_move_the_databases_own_stamp(db):
    with clock_at(A_DAY):
        _person()
    row = db.session.execute(
        text("SELECT a.at, c.stamped_at FROM act a JOIN change c ON c.act_id = a.id LIMIT 1")
    ).one()
    assert str(row.at)[:10] == "2024-02-29"
    assert str(row.stamped_at)[:10] == str(now())[:10]


def test_every_trigger_stands_as_the_models_ask(db):
    assert triggers.differences(db.session.connection()) == []


def test_a_trigger_dropped_is_named(db):
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER hearth_person_update"))
        else:
            connection.execute(text("ALTER TABLE person DISABLE TRIGGER hearth_person_write"))
    found = check_record(db.engine, keep=False)
    assert len(found) == 1
    assert "trigger hearth_person" in str(found[0])


def test_remaking_the_triggers_puts_every_one_back(db):
    with writing(), db.engine.begin() as connection:
        triggers.drop_all(connection)
    trail.remake_triggers(db.engine)
    assert triggers.differences(db.session.connection()) == []


def test_a_date_that_is_none_is_refused(db):
    with pytest.raises((IntegrityError, DBAPIError)), transaction(), acting("Born?", INSTALLER):
        db.session.execute(
            text(
                "INSERT INTO person (ref, version, given_name, family_name, sex, born, recorded_at)"
                " VALUES ('p', 1, 'Ada', 'Byron', 'female', '2026-02-30', CURRENT_TIMESTAMP)"
            )
        )

"""The command: what it makes, what it refuses, and what it says."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from app.cli import demonstration, live, main
from app.core.db import db
from app.core.models import DatabaseMark, MarkedAs
from app.settings import Mode
from tests import databases
from tests.travel.loaded import roads_file

KEYS = {
    "HEARTH_SECRET_KEY": "a long secret key of forty characters...",
    "HEARTH_TRAIL_KEY": "another long key, of forty characters...",
    "HEARTH_HOSTS": "hearth.example.gov.uk",
}


@pytest.fixture
def live_service(tmp_path):
    """The environment of a live service whose record does not exist yet."""
    (tmp_path / "record").mkdir(mode=0o700)
    (tmp_path / "anchor").mkdir(mode=0o700)
    return KEYS | {
        "HEARTH_DATABASE_URL": f"sqlite:///{tmp_path}/record/hearth.db",
        "HEARTH_ANCHOR": f"{tmp_path}/anchor/heads",
    }


@pytest.fixture
def upgraded(live_service, run_folder):
    """The environment of a live service whose record is at this release: made by the command once
    in a run, and copied."""
    made = run_folder / "upgraded" / "hearth.db"

    def make():
        made.parent.mkdir(mode=0o700)
        done = hearth("upgrade", env=live_service | {"HEARTH_DATABASE_URL": f"sqlite:///{made}"})
        assert done.exit_code == 0, done.output
        with closing(sqlite3.connect(made)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # it is copied without its log

    databases.once(run_folder, "upgraded_service", make)
    own = Path(live_service["HEARTH_DATABASE_URL"].removeprefix("sqlite:///"))
    shutil.copyfile(made, own)
    own.chmod(0o600)
    return live_service


def hearth(*said, env=None):
    return CliRunner().invoke(main, list(said), env=env or {})


def test_without_settings_every_reason_is_listed_and_no_traceback_shown():
    done = hearth("upgrade")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    for name in ("DATABASE_URL", "SECRET_KEY", "TRAIL_KEY", "HOSTS", "ANCHOR"):
        assert f"- HEARTH_{name} must" in done.output


def test_help_needs_no_settings():
    assert hearth("--help").exit_code == 0
    assert "demo" in hearth("--help").output


def test_a_mode_that_is_none_is_said_in_words(live_service):
    done = hearth("upgrade", env=live_service | {"HEARTH_MODE": "nearly"})
    assert done.exit_code == 1
    assert "A setting cannot be read" in done.output


def test_an_upgrade_makes_a_record_that_only_its_owner_can_read(live_service, tmp_path):
    assert hearth("upgrade", env=live_service).exit_code == 0
    mode = (tmp_path / "record" / "hearth.db").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert hearth("upgrade", env=live_service).exit_code == 0


def test_serving_is_refused_before_the_record_is_at_this_release(live_service):
    done = hearth("serve", env=live_service)
    assert done.exit_code == 1
    assert "run `hearth upgrade` first" in done.output


def test_the_first_user_is_added_from_the_command_with_a_password_shown_once(upgraded):
    said = ("add-user", "--name", "Ada Min", "--email", "ada@example.org")
    done = hearth(*said, "--role", "administrator", env=upgraded)
    assert done.exit_code == 0
    assert "First password: " in done.output
    again = hearth(*said, env=upgraded)
    assert again.exit_code == 1
    assert "already has this email address" in again.output


def test_roles_that_do_not_go_together_add_nobody(upgraded):
    said = ("add-user", "--name", "Ada Min", "--email", "ada@example.org")
    roles = ("--role", "administrator", "--role", "team_manager")
    assert hearth(*said, *roles, env=upgraded).exit_code == 1
    assert hearth(*said, env=upgraded).exit_code == 0


def test_a_record_is_sealed_and_checked_from_the_command(upgraded, tmp_path):
    hearth("add-user", "--name", "Ada Min", "--email", "ada@example.org", env=upgraded)
    assert hearth("seal", env=upgraded).exit_code == 0
    checked = hearth("check-record", env=upgraded)
    assert checked.exit_code == 0, checked.output
    with sqlite3.connect(tmp_path / "record" / "hearth.db") as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE user_account SET name = 'Somebody Else'")
    tampered = hearth("check-record", env=upgraded)
    assert tampered.exit_code == 1
    assert "user_account" in tampered.output


def test_a_back_up_is_whole_closed_to_others_and_never_written_over(upgraded, tmp_path):
    hearth("add-user", "--name", "Ada Min", "--email", "ada@example.org", env=upgraded)
    copy = tmp_path / "copy.db"
    assert hearth("backup", str(copy), env=upgraded).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT name FROM user_account").fetchall() == [("Ada Min",)]
    again = hearth("backup", str(copy), env=upgraded)
    assert again.exit_code == 1
    assert "choose another name" in again.output


def test_on_postgresql_a_back_up_is_a_line_to_run(live_service, tmp_path):
    done = hearth(
        "backup",
        str(tmp_path / "copy"),
        env=live_service | {"HEARTH_DATABASE_URL": "postgresql://hearth@localhost/hearth"},
    )
    assert done.exit_code == 0
    assert "pg_dump" in done.output


def test_every_route_is_listed_with_what_it_needs(upgraded):
    done = hearth("routes", env=upgraded)
    assert done.exit_code == 0
    assert "manage_users" in done.output
    assert "SHUT" not in done.output.replace("SHUT                   /static/<path:filename>", "")


def test_a_record_of_invented_people_is_never_served_live(make_app, db):
    assert db.session.scalars(select(DatabaseMark.marked_as)).all() == [MarkedAs.TEST]
    assert "invented people" in live.reasons_not_to_serve(make_app(mode=Mode.LIVE))[0]


def test_a_record_without_the_mark_is_never_served_as_a_demonstration(make_app, db):
    said = live.reasons_not_to_serve(make_app(mode=Mode.DEMONSTRATION))
    assert "anybody could sign in" in said[0]


def test_a_marked_demonstration_may_be_served(make_app, db):
    db.session.add(DatabaseMark(marked_as=MarkedAs.DEMONSTRATION))
    db.session.commit()
    assert live.reasons_not_to_serve(make_app(mode=Mode.DEMONSTRATION)) == []


def test_two_demonstrations_started_together_never_take_the_same_port():
    with demonstration.listening(18_000) as one, demonstration.listening(18_000) as other:
        assert one.getsockname()[1] < other.getsockname()[1]


def test_a_second_demonstration_is_told_where_the_first_answers(tmp_path):
    with demonstration._only_one(tmp_path):
        (tmp_path / "demonstration.lock").write_text("http://127.0.0.1:8000/")
        done = hearth("demo", "--folder", str(tmp_path))
    assert done.exit_code == 1
    assert "running already: http://127.0.0.1:8000/" in done.output


def test_the_demonstrations_keys_are_made_once_and_read_by_nobody_else(tmp_path):
    first = demonstration._environment(tmp_path)
    assert demonstration._environment(tmp_path) == first
    assert len(first["HEARTH_SECRET_KEY"]) >= 32
    assert first["HEARTH_SECRET_KEY"] != first["HEARTH_TRAIL_KEY"]
    assert first["HEARTH_MODE"] == "demonstration"
    assert stat.S_IMODE((tmp_path / "demonstration.env").stat().st_mode) == 0o600


FIXTURES = Path(__file__).parent / "fixtures"


def test_postcodes_and_carers_are_loaded_from_the_command_and_the_same_again_changes_nothing(
    upgraded, tmp_path
):
    postcodes = hearth(
        "load", "postcodes", str(FIXTURES / "postcodes_onspd.csv"), "--yes", env=upgraded
    )
    assert postcodes.exit_code == 0, postcodes.output
    carers = ("load", "carers", str(FIXTURES / "carers_template.xlsx"), "--yes")
    first = hearth(*carers, env=upgraded)
    assert first.exit_code == 0, first.output
    assert re.search(r"added +[1-9]", first.output)
    again = hearth(*carers, env=upgraded)
    assert again.exit_code == 0, again.output
    assert re.search(r"added +0", again.output)


def test_rejected_rows_come_back_with_their_reasons_and_without_a_yes_nothing_is_done(
    upgraded, tmp_path
):
    back = tmp_path / "back.csv"
    sheet = tmp_path / "carers.csv"
    sheet.write_text("Carer 1,Postcode,Approved on\nJo Doyle,HR6 8AB,not a day\n")
    done = CliRunner().invoke(
        main, ["load", "carers", str(sheet), "--rejected", str(back)], env=upgraded, input="n\n"
    )
    assert done.exit_code == 0, done.output
    assert "row 2" in done.output
    assert "Nothing was brought in" in done.output
    assert "not a day" in back.read_text(encoding="utf-8-sig")


def test_a_file_that_is_not_what_it_says_is_refused_in_words(upgraded, tmp_path):
    wrong = tmp_path / "carers.xlsx"
    wrong.write_bytes(b"%PDF-1.7 not a workbook")
    done = hearth("load", "carers", str(wrong), "--yes", env=upgraded)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "cannot be read" in done.output


def test_a_day_that_is_none_is_refused(upgraded):
    done = hearth(
        "load",
        "carers",
        str(FIXTURES / "carers_template.xlsx"),
        "--as-at",
        "soon",
        env=upgraded,
    )
    assert done.exit_code == 2
    assert "is not a date" in done.output


def test_roads_are_loaded_from_the_command_after_a_dry_run_and_once(upgraded, run_folder, tmp_path):
    file = str(roads_file(run_folder))
    box = ("--box", "300000", "200000", "400000", "300000")
    said = hearth("load-roads", file, env=upgraded)
    assert said.exit_code == 1
    assert "Load postcodes first" in said.output
    dry = hearth("load-roads", file, *box, "--dry-run", env=upgraded)
    assert dry.exit_code == 0, dry.output
    assert "600 junctions" in dry.output
    assert "Open Government Licence" in dry.output
    assert "Nothing was changed" in dry.output
    assert (
        "600 junctions are in use" in hearth("load-roads", file, *box, "--yes", env=upgraded).output
    )
    again = hearth("load-roads", file, *box, "--yes", env=upgraded)
    assert "in use already. Nothing was changed" in again.output
    wrong = tmp_path / "roads.gpkg"
    wrong.write_bytes(b"%PDF-1.7 not roads")
    refused = hearth("load-roads", str(wrong), *box, "--yes", env=upgraded)
    assert refused.exit_code == 1
    assert "not a GeoPackage" in refused.output
    assert "west to east" in hearth("load-roads", file, "--box", *"5555", env=upgraded).output


def test_a_command_leaves_no_connection_open_however_it_ends(app, monkeypatch):
    monkeypatch.setattr(live, "settings", lambda: app.config["SETTINGS"])
    opened = []

    def ask() -> None:
        with live.record():
            db.session.execute(text("SELECT 1"))
            opened.append(db.engine)
            db.session.rollback()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask()
    (engine,) = opened
    assert engine.pool.checkedin() == engine.pool.checkedout() == 0

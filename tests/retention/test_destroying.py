"""A record destroyed: by two people, wholly or not at all, and nothing of it is found again."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit.checking import check_record
from app.audit.models import Destruction
from app.audit.seals import seal
from app.cli import live, main
from app.retention import queries, sweeping
from tests.retention.ended import MARK, destroyed, everything_kept, marked_household
from tests.retention.killing import bytes_of


def test_nothing_of_a_destroyed_household_is_left_anywhere_in_the_database(db, tmp_path):
    home = marked_household()
    about = f"household:{home.id}"
    anchor = tmp_path / "anchor"
    seal(db.engine, anchor)
    assert MARK in everything_kept()
    certificate = destroyed(about)
    sweeping.sweep()
    assert MARK not in everything_kept()
    assert check_record(db.engine, anchor) == []
    assert seal(db.engine, anchor) is not None
    assert check_record(db.engine, anchor) == []
    assert about in set(db.session.scalars(select(Destruction.subject)))
    db.session.refresh(certificate)
    assert certificate.swept_at is not None
    assert certificate.reach["documents"] == 2


def test_no_export_and_no_page_tells_anything_of_it(db, signed_in):
    home = marked_household()
    browser = signed_in(Role.SERVICE_MANAGER)
    before = browser.get("/retention?format=csv").get_data()
    assert MARK.encode() in before
    destroyed(f"household:{home.id}")
    for address in (
        "/retention?format=csv",
        "/retention",
        "/retention/certificates",
        "/register?format=csv&as_at=01/01/2013",
        f"/households/{home.ref}",
        f"/households/{home.ref}?as_at=01/01/2013",
        f"/history/household/{home.ref}",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert MARK.encode() not in answer.get_data(), address


@pytest.mark.only_on("sqlite")  # where the file is ours to read
def test_no_byte_of_the_file_or_its_log_tells_anything_of_it(db, app):
    home = marked_household()
    destroyed(f"household:{home.id}")
    assert sweeping.sweep() == 1
    assert MARK.encode() not in bytes_of(app)


def test_while_somebody_reads_an_old_state_the_certificate_says_that_the_sweep_is_owed(
    db, monkeypatch
):
    home = marked_household()
    certificate = destroyed(f"household:{home.id}")
    monkeypatch.setattr(sweeping, "_swept", lambda *_told: False)
    assert sweeping.sweep() == 0
    assert [each.id for each in queries.unswept()] == [certificate.id]
    monkeypatch.undo()
    assert sweeping.sweep() == 1
    assert queries.unswept() == []


def test_the_nightly_command_sweeps_what_was_interrupted_and_says_while_it_cannot(
    db, app, monkeypatch
):
    home = marked_household()
    destroyed(f"household:{home.id}")
    monkeypatch.setattr(live, "application", lambda: app)
    db.session.remove()  # the command closes every connection of the application at its end
    with monkeypatch.context() as busy:
        busy.setattr(sweeping, "_swept", lambda *_told: False)
        owed = CliRunner().invoke(main, ["sweep"])
    assert (owed.exit_code, "1 still waiting" in owed.output) == (1, True)
    done = CliRunner().invoke(main, ["sweep"])
    assert (done.exit_code, "1 certificates completed, 0 still" in done.output) == (0, True)


@pytest.mark.only_on("sqlite")  # where a reader keeps the old state in the log
def test_a_reader_of_an_old_state_delays_the_sweep_and_loses_nothing(db, monkeypatch):
    home = marked_household()
    monkeypatch.setattr(sweeping, "PATIENCE", 100)
    with db.engine.connect() as reader:
        reader.execute(select(Destruction)).all()
        destroyed(f"household:{home.id}")
        assert sweeping.sweep() == 0
    assert len(queries.unswept()) == 1
    assert sweeping.sweep() == 1

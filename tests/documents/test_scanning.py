"""Nobody opens a file before the council's scanner has found nothing in it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.db import transaction
from app.documents import actions, scanning
from app.documents.kinds import DocumentKind, FileState
from app.documents.scanning import NOT_ASKED, scan
from app.settings import Mode
from tests import builders as make
from tests.documents import fake_scanner, papers

COMMAND = Path(fake_scanner.__file__)


@pytest.fixture
def set_scanner(app, monkeypatch):
    """`set_scanner(*command)`: what this application asks, for one test."""

    def set_to(*command, mode=Mode.TEST):
        settings = replace(app.config["SETTINGS"], scanner=command, mode=mode)
        monkeypatch.setitem(app.config, "SETTINGS", settings)

    return set_to


@pytest.fixture
def scanner(set_scanner):
    """A scanner that listens here, asked by a command of its own."""
    with fake_scanner.scanner() as found:
        set_scanner(sys.executable, str(COMMAND), str(found.port))
        yield found


def test_the_scanner_is_given_every_byte_and_finds_nothing(db, scanner):
    said = scan(b"x" * 3_000_000)
    assert said.state is FileState.CLEAN
    assert scanner.asked == [3_000_000]


def test_the_scanner_refuses_and_says_why(db, scanner):
    said = scan(papers.TEST_VIRUS)
    assert (said.state, said.said) == (FileState.REFUSED, "stream: Test.Virus FOUND")


def test_a_scanner_that_cannot_say_leaves_the_file_waiting(db, scanner, set_scanner, monkeypatch):
    scanner.is_ill = True
    assert scan(b"x").state is FileState.WAITING
    set_scanner("/no/such/scanner")
    assert scan(b"x").state is FileState.WAITING
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    set_scanner(sys.executable, "-c", "import time; time.sleep(5)")
    assert "did not answer" in scan(b"x").said


@pytest.mark.parametrize("code", [2, 3, 127, -9])
def test_only_nought_is_clean(db, set_scanner, code):
    ends = f"import os; os.kill(os.getpid(), {-code})" if code < 0 else f"raise SystemExit({code})"
    set_scanner(sys.executable, "-c", ends)
    assert scan(b"x").state is FileState.WAITING


def test_a_live_service_without_a_scanner_opens_nothing(db, set_scanner):
    set_scanner(mode=Mode.LIVE)
    said = scan(b"x")
    assert said.state is FileState.WAITING
    assert "HEARTH_SCANNER" in said.said


def test_a_test_or_demonstration_without_one_knows_the_test_file_and_says_so(db):
    assert scan(papers.TEST_VIRUS).state is FileState.REFUSED
    assert "not scanned" in scan(b"x").said


def test_the_scanner_is_never_asked_while_a_transaction_is_open(db):
    with transaction(), pytest.raises(RuntimeError, match="outside transaction"):
        scan(b"x")


def test_what_waits_is_asked_about_again_by_the_command(app, db, scanner, kept, monkeypatch):
    from click.testing import CliRunner

    from app.cli import live, main

    clean = kept(scanned=NOT_ASKED)
    bad = kept(DocumentKind.OTHER, papers.TEST_VIRUS, "a.txt", scanned=NOT_ASKED)
    ids = clean.id, bad.id
    db.session.remove()  # the command closes every connection of its application, at its end
    monkeypatch.setattr(live, "application", lambda: app)
    answer = CliRunner().invoke(main, ["scan"])
    assert answer.output == "2 answered for, 0 still waiting.\n", answer.exception
    db.session.rollback()
    states = [db.session.get(type(clean), each).newest.state for each in ids]
    assert states == [FileState.CLEAN, FileState.REFUSED]


def test_a_document_that_nobody_was_asked_about_waits(db, home):
    document = actions.keep(
        name="a.pdf",
        content=papers.pdf(),
        kind=DocumentKind.OTHER,
        about=f"household:{home.id}",
        by=make.SOMEBODY,
    )
    assert document.newest.state is FileState.WAITING

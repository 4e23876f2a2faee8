"""No half document: not after a kill, and not in a back-up that was taken meanwhile."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.audit.checking import check_record
from app.documents import store
from app.documents.models import Document, DocumentContent, DocumentFile
from tests.documents import keeps_on

KILLS = 2


def environment_of(app):
    told = app.config["SETTINGS"]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "HEARTH_MODE": told.mode.value,
        "HEARTH_DATABASE_URL": told.database_url,
        "HEARTH_SECRET_KEY": told.secret_key,
        "HEARTH_TRAIL_KEY": told.trail_key,
        "HEARTH_ANCHOR": str(told.anchor_path),
    }


class Keeper:
    """The process, and the names of what it said it had kept."""

    def __init__(self, app, about):
        self.process = subprocess.Popen(
            [sys.executable, keeps_on.__file__, about],
            env=environment_of(app),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.kept = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        self.kept.extend(line.strip() for line in self.process.stdout if line.endswith(".txt\n"))

    def wait_for(self, number):
        """Wait until it has kept so many."""
        give_up = time.monotonic() + 120
        while len(self.kept) < number and time.monotonic() < give_up:
            assert self.process.poll() is None, "it has ended by itself"
            time.sleep(0.02)

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=60)
        self.reader.join(timeout=60)
        self.process.stdout.close()


def every_document_is_whole(db, acknowledged):
    db.session.rollback()
    names = []
    for document in db.session.scalars(select(Document)):
        (file,) = document.files
        content = store.read(file.content_id, file.code)
        assert (len(content), content[:20].decode()) == (file.size, file.name[:20])
        names.append(file.name)
    assert set(acknowledged) <= set(names)
    assert len(names) == len(set(names))
    held = db.session.scalar(select(func.count()).select_from(DocumentContent))
    files = db.session.scalar(select(func.count()).select_from(DocumentFile))
    assert held == files == len(names)
    db.session.rollback()


def test_a_process_killed_at_any_moment_leaves_no_half_document(app, db, home):
    about, acknowledged, chance = f"household:{home.id}", [], random.Random(4)
    db.session.rollback()
    for _ in range(KILLS):
        keeper = Keeper(app, about)
        keeper.wait_for(3)
        time.sleep(chance.uniform(0, 0.2))
        keeper.kill()
        acknowledged += keeper.kept
        every_document_is_whole(db, acknowledged)
    assert len(acknowledged) >= KILLS * 3
    assert check_record(db.engine) == []


@pytest.mark.only_on("sqlite")  # PostgreSQL's own tool copies one moment of everything
def test_a_back_up_taken_while_documents_are_kept_holds_each_of_them_whole(
    app, db, home, make_app, tmp_path, monkeypatch
):
    from click.testing import CliRunner

    from app.cli import live, main

    keeper = Keeper(app, f"household:{home.id}")
    keeper.wait_for(3)
    before = list(keeper.kept)
    monkeypatch.setattr(live, "settings", lambda: app.config["SETTINGS"])
    answer = CliRunner().invoke(main, ["backup", str(tmp_path / "copy.db")])
    keeper.kill()
    assert answer.exit_code == 0, answer.output
    copy = make_app(database_url=f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.app_context(), closing(db.session):
        every_document_is_whole(db, before)

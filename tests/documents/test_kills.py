"""No half document: not after a kill, and not in a back-up that was taken meanwhile."""

from __future__ import annotations

import random
import time
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import func, select

from app.audit.checking import check_record
from app.documents import store
from app.documents.models import Document, DocumentContent, DocumentFile
from tests.documents import keeps_on
from tests.processes import begun

KILLS = 2


@contextmanager
def keeping(app, about, at_least):
    """A process that keeps documents, once it has kept some; gives the names it says it kept."""
    kept = []
    with begun(app, keeps_on.main, about) as keeper:
        kept.extend(keeper.line() for _ in range(at_least))
        yield kept
        keeper.process.kill()
        _, rest = keeper.ended()
    kept.extend(line for line in rest.split("\n") if line.endswith(".txt"))


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
        with keeping(app, about, at_least=3) as kept:
            time.sleep(chance.uniform(0, 0.2))
        acknowledged += kept
        every_document_is_whole(db, acknowledged)
    assert len(acknowledged) >= KILLS * 3
    assert check_record(db.engine) == []


@pytest.mark.only_on("sqlite")  # PostgreSQL's own tool copies one moment of everything
def test_a_back_up_taken_while_documents_are_kept_holds_each_of_them_whole(
    app, db, home, make_app, tmp_path, monkeypatch
):
    from click.testing import CliRunner

    from app.cli import live, main

    monkeypatch.setattr(live, "settings", lambda: app.config["SETTINGS"])
    with keeping(app, f"household:{home.id}", at_least=3) as kept:
        before = list(kept)
        answer = CliRunner().invoke(main, ["backup", str(tmp_path / "copy.db")])
    assert answer.exit_code == 0, answer.output
    copy = make_app(database_url=f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.app_context(), closing(db.session):
        every_document_is_whole(db, before)

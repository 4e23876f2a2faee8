"""Work on a load can be watched, is done by one at a time, and cut off leaves nothing."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.act import INSTALLER
from app.core.db import transaction
from app.exchange import loading, progress
from app.exchange.models import LoadKind, LoadState
from app.people.models import Household
from tests.exchange import loads_carers
from tests.exchange.conftest import a_csv, load
from tests.processes import begun


def test_progress_is_seen_from_elsewhere_while_the_work_goes_on(app: Flask, db: Any) -> None:
    brought = loading.bring_in(
        LoadKind.CARERS, [a_csv("Carer,Date approved", "Jo Doyle,12/03/2019")], by=INSTALLER
    )
    seen: list[progress.Progress | None] = []

    def look() -> None:
        with app.app_context():
            seen.append(progress.progress_of(brought.id))

    assert progress.progress_of(brought.id) is None
    with progress.working_on(brought.id) as told:
        told("Checking", 0, 300)
        elsewhere = threading.Thread(target=look)
        elsewhere.start()
        elsewhere.join()
    assert seen == [progress.Progress("Checking", 0, 300)]
    assert progress.progress_of(brought.id) is None


@pytest.mark.on_each
def test_inside_a_write_only_the_caller_is_told(db: Any) -> None:
    seen: list[tuple[str, int, int]] = []
    with transaction(), progress.working_on(7, lambda *each: seen.append(each)) as told:
        told("Checking", 0, 300)
        assert progress.progress_of(7) is None
    assert seen == [("Checking", 0, 300)]


@pytest.mark.on_each
def test_two_do_not_work_on_one_load(app: Flask, db: Any) -> None:
    brought = loading.bring_in(
        LoadKind.CARERS, [a_csv("Carer,Date approved", "Jo Doyle,12/03/2019")], by=INSTALLER
    )
    refused: list[str] = []

    def try_it() -> None:
        with app.app_context():
            try:
                loading.run_check(db.session.merge(brought), by=INSTALLER)
            except progress.Busy:
                refused.append("busy")

    with progress.working_on(brought.id):
        other = threading.Thread(target=try_it)
        other.start()
        other.join()
    assert refused == ["busy"]
    loading.run_check(brought, by=INSTALLER)
    assert brought.state is LoadState.CHECKED


def test_progress_tells_whoever_asked(db: Any) -> None:
    told: list[tuple[str, int, int]] = []
    rows = [f"Carer {number},12/03/2019" for number in range(5)]
    loading.check(
        LoadKind.CARERS,
        [a_csv("Carer,Date approved", *rows)],
        by=INSTALLER,
        tell=lambda *said: told.append(said),
    )
    assert told[0] == ("Reading the files", 0, 0)
    assert ("Checking", 4, 5) in told


@pytest.mark.on_each
def test_a_load_killed_in_the_middle_leaves_nothing_and_can_be_done_again(
    app: Flask, db: Any, tmp_path: Path
) -> None:
    killed_at(20, app, db, tmp_path)


def killed_at(at: int, app: Flask, db: Any, tmp_path: Path) -> None:
    """Kill a load of forty households as it comes to one of them, and load them again."""
    path = tmp_path / "carers.csv"
    rows = [f"C{number},Carer {number},12/03/2019,2,0 to 10" for number in range(40)]
    path.write_text("\r\n".join(["Carer ID,Carer,Date approved,Places,Ages", *rows]))
    db.session.rollback()
    with begun(app, loads_carers.main, str(path)) as work:
        for line in iter(work.line, ""):
            assert not line.startswith("done"), "it was done before it could be killed"
            if line.split() == ["Loading", str(at)]:
                work.process.kill()
                break
        code, _ = work.ended()
    assert code == -signal.SIGKILL
    assert _households(db) == 0
    again = load(LoadKind.CARERS, path)
    assert again.summary["added"] == 40
    assert _households(db) == 40


def _households(db: Any) -> int:
    """How many there are, once the database has noticed that the worker has gone."""
    deadline = time.monotonic() + 10
    while True:
        db.session.rollback()
        found = db.session.scalar(select(func.count(Household.id))) or 0
        held = [number for number in range(1, 5) if progress.progress_of(number) is not None]
        if not held or time.monotonic() > deadline:
            return found
        time.sleep(0.05)

"""A destruction cut off at any of its statements has not begun; after its commit it is whole."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.audit.checking import check_record
from app.core.db import db
from app.retention import queries, sweeping
from app.retention.kinds import State
from tests.processes import begun
from tests.retention import destroys
from tests.retention.ended import MARK, everything_kept, marked_household, proposed, two


def cut_and_check(app: Any, statements: Iterable[int]) -> int:
    """Cut one destruction at each of these statements, then let it be. Gives how many it has."""
    home, who = marked_household(), two()
    about = f"household:{home.id}"
    waits, decider = proposed(about, who).id, who.decider.id
    whole = everything_kept().count(MARK)
    for statement in statements:
        assert _killed(app, waits, decider, statement) == ""
        assert queries.waiting_about(about) is not None, f"cut at {statement}"
        assert everything_kept().count(MARK) == whole, f"cut at {statement}"
        found = check_record(db.engine, keep=False)
        assert found == [], f"cut at {statement}: {found[0]}"
    number = int(_killed(app, waits, decider, 1_000_000))
    assert queries.waiting_about(about) is None
    assert MARK not in everything_kept()
    assert queries.certificate_of(about).state is State.DESTROYED
    assert len(queries.unswept()) == 1
    assert sweeping.sweep() == 1
    assert MARK.encode() not in bytes_of(app)
    assert check_record(db.engine, keep=False) == []
    return number


def bytes_of(app: Any) -> bytes:
    """Every byte of the database's file and of its log."""
    db.session.remove()
    path = app.config["SETTINGS"].sqlite_path
    files = [path, *(Path(f"{path}-{end}") for end in ("wal", "journal"))]
    return b"".join(file.read_bytes() for file in files if file.exists())


def _killed(app: Any, disposal: int, decider: int, statement: int) -> str:
    db.session.remove()
    db.engine.dispose()
    with begun(app, destroys.main, disposal, decider, statement) as destroying:
        code, said = destroying.ended()
    assert code == -signal.SIGKILL, "it was to be killed"
    return said.strip()

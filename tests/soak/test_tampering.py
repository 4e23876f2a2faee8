"""A thousand tamperings, each at a place of chance, on a trail of its own: all found, all named."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.audit import seals, trail, triggers
from app.audit.checking import check_record
from app.core.db import prepare_engine, writing
from tests.audit import tampering

TIMES_EACH = 35


@pytest.mark.only_on("sqlite")  # a copy of the file for each; the short form runs on both
def test_a_thousand_tamperings_are_all_found_and_the_first_bad_line_is_named(
    db: Any, tmp_path: Path
) -> None:
    tampering.a_trail(rounds=10)
    kept, anchor = tmp_path / "kept.db", tmp_path / "anchor"
    with db.engine.connect() as connection:
        seals.write_anchor(connection, anchor)
    db.session.remove()
    with writing(), db.engine.begin() as connection:
        triggers.drop_all(connection)  # a check says so last, after every line that is wrong
    source = sqlite3.connect(db.engine.url.database)
    source.execute(f"VACUUM INTO '{kept}'")
    source.close()
    wrong, tried = [], 0
    for kind, tamper in tampering.KINDS.items():
        for turn in range(TIMES_EACH):
            copy = tmp_path / "copy.db"
            shutil.copyfile(kept, copy)
            engine = create_engine(f"sqlite:///{copy}")
            prepare_engine(engine)
            trail.watch(engine, "a trail key for tests, and for nothing else")
            with writing(), engine.begin() as connection:
                named = tamper(connection, Random(f"{kind} {turn}"))
            found = check_record(engine, anchor, keep=False)
            engine.dispose()
            tried += 1
            if not found or (found[0].table, found[0].id.split(" to ")[0]) != named:
                wrong.append((kind, turn, named, str(found[0]) if found else "nothing found"))
    assert tried >= 1_000
    assert not wrong, f"{len(wrong)} of {tried}: {wrong[:20]}"

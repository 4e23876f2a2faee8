"""The whole demonstration county on PostgreSQL, as on SQLite."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app import create_app, demo
from app.core.db import db as record
from app.core.today import end_of_day
from app.oversight.standing import ledger
from tests import databases


@pytest.mark.only_on("postgresql")  # on SQLite it is made in every run of the tests
def test_the_county_is_made_on_postgresql_as_on_sqlite(app, county, run_folder: Path):
    other = create_app(databases.settings_for(f"sqlite:///{county}", run_folder))
    with app.app_context():
        rows = demo.build(app, say=lambda _line: None)
        here = living_where()
    with other.app_context():
        assert here == living_where()
        record.engine.dispose()
    assert all(row.is_within for row in rows)
    assert len(here) > 200


def living_where() -> list[tuple[str, date]]:
    """How and since when each child lived on a day long ago."""
    day = date(2017, 3, 1)
    return sorted((str(each.kind), each.since) for each in ledger(day, end_of_day(day)))

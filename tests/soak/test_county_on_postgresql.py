"""The whole demonstration county on PostgreSQL; its first years are written in `make test`."""

from __future__ import annotations

import pytest

from app import demo


@pytest.mark.only_on("postgresql")  # on SQLite it is made in every run of the tests
def test_the_county_is_made_on_postgresql_too(app):
    rows = demo.build(app, say=lambda _line: None)
    assert all(row.is_within for row in rows)

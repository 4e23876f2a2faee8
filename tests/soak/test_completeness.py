"""Every table in every way; `make test` tries each table in a fourth of the ways, by turn."""

from __future__ import annotations

import pytest

from app.audit import triggers
from tests.audit.test_completeness import (
    INSERTS,
    UPDATES,
    every_row_added_is_told_once,
    every_row_changed_is_told_once,
)


@pytest.mark.parametrize("way", INSERTS, ids=lambda way: way.__name__)
def test_every_row_added_to_every_table_by_every_way_is_told_once(db, way):
    every_row_added_is_told_once(way, list(triggers.trailed()))


@pytest.mark.parametrize("way", UPDATES, ids=lambda way: way.__name__)
def test_every_row_changed_in_every_table_by_every_way_is_told_once(db, way):
    every_row_changed_is_told_once(way, list(triggers.trailed()))

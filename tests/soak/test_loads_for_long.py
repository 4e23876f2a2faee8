"""The readers of files, tried for long; loads cut off at every household."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.opening import FileRefused, Incoming, look_at
from app.exchange.rows import read_tables
from tests.exchange import test_cells, test_workbooks
from tests.exchange.conftest import FIXTURES
from tests.exchange.test_progress import killed_at

LONG = settings(max_examples=100_000, deadline=1_000, suppress_health_check=list(HealthCheck))

FILES = sorted(
    path.read_bytes() for path in FIXTURES.iterdir() if path.suffix in (".csv", ".txt", ".xlsx")
)


def test_no_cell_makes_a_reader_fall_over_for_long() -> None:
    given(test_cells.ANYTHING)(LONG(_read_cell))()


def _read_cell(cell: Any) -> None:
    test_cells.test_no_cell_makes_a_reader_fall_over.hypothesis.inner_test(cell)  # type: ignore[attr-defined]


def test_no_rows_are_lost_for_long() -> None:
    inner = test_workbooks.test_no_rows_make_the_reader_fall_over_and_none_is_lost
    rows = st.lists(st.lists(test_workbooks.WORDS, min_size=3, max_size=60), max_size=8)

    def read(cells: list[list[str]]) -> None:
        inner.hypothesis.inner_test(cells)  # type: ignore[attr-defined]

    settings(LONG, max_examples=20_000)(given(rows)(read))()


@LONG
@given(st.sampled_from(FILES), st.integers(0), st.binary(max_size=8), st.integers(0, 8))
def test_no_damage_makes_the_reader_fall_over_for_long(
    good: bytes, place: int, damage: bytes, gone: int
) -> None:
    place %= len(good)
    incoming = Incoming("a.xlsx", content=good[:place] + damage + good[place + gone :])
    try:
        read_tables(incoming, look_at(incoming))
    except FileRefused:
        return


@pytest.mark.parametrize("at", range(40))
def test_a_load_killed_at_every_household_leaves_nothing(
    app: Flask, db: Any, tmp_path: Path, at: int
) -> None:
    killed_at(at, app, db, tmp_path)

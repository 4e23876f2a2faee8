"""The whole permission matrix on PostgreSQL; `make test` tries a quarter of it there by turn."""

from __future__ import annotations

import pytest

from tests.test_matrix import WHO, every_page_is_as_the_matrix_says, record_on


@pytest.fixture
def world(_apps, run_folder):
    """The application on the matrix's record, and the references in it."""
    with record_on("postgresql", _apps, run_folder) as found:
        yield found


@pytest.mark.parametrize("who", WHO)
def test_every_page_opens_on_postgresql_to_whom_the_matrix_says(world, who):
    app, written = world
    every_page_is_as_the_matrix_says(app, written, who, kind="postgresql", by_turn=False)

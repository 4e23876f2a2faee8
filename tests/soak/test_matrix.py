"""The whole permission matrix on each database, every page rendered for everybody who may see it;
`make test` opens each for one of them."""

from __future__ import annotations

import pytest

from tests import databases
from tests.test_matrix import WHO, every_page_is_as_the_matrix_says, record_on


@pytest.fixture(params=databases.KINDS)
def world(request, _apps, run_folder):
    """The database's kind, the application on the matrix's record, and the references in it."""
    with record_on(request.param, _apps, run_folder) as (app, written):
        yield request.param, app, written


@pytest.mark.parametrize("who", WHO)
def test_every_page_opens_to_whom_the_matrix_says(world, who):
    kind, app, written = world
    every_page_is_as_the_matrix_says(app, written, who, kind=kind, whole=True)

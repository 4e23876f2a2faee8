"""Every page as somebody of each role who knows a household; the short form is in
tests/restricted."""

from __future__ import annotations

import pytest

from tests import matrix_world
from tests.restricted.test_nothing_of_it import nothing_of_it_is_seen
from tests.test_matrix import record_on


@pytest.fixture
def world(_apps, run_folder):
    """The application on the matrix's record, which this test adds to."""
    with record_on("sqlite", _apps, run_folder) as found:
        yield found


@pytest.mark.parametrize("who", matrix_world.ROLES)
def test_every_page_is_to_everybody_as_if_it_were_not_on_record(world, who):
    assert nothing_of_it_is_seen(*world, who)

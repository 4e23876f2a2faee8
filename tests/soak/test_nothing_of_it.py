"""Every page as somebody of each role who knows a household, or is not named where it is
restricted; the short form is in tests/restricted."""

from __future__ import annotations

import pytest

from tests import matrix_world
from tests.restricted.test_nothing_of_it import is_not_named, knows_them, nothing_of_it_is_seen
from tests.test_matrix import record_on


@pytest.fixture
def world(_apps, run_folder):
    """The application on the matrix's record, which this test adds to."""
    with record_on("sqlite", _apps, run_folder) as found:
        yield found


@pytest.mark.parametrize("shut", [knows_them, is_not_named])
@pytest.mark.parametrize("who", matrix_world.ROLES)
def test_every_page_is_to_everybody_as_if_it_were_not_on_record(world, who, shut):
    assert nothing_of_it_is_seen(*world, who, shut)

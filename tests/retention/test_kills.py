"""A destruction cut off at one of its statements; at each in tests/soak/test_retention.py."""

from __future__ import annotations

import pytest

from tests.retention.killing import cut_and_check


@pytest.mark.only_on("sqlite")  # there the killed process is the database itself
def test_a_destruction_that_is_cut_off_has_not_begun_and_one_that_committed_is_whole(db, app):
    assert cut_and_check(app, (45,)) > 60

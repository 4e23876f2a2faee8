"""A destruction cut off at each of its statements in turn."""

from __future__ import annotations

import pytest

from tests.retention.killing import cut_and_check


@pytest.mark.only_on("sqlite")  # there the killed process is the database itself
def test_a_destruction_cut_off_at_any_statement_has_not_begun(db, app):
    assert cut_and_check(app, range(1, 60)) >= 60

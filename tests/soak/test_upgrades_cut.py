"""An upgrade stopped at each of its statements in turn, on either engine."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from app.core import schema
from tests.test_migrations import PowerCut, cut_at, empty, everything
from tests.test_migrations import nothing as nothing  # the fixture of an empty database


def test_an_upgrade_stopped_at_each_statement_in_turn_leaves_nothing(nothing: Engine) -> None:
    uncut: Any = cut_at(nothing, -1)
    schema.upgrade(nothing)
    statements, new = uncut(), everything(nothing)
    empty(nothing)
    for statement in range(1, statements + 1):
        stop = cut_at(nothing, statement)
        with pytest.raises(PowerCut):
            schema.upgrade(nothing)
        stop()
        assert inspect(nothing).get_table_names() == []
    schema.upgrade(nothing)
    assert everything(nothing) == new

"""An upgrade stopped at statements all along it, on either engine."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from app.core import schema
from tests.test_migrations import PowerCut, cut_at, empty, everything
from tests.test_migrations import made as made  # the fixtures of an empty database
from tests.test_migrations import nothing as nothing

APART = 11
"""One in so many statements is cut at: each of them in turn would take hours and say no more."""


def test_an_upgrade_stopped_anywhere_leaves_nothing(nothing: Engine) -> None:
    uncut: Any = cut_at(nothing, -1)
    schema.upgrade(nothing)
    statements, new = uncut(), everything(nothing)
    empty(nothing)
    for statement in sorted({*range(1, statements, APART), statements}):
        stop = cut_at(nothing, statement)
        with pytest.raises(PowerCut):
            schema.upgrade(nothing)
        stop()
        assert inspect(nothing).get_table_names() == []
    schema.upgrade(nothing)
    assert everything(nothing) == new

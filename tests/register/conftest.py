"""What tests of the register share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import event


@dataclass
class Count:
    """How many statements went to the database."""

    number: int = 0


@pytest.fixture
def counted(db):
    """`with counted() as count:` counts the statements inside it."""

    @contextmanager
    def counting() -> Iterator[Count]:
        count = Count()

        def one_more(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
                count.number += 1

        event.listen(db.engine, "before_cursor_execute", one_more)
        try:
            yield count
        finally:
            event.remove(db.engine, "before_cursor_execute", one_more)

    return counting

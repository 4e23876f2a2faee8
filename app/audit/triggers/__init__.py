"""The database's own guards, written out from the models for either engine.

They belong to no revision: `remake` drops and makes all of them after every upgrade, so that a
table rebuilt by a revision never stands unwatched. What they hold:

- a row of the record changes only inside an act, and leaves a draft of the change behind;
- nothing in the record or the trail is deleted, and the trail itself is only added to;
- a child's place in a household is claimed only by the act that locked that household.
"""

from __future__ import annotations

from types import ModuleType

from sqlalchemy import Connection

from app.audit.triggers import postgresql, sqlite
from app.audit.triggers.guard import (
    CLAIM_UNLOCKED,
    DRAFT_LEFT,
    NOT_DELETED,
    ONLY_ADDED_TO,
    OUTSIDE_AN_ACT,
    row_id,
)
from app.audit.triggers.kept import Subject, columns_kept, kept_of, trailed


def of(connection: Connection) -> ModuleType:
    """The guards as this connection's engine has them."""
    return sqlite if connection.dialect.name == "sqlite" else postgresql


def drop_all(connection: Connection) -> None:
    """Drop every trigger of ours, so that a revision may rebuild tables."""
    of(connection).drop_all(connection)


def remake(connection: Connection) -> None:
    """Drop every trigger and make them all again from the models."""
    engine = of(connection)
    engine.drop_all(connection)
    for guard in engine.guards():
        for statement in engine.statements(guard):
            connection.exec_driver_sql(statement)


def differences(connection: Connection) -> list[tuple[str, str]]:
    """Which triggers do not stand as the models ask, and how; empty if all do."""
    engine = of(connection)
    asked = {guard.name: engine.asked(guard) for guard in engine.guards()}
    stand = engine.standing(connection)
    said = [(name, "is missing") for name in asked.keys() - stand.keys()]
    said += [(name, "is not ours") for name in stand.keys() - asked.keys()]
    said += [
        (name, "is not as the models ask")
        for name in asked.keys() & stand.keys()
        if asked[name] != stand[name]
    ]
    return sorted(said)


__all__ = [
    "CLAIM_UNLOCKED",
    "DRAFT_LEFT",
    "NOT_DELETED",
    "ONLY_ADDED_TO",
    "OUTSIDE_AN_ACT",
    "Subject",
    "columns_kept",
    "differences",
    "drop_all",
    "kept_of",
    "of",
    "remake",
    "row_id",
    "trailed",
]

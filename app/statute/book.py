"""The whole rule book: every clock and every gate, found by key."""

from __future__ import annotations

from app.statute import (
    care_planning,
    checks,
    children_act,
    data_protection,
    fostering,
    guardianship,
    local,
    recruitment,
)
from app.statute.clock import Clock
from app.statute.gate import Gate

ALL_CLOCKS: tuple[Clock, ...] = (
    *fostering.CLOCKS,
    *care_planning.CLOCKS,
    *children_act.CLOCKS,
    *guardianship.CLOCKS,
    *data_protection.CLOCKS,
    *local.CLOCKS,
    *recruitment.CLOCKS,
    *checks.CLOCKS,
)
ALL_GATES: tuple[Gate, ...] = (
    *fostering.GATES,
    *care_planning.GATES,
    *children_act.GATES,
    *guardianship.GATES,
)

_CLOCKS = {each.key: each for each in ALL_CLOCKS}
_GATES = {each.key: each for each in ALL_GATES}


def clock(key: str) -> Clock:
    """The clock of that key. Raises KeyError where there is none."""
    return _CLOCKS[key]


def gate(key: str) -> Gate:
    """The gate of that key. Raises KeyError where there is none."""
    return _GATES[key]


def unverified() -> tuple[Clock | Gate, ...]:
    """Every rule whose text was not yet read: a lawyer's work list before relying on it."""
    rules: tuple[Clock | Gate, ...] = (*ALL_CLOCKS, *ALL_GATES)
    return tuple(rule for rule in rules if not rule.verified)

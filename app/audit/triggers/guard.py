"""A guard, whichever engine it stands on: what it says, and what it is asked to refuse."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Table
from sqlalchemy.types import TypeDecorator

OUTSIDE_AN_ACT = "nothing changes outside an act"
NOT_DELETED = "nothing in the record is deleted: end it or void it"
ONLY_ADDED_TO = "the trail is only added to"
CLAIM_UNLOCKED = "room is claimed only by the act that locked the household"
DRAFT_LEFT = "a change was left as a draft"

APPEND_ONLY = ("act", "change", "look", "seal", "database_mark")
CLAIMS_ROOM = ("placement", "room_claim")

PREFIX = "hearth_"

DESTROYS = (
    "NEW.subject = OLD.subject AND NEW.wrapped IS NULL"
    " AND OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM destruction d WHERE d.subject = NEW.subject)"
)
"""The one change that a subject's key may undergo: it is destroyed, and there is a certificate."""


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: its name and table, when it fires, and what it then does.

    On SQLite `body` is the trigger's own statements; on PostgreSQL it is the body of the function
    that the trigger stands on.
    """

    name: str
    table: str
    fires: str
    body: str


def row_id(table: Table, row: str) -> str:
    """SQL for the number by which the trail names a row."""
    return " || ',' || ".join(f'{row}."{column.name}"' for column in table.primary_key)


def plain(column: Column[object]) -> object:
    """A column's own kind of value, without what our types do to it in Python."""
    kind = column.type
    return kind.impl if isinstance(kind, TypeDecorator) else kind


def takes_more(table: str, differs: str) -> str:
    """SQL: an update that takes room the row did not take before."""
    cases = [
        f"NEW.household_id {differs} OLD.household_id",
        "NEW.starts_on < OLD.starts_on",
        "OLD.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on)",
        "OLD.voided_at IS NOT NULL AND NEW.voided_at IS NULL",
    ]
    if table == "room_claim":
        cases += [
            "OLD.released_at IS NOT NULL AND NEW.released_at IS NULL",
            "OLD.expires_at IS NOT NULL"
            " AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at)",
        ]
    return " OR ".join(f"({case})" for case in cases)

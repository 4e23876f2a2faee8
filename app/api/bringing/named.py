"""Records that a system names while it writes, and what it calls them from then on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.api.admitting import Caller
from app.api.problems import Problem
from app.api.rules import OURS
from app.api.shapes import NamedIn
from app.children.models import Child
from app.core.db import db
from app.core.errors import RuleBroken
from app.exchange.matching_up import key_of, keyed
from app.people.actions import set_external_key
from app.people.models import Household
from app.people.rules import record_breach


def own_address(system: str, caller: Caller) -> None:
    """A system writes under its own short name alone. Problem (404): it is another's."""
    if system != caller.key:
        raise Problem(
            404,
            f"This system writes under its own short name: “{caller.key}”. What others call our "
            "records is theirs.",
        )


def child_named(named: NamedIn, caller: Caller, field: str, *, blind: bool = False) -> Child:
    """The child that is meant. `blind`: also one that is restricted, where the system named it
    itself: what happened to that child is recorded, and nothing of it is told.
    """
    found: Child | None = _named(Child, "child", named, caller)
    hidden = found is not None and found.id in caller.shut.children
    if found is None or (hidden and not (blind and named.system == caller.key)):
        raise _nobody("child", field)
    return found


def household_named(named: NamedIn, caller: Caller, field: str) -> Household:
    """The home that is meant, and that the system may know of."""
    found: Household | None = _named(Household, "household", named, caller)
    if found is None or found.id in caller.shut.households:
        raise _nobody("home", field)
    return found


def _named(kind: Any, table: str, named: NamedIn, caller: Caller) -> Any:
    if named.system == OURS:
        return db.session.scalar(select(kind).where(kind.ref == named.id, kind.stands()))
    if named.system == caller.key:
        number = keyed(caller.key, table, named.id)
        return db.session.get(kind, number) if number is not None else None
    return None


def _nobody(what: str, field: str) -> RuleBroken:
    return RuleBroken(
        record_breach(
            f"There is no such {what}, or none that this system may see. Name it by what your own "
            f"system calls it, told here before, or by our id with the system “{OURS}”.",
            field,
        )
    )


def keep_key(kind: str, record_id: int, key: str, caller: Caller) -> None:
    """From now on the system's key means this record. Problem (409): it calls it otherwise."""
    known_as = key_of(caller.key, kind, record_id)
    if known_as is not None and known_as != key:
        raise Problem(
            409,
            f"Your system calls this {kind} {known_as} already. One record has one id there: if "
            "two are of one, join them there and send the one that stays.",
        )
    if known_as is None:
        set_external_key(kind, record_id, system=caller.key, key=key, by=caller.by)

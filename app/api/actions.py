"""Systems let in, changed, stopped; their tokens made and taken back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from app.accounts.actions import hash_of_token
from app.api import queries, rules
from app.api.models import OtherSystem, SystemToken
from app.api.rules import Scope
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import now, today
from app.statute.breach import Breach

BEGINS = "hearth_"
"""How every token begins, so that one left lying about is known for what it is."""


@act("Let another system in")
def add_system(
    *, name: str, key: str, scopes: Collection[Scope], contact: str = "", by: Actor
) -> OtherSystem:
    """A system that may do this; it does nothing before it has a token."""
    key = key.strip()
    _refuse_if(_system_breaches(name, key, scopes, but=None))
    system = OtherSystem(
        name=name.strip(), key=key, contact=contact.strip(), allowed=_in_order(scopes)
    )
    db.session.add(system)
    db.session.flush()
    return system


@act("Changed what another system may do")
def change_system(
    system: OtherSystem, *, name: str, scopes: Collection[Scope], contact: str = "", by: Actor
) -> OtherSystem:
    """What it is called, and what it may do from now on. Its short name stays: it stands in what
    others call our records."""
    take(system)
    _refuse_if(_system_breaches(name, system.key, scopes, but=system.id))
    system.name, system.contact = name.strip(), contact.strip()
    system.allowed = _in_order(scopes)
    return system


@act("Stopped another system")
def stop_system(system: OtherSystem, *, by: Actor) -> OtherSystem:
    """None of its tokens opens anything until it is let in again."""
    take(system)
    system.stopped_at = system.stopped_at or now()
    return system


@act("Let another system in again")
def restore_system(system: OtherSystem, *, by: Actor) -> OtherSystem:
    """Its tokens open again, those that have not run out and were not taken back."""
    take(system)
    system.stopped_at = None
    return system


@act("Made a token for another system")
def make_token(
    system: OtherSystem, *, label: str, last_day: date, by: Actor
) -> tuple[SystemToken, str]:
    """A token that opens until the end of its last day. Gives it as it is shown once: 256 random
    bits, of which only the hash is kept."""
    take(system)
    _refuse_if(
        rules.token_breaches(
            label=label, last_day=last_day, today=today(), stopped=system.stopped_at is not None
        )
    )
    token = BEGINS + secrets.token_urlsafe(32)
    made = SystemToken(
        system_id=system.id,
        label=label.strip(),
        token_hash=hash_of_token(token),
        last_day=last_day,
        made_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    return made, token


@act("Took back a token of another system")
def revoke_token(token: SystemToken, *, by: Actor) -> SystemToken:
    """From now on it opens nothing."""
    take(token)
    token.revoked_at = token.revoked_at or now()
    return token


def _system_breaches(
    name: str, key: str, scopes: Collection[Scope], *, but: int | None
) -> list[Breach]:
    others = [each for each in queries.systems() if each.id != but]
    return rules.system_breaches(
        name=name,
        key=key,
        scopes=scopes,
        names=[each.name for each in others],
        keys=[each.key for each in others],
    )


def _in_order(scopes: Collection[Scope]) -> list[str]:
    return [each.value for each in Scope if each in scopes]


def _refuse_if(breaches: list[Breach]) -> None:
    if breaches:
        raise RuleBroken(*breaches)

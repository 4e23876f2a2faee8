"""Who asks: the token in the header and nothing else, counted before anything is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask import Flask, Response, g, request
from sqlalchemy import delete, update

from app.accounts import queries as accounts
from app.accounts.actions import count_attempt, hash_of_token
from app.api import queries, rules
from app.api.models import OtherSystem, SystemAnswer, SystemCall, SystemToken
from app.api.problems import Problem
from app.api.rules import Scope, TokenState
from app.audit.act import Actor, StandingActor
from app.core.db import db, transaction
from app.core.reader import Shut
from app.core.security import ADMITS_SYSTEMS
from app.core.today import now, today
from app.core.words import words
from app.restricted import queries as restricted

WRITES = ("POST", "PUT", "PATCH")
TIDY_EVERY = 1_000
"""Calls after which what was kept long enough is cleared: no timer has to be set for it."""

BEARER = {"WWW-Authenticate": 'Bearer realm="Hearth"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """The system that calls, and who acts and looks by it."""

    id: int
    key: str
    name: str
    scopes: frozenset[Scope]
    shut: Shut
    """What is restricted, and so told to no system: asked again where it writes, for what is
    written is never narrowed."""

    @property
    def by(self) -> Actor:
        """Who acts: the system, named in the trail by its short name too, which never changes."""
        return actor_of(self.name, self.key)

    def may(self, scope: Scope) -> bool:
        """Whether it may do this."""
        return scope in self.scopes


def actor_of(name: str, key: str) -> Actor:
    """Who acts where a system calls."""
    return StandingActor(f"System {name} ({key})")


def install(app: Flask) -> None:
    """Let the guard ask other systems for their tokens."""
    app.extensions[ADMITS_SYSTEMS] = admit


def caller() -> Caller:
    """Who calls; asked only behind the guard."""
    found: Caller = g.caller
    return found


def admit(scope: StrEnum | None) -> None:
    """Let a call in whose token opens this, or raise Problem. Asked by the guard before anything
    else is done."""
    token = _known(_bearer())
    _hold_back(token.system)
    g.system_call = _count(token)
    g.caller = Caller(
        token.system.id,
        token.system.key,
        token.system.name,
        frozenset(token.system.scopes),
        restricted.everything_restricted(),
    )
    if scope is not None and scope not in g.caller.scopes:
        raise Problem(
            403,
            f"This system may not do that: its scopes do not hold {scope}. Ask the council's "
            "administrator.",
        )
    _require_json()


def _bearer() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not 8 <= len(token) <= 200 or not token.isascii():
        raise Problem(401, "Send the token in a header: “Authorization: Bearer …”.", headers=BEARER)
    return token


def _known(token: str) -> SystemToken:
    address = request.remote_addr or ""
    if accounts.too_many_failures(hash_of_token(token), address):
        raise Problem(429, _LATER, headers={"Retry-After": "900"})
    found = queries.token_of(token)
    if found is None:
        if not count_attempt(hash_of_token(token), address):
            raise Problem(429, _LATER, headers={"Retry-After": "900"})
        raise Problem(401, "This token is not one of ours.", headers=BEARER)
    state = found.state(today())
    if state is not TokenState.OPENS:
        raise Problem(
            401,
            f"This token opens nothing: {words(state).lower()}. Ask the council's administrator "
            "for another.",
            headers=BEARER,
        )
    return found


_LATER = "Too many tokens that are none were tried from there. Wait a quarter of an hour."


def _hold_back(system: OtherSystem) -> None:
    if queries.calls_within(system.id) >= rules.CALLS_A_MINUTE:
        raise Problem(
            429,
            f"More than {rules.CALLS_A_MINUTE} calls in a minute. Wait a minute; ask for more "
            "records at once.",
            headers={"Retry-After": "60"},
        )


def _count(token: SystemToken) -> int:
    """Count the call, by itself and at once: so that many at one moment are not each the first."""
    rule = request.url_rule.rule if request.url_rule else request.path
    call = SystemCall(
        system_id=token.system_id,
        token_id=token.id,
        method=request.method,
        rule=rule[:80],
        request_id=g.get("request_id"),
    )
    with transaction():
        db.session.add(call)
        db.session.flush()
        number = call.id
    if number % TIDY_EVERY == 0:
        clear_old()
    return number


def note_refusal(answer: Response) -> Response:
    """Write beside a call that it was refused, and with what."""
    number = g.get("system_call")
    if number is not None and answer.status_code >= 400:
        with transaction():
            db.session.execute(
                update(SystemCall)
                .where(SystemCall.id == number)
                .values(refused=answer.status_code),
                execution_options={"housekeeping": True, "synchronize_session": False},
            )
    return answer


def _require_json() -> None:
    if request.method not in WRITES:
        return
    request.max_content_length = rules.LONGEST_BODY
    if (request.content_length or 0) > rules.LONGEST_BODY:
        raise Problem(413, f"Send at most {rules.LONGEST_BODY:,} bytes at once.")
    if request.mimetype != "application/json":
        raise Problem(415, "Send “Content-Type: application/json”, and JSON in UTF-8.")


def clear_old() -> None:
    """Forget calls and answers that were kept long enough."""
    old = now() - timedelta(days=rules.CALLS_KEPT_DAYS)
    tried = now() - timedelta(days=rules.ANSWERS_KEPT_DAYS)
    with transaction():
        for gone in (
            delete(SystemCall).where(SystemCall.at < old),
            delete(SystemAnswer).where(SystemAnswer.at < tried),
        ):
            db.session.execute(
                gone, execution_options={"housekeeping": True, "synchronize_session": False}
            )

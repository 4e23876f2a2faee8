"""A call with a key of its own is carried out once: tried again, it is answered the same."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, request
from pydantic import BaseModel

from app.api import queries
from app.api.admitting import caller
from app.api.models import OtherSystem, SystemAnswer
from app.api.problems import Problem
from app.audit import closed
from app.core.db import db, take, transaction

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{8,200}")

Done = TypeVar("Done")


def written(action: Callable[[], Done]) -> Done:
    """Carry out one call's writing, whole or not at all; calls of one system, one after another."""
    with transaction():
        take(db.session.get_one(OtherSystem, caller().id))
        return action()


def carried_out(action: Callable[[], tuple[BaseModel, str]], status: int = 201) -> Response:
    """Carry out a call that has a key, once. `action` gives the answer and whose record it is
    about ("referral:12").

    Problem: there is no key; or it was used with something else sent. What was refused changed
    nothing, and may be tried again with the same key.
    """
    key = request.headers.get(HEADER, "")
    if not KEY.fullmatch(key):
        raise Problem(
            400,
            f"Send a header “{HEADER}” with 8 to 200 characters that you use for this one call, "
            "such as a UUID. Tried again with it, the call is not carried out twice.",
        )
    key_hash, body_hash = _hash(key), _hash_of_call()

    def once() -> tuple[str, int]:
        before = queries.answer_kept(caller().id, key_hash)
        if before is not None:
            return _again(before, body_hash)
        answer, subject = action()
        row = SystemAnswer(
            system_id=caller().id,
            key_hash=key_hash,
            body_hash=body_hash,
            subject=subject,
            status=status,
            answer=closed.close(
                {"said": answer.model_dump_json()},
                subject=subject,
                belongs_to=_belongs(key_hash),
            ),
        )
        db.session.add(row)
        db.session.flush()
        return answer.model_dump_json(), status

    said, number = written(once)
    return Response(said, status=number, mimetype="application/json")


def _again(before: SystemAnswer, body_hash: str) -> tuple[str, int]:
    if before.body_hash != body_hash:
        raise Problem(
            409,
            f"This {HEADER} was used for another call, or with something else sent. Use a new one.",
        )
    told: dict[str, Any] = closed.opened(
        before.answer, subject=before.subject, belongs_to=_belongs(before.key_hash)
    )
    if "said" not in told:
        raise Problem(410, "It was carried out; the record that it was about was destroyed since.")
    return told["said"], before.status


def _belongs(key_hash: str) -> str:
    return f"system_answer {caller().id} {key_hash}"


def _hash(said: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()


def _hash_of_call() -> str:
    what = f"{request.method} {request.path}\n".encode()
    return hashlib.sha256(what + request.get_data()).hexdigest()

"""Values closed at rest under a subject's own key: whoever has the file alone reads nothing.

Destroying the subject's key destroys them, as it does what the trail keeps closed. They open only
beside the row that they were closed for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag

from app.audit import trail
from app.audit.keys import keys_for_reading, keys_for_writing
from app.core.db import db


def close(values: Mapping[str, Any], *, subject: str, belongs_to: str) -> bytes:
    """Values that JSON can hold, closed for the row `belongs_to` ("one_time_link 7").

    Ask inside an act, with every row taken that it takes: making a key waits for whoever else
    makes one. Raises KeyDestroyed where nothing more may be kept of this subject.
    """
    connection = db.session.connection()
    keys = trail.keys_of(connection)
    own = keys_for_reading(connection, keys, [subject])
    if subject not in own:
        trail.lock(connection, trail.CHANGE_LOCK)
        own = keys_for_writing(connection, keys, [subject])
    return own[subject].close(json.dumps(dict(values), ensure_ascii=False), belongs_to)


def opened(closed: bytes | None, *, subject: str, belongs_to: str) -> dict[str, Any]:
    """What was closed; nothing where there is nothing, or its key was destroyed."""
    if closed is None:
        return {}
    connection = db.session.connection()
    own = keys_for_reading(connection, trail.keys_of(connection), [subject]).get(subject)
    if own is None:
        return {}
    try:
        told: dict[str, Any] = json.loads(own.open(bytes(closed), belongs_to))
    except InvalidTag:
        return {}
    return told

"""How a line of the trail is written for its code: the same on either engine, for ever.

A line is a JSON list of its values in a fixed order, moments in UTC to the microsecond, bytes in
hex. Its code is HMAC-SHA256 under the trail's key. To change anything here is to make every code
ever written invalid.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

CHANGE = ("id", "act_id", "table_name", "row_id", "op", "subject", "openly", "closed", "stamped_at")
ACT = ("id", "at", "says", "user_id", "by_name", "request_id")
LOOK = ("id", "at", "user_id", "by_name", "subject", "kept", "page", "request_id")


def line(values: Sequence[Any]) -> bytes:
    """Values as they stand in a code."""
    return _written(values).encode()


def _said(value: Any) -> str:
    """What JSON has no form of its own for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no form in a code")


_written = json.JSONEncoder(ensure_ascii=False, default=_said).encode


def code(key: bytes, kind: str, *lines: bytes) -> str:
    """The code of a line (an act's own line is two: the change, then the act)."""
    return hmac.new(key, b"\n".join((kind.encode(), *lines)), sha256).hexdigest()


def seal_code(
    key: bytes, values: Sequence[Any], changes: Iterable[str], looks: Iterable[str]
) -> str:
    """The code of a seal: its own values, then the codes of everything it holds, in order."""
    seal = hmac.new(key, b"seal\n" + line(values), sha256)
    for kind, codes in ((b"\nchange", changes), (b"\nlook", looks)):
        for held in codes:
            seal.update(kind)
            seal.update(bytes.fromhex(held))
    return seal.hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two codes are the same, in a time that says nothing."""
    return hmac.compare_digest(one, other)

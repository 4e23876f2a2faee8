"""Passwords: how they are kept, compared, chosen and made.

Argon2id at 19 MiB, two passes, one lane: the least that OWASP ASVS 5.0 (V11.4.2) accepts, so that
a flood of sign-ins cannot own the machine.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.accounts.guessing import SHORTEST_PIECE, guessable, readings
from app.settings import Mode

SHORTEST = 12
"""Characters that a password has at least."""

LONGEST = 200

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@cache
def _hasher(cheap: bool) -> PasswordHasher:
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _own_hasher() -> PasswordHasher:
    return _hasher(current_app.config["SETTINGS"].mode is Mode.TEST)


def hash_of(password: str) -> str:
    """The hash to keep."""
    return _own_hasher().hash(password)


@cache
def _hash_of_nobody(cheap: bool) -> str:
    return _hasher(cheap).hash(secrets.token_urlsafe(24))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. With nothing kept it takes as long, and says no."""
    hasher = _own_hasher()
    against = kept or _hash_of_nobody(current_app.config["SETTINGS"].mode is Mode.TEST)
    try:
        hasher.verify(against, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def reasons_weak(password: str, *own_words: str) -> list[str]:
    """Every reason why a password will not do, each saying what to do. `own_words`: name, email."""
    reasons = []
    if len(password) < SHORTEST:
        reasons.append(f"Choose a password of at least {SHORTEST} characters")
    if len(password) > LONGEST:
        reasons.append(f"Choose a password of at most {LONGEST} characters")
    low = password.lower()
    if len(set(low)) < 5:
        reasons.append("Choose a password with more different characters")
    own = own_parts(own_words)
    if guessable(password, own):
        reasons.append("Choose a password that is harder to guess: three words that do not belong")
    either_way = [way for reading in readings(low) for way in (reading, reading[::-1])]
    if any(part in way for part in own for way in either_way):
        reasons.append("Choose a password without your name or email address in it")
    return reasons


def own_parts(own_words: Iterable[str]) -> frozenset[str]:
    """The parts of a name and an email address that are long enough to be looked for."""
    parts = (part for word in own_words for part in re.split(r"[^a-z]+", word.lower()))
    return frozenset(part for part in parts if len(part) >= SHORTEST_PIECE)


def made_up(*own_words: str) -> str:
    """A first password to give to somebody once: sixteen characters in four groups, 79 bits.

    `own_words`: their name and email address. Chance makes a guessable piece now and then, or
    something that reads as a part of their name; it is then asked again.
    """
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        if not reasons_weak(password, *own_words):
            return password

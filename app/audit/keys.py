"""The trail's keys.

One secret from outside (`HEARTH_TRAIL_KEY`) gives two keys: one under which each subject's own key
is wrapped, and one for the codes that hold the trail together. A subject is "kind:id", as
"child:12". Destroying a subject's key leaves every code valid and its closed values unreadable.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, insert, select, update

from app.audit.models import SubjectKey
from app.core.today import now

NONCE = 12
"""Bytes of nonce before each closed value, as AES-GCM has it."""

MOST_AT_ONCE = 500
"""Subjects asked for in one query: SQLite bounds the number of values in one statement."""


DESTROYED = "hearth.destroyed"
"""Where a connection keeps the subjects whose keys its transaction destroyed."""


class KeyDestroyed(Exception):
    """A subject's key was destroyed: nothing more can be recorded about it."""


class TrailKeys:
    """The keys made from the one secret."""

    def __init__(self, secret: str) -> None:
        self._wrapping = AESGCM(_derived(secret, b"hearth: subjects' keys"))
        self.sealing = _derived(secret, b"hearth: the trail's codes")

    def wrap(self, key: bytes, subject: str) -> bytes:
        """A subject's key, closed under ours."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, subject.encode())

    def unwrap(self, wrapped: bytes, subject: str) -> Subject:
        """A subject's key again, ready for use. InvalidTag: this is another installation's."""
        key = self._wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], subject.encode())
        return Subject(key)


class Subject:
    """One subject's key in hand."""

    def __init__(self, key: bytes) -> None:
        self._key = AESGCM(key)

    def close(self, values: str, belongs_to: str) -> bytes:
        """Closed values. They open again only beside the row that they were closed for."""
        return self.close_bytes(values.encode(), belongs_to)

    def open(self, closed: bytes, belongs_to: str) -> str:
        """What was closed. InvalidTag: altered, or from another row."""
        return self.open_bytes(closed, belongs_to).decode()

    def close_bytes(self, content: bytes, belongs_to: str) -> bytes:
        """Contents of a file, closed as values are."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._key.encrypt(nonce, content, belongs_to.encode())

    def open_bytes(self, closed: bytes, belongs_to: str) -> bytes:
        """Contents again. InvalidTag: altered, or from another row."""
        return self._key.decrypt(closed[:NONCE], closed[NONCE:], belongs_to.encode())


def keys_for_writing(
    connection: Connection,
    keys: TrailKeys,
    subjects: Iterable[str],
    also_told: Iterable[str] = (),
) -> dict[str, Subject]:
    """Each subject's key, made if it has none.

    KeyDestroyed if the key of one was destroyed, or of one of `also_told`, of whom something is
    recorded that needs no key.
    """
    wanted = sorted(set(subjects))
    found = _wrapped(connection, sorted({*wanted, *also_told}))
    destroyed = next((subject for subject, wrapped in found.items() if wrapped is None), None)
    if destroyed is not None:
        raise KeyDestroyed(f"the key of {destroyed} was destroyed: nothing more is recorded")
    made = []
    in_hand = {}
    for subject in wanted:
        wrapped = found.get(subject)
        if wrapped is not None:
            in_hand[subject] = keys.unwrap(wrapped, subject)
            continue
        key = AESGCM.generate_key(256)
        made.append({"subject": subject, "wrapped": keys.wrap(key, subject)})
        in_hand[subject] = Subject(key)
    if made:
        connection.execute(insert(SubjectKey), made)
    return in_hand


def keys_for_reading(
    connection: Connection, keys: TrailKeys, subjects: Iterable[str]
) -> dict[str, Subject]:
    """The subjects' keys that still exist and are ours to open."""
    in_hand = {}
    for subject, wrapped in _wrapped(connection, sorted(set(subjects))).items():
        if wrapped is not None:
            try:
                in_hand[subject] = keys.unwrap(wrapped, subject)
            except InvalidTag:
                continue
    return in_hand


def destroy_key(connection: Connection, subject: str) -> bool:
    """Destroy a subject's key for ever: the last step of `actions.destroy_subject`, and refused by
    the database without its certificate. False: there was none, or it was destroyed before."""
    destroyed = connection.execute(
        update(SubjectKey)
        .where(SubjectKey.subject == subject, SubjectKey.wrapped.is_not(None))
        .values(wrapped=None, destroyed_at=now())
    )
    if destroyed.rowcount == 1:
        connection.info.setdefault(DESTROYED, set()).add(subject)
    return destroyed.rowcount == 1


def _wrapped(connection: Connection, subjects: Collection[str]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    wanted = list(subjects)
    for first in range(0, len(wanted), MOST_AT_ONCE):
        rows = connection.execute(
            select(SubjectKey.subject, SubjectKey.wrapped).where(
                SubjectKey.subject.in_(wanted[first : first + MOST_AT_ONCE])
            )
        )
        found.update((subject, wrapped) for subject, wrapped in rows)
    return found


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode())

"""Where the bytes of documents are kept: in the database, closed under their subject's key.

The same contents about the same subject are kept once. About two subjects they are kept twice: to
destroy one subject's key must destroy all that was kept about them and nothing else.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, delete, select

from app.audit import canon, trail
from app.audit.keys import Subject, keys_for_reading, keys_for_writing
from app.core.db import db
from app.documents.models import DocumentContent


class ContentsGone(Exception):
    """The contents cannot be read: their subject's key was destroyed, or they were altered."""


def code_of(content: bytes) -> str:
    """The contents' own code, keyed: it says nothing to whoever only has the database."""
    return canon.code(trail.keys_of(db.session.connection()).sealing, "document", content)


def keep(content: bytes, about: str) -> tuple[int, str]:
    """Keep bytes about a subject, or find them kept already. Gives their number and their code.

    KeyDestroyed: nothing more may be recorded about this subject.
    """
    code = code_of(content)
    kept = db.session.scalar(
        select(DocumentContent.id).where(
            DocumentContent.about == about, DocumentContent.code == code
        )
    )
    if kept is not None:
        return kept, code
    closed = _key_to_write(about).close_bytes(content, _belongs_to(about, code))
    row = DocumentContent(about=about, code=code, closed=closed)
    db.session.add(row)
    db.session.flush()
    return row.id, code


def read(content_id: int | None, code: str) -> bytes:
    """Bytes as they were kept. ContentsGone: never, destroyed, or not what was kept."""
    row = db.session.get(DocumentContent, content_id) if content_id is not None else None
    if row is None or row.code != code:
        raise ContentsGone("these contents are not kept")
    connection = db.session.connection()
    key = keys_for_reading(connection, trail.keys_of(connection), [row.about]).get(row.about)
    if key is None:
        raise ContentsGone("these contents were destroyed")
    try:
        content = key.open_bytes(row.closed, _belongs_to(row.about, code))
    except InvalidTag:
        raise ContentsGone("these contents are not as they were kept") from None
    if code_of(content) != code:
        raise ContentsGone("these contents are not as they were kept")
    return content


def let_go(content_id: int) -> None:
    """Remove bytes that the scanner refused."""
    db.session.execute(
        delete(DocumentContent).where(DocumentContent.id == content_id),
        execution_options={"housekeeping": True},
    )


def _belongs_to(about: str, code: str) -> str:
    return f"document about {about}: {code}"


def _key_to_write(about: str) -> Subject:
    """The subject's key; a first one is made under the trail's own lock, as the trail makes it."""
    connection: Connection = db.session.connection()
    keys = trail.keys_of(connection)
    if about not in keys_for_reading(connection, keys, [about]):
        trail.lock(connection, trail.CHANGE_LOCK)
    return keys_for_writing(connection, keys, [about])[about]

"""One file of one version, put into the record by an act."""

from __future__ import annotations

from app.audit.act import Actor
from app.core.db import db
from app.core.today import now
from app.documents import store
from app.documents.kinds import FileState
from app.documents.models import Document, DocumentFile
from app.documents.opened import Opened
from app.documents.scanning import Verdict


def add_file(
    document: Document, number: int, opened: Opened, scanned: Verdict, note: str, by: Actor
) -> None:
    """One file of one version, inside an act; of a refused one the bytes are not kept."""
    content_id: int | None = None
    code = store.code_of(opened.content)
    if scanned.state is not FileState.REFUSED:
        content_id, code = store.keep(opened.content, document.about)
    file = DocumentFile(
        document_id=document.id,
        number=number,
        type=opened.type,
        name=opened.name,
        note=note.strip(),
        size=len(opened.content),
        code=code,
        content_id=content_id,
        by_name=by.name,
    )
    take_verdict(file, scanned)
    db.session.add(file)


def take_verdict(file: DocumentFile, scanned: Verdict) -> None:
    """Note what the scanner said of a file."""
    file.state = scanned.state
    file.scan_said = scanned.said
    file.scanned_at = now() if scanned.state is not FileState.WAITING else None

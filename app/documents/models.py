"""Documents with their files, the closed bytes beneath, templates of letters, and letters made.

Contents lie in the database, in the transaction of the act that kept them: a back-up is one copy of
one thing, and a process killed at any moment leaves a document whole or not there at all.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, relationship

from app.accounts.models import User
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.core.today import now
from app.documents.kinds import DocumentKind, FileState, FileType, KeptAs, LetterKey


class Document(Public, Versioned, Recorded, Model):
    """A document about one subject ("household:12"), in one or more versions."""

    __tablename__ = "document"
    SUBJECT = (None, "about")

    about: Mapped[str] = column("About", Kept.OPENLY, String(63), index=True)
    kind: Mapped[DocumentKind] = column("Kind", Kept.OPENLY, code=DocumentKind)
    kept_as: Mapped[KeptAs] = column("Kept as", Kept.OPENLY, code=KeptAs)
    kept_by_id: Mapped[int | None] = column(
        "Kept by", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    name: Mapped[str] = column("Name", Kept.NARRATIVE, String(200))
    kept_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")
    files: Mapped[list[DocumentFile]] = relationship(
        order_by="DocumentFile.number, DocumentFile.id", viewonly=True
    )

    @property
    def kept(self) -> Kept:
        """How closely it is kept."""
        return self.kept_as.kept

    @property
    def newest(self) -> DocumentFile:
        """The first file of its newest version: of a letter, the Word file."""
        return self.version_of(self.files[-1].number)[0]

    def version_of(self, number: int) -> list[DocumentFile]:
        """The files of one version: one, or a letter's Word file and its PDF."""
        return [file for file in self.files if file.number == number]


class DocumentContent(Model):
    """Bytes, once for each subject, closed under that subject's key.

    No trail: the act's own lines tell of the file and its code, which these bytes must match, and
    the cipher tells of any change. Refused contents leave; everything else stays.
    """

    __tablename__ = "document_content"
    __table_args__ = (UniqueConstraint("about", "code"),)
    TRAIL = False

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    about: Mapped[str] = column("About", Kept.OPENLY, String(63))
    code: Mapped[str] = column("Code of the contents", Kept.OPENLY, String(64))
    closed: Mapped[bytes] = deferred(column("Contents", Kept.RESTRICTED, LargeBinary))
    kept_at: Mapped[datetime] = column("Kept", Kept.OPENLY, Moment, default=now)


class DocumentFile(Public, Recorded, Model):
    """One file of one version of a document."""

    __tablename__ = "document_file"
    __table_args__ = (UniqueConstraint("document_id", "number", "type"),)
    SUBJECT = (None, "document_id", "document", "about")

    document_id: Mapped[int] = column(
        "Document", Kept.OPENLY, ForeignKey("document.id"), index=True
    )
    number: Mapped[int] = column("Version", Kept.OPENLY)
    type: Mapped[FileType] = column("Type", Kept.OPENLY, code=FileType)
    name: Mapped[str] = column("File name", Kept.NARRATIVE, String(200))
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    size: Mapped[int] = column("Bytes", Kept.OPENLY)
    code: Mapped[str] = column("Code of the contents", Kept.OPENLY, String(64))
    state: Mapped[FileState] = column("State", Kept.OPENLY, code=FileState)
    scanned_at: Mapped[datetime | None] = column("Scanned", Kept.OPENLY, Moment)
    scan_said: Mapped[str] = column("The scanner said", Kept.OPENLY, String(200), default="")
    content_id: Mapped[int | None] = column("Contents", Kept.OPENLY, index=True)
    by_name: Mapped[str] = column("By", Kept.OPENLY, String(120))
    document: Mapped[Document] = relationship(viewonly=True, lazy="joined")


class LetterTemplate(Public, Versioned, Recorded, Model):
    """A council's own version of a letter, as a Word file. On trial until the day it is used from.

    It holds no person's words, so it stands openly in the trail, each version whole.
    """

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("key", "number"),)

    key: Mapped[LetterKey] = column("Letter", Kept.OPENLY, code=LetterKey)
    number: Mapped[int] = column("Version", Kept.OPENLY)
    name: Mapped[str] = column("File name", Kept.OPENLY, String(200))
    content: Mapped[bytes] = deferred(column("Word file", Kept.OPENLY, LargeBinary))
    by_name: Mapped[str] = column("By", Kept.OPENLY, String(120))
    used_from: Mapped[date | None] = column("Used from", Kept.OPENLY)
    used_by: Mapped[str] = column("Put to use by", Kept.OPENLY, String(120), default="")


class LetterMade(Recorded, Model):
    """A letter made for one recipient: from which template, with what, and whether it names where
    anybody lives."""

    __tablename__ = "letter_made"
    SUBJECT = (None, "document_id", "document", "about")

    document_id: Mapped[int] = column(
        "Document", Kept.OPENLY, ForeignKey("document.id"), unique=True
    )
    key: Mapped[LetterKey] = column("Letter", Kept.OPENLY, code=LetterKey)
    template_id: Mapped[int | None] = column(
        "Template (blank: the first one)", Kept.OPENLY, ForeignKey("letter_template.id")
    )
    recipient: Mapped[str] = column("Recipient", Kept.NARRATIVE, String(200))
    recipient_is: Mapped[str | None] = column("Recipient’s record", Kept.OPENLY, String(63))
    facts: Mapped[dict[str, Any]] = column("What it says", Kept.NARRATIVE, JSON)
    shows_address: Mapped[bool] = column("Names the address", Kept.OPENLY, default=False)


class AddressTold(Public, Dated, Model):
    """A decision that one person may be told where a household lives, because of one child or in
    general. Without one nobody is told, save those who live there."""

    __tablename__ = "address_told"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    told_name: Mapped[str] = column("May be told", Kept.NARRATIVE, String(200))
    child_id: Mapped[int | None] = column("Because of", Kept.OPENLY, ForeignKey("child.id"))
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text)

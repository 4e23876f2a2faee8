"""Questions about documents, letters and their templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.documents.kinds import FileState, LetterKey
from app.documents.models import (
    AddressTold,
    Document,
    DocumentFile,
    LetterMade,
    LetterTemplate,
)
from app.people.models import Address, Household, Member


def documents_about(*about: str) -> Sequence[Document]:
    """The documents about these subjects ("household:12"), the newest first."""
    return db.session.scalars(
        select(Document)
        .where(Document.about.in_(about), Document.stands())
        .options(selectinload(Document.files))
        .order_by(Document.recorded_at.desc(), Document.id.desc())
    ).all()


def document_by_ref(ref: str) -> Document | None:
    """The document with this public id."""
    return db.session.scalar(
        select(Document)
        .where(Document.ref == ref, Document.stands())
        .options(selectinload(Document.files))
    )


def household_of(person_id: int) -> Household | None:
    """The household that somebody belongs to, or last belonged to."""
    return db.session.scalar(
        select(Household)
        .join(Member, Member.household_id == Household.id)
        .where(Member.person_id == person_id, Member.stands())
        .order_by(Member.ends_on.is_not(None), Member.starts_on.desc(), Member.id.desc())
        .limit(1)
    )


def files_waiting() -> Sequence[DocumentFile]:
    """Files that no scanner has answered for, the first kept first."""
    return db.session.scalars(
        select(DocumentFile)
        .where(DocumentFile.state == FileState.WAITING, DocumentFile.stands())
        .order_by(DocumentFile.id)
    ).all()


def is_held(content_id: int) -> bool:
    """Does any file still hold these contents?"""
    held = select(DocumentFile.id).where(DocumentFile.content_id == content_id).limit(1)
    return db.session.scalar(held) is not None


def letter_of(document_id: int) -> LetterMade | None:
    """Of a letter: for whom it was made, from which template, with what."""
    return db.session.scalar(select(LetterMade).where(LetterMade.document_id == document_id))


def template_in_use(key: LetterKey, on: date) -> LetterTemplate | None:
    """The council's own version of a letter on a day; None: the first one, which comes with us."""
    return db.session.scalar(
        select(LetterTemplate)
        .where(LetterTemplate.key == key, LetterTemplate.used_from <= on, LetterTemplate.stands())
        .order_by(LetterTemplate.used_from.desc(), LetterTemplate.number.desc())
        .limit(1)
    )


def templates_of(key: LetterKey) -> Sequence[LetterTemplate]:
    """Every version of a letter that the council sent, the newest first."""
    return db.session.scalars(
        select(LetterTemplate)
        .where(LetterTemplate.key == key, LetterTemplate.stands())
        .order_by(LetterTemplate.number.desc())
    ).all()


def template_by_ref(ref: str) -> LetterTemplate | None:
    """The version of a letter with this public id."""
    return db.session.scalar(
        select(LetterTemplate).where(LetterTemplate.ref == ref, LetterTemplate.stands())
    )


def next_number(key: LetterKey) -> int:
    """The number of the next version of a letter."""
    last = db.session.scalar(
        select(func.max(LetterTemplate.number)).where(LetterTemplate.key == key)
    )
    return (last or 0) + 1


def told_where(household_id: int, on: date) -> Sequence[AddressTold]:
    """The decisions, in force on a day, that somebody may be told where a household lives."""
    return db.session.scalars(
        select(AddressTold)
        .where(AddressTold.household_id == household_id, AddressTold.in_force(on))
        .order_by(AddressTold.id)
    ).all()


def addresses_ever(household_id: int) -> Sequence[Address]:
    """Everywhere that a household has lived."""
    return db.session.scalars(
        select(Address).filter_by(household_id=household_id).where(Address.stands())
    ).all()


def addresses_protected() -> Sequence[Address]:
    """Every address that is protected, now or before, whoever asks: whoever may not see a home
    may not send out where it is either."""
    with reading_without(NOTHING):
        return db.session.scalars(select(Address).where(Address.protected, Address.stands())).all()


def may_be_told(household_id: int, name: str, on: date, *, child_id: int | None = None) -> bool:
    """Was it decided that somebody of this name may be told where a household lives?

    A decision because of one child counts for letters that concern that child only.
    """
    wanted = " ".join(name.split()).casefold()
    return any(
        " ".join(each.told_name.split()).casefold() == wanted
        and (each.child_id is None or each.child_id == child_id)
        for each in told_where(household_id, on)
    )


def told_by_ref(ref: str) -> AddressTold | None:
    """The decision with this public id."""
    return db.session.scalar(
        select(AddressTold).where(AddressTold.ref == ref, AddressTold.stands())
    )

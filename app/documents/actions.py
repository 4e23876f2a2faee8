"""Documents kept, replaced and scanned; who may be told an address; templates of letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import current_app

from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents import queries, store
from app.documents.filing import add_file, take_verdict
from app.documents.kinds import KEPT_AS, DocumentKind, FileState, KeptAs, LetterKey
from app.documents.models import AddressTold, Document, DocumentFile, LetterTemplate
from app.documents.opened import FileRefused, Opened, look_at
from app.documents.scanning import NOT_ASKED, Verdict
from app.people.models import Household
from app.statute.breach import Breach
from app.statute.sources import LOCAL_POLICY, Verified

ON_FILES = LOCAL_POLICY.provision("on documents", Verified.TEXT)


@act("Kept a document")
def keep(
    *,
    name: str,
    content: bytes,
    kind: DocumentKind,
    about: str,
    note: str = "",
    kept_as: KeptAs | None = None,
    scanned: Verdict = NOT_ASKED,
    by: Actor,
) -> Document:
    """Keep a document about a subject ("household:12", "child:3", "person:9").

    What it is is told by its contents; RuleBroken says what is wrong with them. It can be opened
    once a scanner has found nothing: give `scanned`, or it waits for `hearth scan`.
    """
    files = [(checked(name, content), scanned)]
    return add_document(files, kind=kind, about=about, note=note, kept_as=kept_as, by=by)


@act("Kept a new version of a document")
def replace(
    document: Document,
    *,
    name: str,
    content: bytes,
    note: str = "",
    scanned: Verdict = NOT_ASKED,
    by: Actor,
) -> Document:
    """Keep a new version. The ones before it stay, and can still be opened."""
    return add_version(document, (checked(name, content), scanned), note=note, by=by)


@act("Kept a new version of a document")
def add_version(
    document: Document, file: tuple[Opened, Verdict], *, note: str = "", by: Actor
) -> Document:
    """A new version, from a file that was looked at and asked about."""
    take(document)
    number = max(each.number for each in document.files) + 1
    document.name = file[0].name
    add_file(document, number, *file, note, by)
    db.session.flush()
    db.session.expire(document, ["files"])
    return document


@act("Kept a document")
def add_document(
    files: Sequence[tuple[Opened, Verdict]],
    *,
    kind: DocumentKind,
    about: str,
    note: str = "",
    kept_as: KeptAs | None = None,
    name: str = "",
    by: Actor,
) -> Document:
    """A document whose files were looked at: a letter has two, its Word file and its PDF."""
    document = Document(
        about=about,
        kind=kind,
        kept_as=kept_as or KEPT_AS[kind],
        kept_by_id=by.id,
        name=name or files[0][0].name,
    )
    db.session.add(document)
    db.session.flush()
    for opened, scanned in files:
        add_file(document, 1, opened, scanned, note, by)
    db.session.flush()
    db.session.expire(document, ["files"])
    return document


@act("Scanned a document")
def settle(file: DocumentFile, *, scanned: Verdict, by: Actor) -> DocumentFile:
    """Take the scanner's answer about a file that waited; refused bytes are let go."""
    take(file)
    if file.state is not FileState.WAITING:
        return file
    take_verdict(file, scanned)
    if scanned.state is FileState.REFUSED and file.content_id is not None:
        let_go, file.content_id = file.content_id, None
        db.session.flush()
        if not queries.is_held(let_go):
            store.let_go(let_go)
    return file


@act("Set aside a document kept in error")
def set_aside(document: Document, *, by: Actor) -> None:
    """A document kept about the wrong subject, or twice. It stays, and is no longer listed."""
    document.void()


@act("Decided who may be told an address")
def tell_address(
    household: Household,
    *,
    told_name: str,
    why: str,
    decided_by: str,
    child_id: int | None = None,
    by: Actor,
) -> AddressTold:
    """This person may be told where a household lives: because of one child, or in general."""
    if not why.strip():
        raise RuleBroken(Breach("Say why they may know it.", ON_FILES, "why"))
    told = AddressTold(
        household_id=household.id,
        told_name=told_name.strip(),
        child_id=child_id,
        decided_by=decided_by.strip(),
        why=why.strip(),
        starts_on=today(),
    )
    db.session.add(told)
    return told


@act("Ended a decision that an address may be told")
def tell_address_no_longer(told: AddressTold, *, on: date, by: Actor) -> None:
    """From this day they are not told any more."""
    told.end(on)


@act("Sent a new version of a letter")
def try_template(key: LetterKey, *, name: str, content: bytes, by: Actor) -> LetterTemplate:
    """A council's own version of a letter, on trial: nothing is made from it yet."""
    from app.documents.letters.word import faults_of_template

    opened = checked(name, content)
    wrong = faults_of_template(key, opened)
    if wrong:
        raise RuleBroken(*(Breach(each, ON_FILES, "file") for each in wrong))
    template = LetterTemplate(
        key=key,
        number=queries.next_number(key),
        name=opened.name,
        content=opened.content,
        by_name=by.name,
    )
    db.session.add(template)
    db.session.flush()
    return template


@act("Put a letter to use")
def use_template(template: LetterTemplate, *, used_from: date, by: Actor) -> None:
    """Letters are made from this version from a day on. Those made before stay as they were."""
    if used_from < today():
        raise RuleBroken(
            Breach("Letters are not changed backwards: today or later.", ON_FILES, "used_from")
        )
    template.used_from = used_from
    template.used_by = by.name


def checked(name: str, content: bytes, field: str = "file") -> Opened:
    """What a file is. RuleBroken, beside the field, if it cannot be kept."""
    try:
        return look_at(name, content, most=current_app.config["SETTINGS"].document_bytes)
    except FileRefused as refused:
        raise RuleBroken(Breach(str(refused), ON_FILES, field)) from None

"""Letters made from the record: one recipient each, addresses off unless they may know them.

    letter("approval_notice", "household:12", recipient=person, by=user, terms=("…",), …)

gives the document, with its Word file and, where the libraries are, its PDF. What each letter may
say is in `fields`; `missing` lists what it still needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.audit.act import Actor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import today
from app.documents import queries
from app.documents.actions import ON_FILES, add_document
from app.documents.kinds import DocumentKind, FileType, LetterKey
from app.documents.letters import addresses, first, pdf, word
from app.documents.letters.fields import fields_of, missing
from app.documents.models import Document, LetterMade
from app.documents.opened import Opened
from app.documents.scanning import MADE_HERE
from app.people.models import Person
from app.statute.breach import Breach

__all__ = ["LetterKey", "keep_letters", "letter", "missing", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter made and not yet kept: for whom and from what, and its files."""

    record: LetterMade
    files: tuple[Opened, ...]


def letter(
    key: LetterKey | str,
    about: str,
    *,
    recipient: Person | str,
    with_address: bool = False,
    concerning: int | None = None,
    by: Actor,
    **facts: Any,
) -> Document:
    """Make a letter for one recipient and keep it. RuleBroken lists what is missing, and where it
    would tell somebody what they may not know.

    `about` is a household, or somebody in one; `concerning` the number of the one child it is
    about. `with_address`: the household's address goes into it, if the recipient may know it. The
    files are made before the act begins, unless it is called inside another.
    """
    ready = prepare(
        key, about, recipient=recipient, with_address=with_address, concerning=concerning,
        by=by, **facts,
    )  # fmt: skip
    document: Document = keep_letters([ready], about=about, by=by)[0]
    return document


def prepare(
    key: LetterKey | str,
    about: str,
    *,
    recipient: Person | str,
    with_address: bool = False,
    concerning: int | None = None,
    by: Actor,
    **facts: Any,
) -> Prepared:
    """The files of a letter, made and not kept. Refuses as `letter` does."""
    key = LetterKey(key)
    if addresses.household_of(about) is None:
        raise ValueError(f"a letter is about a household or somebody in one, not {about}")
    said = _facts(key, about, recipient, facts, by)
    if with_address:
        said["recipient_address"] = addresses.to_be_told(about, recipient, concerning)
    _require_whole(key, said)
    template = queries.template_in_use(key, today())
    content = template.content if template is not None else first.template(key)
    made = word.fill(content, said, fields_of(key), title=key.words())
    _require_discreet(word.words_in(made), about, recipient, concerning)
    record = LetterMade(
        key=key,
        template_id=template.id if template is not None else None,
        recipient=said["recipient"],
        recipient_is=f"person:{recipient.id}" if isinstance(recipient, Person) else None,
        facts=_plain(said),
        shows_address=bool(said.get("recipient_address")),
    )
    return Prepared(record, tuple(_files(made, key.words())))


@act("Made a letter")
def keep_letters(ready: Sequence[Prepared], *, about: str, by: Actor) -> list[Document]:
    """Keep letters made: a document for each recipient, never one for several."""
    made = []
    for each in ready:
        document = add_document(
            [(file, MADE_HERE) for file in each.files],
            kind=DocumentKind.LETTER,
            about=about,
            name=each.record.key.words(),
            by=by,
        )
        each.record.document_id = document.id
        db.session.add(each.record)
        made.append(document)
    return made


def _facts(
    key: LetterKey, about: str, recipient: Person | str, facts: dict[str, Any], by: Actor
) -> dict[str, Any]:
    """What the letter says: what was given, and what every letter says of itself."""
    known = {field.name for field in fields_of(key)} - {"recipient_address"}
    if unknown := facts.keys() - known:
        raise TypeError(f"{key.words()} has no {', '.join(sorted(unknown))}")
    named = recipient.name if isinstance(recipient, Person) else recipient
    own = {"written_on": today(), "signed_by": by.name, "service": addresses.service_name()}
    own["household"] = addresses.household_name(about)
    return own | {name: value for name, value in facts.items() if value} | {"recipient": named}


def _require_whole(key: LetterKey, said: dict[str, Any]) -> None:
    lacking = missing(key, said)
    if lacking:
        raise RuleBroken(
            *(Breach(f"Missing: {field.asked.lower()}.", ON_FILES, field.name) for field in lacking)
        )


def _require_discreet(
    words: str, about: str, recipient: Person | str, concerning: int | None
) -> None:
    """No address of the household stands in the words, unless the recipient may be told it."""
    found = addresses.named_in(words, about, recipient, concerning)
    if found:
        raise RuleBroken(
            *(
                Breach(
                    f"It would tell {each}, which the recipient may not know. Take it out, or "
                    "record the decision that they may be told.",
                    ON_FILES,
                )
                for each in found
            )
        )


def _files(made: bytes, title: str) -> list[Opened]:
    files = [Opened(FileType.DOCX, f"{title}.docx", made)]
    if pdf.makes_pdf():
        files.append(Opened(FileType.PDF, f"{title}.pdf", pdf.as_pdf(made, title)))
    return files


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are kept: days as words of their own."""
    return {
        name: list(value) if isinstance(value, tuple | list) else str(value)
        for name, value in said.items()
    }


@act("Made the PDF of a letter")
def add_pdf(document: Document, *, by: Actor) -> Document:
    """The PDF of a letter made where the libraries were missing, from its own Word file."""
    from app.documents import store
    from app.documents.filing import add_file

    newest = document.newest
    if newest.type is FileType.DOCX and len(document.version_of(newest.number)) == 1:
        made = pdf.as_pdf(store.read(newest.content_id, newest.code), document.name)
        opened = Opened(FileType.PDF, f"{document.name}.pdf", made)
        add_file(document, newest.number, opened, MADE_HERE, "", by)
        db.session.flush()
        db.session.expire(document, ["files"])
    return document

"""Documents: kept once, closed, versioned, whole or not at all, gone with their subject's key."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from app.audit.checking import check_record
from app.core.db import transaction, writing
from app.core.errors import RuleBroken
from app.documents import actions, queries, store
from app.documents.kinds import DocumentKind, FileState, KeptAs
from app.documents.models import DocumentContent, DocumentFile
from app.documents.scanning import NOT_ASKED, Verdict
from tests import builders as make
from tests.audit.destroying import destroy
from tests.documents import papers

PLANTED = "PLANTED-WORDS-THAT-NOBODY-ELSE-WRITES"


def how_many(db, model):
    return db.session.scalar(select(func.count()).select_from(model))


def content_of(document, number=None):
    file = document.newest if number is None else document.version_of(number)[0]
    return store.read(file.content_id, file.code)


def test_a_document_is_kept_and_read_again(db, home, kept):
    content = papers.pdf(words=PLANTED)
    document = kept(DocumentKind.MEDICAL, content, "medical.pdf", note="Seen by Dr Ash")
    assert queries.documents_about(f"household:{home.id}") == [document]
    assert document.kept_as is KeptAs.CHECKS
    assert content_of(document) == content
    assert check_record(db.engine) == []


def test_the_same_contents_about_the_same_subject_are_kept_once(db, home, kept):
    one, two = kept(), kept(DocumentKind.IDENTITY)
    assert one.newest.content_id == two.newest.content_id
    assert how_many(db, DocumentContent) == 1
    person = make.person()
    kept(about=f"person:{person.id}")
    assert how_many(db, DocumentContent) == 2


def test_a_new_version_keeps_the_old(kept):
    document = kept(DocumentKind.OTHER, b"the first words", "note.txt")
    actions.replace(
        document,
        name="note2.txt",
        content=b"the second words",
        scanned=Verdict(FileState.CLEAN),
        by=make.SOMEBODY,
    )
    assert [file.number for file in document.files] == [1, 2]
    assert content_of(document) == b"the second words"
    assert content_of(document, 1) == b"the first words"


def test_nothing_of_it_stands_in_the_database_but_closed(db, app, kept):
    kept(DocumentKind.OTHER, PLANTED.encode() * 50, f"{PLANTED}.txt", note=PLANTED)
    with db.engine.connect() as connection:
        for table in ("document_content", "change", "change_draft"):
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    told = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    needle = PLANTED.encode() if isinstance(told, bytes) else PLANTED
                    assert needle not in told, f"{table} holds it as it came"


def test_to_destroy_the_subjects_key_is_to_destroy_the_document(db, home, kept):
    document = kept()
    destroy(f"household:{home.id}")
    with pytest.raises(store.ContentsGone, match="were destroyed"):
        content_of(document)
    other = make.household("The Others")
    still = kept(about=f"household:{other.id}")
    assert content_of(still)


@pytest.mark.parametrize("change", ["closed = substr(closed, 2)", "about = 'person:1'"])
def test_contents_that_were_altered_are_not_shown(db, kept, change):
    if db.engine.dialect.name == "postgresql":
        change = change.replace("substr(closed, 2)", "substring(closed from 2)")
    document = kept()
    content_id, code = document.newest.content_id, document.newest.code
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        connection.execute(text(f"UPDATE document_content SET {change}"))
    with pytest.raises(store.ContentsGone):
        store.read(content_id, code)


def test_a_document_is_whole_or_not_there(db, home, kept):
    """The row and its bytes stand in one transaction: what fails after them takes both away."""

    def keep_and_fail():
        with transaction():
            kept(scanned=NOT_ASKED)
            assert how_many(db, DocumentContent) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        keep_and_fail()
    assert how_many(db, DocumentContent) == 0
    assert queries.documents_about(f"household:{home.id}") == []


def test_what_cannot_be_kept_is_refused_in_words_and_leaves_nothing(db, kept):
    with pytest.raises(RuleBroken, match="unpacks to far more"):
        kept(content=papers.bomb(), name="a.docx", scanned=NOT_ASKED)
    with pytest.raises(RuleBroken, match="larger than 20 MB"):
        kept(content=b"x" * 100_000_000, name="a.txt", scanned=NOT_ASKED)
    assert how_many(db, DocumentContent) == how_many(db, DocumentFile) == 0


def test_refused_bytes_are_let_go_unless_another_file_holds_them(db, kept):
    waiting = kept(scanned=NOT_ASKED)
    refused = Verdict(FileState.REFUSED, "Test.Virus FOUND")
    actions.settle(waiting.newest, scanned=refused, by=make.SOMEBODY)
    assert waiting.newest.state is FileState.REFUSED
    assert how_many(db, DocumentContent) == 0
    assert kept(scanned=refused).newest.content_id is None
    assert how_many(db, DocumentContent) == 0


def test_an_answer_given_stays(kept):
    document = kept()
    assert document.newest.state is FileState.CLEAN
    late = Verdict(FileState.REFUSED, "too late")
    assert actions.settle(document.newest, scanned=late, by=make.SOMEBODY).state is FileState.CLEAN

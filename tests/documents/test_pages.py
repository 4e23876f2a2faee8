"""Pages of documents: who sees which, every look recorded, nothing sent as it came."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions as children
from app.core.columns import Kept
from app.documents import actions, preview, queries
from app.documents.kinds import DocumentKind, FileState, LetterKey
from app.documents.letters import pdf
from app.documents.scanning import NOT_ASKED, Verdict
from app.people.queries import home_of
from tests import builders as make
from tests.builders import SOMEBODY
from tests.documents import papers

PLANTED = "PLANTED-IN-A-DOCUMENT"


@pytest.fixture
def own(db, home, signed_in):
    """The household's own worker, signed in."""
    from app.accounts.models import User
    from app.core.today import today
    from app.supervision.queries import worker_of

    return signed_in(db.session.get(User, worker_of([home.id], today())[home.id].id))


def send(browser, home, *, name="paper.pdf", content=None, kind="training_certificate", **more):
    """Keep a document through its page; gives the answer."""
    return browser.post_form(
        f"/households/{home.ref}/documents/add",
        file=(io.BytesIO(papers.pdf() if content is None else content), name),
        kind=kind,
        about=f"household:{home.id}",
        **more,
    )


def status_of(browser, document):
    return browser.get(f"/documents/{document.ref}").status_code


# ---------------------------------------------------------------------------------------- keeping


def test_a_document_is_kept_through_its_page_and_shown(db, home, own):
    answer = send(own, home, content=b"plain words", name="note.txt", kind="other", note="Why")
    assert answer.status_code == 303
    page = own.get(answer.location).get_data(as_text=True)
    assert "plain words" in page
    assert "note.txt" in page
    listed = own.get(f"/households/{home.ref}/documents").get_data(as_text=True)
    assert "note.txt" in listed
    assert "Documents and letters" in own.get(f"/households/{home.ref}").get_data(as_text=True)


def test_sending_the_form_twice_keeps_it_once(db, home, own):
    address = f"/households/{home.ref}/documents/add"
    from tests.conftest import hidden_fields

    fields = hidden_fields(own.get(address).get_data(as_text=True))
    for _ in range(2):
        data = fields | {
            "file": (io.BytesIO(papers.pdf()), "a.pdf"),
            "kind": "other",
            "about": f"household:{home.id}",
        }
        assert own.post(address, data=data).status_code == 303
    assert len(queries.documents_about(f"household:{home.id}")) == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", papers.docx(), "is really a Word file"),
        ("a.docx", papers.bomb(), "unpacks to far more"),
        ("a.pdf", papers.pdf_that_does_something("/JavaScript"), "runs a script"),
    ],
)
@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_refusal_stands_beside_the_file_in_words(db, home, own, name, content, says):
    answer = send(own, home, name=name, content=content)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert queries.documents_about(f"household:{home.id}") == []


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_file_over_the_limit_is_refused_beside_it(app, db, home, own, monkeypatch):
    less = replace(app.config["SETTINGS"], document_bytes=1_000)
    monkeypatch.setitem(app.config, "SETTINGS", less)
    answer = send(own, home, name="a.txt", content=b"x" * 1_001)
    assert answer.status_code == 422
    assert "Make it smaller" in answer.get_data(as_text=True)


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_hundred_megabytes_are_turned_away_before_they_are_read(db, home, own):
    sent = io.BytesIO(bytes(100_000_000))
    answer = own.post(
        f"/households/{home.ref}/documents/add",
        input_stream=sent,
        content_type="multipart/form-data; boundary=x",
        content_length=100_000_000,
    )
    assert answer.status_code == 413
    assert "too large" in answer.get_data(as_text=True)
    assert sent.tell() < 30_000_000


def test_what_the_scanner_refuses_is_said_and_cannot_be_opened(db, home, own):
    answer = send(own, home, name="a.txt", content=papers.TEST_VIRUS, kind="other")
    page = own.get(answer.location).get_data(as_text=True)
    assert "Refused by the scanner" in page
    assert "EICAR" not in page
    (document,) = queries.documents_about(f"household:{home.id}")
    file = document.newest
    assert (file.state, file.content_id) == (FileState.REFUSED, None)
    assert own.get(f"/documents/{document.ref}/{file.ref}/file").status_code == 404


def test_nobody_opens_what_waits_and_the_button_asks_again(db, home, own, kept):
    document = kept(DocumentKind.OTHER, b"waiting words", "a.txt", scanned=NOT_ASKED)
    at = f"/documents/{document.ref}"
    page = own.get(at).get_data(as_text=True)
    assert "Nobody can open this yet" in page
    assert "waiting words" not in page
    file = document.newest.ref
    assert own.get(f"{at}/{file}/file").status_code == 404
    assert own.post_form(f"{at}/{file}/scan", at).status_code == 303
    assert "waiting words" in own.get(at).get_data(as_text=True)


def test_a_new_version_is_kept_and_the_old_still_opens(db, home, own, kept):
    document = kept(DocumentKind.OTHER, b"the first words", "a.txt")
    at = f"/documents/{document.ref}"
    answer = own.post_form(
        f"{at}/replace", file=(io.BytesIO(b"the second words"), "b.txt"), note="Mended"
    )
    assert answer.status_code == 303
    page = own.get(at).get_data(as_text=True)
    assert "the second words" in page
    first = re.search(r"\?version=(\w+)\">1<", page)[1]
    assert "the first words" in own.get(f"{at}?version={first}").get_data(as_text=True)


def test_one_kept_in_error_is_set_aside(db, home, own, kept):
    document = kept(DocumentKind.OTHER, b"words", "a.txt")
    at = f"/documents/{document.ref}"
    assert own.post_form(f"{at}/set-aside", at).status_code == 303
    assert own.get(at).status_code == 404


# --------------------------------------------------------------------------------------- who sees

SEES = {
    # kind of document: who opens one of a household that is not theirs
    DocumentKind.CERTIFICATE: "FSW STM PLO PAD ADM NOM SVC DCS INS",
    DocumentKind.INSURANCE: "STM INS",
    DocumentKind.CHECKS: "STM SVC",
    DocumentKind.PHOTOGRAPH: "STM PLO NOM SVC DCS INS",
    DocumentKind.REVIEW: "STM SVC INS",
    DocumentKind.ALLEGATION: "STM SVC",
}
"""Policy 5, F1 to F6: the household's own worker opens all but what is restricted."""


@pytest.mark.only_on("sqlite")  # the same question on either
@pytest.mark.parametrize("kind", list(SEES))
def test_a_document_is_opened_as_its_class_says_and_is_as_if_absent_otherwise(
    db, home, kept, own, signed_in, kind
):
    from tests.matrix_world import ROLES

    document = kept(kind)
    opened = {
        code for code, role in ROLES.items() if status_of(signed_in(Role(role)), document) == 200
    }
    assert opened == set(SEES[kind].split())
    assert status_of(own, document) == (404 if kind is DocumentKind.ALLEGATION else 200)


def test_whoever_kept_a_restricted_document_opens_it(db, home, own):
    answer = send(own, home, name="a.txt", content=b"between us", kind="allegation_or_concern")
    assert own.get(answer.location).status_code == 200


def test_a_document_about_a_child_is_for_those_who_may_see_the_child(db, home, kept, signed_in):
    worker = make.user(Role.CHILD_SOCIAL_WORKER)
    child = make.child(social_worker=worker)
    plan = kept(DocumentKind.PLACEMENT_PLAN, about=f"child:{child.id}")
    report = kept(DocumentKind.MEDICAL, about=f"child:{child.id}")
    theirs, others = signed_in(worker), signed_in(Role.CHILD_SOCIAL_WORKER)
    assert [status_of(theirs, each) for each in (plan, report)] == [200, 200]
    assert [status_of(others, each) for each in (plan, report)] == [404, 404]
    officer = signed_in(Role.PLACEMENT_OFFICER)
    assert [status_of(officer, each) for each in (plan, report)] == [200, 404]
    assert children.add_child  # the child's own acts are another room's


def test_a_list_shows_only_what_may_be_opened(db, home, kept, signed_in):
    kept(DocumentKind.CERTIFICATE, name="open.pdf")
    kept(DocumentKind.CHECKS, papers.pdf(words="other"), "closed.pdf")
    page = signed_in(Role.PLACEMENT_OFFICER).get(f"/households/{home.ref}/documents")
    assert "open.pdf" in page.get_data(as_text=True)
    assert "closed.pdf" not in page.get_data(as_text=True)


def test_every_look_is_recorded_with_its_class_before_anything_is_sent(db, home, own, kept):
    document = kept(DocumentKind.MEDICAL)
    at = f"/documents/{document.ref}"
    file = f"{at}/{document.newest.ref}"
    for address in (at, f"{file}/file", f"{file}/page-1.png"):
        before = len(db.session.scalars(select(Look)).all())
        assert own.get(address).status_code == 200
        looks = db.session.scalars(select(Look).order_by(Look.id)).all()[before:]
        assert [(each.subject, each.kept) for each in looks] == [
            (f"household:{home.id}", Kept.CHECKS.value)
        ]
        db.session.rollback()


# --------------------------------------------------------------------------------- what is sent


def test_a_file_is_saved_and_never_shown_in_our_own_pages(db, home, own, kept):
    document = kept(DocumentKind.OTHER, b"<b>words</b>", "näme; x.txt")
    answer = own.get(f"/documents/{document.ref}/{document.newest.ref}/file")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment")
    assert "filename*=UTF-8''n%C3%A4me%3B%20x.txt" in said
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_pdf_is_shown_as_pictures_that_are_drawn_here(db, home, own, kept):
    document = kept(DocumentKind.CERTIFICATE)
    at = f"/documents/{document.ref}/{document.newest.ref}"
    answer = own.get(f"{at}/page-1.png")
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    assert own.get(f"{at}/page-2.png").status_code == 404
    assert own.get(f"{at}/page-999.png").status_code == 404


def test_where_nothing_draws_pdfs_the_page_still_opens(db, home, own, kept, monkeypatch):
    monkeypatch.setattr(preview, "draws_pdf", lambda: False)
    page = own.get(f"/documents/{kept().ref}").get_data(as_text=True)
    assert "Save it to read it" in page


def test_markers_planted_in_a_document_are_in_no_log_and_no_address(db, home, own, caplog):
    caplog.set_level("DEBUG")
    content = papers.pdf(words=PLANTED)
    answer = send(own, home, name=f"{PLANTED}.pdf", content=content, note=PLANTED)
    own.get(answer.location)
    send(own, home, name=f"{PLANTED}.pdf", content=content[:200])
    assert PLANTED not in caplog.text
    assert PLANTED not in answer.location
    assert PLANTED not in own.get(f"/households/{home.ref}").get_data(as_text=True)


def test_a_list_asks_as_much_of_the_record_for_many_documents_as_for_few(db, home, own, kept):
    def asked():
        count = 0

        def note(*_):
            nonlocal count
            count += 1

        event.listen(db.engine, "before_cursor_execute", note)
        assert own.get(f"/households/{home.ref}/documents").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return count

    kept(DocumentKind.CERTIFICATE, b"0", "0.txt")
    few = asked()
    for number in range(1, 12):
        kept(DocumentKind.CERTIFICATE, f"{number}".encode(), f"{number}.txt")
    assert asked() <= few
    assert few <= 30


# -------------------------------------------------------------------------------------- letters


def test_a_letter_is_made_for_each_recipient_through_its_page(db, home, own):
    at = f"/households/{home.ref}/letters/review_notice"
    page = own.get(at).get_data(as_text=True)
    assert "The record does not know all of it" in page
    carers = home_of(home.id, make.LONG_AGO).carers
    answer = own.post_form(
        at,
        to=[str(each.id) for each in carers],
        held_on="02/11/2026",
        outcome="You remain suitable.",
        terms="Up to 2 children",
        next_due_on="02/11/2027",
        decided_by="A. Maker",
        written_on="23/11/2026",
        signed_by="Own Worker",
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    letters = queries.documents_about(f"household:{home.id}")
    assert len(letters) == 2
    recipients = {queries.letter_of(each.id).recipient for each in letters}
    assert recipients == {each.name for each in carers}
    assert "no address is in it" in own.get(f"/documents/{letters[0].ref}").get_data(as_text=True)


def test_what_is_missing_is_said_beside_its_field(db, home, own):
    answer = own.post_form(f"/households/{home.ref}/letters/review_notice", another="Somebody")
    assert answer.status_code == 422
    assert "Missing: what was decided." in answer.get_data(as_text=True)
    assert queries.documents_about(f"household:{home.id}") == []


def test_without_the_libraries_the_page_names_what_to_install(db, home, own, monkeypatch):
    monkeypatch.setattr(pdf, "makes_pdf", lambda: False)
    page = own.get(f"/households/{home.ref}/letters").get_data(as_text=True)
    assert "apt-get install" in page
    assert "libpango-1.0-0" in page


def test_a_letters_own_version_is_tried_and_used_through_its_pages(db, signed_in):
    keeper = signed_in(Role.ADMINISTRATOR)
    assert keeper.get("/letters").status_code == 200
    at = f"/letters/{LetterKey.REVIEW_NOTICE.value}"
    wrong = keeper.post_form(at, file=(io.BytesIO(papers.docx("{{ nobody }}")), "l.docx"))
    assert "no field of this letter" in wrong.get_data(as_text=True)
    answer = keeper.post_form(at, file=(io.BytesIO(papers.docx("{{ recipient }}")), "l.docx"))
    assert answer.status_code == 303
    assert "trial print" in keeper.get(answer.location).get_data(as_text=True)
    used = keeper.post_form(answer.location, used_from="today")
    assert used.status_code == 303
    assert "version 1" in keeper.get(at).get_data(as_text=True)


def test_the_agreement_is_made_with_its_terms_and_says_what_was_not_checked(home, own, signed_in):
    at = f"/households/{home.ref}/letters/{LetterKey.AGREEMENT.value}"
    page = own.get(at).get_data(as_text=True)
    assert "At most 2 children at once" in page
    keeper = signed_in(Role.ADMINISTRATOR)
    page = keeper.get(f"/letters/{LetterKey.AGREEMENT.value}").get_data(as_text=True)
    assert "FSR 2011 Sch 5" in page
    assert "not yet checked against the text" in page


def test_who_may_be_told_is_decided_and_ended_through_its_page(db, home, own):
    at = f"/households/{home.ref}/address/told"
    answer = own.post_form(
        at, told_name="Ms Jones", child="", decided_by="A. Manager", why="Agreed"
    )
    assert answer.status_code == 303
    (told,) = queries.told_where(home.id, make.today())
    assert "Ms Jones" in own.get(at).get_data(as_text=True)
    assert own.post_form(f"{at}/{told.ref}/end", at).status_code == 303
    assert queries.told_where(home.id, make.today()) == []


def test_a_verdict_of_a_file_that_nobody_kept_changes_nothing(kept):
    document = kept(scanned=Verdict(FileState.REFUSED, "no"))
    actions.settle(document.newest, scanned=Verdict(FileState.CLEAN), by=SOMEBODY)
    assert document.newest.state is FileState.REFUSED

"""Papers of an item: what its kind needs, what the record ticks, late with consent, in order."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.evidence import Found
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.documents import actions as documents
from app.documents.kinds import DocumentKind, FileState, FileType
from app.documents.letters import pdf
from app.documents.opened import Opened
from app.documents.queries import documents_about
from app.documents.scanning import Verdict
from app.panel.actions import papers as actions
from app.panel.kinds import ItemKind, PaperHow, PaperKind
from app.panel.needs import LEGAL, NEEDS, OfWhom, needs_of
from app.panel.outside import files_for
from app.panel.queries import papers as queries
from app.panel.queries.papers import PersonOf
from app.statute.sources import Standing
from tests import builders as make
from tests.builders import SOMEBODY
from tests.documents import papers as files
from tests.panel.pack_papers import outside
from tests.panel.packed import CLEAN, brought, given, of, wanted
from tests.panel.people import applied, called, led_panel, taken
from tests.register import reviewed
from tests.told import told_once

DAY = timedelta(days=1)


@told_once
def meeting():
    (found,) = called(led_panel(), 21)
    return found


@told_once
def item(meeting):
    """An application of two carers on its agenda."""
    applied("The Firsts")
    return taken(meeting, "The Firsts")


def person(item, name=""):
    """A carer of its household."""
    return next(each for each in queries.whom([item], today())[item.id] if each.of is OfWhom.CARER)


# ---------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_kind_says_what_it_needs_and_where_that_is_said(kind):
    for need in NEEDS[kind]:
        assert need.cite.short
        assert need.cite.standing in Standing
    ticks = [(need.paper, need.of) for need in needs_of(kind, today())]
    assert len(ticks) == len(set(ticks))


def test_every_item_about_carers_has_the_words_of_each_of_them():
    """A resignation is told for information, and nobody is heard about it."""
    for kind in set(ItemKind) - {ItemKind.RESIGNATION}:
        assert any(
            need.paper is PaperKind.CARERS_WORDS and need.of is OfWhom.CARER for need in NEEDS[kind]
        ), kind


def test_what_is_this_councils_own_wish_is_never_shown_as_law():
    for kind in (ItemKind.LONG_TERM_MATCH, ItemKind.CHANGE_OF_TERMS):
        own = [need for need in NEEDS[kind] if "papers of a panel" in need.cite.provision]
        assert own
        assert all(need.cite.standing is Standing.LOCAL for need in own)


def test_legal_advice_is_asked_for_where_an_approval_may_end_or_is_contested():
    asked = {kind for kind in ItemKind if LEGAL in needs_of(kind, today())}
    assert asked == {ItemKind.TERMINATION, ItemKind.REPRESENTATIONS}
    assert LEGAL.cite.standing is Standing.LOCAL


def test_a_case_keeps_the_papers_that_were_asked_for_on_the_day_it_began():
    day = date(2027, 4, 1)
    kind = ItemKind.EXEMPTION
    rows = NEEDS | {
        kind: (
            *(replace(need, until=day) for need in NEEDS[kind] if need.paper is PaperKind.PROPOSAL),
            replace(LEGAL, since=day),
        )
    }
    before = [need.paper for need in needs_of(kind, day - DAY, rows)]
    from_then_on = [need.paper for need in needs_of(kind, day, rows)]
    assert (before, from_then_on) == ([PaperKind.PROPOSAL], [PaperKind.LEGAL])


def test_an_item_asks_for_what_held_on_the_day_its_case_began(item, monkeypatch):
    began_on = item.began_on
    rows = (replace(LEGAL, since=began_on + DAY),)
    monkeypatch.setitem(NEEDS, item.kind, rows)
    assert wanted(item) == {}
    monkeypatch.setitem(NEEDS, item.kind, (replace(LEGAL, since=began_on),))
    assert wanted(item) == {"Legal adviser’s written advice": False}


def test_the_table_of_papers_says_what_is_law_and_what_is_policy(db, signed_in):
    shown = signed_in(Role.PANEL_ADVISER).get("/panel/what-comes/papers").text
    assert "Legal adviser’s written advice" in shown
    assert "NMS 14.6 has available" in shown
    assert shown.count("<caption") == len(ItemKind)


# --------------------------------------------------------------------------------- what is ticked


def test_an_item_lists_what_it_needs_of_each_carer_and_nothing_is_there_at_first(item):
    found = wanted(item)
    assert set(found.values()) == {False}
    assert "Medical adviser’s written advice" in found
    assert sum(each.startswith("What the carer says") for each in found) == 1


def test_both_carers_words_are_wanted_one_by_one(meeting):
    home = make.couple("The Prices")
    make.child()
    reviewed.opened(home)
    item = _review_item(meeting, home)
    names = [each for each in wanted(item) if each.startswith("What the carer says")]
    assert len(names) == 2


def _review_item(meeting, home):
    case = reviewed.queries.open_case(home.id)
    assert case is not None
    from app.audit.act import acting
    from app.core.db import db, transaction
    from app.panel.models import Item

    with transaction(), acting("Took items on the agenda of a panel", SOMEBODY):
        item = Item(
            meeting_id=meeting.id,
            kind=ItemKind.LATER_REVIEW,
            matter=f"review:{home.id}",
            title=home.name,
            household_id=home.id,
            began_on=case.opened_on,
            place=1,
            minutes=30,
        )
        item.meeting = meeting
        db.session.add(item)
    return item


def test_a_review_is_ticked_by_its_own_report_and_by_every_view_given(meeting):
    home = make.couple("The Prices")
    make.placed(make.child(age=9), home)
    case = reviewed.opened(home)
    item = _review_item(meeting, home)
    assert not any(wanted(item).values())
    reviewed.answered(case)
    views = wanted(item)
    assert [said for said, here in views.items() if not here] == ["Report"]
    reviewed.report(case)
    assert all(wanted(item).values())
    assert [each.title for each in of(item).own] == [
        "Report of the review",
        "Views given for the review",
    ]


def test_what_a_child_wishes_is_ticked_where_an_assessment_found_it_out(meeting):
    from app.assessments.evidence import About
    from app.statute.schedules import DAY_ZERO, Matter, Of

    home = applied("The Nans")
    child = make.child(age=8)
    make.placed(child, home)
    item = taken(meeting, "The Nans")
    (asked,) = [
        each for each in DAY_ZERO if each.matter is Matter.CHILDS_WISHES and each.of is Of.CHILD
    ]
    said = next(each for each in wanted(item) if each.startswith("What the child says"))
    assert wanted(item)[said] is False
    assessments.record_finding(
        home,
        asked,
        About(Of.CHILD, child_id=child.id),
        found=Found.ESTABLISHED,
        words="Wants to stay at Nan’s.",
        established_at=now(),
        by=make.worker(),
    )
    assert wanted(item)[said] is True


def test_the_written_advice_of_an_adviser_says_whose_it_is_and_when_it_was_given(item):
    brought(
        item, PaperKind.MEDICAL, says="Advice", given_by="Dr Ruth Amey", given_on=today() - 2 * DAY
    )
    assert wanted(item)["Medical adviser’s written advice"] is True
    (paper,) = of(item).papers
    assert (paper.given_by, paper.given_on) == ("Dr Ruth Amey", today() - 2 * DAY)
    (document,) = documents_about(f"household:{item.household_id}")
    assert document.kind is DocumentKind.MEDICAL


@pytest.mark.parametrize("kind", [PaperKind.MEDICAL, PaperKind.LEGAL])
def test_advice_of_nobody_or_of_no_day_is_not_taken_save_why_there_is_none(item, kind):
    with pytest.raises(RuleBroken) as refused:
        brought(item, kind, given_by=" ", given_on=None)
    assert [each.field for each in refused.value.breaches] == ["given_by", "given_on"]
    with pytest.raises(RuleBroken) as refused:
        actions.write_paper(
            item, given(kind, given_on=today() + DAY), how=PaperHow.WORDS, words=" ", by=SOMEBODY
        )
    assert [each.field for each in refused.value.breaches] == ["given_on", "words"]
    nobody = given(kind, given_by="", given_on=None)
    actions.write_paper(item, nobody, how=PaperHow.WHY_NOT, words="Not asked for.", by=SOMEBODY)


def test_the_next_advice_begins_with_the_name_of_whoever_gave_the_last(item, signed_in):
    brought(item, PaperKind.LEGAL, given_by="Ursula Penhale")
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}/papers/add?which="
    assert 'value="Ursula Penhale"' in adviser.get(page + "legal_advice|").text
    assert "Ursula Penhale" not in adviser.get(page + "medical_advice|").text


@pytest.mark.parametrize("days", [-1, 22])
def test_a_late_paper_comes_from_today_on_and_by_the_meeting(item, days):
    what = given(PaperKind.REPORT, given_on=today() + days * DAY)
    with pytest.raises(RuleBroken, match="by the meeting of"):
        actions.await_paper(item, what, words="Late.", late_agreed=True, by=SOMEBODY)


@pytest.mark.parametrize("how", [PaperHow.WORDS, PaperHow.OBSERVED, PaperHow.WHY_NOT])
def test_a_voice_is_words_what_was_seen_or_why_there_is_none_and_never_empty(item, how):
    carer = person(item)
    what = given(PaperKind.CARERS_WORDS, carer)
    with pytest.raises(RuleBroken):
        actions.write_paper(item, what, how=how, words=" ", by=SOMEBODY)
    actions.write_paper(item, what, how=how, words="They were there.", by=SOMEBODY)
    assert wanted(item)[f"What the carer says: {carer.name}"] is True
    (line,) = [each for each in of(item).wanted if each.papers]
    assert line.why_not is (how is PaperHow.WHY_NOT)


def test_what_a_child_says_is_kept_with_the_child(meeting):
    home = applied("The Nans")
    child = make.child(age=8)
    make.placed(child, home)
    item = taken(meeting, "The Nans")
    one = PersonOf("Amy", child_id=child.id)
    paper = brought(item, PaperKind.CHILDS_WORDS, one=one)
    assert paper.about == f"child:{child.id}"
    assert len(documents_about(f"child:{child.id}")) == 1


def test_a_document_of_the_record_is_offered_and_put_in_but_not_one_that_is_restricted(item):
    for name, kept_as in (("report.pdf", None), ("secret.pdf", "F6")):
        documents.keep(
            name=name,
            content=outside(name),
            kind=DocumentKind.ASSESSMENT,
            about=f"household:{item.household_id}",
            kept_as=kept_as,
            scanned=CLEAN,
            by=SOMEBODY,
        )
    those = of(item).kept
    assert [each.name for each in those] == ["report.pdf"]
    actions.use_document(item, given(PaperKind.REPORT), document=those[0], by=SOMEBODY)
    assert wanted(item)["Report"] is True
    assert of(item).kept == ()


# ------------------------------------------------------------------------------ late, and in order


def test_after_the_day_for_papers_the_chair_consents_or_nothing_is_added(item):
    with clock_at(item.meeting.meets_on - 2 * DAY):
        with pytest.raises(RuleBroken, match="The chair consents"):
            brought(item)
        paper = brought(item, late_agreed=True)
        assert paper.late
        assert item.late_agreed
        assert brought(item, says="Another").late  # the consent is the item's
    assert [each.late for each in of(item).papers] == [True, True]


def test_a_paper_in_time_is_not_late_and_needs_no_consent(item):
    assert not brought(item).late
    assert not item.late_agreed


def test_a_paper_marked_late_says_by_when_and_is_missing_until_it_comes(item):
    what = given(PaperKind.MEDICAL, given_on=today() + 18 * DAY)
    with pytest.raises(RuleBroken, match="The chair consents"):
        actions.await_paper(item, what, words="The doctor is away.", by=SOMEBODY)
    actions.await_paper(item, what, words="The doctor is away.", late_agreed=True, by=SOMEBODY)
    assert item.late_agreed
    assert wanted(item)["Medical adviser’s written advice"] is False
    assert any("late, by" in each for each in of(item).lacking)
    brought(item, PaperKind.MEDICAL)
    assert wanted(item)["Medical adviser’s written advice"] is True
    assert len(of(item).papers) == 1  # what was awaited has come


def test_nothing_is_added_once_the_day_is_over_or_the_item_is_off(item):
    with (
        clock_at(item.meeting.meets_on + DAY),
        pytest.raises(RuleBroken, match="stays as it was"),
    ):
        brought(item, late_agreed=True)


def test_papers_are_ordered_and_taken_out_and_their_documents_stay(item):
    first, second, third = (brought(item, says=each) for each in ("One", "Two", "Three"))
    actions.move_paper(third, earlier=True, by=SOMEBODY)
    actions.move_paper(first, earlier=True, by=SOMEBODY)
    assert [each.title for each in of(item).papers] == ["One", "Three", "Two"]
    actions.take_out(second, by=SOMEBODY)
    assert [each.title for each in of(item).papers] == ["One", "Three"]
    assert len(documents_about(f"household:{item.household_id}")) == 3


# ------------------------------------------------------------------------------- what a file may be


def kept(name, content):
    """What is kept of a file, as the page does it."""
    from app.documents.opened import look_at

    return files_for(look_at(name, content, most=20_000_000), CLEAN, "Its title")


@pytest.mark.only_on("sqlite")  # nothing reaches the database
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", files.xlsx()), ("a.png", files.picture("PNG")), ("a.txt", b"words")],
)
def test_what_is_not_of_pages_is_refused_with_what_to_do(db, name, content):
    with pytest.raises(RuleBroken, match="Print it to PDF and add that") as refused:
        kept(name, content)
    assert refused.value.breaches[0].field == "file"


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_pdf_that_cannot_stand_in_a_pack_is_refused_before_it_is_kept(db):
    with pytest.raises(RuleBroken, match="switched off"):
        kept("a.pdf", outside("Hidden", catalog="/OCProperties <</D <</OFF [3 0 R]>>>>"))


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_word_file_becomes_a_tagged_pdf_beside_it(db):
    if not pdf.makes_pdf():
        with pytest.raises(RuleBroken, match="on this machine"):
            kept("a.docx", files.docx("Plain words"))
        return
    word, made = kept("a.docx", files.docx("Plain words"))
    assert (word[0].type, made[0].type) == (FileType.DOCX, FileType.PDF)
    assert made[0].name == "a.pdf"
    root = PdfReader(io.BytesIO(made[0].content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert made[1].state is FileState.CLEAN


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_the_pdf_of_a_word_file_waits_for_the_scanner_as_long_as_the_file_does(db):
    if not pdf.makes_pdf():
        return
    waiting = Verdict(FileState.WAITING, "asked later")
    both = files_for(
        Opened(FileType.DOCX, "a.docx", files.docx("Plain words")), waiting, "Its title"
    )
    assert {verdict.state for _, verdict in both} == {FileState.WAITING}


def with_a_box():
    """A Word file with words in a field, which are not in its paragraphs' own runs."""
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    paragraph = made.add_paragraph("Seen: ")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(
        parse_xml(f"<w:fldSimple {space}><w:r><w:t>what the doctor said</w:t></w:r></w:fldSimple>")
    )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.only_on("sqlite")  # nothing reaches the database
def test_a_word_file_of_which_words_would_be_lost_is_refused(db):
    assert pdf.left_behind(files.docx("Plain words")) == ""
    assert "boxes, fields" in pdf.left_behind(with_a_box())
    if pdf.makes_pdf():
        with pytest.raises(RuleBroken, match="which would be lost"):
            kept("a.docx", with_a_box())


# ---------------------------------------------------------------------------------------- the pages


@pytest.fixture
def adviser(signed_in):
    return signed_in(Role.PANEL_ADVISER)


def send(browser, item, **fields):
    from tests.conftest import hidden_fields

    at = f"/panel/items/{item.ref}/papers/add"
    name, content = fields.pop("name", "paper.pdf"), fields.pop("content", outside("Brought"))
    asked = hidden_fields(browser.get(at).get_data(as_text=True))
    data = asked | {"which": "medical_advice|", "file": (io.BytesIO(content), name)} | fields
    return browser.post(at, data=data)


def test_an_adviser_opens_an_item_sees_what_it_needs_and_brings_it(db, item, adviser):
    page = adviser.get(f"/panel/items/{item.ref}").text
    assert "0 of 4 needed are there" in page
    nobodys = send(adviser, item, title="Her advice")
    assert nobodys.status_code == 422
    assert "Give the name of the adviser" in nobodys.text
    assert 'value="Her advice"' in nobodys.text
    assert send(adviser, item, given_by="Dr Ruth Amey", given_on="today").status_code == 303
    page = adviser.get(f"/panel/items/{item.ref}").text
    assert "1 of 4 needed are there" in page
    assert "Dr Ruth Amey" in page
    (paper,) = of(item).papers
    answer = adviser.get(f"/panel/papers/{paper.ref}/file")
    assert answer.get_data().startswith(b"%PDF")


def test_a_file_that_cannot_be_a_paper_is_refused_beside_it_and_not_kept(db, item, adviser):
    answer = send(adviser, item, name="a.txt", content=b"words")
    assert answer.status_code == 422
    assert "Print it to PDF and add that" in answer.text
    assert documents_about(f"household:{item.household_id}") == []


def test_a_paper_is_written_marked_late_used_moved_and_taken_out_by_its_pages(db, item, adviser):
    at = f"/panel/items/{item.ref}/papers"
    carer = person(item)
    which = f"carers_words|{carer.key}"
    assert f'value="{which}" selected' in adviser.get(f"{at}/write?which={which}").text
    adviser.post_form(f"{at}/write", which=which, how="in_their_own_words", words="We are ready.")
    adviser.post_form(
        f"{at}/late",
        which="medical_advice|",
        given_on=f"{today() + 10 * DAY:%d/%m/%Y}",
        words="Away.",
        late_agreed="y",
    )
    documents.keep(
        name="report.pdf",
        content=outside("The report"),
        kind=DocumentKind.ASSESSMENT,
        about=f"household:{item.household_id}",
        scanned=CLEAN,
        by=SOMEBODY,
    )
    (document,) = of(item).kept
    assert "In the record, not put in" in adviser.get(f"/panel/items/{item.ref}").text
    adviser.post_form(f"{at}/use", which="report|", document=document.ref)
    page = adviser.get(f"/panel/items/{item.ref}").text
    assert "2 of 4 needed are there" in page
    assert "We are ready." in page
    last = of(item).papers[-1]
    of_item = f"/panel/items/{item.ref}"
    adviser.post_form(f"/panel/papers/{last.ref}/move", _of=of_item, to="earlier")
    assert of(item).papers[-2].ref == last.ref
    adviser.post_form(f"/panel/papers/{last.ref}/take-out")
    assert last.ref not in [each.ref for each in of(item).papers]


def test_whoever_reads_panels_sees_what_is_there_and_only_some_take_it_away(db, item, signed_in):
    paper = brought(item)
    for role, status in ((Role.TEAM_MANAGER, 403), (Role.DECISION_MAKER, 200)):
        browser = signed_in(role)
        page = browser.get(f"/panel/items/{item.ref}").text
        assert "Brought" in page
        assert (f"/panel/papers/{paper.ref}/file" in page) is (status == 200)
        assert browser.get(f"/panel/papers/{paper.ref}/file").status_code == status

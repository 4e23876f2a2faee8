"""The pack of a meeting: what stops it, what is in it, to whom it goes, and what is withheld."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.audit.act import acting
from app.audit.queries import looks_by
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.documents import actions as documents
from app.documents import store
from app.documents.kinds import FileState
from app.documents.models import DocumentContent
from app.documents.opened import Opened
from app.documents.scanning import Verdict
from app.panel import packing
from app.panel.actions import agenda as agendas
from app.panel.actions import meetings, minutes
from app.panel.actions import papers as actions
from app.panel.actions.deciding import link_user
from app.panel.kinds import Answer, ItemKind, Outcome, PaperHow, PaperKind
from app.panel.models import Invited, Item, PackSent
from app.panel.pack import PackNotMade
from app.panel.queries import packs as queries
from app.panel.queries.agenda import items_of
from app.retention import sweeping
from tests.builders import SOMEBODY
from tests.panel.pack_papers import bookmarks, outside, says, texts_by_poppler
from tests.panel.packed import brought, given, of, packed
from tests.panel.people import (
    applied,
    called,
    come,
    led_panel,
    taken,
)
from tests.panel.people import (
    says as said,
)
from tests.retention.ended import MARK, destroyed, everything_kept, marked_household
from tests.told import told_once

DAY = timedelta(days=1)
FIRST, SECOND = "Quillfeather", "Brackenridge"


@told_once
def meeting(five):
    """A meeting in three weeks of two applications, each with a paper; the five are asked."""
    (found,) = called(led_panel(chair=five[0], vice=five[1]), 21)
    come(found, *five)
    for name in (FIRST, SECOND):
        applied(f"The {name}s")
        brought(taken(found, f"The {name}s"), PaperKind.MEDICAL, says=f"{name} medical")
    return found


@told_once
def sent(meeting):
    """Its pack, made and sent."""
    return actions.send_pack(packed(meeting), by=SOMEBODY)


def file_for(pack, listing):
    return packing.file_for(pack, listing.person.name, listing)


# ------------------------------------------------------------------------------------ made and kept


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_a_pack_has_a_sheet_for_each_item_and_its_papers_with_one_numbering(meeting, five):
    pack = packed(meeting)
    whole = packing.file_for(pack, "Priya Dell", None)
    assert pack.pages == len(PdfReader(io.BytesIO(whole)).pages)
    marks = " ".join(title for _, title, *_ in bookmarks(whole))
    for each in (f"Item 1: The {FIRST}s", f"Item 2: The {SECOND}s", f"{FIRST} medical"):
        assert each in marks
    text = " ".join(texts_by_poppler(whole))
    assert "Comes by law" in text
    assert f"page {pack.pages} of {pack.pages}" in text
    assert "PriyaDell" in text.replace(" ", "")  # across each page, letter by letter


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_what_is_missing_and_what_is_late_stands_on_the_items_own_sheet(meeting):
    first, _ = items_of(meeting.id)
    late = given(PaperKind.CHECKS, given_on=today() + 18 * DAY)
    actions.await_paper(first, late, words="On its way.", late_agreed=True, by=SOMEBODY)
    text = " ".join(texts_by_poppler(packing.file_for(packed(meeting), "Priya", None)))
    assert "Needed, and not in this pack" in text
    assert "Checks and references: late, by" in " ".join(text.split())


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_words_that_were_written_here_go_in_as_a_tagged_paper(meeting):
    first, _ = items_of(meeting.id)
    carer = next(each for each in of(first).whom if each.person_id)
    actions.write_paper(
        first,
        given(PaperKind.CARERS_WORDS, carer, title="What Jo says"),
        how=PaperHow.WORDS,
        words="We are ready for this.",
        by=SOMEBODY,
    )
    pack = packed(meeting)
    text = " ".join(texts_by_poppler(packing.file_for(pack, "Priya", None)))
    assert "We are ready for this." in text
    (row,) = [each for each in queries.papers_in(pack) if each.title == "What Jo says"]
    own = PdfReader(io.BytesIO(store.read(row.content_id, row.code)))
    assert own.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_minutes_so_far_are_in_the_sheet_of_an_item_that_was_deferred(five):
    panel = led_panel(chair=five[0], vice=five[1])
    before, after = called(panel, 0, 21)
    for each in (before, after):
        come(each, *five)
    applied("The Waits")
    first = taken(before, "The Waits")
    agendas.take_attendance(before, came=five, by=SOMEBODY)
    minutes.minute_item(first, strengths="They have patience.", by=SOMEBODY)
    said(first, Outcome.DEFERRED)
    with clock_at(today() + DAY):
        taken(after, "The Waits")
        text = " ".join(texts_by_poppler(packing.file_for(packed(after), "Priya", None)))
    assert "Minutes so far" in text
    assert "They have patience." in text


def test_a_file_asked_for_again_is_the_same_to_the_last_byte_whatever_came_after(sent, five):
    before = file_for(sent, five[4])
    first, _ = items_of(sent.meeting_id)
    (paper,) = of(first).papers
    documents.replace(
        paper.document,
        name="paper.pdf",
        content=outside("Quite another"),
        scanned=Verdict(FileState.CLEAN),
        by=SOMEBODY,
    )
    actions.take_out(paper, by=SOMEBODY)
    agendas.change_item(first, minutes=90, by=SOMEBODY)
    assert file_for(sent, five[4]) == before
    again = packing.file_for(packed(sent.meeting), "Priya", None)
    assert not says(again, f"{FIRST} medical")


# ------------------------------------------------------------------------------------ what stops it


def test_nothing_on_the_agenda_makes_no_pack(five):
    (empty,) = called(led_panel(chair=five[0], vice=five[1]), 21)
    with pytest.raises(RuleBroken, match="nothing to put in it"):
        packed(empty)


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (Verdict(FileState.WAITING, "asked later"), "it waits for the scanner"),
        (Verdict(FileState.REFUSED, "a virus"), "the scanner refused it"),
    ],
)
def test_a_paper_that_the_scanner_did_not_clear_stops_it_by_name(meeting, verdict, why):
    first, _ = items_of(meeting.id)
    file = (Opened("pdf", "paper.pdf", outside("Waits")), verdict)
    actions.add_paper(first, given(title="Waits"), files=[file], by=SOMEBODY)
    ((paper, fault),) = of(first).faults
    assert paper.title == "Waits"
    assert why in fault
    with pytest.raises(RuleBroken, match="One paper cannot be put in"):
        packed(meeting)


def test_a_paper_refused_while_it_is_made_is_named_and_nothing_is_kept(meeting, db):
    """A newer version in the documents' own pages was not asked whether it fits a pack."""
    first, _ = items_of(meeting.id)
    (paper,) = of(first).papers
    documents.replace(
        paper.document,
        name="paper.pdf",
        content=outside("Hidden", catalog="/OCProperties <</D <</OFF [3 0 R]>>>>"),
        scanned=Verdict(FileState.CLEAN),
        by=SOMEBODY,
    )
    pack = packed(meeting)
    assert pack.pages is None
    assert pack.stopped_by_id == paper.id
    assert "switched off" in pack.stopped_because
    assert FIRST not in pack.stopped_because  # it stands openly in the trail
    assert queries.papers_in(pack) == []
    with pytest.raises(RuleBroken, match="not made"):
        actions.send_pack(pack, by=SOMEBODY)


def test_cut_off_while_it_is_kept_nothing_of_it_is_kept(meeting, db, monkeypatch):
    pack = actions.ask_for_pack(meeting, faulty=0, by=SOMEBODY)
    before = db.session.scalar(select(func.count(DocumentContent.id)))
    keep, calls = store.keep, []

    def cut_off(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return keep(*args)

    monkeypatch.setattr(store, "keep", cut_off)
    with pytest.raises(KeyboardInterrupt):
        packing.make(pack, by=SOMEBODY)
    db.session.expire_all()
    assert pack.pages is None
    assert queries.papers_in(pack) == []
    assert db.session.scalar(select(func.count(DocumentContent.id))) == before
    assert packing.PACK.progress_of(pack.id) is None


# ------------------------------------------------------------------------------- sent, and withheld


def test_sending_tells_that_the_papers_are_sent_and_to_whom_with_what_withheld(meeting, five):
    first, _ = items_of(meeting.id)
    agendas.take_no_part(first, five[3], words="Her neighbours.", by=SOMEBODY)
    away = queries.db.session.scalar(
        select(Invited).where(Invited.listing_id == five[4].id, Invited.meeting_id == meeting.id)
    )
    meetings.record_answer(away, answer=Answer.NOT_COMING, by=SOMEBODY)
    pack = actions.send_pack(packed(meeting), by=SOMEBODY)
    assert meeting.papers_sent_on == pack.sent_on == today()
    rows = queries.db.session.scalars(select(PackSent).where(PackSent.pack_id == pack.id)).all()
    assert {each.listing_id: each.withheld for each in rows} == {
        five[0].id: [],
        five[1].id: [],
        five[2].id: [],
        five[3].id: [1],
    }
    with pytest.raises(RuleBroken, match="sent already"):
        actions.send_pack(pack, by=SOMEBODY)


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_a_member_with_a_conflict_has_nothing_of_the_item_and_the_same_page_numbers(meeting, five):
    first, _ = items_of(meeting.id)
    agendas.take_no_part(first, five[3], words="Her neighbours.", by=SOMEBODY)
    pack = packed(meeting)
    theirs, others = file_for(pack, five[3]), file_for(pack, five[4])
    assert says(others, FIRST)
    assert not says(theirs, FIRST)
    assert says(theirs, SECOND)
    assert f"page {pack.pages} of {pack.pages}" in " ".join(texts_by_poppler(theirs))


def test_a_conflict_that_is_known_after_it_was_sent_withholds_the_item_at_once(sent, five):
    assert says(file_for(sent, five[4]), FIRST)
    first, _ = items_of(sent.meeting_id)
    agendas.take_no_part(first, five[4], words="A cousin.", by=SOMEBODY)
    assert not says(file_for(sent, five[4]), FIRST)
    assert says(file_for(sent, five[3]), FIRST)


# ------------------------------------------------------------------------- destroyed with a record


def test_a_destroyed_household_takes_its_papers_out_of_every_pack(sent, five, db):
    """Of those whom it does not concern the pack tells still what it is, and gives no file."""
    home = marked_household()
    about = f"household:{home.id}"
    with transaction(), acting("Took items on the agenda of a panel", SOMEBODY):
        item = Item(
            meeting_id=sent.meeting_id,
            kind=ItemKind.RESIGNATION,
            title=home.name,
            household_id=home.id,
            place=3,
            minutes=5,
        )
        item.meeting = sent.meeting
        db.session.add(item)
    brought(item, says=f"{MARK} paper", content=outside(f"{MARK} says"), given_by=f"Dr {MARK}")
    typed = given(PaperKind.LEGAL, title=f"{MARK} advice")
    actions.write_paper(item, typed, how=PaperHow.WORDS, words=f"{MARK} is advised.", by=SOMEBODY)
    pack = actions.send_pack(packed(sent.meeting), by=SOMEBODY)
    assert says(file_for(pack, five[4]), MARK)
    asked = select(func.count(DocumentContent.id)).where(DocumentContent.about == about)
    assert db.session.scalar(asked) == 4  # one of its own, the sheet, what was brought and written
    destroyed(about)
    sweeping.sweep()
    assert MARK not in everything_kept()
    assert db.session.scalar(asked) == 0
    assert [each.pages for each in queries.packs_of(sent.meeting_id)] == [pack.pages, sent.pages]
    with pytest.raises(PackNotMade, match="destroyed"):
        file_for(pack, five[4])
    assert says(file_for(sent, five[4]), FIRST)  # the one before had nothing of it


# ------------------------------------------------------------------------------------- on the pages


def shown(browser, meeting):
    """The page of the pack once nothing is being made."""
    import time

    for _ in range(100):
        page = browser.get(f"/panel/meetings/{meeting.ref}/pack").text
        if "data-progress" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("it is still being made")


def test_an_adviser_sees_what_is_missing_makes_the_pack_and_sends_it(meeting, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    at = f"/panel/meetings/{meeting.ref}"
    assert f"{at}/pack" in adviser.get(at).text
    page = adviser.get(f"{at}/pack").text
    assert "Missing" in page
    assert "Checks and references" in page
    assert adviser.post_form(f"{at}/pack").status_code == 303
    page = shown(adviser, meeting)
    assert "Pack 1" in page
    (pack,) = queries.packs_of(meeting.id)
    assert adviser.get(f"{at}/pack/progress").get_json() == {"running": False}
    assert adviser.post_form(f"/panel/packs/{pack.ref}/send").status_code == 303
    assert "Papers sent" in adviser.get(at).text
    decider = signed_in(Role.DECISION_MAKER)
    (first, _) = items_of(meeting.id)
    copy = f"/panel/packs/{pack.ref}/file"
    assert copy in decider.get(f"/panel/items/{first.ref}").text
    assert copy not in signed_in(Role.TEAM_MANAGER).get(f"/panel/items/{first.ref}").text
    for browser in (adviser, decider):
        assert browser.get(copy).get_data().startswith(b"%PDF")


def test_each_further_item_costs_the_packs_page_no_more_than_the_one_before(
    meeting, signed_in, counted
):
    adviser = signed_in(Role.PANEL_ADVISER)
    at = f"/panel/meetings/{meeting.ref}/pack"
    adviser.get(at)
    asked = []
    for name in ("The Thirds", "The Fourths"):
        with counted() as count:
            assert adviser.get(at).status_code == 200
        asked.append(count.number)
        applied(name)
        taken(meeting, name)
    with counted() as count:
        adviser.get(at)
    asked.append(count.number)
    assert asked[2] - asked[1] <= asked[1] - asked[0] <= 24


def test_progress_is_shown_and_what_was_cut_off_says_so(meeting, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    at = f"/panel/meetings/{meeting.ref}/pack"
    pack = actions.ask_for_pack(meeting, faulty=0, by=SOMEBODY)
    number = pack.id
    queries.db.session.rollback()
    with packing.PACK.working_on(number) as told:
        told("Reading the papers", 0, 9)
        page = " ".join(adviser.get(at).text.split())
        assert "0 of 9" in page
        assert "You may leave this page" in page
        assert adviser.get(f"{at}/progress").get_json()["total"] == 9
    assert "It was cut off" in adviser.get(at).text


def test_a_member_finds_their_own_file_for_four_weeks_and_each_look_is_kept(sent, five, signed_in):
    browser = signed_in(Role.PANEL_MEMBER)
    other = signed_in(Role.PANEL_MEMBER)
    link_user(five[4], user_id=browser.user.id, by=SOMEBODY)
    page = browser.get(f"/panel/mine/{sent.meeting.ref}").text
    at = f"/panel/mine/packs/{sent.ref}"
    assert at in page
    file = browser.get(at)
    assert file.status_code == 200
    assert says(file.get_data(), FIRST)
    assert says(file.get_data(), five[4].person.name)
    looks = [each for each in looks_by(browser.user.id) if each.page == "panel pack saved"]
    homes = {f"household:{each.household_id}" for each in items_of(sent.meeting_id)}
    assert {each.subject for each in looks} == homes
    assert {each.kept for each in looks} == {"F3", "F5"}
    assert other.get(at).status_code == 404
    for days, status in ((28, 200), (29, 404)):
        with clock_at(sent.meets_on + days * DAY):
            assert signed_in(browser.user).get(at).status_code == status


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_a_member_who_declares_a_conflict_gets_less_and_who_stays_away_gets_none(
    sent, five, signed_in
):
    browser = signed_in(Role.PANEL_MEMBER)
    link_user(five[4], user_id=browser.user.id, by=SOMEBODY)
    first, _ = items_of(sent.meeting_id)
    browser.post_form(f"/panel/mine/items/{first.ref}/conflict", words="A cousin.")
    at = f"/panel/mine/packs/{sent.ref}"
    assert not says(browser.get(at).get_data(), FIRST)
    looks = [each for each in looks_by(browser.user.id) if each.page == "panel pack saved"]
    assert f"household:{first.household_id}" not in {each.subject for each in looks}
    browser.post_form(f"/panel/mine/{sent.meeting.ref}/answer", answer="does_not_come")
    assert browser.get(at).status_code == 404
    assert at not in browser.get(f"/panel/mine/{sent.meeting.ref}").text


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_a_pack_that_is_not_sent_is_nobodys_yet(meeting, five, signed_in):
    pack = packed(meeting)
    browser = signed_in(Role.PANEL_MEMBER)
    link_user(five[4], user_id=browser.user.id, by=SOMEBODY)
    assert pack.ref not in browser.get(f"/panel/mine/{meeting.ref}").text
    assert browser.get(f"/panel/mine/packs/{pack.ref}").status_code == 404


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_the_file_of_a_member_who_does_not_sign_in_is_given_by_the_adviser(sent, five, signed_in):
    first, _ = items_of(sent.meeting_id)
    agendas.take_no_part(first, five[2], words="A cousin.", by=SOMEBODY)
    adviser = signed_in(Role.PANEL_ADVISER)
    file = adviser.get(f"/panel/packs/{sent.ref}/for/{five[2].ref}").get_data()
    assert not says(file, FIRST)
    assert says(file, five[2].person.name)


def test_a_morning_of_downloads_prepares_the_pack_once_and_each_has_their_own(
    sent, five, monkeypatch
):
    made, prepare = [], packing.library.prepare
    monkeypatch.setattr(
        packing.library, "prepare", lambda *told: made.append(told) or prepare(*told)
    )
    packing._LAST.clear()
    first, _ = items_of(sent.meeting_id)
    whole = file_for(sent, five[4])
    agendas.take_no_part(first, five[3], words="A cousin.", by=SOMEBODY)
    less = file_for(sent, five[3])
    assert len(made) == 1
    assert says(whole, f"{FIRST} medical")
    assert not says(less, FIRST)
    packing._LAST.clear()
    assert file_for(sent, five[4]) == whole
    assert file_for(sent, five[3]) == less


def test_a_pack_of_which_something_was_destroyed_leaves_nothing_in_memory(sent, five, monkeypatch):
    file_for(sent, five[4])
    assert packing._LAST

    def gone(*_):
        raise store.ContentsGone

    monkeypatch.setattr(store, "read", gone)
    with pytest.raises(PackNotMade):
        file_for(sent, five[4])
    assert not packing._LAST


def test_a_pack_whose_agenda_changed_since_says_so(meeting, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    packed(meeting)
    page = f"/panel/meetings/{meeting.ref}/pack"
    assert "The agenda changed since pack 1" not in adviser.get(page).text
    first, second = items_of(meeting.id)
    agendas.put_item(second, place=1, by=SOMEBODY)
    assert "The agenda changed since pack 1" in adviser.get(page).text
    agendas.put_item(first, place=1, by=SOMEBODY)
    assert "The agenda changed since pack 1" not in adviser.get(page).text
    brought(first, PaperKind.LEGAL, says="Advice")
    assert "The agenda changed since pack 1" in adviser.get(page).text
    packed(meeting)
    assert "The agenda changed since pack" not in adviser.get(page).text

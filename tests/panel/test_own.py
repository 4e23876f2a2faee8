"""A panel member's own meetings: what they see, for how long, and nothing where they conflict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.accounts.roles import Role
from app.audit.act import acting
from app.audit.queries import looks_by
from app.core.db import db as record
from app.core.db import transaction
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import agenda as agendas
from app.panel.actions import meetings, minutes, papers
from app.panel.actions.deciding import link_user
from app.panel.kinds import Answer, MinutesStep, NoPartBecause
from app.panel.queries import meetings as asked
from app.panel.queries import own as queries
from app.panel.queries.agenda import agenda, items_of
from app.panel.queries.minutes import steps_of
from app.reminders.content import content_for
from app.statute.local import PANEL_CHANGE_TOLD, PANEL_MINUTES_APPROVED
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import packed
from tests.panel.people import (
    applied,
    called,
    come,
    led_panel,
    listed,
    says,
    taken,
)
from tests.told import told_once

DAY = timedelta(days=1)


@told_once
def met(five):
    """A meeting in three weeks with two applications on its agenda; the five are asked."""
    (meeting,) = called(led_panel(chair=five[0], vice=five[1]), 21)
    come(meeting, *five)
    for name in ("The Firsts", "The Seconds"):
        applied(name)
        taken(meeting, name)
    return meeting


@pytest.fixture
def member(met, five, signed_in):
    """The last of the five, signed in."""
    browser = signed_in(Role.PANEL_MEMBER)
    link_user(five[4], user_id=browser.user.id, by=SOMEBODY)
    return browser


def test_a_member_sees_the_agenda_of_their_own_meeting_and_of_no_other(met, member):
    (other,) = meetings.call_meetings(
        met.panel, days=[today() + 30 * DAY], starts_at="09:30", by=SOMEBODY
    )
    shown = member.get("/panel/mine").text
    assert met.ref in shown
    assert other.ref not in shown
    page = member.get(f"/panel/mine/{met.ref}").text
    assert "The Firsts" in page
    assert member.get(f"/panel/mine/{other.ref}").status_code == 404
    assert member.get(f"/panel/meetings/{met.ref}").status_code == 403
    assert member.get("/panel").status_code == 403


def test_where_they_have_a_conflict_nothing_of_the_item_is_told(met, member, five):
    first, second = items_of(met.id)
    member.post_form(f"/panel/mine/items/{first.ref}/conflict", words="My neighbours.")
    page = member.get(f"/panel/mine/{met.ref}").text
    assert "The Firsts" not in page
    assert first.ref not in page
    assert "You take no part in this item" in page
    assert "The Seconds" in page
    assert member.get(f"/panel/mine/items/{first.ref}/conflict").status_code == 404
    lines = agenda(met).lines
    assert [each.missing != () for each in lines] == [True, False]
    assert second.id == lines[1].item.id


def test_a_conflict_that_the_adviser_recorded_withholds_it_too(met, member, five):
    first, _ = items_of(met.id)
    agendas.take_no_part(first, five[4], words="Told by telephone.", by=SOMEBODY)
    assert "The Firsts" not in member.get(f"/panel/mine/{met.ref}").text


def test_not_being_there_for_an_item_is_no_conflict_and_withholds_nothing(met, member, five):
    first, _ = items_of(met.id)
    agendas.take_no_part(first, five[4], because=NoPartBecause.NOT_THERE, by=SOMEBODY)
    assert "The Firsts" in member.get(f"/panel/mine/{met.ref}").text


def test_a_meeting_is_theirs_until_four_weeks_after_it(met, member):
    user = member.user
    for days, there in ((28, True), (29, False)):
        on = met.meets_on + days * DAY
        assert bool(queries.own_meetings(user, on)) is there


ENDS = {
    "the meeting is called off": lambda met, _: meetings.call_off(
        met, because="Snow.", by=SOMEBODY
    ),
    "they have left the list": lambda met, one: one.end(today()),
    "the account is somebody else’s": lambda met, one: link_user(one, user_id=None, by=SOMEBODY),
}


@pytest.mark.parametrize("ends", ENDS)
def test_they_see_nothing_more_once(ends, met, member, five):
    assert queries.own_meetings(member.user, today())
    with transaction(), acting("Ended it", SOMEBODY):
        ENDS[ends](met, five[4])
    assert queries.own_meetings(member.user, today()) == []


def test_a_member_says_whether_they_come(met, member, five):
    member.post_form(f"/panel/mine/{met.ref}/answer", answer="does_not_come")
    assert asked.invited_to(met.id, five[4].id).answer is Answer.NOT_COMING
    assert ">No</strong>" in member.get("/panel/mine").text


def test_a_meeting_goes_into_a_calendar_with_its_time_and_nothing_of_its_agenda(met, member):
    told = member.get(f"/panel/mine/{met.ref}/calendar").get_data(as_text=True)
    assert f"{met.meets_on:%Y%m%d}T093000" in told
    assert "The Firsts" not in told
    assert "Fostering panel" in told


def test_each_look_of_a_member_is_recorded(met, member):
    member.get(f"/panel/mine/{met.ref}")
    pages = {each.page for each in looks_by(member.user.id)}
    assert "own panel agenda" in pages


def test_a_member_asked_to_nothing_is_told_who_asks(db, signed_in):
    assert "The panel adviser asks you" in signed_in(Role.PANEL_MEMBER).get("/panel/mine").text


# --------------------------------------------------------------------- what is to do, and minutes


def test_today_and_the_morning_message_tell_a_member_what_is_to_do_and_nobody_elses(
    met, five, signed_in
):
    browser, other = signed_in(Role.PANEL_MEMBER), signed_in(Role.PANEL_MEMBER)
    sixth = listed("Sixth")
    meetings.invite(met, listings=[sixth], by=SOMEBODY)
    link_user(sixth, user_id=browser.user.id, by=SOMEBODY)
    link_user(five[4], user_id=other.user.id, by=SOMEBODY)
    with clock_at(met.meets_on - 7 * DAY):
        user = record.session.get_one(User, browser.user.id)
        assert [each.action for each in watch.members(today())] == ["Say whether you come"]
        own = signed_in(user)
        assert "say whether you come" in own.get("/").text
        assert "say whether you come" not in signed_in(other.user).get("/").text
        message = content_for(user, today())
        assert message.subject == "Hearth: 1 due"
        assert "Sixth" not in message.words(again=False)
        assert met.ref not in message.words(again=False)
        own.post_form(f"/panel/mine/{met.ref}/answer", answer="comes")
        assert watch.members(today()) == ()
        assert "panel meeting waits for you" not in own.get("/").text


@pytest.mark.only_on("sqlite")  # how a file is made is the same on both
def test_papers_that_were_sent_are_to_be_read_until_they_are_taken(met, member):
    sent = papers.send_pack(packed(met), by=SOMEBODY)
    user = record.session.get_one(User, member.user.id)
    (line,) = watch.members(today())
    assert (line.action, line.worker_id) == ("Read your papers", user.id)
    assert member.get(f"/panel/mine/packs/{sent.ref}").status_code == 200
    assert watch.members(today()) == ()
    papers.send_pack(packed(met), by=SOMEBODY)
    assert [each.action for each in watch.members(today())] == ["Read your papers"]


def test_whoever_was_asked_to_a_meeting_that_is_called_off_is_told_until_they_have_read_it(
    met, member, five
):
    meetings.record_answer(
        asked.invited_to(met.id, five[3].id), answer=Answer.NOT_COMING, by=SOMEBODY
    )
    link_user(five[3], user_id=make.user(Role.PANEL_MEMBER).id, by=SOMEBODY)
    meetings.call_off(met, because="No chair can come.", by=SOMEBODY)
    (line,) = watch.members(today())
    assert (line.clock, line.worker_id) == ("panel_change_told", member.user.id)
    assert line.due_on == PANEL_CHANGE_TOLD.last_day(today())
    assert "called off" in member.get("/").text
    user = record.session.get_one(User, member.user.id)
    assert content_for(user, today()).subject == "Hearth: 1 due"
    assert "No chair can come." in member.get("/panel/mine").text
    assert watch.members(today()) == ()
    assert member.get(f"/panel/mine/{met.ref}").status_code == 404
    assert "No chair can come." in member.get("/panel/mine").text
    assert "panel meeting waits" not in member.get("/").text


def test_a_meeting_that_has_moved_asks_again_whether_they_come(met, member, five, signed_in):
    assert watch.members(today()) == ()
    meetings.change_meeting(met, starts_at="13:00", place="Town Hall", by=SOMEBODY)
    (line,) = watch.members(today())
    assert (line.clock, line.worker_id) == ("panel_change_told", member.user.id)
    assert "say again whether you come" in member.get("/").text
    assert "since you answered" in member.get(f"/panel/mine/{met.ref}").text
    member.post_form(f"/panel/mine/{met.ref}/answer", answer="comes")
    assert watch.members(today()) == ()
    assert "since you answered" not in member.get(f"/panel/mine/{met.ref}").text
    meetings.change_meeting(met, starts_at="13:00", place="Town Hall", by=SOMEBODY)
    assert watch.members(today()) == ()  # nothing was changed by it
    page = signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{met.ref}/change").text
    assert f"do not sign in: {', '.join(each.person.name for each in five[:4])}." in page


def test_the_chair_is_reminded_of_minutes_and_the_adviser_writes_them_first(held, five, signed_in):
    chair = signed_in(Role.PANEL_MEMBER)
    link_user(five[0], user_id=chair.user.id, by=SOMEBODY)
    (line,) = watch.minutes(today())
    assert (line.action, line.waiting_for) == ("Write the minutes", "")
    assert line.due_on == PANEL_MINUTES_APPROVED.last_day(held.meets_on)
    assert [each.action for each in watch.members(today())] == []
    minuted(held)
    (line,) = watch.minutes(today())
    assert line.waiting_for == "whoever took the chair"
    (own,) = [each for each in watch.members(today()) if each.clock == "panel_minutes_approved"]
    assert (own.worker_id, own.page) == (chair.user.id, "panel.own_minutes")
    assert "approve the minutes" in chair.get("/").text
    user = record.session.get_one(User, chair.user.id)
    with clock_at(own.due_on + DAY):
        assert content_for(user, today()).subject == "Hearth: 1 overdue"
    chair.post_form(f"/panel/mine/{held.ref}/minutes/approve")
    assert watch.minutes(today()) == ()
    assert watch.members(today()) == ()


def test_the_vice_chair_is_asked_for_minutes_only_where_the_chair_was_not_there(
    held, five, signed_in
):
    vice = signed_in(Role.PANEL_MEMBER)
    link_user(five[1], user_id=vice.user.id, by=SOMEBODY)
    minuted(held)
    assert queries.to_approve(today()) == []
    agendas.take_attendance(held, came=five[1:], by=SOMEBODY)
    assert [each.user_id for each in queries.to_approve(today())] == [vice.user.id]


def test_minutes_that_no_chair_can_open_any_more_are_the_advisers(held, five):
    link_user(five[0], user_id=make.user(Role.PANEL_MEMBER).id, by=SOMEBODY)
    minuted(held)
    with clock_at(held.meets_on + 29 * DAY):
        (line,) = watch.minutes(today())
        assert line.waiting_for == ""
        assert queries.to_approve(today()) == []


@pytest.fixture
def held(met, five):
    """The day of the meeting: both are heard, the last of the five took no part in the first."""
    with clock_at(met.meets_on):
        agendas.take_attendance(met, came=five, by=SOMEBODY)
        yield met


def minuted(meeting):
    """Each of its items has its minutes and what the panel said."""
    for item, words in zip(items_of(meeting.id), ("Patience.", "Humour."), strict=True):
        minutes.minute_item(item, strengths=words, by=SOMEBODY)
        says(item)


def test_members_read_the_minutes_once_sent_and_nothing_of_a_conflict(held, five, signed_in):
    sixth = listed("Sixth")
    come(held, sixth)
    agendas.take_attendance(held, came=[*five, sixth], by=SOMEBODY)
    browser = signed_in(Role.PANEL_MEMBER)
    link_user(sixth, user_id=browser.user.id, by=SOMEBODY)
    agendas.take_no_part(items_of(held.id)[0], sixth, by=SOMEBODY)
    minuted(held)
    page = f"/panel/mine/{held.ref}/minutes"
    assert page in browser.get(f"/panel/mine/{held.ref}").text
    assert "not sent to members yet" in browser.get(page).text
    minutes.record_minutes(held, step=MinutesStep.CIRCULATED, on=today(), by=make.worker())
    shown = browser.get(page).text
    assert "Humour." in shown
    assert "The Seconds" in shown
    assert "Patience." not in shown
    assert "The Firsts" not in shown
    assert "Approve the minutes" not in shown
    looks = {each.subject for each in looks_by(browser.user.id) if "minutes" in each.page}
    assert looks == {f"household:{items_of(held.id)[1].household_id}"}


def test_whoever_took_the_chair_reads_and_approves_the_minutes_and_nobody_else(
    held, five, signed_in
):
    minuted(held)
    chair, other = signed_in(Role.PANEL_MEMBER), signed_in(Role.PANEL_MEMBER)
    link_user(five[0], user_id=chair.user.id, by=SOMEBODY)
    link_user(five[4], user_id=other.user.id, by=SOMEBODY)
    page = f"/panel/mine/{held.ref}/minutes"
    answer = other.post_form(f"{page}/approve")
    assert answer.status_code == 422
    assert "The chair approves them" in answer.text
    shown = chair.get(page).text
    for words in ("Patience.", "Humour.", "Approve the minutes"):
        assert words in shown
    assert chair.post_form(f"{page}/approve").status_code == 303
    (step,) = steps_of(held.id)
    assert (step.step, step.listing_id) == (MinutesStep.APPROVED, five[0].id)
    assert "Approve the minutes" not in chair.get(page).text
    assert "Approved on" in other.get(page).text


def test_minutes_of_another_meeting_are_not_there(held, five, signed_in):
    browser = signed_in(Role.PANEL_MEMBER)
    for page in ("minutes", "minutes/approve"):
        assert browser.get(f"/panel/mine/{held.ref}/{page}").status_code == 404

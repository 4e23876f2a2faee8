"""A panel member's own meetings: what they see, for how long, and nothing where they conflict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.audit.act import acting
from app.audit.queries import looks_by
from app.core.db import transaction
from app.core.today import today
from app.panel.actions import agenda as agendas
from app.panel.actions import meetings
from app.panel.actions.deciding import link_user
from app.panel.kinds import Answer, NoPartBecause
from app.panel.queries import meetings as asked
from app.panel.queries import own as queries
from app.panel.queries.agenda import agenda, items_of
from tests.builders import SOMEBODY
from tests.panel.people import applied, called, come, five_who_make_a_quorum, led_panel, taken

DAY = timedelta(days=1)


@pytest.fixture
def five(db):
    return five_who_make_a_quorum()


@pytest.fixture
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

"""What was recorded by mistake is taken back; a panel changes or ends from a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.assessments.rules import Outcome as Assessed
from app.audit.queries import history_of
from app.core.columns import Kept
from app.core.db import db as record
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import agenda as agendas
from app.panel.actions import meetings as actions
from app.panel.actions import minutes, papers
from app.panel.actions.deciding import approve_applicants
from app.panel.kinds import Answer, Outcome, SeatKind
from app.panel.queries import meetings as queries
from app.panel.queries.deciding import application, waiting
from app.panel.queries.minutes import are_approved
from app.register.actions import deciding
from app.register.deciding import DecisionKind
from app.register.queries import standing_of
from app.register.queries.deciding import About
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel.packed import packed
from tests.panel.people import applied, called, come, final, led_panel, listed, says, taken
from tests.panel.test_minutes import reviewed_home
from tests.told import told_once

DAY = timedelta(days=1)
WHY = "The wrong button."


@told_once
def to_come(five):
    """A meeting in three weeks with an application on its agenda; the five are asked."""
    (meeting,) = called(led_panel(chair=five[0], vice=five[1]), 21)
    come(meeting, *five)
    applied("The Firsts")
    taken(meeting, "The Firsts")
    return meeting


# ----------------------------------------------------------------------------------- papers sent


def test_papers_that_were_not_sent_wait_again_and_run_on_their_clock(to_come, signed_in):
    agendas.send_papers(to_come, on=today(), by=SOMEBODY)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{to_come.ref}"
    assert "Take it back" in adviser.get(page).text
    empty = adviser.post_form(f"{page}/papers/take-back", because=" ")
    assert empty.status_code == 422
    assert "Say why" in empty.text
    assert adviser.post_form(f"{page}/papers/take-back", because=WHY).status_code == 303
    record.session.expire_all()
    assert to_come.papers_sent_on is None
    assert WHY in adviser.get(page).text
    assert len(watch.papers(today())) == 1
    with pytest.raises(RuleBroken, match="not recorded that they were sent"):
        agendas.take_back_papers(to_come, because=WHY, by=SOMEBODY)


def test_papers_that_a_pack_took_to_members_are_not_taken_back(to_come, signed_in):
    pack = packed(to_come)
    papers.send_pack(pack, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="members have it"):
        agendas.take_back_papers(to_come, because=WHY, by=SOMEBODY)
    shown = signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{to_come.ref}").text
    assert "Take it back" not in shown
    assert "Asked by mistake" not in shown


def test_papers_stay_sent_once_the_meeting_was_held_with_them(met):
    applied()
    taken(met, "The News")
    agendas.send_papers(met, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="was held with them"):
        agendas.take_back_papers(met, because=WHY, by=SOMEBODY)


# ----------------------------------------------------------------------------------- invitations


def test_whoever_was_asked_by_mistake_is_asked_no_more_and_may_be_asked_again(
    to_come, five, signed_in
):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{to_come.ref}"
    sent = adviser.post_form(f"{page}/members/{five[4].ref}/take-back", because=WHY)
    assert sent.status_code == 303
    assert queries.invited_to(to_come.id, five[4].id) is None
    assert "4 members are there for it" in adviser.get(page).text
    assert adviser.get(f"{page}/members/{five[4].ref}/take-back").status_code == 404
    told = history_of(f"person:{five[4].person_id}", may_see={Kept.OPENLY, Kept.NARRATIVE})
    assert WHY in {each.reason for each in told}
    (again,) = actions.invite(to_come, listings=[five[4]], by=SOMEBODY)
    assert (again.answer, again.answered_on) == (Answer.ASKED, None)
    assert queries.invited_to(to_come.id, five[4].id) is not None


def test_an_invitation_on_which_something_hangs_is_not_taken_back(to_come, five, met_long_ago):
    (item,) = [each for each in agendas.queries.items_of(to_come.id) if each.kind]
    agendas.take_no_part(item, five[4], words="A cousin.", by=SOMEBODY)
    _refused(to_come, five[4], "take no part in an item")
    papers.send_pack(packed(to_come), by=SOMEBODY)
    _refused(to_come, five[3], "Record that they do not come")
    _refused(met_long_ago, five[3], "is over")


@told_once
def met_long_ago(five):
    """A meeting whose day is over, of which attendance was not taken."""
    with clock_at(today() - 40 * DAY):
        (meeting,) = called(led_panel(name="Another panel"), 5)
        come(meeting, five[3])
    return meeting


def _refused(meeting, listing, says):
    invited = queries.invited_to(meeting.id, listing.id)
    with pytest.raises(RuleBroken, match=says):
        actions.take_back_invitation(invited, because=WHY, by=SOMEBODY)


def test_whoever_was_counted_at_a_meeting_was_asked_to_it(met, five):
    _refused(met, five[4], "Attendance is taken")


def test_a_meeting_that_was_held_is_not_called_off(met, signed_in):
    with pytest.raises(RuleBroken, match="it was held"):
        actions.call_off(met, because="Snow.", by=SOMEBODY)
    shown = signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{met.ref}").text
    assert "Call this meeting off" not in shown


# --------------------------------------------------------------------------------- final minutes


def test_final_minutes_that_are_wrong_are_opened_put_right_and_approved_again(met, five, signed_in):
    applied()
    item = taken(met, "The News")
    says(item)
    final(met, five[0])
    (line,) = waiting(today())
    assert line.minutes_on == today()
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}"
    assert "open them again" in adviser.get(page).text
    assert adviser.post_form(f"{page}/minutes/open", because=WHY).status_code == 303
    assert not are_approved(met.id)
    assert WHY in adviser.get(page).text
    assert [each.minutes_on for each in waiting(today())] == [None]
    minutes.put_right(
        item, outcome=Outcome.NOT_RECOMMENDED, reasons="Not yet ready.", by=make.worker()
    )
    found = record.session.get_one(Assessment, item.row[1])
    assert found.outcome is Assessed.NOT_RECOMMENDED
    final(met, five[0])
    (line,) = waiting(today())
    assert (line.said.outcome, line.minutes_on) == (Outcome.NOT_RECOMMENDED, today())


def test_a_review_waits_for_the_minutes_again_once_they_are_opened(met, five):
    home, case = reviewed_home()
    says(taken(met, home.name), suitable=True, terms_right=True)
    final(met, five[0])
    assert case.minutes_on == today()
    minutes.reopen_minutes(met, because=WHY, by=make.worker())
    assert (case.minutes_on, case.review.panel_on) == (None, today())


def test_minutes_that_somebody_has_gone_by_stay_and_the_page_offers_nothing(met, five, signed_in):
    applied()
    item = taken(met, "The News")
    says(item)
    with pytest.raises(RuleBroken, match="are not approved"):
        minutes.reopen_minutes(met, because=WHY, by=make.worker())
    final(met, five[0])
    with pytest.raises(RuleBroken, match="what is wrong in them"):
        minutes.reopen_minutes(met, because=" ", by=make.worker())
    found = record.session.get_one(Assessment, item.row[1])
    approve_applicants(
        found,
        overall=1,
        criteria=[make.line(1)],
        reasons="As the panel says.",
        by=make.user(Role.DECISION_MAKER),
    )
    assert application(found).decision is not None
    with pytest.raises(RuleBroken, match="gone by already: The News"):
        minutes.reopen_minutes(met, because=WHY, by=make.worker())
    shown = signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{met.ref}").text
    assert "open them again" not in shown


def test_what_goes_a_road_of_its_own_has_the_minutes_behind_it(met, five):
    home = make.household("The Ends")
    deciding.propose(
        About(home, approval=standing_of(home.id).approvals[0]),
        DecisionKind.TERMINATION,
        answers={"why": "Not suitable.", "children": "None placed."},
        by=make.worker(),
    )
    says(taken(met, "The Ends"))
    final(met, five[0])
    with pytest.raises(RuleBroken, match="gone by already: The Ends"):
        minutes.reopen_minutes(met, because=WHY, by=make.worker())


# ------------------------------------------------------------------------------ a panel, from a day


def test_a_panel_is_called_otherwise_from_a_day_and_was_called_as_it_was_before(five):
    panel = led_panel(chair=five[0], vice=five[1])
    with clock_at(today() - 30 * DAY):
        (before,) = called(panel, 5)
    (after,) = called(panel, 21)
    come(after, *five)
    changed = actions.change_panel(
        panel, name="Panel A", items_at_most=7, starts_on=today() - 3 * DAY, by=SOMEBODY
    )
    assert (before.panel.name, after.panel.name) == ("Fostering panel", "Panel A")
    assert after.panel.items_at_most == 7
    assert [each.panel.id for each in queries.panels(today())] == [changed.id]
    assert [each.panel.id for each in queries.panels(today() - 4 * DAY)] == [panel.id]
    assert not queries.constituted(changed, today()).missing
    assert not queries.constituted(panel, today() - 4 * DAY).missing
    assert not queries.company(after).missing
    assert {each.seat for each in queries.seats_ever(changed.id)} == set(SeatKind)


def test_an_appointment_that_ended_before_a_change_stays_where_it_was(five):
    panel = led_panel(chair=five[0], vice=five[1])
    (vice,) = queries.constituted(panel, today()).led_by(SeatKind.VICE_CHAIR)
    actions.end_seat(vice, on=today() - 9 * DAY, by=SOMEBODY)
    changed = actions.change_panel(
        panel, name="Panel A", items_at_most=5, starts_on=today(), by=SOMEBODY
    )
    assert [each.seat for each in queries.seats_ever(changed.id)] == [SeatKind.CHAIR]
    assert vice.ends_on == today() - 9 * DAY


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"name": "Another"}, "There is a panel of that name"),
        ({"items_at_most": 0}, "how many items"),
        ({"starts_on": DAY}, "still to come"),
        ({"starts_on": -4000 * DAY}, "It is as it is since"),
    ],
)
def test_a_panel_is_not_changed_into_another_or_before_it_was(db, told, says):
    panel, _ = led_panel(), led_panel(name="Another")
    asked = {"name": "Panel A", "items_at_most": 5, "starts_on": timedelta(0)} | told
    with pytest.raises(RuleBroken, match=says):
        actions.change_panel(
            panel, **asked | {"starts_on": today() + asked["starts_on"]}, by=SOMEBODY
        )


def test_a_panel_keeps_its_name_and_hears_more(db, signed_in):
    panel = led_panel()
    (meeting,) = called(panel, 14)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/panels/{panel.ref}"
    shown = adviser.get(f"{page}/change").text
    assert 'value="Fostering panel"' in shown
    refused = adviser.post_form(
        f"{page}/change", name="Fostering panel", items_at_most="many", starts_on="today"
    )
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    sent = adviser.post_form(
        f"{page}/change", name="Fostering panel", items_at_most="6", starts_on="today"
    )
    assert "At most 6 items" in adviser.get(sent.headers["Location"]).text
    assert meeting.ref in adviser.get(sent.headers["Location"]).text
    assert "Ended" in adviser.get(page).text
    again = adviser.post_form(
        f"{page}/change", name="Fostering panel", items_at_most="9", starts_on="today"
    )
    assert again.status_code == 422


def test_a_panel_ends_once_its_later_meetings_are_dealt_with_and_the_page_says_which(db, signed_in):
    panel = led_panel()
    first, second = called(panel, 14, 28)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/panels/{panel.ref}"
    shown = adviser.get(f"{page}/end").text
    assert all(f"/panel/meetings/{each.ref}/call-off" in shown for each in (first, second))
    last = today() + 20 * DAY
    refused = adviser.post_form(f"{page}/end", on=f"{last:%d/%m/%Y}")
    assert refused.status_code == 422
    assert f"{second.meets_on:%d/%m/%Y}" in refused.text
    assert f"meetings of {first.meets_on:%d/%m/%Y}" not in refused.text
    actions.call_off(second, because="The panel ends.", by=SOMEBODY)
    assert adviser.post_form(f"{page}/end", on=f"{last:%d/%m/%Y}").status_code == 303
    assert [each.panel.id for each in queries.panels(last - DAY)] == [panel.id]
    assert queries.panels(last) == []
    with pytest.raises(RuleBroken, match="This panel ends on"):
        called(panel, 16, 21)
    assert len(called(panel, 16)) == 1
    with clock_at(last + DAY):
        assert "Ended" in signed_in(Role.PANEL_ADVISER).get(page).text


def test_nobody_leads_a_panel_that_has_ended(db):
    panel = led_panel(chair=listed("Chair"))
    actions.end_panel(panel, on=today(), by=SOMEBODY)
    assert queries.constituted(panel, today()).seats == ()
    assert len(queries.constituted(panel, today() - DAY).seats) == 2
    with pytest.raises(RuleBroken, match="has already ended"):
        actions.end_panel(panel, on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="This panel ended on"):
        actions.appoint(panel, listed("Late"), seat=SeatKind.CHAIR, starts_on=today(), by=SOMEBODY)

"""Panels, their dates, who comes, and what must come to them by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.rules import AssessmentKind
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.panel import coming
from app.panel.actions import listing as on_list
from app.panel.actions import meetings as actions
from app.panel.coming import BY_LAW, Wish, rule_for, table
from app.panel.kinds import Answer, ItemKind, NoticeBy, SeatKind
from app.panel.queries import matters
from app.panel.queries import meetings as queries
from app.panel.rules import meetings as rules
from app.panel.rules.listing import TEST
from app.panel.rules.meetings import Slot, Waiting, dates_ahead, forecast, load, papers_due
from app.register import actions as register
from app.register.actions import deciding, resignation, reviews
from app.register.deciding import DecisionKind, ExitReason
from app.register.queries import deciding as decided
from app.register.queries import standing_of
from app.register.reviewing import ReviewTrigger
from app.statute.calendar import WorkingCalendar
from tests import builders as make
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields
from tests.panel.people import YEARS, called, come, led_panel, listed

DAY = timedelta(days=1)
THURSDAY = 3


def days(*args, **kw):
    return [each.day for each in dates_ahead(*args, **kw)]


# ------------------------------------------------------------------------------------------- dates


def test_a_year_of_second_thursdays():
    found = days(date(2026, 11, 23), 12, THURSDAY, [2])
    assert found[:3] == [date(2026, 12, 10), date(2027, 1, 14), date(2027, 2, 11)]
    assert len(found) == 11  # November's was before the first day


def test_several_a_month_in_the_order_of_their_days():
    found = days(date(2027, 1, 1), 2, THURSDAY, [4, 1])
    assert found == [date(2027, 1, 7), date(2027, 1, 28), date(2027, 2, 4), date(2027, 2, 25)]


def test_the_last_thursday_is_the_fourth_or_the_fifth():
    assert days(date(2026, 12, 1), 2, THURSDAY, [5]) == [date(2026, 12, 31), date(2027, 1, 28)]


def test_no_panel_on_good_friday_nor_on_easter_monday():
    (friday,) = dates_ahead(date(2027, 3, 1), 1, 4, [5])
    assert (friday.instead_of, friday.day) == (date(2027, 3, 26), date(2027, 3, 30))
    (monday,) = dates_ahead(date(2027, 3, 1), 1, 0, [5])
    assert (monday.instead_of, monday.day) == (date(2027, 3, 29), date(2027, 3, 30))
    assert monday.moved


def test_no_panel_at_christmas():
    (friday,) = dates_ahead(date(2026, 12, 1), 1, 4, [4])
    assert (friday.instead_of, friday.day) == (date(2026, 12, 25), date(2026, 12, 29))


def test_a_bank_holiday_proclaimed_later_moves_a_panel_and_its_papers():
    proclaimed = WorkingCalendar(proclaimed=frozenset({date(2027, 1, 14)}))
    assert days(date(2027, 1, 1), 1, THURSDAY, [2], proclaimed) == [date(2027, 1, 15)]
    assert papers_due(date(2027, 1, 21)) == date(2027, 1, 14)
    assert papers_due(date(2027, 1, 21), proclaimed) == date(2027, 1, 13)


def test_papers_go_out_five_working_days_before_across_christmas_and_easter():
    assert papers_due(date(2027, 1, 6)) == date(2026, 12, 29)
    assert papers_due(date(2027, 4, 1)) == date(2027, 3, 23)


@pytest.mark.parametrize("typed", ["9:30", "24:00", "09.30", "0930", "aa:bb", ""])
def test_a_time_is_given_as_the_clock_shows_it(typed):
    assert rules.is_time("09:30")
    assert not rules.is_time(typed)


# ------------------------------------------------------------------------------------ who leads


def test_a_chair_must_be_independent_on_that_day(db):
    panel = actions.set_up_panel(name="Panel", starts_on=today() - 9 * DAY, by=SOMEBODY)
    for one in (listed(independent=False), listed(independent=None)):
        with pytest.raises(RuleBroken, match="must be independent"):
            actions.appoint(panel, one, seat=SeatKind.CHAIR, starts_on=today(), by=SOMEBODY)
    actions.appoint(panel, listed(), seat=SeatKind.CHAIR, starts_on=today(), by=SOMEBODY)


def test_a_third_vice_chair_is_refused_and_a_new_chair_takes_over(db):
    first = listed("First")
    panel = led_panel(chair=first)
    actions.appoint(panel, listed(), seat=SeatKind.VICE_CHAIR, starts_on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken, match="One or two vice chairs"):
        actions.appoint(panel, listed(), seat=SeatKind.VICE_CHAIR, starts_on=today(), by=SOMEBODY)
    second = listed("Second")
    actions.appoint(panel, second, seat=SeatKind.CHAIR, starts_on=today(), by=SOMEBODY)
    now = queries.constituted(panel, today())
    assert [each.listing_id for each in now.led_by(SeatKind.CHAIR)] == [second.id]
    before = queries.constituted(panel, today() - DAY)
    assert [each.listing_id for each in before.led_by(SeatKind.CHAIR)] == [first.id]


def test_who_is_not_on_the_list_leads_no_panel(db):
    panel = actions.set_up_panel(name="Panel", starts_on=today() - YEARS, by=SOMEBODY)
    new = listed(since=today() - DAY)
    with pytest.raises(RuleBroken, match="drawn from it"):
        actions.appoint(
            panel, new, seat=SeatKind.VICE_CHAIR, starts_on=today() - 9 * DAY, by=SOMEBODY
        )


def test_no_meeting_is_called_before_the_panel_is_constituted(db):
    panel = actions.set_up_panel(name="Panel", starts_on=today(), by=SOMEBODY)
    with pytest.raises(RuleBroken) as refused:
        called(panel, 14)
    said = [each.says for each in refused.value.breaches]
    assert said == ["No chair is appointed.", "No vice chair is appointed."]


# --------------------------------------------------------------------------------------- meetings


def test_days_on_which_the_panel_meets_already_are_left_as_they_are(db):
    panel = led_panel()
    called(panel, 14, 28)
    assert [each.meets_on for each in called(panel, 14, 42)] == [today() + 42 * DAY]
    with pytest.raises(RuleBroken, match="already"):
        called(panel, 14, 28)


def test_a_meeting_out_of_turn_says_why_it_cannot_wait(db):
    panel = led_panel()
    told = {"meets_on": today() + 3 * DAY, "starts_at": "16:00", "remote": True, "by": SOMEBODY}
    with pytest.raises(RuleBroken, match="cannot wait"):
        actions.call_extraordinary(panel, why=" ", **told)
    made = actions.call_extraordinary(panel, why="Day 105 of 112.", **told)
    assert made.extraordinary
    assert made.remote


def test_a_meeting_called_off_holds_nothing_and_its_day_is_free_again(db):
    panel = led_panel()
    (meeting,) = called(panel, 14)
    actions.call_off(meeting, because="Snow.", by=SOMEBODY)
    assert list(queries.ahead(today())) == []
    assert called(panel, 14)
    with pytest.raises(RuleBroken, match="called off already"):
        actions.call_off(meeting, because="Snow.", by=SOMEBODY)


def test_who_comes_and_who_must_not_drop_out_is_counted_on_the_day_of_the_meeting(db):
    chair, vice = listed("Chair"), listed("Vice", independent=False)
    young = listed("Young", social_worker_since=today() - YEARS * 3 + 30 * DAY)
    others = [listed(name) for name in ("Ash", "Birch")]
    panel = led_panel(chair=chair, vice=vice)
    soon, later = called(panel, 7, 60)
    for meeting in (soon, later):
        come(meeting, chair, vice, young, *others)
    assert [each.says for each in queries.company(soon).missing] == [
        "No social worker with three years since qualifying is there for it."
    ]
    found = queries.company(later)  # by then it is three years
    assert found.missing == []
    assert {each.key for each in found.if_lost} == {
        each.id for each in (chair, vice, young, *others)
    }


def test_somebody_who_has_left_the_list_by_then_is_not_counted(db):
    chair, vice = listed("Chair"), listed("Vice")
    worker = listed("Worker", social_worker_since=today() - 5 * YEARS)
    leaver, other = listed("Leaver"), listed("Other")
    panel = led_panel(chair=chair, vice=vice)
    (meeting,) = called(panel, 60)
    come(meeting, chair, vice, worker, leaver, other)
    assert queries.company(meeting).missing == []
    on_list.give_notice(leaver, given_by="the_member", on=today(), by=SOMEBODY)
    assert [each.says for each in queries.company(meeting).missing] == [
        "4 members are there for it; 5 are needed."
    ]


def test_a_joint_panel_needs_six(db):
    chair, vice = listed("Chair"), listed("Vice")
    worker = listed("Worker", social_worker_since=today() - 5 * YEARS)
    panel = led_panel(chair=chair, vice=vice, joint_with="Shropshire")
    (meeting,) = called(panel, 14)
    come(meeting, chair, vice, worker, listed(), listed())
    assert "6 are needed" in queries.company(meeting).missing[0].says


def test_nobody_is_asked_twice_and_only_who_is_on_the_list(db):
    one = listed()
    (meeting,) = called(led_panel(), 14)
    actions.invite(meeting, listings=[one], by=SOMEBODY)
    with pytest.raises(RuleBroken, match="Choose whom"):
        actions.invite(meeting, listings=[one], by=SOMEBODY)


# -------------------------------------------------------------------------------- what must come


def test_when_panels_for_approval_end_new_applications_go_without_and_older_ones_keep_theirs():
    ends = date(2027, 4, 1)
    law = tuple(
        replace(each, until=ends) if each.kind is ItemKind.INITIAL_APPROVAL else each
        for each in BY_LAW
    )
    rows = table(by_law=law)
    assert rule_for(ItemKind.INITIAL_APPROVAL, ends - DAY, rows).by_law
    assert rule_for(ItemKind.INITIAL_APPROVAL, ends, rows) is None
    assert rule_for(ItemKind.FIRST_REVIEW, ends, rows).by_law


def test_a_case_that_began_before_keeps_the_panel_and_one_that_begins_after_has_none(
    db, monkeypatch
):
    old, new = make.household("The Olds"), make.household("The News")
    for home, days_ago in ((old, 40), (new, 10)):
        assessments.begin_assessment(
            home,
            kind=AssessmentKind.INITIAL,
            starts_on=today() - days_ago * DAY,
            by=SOMEBODY,
        )
    law = tuple(
        replace(each, until=today() - 20 * DAY) if each.kind is ItemKind.INITIAL_APPROVAL else each
        for each in BY_LAW
    )
    assert {each.about for each in _of(ItemKind.INITIAL_APPROVAL)} == {"The Olds", "The News"}
    monkeypatch.setattr(matters, "must_come_table", lambda: coming.table(by_law=law))
    make.person()  # what is remembered is asked again
    assert {each.about for each in _of(ItemKind.INITIAL_APPROVAL)} == {"The Olds"}


def _of(kind):
    return [each for each in matters.must_come(today()) if each.kind is kind]


@pytest.mark.parametrize("kind", list(coming.USUALLY))
def test_policy_is_set_from_a_day_on_and_older_cases_keep_theirs(kind):
    usual = coming.USUALLY[kind]
    turn = date(2026, 6, 1)
    rows = table([Wish(kind, not usual, turn)])
    assert (rule_for(kind, turn - DAY, rows) is not None) is usual
    assert (rule_for(kind, turn, rows) is not None) is (not usual)
    assert not any(row.by_law for row in rows if row.kind is kind)


def test_what_the_law_sends_to_panel_no_policy_takes_away(db):
    with pytest.raises(RuleBroken, match="no policy"):
        actions.set_policy(kind=ItemKind.FIRST_REVIEW, comes=False, starts_on=today(), by=SOMEBODY)
    assert {each.kind for each in BY_LAW} & set(coming.USUALLY) == set()
    assert {each.kind for each in BY_LAW} | set(coming.USUALLY) == set(ItemKind)


def test_a_first_review_must_come_by_law_until_the_panel_has_read_it(db, signed_in):
    home = make.household("The Firsts", since=today() - 300 * DAY)
    (matter,) = _of(ItemKind.FIRST_REVIEW)
    assert matter.rule.by_law
    assert not matter.ready
    case = reviews.open_review(home, trigger=ReviewTrigger.ANNUAL, by=SOMEBODY)
    for view in case.views:
        reviews.no_view(view, because="Could not be asked.", by=SOMEBODY)
    reviews.finish_report(
        case,
        held_on=today(),
        judgement=dict.fromkeys((each.key for each in reviews.rules.JUDGEMENT), "It goes well."),
        suitable=True,
        terms_right=True,
        by=make.worker(),
    )
    (matter,) = _of(ItemKind.FIRST_REVIEW)
    assert matter.ready
    assert matter.key == f"review:{home.id}"
    there = {
        role: signed_in(role).get("/panel").text
        for role in (Role.PANEL_ADVISER, Role.DECISION_MAKER)
    }
    assert f'href="/households/{home.ref}">The Firsts' in there[Role.PANEL_ADVISER], (
        "she reads no review"
    )
    assert f'href="/reviews/{case.ref}">The Firsts' in there[Role.DECISION_MAKER]
    reviews.record_panel(case, panel_on=today(), suitable=True, terms_right=True, by=SOMEBODY)
    assert _of(ItemKind.FIRST_REVIEW) == []


def test_views_on_an_extension_are_due_while_the_approval_runs_and_not_after(db):
    home, child = make.household("The Kins"), make.child()
    register.record_temporary_approval(
        home, child, starts_on=today() - 104 * DAY, decided_by="A. Officer", by=SOMEBODY
    )
    (matter,) = _of(ItemKind.EXTENSION_VIEWS)
    assert matter.by_on == today() + 7 * DAY
    assert (matter.about, matter.child_id) == ("The Kins", child.id)
    after = [each.kind for each in matters.must_come(today() + 8 * DAY)]
    assert ItemKind.EXTENSION_VIEWS not in after


def test_a_termination_comes_by_policy_and_not_where_policy_says_otherwise(db):
    home = make.household("The Ends")
    about = decided.About(home, approval=standing_of(home.id).approvals[0])
    deciding.propose(
        about,
        DecisionKind.TERMINATION,
        answers={"why": "Not suitable.", "children": "None placed."},
        by=make.worker(),
    )
    (matter,) = _of(ItemKind.TERMINATION)
    assert not matter.rule.by_law
    actions.set_policy(kind=ItemKind.TERMINATION, comes=False, starts_on=today(), by=SOMEBODY)
    assert _of(ItemKind.TERMINATION) == []


def test_a_resignation_is_told_where_policy_asks_for_it(db):
    home = make.household("The Goings")
    resignation.receive_notice(
        standing_of(home.id).approvals, received_on=today(), reason=ExitReason.WORK, by=SOMEBODY
    )
    assert _of(ItemKind.RESIGNATION) == []
    actions.set_policy(kind=ItemKind.RESIGNATION, comes=True, starts_on=today() - DAY, by=SOMEBODY)
    assert [each.about for each in _of(ItemKind.RESIGNATION)] == ["The Goings"]


# --------------------------------------------------------------------------------------- forecast

NOW = date(2026, 12, 1)
FIRST, SECOND, THIRD = (
    Slot(key, meets_on, papers_due(meets_on), 2)
    for key, meets_on in ((1, date(2026, 12, 10)), (2, date(2027, 1, 7)), (3, date(2027, 2, 4)))
)
SLOTS = [FIRST, SECOND, THIRD]


def foreseen(*those, slots=SLOTS, on=NOW):
    return {each.key: each for each in forecast(those, slots, on)}


def test_the_most_urgent_go_first_and_who_can_wait_goes_on_to_where_there_is_room():
    soon = [Waiting(key, FIRST.meets_on) for key in ("soon1", "soon2")]
    found = foreseen(Waiting("slow"), *soon)
    assert [found[key].meeting for key in ("soon1", "soon2", "slow")] == [1, 1, 2]
    assert found["soon1"].latest == 1
    assert found["slow"].in_time


def test_where_all_meetings_in_time_are_full_the_last_of_them_is_overloaded():
    found = foreseen(*(Waiting(str(n), FIRST.meets_on) for n in range(4)))
    assert load(found.values()) == {1: 4}


def test_what_has_no_meeting_in_time_is_said_and_goes_to_the_first_there_is():
    found = foreseen(Waiting("late", FIRST.meets_on - DAY))["late"]
    assert (found.meeting, found.latest, found.in_time) == (1, None, False)
    assert foreseen(Waiting("never"), slots=[])["never"].meeting is None


def test_what_is_ready_goes_first_and_what_is_on_its_way_to_the_last_meeting_in_time():
    found = foreseen(
        Waiting("ready", SECOND.meets_on), Waiting("on its way", SECOND.meets_on, ready=False)
    )
    assert [found[key].meeting for key in ("ready", "on its way")] == [1, 2]
    assert {each.latest for each in found.values()} == {2}


def test_nothing_new_goes_to_a_meeting_whose_papers_have_gone_out():
    assert foreseen(Waiting("a"), on=FIRST.papers_due)["a"].meeting == 1
    assert foreseen(Waiting("a"), on=FIRST.papers_due + DAY)["a"].meeting == 2


def test_what_was_given_a_meeting_keeps_it_and_takes_its_room():
    found = foreseen(Waiting("fixed", at=1), Waiting("other", THIRD.meets_on), Waiting("third"))
    assert {key: each.meeting for key, each in found.items()} == {
        "fixed": 1,
        "other": 1,
        "third": 2,
    }


# ------------------------------------------------------------------------------------------- pages


def test_the_adviser_sets_up_a_panel_and_calls_a_year(db, signed_in):
    chair, vice = listed("Chair"), listed("Vice", independent=False)
    adviser = signed_in(Role.PANEL_ADVISER)
    assert "Set up a panel" in adviser.get("/panel").text
    made = adviser.post_form(
        "/panel/panels/new", name="Fostering panel", items_at_most="4", starts_on="today"
    )
    page = made.headers["Location"]
    assert "No chair is appointed" in adviser.get(page).text
    for who, seat in ((chair, "chair"), (vice, "vice_chair")):
        adviser.post_form(f"{page}/lead", who=who.ref, seat=seat, starts_on="today")
    refused = adviser.post_form(
        f"{page}/dates", first="today", months="12", weekday="3", which="2", starts_at="half nine"
    )
    assert "Give the time like 09:30" in refused.text
    adviser.post_form(
        f"{page}/dates", first="today", months="12", weekday="3", which="2", starts_at="09:30"
    )
    found = queries.ahead(today())
    assert len(found) >= 11
    assert "of 4" in adviser.get("/panel").text
    adviser.post_form(
        f"{page}/lead/end", who=str(queries.panels(today())[0].seats[0].id), on="today"
    )
    assert "It cannot do business yet" in adviser.get(page).text


def test_members_are_asked_and_the_page_says_who_must_not_drop_out(db, signed_in):
    chair, vice = listed("Chair"), listed("Vice")
    worker = listed("Worker", social_worker_since=today() - 5 * YEARS)
    others = [listed(name) for name in ("Ash", "Birch")]
    (meeting,) = called(led_panel(chair=chair, vice=vice), 14)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{meeting.ref}"
    form = adviser.get(f"{page}/invite").text
    assert "social worker of three years" in form
    adviser.post(
        f"{page}/invite",
        data=hidden_fields(form) | {"who": [each.ref for each in (chair, vice, worker, *others)]},
    )
    assert "Not quorate" in adviser.get(page).text
    for each in (chair, vice, worker, *others):
        adviser.post_form(f"{page}/members/{each.ref}", answer=Answer.COMING.value)
    shown = adviser.get(page).text
    assert "Not if any one of them cannot come" in shown
    assert "not if any one of them cannot come" in adviser.get("/panel").text
    spare = listed("Cedar")
    come(meeting, spare)
    assert "Not without Jean Worker" in adviser.get(page).text
    assert "not without Jean Worker" in adviser.get("/panel").text
    adviser.post_form(f"{page}/call-off", because="Snow.")
    assert "Called off" in adviser.get(page).text


def test_the_page_asks_as_much_of_six_meetings_as_of_one(db, signed_in, counted):
    panel = led_panel()
    adviser = signed_in(Role.PANEL_ADVISER)
    called(panel, 14)
    adviser.get("/panel")
    with counted() as one:
        adviser.get("/panel")
    called(panel, 28, 42, 56, 70, 84)
    adviser.get("/panel")
    with counted() as six:
        adviser.get("/panel")
    assert six.number <= one.number < 40


def test_what_must_come_is_on_the_page_with_its_law_and_its_meeting(db, signed_in):
    make.household("The Firsts", since=today() - 340 * DAY)
    called(led_panel(), 14, 40)
    manager = signed_in(Role.TEAM_MANAGER)
    shown = manager.get("/panel").text
    assert "The Firsts" in shown
    assert "FSR 2011 reg 28(5)" in shown
    assert "the last in time" in shown
    assert "The Firsts" not in manager.get("/panel?kind=representations").text
    assert manager.get("/panel?kind=nonsense").status_code == 400
    assert "The Firsts" in manager.get("/panel?format=csv").get_data(as_text=True)


def test_the_service_manager_sets_policy_and_the_table_shows_it(db, signed_in):
    manager = signed_in(Role.SERVICE_MANAGER)
    asked = manager.get("/panel/what-comes/set").text
    assert "Exemption from the usual limit: does not come now" in asked
    assert "Long term match: comes now" in asked
    assert manager.post_form("/panel/what-comes/set", comes="no").status_code == 422
    manager.post_form(
        "/panel/what-comes/set",
        kind="exemption_from_the_usual_limit",
        comes="yes",
        starts_on="1/6/2026",
    )
    shown = manager.get("/panel/what-comes").text
    assert "1 Jun 2026" in shown
    assert "Not checked" in shown


def test_a_chair_who_is_no_longer_what_a_chair_must_be_is_said_on_the_panels_page(db, signed_in):
    chair, vice = listed("Chair"), listed("Vice", independent=False)
    panel = led_panel(chair=chair, vice=vice)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/panels/{panel.ref}"
    assert "Not independent" not in adviser.get(page).text
    on_list.answer_independence(
        chair,
        answers=dict.fromkeys(TEST, False) | {"employed": True},
        starts_on=today(),
        by=SOMEBODY,
    )
    shown = adviser.get(page).text
    assert shown.count("Not independent") == 1
    assert "No longer on the central list" not in shown
    on_list.give_notice(vice, given_by=NoticeBy.MEMBER, on=today(), by=SOMEBODY)
    with clock_at(today() + 60 * DAY):
        assert "No longer on the central list" in signed_in(adviser.user).get(page).text


def test_what_the_applicants_still_speak_of_is_placed_when_the_panel_may_have_it():
    found = foreseen(Waiting("free"), Waiting("bound", not_before=FIRST.papers_due + DAY))
    assert [found[key].meeting for key in ("free", "bound")] == [1, 2]
    assert foreseen(Waiting("bound", not_before=FIRST.papers_due))["bound"].meeting == 1


def test_a_number_that_nothing_can_hold_is_asked_for_again(db, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    for number in ("99999999999", "-99999999999999999999999"):
        answer = adviser.post_form("/panel/panels/new", name="A panel", items_at_most=number)
        assert answer.status_code == 422
        assert "Enter a smaller number" in answer.text
    told = {"name": "A panel", "items_at_most": "0", "starts_on": "today"}
    answer = adviser.post_form("/panel/panels/new", **told)
    assert "items_at_most-error" in answer.text

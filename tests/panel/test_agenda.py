"""The agenda: what is taken on it, in which order, quorum of each item, conflicts, attendance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.rules import AssessmentKind
from app.audit.act import acting
from app.children.kinds import Relationship
from app.connected import actions as connected
from app.connected import queries as connected_queries
from app.connected.rules import Step
from app.core.db import db as record
from app.core.db import transaction
from app.core.errors import RuleBroken
from app.core.present import short_day
from app.core.today import clock_at, today
from app.panel import watch
from app.panel.actions import agenda as actions
from app.panel.actions import listing as lists
from app.panel.actions import meetings, papers
from app.panel.forms import time_typed
from app.panel.kinds import ExperienceKind, ItemKind, NoPartBecause, PaperHow, PaperKind
from app.panel.models import Meeting
from app.panel.queries import agenda as queries
from app.panel.queries import listing as people
from app.panel.queries import matters
from app.panel.queries.papers import papers_of
from app.panel.rules import agenda as rules
from app.panel.rules.agenda import Sitting, timings
from app.panel.rules.meetings import papers_due
from tests import builders as make
from tests.builders import SOMEBODY
from tests.conftest import hidden_fields
from tests.panel.packed import brought, given, of
from tests.panel.people import (
    applied,
    called,
    come,
    five_who_make_a_quorum,
    led_panel,
    listed,
    met_today,
    says,
    taken,
)

DAY = timedelta(days=1)


def keys(*about):
    """What the matters of these households are called."""
    return [each.key for each in matters.must_come(today()) if each.about in about]


@pytest.fixture
def five(db):
    """Five who make a quorum, not one of them too many: chair, vice, a social worker, two more."""
    return five_who_make_a_quorum()


@pytest.fixture
def met(five) -> Meeting:
    """A meeting in a month to which the five come, and two first reviews that must come to it."""
    make.household("The Firsts", since=today() - 340 * DAY)
    make.household("The Seconds", since=today() - 330 * DAY)
    (meeting,) = called(led_panel(chair=five[0], vice=five[1]), 20)
    come(meeting, *five)
    return meeting


# ------------------------------------------------------------------------------------------- times


def test_each_item_begins_when_the_one_before_ends():
    assert timings("09:30", [50, 15, 40]) == ["09:30", "10:20", "10:35", "11:15"]
    assert timings("23:50", [20]) == ["23:50", "00:10"]
    assert timings("09:30", []) == ["09:30"]


def test_an_item_takes_some_minutes_and_no_whole_day():
    assert rules.minutes_breaches(0)
    assert rules.minutes_breaches(rules.LONGEST + 1)
    assert not rules.minutes_breaches(1)
    assert not rules.minutes_breaches(rules.LONGEST)


# ----------------------------------------------------------------------------------------- taking


def test_what_must_come_is_taken_the_most_urgent_first(met):
    those = keys("The Firsts", "The Seconds")
    actions.take_items(met, keys=list(reversed(those)), by=make.worker())
    found = queries.agenda(met)
    assert [each.item.title for each in found.lines] == ["The Firsts", "The Seconds"]
    assert [each.number for each in found.lines] == [1, 2]
    assert all(each.rule.by_law for each in found.lines)
    placed = {each.matter.key: each for each in matters.forecast_on(today()).placed}
    assert all(placed[key].on_agenda and placed[key].meeting.id == met.id for key in those)


def test_nothing_is_on_two_agendas_at_once(met):
    (first,) = keys("The Firsts")
    (later,) = meetings.call_meetings(
        met.panel, days=[today() + 21 * DAY], starts_at="09:30", by=SOMEBODY
    )
    actions.take_items(met, keys=[first], by=make.worker())
    with pytest.raises(RuleBroken, match="on the agenda of"):
        actions.take_items(later, keys=[first], by=make.worker())
    (item,) = queries.items_of(met.id)
    actions.withdraw_item(item, because="The family is away.", by=SOMEBODY)
    actions.take_items(later, keys=[first], by=make.worker())
    assert queries.agenda(met).lines == ()
    assert [each.title for each in queries.agenda(met).taken_off] == ["The Firsts"]


def test_what_was_on_a_meeting_called_off_waits_for_another(met):
    (first,) = keys("The Firsts")
    actions.take_items(met, keys=[first], by=make.worker())
    meetings.call_off(met, because="Snow.", by=SOMEBODY)
    (placed,) = [each for each in matters.forecast_on(today()).placed if each.matter.key == first]
    assert not placed.on_agenda
    with pytest.raises(RuleBroken, match="called off"):
        actions.take_items(met, keys=[first], by=make.worker())


def test_what_no_longer_has_to_come_is_not_taken(met):
    with pytest.raises(RuleBroken, match="no longer has to come"):
        actions.take_items(met, keys=["review:0"], by=make.worker())
    with pytest.raises(RuleBroken, match="Choose what to take"):
        actions.take_items(met, keys=[], by=make.worker())


def test_papers_later_than_five_working_days_need_the_chairs_consent():
    told = {"taken_to": None, "waits": True}
    day = date(2026, 12, 29)
    sitting = Sitting(date(2027, 1, 6), False, day, day)
    assert not rules.taking_breaches(sitting, consent=False, **told)
    late = Sitting(date(2027, 1, 6), False, day, day + DAY)
    assert [each.cite.short for each in rules.taking_breaches(late, consent=False, **told)] == [
        "NMS 14.3"
    ]
    assert not rules.taking_breaches(late, consent=True, **told)


def test_consent_is_kept_with_an_item_whose_papers_are_late_and_with_no_other(met):
    first, second = keys("The Firsts"), keys("The Seconds")
    actions.take_items(met, keys=first, late_agreed=True, by=make.worker())
    with clock_at(met.meets_on - DAY):
        actions.take_items(met, keys=second, late_agreed=True, by=make.worker())
    assert [each.late_agreed for each in queries.items_of(met.id)] == [False, True]


def test_connected_carers_on_an_agenda_have_their_panel_booked(met):
    home, child = make.household("The Kins", approved=False), make.child()
    worker = make.worker()
    case = connected.open_case(
        home, forward=[child], relationship=Relationship.GRANDPARENT, by=worker
    )
    assessments.begin_assessment(home, kind=AssessmentKind.CONNECTED, starts_on=today(), by=worker)
    actions.take_items(met, keys=keys("The Kins"), by=worker)
    step = connected_queries.stands(case, today()).steps[Step.PANEL_BOOKED]
    assert step.booked_for == met.meets_on


# ------------------------------------------------------------------------------------------- order


def order(meeting):
    return [each.item.title for each in queries.agenda(meeting).lines]


def test_items_and_breaks_are_put_at_a_place_and_times_follow(met):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    pause = actions.add_break(met, title="Coffee", minutes=15, by=SOMEBODY)
    assert order(met) == ["The Firsts", "The Seconds", "Coffee"]
    actions.put_item(pause, place=2, by=SOMEBODY)
    assert order(met) == ["The Firsts", "Coffee", "The Seconds"]
    lines = queries.agenda(met).lines
    assert [(each.starts, each.number) for each in lines] == [
        ("09:30", 1),
        ("10:10", 1),
        ("10:25", 2),
    ]
    assert lines[1].is_break
    assert lines[1].missing == ()


def test_an_item_goes_from_the_first_place_to_the_last_and_back(met):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    actions.add_break(met, title="Coffee", minutes=15, by=SOMEBODY)
    first = queries.items_of(met.id)[0]
    actions.put_item(first, place=3, by=SOMEBODY)
    assert order(met) == ["The Seconds", "Coffee", "The Firsts"]
    actions.put_item(first, place=1, by=SOMEBODY)
    assert order(met) == ["The Firsts", "The Seconds", "Coffee"]


@pytest.mark.parametrize("place", [-1, 0, 3])
def test_there_is_no_place_before_the_first_and_none_after_the_last(met, place):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    with pytest.raises(RuleBroken, match="from 1 to 2"):
        actions.put_item(queries.items_of(met.id)[0], place=place, by=SOMEBODY)
    assert order(met) == ["The Firsts", "The Seconds"]


def test_an_agenda_that_changed_since_it_was_looked_at_is_not_ordered_by_what_it_was(met):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    first, second = queries.items_of(met.id)
    seen = queries.order_of([first, second])
    actions.put_item(second, place=1, seen=seen, by=SOMEBODY)
    with pytest.raises(RuleBroken, match="changed since you opened it"):
        actions.put_item(second, place=2, seen=seen, by=SOMEBODY)
    assert order(met) == ["The Seconds", "The Firsts"]
    actions.withdraw_item(first, because="Not ready.", by=SOMEBODY)
    with pytest.raises(RuleBroken, match="off the agenda"):
        actions.put_item(first, place=1, by=SOMEBODY)


def test_an_item_taken_off_leaves_no_hole_in_the_order(met):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    pause = actions.add_break(met, minutes=10, by=SOMEBODY)
    actions.withdraw_item(queries.items_of(met.id)[1], because="Not ready.", by=SOMEBODY)
    actions.put_item(pause, place=1, by=SOMEBODY)
    assert order(met) == ["Break", "The Firsts"]


def test_the_agenda_of_a_day_that_is_over_stays_as_it_was(met):
    (item,) = actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    with clock_at(met.meets_on + DAY):
        for change in (
            lambda: actions.put_item(item, place=1, by=SOMEBODY),
            lambda: actions.change_item(item, minutes=5, by=SOMEBODY),
            lambda: actions.withdraw_item(item, because="Why.", by=SOMEBODY),
            lambda: actions.add_break(met, minutes=5, by=SOMEBODY),
        ):
            with pytest.raises(RuleBroken, match="is over"):
                change()


# ------------------------------------------------------------------------------------------ papers


def test_papers_run_on_the_advisers_clock_until_they_are_sent(met):
    assert watch.papers(today()) == ()
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    (line,) = watch.papers(today())
    assert line.due_on == papers_due(met.meets_on)
    actions.send_papers(met, on=today(), by=SOMEBODY)
    assert watch.papers(today()) == ()
    with pytest.raises(RuleBroken, match="recorded already"):
        actions.send_papers(met, on=today(), by=SOMEBODY)


def test_papers_of_an_empty_agenda_or_of_a_day_to_come_are_not_sent(met):
    with pytest.raises(RuleBroken) as refused:
        actions.send_papers(met, on=today() + DAY, by=SOMEBODY)
    assert [each.field for each in refused.value.breaches] == [None, "on"]


def test_papers_are_not_sent_before_their_meeting_was_called(met):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    with pytest.raises(RuleBroken, match="was called on") as refused:
        actions.send_papers(met, on=today() - DAY, by=SOMEBODY)
    assert [each.field for each in refused.value.breaches] == ["on"]


def test_the_chairs_consent_is_asked_for_only_once_papers_are_late(met, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    address = f"/panel/meetings/{met.ref}/take"
    assert "The chair consents" not in adviser.get(address).text
    with clock_at(papers_due(met.meets_on) + DAY):
        late = signed_in(Role.PANEL_ADVISER)
        assert "The chair consents" in late.get(address).text
        refused = late.post(
            address, data=hidden_fields(late.get(address).text) | {"keys": [*keys("The Firsts")]}
        )
        assert refused.status_code == 422
        assert 'id="late_agreed-error"' in refused.text


def test_papers_sent_late_are_recorded_and_stay_late(met, signed_in):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    with clock_at(met.meets_on - DAY):
        signed_in(Role.PANEL_ADVISER).post_form(f"/panel/meetings/{met.ref}/papers", on="today")
    assert "(late)" in signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{met.ref}").text


# ---------------------------------------------------------------- quorum, item by item: section 9.7


def test_section_nine_item_seven_quorum_is_of_each_item_after_conflicts(met, five):
    """Statute.md section 9, item 7: per item after conflicts, not per meeting."""
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    first, _ = queries.items_of(met.id)
    assert queries.agenda(met).not_quorate == []
    actions.take_no_part(first, five[4], words="Her cousin.", by=SOMEBODY)
    found = queries.agenda(met)
    assert [each.item.id for each in found.not_quorate] == [first.id]
    assert found.lines[0].missing[0].says == "4 members are there for it; 5 are needed."
    assert found.lines[1].missing == ()
    assert {each.key for each in found.lines[1].if_lost} == {each.id for each in five}


def test_attendance_on_the_day_takes_the_place_of_what_was_said_before(met, five):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    with pytest.raises(RuleBroken, match="on the day"):
        actions.take_attendance(met, came=five, by=SOMEBODY)
    with clock_at(met.meets_on):
        actions.take_attendance(met, came=five[:4], by=SOMEBODY)
        assert len(queries.agenda(met).there) == 4
        assert queries.agenda(met).not_quorate
        actions.take_attendance(met, came=five, by=SOMEBODY)
        assert queries.agenda(met).not_quorate == []


def test_only_those_asked_are_there_and_only_they_take_no_part(met, five):
    (item,) = actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    stranger = listed("Stranger")
    with pytest.raises(RuleBroken, match="who was asked"):
        actions.take_no_part(item, stranger, by=SOMEBODY)
    with clock_at(met.meets_on), pytest.raises(RuleBroken, match="those who were asked"):
        actions.take_attendance(met, came=[*five, stranger], by=SOMEBODY)


def test_a_conflict_is_said_once_and_being_away_for_an_item_is_none(met, five):
    (item,) = actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    actions.take_no_part(item, five[0], by=SOMEBODY)
    with pytest.raises(RuleBroken, match="already"):
        actions.take_no_part(item, five[0], by=SOMEBODY)
    actions.take_no_part(item, five[1], because=NoPartBecause.NOT_THERE, by=SOMEBODY)
    (line,) = queries.agenda(met).lines
    assert [each.listing_id for each in line.conflicts] == [five[0].id]
    assert len(line.no_part) == 2
    assert line.missing


# ------------------------------------------------------------------------------------------- pages


def test_an_agenda_is_built_with_buttons_alone(met, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}"
    form = adviser.get(f"{page}/take").text
    assert "The Firsts" in form
    adviser.post(
        f"{page}/take",
        data=hidden_fields(form) | {"keys": keys("The Firsts", "The Seconds")},
    )
    adviser.post_form(f"{page}/break", minutes="15", title="Coffee")
    shown = adviser.get(page).text
    assert "09:30 to 11:05" in shown
    pause = queries.items_of(met.id)[-1]
    adviser.post(f"/panel/items/{pause.ref}/move", data=hidden_fields(shown) | {"place": "2"})
    assert order(met) == ["The Firsts", "Coffee", "The Seconds"]
    stale = hidden_fields(shown) | {"once": "another press", "place": "1"}
    answer = adviser.post(f"/panel/items/{pause.ref}/move", data=stale, follow_redirects=True)
    assert "This is how it is now: move it again." in answer.text
    assert order(met) == ["The Firsts", "Coffee", "The Seconds"]
    assert "at the latest" not in adviser.get("/panel?kind=representations").text


def test_an_item_says_what_it_lacks_and_a_conflict_is_recorded_on_its_page(met, five, signed_in):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    (item,) = queries.items_of(met.id)
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}"
    assert "any one of the 5 cannot come" in adviser.get(page).text
    adviser.post_form(
        f"{page}/no-part", who=five[2].ref, because="has_a_conflict", words="Her neighbour."
    )
    shown = adviser.get(page).text
    assert "Not quorate for this item" in shown
    assert "Her neighbour." in shown
    assert "conflict: Jean Worker" in adviser.get(f"/panel/meetings/{met.ref}").text
    adviser.post_form(f"{page}/change", minutes="55", attends="Both carers")
    assert "Both carers" in adviser.get(page).text
    adviser.post_form(f"{page}/withdraw", because="They ask for another day.")
    assert "Off the agenda" in adviser.get(page).text
    assert "They ask for another day." in adviser.get(f"/panel/meetings/{met.ref}").text


def test_attendance_is_taken_on_the_day(met, five, signed_in):
    with clock_at(met.meets_on):
        adviser = signed_in(Role.PANEL_ADVISER)
        page = f"/panel/meetings/{met.ref}"
        assert "Take attendance" in adviser.get(page).text
        adviser.post(
            f"{page}/attendance",
            data=hidden_fields(adviser.get(f"{page}/attendance").text)
            | {"came": [each.ref for each in five[:3]]},
        )
        assert "Take attendance again" in adviser.get(page).text
        assert len(queries.agenda(met).there) == 3


def test_a_reader_sees_the_agenda_and_changes_nothing(met, signed_in):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    (item,) = queries.items_of(met.id)
    inspector = signed_in(Role.INSPECTOR)
    shown = inspector.get(f"/panel/meetings/{met.ref}").text
    assert "The Firsts" in shown
    assert "Earlier" not in shown
    assert inspector.get(f"/panel/items/{item.ref}/change").status_code == 403
    assert ItemKind.FIRST_REVIEW is item.kind


# ---------------------------------------------------------------------------- second thoughts


def test_what_was_recorded_in_error_of_a_member_is_put_right_until_the_panel_has_spoken(
    met, five, signed_in
):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    (item,) = queries.items_of(met.id)
    actions.take_no_part(item, five[2], words="The other Hall.", by=SOMEBODY)
    assert queries.agenda(met).lines[0].missing
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/items/{item.ref}"
    assert "It was recorded in error" in adviser.get(page).text
    assert adviser.post_form(f"{page}/part-again", who=five[2].ref).status_code == 303
    assert not queries.agenda(met).lines[0].missing
    assert "It was recorded in error" not in adviser.get(page).text
    with pytest.raises(RuleBroken, match="who takes no part"):
        actions.take_part_again(item, five[2], by=SOMEBODY)


def test_who_heard_an_item_is_not_changed_after_it(five):
    meeting = met_today(five)
    applied()
    item = taken(meeting, "The News")
    more = listed("Sixth")
    come(meeting, more)
    actions.take_no_part(item, more, by=SOMEBODY)
    says(item)
    with pytest.raises(RuleBroken, match="who heard it stays"):
        actions.take_part_again(item, more, by=SOMEBODY)


def test_papers_come_along_to_the_next_agenda_and_nobody_writes_them_twice(met, five):
    (first,) = keys("The Firsts")
    (item,) = actions.take_items(met, keys=[first], by=make.worker())
    paper = brought(item, PaperKind.LEGAL, says="Advice")
    carer = next(each for each in of(item).whom if each.person_id)
    papers.write_paper(
        item,
        given(PaperKind.CARERS_WORDS, carer),
        how=PaperHow.WORDS,
        words="We like it.",
        by=SOMEBODY,
    )
    late = given(PaperKind.REPORT, given_on=today() + DAY)
    papers.await_paper(item, late, words="On its way.", late_agreed=True, by=SOMEBODY)
    meetings.call_off(met, because="Snow.", by=SOMEBODY)
    (later,) = called(met.panel, 34)
    (again,) = actions.take_items(later, keys=[first], by=make.worker())
    those = of(again).papers
    assert [(each.kind, each.words, each.document_id) for each in those] == [
        (PaperKind.LEGAL, "", paper.document_id),
        (PaperKind.CARERS_WORDS, "We like it.", None),
    ]
    assert [each.late for each in those] == [False, False]
    assert len(papers_of([item.id])[item.id]) == 3  # what the first agenda had stays with it


def test_what_was_decided_of_an_earlier_case_does_not_come_along(met):
    """Another year's review of the same home is another matter, though it has the same name."""
    (first,) = keys("The Firsts")
    (item,) = actions.take_items(met, keys=[first], by=make.worker())
    brought(item, says="Last year's")
    with transaction(), acting("Another year", SOMEBODY):
        record.session.add(item)
        item.began_on -= 365 * DAY
        item.withdrawn_on = today()
    (later,) = called(met.panel, 34)
    (again,) = actions.take_items(later, keys=[first], by=make.worker())
    assert of(again).papers == ()


def test_a_meeting_is_at_another_time_or_place_until_its_day_is_over(met, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}"
    answer = adviser.post_form(f"{page}/change", starts_at="2.15 pm", place="Room 4", remote="y")
    assert answer.status_code == 303
    shown = adviser.get(page).text
    for words in ("14:15", "Room 4. By video"):
        assert words in shown
    assert adviser.post_form(f"{page}/change", starts_at="noonish").status_code == 422
    with clock_at(met.meets_on + DAY), pytest.raises(RuleBroken, match="day is over"):
        meetings.change_meeting(met, starts_at="10:00", by=SOMEBODY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9:30", "09:30"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("2pm", "14:00"),
        ("12 am", "00:00"),
        ("12.05pm", "12:05"),
        ("13pm", "13pm"),
        ("12", "12"),
        ("half past nine", "half past nine"),
    ],
)
def test_a_time_may_be_typed_as_people_type_it(typed, kept):
    assert time_typed(typed) == kept


def test_an_agenda_says_how_complete_each_items_papers_are_and_where_quorum_lacks(
    met, five, signed_in
):
    actions.take_items(met, keys=keys("The Firsts", "The Seconds"), by=make.worker())
    _, second = queries.items_of(met.id)
    late = given(PaperKind.REPORT, given_on=today() + DAY)
    papers.await_paper(second, late, words="On its way.", late_agreed=True, by=SOMEBODY)
    adviser = signed_in(Role.PANEL_ADVISER)
    shown = adviser.get(f"/panel/meetings/{met.ref}").text
    counted = of(second).counted
    assert counted.startswith("0 of ")
    assert shown.count(counted) == 2
    assert shown.count(">Late</strong>") == 1
    assert "For every item; 1 and 2 if nobody drops out" in shown
    actions.take_no_part(second, five[4], by=SOMEBODY)
    assert "Not for item 2" in adviser.get(f"/panel/meetings/{met.ref}").text


def test_whoever_is_recorded_as_away_that_day_is_not_counted_as_coming(met, five, signed_in):
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    assert not queries.agenda(met).lines[0].missing
    lists.go_away(five[4], starts_on=met.meets_on - DAY, by=SOMEBODY)
    assert queries.agenda(met).lines[0].missing
    shown = signed_in(Role.PANEL_ADVISER).get(f"/panel/meetings/{met.ref}").text
    assert "Away that day" in shown
    away = five[4]
    page = f"/panel/central-list/{away.ref}"
    adviser = signed_in(Role.PANEL_ADVISER)
    assert "until further notice" in adviser.get(page).text
    (row,) = people.away_without_end(away.id)
    with clock_at(met.meets_on):
        again = signed_in(adviser.user)
        assert again.post_form(f"{page}/back", which=str(row.id), on="today").status_code == 303
    assert not queries.agenda(met).lines[0].missing
    assert people.away_without_end(away.id) == []


def test_whoever_takes_items_reads_why_each_must_come_by_when_and_for_which_meeting(met, signed_in):
    (later,) = called(met.panel, 41)
    make.household("The Lates", since=today() - 320 * DAY)
    adviser = signed_in(Role.PANEL_ADVISER)
    here = adviser.get(f"/panel/meetings/{met.ref}/take").text
    assert "The Firsts: first review (law, by" in here
    assert "A year is over" in here
    assert "Not ready yet" in here
    there = adviser.get(f"/panel/meetings/{later.ref}/take").text
    assert f"For {short_day(met.meets_on)} as things stand" in there


def test_what_a_meeting_is_for_stands_on_its_page_before_anything_is_taken(met, signed_in):
    """The most urgent first, with why it must come and by when; what is taken goes from there."""
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}"
    shown = adviser.get(page).text
    still = shown[shown.index('id="still"') :]
    assert still.index("The Firsts") < still.index("The Seconds")
    assert "A year is over" in still
    assert "FSR 2011 reg 28(5)" in still
    actions.take_items(met, keys=keys("The Firsts"), by=make.worker())
    shown = adviser.get(page).text
    assert "The Firsts" not in shown[shown.index('id="still"') :].split("</ul>")[0]
    actions.take_items(met, keys=keys("The Seconds"), by=make.worker())
    assert 'id="still"' not in adviser.get(page).text
    assert 'id="still"' not in signed_in(Role.TEAM_MANAGER).get(page).text


def test_what_nobody_who_comes_brings_is_said_where_members_are_asked(met, five, signed_in):
    adviser = signed_in(Role.PANEL_ADVISER)
    page = f"/panel/meetings/{met.ref}"
    shown = adviser.get(page).text
    assert "Nobody who comes brings: health" in shown
    lists.record_experience(
        five[3], kind=ExperienceKind.HEALTH, since=None, starts_on=today(), by=SOMEBODY
    )
    assert "Nobody who comes brings: health" not in adviser.get(page).text

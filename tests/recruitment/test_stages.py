"""Stages 1 and 2: begun, overlapping, what Part 1 lacks, not suitable, what the panel may have."""

from __future__ import annotations

from datetime import date

import pytest

from app.assessments import actions as assessing
from app.assessments.rules import AssessmentKind, Outcome
from app.core.today import clock_at, today
from app.panel.actions import agenda
from app.panel.queries.matters import must_come
from app.recruitment import part1, queries, watch
from app.recruitment.actions import enquiries as enquiring
from app.recruitment.actions import stages as actions
from app.recruitment.kinds import Because, EndedBy, StageKind, Step
from app.recruitment.queries.stages import received, stages, stops_panel
from app.recruitment.rules import stages as rules
from app.statute.recruitment import Part1
from tests import builders as make
from tests.builders import SOMEBODY
from tests.panel import people as panel_people
from tests.recruitment.people import (
    DAY,
    applied,
    assessed_elsewhere,
    in_stage,
    part_1,
    rang,
    refusals,
    visited,
)

ONE, TWO = StageKind


def application(days=40, **told):
    """An application that came so many days ago."""
    return applied(rang(today() - (days + 9) * DAY), today() - days * DAY, **told)


def test_the_two_stages_may_overlap_and_each_begins_once(db):
    made = application()
    in_stage(made, ONE)
    in_stage(made, TWO, today() - 9 * DAY)
    assert queries.case_of(today(), assessment_id=made.id).step is Step.BOTH
    assert refusals(actions.begin_stage, made, stage=ONE, starts_on=today()) == [
        "Stage 1 has begun already."
    ]


def test_no_stage_begins_before_the_application_after_today_or_once_it_ended(db):
    made = application()
    for day in (today() - 41 * DAY, today() + DAY):
        assert refusals(actions.begin_stage, made, stage=ONE, starts_on=day)
    ended = today() - 5 * DAY
    assessing.finish(made, outcome=Outcome.WITHDREW, on=ended, by=SOMEBODY)
    assert refusals(actions.begin_stage, made, stage=ONE, starts_on=today()) == [
        f"This assessment ended on {ended:%d/%m/%Y}."
    ]
    in_stage(made, ONE, ended - DAY)


def test_only_an_application_to_foster_has_stages(db):
    home = make.household(approved=False)
    made = assessing.begin_assessment(
        home, kind=AssessmentKind.GUARDIANSHIP, starts_on=today(), by=SOMEBODY
    )
    assert refusals(actions.begin_stage, made, stage=ONE, starts_on=today()) == [
        "Only an application to foster has two stages."
    ]


def test_an_item_of_part_1_is_ticked_once_and_can_be_taken_back(db):
    made, sarah = application(), make.worker()
    told = {"items": [Part1.HEALTH], "on": today() - 3 * DAY, "by": sarah}
    assert refusals(actions.receive_part_1, made, **told) == ["Begin Stage 1 first."]
    in_stage(made)
    (row,) = actions.receive_part_1(made, **told)
    assert refusals(actions.receive_part_1, made, **told) == [
        "In already: Health, supported by a medical report."
    ]
    assert len(stages(made, today()).lacking) == 9
    assert len(stages(made, today() - 4 * DAY).lacking) == 10
    actions.take_back_part_1(row, by=SOMEBODY)
    assert Part1.HEALTH in stages(made, today()).lacking


def test_stage_1_ends_with_going_on_only_once_all_of_part_1_is_in(db):
    made = application()
    in_stage(made)
    part_1(made, but=(Part1.CRIMINAL_RECORDS,), on=today() - 5 * DAY)
    (said,) = refusals(actions.end_stage_1, made, on=today())
    assert "Enhanced certificates" in said
    actions.receive_part_1(
        made, items=[Part1.CRIMINAL_RECORDS], on=today() - 2 * DAY, by=make.worker()
    )
    assert refusals(actions.end_stage_1, made, on=today() - 3 * DAY), "the last came after that"
    one = actions.end_stage_1(made, on=today(), by=SOMEBODY)
    assert (one.suitable, one.ends_on) == (True, today())
    came, *_ = received([made.id])
    assert refusals(actions.take_back_part_1, came) == ["Stage 1 ended on it. It stays as it was."]


WHOLE_ON, LAST = date(2026, 12, 18), date(2027, 1, 6)
"""Ten working days over Christmas, with its two bank holidays and New Year's Day."""


@pytest.mark.parametrize(
    ("told_on", "says"),
    [(LAST, []), (LAST + DAY, ["The ten working days were over on 06/01/2027. From then on only a "
                               "brief report to the panel can end it."])],
)  # fmt: skip
def test_not_suitable_is_told_within_ten_working_days_of_the_last_item(told_on, says):
    found = rules.deciding_breaches(
        suitable=False,
        begun_on=date(2026, 10, 1),
        ended_on=None,
        lacking=(),
        whole=WHOLE_ON,
        on=WHOLE_ON + DAY,
        reasons="Two grave concerns.",
        told_on=told_on,
        today=told_on,
    )
    assert [each.says for each in found] == says


def test_not_suitable_at_stage_1_ends_the_assessment_with_reasons_and_notice(db):
    made = application()
    in_stage(made)
    in_stage(made, TWO, today() - 9 * DAY)
    told = {"on": today() - DAY, "reasons": "", "told_on": None}
    assert len(refusals(actions.refuse_at_stage_1, made, **told)) == 2
    told = {"on": today() - DAY, "reasons": "The home is not safe.", "told_on": today()}
    actions.refuse_at_stage_1(made, **told, by=SOMEBODY)
    found = queries.case_of(today(), assessment_id=made.id)
    assert (found.step, found.ended_by, found.because) == (
        Step.ENDED,
        EndedBy.SERVICE,
        Because.STAGE_1,
    )
    assert made.outcome is Outcome.STOPPED
    assert stages(made, today()).two.ends_on == today() - DAY
    assert refusals(actions.refuse_at_stage_1, made, **told)


def test_stage_2_ends_with_its_report_and_waits_for_the_panel(db):
    made = application()
    assert refusals(actions.end_stage_2, made, on=today()) == ["Stage 2 has not begun."]
    in_stage(made)
    part_1(made)
    actions.end_stage_1(made, on=today(), by=SOMEBODY)
    in_stage(made, TWO, today() - 9 * DAY)
    actions.end_stage_2(made, on=today(), by=SOMEBODY)
    assert queries.case_of(today(), assessment_id=made.id).step is Step.PANEL


# ------------------------------------------------------------------------------------- the panel


@pytest.fixture
def meeting(db):
    """A meeting three weeks from now."""
    (called,) = panel_people.called(panel_people.led_panel(), 20)
    return called


def take(meeting, made):
    """The panel adviser takes it on the agenda."""
    return agenda.take_items(meeting, keys=[f"assessment:{made.id}"], by=make.user())


def refused(meeting, made):
    """Why it is not taken."""
    key = f"assessment:{made.id}"
    return refusals(agenda.take_items, meeting, keys=[key], by=make.user())


def test_the_panel_may_not_have_it_until_all_of_part_1_is_in(meeting):
    made = application()
    assert refused(meeting, made) == [
        "Stage 1 is not recorded: the panel has it once all of Part 1 is in."
    ]
    in_stage(made)
    part_1(made, but=(Part1.HEALTH,))
    (said,) = refused(meeting, made)
    assert said.startswith("Part 1 of Schedule 3 is not all in: 1 of 10 missing.")
    (matter,) = [each for each in must_come(today()) if each.key == f"assessment:{made.id}"]
    assert "Part 1 is not all in" in matter.says
    actions.receive_part_1(made, items=[Part1.HEALTH], on=today(), by=make.worker())
    (item,) = take(meeting, made)
    assert item.matter == f"assessment:{made.id}"


def test_of_what_began_before_stages_were_recorded_the_panel_is_not_refused_it(meeting):
    made, other = assessed_elsewhere(), assessed_elsewhere("The Others")
    assert take(meeting, made)
    in_stage(other)
    assert refused(meeting, other)


def test_what_another_room_knows_of_part_1_counts_as_in_since_then(db, monkeypatch):
    monkeypatch.setattr(part1, "_SUPPLIERS", [])
    made = application()
    in_stage(made)
    part_1(made, but=(Part1.CRIMINAL_RECORDS,), on=today() - 9 * DAY)
    part1.supply(lambda ids, day: {each: {Part1.CRIMINAL_RECORDS: today() - DAY} for each in ids})
    assert stages(made, today()).whole_on == today() - DAY
    assert stages(made, today() - 2 * DAY).whole_on is None
    assert stops_panel([made.id], today()) == {}


# ------------------------------------------------------------------------------------ the clocks


def running(subject):
    return {
        each.clock: each.due_on
        for each in watch.running(today())
        if each.subject.partition("/")[0] == subject
    }


def test_each_stage_has_its_clock_and_the_decision_has_ten_working_days(db):
    made = application(70)
    subject = f"assessment:{made.id}"
    in_stage(made)
    assert set(running(subject)) == {"stage_1_length"}
    in_stage(made, TWO, today() - 20 * DAY)
    part_1(made)
    found = running(subject)
    assert set(found) == {"stage_1_length", "stage_2_length", "stage1_decision"}
    assert found["stage1_decision"] == rules.refuse_until(today())
    actions.end_stage_1(made, on=today(), by=SOMEBODY)
    assert set(running(subject)) == {"stage_2_length"}
    assessing.finish(made, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    assert running(subject) == {}


def test_an_enquiry_has_one_clock_at_a_time(db):
    enquiry = rang(today() - 3 * DAY, by=(sarah := make.worker()))
    subject = f"enquiry:{enquiry.id}"
    assert list(running(subject)) == ["enquiry_answered"]
    (line,) = [each for each in watch.running(today()) if each.subject == subject]
    assert line.worker_id == sarah.id
    enquiring.ask_visit(enquiry, asked_on=today() - 2 * DAY, by=SOMEBODY)
    assert list(running(subject)) == ["initial_visit_held"]
    other = rang(today() - 3 * DAY)
    visited(other)
    assert list(running(f"enquiry:{other.id}")) == ["application_awaited"]


def test_a_stage_that_began_a_leap_day_ends_with_february(db):
    with clock_at(date(2028, 5, 1)):
        made = applied(rang(date(2027, 12, 1)), date(2027, 12, 30))
        in_stage(made, ONE, date(2027, 12, 30))
        (line,) = [each for each in watch.running(today()) if each.clock == "stage_1_length"]
        assert line.due_on == date(2028, 2, 29)

"""Which clocks run on a connected carers' case: the weeks, their steps, and the child's visits."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments import queries as evidence
from app.children import actions as children
from app.connected import actions, queries, watch
from app.connected.rules import (
    Course,
    EndedHow,
    Given,
    Kind,
    Outlook,
    Stage,
    Step,
    next_step,
    stage_of,
    usual,
)
from app.core.today import clock_at, today
from app.people import actions as people
from app.people.models import MemberRole
from app.work import queries as work
from tests import builders as make
from tests.connected.family import DAY, FIRST, LAST, Family, on_day, refusals


def due(day, clock):
    return [each.due_on for each in watch.running(day) if each.clock == clock]


def seen(family, on, *, seen=True):
    with clock_at(on):
        children.record_social_worker_visit(
            family.boy, visited_on=on, seen=seen, alone=False, words="Well.", by=make.SOMEBODY
        )


def test_the_steps_of_the_weeks_run_until_they_are_done(nan):
    day = FIRST + 20 * DAY
    assert due(day, "reg24_expiry") == [LAST]
    assert due(day, "connected_review") == [FIRST + 27 * DAY]
    assert due(day, "connected_draft_report") == [FIRST + 55 * DAY]
    assert due(day, "connected_panel_slot") == [FIRST + 83 * DAY]
    assert due(day, "reg24_extension_paper_target") == [FIRST + 97 * DAY]
    with on_day(50):
        for step, booked in ((Step.DRAFT, None), (Step.PANEL_BOOKED, LAST)):
            actions.record_step(nan.case, step=step, on=today(), booked_for=booked, by=nan.worker)
        assert not due(today(), "connected_draft_report")
        assert not due(today(), "connected_panel_slot")
    with on_day(90):
        asked = nan.ask(nan.leo, Kind.EXTEND)
        assert not due(today(), "reg24_extension_paper_target")
        assert due(today(), "decision_on_proposal")
        nan.decide(asked)
        assert due(today(), "reg24_expiry") == [LAST + 56 * DAY]


def test_a_panel_slot_is_booked_for_a_day(nan):
    with on_day(50):
        says = refusals(
            actions.record_step, nan.case, step=Step.PANEL_BOOKED, on=today(), by=nan.worker
        )
        assert "Give the day of the panel" in says


def test_what_ran_out_is_due_at_once_until_it_ends(nan):
    assert not due(LAST, "reg25_expiry_terminate")
    assert due(LAST + 3 * DAY, "reg25_expiry_terminate") == [LAST + DAY]


def test_the_child_is_visited_weekly_until_the_first_review_and_then_four_weekly(nan):
    before, after = "visit_reg24_before_review", "visit_reg24_after_review"
    assert due(FIRST, before) == [FIRST + 7 * DAY]
    seen(nan, FIRST + 5 * DAY)
    assert due(FIRST + 5 * DAY, before) == [FIRST + 12 * DAY]
    seen(nan, FIRST + 11 * DAY, seen=False)
    assert due(FIRST + 11 * DAY, before) == [FIRST + 12 * DAY]  # not seen: it stops nothing
    with on_day(20):
        children.record_care_review(nan.boy, held_on=today(), by=make.SOMEBODY)
        assert due(today(), before) == []
        assert due(today(), after) == [today() + 28 * DAY]
    seen(nan, FIRST + 30 * DAY)
    assert due(FIRST + 30 * DAY, after) == [FIRST + 58 * DAY]
    (line,) = [each for each in watch.running(FIRST + 30 * DAY) if each.clock == after]
    assert line.worker_id == nan.boy.worker_id
    assert "Leo" not in line.about


def test_a_visit_that_nobody_could_have_made_is_refused(db):
    child = make.child()
    told = {"words": "", "by": make.SOMEBODY}
    says = refusals(
        children.record_social_worker_visit,
        child,
        visited_on=today() + DAY,
        seen=False,
        alone=True,
        **told,
    )
    assert "today or before" in says
    assert "seen alone was seen" in says
    assert "Say how the child is" in says
    assert "today or before" in refusals(
        children.record_care_review, child, held_on=today() + DAY, by=make.SOMEBODY
    )


def test_too_few_say_nothing_and_enough_say_which_will_not_make_it():
    assert usual([90, 100, 110, 120]).middle is None
    told = usual([100, 120, 130, 140, 150])
    assert (told.count, told.lower, told.middle, told.upper) == (5, 120, 130, 140)
    given = Given(FIRST, LAST)
    assert told.outlook(given, FIRST) is Outlook.LATE
    assert told.finish(FIRST) == FIRST + 130 * DAY
    assert usual([80, 90, 100, 115, 120]).outlook(given, FIRST) is Outlook.UNSURE
    quick = usual([80, 81, 82, 83, 84])
    assert quick.outlook(given, FIRST + 82 * DAY) is Outlook.IN_TIME
    assert quick.outlook(given, FIRST + 83 * DAY) is Outlook.UNSURE, "longer than others already"
    assert usual([]).outlook(given, FIRST) is Outlook.NOT_KNOWN
    assert told.outlook(Given(FIRST, LAST, review_since=FIRST), FIRST) is Outlook.NOT_KNOWN


def test_only_finished_assessments_say_how_long_they_take(nan):
    with on_day(80):
        assert queries.usual_time(today()).count == 0
        from app.assessments import actions as assessments
        from app.assessments import queries as assessed
        from app.assessments.rules import Outcome

        under_way = assessed.by_ref(nan.stands().assessment.ref)
        assessments.finish(under_way, outcome=Outcome.RECOMMENDED, on=today(), by=nan.worker)
        assert queries.usual_time(today()).count == 1


def test_the_next_lawful_step_is_said_for_every_stage():
    given = Given(FIRST, LAST)
    courses = {
        Stage.CHECKS: Course(True),
        Stage.ASKED: Course(True, waiting=Kind.GIVE),
        Stage.REFUSED: Course(True, refused=True),
        Stage.RUNNING: Course(True, given=given),
        Stage.EXTENSION_ASKED: Course(True, given=given, waiting=Kind.EXTEND),
        Stage.EXTENDED: Course(True, given=Given(FIRST, LAST, LAST + 56 * DAY)),
        Stage.REVIEW: Course(True, given=Given(FIRST, LAST, review_since=FIRST)),
        Stage.RAN_OUT: Course(True, given=Given(FIRST - timedelta(days=200), FIRST - 89 * DAY)),
        Stage.APPROVED: Course(True, approved_on=FIRST),
        Stage.NOT_LOOKED_AFTER: Course(False),
        Stage.ENDED: Course(True, ended_on=FIRST),
    }
    assert set(courses) == set(Stage)
    for stage, course in courses.items():
        assert stage_of(course, FIRST) is stage
        said = next_step(course, FIRST, undone=0, arranged=False)
        assert said.says
        assert bool(said.whose) == (stage is not Stage.ENDED)


JOINED = "schedule_4_joined"


def lines_of(day, clock=JOINED):
    return [each for each in watch.running(day) if each.clock == clock]


def test_an_uncle_who_moves_in_at_week_10_is_a_line_of_his_own_until_he_is_found_out_about(nan):
    with on_day(70):
        assert not lines_of(today()), "Schedule 4 was complete when the boy moved"
        ray = nan.joins("Ray")
        (line,) = lines_of(today())
        assert line.due_on == today()
        assert line.worker_id == nan.stands().holder_id
        assert line.rule.cite.short.endswith("24(2)")
        assert "Ray" not in line.about
        assert line.page == "connected.findings"
        assert dict(line.arguments)["about"] == ray.person.ref
    with on_day(71):
        (late,) = lines_of(today())
        assert late.due_on < today(), "late the day after he came"
        nan.check()
        assert not lines_of(today())


def test_a_daughter_who_turns_18_is_asked_about_from_her_birthday(nan):
    eighteen = FIRST + 30 * DAY
    with on_day(2):
        born = eighteen.replace(year=eighteen.year - 18)
        people.add_member(
            nan.home,
            role=MemberRole.CHILD_OF_FAMILY,
            starts_on=today(),
            given_name="Dot",
            family_name="Bufton",
            born=born,
            by=nan.worker,
        )
    assert not lines_of(eighteen - DAY)
    assert [line.due_on for line in lines_of(eighteen)] == [eighteen]


def test_what_is_taken_back_is_owed_again_and_nothing_is_before_an_approval(nan, db):
    with on_day(3):
        known = nan.stands().lines[0].known
        assessments.void_finding(evidence.evidence_by_ref(known.ref), why="No.", by=nan.worker)
        (line,) = lines_of(today())
        assert line.due_on == FIRST, "since the day on which it stood"
        other = Family("Mrs Ackery")
        other.open(make.child())
        assert lines_of(today()) == [line], "before approval the case itself says what is next"
        nan.end(nan.leo, EndedHow.MOVED)
        assert not lines_of(today())


def may_be_shown(role, day):
    return {each.clock for each in work.running(make.user(role), day)}


def test_panel_and_decision_maker_are_told_when_it_runs_out_and_nothing_of_the_child(nan):
    with on_day(70):
        nan.joins("Ray")
        nan.ask(nan.leo, Kind.EXTEND)
        every = {each.clock for each in watch.running(today())}
        assert len(every) > 5
        for role in (Role.PANEL_ADVISER, Role.DECISION_MAKER):
            assert may_be_shown(role, today()) & every == {"reg24_expiry"}
        assert not may_be_shown(Role.PANEL_MEMBER, today()) & every
        assert not may_be_shown(Role.CHILD_SOCIAL_WORKER, today()) & every
        assert {"reg24_expiry", "connected_panel_slot"} <= may_be_shown(Role.DIRECTOR, today())
        assert JOINED not in may_be_shown(Role.DIRECTOR, today()), "it is the case holder's to do"


def test_an_adviser_opens_the_household_from_the_line_and_its_worker_the_case(nan, signed_in):
    with on_day(100):
        adviser = signed_in(Role.PANEL_ADVISER)
        page = adviser.get("/due?whose=team&clock=reg24_expiry").get_data(as_text=True)
        assert f"/households/{nan.home.ref}" in page
        assert f"/connected/{nan.case.ref}" not in page
        assert "Leo" not in page
        worker = signed_in(nan.worker)
        page = worker.get("/due?whose=team&clock=reg24_expiry").get_data(as_text=True)
        assert f"/connected/{nan.case.ref}" in page


def test_whoever_holds_the_case_finds_the_uncle_on_today(nan, signed_in):
    with on_day(72):
        ray = nan.joins("Ray")
        browser = signed_in(nan.worker)
        page = browser.get("/").get_data(as_text=True)
        assert f"/connected/{nan.case.ref}/findings/{ray.person.ref}" in page
        assert "Schedule 4 for somebody who joined" in page

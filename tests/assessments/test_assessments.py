"""Assessments begun, given, paused, taken up again and ended; their clock; their pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.assessments import actions, queries, watch
from app.assessments.models import PauseReason
from app.assessments.rules import OUTCOMES, AssessmentKind, Outcome, due_on
from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.statute.running import State
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def begun(home=None, kind=AssessmentKind.INITIAL, on=None, by=None):
    """An assessment of somebody."""
    return actions.begin_assessment(
        home or builders.household("The Applicants", approved=False),
        kind=kind,
        starts_on=on or today() - 30 * DAY,
        assessor=by,
        by=SOMEBODY,
    )


def refusals(action, *args, **kw):
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw, by=SOMEBODY)
    return [breach.says for breach in refused.value.breaches]


def row(assessment, as_at=None, known_at=None):
    """The assessment as a list has it."""
    return queries.listed(assessment, as_at or today(), known_at)


@pytest.mark.parametrize(
    ("kind", "began", "last"),
    [
        (AssessmentKind.INITIAL, date(2026, 1, 15), date(2026, 9, 15)),
        (AssessmentKind.CONNECTED, date(2025, 6, 30), date(2026, 2, 28)),
        (AssessmentKind.GUARDIANSHIP, date(2026, 1, 15), None),
        (AssessmentKind.REVIEW, date(2026, 1, 15), None),
    ],
)
def test_eight_months_are_allowed_where_the_panel_recommends(kind, began, last):
    assert due_on(kind, began) == last


@pytest.mark.parametrize("kind", list(AssessmentKind))
def test_every_kind_can_come_to_an_end_and_be_withdrawn(kind):
    assert any(outcome.is_finished for outcome in OUTCOMES[kind])
    assert Outcome.WITHDREW in OUTCOMES[kind]


def test_an_assessment_is_open_until_it_ends(db):
    it = begun(by=builders.worker("Sarah Webb"))
    assert [(each.worker, each.days(today())) for each in queries.assessments(today())] == [
        ("Sarah Webb", 30)
    ]
    actions.finish(it, outcome=Outcome.RECOMMENDED, on=today(), by=SOMEBODY)
    assert queries.assessments(today()) == []
    assert row(it).outcome is Outcome.RECOMMENDED
    assert row(it, today() - DAY).outcome is None


def test_two_of_a_kind_at_once_are_refused_and_two_kinds_are_not(db):
    home = builders.household(approved=False)
    begun(home)
    assert refusals(
        actions.begin_assessment, home, kind=AssessmentKind.INITIAL, starts_on=today()
    ) == ["An assessment of this kind is open. Finish that one first."]
    begun(home, AssessmentKind.GUARDIANSHIP)


def test_what_cannot_come_of_a_kind_is_refused(db):
    it = begun(kind=AssessmentKind.REVIEW)
    assert refusals(actions.finish, it, outcome=Outcome.RECOMMENDED, on=today()) == [
        "Choose what can come of this kind."
    ]


def test_an_assessment_ends_once_and_not_before_it_began_or_after_today(db):
    it = begun()
    for day in (today() - 31 * DAY, today() + DAY):
        assert refusals(actions.finish, it, outcome=Outcome.WITHDREW, on=day)
    actions.finish(it, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    assert refusals(actions.finish, it, outcome=Outcome.WITHDREW, on=today())


def test_a_handover_between_assessors_leaves_no_gap(db):
    it = begun(by=builders.worker("Sarah Webb"))
    actions.give(it, builders.worker("Tom Harris"), starts_on=today(), by=SOMEBODY)
    assert row(it, today() - DAY).worker == "Sarah Webb"
    assert row(it).worker == "Tom Harris"


def test_an_assessment_is_given_to_whoever_assesses_and_works_here(db):
    it = begun()
    gone = builders.worker("Ann Parry", left_on=today() - DAY)
    assert refusals(actions.give, it, gone, starts_on=today())
    assert refusals(actions.give, it, builders.user(Role.PLACEMENT_OFFICER), starts_on=today())
    assert refusals(actions.give, it, builders.worker(), starts_on=today() - 31 * DAY)


def test_an_assessor_who_left_is_said_to_have_left(db):
    sarah = builders.worker()
    it = begun(by=sarah)
    accounts.record_leaving(sarah, on=today(), by=SOMEBODY)
    assert row(it).worker_left


def test_a_pause_is_kept_with_its_reason_and_ends_with_the_assessment(db):
    it = begun()
    actions.pause(it, reason=PauseReason.HEALTH, starts_on=today() - 9 * DAY, by=SOMEBODY)
    assert (row(it).paused_on, row(it).paused_because) == (today() - 9 * DAY, PauseReason.HEALTH)
    assert refusals(actions.pause, it, reason=PauseReason.OTHER, starts_on=today())
    actions.finish(it, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    assert queries.open_pause(it.id) is None


def test_a_paused_assessment_is_taken_up_again(db):
    it = begun()
    paused = actions.pause(it, reason=PauseReason.COURT, starts_on=today() - DAY, by=SOMEBODY)
    actions.resume(paused, on=today(), by=SOMEBODY)
    assert row(it).paused_on is None
    assert row(it, today() - DAY).paused_on == today() - DAY


def test_the_clock_runs_through_a_pause_and_stops_at_the_end(db):
    sarah = builders.worker()
    began = today() - 300 * DAY
    it = begun(on=began, by=sarah)
    actions.pause(it, reason=PauseReason.HEALTH, starts_on=began + DAY, by=SOMEBODY)
    (running,) = watch.running(today())
    assert (running.clock, running.due_on, running.worker_id) == (
        "nms_assessment_8_months",
        due_on(AssessmentKind.INITIAL, began),
        sarah.id,
    )
    assert running.state(today()) is State.OVERDUE
    actions.finish(it, outcome=Outcome.WITHDREW, on=today(), by=SOMEBODY)
    assert watch.running(today()) == ()


def test_an_assessment_was_not_known_before_it_was_told(db):
    with clock_at(today() - 5 * DAY):
        it = begun(on=today() - 30 * DAY)
    ten = today() - 10 * DAY
    assert row(it, ten) is not None
    assert row(it, ten, end_of_day(ten)) is None


def test_the_list_takes_the_same_number_of_questions_however_many(db, counted):
    begun(by=builders.worker())
    with counted() as few:
        queries.assessments(today())
    for number in range(5):
        begun(builders.household(f"Home {number}", approved=False), by=builders.worker())
    with counted() as many:
        queries.assessments(today())
    assert many.number == few.number <= 3


# --------------------------------------------------------------------------------------- the pages


def test_a_worker_begins_an_assessment_from_the_households_page(db, signed_in):
    home = builders.household("The Applicants", approved=False)
    sarah = builders.worker("Sarah Webb")
    browser = signed_in(Role.SOCIAL_WORKER)
    answer = browser.post_form(
        f"/households/{home.ref}/assess",
        kind="foster_carers",
        starts_on="yesterday",
        assessor=sarah.ref,
    )
    assert answer.status_code == 303
    (it,) = queries.assessments(today())
    assert (it.worker, it.began_on) == ("Sarah Webb", today() - DAY)
    assert "The Applicants" in browser.get("/assessments").text


def test_a_manager_chooses_the_assessor_and_the_reason_is_kept(db, signed_in):
    it = begun()
    sarah = builders.worker("Sarah Webb")
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get(f"/assessments/{it.ref}").text
    assert "Nobody assesses" in page
    answer = browser.post_form(
        f"/assessments/{it.ref}/assessor", worker=sarah.ref, starts_on="today"
    )
    assert answer.status_code == 303
    (assessing,) = queries.story_of(it.id).assessors
    assert assessing.because.startswith("Suggested: ")


def test_an_assessor_pauses_takes_up_and_ends_their_own_and_nobody_elses(db, signed_in):
    sarah = builders.worker("Sarah Webb")
    home = builders.household("The Doyles", supervised_by=builders.worker("Tom Harris"))
    it = begun(home, AssessmentKind.REVIEW, by=sarah)
    own, other = signed_in(sarah), signed_in(Role.SOCIAL_WORKER)
    here = f"/assessments/{it.ref}"
    paused = own.post_form(f"{here}/pause", reason="illness_or_pregnancy", starts_on="today")
    assert paused.status_code == 303
    assert "Paused" in own.get(here).text
    assert own.post_form(f"{here}/resume", on="today").status_code == 303
    assert other.get(f"{here}/finish").status_code == 403
    answer = own.post_form(f"{here}/finish", outcome="report_finished", on="today")
    assert answer.status_code == 303
    assert "report finished" in own.get(here).text


def test_what_came_of_it_is_shown_only_to_who_may_read_it(db, signed_in):
    it = begun()
    actions.finish(
        it, outcome=Outcome.NOT_RECOMMENDED, on=today(), note="Their own words", by=SOMEBODY
    )
    here = f"/assessments/{it.ref}"
    assert "not recommended" in signed_in(Role.TEAM_MANAGER).get(here).text
    shown = signed_in(Role.PLACEMENT_OFFICER).get(here).text
    assert "not recommended" not in shown
    assert "Their own words" not in shown


def test_the_list_is_narrowed_and_taken_away(db, signed_in):
    begun(on=today() - 400 * DAY)
    browser = signed_in(Role.SERVICE_MANAGER)
    assert "The Applicants" in browser.get("/assessments?state=late").text
    assert "The Applicants" not in browser.get("/assessments?state=paused").text
    assert "The Applicants" in browser.get("/assessments?state=nobody&kind=foster_carers").text
    assert browser.get("/assessments?state=odd").status_code == 400
    assert "The Applicants" in browser.get("/assessments?format=csv").text
    assert browser.get("/assessments?format=xlsx").data.startswith(b"PK")

"""A worker leaves: everything of theirs is handed over, or shows red from the day they go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments import queries as assessed
from app.assessments.rules import AssessmentKind
from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.people import actions as people
from app.register import actions as register
from app.register import queries as registered
from app.register.models import ApprovalEnd
from app.statute.running import State
from app.supervision import actions, queries, watch
from app.supervision.forms import field_of
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
SOON = 7 * DAY


def team():
    """Sarah, who leaves, and two who stay."""
    return [builders.worker(name) for name in ("Sarah Webb", "Tom Harris", "Uma Patel")]


def nobody(as_at=None):
    """The households with nobody on a day."""
    return {each.name for each in queries.households_without_worker(as_at or today())}


def test_a_leaving_date_to_come_opens_a_list_of_everything_of_theirs(db):
    sarah, *_ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    assessments.begin_assessment(
        home, kind=AssessmentKind.REVIEW, starts_on=today(), assessor=sarah, by=SOMEBODY
    )
    assert queries.leavers(today()) == ()
    actions.record_leaving(sarah, on=today() + SOON, by=SOMEBODY)
    (leaver,) = queries.leavers(today())
    assert [each.name for each in leaver.open_households] == ["The Doyles"]
    assert [each.says for each in leaver.others] == ["Assessment: report for a review"]
    assert leaver.open == 2


def test_nothing_is_left_out_by_itself_and_nothing_is_handed_over_by_itself(db):
    sarah, *_ = team()
    builders.household("The Doyles", supervised_by=sarah)
    actions.record_leaving(sarah, on=today() + SOON, by=SOMEBODY)
    assert nobody() == set()
    assert nobody(today() + SOON - DAY) == set()
    assert nobody(today() + SOON) == {"The Doyles"}


def test_a_handover_on_the_day_they_go_leaves_no_day_without(db):
    sarah, tom, _ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    on = today() + SOON
    actions.record_leaving(sarah, on=on, by=SOMEBODY)
    actions.hand_over([actions.Accepted(home, tom, "Suggested")], starts_on=on, by=SOMEBODY)
    for day in (on - DAY, on, on + DAY):
        assert nobody(day) == set()
    assert queries.worker_of([home.id], on - DAY)[home.id].name == "Sarah Webb"
    assert queries.worker_of([home.id], on)[home.id].name == "Tom Harris"
    (leaver,) = queries.leavers(today())
    assert (leaver.open, [each.goes_to for each in leaver.households]) == (0, ["Tom Harris"])
    assert queries.leavers(on) == (), "once they have gone there is nothing more to say"


def test_whoever_left_with_nothing_done_is_ended_and_the_household_turns_red_at_once(db, signed_in):
    sarah, *_ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    actions.record_leaving(sarah, on=today() - 3 * DAY, by=SOMEBODY)
    assert nobody() == {"The Doyles"}
    assert home.id not in queries.worker_of([home.id], today())
    browser = signed_in(Role.TEAM_MANAGER)
    assert "1 household has no supervising social worker" in browser.get("/").text
    assert "Nobody supervises" in browser.get(f"/households/{home.ref}").text
    assert "The Doyles" in browser.get("/supervision/unallocated").text


def test_a_leaver_is_not_known_before_it_was_told(db):
    sarah, *_ = team()
    with clock_at(today() - 10 * DAY):
        builders.household("The Doyles", supervised_by=sarah)
    actions.record_leaving(sarah, on=today() - 8 * DAY, by=SOMEBODY)
    five = today() - 5 * DAY
    assert [each.name for each in queries.households_without_worker(five)] == ["The Doyles"]
    assert queries.households_without_worker(five, end_of_day(five)) == []


def test_all_of_it_is_handed_over_or_none(db):
    sarah, tom, _ = team()
    first = builders.household("The Doyles", supervised_by=sarah)
    second = builders.household("The Prices", supervised_by=tom)
    with pytest.raises(RuleBroken):
        actions.hand_over(
            [actions.Accepted(first, tom, ""), actions.Accepted(second, tom, "")],
            starts_on=today(),
            by=SOMEBODY,
        )
    db.session.rollback()
    assert queries.worker_of([first.id], today())[first.id].name == "Sarah Webb"


def test_a_household_no_longer_approved_needs_no_successor(db):
    sarah, *_ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    approval = registered.standing_of(home.id).approvals[0]
    register.end_approval(approval, on=today(), how=ApprovalEnd.RESIGNED, by=SOMEBODY)
    actions.record_leaving(sarah, on=today() + DAY, by=SOMEBODY)
    assert queries.leaver(sarah, today()).open == 0


def test_applicants_of_a_leaver_need_somebody_too(db):
    sarah, *_ = team()
    home = builders.household("The Applicants", approved=False)
    actions.allocate(home, sarah, starts_on=today(), by=SOMEBODY)
    actions.record_leaving(sarah, on=today() + DAY, by=SOMEBODY)
    assert [each.name for each in queries.leaver(sarah, today()).open_households] == [
        "The Applicants"
    ]


def test_nobody_records_their_own_leaving_here_nor_that_of_whoever_does_not_supervise(db):
    sarah, *_ = team()
    with pytest.raises(RuleBroken):
        actions.record_leaving(sarah, on=today(), by=sarah)
    with pytest.raises(RuleBroken):
        actions.record_leaving(builders.user(Role.ADMINISTRATOR), on=today(), by=sarah)


def test_suggestions_share_the_work_out_and_never_suggest_who_leaves(db):
    sarah, tom, uma = team()
    homes = [builders.household(f"Home {n}", supervised_by=sarah) for n in range(4)]
    quits = builders.worker("Vera Quits")
    actions.record_leaving(sarah, on=today() + SOON, by=SOMEBODY)
    actions.record_leaving(quits, on=today() + SOON, by=SOMEBODY)
    leaver = queries.leaver(sarah, today())
    found = queries.suggestions(leaver.wanted, today())
    given = [found.of(f"household:{home.ref}").worker.id for home in homes]
    assert sorted(given) == sorted([tom.id, tom.id, uma.id, uma.id])


def test_whoever_has_the_home_of_a_brother_is_suggested_and_it_is_said(db):
    sarah, _, uma = team()
    one, other = builders.child(), builders.child()
    builders.siblings(one, other)
    home = builders.household("The Doyles", supervised_by=sarah)
    builders.placed(one, home)
    builders.placed(other, builders.household("The Prices", supervised_by=uma))
    actions.record_leaving(sarah, on=today() + SOON, by=SOMEBODY)
    found = queries.suggestions(queries.leaver(sarah, today()).wanted, today())
    best = found.of(f"household:{home.ref}")
    assert best.worker.id == uma.id
    assert "brother or sister" in best.because


def test_whoever_had_them_before_is_suggested(db):
    sarah, _, uma = team()
    home = builders.household("The Doyles", supervised_by=uma)
    actions.allocate(home, sarah, starts_on=date(2023, 4, 1), by=SOMEBODY)
    found = queries.suggestions([queries.Wanted("it", home.id)], today())
    assert found.of("it").worker.id == uma.id
    assert "had them before, until April 2023" in found.of("it").because


def test_a_clock_runs_before_they_go_and_is_late_from_the_day_they_went(db):
    sarah, tom, _ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    on = today() + 3 * DAY
    actions.record_leaving(sarah, on=on, by=SOMEBODY)

    def ours(day):
        return [each for each in watch.running(day) if each.clock == "nms_named_ssw"]

    (before,) = ours(today())
    assert (before.about, before.due_on, before.page) == (
        "The Doyles",
        on - DAY,
        "supervision.leaving",
    )
    (after,) = ours(on)
    assert after.key == before.key
    assert after.state(on) is State.OVERDUE
    assert after.page == "supervision.allocate"
    actions.hand_over([actions.Accepted(home, tom, "")], starts_on=on, by=SOMEBODY)
    assert ours(today()) == ours(on) == []


# --------------------------------------------------------------------------------------- the pages


def test_a_manager_records_the_day_and_accepts_all_at_once(db, signed_in):
    sarah, *_ = team()
    homes = [builders.household(f"Home {n}", supervised_by=sarah) for n in range(2)]
    begun = assessments.begin_assessment(
        homes[0], kind=AssessmentKind.REVIEW, starts_on=today(), assessor=sarah, by=SOMEBODY
    )
    browser = signed_in(Role.TEAM_MANAGER)
    here = f"/supervision/workers/{sarah.ref}/leaving"
    on = today() + SOON
    answer = browser.post_form(f"/supervision/workers/{sarah.ref}/leaves-on", on=f"{on:%d/%m/%Y}")
    assert answer.headers["Location"] == here
    page = browser.get(here).text
    assert "3 things nobody takes over yet" in page
    assert f'value="{on:%d/%m/%Y}"' in page
    found = queries.suggestions(queries.leaver(sarah, today()).wanted, today())
    chosen = {field_of(key): each.worker.ref for key, each in found.found.items()}
    answer = browser.post_form(here, starts_on=f"{on:%d/%m/%Y}", **chosen)
    assert answer.status_code == 303
    done = browser.get(here).text
    assert "Everything is handed over" in done
    assert "Handed over (3)" in done
    assert "Assessment: report for a review, Home 0" in done
    assert nobody(on) == set()
    assert assessed.listed(begun, on).worker in ("Tom Harris", "Uma Patel")
    for allocation in queries.allocations_of(homes[0].id)[1:]:
        assert allocation.because.startswith("Suggested: ")


def test_a_manager_accepts_one_and_the_rest_stay(db, signed_in):
    sarah, tom, _ = team()
    homes = [builders.household(f"Home {n}", supervised_by=sarah) for n in range(2)]
    accounts.record_leaving(sarah, on=today() - DAY, by=SOMEBODY)
    browser = signed_in(Role.TEAM_MANAGER)
    here = f"/supervision/workers/{sarah.ref}/leaving"
    keys = [f"household:{home.ref}" for home in homes]
    chosen = {field_of(key): tom.ref for key in keys}
    browser.post_form(here, starts_on="today", one=keys[0], **chosen)
    assert nobody() == {"Home 1"}
    assert "1 thing nobody takes over yet" in browser.get(here).text


def test_nothing_chosen_is_said_and_nothing_done(db, signed_in):
    sarah, *_ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    accounts.record_leaving(sarah, on=today() - DAY, by=SOMEBODY)
    browser = signed_in(Role.TEAM_MANAGER)
    answer = browser.post_form(
        f"/supervision/workers/{sarah.ref}/leaving",
        starts_on="today",
        **{field_of(f"household:{home.ref}"): ""},
    )
    assert answer.status_code == 422
    assert "Choose who takes over, for one thing at least" in answer.text


def test_a_household_is_given_with_one_press_and_the_reason_is_kept(db, signed_in):
    team()
    home = builders.household("The Doyles", since=today() - 12 * DAY)
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get("/supervision/unallocated").text
    assert "Allocate today" in page
    best = queries.suggestions([queries.Wanted(f"household:{home.ref}", home.id)], today())
    worker = best.of(f"household:{home.ref}").worker
    answer = browser.post_form(
        f"/households/{home.ref}/allocate", worker=worker.ref, starts_on="today"
    )
    assert answer.status_code == 303
    (allocation,) = queries.allocations_of(home.id)
    assert allocation.because == f"Suggested: {best.of(f'household:{home.ref}').because}"


def test_somebody_else_may_be_chosen_and_that_is_kept_too(db):
    sarah, tom, _ = team()
    builders.household("The Prices", supervised_by=tom)
    home = builders.household("The Doyles", since=today() - 12 * DAY)
    found = queries.suggestions([queries.Wanted("it", home.id)], today())
    assert found.of("it").worker.id == sarah.id
    assert found.why("it", tom.id).startswith("Chosen by the manager: ")


# ------------------------------------------------------------------------------- days with nobody


def test_household_days_are_counted_one_for_each_household_and_day(db):
    sarah, tom, _ = team()
    first = builders.household("The Doyles", supervised_by=sarah)
    builders.household("The Prices", supervised_by=sarah)
    actions.record_leaving(sarah, on=today() - 10 * DAY, by=SOMEBODY)
    actions.allocate(first, tom, starts_on=today() - 4 * DAY, by=SOMEBODY)
    assert queries.days_without_worker(today() - 30 * DAY, today()) == 6 + 10
    assert queries.days_without_worker(today() - 8 * DAY, today()) == 4 + 8
    assert queries.days_without_worker(today() - 30 * DAY, today() - 10 * DAY) == 0


def test_the_years_days_open_to_their_rows(db, signed_in):
    sarah, tom, _ = team()
    home = builders.household("The Doyles", supervised_by=sarah)
    actions.record_leaving(sarah, on=today() - 10 * DAY, by=SOMEBODY)
    actions.allocate(home, tom, starts_on=today() - 4 * DAY, by=SOMEBODY)
    year = queries.year_of(today())
    counted = queries.days_without_worker(year, today())
    browser = signed_in(Role.SERVICE_MANAGER)
    assert f"{counted} household-days with nobody" in browser.get("/supervision/unallocated").text
    rows = browser.get("/supervision/days-without").text
    assert "The Doyles" in rows
    assert "Sarah Webb, who left" in rows
    own = browser.get(f"/supervision/days-without?household={home.ref}").text
    assert "6 days since its first approval" in own
    assert "The Doyles" in browser.get("/supervision/days-without?format=csv").text
    assert browser.get("/supervision/days-without?year=1066").status_code == 400


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2024, 2, 29), date(2023, 4, 1)),
    ],
)
def test_the_councils_year_begins_on_the_first_of_april(day, first):
    assert queries.year_of(day) == first


def test_another_services_carers_have_no_days_of_ours(db):
    builders.household("The Doyles", provider=builders.agency())
    assert queries.gaps() == ()


def test_a_household_moved_by_name_keeps_its_days(db):
    home = builders.household("The Doyles", since=today() - 5 * DAY)
    people.rename_household(home, name="The Prices", by=SOMEBODY)
    assert [gap.name for gap in queries.gaps()] == ["The Prices"]

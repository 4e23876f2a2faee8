"""Training on record: courses for many at once, shared workbooks, clocks, who may what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, now, today
from app.people import queries as who
from app.register import actions as register
from app.training import actions, queries, watch
from app.training.rules import Stands
from tests import builders as make

DAY = timedelta(days=1)
BY = make.SOMEBODY
RECENTLY = today() - timedelta(days=200)


@pytest.fixture
def first_aid(db):
    """First aid: every carer, within six months, lasts three years; on the list long since."""
    return actions.add_course(
        name="First aid",
        required=True,
        within_months=6,
        lasts_months=36,
        starts_on=make.LONG_AGO,
        by=BY,
    )


@pytest.fixture
def prices(db):
    """Two carers of one household, approved two hundred days ago, and their worker."""
    worker = make.worker()
    return make.couple("The Prices", since=RECENTLY, supervised_by=worker), worker


def people_of(home):
    return [member.person for member in who.home_of(home.id, today()).members]


def clocks_of(home, day=None):
    return sorted(
        (each.clock, each.due_on)
        for each in watch.running(day or today())
        if each.household_id == home.id
    )


def test_each_approved_carer_has_their_own_clocks(prices, first_aid):
    home, _ = prices
    clocks = [clock for clock, _ in clocks_of(home)]
    assert clocks == sorted(["carer_induction", "nms_tsd", "development_plan", "course_first"] * 2)
    assert all(each.key for each in watch.running(today()))
    assert len({each.key for each in watch.running(today())}) == 8


def test_family_and_friends_have_eighteen_months(db):
    home = make.household(approved=False)
    register.approve(home, people_of(home)[0], starts_on=RECENTLY, family_and_friends=True, by=BY)
    assert "nms_tsd_family_friends" in [clock for clock, _ in clocks_of(home)]


def test_another_services_carers_and_temporary_ones_have_no_clocks_of_ours(db, first_aid):
    theirs = make.household(provider=make.agency())
    temporary = make.household("The Kin", approved=False)
    register.record_temporary_approval(
        temporary, make.child(), starts_on=today(), decided_by="A. Officer", by=BY
    )
    assert clocks_of(theirs) == []
    assert clocks_of(temporary) == []


def test_one_workbook_may_be_shared_and_counts_for_each_whose_it_is(prices):
    home, worker = prices
    one, other = people_of(home)
    actions.record_standards(home, people=[one], on=today(), checked_by="A. Worker", by=worker)
    assert [clock for clock, _ in clocks_of(home)].count("nms_tsd") == 1
    actions.record_standards(
        home, people=[one, other], on=today(), checked_by="A. Worker", by=worker
    )
    assert "nms_tsd" not in [clock for clock, _ in clocks_of(home)]


def test_a_course_is_recorded_for_many_at_once_and_nobody_twice(prices, first_aid):
    home, worker = prices
    another = people_of(make.household("The Others"))
    on = today() - 10 * DAY
    first = actions.record_attended(first_aid, people=people_of(home), on=on, by=worker)
    again = actions.record_attended(
        first_aid, people=[*people_of(home), *another], on=on, run_by="St John", by=worker
    )
    assert (len(first), len(again)) == (2, 1)
    assert ("course_renewal", on.replace(year=on.year + 3)) in clocks_of(home)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"on": today() + DAY}, "still to come"),
        ({"until": today() - 30 * DAY}, "ends before the course"),
        ({"people": []}, "Tick who"),
    ],
)
def test_a_course_that_cannot_have_been_so_is_refused(prices, first_aid, given, says):
    home, worker = prices
    told = {"people": people_of(home), "on": today(), "by": worker} | given
    with pytest.raises(RuleBroken, match=says):
        actions.record_attended(first_aid, **told)


def test_a_length_changed_from_a_day_governs_only_what_is_attended_later(prices, first_aid):
    home, worker = prices
    one, other = people_of(home)
    actions.record_attended(first_aid, people=[one], on=today() - DAY, by=worker)
    actions.change_course(
        first_aid, required=True, within_months=6, lasts_months=12, starts_on=today(), by=BY
    )
    actions.record_attended(first_aid, people=[other], on=today(), by=worker)
    found = {each.carer.person_id: each for each in queries.learnt(today())}
    lasting = [found[each.id].of(first_aid.id).due_on - today() for each in (one, other)]
    assert lasting[0] > timedelta(days=1000)
    assert lasting[1] < timedelta(days=370)


def test_a_course_taken_off_the_list_is_asked_of_nobody_and_what_was_attended_stays(
    prices, first_aid
):
    home, worker = prices
    actions.record_attended(first_aid, people=people_of(home), on=today(), by=worker)
    actions.withdraw_course(first_aid, on=today(), by=BY)
    assert not [clock for clock, _ in clocks_of(home) if clock.startswith("course")]
    assert len(queries.attendances_of([each.id for each in people_of(home)], today())) == 2
    assert actions.add_course(
        name="first AID",
        required=False,
        within_months=None,
        lasts_months=None,
        starts_on=today(),
        by=BY,
    )


def test_a_course_stands_on_the_list_once(first_aid):
    with pytest.raises(RuleBroken, match="on the list already"):
        actions.add_course(
            name=" first aid",
            required=False,
            within_months=None,
            lasts_months=None,
            starts_on=today(),
            by=BY,
        )


def test_training_is_as_it_was_then_known(prices, first_aid):
    home, worker = prices
    before = now()
    with clock_at(before + DAY):
        actions.record_attended(first_aid, people=people_of(home), on=RECENTLY, by=worker)
        on = today()
        as_known_then = queries.learnt(on, before, household_ids=[home.id])
        as_known_now = queries.learnt(on, household_ids=[home.id])
    assert {each.of(first_aid.id).stands(on) for each in as_known_then} == {Stands.OVERDUE}
    assert {each.of(first_aid.id).stands(on) for each in as_known_now} == {Stands.DONE}


def test_what_was_recorded_in_error_counts_no_more(prices):
    home, worker = prices
    (induction, _) = actions.record_induction(people=people_of(home), on=today(), by=worker)
    actions.set_aside(induction, by=worker)
    assert [clock for clock, _ in clocks_of(home)].count("carer_induction") == 1


def test_a_new_plan_takes_the_place_of_the_one_before(prices):
    home, worker = prices
    carer = people_of(home)[0]
    actions.record_plan(carer, words="Letterbox contact", starts_on=RECENTLY, by=worker)
    actions.record_plan(carer, words="Teenagers", starts_on=today(), by=worker)
    assert queries.plans_of([carer.id], today())[carer.id].words == "Teenagers"
    assert queries.plans_of([carer.id], RECENTLY)[carer.id].words == "Letterbox contact"


# -------------------------------------------------------------------------------------- the pages


def test_a_service_manager_puts_a_course_on_the_list_and_a_worker_records_who_came(
    prices, signed_in
):
    home, worker = prices
    signed_in(Role.SERVICE_MANAGER).post_form(
        "/training/courses/add",
        name="Safeguarding",
        required="y",
        within="6",
        lasts="24",
        starts_on="01/04/2020",
    )
    course = queries.course_named("safeguarding")
    browser = signed_in(worker)
    address = f"/training/courses/{course.ref}/attended"
    page = browser.get(address).text
    assert "Need it (2)" in page
    refs = [each.ref for each in people_of(home)]
    assert "Tick who" in browser.post_form(address, on="today").text
    assert browser.post_form(address, on="today", people=refs).status_code == 303
    assert "until" in browser.get(f"/households/{home.ref}/training").text


def test_a_worker_may_record_for_their_own_carers_only(prices, first_aid, signed_in):
    _, worker = prices
    make.household("The Others", supervised_by=make.worker("Somebody Else"))
    page = signed_in(worker).get(f"/training/courses/{first_aid.ref}/attended").text
    assert "Price" in page
    assert "Other " not in page


def test_a_households_training_is_recorded_from_its_page(prices, first_aid, signed_in):
    home, worker = prices
    browser = signed_in(worker)
    here = f"/households/{home.ref}"
    refs = [each.ref for each in people_of(home)]
    for path, told in {
        "training/attended": {"course": first_aid.ref, "people": refs, "on": "today"},
        "training/induction": {"people": refs, "on": "today"},
        "training/standards": {"people": refs, "on": "today", "checked_by": "A. Worker"},
        f"training/plan/{refs[0]}": {"words": "Teenagers", "starts_on": "today"},
    }.items():
        answer = browser.post_form(f"{here}/{path}", **told)
        assert answer.status_code == 303, answer.text
    card = browser.get(here).text
    assert "All training" in card
    assert [clock for clock, _ in clocks_of(home)] == [
        "course_renewal",
        "course_renewal",
        "development_plan",
        "development_plan",
    ]
    page = browser.get(f"{here}/training").text
    assert "Teenagers" in page
    assert "Teenagers" not in signed_in(Role.PLACEMENT_OFFICER).get(f"{here}/training").text
    aside = browser.get(f"{here}/training/set-aside").text
    assert "Induction" in aside


def test_the_teams_list_opens_from_every_number_and_comes_as_a_sheet(prices, first_aid, signed_in):
    _, worker = prices
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get("/training").text
    assert "2 with something overdue" in page
    assert "First aid" in browser.get("/training?format=csv").text
    assert browser.get("/training?format=xlsx").data.startswith(b"PK")
    assert "Price" in browser.get(f"/training?course={first_aid.ref}").text
    assert "Price" in browser.get(f"/training?late=yes&worker={worker.ref}").text
    assert "Nobody fits" in browser.get("/training?worker=nobody").text


def test_the_pages_ask_a_bounded_number_of_questions(prices, first_aid, signed_in, counted):
    home, worker = prices
    browser = signed_in(Role.TEAM_MANAGER)
    paths = (
        "/training",
        "/training/courses",
        f"/training/courses/{first_aid.ref}/attended",
        f"/households/{home.ref}/training",
    )

    def asked(path):
        browser.get(path)
        actions.record_induction(people=people_of(home)[:1], on=today(), by=worker)
        with counted() as count:
            browser.get(path)
        return count.number

    few = {path: asked(path) for path in paths}
    for number in range(5):
        more = make.couple(f"The {number}s", supervised_by=worker)
        actions.record_attended(first_aid, people=people_of(more), on=today(), by=worker)
    for path in paths:
        assert asked(path) <= few[path] + 1
        assert few[path] <= 30, f"{path} asked {few[path]}"

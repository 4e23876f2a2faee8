"""Each worker's caseload, as at a day, opening to its rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.assessments import actions as assessments
from app.assessments.models import PauseReason
from app.assessments.rules import AssessmentKind
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.register import actions as register
from app.register.models import HoldReason
from app.supervision import actions, queries
from app.supervision.rules.weighing import Weight
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def load_of(worker, as_at=None):
    """What somebody carries."""
    return next(load for load in queries.caseloads(as_at or today()) if load.worker_id == worker.id)


def test_a_household_with_children_is_weighed(db):
    sarah = builders.worker()
    home = builders.household(supervised_by=sarah)
    builders.placed(builders.child(), home)
    builders.placed(builders.child(), home)
    load = load_of(sarah)
    assert (load.points, load.of(Weight.CHILD), load.children) == (16, 6, 2)


def test_a_household_in_its_first_year_and_a_connected_one_weigh_more(db):
    sarah = builders.worker()
    builders.household("The News", since=today() - 30 * DAY, supervised_by=sarah)
    kin = builders.household("The Grandparents", approved=False, supervised_by=sarah)
    register.record_temporary_approval(
        kin, builders.child(), starts_on=today() - 5 * DAY, decided_by="N O", by=SOMEBODY
    )
    load = load_of(sarah)
    assert (load.of(Weight.FIRST_YEAR), load.of(Weight.CONNECTED)) == (5, 5)


def test_travel_is_weighed_from_where_the_worker_sets_out(db):
    builders.postcodes()
    sarah = builders.worker()
    builders.household(postcode="HR6 8AB", supervised_by=sarah)
    assert load_of(sarah).of(Weight.TRAVEL) == 0
    actions.arrange(sarah, percent=100, postcode="HR7 4AA", starts_on=today(), by=SOMEBODY)
    load = load_of(sarah)
    assert (load.lines[0].miles, load.of(Weight.TRAVEL)) == (10.2, 1)


def test_half_a_post_is_measured_as_half(db):
    sarah = builders.worker()
    for number in range(5):
        builders.household(f"Home {number}", supervised_by=sarah)
    assert load_of(sarah).per_cent == 20
    actions.arrange(sarah, percent=50, starts_on=today(), by=SOMEBODY)
    assert load_of(sarah).per_cent == 40
    assert load_of(sarah, today() - DAY).per_cent == 20


def test_an_open_assessment_is_weighed_and_a_paused_one_is_not(db):
    sarah = builders.worker()
    home = builders.household(approved=False)
    begun = assessments.begin_assessment(
        home, kind=AssessmentKind.INITIAL, starts_on=today() - DAY, assessor=sarah, by=SOMEBODY
    )
    assert load_of(sarah).points == load_of(sarah).of(Weight.ASSESSMENT) == 15
    assessments.pause(begun, reason=PauseReason.HEALTH, starts_on=today(), by=SOMEBODY)
    assert load_of(sarah).points == 0


def test_weights_are_the_councils_from_the_day_they_are_set(db):
    sarah = builders.worker()
    with clock_at(today() - 40 * DAY):
        builders.household(supervised_by=sarah)
    actions.set_weights({Weight.HOUSEHOLD: 12, Weight.CHILD: 3}, by=SOMEBODY)
    assert load_of(sarah).points == 12
    assert load_of(sarah, today() - DAY).points == 10
    (row,) = queries.weights_through_time()
    assert (row.weight, row.points) == (Weight.HOUSEHOLD, 12)


def test_a_weight_below_nothing_is_refused(db):
    with pytest.raises(RuleBroken):
        actions.set_weights({Weight.CHILD: -1}, by=SOMEBODY)


def test_somebody_who_has_left_carries_no_household(db):
    sarah = builders.worker()
    builders.household(supervised_by=sarah)
    accounts.record_leaving(sarah, on=today(), by=SOMEBODY)
    assert all(load.worker_id != sarah.id for load in queries.caseloads(today()))


def test_the_caseload_takes_the_same_number_of_questions_however_many_households(db, counted):
    sarah = builders.worker()
    builders.household(supervised_by=sarah)
    with counted() as few:
        queries.caseloads(today())
    for number in range(6):
        builders.household(f"Home {number}", supervised_by=builders.worker(f"W {number}"))
    with counted() as many:
        queries.caseloads(today())
    assert many.number == few.number <= 20


# --------------------------------------------------------------------------------------- the pages


def test_each_number_opens_to_its_rows(db, signed_in):
    sarah = builders.worker("Sarah Webb")
    home = builders.household("The Doyles", supervised_by=sarah)
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get("/supervision/caseload").text
    assert f'href="/supervision/caseload/{sarah.ref}"' in page
    assert "Sarah Webb" in page
    rows = browser.get(f"/supervision/caseload/{sarah.ref}").text
    assert f'href="/households/{home.ref}"' in rows
    assert "10 points: 4% of a full caseload of 250" in rows


def test_an_allegation_is_counted_and_never_shown_to_who_may_not_see_it(db, signed_in):
    sarah = builders.worker("Sarah Webb")
    home = builders.household("The Doyles", supervised_by=sarah)
    builders.household("The Prices", supervised_by=sarah)
    register.put_on_hold(home, reason=HoldReason.ALLEGATION, starts_on=today(), by=SOMEBODY)
    here = f"/supervision/caseload/{sarah.ref}"
    manager, director = signed_in(Role.TEAM_MANAGER), signed_in(Role.DIRECTOR)
    assert "allegation 10" in manager.get(here).text
    shown = director.get(here).text
    assert "llegation" not in shown
    assert "Other matters, not shown by household: 10 points" in shown
    assert "30 points" in shown
    for address in ("/supervision/caseload", "/supervision/caseload?format=csv"):
        page = director.get(address).text
        assert "llegation" not in page
        assert "ther matters" in page


def test_a_caseload_comes_as_a_sheet(db, signed_in):
    builders.household(supervised_by=builders.worker("Sarah Webb"))
    browser = signed_in(Role.SERVICE_MANAGER)
    assert "Sarah Webb" in browser.get("/supervision/caseload?format=csv").text
    assert browser.get("/supervision/caseload?format=xlsx").data.startswith(b"PK")


def test_the_service_manager_sets_what_things_weigh_and_others_read_it(db, signed_in):
    here = "/supervision/caseload/weights"
    manager = signed_in(Role.SERVICE_MANAGER)
    told = {weight.value: str(number) for weight, number in queries.weights(today()).items()}
    answer = manager.post_form(here, **{**told, "child": "4"})
    assert answer.status_code == 303
    assert queries.weights(today())[Weight.CHILD] == 4
    reader = signed_in(Role.SOCIAL_WORKER)
    assert "Points today" in reader.get(here).text
    assert reader.post_form(here, _of="/password", child="9").status_code == 403


def test_a_manager_records_how_somebody_works(db, signed_in):
    builders.postcodes()
    sarah = builders.worker("Sarah Webb")
    browser = signed_in(Role.TEAM_MANAGER)
    here = f"/supervision/workers/{sarah.ref}/arrangement"
    answer = browser.post_form(here, percent="60", postcode="hr68ab", starts_on="today")
    assert answer.status_code == 303
    (row,) = queries.arrangements_of(sarah.id)
    assert (row.percent, row.postcode) == (60, "HR6 8AB")
    refused = browser.post_form(here, percent="0", starts_on="today").text
    assert "Enter a number from 1 to 100" in refused

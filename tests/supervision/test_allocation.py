"""Who supervises whom: without gaps, and red at once where somebody has gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import actions as accounts
from app.accounts.roles import Role
from app.core.errors import RuleBroken
from app.core.today import clock_at, end_of_day, today
from app.register import actions as register
from app.register import queries as registered
from app.register.models import ApprovalEnd
from app.supervision import actions, queries
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def without(as_at=None, known_at=None):
    """The households with nobody, and for how many days."""
    found = queries.households_without_worker(as_at or today(), known_at)
    return {each.name: each.days for each in found}


def refusals(action, *args, **kw):
    """The sentences in which an act is refused."""
    with pytest.raises(RuleBroken) as refused:
        action(*args, **kw, by=SOMEBODY)
    return [breach.says for breach in refused.value.breaches]


def test_a_handover_leaves_no_gap(db):
    home = builders.household(supervised_by=builders.worker("Sarah Webb"))
    actions.allocate(home, builders.worker("Tom Harris"), starts_on=today(), by=SOMEBODY)
    assert queries.worker_of([home.id], today() - DAY)[home.id].name == "Sarah Webb"
    assert queries.worker_of([home.id], today())[home.id].name == "Tom Harris"


def test_a_worker_who_has_left_is_not_allocated(db):
    home = builders.household()
    gone = builders.worker("Ann Parry", left_on=today() - DAY)
    (said,) = refusals(actions.allocate, home, gone, starts_on=today())
    assert "This worker left on" in said


def test_only_somebody_who_supervises_is_allocated(db):
    home = builders.household()
    officer = builders.user(Role.PLACEMENT_OFFICER)
    (said,) = refusals(actions.allocate, home, officer, starts_on=today())
    assert "Choose a supervising social worker" in said


def test_a_household_is_not_given_again_to_whoever_has_it(db):
    sarah = builders.worker("Sarah Webb")
    home = builders.household(supervised_by=sarah)
    assert refusals(actions.allocate, home, sarah, starts_on=today()) == [
        "Sarah Webb has this household already."
    ]


def test_an_approved_household_with_nobody_counts_from_its_approval(db):
    builders.household("The Doyles", since=today() - 12 * DAY)
    assert without() == {"The Doyles": 12}


def test_a_worker_who_left_leaves_the_household_with_nobody_that_day(db):
    sarah = builders.worker("Sarah Webb")
    builders.household("The Doyles", supervised_by=sarah)
    assert without() == {}
    accounts.record_leaving(sarah, on=today() - 3 * DAY, by=SOMEBODY)
    assert without() == {"The Doyles": 3}
    (row,) = queries.households_without_worker(today())
    assert (row.last_worker, row.left) == ("Sarah Webb", True)
    assert without(today() - 4 * DAY) == {}


def test_an_allocation_may_end_without_a_successor_and_shows_at_once(db):
    home = builders.household("The Doyles", supervised_by=builders.worker())
    actions.end_allocation(queries.open_allocation(home.id), on=today(), by=SOMEBODY)
    assert without() == {"The Doyles": 0}


def test_a_household_no_longer_approved_needs_nobody(db):
    home = builders.household("The Doyles")
    approval = registered.standing_of(home.id).approvals[0]
    register.end_approval(approval, on=today(), how=ApprovalEnd.RESIGNED, by=SOMEBODY)
    assert without() == {}


def test_temporarily_approved_carers_need_a_worker_too(db):
    home = builders.household("The Grandparents", approved=False)
    register.record_temporary_approval(
        home, builders.child(), starts_on=today() - 5 * DAY, decided_by="N O", by=SOMEBODY
    )
    assert without() == {"The Grandparents": 5}


def test_another_services_carers_are_not_ours_to_allocate(db):
    builders.household("The Doyles", provider=builders.agency())
    assert without() == {}


def test_nobody_was_known_to_be_missing_before_it_was_told(db):
    with clock_at(today() - 10 * DAY):
        home = builders.household("The Doyles", supervised_by=builders.worker())
    allocation = queries.open_allocation(home.id)
    actions.end_allocation(allocation, on=today() - 8 * DAY, by=SOMEBODY)
    assert without() == {"The Doyles": 8}
    assert without(today() - 5 * DAY, end_of_day(today() - 5 * DAY)) == {}


def test_the_list_leads_to_allocating_and_the_household_turns_green(db, signed_in):
    home = builders.household("The Doyles", since=today() - 12 * DAY)
    sarah = builders.worker("Sarah Webb")
    browser = signed_in(Role.TEAM_MANAGER)
    page = browser.get("/supervision/unallocated").text
    assert f'href="/households/{home.ref}/allocate"' in page
    answer = browser.post_form(
        f"/households/{home.ref}/allocate", worker=sarah.ref, starts_on="today"
    )
    assert answer.status_code == 303
    assert "Every approved household has a supervising social worker" in (
        browser.get("/supervision/unallocated").text
    )


def test_whoever_may_not_allocate_sees_the_list_without_the_button(db, signed_in):
    home = builders.household("The Doyles", since=today() - 12 * DAY)
    browser = signed_in(Role.SOCIAL_WORKER)
    assert "/allocate" not in browser.get("/supervision/unallocated").text
    assert browser.get(f"/households/{home.ref}/allocate").status_code == 403


def test_the_list_comes_as_a_sheet(db, signed_in):
    builders.household("The Doyles", since=today() - 12 * DAY)
    browser = signed_in(Role.TEAM_MANAGER)
    assert "The Doyles" in browser.get("/supervision/unallocated?format=csv").text
    sheet = browser.get("/supervision/unallocated?format=xlsx").data
    assert sheet.startswith(b"PK")


def test_a_household_that_nobody_has_yet_is_kept_by_any_social_worker(db):
    home = builders.household(approved=False)
    assert queries.may_edit(builders.worker(), home.id)
    register.approve(
        home, builders.who.home_of(home.id, today()).carers[0], starts_on=today(), by=SOMEBODY
    )
    assert not queries.may_edit(builders.worker(), home.id)

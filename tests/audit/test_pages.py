"""The pages of the trail, and who may open them."""

from __future__ import annotations

from datetime import date

import pytest

from app.accounts.roles import Role
from app.audit import seals
from app.audit.act import INSTALLER
from app.audit.checking import check_record
from app.audit.models import Look
from app.people import actions as people
from app.people.models import Household, ProviderKind
from app.supervision import actions as supervision

DAY = date(2024, 2, 29)


@pytest.fixture
def household(db) -> Household:
    ours = people.add_provider(name="Our own service", kind=ProviderKind.OWN, by=INSTALLER)
    household = people.add_household(name="Byron", provider=ours, by=INSTALLER)
    people.move_household(
        household, line="1 Nowhere Lane", postcode="HR6 8AB", starts_on=DAY, by=INSTALLER
    )
    return household


def _looks(db) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(look.subject, look.kept) for look in db.session.query(Look).order_by(Look.id)]


def test_a_manager_reads_a_households_history_and_leaves_a_look(db, household, signed_in):
    page = signed_in(Role.TEAM_MANAGER).get(f"/history/household/{household.ref}")
    assert page.status_code == 200
    assert "1 Nowhere Lane" in page.text
    assert "Installation" in page.text
    assert (f"household:{household.id}", "F2") in _looks(db)


def test_a_director_reads_the_history_without_the_address(db, household, signed_in):
    page = signed_in(Role.DIRECTOR).get(f"/history/household/{household.ref}")
    assert page.status_code == 200
    assert "Byron" in page.text
    assert "Nowhere" not in page.text
    assert (f"household:{household.id}", "F2") not in _looks(db)


def test_a_social_worker_reads_the_history_of_their_own_household_only(db, household, signed_in):
    browser = signed_in(Role.SOCIAL_WORKER)
    assert browser.get(f"/history/household/{household.ref}").status_code == 404
    worker = db.session.get(type(browser.user), browser.user.id)
    supervision.allocate(household, worker, starts_on=DAY, by=INSTALLER)
    page = browser.get(f"/history/household/{household.ref}")
    assert page.status_code == 200
    assert "1 Nowhere Lane" in page.text


def test_no_such_household_has_no_history(signed_in):
    assert signed_in(Role.SERVICE_MANAGER).get("/history/household/nosuchref").status_code == 404


def test_who_looked_is_answered_on_a_page_and_as_a_sheet(db, household, signed_in):
    manager = signed_in(Role.TEAM_MANAGER)
    manager.get(f"/history/household/{household.ref}")
    page = manager.get(f"/looks/household/{household.ref}")
    assert manager.user.name in page.text
    assert "Address, telephone or place" in page.text
    sheet = manager.get(f"/looks/household/{household.ref}?format=csv")
    assert manager.user.name in sheet.get_data(as_text=True)
    assert manager.get(f"/looks/household/{household.ref}?format=xlsx").status_code == 200


def test_what_one_person_looked_at_is_answered_by_name_where_names_are_open(
    db, household, signed_in
):
    manager = signed_in(Role.TEAM_MANAGER)
    manager.get(f"/history/household/{household.ref}")
    page = signed_in(Role.SERVICE_MANAGER).get(f"/looks/user/{manager.user.ref}")
    assert "Byron" in page.text


@pytest.mark.parametrize("role", [Role.PLACEMENT_OFFICER, Role.ADMINISTRATOR, Role.DIRECTOR])
def test_who_looked_is_not_for_every_role(household, signed_in, role):
    assert signed_in(role).get(f"/looks/household/{household.ref}").status_code == 403


def test_the_page_on_the_trail_says_how_it_stands(db, household, signed_in):
    browser = signed_in(Role.SERVICE_MANAGER)
    assert "None yet" in browser.get("/trail").text
    seals.seal(db.engine)
    check_record(db.engine)
    page = browser.get("/trail").text
    assert "Number 1" in page
    assert "all agrees" in page
    assert "Names seals up to number 1" in page

"""The register and a household's page, as people in each role see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.core.today import today
from app.people import actions as people
from app.people.models import MemberRole
from app.register import actions as register
from sufficiency.types import Sex
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


@pytest.fixture
def doyles(db):
    """A household with a history: two carers, a child, an absence, a review, a son at home."""
    builders.postcodes()
    home = builders.couple(
        "The Doyles",
        postcode="HR6 9UX",
        bedrooms=3,
        places=3,
        supervised_by=builders.worker("Sarah Webb"),
    )
    son = builders.person("Owen", "Doyle", born=date(2008, 4, 1), sex=Sex.MALE)
    people.join_household(
        home, son, role=MemberRole.CHILD_OF_FAMILY, starts_on=builders.LONG_AGO, by=SOMEBODY
    )
    leo = builders.child("Leo", age=9)
    builders.placed(leo, home)
    register.record_review(home, held_on=today() - 300 * DAY, by=SOMEBODY)
    return home


def test_the_register_lists_both_carers_of_a_household_with_its_terms(doyles, signed_in):
    page = signed_in(Role.PLACEMENT_OFFICER).get("/register").text
    assert page.count(f'href="/households/{doyles.ref}"') == 1
    assert "3 aged 0 to 17" in page
    assert "1 of 3, 2 left" in page
    assert "Sarah Webb" in page


def test_an_empty_register_says_what_would_fill_it(db, signed_in):
    assert "Load the carers’ workbook" in signed_in(Role.TEAM_MANAGER).get("/register").text


def test_the_household_page_says_who_lives_there_and_how_much_room_there_is(doyles, signed_in):
    page = signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}").text
    assert "Leo " in page
    assert "2 places: terms 3, usual limit 3, 1 placed." in page
    assert "Sarah Webb supervises" in page
    assert "Review of approval" in page


@pytest.mark.parametrize(
    "path",
    [
        "name",
        "move",
        "fee",
        "people/add",
        "bedrooms/add",
        "bedrooms/close",
        "sleeping",
        "pets/add",
        "facts",
        "considerations/add",
        "approve",
        "terms",
        "exemption",
        "temporary-approval",
        "hold",
        "unavailable",
        "agreement",
        "sharing",
        "review",
        "allocate",
        "allocation/end",
    ],
)
def test_every_small_page_opens_to_the_team_manager(doyles, signed_in, path):
    assert signed_in(Role.TEAM_MANAGER).get(f"/households/{doyles.ref}/{path}").status_code == 200

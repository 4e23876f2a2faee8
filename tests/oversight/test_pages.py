"""Where every child is, as the people who may see it do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.audit.models import Look
from app.children import actions as children
from app.children.codes import Place
from app.core.today import clock_at, today
from app.oversight import standing
from tests import builders
from tests.builders import SOMEBODY

DAY = timedelta(days=1)
PAGE = "/where-every-child-is"


@pytest.fixture
def county(db):
    """A child with an approved carer, one with a carer never approved, one with nowhere."""
    builders.postcodes()
    with clock_at(today() - 3 * DAY):  # yesterday's list is as it was known yesterday
        leo, mia, tom = (builders.child(name) for name in ("Leo", "Mia", "Tom"))
        builders.placed(leo, builders.household("The Doyles"))
        builders.placed(mia, builders.household("The Okafors", approved=False))
    return leo, mia, tom


def test_what_is_not_lawful_or_not_proven_comes_first_with_its_reasons(county, signed_in):
    page = signed_in(Role.DIRECTOR).get(PAGE).text
    assert "Not lawful or not proven: 2" in page
    assert page.index("Not lawful or not proven: 2") < page.index("By basis")
    assert "Carer never approved" in page
    assert "CPPCR 2010 reg 22(a)" in page
    assert "3</strong> children looked after" in page


def test_a_day_without_children_says_what_would_fill_it(db, signed_in):
    page = signed_in(Role.DIRECTOR).get(PAGE).text
    assert "Load the children’s episodes" in page
    assert "Not lawful or not proven: 0" in page


def test_each_number_opens_to_its_children(county, signed_in):
    page = signed_in(Role.INSPECTOR).get(f"{PAGE}?basis=carer_not_approved").text
    assert "Mia" in page
    assert "Leo" not in page
    assert "Record the approval if there is one" in page


def test_another_day_is_said_loudly_and_answered_by_its_own_facts(county, signed_in):
    browser = signed_in(Role.DIRECTOR)
    page = browser.get(f"{PAGE}?as_at={today() - 60 * DAY:%Y-%m-%d}").text
    assert "This is not today" in page
    assert "Not lawful or not proven: 3" in page  # nobody was placed yet


def test_what_changed_between_two_days_is_told_with_its_reason(county, signed_in):
    tom = county[2]
    children.record_placement(tom, place=Place.P1, starts_on=today(), by=SOMEBODY)
    before = f"{today() - DAY:%Y-%m-%d}"
    page = signed_in(Role.DIRECTOR).get(f"{PAGE}?compare={before}").text
    assert "(1)</h2>" in page
    assert "Placed on" in page
    assert "With parents, not approved" in page


def test_nothing_changed_is_said_in_words(county, signed_in):
    page = signed_in(Role.DIRECTOR).get(f"{PAGE}?compare={today() - DAY:%Y-%m-%d}").text
    assert "Nothing changed for any child" in page


def test_every_name_shown_is_a_look_on_record(county, signed_in, db):
    mia = county[1]
    signed_in(Role.INSPECTOR).get(f"{PAGE}?verdict=not_lawful")
    looks = db.session.query(Look).filter_by(page="where every child is").all()
    assert {look.subject for look in looks} == {f"child:{mia.id}"}


def test_the_list_downloads_as_it_stands(county, signed_in):
    browser = signed_in(Role.DIRECTOR)
    sheet = browser.get(f"{PAGE}?format=csv").data.decode("utf-8-sig")
    assert len(sheet.splitlines()) == 4
    assert "Carer never approved" in sheet
    assert browser.get(f"{PAGE}?format=xlsx").data[:2] == b"PK"


def test_a_day_that_is_none_is_asked_for_again(county, signed_in):
    assert signed_in(Role.DIRECTOR).get(f"{PAGE}?as_at=yesterweek").status_code == 400


def test_questions_it_does_not_know_are_left_out(county, signed_in):
    assert "By basis" in signed_in(Role.DIRECTOR).get(f"{PAGE}?basis=nonsense&verdict=x").text


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORKER, Role.COMMISSIONER, Role.CHILD_SOCIAL_WORKER, Role.PANEL_MEMBER]
)
def test_it_is_shut_to_those_who_may_not_see_it(db, signed_in, role):
    assert signed_in(role).get(PAGE).status_code == 403


MOST_QUERIES = 40
"""However many children: a dozen of their own, ten of room, ten again where something is wrong."""


def test_the_number_of_queries_does_not_grow_with_the_number_of_children(county, counted):
    with counted() as few:
        standing.ledger(today())
    for _ in range(3):
        home = builders.household(places=4)
        for _ in range(4):
            builders.placed(builders.child(), home)
    with counted() as many:
        standing.ledger(today())
    assert few.number <= many.number <= MOST_QUERIES

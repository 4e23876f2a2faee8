"""Views of the register kept under a name: one's own and the team's, never with a name in them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.accounts.models import SavedView
from app.accounts.roles import Role
from tests import builders as make


@pytest.fixture
def homes(db):
    make.household("The Doyles", places=2)
    full = make.household("The Fulls", places=1)
    make.placed(make.child(), full)


ASKED = "/register/views/save?with_places=yes&sort=-household&column=places&column=sex&words=Doyle"


def test_a_view_keeps_filter_columns_and_order_and_no_words_typed(homes, signed_in, db):
    browser = signed_in(Role.SOCIAL_WORKER)
    answer = browser.post_form(ASKED, name="With places")
    assert answer.status_code == 303
    view = db.session.scalars(select(SavedView)).one()
    assert view.asked == {
        "with_places": "yes",
        "sort": "-household",
        "column": ["places", "sex"],
    }
    assert "Doyle" not in answer.location
    page = browser.get(answer.location).text
    assert "The Doyles" in page
    assert "The Fulls" not in page
    table = page[page.index("<table") : page.index("</table>")]
    assert "Female" in table
    assert "Next review" not in table
    again = browser.get(f"/register/views/{view.ref}")
    assert urlsplit(again.location).query == urlsplit(answer.location).query
    sheet = browser.get(f"{answer.location}&format=csv").text
    assert sheet.splitlines()[0].lstrip("\ufeff") == "Carer,Household,Sex,Places"


def test_ones_own_view_is_nobody_elses(homes, signed_in, db):
    signed_in(Role.SOCIAL_WORKER).post_form(ASKED, name="Mine alone")
    view = db.session.scalars(select(SavedView)).one()
    other = signed_in(Role.TEAM_MANAGER)
    assert "Mine alone" not in other.get("/register").text
    assert other.get(f"/register/views/{view.ref}").status_code == 404
    assert other.post(f"/register/views/{view.ref}/remove").status_code in (400, 404)


def test_the_teams_view_is_everybodys_and_a_managers_to_save_and_remove(homes, signed_in, db):
    manager, worker = signed_in(Role.TEAM_MANAGER), signed_in(Role.SOCIAL_WORKER)
    worker.post_form(ASKED, name="Not the team’s", for_team="y")
    assert not db.session.scalars(select(SavedView)).one().for_team
    manager.post_form(ASKED, name="Friday’s list", for_team="y")
    assert "Friday’s list" in worker.get("/register").text
    view = db.session.scalars(select(SavedView).where(SavedView.for_team)).one()
    address = f"/register?view={view.ref}"
    assert "Remove the view" not in worker.get(address).text
    assert (
        worker.post_form(
            f"/register/views/{view.ref}/remove", _of="/register/views/save"
        ).status_code
        == 403
    )
    manager.post_form(f"/register/views/{view.ref}/remove", _of=address)
    assert "Friday’s list" not in worker.get("/register").text


def test_a_view_of_the_same_name_takes_the_others_place(homes, signed_in, db):
    browser = signed_in(Role.SOCIAL_WORKER)
    browser.post_form(ASKED, name="Mine")
    browser.post_form("/register/views/save?to_do=yes", name=" mine ")
    (view,) = db.session.scalars(select(SavedView).where(SavedView.stands())).all()
    assert view.asked == {"to_do": "yes"}


def test_columns_that_there_are_not_are_left_out(homes, signed_in):
    page = signed_in(Role.SOCIAL_WORKER).get("/register?column=address&column=places").text
    assert page.count('scope="col"') == 2

"""Minutes by road where homes are found and compared, and the page that says how they come."""

from __future__ import annotations

import pytest

from app.accounts.roles import Role
from app.travel import queries
from tests import builders
from tests.matching.asking import officer, referral
from tests.travel.loaded import roads_file, use


@pytest.fixture(autouse=True)
def places(db):
    """Every postcode that the builders know."""
    builders.postcodes()
    queries._KEPT.clear()


@pytest.fixture
def leo(places):
    """Leo needs a home tonight; the Doyles in Leominster have room."""
    builders.household("The Doyles", postcode="HR6 8AB", bedrooms=2)
    return referral(builders.child("Leo"), home_postcode="HR6 9UX", school_postcode="HR6 8AB")


def main(page):
    return " ".join(page.text.split("<main")[1].split())


def test_homes_are_found_and_compared_with_minutes_that_say_how_they_were_reckoned(
    signed_in, leo, run_folder, db
):
    browser = signed_in(officer())
    find, compare = f"/find/{leo.ref}", f"/out/{leo.ref}/compare"
    for address in (find, compare):
        page = main(browser.get(address))
        assert "by road are reckoned from a general factor" in page
        assert "by road" in page.split("The Doyles")[1]
    use(roads_file(run_folder))
    for address in (find, compare):
        page = main(browser.get(address))
        assert "worked out on the loaded roads (OS Open Roads, data of 7 April 2026)" in page
        assert "general factor" not in page


def test_what_is_loaded_is_said_with_its_licence_and_speeds_are_the_councils_own(
    signed_in, run_folder, db, client
):
    manager = signed_in(Role.SERVICE_MANAGER)
    assert "No roads are loaded" in main(manager.get("/roads"))
    assert manager.get("/roads/speeds").status_code == 303
    first = use(roads_file(run_folder))
    page = main(manager.get("/roads"))
    assert "contains OS data © Crown copyright and database right 2026" in page
    assert "roads_4.gpkg" in page
    assert "Assumed, not measured" in page
    speeds = {name: round(speed) for name, speed in first.speeds.items()}
    refused = manager.post_form("/roads/speeds", **{**speeds, "a_road": 400})
    assert refused.status_code == 422
    assert "from 3 to 80" in main(refused)
    done = manager.post_form("/roads/speeds", **{**speeds, "a_road": 25})
    assert done.status_code == 303
    db.session.expire_all()
    assert queries.network().speeds["a_road"] == 25
    assert "In use before" in main(manager.get("/roads"))
    assert "Crown copyright and database right 2026" in client.get("/about").text


def test_the_administrator_sees_whose_roads_are_loaded_and_changes_nothing(signed_in, run_folder):
    use(roads_file(run_folder))
    administrator = signed_in(Role.ADMINISTRATOR)
    page = main(administrator.get("/roads"))
    assert "Open Government Licence" in page
    assert "Change speeds" not in page
    assert administrator.get("/roads/speeds").status_code == 403

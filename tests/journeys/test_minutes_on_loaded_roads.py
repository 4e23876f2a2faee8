"""A council that has loaded its roads: where homes are found, typed for and compared, the page says
about how many minutes each is by road, and which minutes they are."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Visit, county_served
from tests.travel.loaded import roads_file, use

ON_THE_ROADS = "Minutes by road are worked out on the loaded roads (OS Open Roads, data of"
FROM_LANDMARKS = "Minutes by road are estimated from landmarks on the loaded roads (OS Open Roads"


@pytest.fixture
def server(county, run_folder, worker):
    """The county with roads loaded."""
    roads = roads_file(run_folder)
    with county_served(county, run_folder, f"{worker}_roads", lambda: use(roads)) as address:
        yield address


def main_of(visit: Visit) -> str:
    return visit.page.locator("main").inner_text()


def test_the_page_says_which_minutes_they_are(visit):
    visit.sign_in_as("Placement officer")
    visit.open("/find/new")
    visit.page.get_by_label("Leo Garnett").check()
    visit.press("Find them a home")
    found = visit.where
    assert ON_THE_ROADS in main_of(visit)
    first = visit.page.locator(".hearth-home").first.inner_text()
    assert re.search(r"about \d+ minutes? by road", first), first
    visit.check("roads-1-found")

    visit.page.locator("[name=home_postcode]").fill("HR6 9UX")
    visit.page.get_by_text(FROM_LANDMARKS).wait_for()

    visit.open(f"{found.replace('/find/', '/out/')}/compare")
    assert ON_THE_ROADS in main_of(visit)
    visit.follow("How minutes are reckoned")
    assert "contains OS data © Crown copyright" in main_of(visit)
    visit.check("roads-2-reckoned")

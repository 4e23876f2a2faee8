"""A council that has loaded its roads: where homes are found, typed for and compared, the page says
about how many minutes each is by road, and which minutes they are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.settings import Mode
from tests import databases
from tests.journeys.conftest import Visit
from tests.travel.loaded import roads_file, use

ON_THE_ROADS = "Minutes by road are worked out on the loaded roads (OS Open Roads, data of"
FROM_LANDMARKS = "Minutes by road are estimated from landmarks on the loaded roads (OS Open Roads"


@pytest.fixture
def server(server, story_server, county, run_folder, worker):
    """The county with roads loaded."""
    own = run_folder / f"{worker}_with_roads.db"
    databases.put_in_place(county, own)
    roads = roads_file(run_folder)
    settings = databases.settings_for(f"sqlite:///{own}", run_folder)
    databases.do_first(replace(settings, mode=Mode.DEMONSTRATION), lambda: use(roads))
    story_server.begin_again(own)
    return server


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

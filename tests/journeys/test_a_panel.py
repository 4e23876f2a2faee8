"""A panel from its agenda to the register, by those whose work each part is."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Visit, county_served


@pytest.fixture
def server(county, run_folder, worker):
    """The story changes the county, so it has its own."""
    with county_served(county, run_folder, f"{worker}_panel") as address:
        yield address


def agenda_of(visit: Visit) -> list[str]:
    """What stands on the agenda, in its order."""
    rows = visit.page.locator("tr[id^=item-] > th")
    return [re.sub(r"^\d+ ", "", each.split("\n")[0]) for each in rows.all_inner_texts()]


def test_an_item_is_dragged_to_another_place_and_back_by_its_buttons(visit):
    visit.sign_in_as("Panel adviser")
    visit.open("/panel")
    visit.page.locator("main table a").first.click()
    visit.settled()
    before = agenda_of(visit)
    assert len(before) >= 3
    rows = visit.page.locator("tr[id^=item-]")
    with visit.page.expect_navigation():
        rows.last.locator(".hearth-handle").drag_to(rows.first)
    visit.settled()
    assert agenda_of(visit) == [before[-1], *before[:-1]]
    for _ in before[1:]:
        with visit.page.expect_navigation():
            rows.filter(has_text=before[-1]).get_by_role("button", name="Later").click()
        visit.settled()
    assert agenda_of(visit) == before

"""A stability meeting: a manager sees that a child's placements in twelve months have reached
three, calls the meeting and records what was agreed; then the child is on the list no longer."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.journeys.conftest import Visit

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def main_of(visit: Visit) -> str:
    return visit.page.inner_text("main")


def to_hold(visit: Visit) -> int:
    """How many children have a stability meeting to hold, as the list counts them."""
    row = visit.page.get_by_role("row").filter(has_text="Stability meeting to hold")
    return int(row.first.get_by_role("cell").inner_text())


def whoever_reached_three(visit: Visit) -> str:
    """The address of a child whose third placement in twelve months calls for a meeting."""
    rows = visit.page.locator("table:has(th:text-is('Matched with')) tbody tr")
    for row in rows.all():
        if row.locator("strong", has_text="3").count() and "not called" in row.inner_text():
            address = row.get_by_role("link").first.get_attribute("href")
            assert address
            return address
    raise AssertionError("nobody’s placements call for a meeting that nobody has called")


def test_a_manager_sees_the_count_reach_three_and_the_meeting_is_called_and_held(visit):
    visit.sign_in_as("Fostering team manager")
    visit.open("/permanence?which=meeting")
    visit.check("permanence-1-list")
    before = to_hold(visit)
    address = whoever_reached_three(visit)

    visit.open(address)
    said = main_of(visit)
    assert "A stability meeting is needed" in said
    assert "3 placements in the twelve months to" in said
    visit.check("permanence-2-needed")
    day, month, year = re.search(r"Since (\d+) (\w{3})\w* (\d{4})", said).groups()
    reached = date(int(year), MONTHS.index(month) + 1, int(day))
    visit.open(f"{address.partition('?')[0]}?as_at={reached - timedelta(days=1):%Y-%m-%d}")
    assert "A stability meeting is needed" not in main_of(visit), "the day before there were two"

    visit.open(address)
    visit.follow("Call a stability meeting")
    assert visit.page.locator("input[name=because]:checked").input_value().startswith("placements")
    visit.check("permanence-3-call")
    visit.press("Call it")
    assert "A stability meeting is called" in main_of(visit)
    visit.follow("Record the meeting")
    agreed = "She stays. Two nights off a month; the school keeps her place."
    visit.page.get_by_label("What was agreed, and who does what").fill(agreed)
    visit.check("permanence-4-held")
    visit.press("Save")
    said = main_of(visit)
    assert agreed in said
    assert "A stability meeting is needed" not in said
    visit.check("permanence-5-child")

    visit.open("/permanence?which=meeting")
    assert to_hold(visit) == before - 1

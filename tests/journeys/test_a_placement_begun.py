"""A placement begun: a list that nobody has looked at is worked off, item by item, and its plan is
made a document."""

from __future__ import annotations

import re

from tests.journeys.conftest import Visit


def untouched(visit: Visit) -> str:
    """The address of a list of a placement that stands: only the carers’ agreement is settled."""
    for row in visit.page.locator("table tbody tr").all():
        said = row.inner_text()
        if re.search(r"\b1 of \d", said) and "ended" not in said:
            address = row.get_by_role("link").first.get_attribute("href")
            assert address
            return address
    raise AssertionError("somebody has looked at every list")


def settled(visit: Visit) -> int:
    """How many items of the list that is open need nothing more."""
    found = re.search(r"(\d+) of \d+ settled", visit.page.inner_text("main"))
    assert found
    return int(found[1])


def test_a_list_that_nobody_looked_at_is_worked_off(visit):
    visit.sign_in_as("Placement officer")
    visit.open("/placements?which=late")
    visit.check("placement-1-lists")
    address = untouched(visit)

    visit.open(address)
    assert settled(visit) == 1
    visit.check("placement-2-list")

    visit.follow("Write the plan")
    for words in visit.page.locator("main textarea").all():
        if not words.input_value():
            words.fill("As at home until now.")
    visit.check("placement-3-plan")
    visit.press("Save the plan")
    visit.follow("It was agreed and signed")
    visit.page.get_by_label("Signed by").fill("The carers, at home")
    visit.page.get_by_label("Why it was not practicable before").fill("They came at night.")
    visit.press("Save")
    assert settled(visit) == 2

    visit.follow("Who decides what")
    visit.page.get_by_label("Why it was not practicable before").fill("They came at night.")
    visit.check("placement-4-who-decides")
    visit.press("Agree it")
    assert settled(visit) == 3

    visit.page.get_by_role("row").filter(has_text="The child").get_by_role(
        "link", name="Tell them"
    ).first.click()
    visit.settled()
    visit.page.get_by_label("Given by hand").check()
    visit.page.get_by_label("Make the letter from the record").check()
    visit.page.get_by_label("Why it was not practicable before").fill("They came at night.")
    visit.check("placement-5-told")
    visit.press("Record it")
    assert settled(visit) == 4

    visit.follow("Make it as a document")
    visit.press("Make it")
    assert "Placement plan, for" in visit.page.inner_text("main")
    visit.check("placement-6-document")

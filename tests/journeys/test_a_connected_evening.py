"""Six in the evening: a grandmother takes two children tonight. Told on a telephone, to the end.

Nothing is placed before Schedule 4; the officer decides; each child's weeks begin with a last day.
"""

from __future__ import annotations

import re

from tests.journeys.conftest import NARROW, WIDE, Visit


def fill_in(visit: Visit) -> None:
    """The children found by name, the grandmother, her lodger, what was said on the telephone."""
    page = visit.page
    page.get_by_label("Find the child by name").fill("Garnett")
    visit.press("Find")
    for name in ("Leo Garnett", "Mason Garnett"):
        page.get_by_label(re.compile(name)).check()
    page.get_by_label("The carer is the child’s").select_option("grandparent")
    carer = page.get_by_role("group", name="The carer")
    carer.get_by_label("Given name", exact=True).first.fill("Jean")
    carer.get_by_label("Family name", exact=True).first.fill("Garnett")
    page.get_by_label("Address", exact=True).fill("4 Bargates")
    page.get_by_label("Postcode", exact=True).fill("HR6 8EY")
    page.get_by_label("Everybody else of 18 or over").fill("Ray Garnett, 3/4/1990")
    page.get_by_label("What we were told").fill("Their mother is in hospital tonight.")


def find_out(visit: Visit) -> None:
    """Everything about everybody, person by person, as the links lead on."""
    page = visit.page
    page.get_by_role("link", name="Jean Garnett", exact=True).click()
    for number in range(3):
        visit.settled()
        if number == 0:
            visit.check("connected-3-findings")
        for box in page.locator("input[name=items]").all():
            box.check()
        page.get_by_label("What was found, and how it is known").fill("Talked at the table.")
        visit.press("Save")
        assert "Nothing is left to find out" in page.locator("main").inner_text()
        after = page.locator("main").get_by_text("Next:").get_by_role("link")
        if after.count():
            after.click()
    page.get_by_role("link", name="Jean Garnett", exact=True).first.click()
    visit.settled()


def ask_for(visit: Visit, name: str) -> str:
    """Temporary approval is asked for one child; gives the address of the decision."""
    page = visit.page
    page.get_by_role("link", name=f"Ask for temporary approval for {name}").click()
    visit.settled()
    for box in page.locator("main textarea").all():
        box.fill("They know and trust her, and tonight there is nobody nearer.")
    if name == "Leo Garnett":
        visit.check("connected-5-ask")
    visit.press("Ask the nominated officer")
    return visit.where


def test_the_evening(open_browser):
    visit = open_browser(NARROW)
    visit.sign_in_as("Fostering social worker")
    visit.open("/connected")
    visit.check("connected-0-board")
    visit.open("/connected/new")
    fill_in(visit)
    visit.check("connected-1-open")
    visit.press("Open the case")
    case = visit.where
    said = visit.page.locator("main").inner_text()
    assert "Finish Schedule 4" in said
    assert "Ray Garnett" in said
    visit.check("connected-2-case")

    assert not visit.page.get_by_role("link", name=re.compile("^Ask for temporary")).count()

    find_out(visit)
    visit.check("connected-4-complete")
    decisions = []
    for name in ("Leo Garnett", "Mason Garnett"):
        visit.open(case)
        decisions.append(ask_for(visit, name))

    officer = open_browser(WIDE)
    officer.sign_in_as("Nominated officer")
    for number, decision in enumerate(decisions):
        officer.open(f"{decision}/decide")
        officer.page.get_by_label("Agree", exact=True).check()
        officer.page.get_by_label("By telephone").check()
        officer.page.get_by_label("Reasons").fill("Checked and suitable; the care plan is met.")
        if number == 0:
            officer.check("connected-6-decide")
        officer.press("Decide")
        assert "Agreed" in officer.page.locator("main").inner_text()

    visit.open(case)
    said = visit.page.locator("main").inner_text()
    assert said.count("Day 1 of 112") == 2
    assert "Week 14" in said
    visit.check("connected-7-begun")
    visit.page.get_by_role("link", name="Record the move for Leo Garnett").click()
    visit.settled()
    visit.press("Save")
    assert "Recorded that the child moved" in visit.page.locator("main").inner_text()


def test_an_extension(open_browser):
    visit = open_browser(WIDE)
    visit.sign_in_as("Fostering team manager")
    visit.open("/connected")
    visit.page.get_by_role("link", name="Evie Bowkett").click()
    visit.settled()
    case = visit.where
    visit.page.get_by_role("link", name="Ask for an extension for Evie Bowkett").click()
    visit.settled()
    visit.expects(422)
    visit.press("Ask the nominated officer")
    said = visit.page.locator("main").inner_text()
    assert "Say when the panel’s views were sought" in said
    visit.check("connected-8-refused")
    page = visit.page
    for label in ("Panel’s views sought on", "Reviewing officer told on"):
        page.get_by_label(label).fill("today")
    page.get_by_label("What the panel’s views were").fill("They support it.")
    page.get_by_label("Which reviewing officer").fill("Ivo Rennick")
    page.get_by_label("Why is it still the most appropriate").fill("She is settled there.")
    page.get_by_label("Why will the full assessment not").fill("A medical is late.")
    visit.press("Ask the nominated officer")
    decision = visit.where
    officer = open_browser(WIDE)
    officer.sign_in_as("Nominated officer")
    officer.open(f"{decision}/decide")
    officer.page.get_by_label("Agree", exact=True).check()
    officer.page.get_by_label("Reasons").fill("The four conditions are met.")
    officer.check("connected-9-extension")
    officer.press("Decide")
    visit.open(case)
    assert "of 168" in visit.page.locator("main").inner_text()


def test_what_ran_out_asks_for_other_arrangements(open_browser):
    visit = open_browser(WIDE)
    visit.sign_in_as("Fostering team manager")
    visit.open("/connected?show=ran_out")
    visit.page.get_by_role("link", name="Tilly Eckley").click()
    visit.settled()
    visit.check("connected-10-ran-out")
    visit.page.get_by_role("link", name="Make other arrangements for Tilly Eckley").click()
    visit.settled()
    visit.page.get_by_label("Where will the child live").fill("Her aunt, approved last year.")
    visit.press("Save")
    assert "End the placement" in visit.page.locator("main").inner_text()

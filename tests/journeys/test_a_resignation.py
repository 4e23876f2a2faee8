"""Carers resign with children living there: urgent at once, everywhere that somebody looks.

The team manager records the notice, reads when approval ends by law and who still lives there,
sees it on Today, on the household's page and where every child is, holds the exit interview; the
placement officer sees the children to be found a home and not what the carers said.
"""

from __future__ import annotations

import re

from tests.journeys.conftest import NARROW, WIDE, Visit

WORDS = "Nobody rang back at the weekend."


def a_home_with_children(visit: Visit) -> str:
    """The page of the first household of ours with children placed and nobody leaving, of those
    that are not shut to this visitor."""
    visit.open("/register?status=approved&sort=places")
    homes = visit.page.locator("tbody tr").filter(has_text=re.compile(r"[1-9]\sof\s\d"))
    for number in range(homes.count()):
        row = homes.nth(number)
        if "Resigning" not in row.inner_text() and "Their own service" not in row.inner_text():
            address = row.get_by_role("link").first.get_attribute("href")
            assert address is not None
            return address
    raise AssertionError("the demonstration has no household with children")


def give_notice(visit: Visit, home: str) -> None:
    """Every carer of the household gives notice, in one letter."""
    visit.open(home)
    link = visit.page.get_by_role("link", name=re.compile("^Resignation of"))
    with visit.page.expect_navigation():
        link.first.click()
    visit.settled()
    visit.page.get_by_label("Why, in their own view").select_option(label="Retirement")
    for box in visit.page.get_by_role("checkbox").all():
        box.check()
    visit.check("resignation-1-notice")
    visit.press("Record the resignation")


def test_a_resignation_with_children_placed_is_urgent_at_once(open_browser):
    other = open_browser(NARROW)
    other.sign_in_as("Placement officer")
    home = a_home_with_children(other)

    visit = open_browser(WIDE)
    visit.sign_in_as("Fostering team manager")
    give_notice(visit, home)
    leaving = visit.where
    visit.check("resignation-2-leaving")
    said = visit.page.locator("main").inner_text()
    assert "in 28 days" in said
    assert re.search(r"\d child(ren)? still lives? here", said)
    assert "FSR 2011 reg 28(13)" in said

    visit.follow("Exit interview held")
    visit.page.get_by_label("In their own words").fill(WORDS)
    visit.check("resignation-3-interview")
    visit.press("Save")
    assert WORDS in visit.page.locator("main").inner_text()

    visit.follow("They wish to take it back")
    assert "no way to take a resignation back" in visit.page.locator("main").inner_text()
    visit.press("Record the wish")
    assert "Approval ends on" in visit.page.locator("main").inner_text()

    visit.open("/")
    visit.screenshot("resignation-4-today")
    today = visit.page.locator("main")
    assert "leaving with children still living there" in today.inner_text()
    assert today.locator(f"a[href^='{home}/approvals/']").count()

    visit.open(home)
    visit.check("resignation-5-household")
    assert "another home" in visit.page.locator("main").inner_text()

    visit.open("/where-every-child-is?fault=approval_ending")
    visit.check("resignation-6-where")
    assert "approval ends on" in visit.page.locator("main").inner_text()

    other.open(leaving)
    seen = other.page.locator("main").inner_text()
    assert "Find them another home" in seen
    assert WORDS not in seen
    assert "Not shown to you" in seen

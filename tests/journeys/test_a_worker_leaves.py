"""A worker leaves: the manager sees it in red, reads why each successor is suggested, hands over
everything, and can print where it all went. Another left and nobody did anything.
"""

from __future__ import annotations

import re

from tests.journeys.conftest import NARROW, WIDE, Visit

LEAVES, LEFT = "Marcus Ibbot", "Tamsin Vole"


def number_before(visit: Visit, words: str) -> int:
    """The number that stands before some words on the page; 0 where they do not stand there."""
    found = re.search(rf"(\d+) {words}", visit.page.locator("main").inner_text())
    return int(found[1]) if found else 0


def to_hand_over(visit: Visit) -> list[str]:
    """What nobody takes over yet."""
    return visit.page.get_by_role("button", name=re.compile("^Accept for")).all_inner_texts()


def test_a_worker_leaves_and_everything_of_theirs_is_handed_over(open_browser):
    visit = open_browser(WIDE)
    visit.sign_in_as("Fostering team manager")
    visit.screenshot("leaves-0-today")
    red = number_before(visit, "households? ha(s|ve) no supervising social worker")
    assert red

    visit.follow(LEAVES)
    visit.check("leaves-1-list")
    theirs = len(to_hand_over(visit))
    assert theirs > 3
    names = set(visit.page.get_by_role("table").first.get_by_role("rowheader").all_inner_texts())
    assert "of a full caseload with this" in visit.page.locator("main").inner_text()

    visit.press("Accept", exact=False)
    assert len(to_hand_over(visit)) == theirs - 1
    visit.press(f"Accept all {theirs - 1}")
    assert "Everything is handed over" in visit.page.locator("main").inner_text()
    visit.check("leaves-2-handed-over")

    visit.page.emulate_media(media="print")
    printed = visit.page.locator("main").inner_text()
    assert "Handed over (" in printed
    assert [name for name in names if name not in printed] == [], "nothing is lost on paper"
    visit.page.emulate_media(media="screen")

    visit.open("/supervision/unallocated")
    assert number_before(visit, "households? ha(s|ve) nobody") == red, "nobody new is without"


def test_whoever_left_unreplaced_shows_red_until_their_households_are_given(open_browser):
    visit = open_browser(NARROW)
    visit.sign_in_as("Fostering team manager")
    visit.open("/supervision/unallocated")
    visit.check("left-0-nobody")
    red = number_before(visit, "households? ha(s|ve) nobody")
    assert f"{LEFT}, who left" in visit.page.locator("main").inner_text()
    row = visit.page.get_by_role("row").filter(has_text=f"{LEFT}, who left").first
    name = row.get_by_role("rowheader").inner_text()
    with visit.page.expect_navigation():
        row.get_by_role("button", name=re.compile("^Allocate today")).click()
    visit.settled()
    assert f"{name}" in visit.page.get_by_role("heading", level=1).inner_text()
    assert "supervises" in visit.page.locator(".hearth-strapline").inner_text()
    visit.open("/supervision/unallocated")
    assert number_before(visit, "households? ha(s|ve) nobody") == red - 1


def test_each_page_about_who_carries_what_fits_and_is_accessible(open_browser):
    visit = open_browser(WIDE)
    visit.sign_in_as("Service manager")
    visit.open("/supervision/caseload")
    visit.check("caseload-0")
    visit.page.get_by_role("table").get_by_role("link").first.click()
    visit.settled()
    visit.check("caseload-1-worker")
    for name, path in {
        "caseload-2-weights": "/supervision/caseload/weights",
        "caseload-3-continuity": "/supervision/continuity",
        "caseload-4-days": "/supervision/days-without",
        "caseload-5-assessments": "/assessments",
    }.items():
        visit.check_source(visit.open(path))
        visit.check(name)
    visit.page.get_by_role("table").get_by_role("link").first.click()
    visit.settled()
    visit.check("caseload-6-assessment")

"""The story that the product is for: two brothers need a home tonight, near their school.

The placement officer signs in, opens a referral, reads the ranked homes and who was ruled out,
logs two calls, places the boys, and sees places, register and “where every child is” change. At a
desk, on a telephone, and with scripts off.
"""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import NARROW, WIDE, Visit

BROTHERS = ("Leo Garnett", "Mason Garnett")
DEVICES = {
    "at a desk": {"width": WIDE},
    "on a telephone": {"width": NARROW},
    "with scripts off": {"width": WIDE, "scripts": False},
}


def look_at(visit: Visit, name: str) -> None:
    """The page is accessible and fits; with scripts off there is only its picture to keep."""
    if visit.scripts:
        visit.check(name)
    else:
        visit.screenshot(name)


def open_the_referral(visit: Visit) -> None:
    visit.open("/find/new")
    look_at(visit, "story-1-who")
    for child in BROTHERS:
        visit.page.get_by_label(child).check()
    visit.press("Find them a home")


def homes_of(visit: Visit):
    return visit.page.locator(".hearth-home")


def follow_in(visit: Visit, home, name: str) -> None:
    with visit.page.expect_navigation():
        home.get_by_role("link", name=name).click()
    visit.settled()


def log_call(visit: Visit, number: int, answer: str, refusal: str | None = None) -> None:
    follow_in(visit, homes_of(visit).nth(number), "Log a call")
    look_at(visit, "story-3-call")
    visit.page.get_by_label(answer, exact=True).check()
    if refusal:
        visit.page.get_by_label("If no, why").select_option(label=refusal)
    visit.press("Log this call")


def confirm(visit: Visit) -> None:
    """Placing asks; nothing has a default answer."""
    visit.page.get_by_label("Why this home").fill("Near school, and they keep brothers together.")
    visit.page.get_by_label("What the children wish and feel").fill("To be together; today.")
    visit.page.get_by_label("What their parents think").fill("Their mother agrees; today.")
    look_at(visit, "story-4-place")
    visit.press("Confirm the placement")


def number_in(words: str) -> int:
    found = re.search(r"\d+", words)
    assert found, words
    return int(found.group())


def places_left(visit: Visit) -> int:
    """The places left that the register counts."""
    visit.open("/register")
    found = re.search(r"(\d+) places left", visit.page.locator("main").inner_text())
    assert found
    return int(found.group(1))


def children_with(visit: Visit, address: str) -> list[str]:
    visit.open(address)
    return [name for name in BROTHERS if visit.page.get_by_role("cell", name=name).count()] or [
        name for name in BROTHERS if visit.page.get_by_role("rowheader", name=name).count()
    ]


@pytest.mark.parametrize("device", DEVICES)
def test_two_brothers_have_a_home_tonight(open_browser, device):
    visit = open_browser(**DEVICES[device])
    visit.sign_in_as("Placement officer")
    look_at(visit, "story-0-today")
    left_before = places_left(visit)

    open_the_referral(visit)
    referral = visit.where
    look_at(visit, "story-2-homes")
    first = homes_of(visit).first
    household = first.locator(".hearth-home__name a").get_attribute("href")
    assert "to school" in first.inner_text()
    assert number_in(first.locator(".hearth-home__places").inner_text()) >= 2
    assert number_in(visit.page.locator("#ruled-out").inner_text()) > 0
    assert visit.page.locator("#near").is_visible()

    log_call(visit, 1, "No", "Distance or transport")
    log_call(visit, 0, "Yes")
    calls = visit.page.locator("section[aria-labelledby=calls]").inner_text()
    assert "Calls 2" in calls

    follow_in(visit, homes_of(visit).first, "Place")
    confirm(visit)
    look_at(visit, "story-5-placed")
    assert "placed with" in visit.page.locator("h1").inner_text()

    assert places_left(visit) == left_before - 2
    assert children_with(visit, household) == list(BROTHERS)
    look_at(visit, "story-6-household")
    visit.open("/where-every-child-is")
    look_at(visit, "story-7-where")
    visit.open(referral)
    assert "Placed" in visit.page.locator("h1 + p").inner_text()

"""Four in the afternoon: no own carer fits a girl of fourteen. The profile is mended and released
again, an agency answers on a telephone, its home is compared with ours and chosen, regulation 22 is
asked, the home is entered, and the nominated officer decides over the border.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.journeys.conftest import NARROW, Visit


def main_of(visit: Visit) -> str:
    return visit.page.locator("main").inner_text()


def to_the_referral(visit: Visit) -> str:
    """From the need that was not met to the one that is still open. Gives its path."""
    visit.open("/find/")
    visit.follow("Need that was not met")
    visit.check("four-1-unmet")
    visit.follow("Still looking: 2")
    with visit.page.expect_navigation():
        visit.page.locator("tbody a[href^='/out/']").first.click()
    visit.settled()
    visit.check("four-2-referral-out")
    return visit.where


def mended_and_released(visit: Visit, out: str) -> None:
    """A name slips in, and has to go before anything is released."""
    name = visit.page.locator(".govuk-caption-m").first.inner_text().strip()
    visit.open(f"{out}/profile")
    visit.press("Draft another")
    visit.page.get_by_label("What they are like").fill(f"Likes football, and {name} draws.")
    visit.press("Save and check again")
    assert "Has to go" in main_of(visit)
    visit.check("four-3-has-to-go")
    visit.page.get_by_label("What they are like").fill("Likes football and drawing.")
    visit.press("Save and check again")
    assert "Has to go" not in main_of(visit)
    visit.follow("Read once more, and release")
    why = visit.page.get_by_label("Why each thing that is asked about may stay")
    if why.count():
        why.fill("What the home must have is needed.")
    visit.page.get_by_label("I have read it as a neighbour", exact=False).check()
    visit.check("four-4-release")
    visit.press("Release it")


def reminded(visit: Visit, out: str) -> str:
    """A provider that has not answered gets another link. Gives the link's path."""
    visit.open(out)
    visit.follow("Remind", exact=False)
    visit.check("four-5-remind")
    visit.press("Make another link")
    return urlsplit(visit.page.locator("input[id^=address-]").first.input_value()).path


def answers(phone: Visit, link: str) -> None:
    """On a telephone: what the home needs to be, and no more; and an offer."""
    phone.open(link)
    phone.press("Start")
    phone.check("four-6-link")
    phone.page.get_by_label("We can offer a home").check()
    phone.page.get_by_label("What you call the home").fill("Corve 1")
    phone.page.get_by_label("Its postcode").fill("SY8 1AA")
    phone.page.get_by_label("Price in whole pounds a week").fill("965")
    phone.page.get_by_label("Free from").fill("today")
    phone.page.get_by_label("Who lives there, and why this home fits").fill("Two calm carers.")
    phone.press("Send your answer")
    assert "Thank you" in phone.page.locator("h1").inner_text()


def chosen(visit: Visit, out: str) -> None:
    """Compared on one page; the parents' views are asked first."""
    visit.open(f"{out}/compare")
    visit.check("four-7-compare")
    assert "parents’ views" in main_of(visit)
    visit.follow("Record wishes and views")
    visit.page.get_by_label("Parents’ views").check()
    visit.page.get_by_label("They said so").check()
    visit.page.get_by_label("What was said or seen", exact=False).fill("Near enough to visit.")
    visit.check("four-8-heard")
    visit.press("Save")
    visit.follow("Choose Corve 1")
    visit.page.get_by_label("Why this home", exact=True).fill("Calm, and she keeps her school.")
    for one in visit.page.locator("textarea[name^=why_], textarea[name=effect]").all():
        one.fill("Nobody else is there; nothing nearer can take her.")
    visit.check("four-9-choose")
    visit.press("Choose this home")


def entered(visit: Visit) -> None:
    """What regulation 22 asks, and the home under its own provider."""
    for what in ("approved", "terms", "agreement", "consent", "area_authority"):
        with visit.page.expect_navigation():
            visit.page.locator(f"a[href$='/check/{what}']").click()
        visit.settled()
        visit.page.get_by_label("Yes", exact=True).check()
        visit.page.get_by_label("Since, or on").fill("1/3/2021")
        visit.page.get_by_label("Who said so").fill("Registered manager")
        visit.press("Save")
    visit.check("four-10-offer")
    visit.follow("Enter it, to place there")
    for label, value in (
        ("Address", "3 Corve Street"),
        ("Carer’s given name", "Anwen"),
        ("Carer’s family name", "Larkhill"),
        ("Approved for how many children", "1"),
        ("From age", "8"),
        ("To age", "17"),
    ):
        visit.page.get_by_label(label).fill(value)
    visit.check("four-11-enter")
    visit.press("Enter it, and go on to placing")


def test_four_in_the_afternoon(visit, open_browser):
    visit.sign_in_as("Placement officer")
    out = to_the_referral(visit)
    mended_and_released(visit, out)
    link = reminded(visit, out)
    phone = open_browser(width=NARROW)
    answers(phone, link)
    chosen(visit, out)
    entered(visit)
    said = main_of(visit)
    assert "A nominated officer approves it first" in said
    filled = visit.page.get_by_label("Why this home", exact=True).input_value()
    assert filled == "Calm, and she keeps her school.", "what was asked once is not asked again"
    bedroom = visit.page.locator("[name=bedrooms_confirmed]")
    if bedroom.count():
        bedroom.fill("Her own room; their manager saw it.")
    visit.press("Send for decision")
    where = visit.where
    if "/decisions/" not in where:
        visit.page.locator("[name=bedrooms_confirmed]").fill("Her own room; their manager saw it.")
        visit.press("Send for decision")
        where = visit.where
    officer = open_browser()
    officer.sign_in_as("Nominated officer")
    officer.open(where)
    officer.follow("Decide it")
    further = officer.page.get_by_label("Why you decide it", exact=False)
    if further.count():
        further.fill("Nothing nearer can take her, and her school is kept.")
    officer.press("Confirm the placement")
    assert "placed with Corve 1" in officer.page.locator("h1").inner_text()
    visit.open(out)
    assert re.search("This referral is closed: placed", main_of(visit))
    visit.open("/register/statutory")
    assert "Larkhill" not in main_of(visit), "no home of ours"
